// Trusted: the core theory; an operator under the wrong name changes the question.
import { apply, expectSort, sameSort, sortName, type Term } from "./term.ts";

export const truthy: Term = apply("true", [], "Bool");
export const falsy: Term = apply("false", [], "Bool");

export function bool(value: boolean): Term {
  return value ? truthy : falsy;
}

export function not(of: Term): Term {
  expectSort([of], "Bool");
  return apply("not", [of], "Bool");
}

/** All of them hold; `and()` is true. */
export function and(...of: readonly Term[]): Term {
  return connective("and", of, truthy);
}

/** Any of them holds; `or()` is false. */
export function or(...of: readonly Term[]): Term {
  return connective("or", of, falsy);
}

export function implies(condition: Term, consequence: Term): Term {
  expectSort([condition, consequence], "Bool");
  return apply("=>", [condition, consequence], "Bool");
}

/** Equality of two terms of one sort (of regular languages too, which solvers find hard). */
export function equal(left: Term, right: Term): Term {
  expectSort([right], left.sort);
  return apply("=", [left, right], "Bool");
}

/** No two of them are equal; holds for fewer than two. */
export function distinct(...of: readonly Term[]): Term {
  if (of.length < 2) return truthy;
  expectSort(of, of[0]!.sort);
  return apply("distinct", of, "Bool");
}

/** @throws TypeError when the branches differ in sort. */
export function ite(condition: Term, consequence: Term, alternative: Term): Term {
  expectSort([condition], "Bool");
  if (!sameSort(consequence.sort, alternative.sort)) {
    throw new TypeError(`branches of ${sortName(consequence.sort)} and ${sortName(alternative.sort)}`);
  }
  return apply("ite", [condition, consequence, alternative], consequence.sort);
}

function connective(operator: string, of: readonly Term[], none: Term): Term {
  expectSort(of, "Bool");
  if (of.length === 0) return none;
  return of.length === 1 ? of[0]! : apply(operator, of, "Bool");
}
