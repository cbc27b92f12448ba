// Trusted: a term that does not print as what it says changes the question.

export type Sort = "Bool" | "Int" | "Real" | "String" | "RegLan" | BitVec;

export interface BitVec {
  readonly width: number;
}

/**
 * An SMT-LIB term: a declared constant, or an operator (a literal is an operator without arguments) over terms.
 * Made by the functions of `logic.ts`, `numbers.ts`, `text.ts` and `regular.ts`, which check the sorts.
 * A term that is used twice is printed once, so terms may share as much as they like.
 */
export type Term =
  | { readonly is: "constant"; readonly name: string; readonly sort: Sort }
  | { readonly is: "apply"; readonly operator: string; readonly of: readonly Term[]; readonly sort: Sort };

/** A constant whose value is to be found. Two constants of one name and sort are the same. */
export function constant(name: string, sort: Sort): Term {
  return { is: "constant", name, sort };
}

/** A literal or an application. `operator` is printed as it stands: `str.++`, `(_ re.loop 1 3)`, `"abc"`. */
export function apply(operator: string, of: readonly Term[], sort: Sort): Term {
  return { is: "apply", operator, of, sort };
}

export function sortName(sort: Sort): string {
  return typeof sort === "string" ? sort : `(_ BitVec ${sort.width})`;
}

export function sameSort(left: Sort, right: Sort): boolean {
  return sortName(left) === sortName(right);
}

/** @throws TypeError when a term is not of the sort. */
export function expectSort(terms: readonly Term[], sort: Sort): void {
  for (const term of terms) {
    if (!sameSort(term.sort, sort)) throw new TypeError(`expected ${sortName(sort)}, got ${sortName(term.sort)}`);
  }
}
