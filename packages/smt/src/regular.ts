// Trusted: regular languages; an operator under the wrong name changes the question.
import { stringLiteral } from "./strings.ts";
import { apply, expectSort, type Term } from "./term.ts";

/** No word at all. */
export const noWord: Term = apply("re.none", [], "RegLan");
/** Every word. */
export const anyWord: Term = apply("re.all", [], "RegLan");
/** Every word of one character: newline and colon included, up to U+2FFFF. */
export const anyCharacter: Term = apply("re.allchar", [], "RegLan");

/** Exactly this word. */
export function word(text: string): Term {
  return apply("str.to_re", [apply(stringLiteral(text), [], "String")], "RegLan");
}

/**
 * The one-character words from `first` to `last`, by code point, both included.
 * @throws RangeError when an end is not one character or they are in the wrong order, where SMT-LIB would silently mean no word.
 */
export function range(first: string, last: string): Term {
  if ([...first].length !== 1 || [...last].length !== 1 || first.codePointAt(0)! > last.codePointAt(0)!) {
    throw new RangeError(`not a range of characters: ${JSON.stringify(first)} to ${JSON.stringify(last)}`);
  }
  return apply(
    "re.range",
    [apply(stringLiteral(first), [], "String"), apply(stringLiteral(last), [], "String")],
    "RegLan",
  );
}

/** A word of each, one after the other; `sequence()` is the empty word. */
export function sequence(...of: readonly Term[]): Term {
  expectSort(of, "RegLan");
  if (of.length === 0) return word("");
  return of.length === 1 ? of[0]! : apply("re.++", of, "RegLan");
}

/** The words of any of them; `union()` has none. */
export function union(...of: readonly Term[]): Term {
  return several("re.union", of, noWord);
}

/** The words common to all of them; `intersection()` has every word. */
export function intersection(...of: readonly Term[]): Term {
  return several("re.inter", of, anyWord);
}

/** Any number of words of it, one after the other, none included. */
export function star(of: Term): Term {
  return single("re.*", of);
}

/** As `star`, but at least one. */
export function plus(of: Term): Term {
  return single("re.+", of);
}

/** A word of it, or the empty word. */
export function optional(of: Term): Term {
  return single("re.opt", of);
}

/** Every word that is not one of its words. */
export function complement(of: Term): Term {
  return single("re.comp", of);
}

/** The words of the first that are not words of the second. */
export function difference(of: Term, without: Term): Term {
  expectSort([of, without], "RegLan");
  return apply("re.diff", [of, without], "RegLan");
}

/** From `least` to `most` words of it, one after the other. */
export function repeat(of: Term, least: number, most: number): Term {
  if (!(Number.isInteger(least) && Number.isInteger(most) && 0 <= least && least <= most)) {
    throw new RangeError(`not a number of repetitions: ${least} to ${most}`);
  }
  return single(`(_ re.loop ${least} ${most})`, of);
}

function single(operator: string, of: Term): Term {
  expectSort([of], "RegLan");
  return apply(operator, [of], "RegLan");
}

function several(operator: string, of: readonly Term[], none: Term): Term {
  expectSort(of, "RegLan");
  if (of.length === 0) return none;
  return of.length === 1 ? of[0]! : apply(operator, of, "RegLan");
}
