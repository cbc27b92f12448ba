// Trusted: the theory of strings; an operator under the wrong name or with swapped arguments changes the question.
import { stringLiteral } from "./strings.ts";
import { apply, expectSort, type Term } from "./term.ts";

/** @throws RangeError when SMT-LIB cannot say the string (see `stringLiteral`). */
export function string(text: string): Term {
  return apply(stringLiteral(text), [], "String");
}

/** One string after the other; `concat()` is the empty string. */
export function concat(...of: readonly Term[]): Term {
  expectSort(of, "String");
  if (of.length === 0) return string("");
  return of.length === 1 ? of[0]! : apply("str.++", of, "String");
}

/** How many code points the string has, as an Int. */
export function length(of: Term): Term {
  return onStrings("str.len", [of], "Int");
}

export function startsWith(text: Term, prefix: Term): Term {
  // SMT-LIB names the prefix first.
  return onStrings("str.prefixof", [prefix, text], "Bool");
}

export function endsWith(text: Term, suffix: Term): Term {
  return onStrings("str.suffixof", [suffix, text], "Bool");
}

export function contains(text: Term, part: Term): Term {
  return onStrings("str.contains", [text, part], "Bool");
}

/** Order by code points. */
export function stringLessThan(left: Term, right: Term): Term {
  return onStrings("str.<", [left, right], "Bool");
}

/** The `count` characters from `start` (Ints, from 0); shorter where the string ends, empty where `start` lies outside it. */
export function substring(of: Term, start: Term, count: Term): Term {
  expectSort([of], "String");
  expectSort([start, count], "Int");
  return apply("str.substr", [of, start, count], "String");
}

/** Where `part` first occurs at or after `from`, as an Int; -1 when it does not. */
export function indexOf(text: Term, part: Term, from: Term): Term {
  expectSort([text, part], "String");
  expectSort([from], "Int");
  return apply("str.indexof", [text, part, from], "Int");
}

/** The number that a string of decimal digits writes, as an Int; -1 for any other string, the empty one included. */
export function toInt(of: Term): Term {
  return onStrings("str.to_int", [of], "Int");
}

/** Whether the string is a word of the regular language. */
export function inRegular(text: Term, language: Term): Term {
  expectSort([text], "String");
  expectSort([language], "RegLan");
  return apply("str.in_re", [text, language], "Bool");
}

function onStrings(operator: string, of: readonly Term[], sort: "Int" | "Bool"): Term {
  expectSort(of, "String");
  return apply(operator, of, sort);
}
