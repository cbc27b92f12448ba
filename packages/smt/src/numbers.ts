// Trusted: the theories of integers, reals and bit vectors; an operator under the wrong name changes the question.
import { apply, type BitVec, expectSort, type Sort, sortName, type Term } from "./term.ts";

/** @throws RangeError for a number that is not a whole one that JavaScript holds exactly. */
export function int(value: number | bigint): Term {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError(`not an exact integer: ${value}`);
  return apply(signed(String(value)), [], "Int");
}

/**
 * A decimal number given as text, such as `-12.50` or `3`; a fraction or an exponent is not one.
 * @throws RangeError when the text is not a decimal number.
 */
export function real(decimal: string): Term {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (match === null) throw new RangeError(`not a decimal number: ${decimal}`);
  const whole = match[2]!.replace(/^0+(?=\d)/, "");
  return apply(signed(`${match[1]}${whole}.${match[3] ?? "0"}`), [], "Real");
}

/** The number's lowest `width` bits; @throws RangeError when it needs more of them. */
export function bitvector(value: bigint, width: number): Term {
  if (!Number.isInteger(width) || width < 1 || value < 0n || value >> BigInt(width) !== 0n) {
    throw new RangeError(`${value} does not fit ${width} bits`);
  }
  return apply(`#b${value.toString(2).padStart(width, "0")}`, [], { width });
}

export function add(...of: readonly [Term, Term, ...Term[]]): Term {
  return apply("+", numeric(of), of[0].sort);
}

export function subtract(left: Term, right: Term): Term {
  return apply("-", numeric([left, right]), left.sort);
}

export function lessThan(left: Term, right: Term): Term {
  return apply("<", numeric([left, right]), "Bool");
}

export function atMost(left: Term, right: Term): Term {
  return apply("<=", numeric([left, right]), "Bool");
}

export function bvAnd(left: Term, right: Term): Term {
  return bits("bvand", left, right, left.sort);
}

export function bvOr(left: Term, right: Term): Term {
  return bits("bvor", left, right, left.sort);
}

/** `left` is below `right`, both read as unsigned. */
export function bvBelow(left: Term, right: Term): Term {
  return bits("bvult", left, right, "Bool");
}

/** `left` is at most `right`, both read as unsigned. */
export function bvAtMost(left: Term, right: Term): Term {
  return bits("bvule", left, right, "Bool");
}

/** Bits `high` down to `low` of a vector, both included, numbered from 0 at its least significant end. */
export function extract(high: number, low: number, of: Term): Term {
  const { width } = bitVec(of);
  if (!(Number.isInteger(high) && Number.isInteger(low) && 0 <= low && low <= high && high < width)) {
    throw new RangeError(`no bits ${high} to ${low} in ${width}`);
  }
  return apply(`(_ extract ${high} ${low})`, [of], { width: high - low + 1 });
}

/** One vector after the other, the first at the most significant end. */
export function bvConcat(left: Term, right: Term): Term {
  return apply("concat", [left, right], { width: bitVec(left).width + bitVec(right).width });
}

function signed(text: string): string {
  return text.startsWith("-") ? `(- ${text.slice(1)})` : text;
}

function numeric(of: readonly Term[]): readonly Term[] {
  const sort = of[0]?.sort;
  if (sort !== "Int" && sort !== "Real")
    throw new TypeError(`not numbers: ${sort === undefined ? "nothing" : sortName(sort)}`);
  expectSort(of, sort);
  return of;
}

function bits(operator: string, left: Term, right: Term, sort: Sort): Term {
  expectSort([right], bitVec(left));
  return apply(operator, [left, right], sort);
}

function bitVec(term: Term): BitVec {
  if (typeof term.sort === "string") throw new TypeError(`not a bit vector: ${term.sort}`);
  return term.sort;
}
