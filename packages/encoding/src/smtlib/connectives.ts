// Trusted: a connective under the wrong name changes the question.
import { and, bool, not, or, type Term } from "@keyaki/smt";

/** Always true, and always false: the one object each, so that they fold away. */
export const YES: Term = bool(true);
export const NO: Term = bool(false);

/** All of them hold; constants fold away. */
export function every(...of: readonly Term[]): Term {
  if (of.includes(NO)) return NO;
  const rest = [...new Set(of)].filter((term) => term !== YES);
  return rest.length === 0 ? YES : and(...rest);
}

/** Any of them holds; constants fold away. */
export function any(...of: readonly Term[]): Term {
  if (of.includes(YES)) return YES;
  const rest = [...new Set(of)].filter((term) => term !== NO);
  return rest.length === 0 ? NO : or(...rest);
}

export function negate(of: Term): Term {
  if (of === YES) return NO;
  return of === NO ? YES : not(of);
}

/** As many arguments as a call is sure to take. */
const MOST_ARGUMENTS = 10_000;

/** `join(...of)` for an associative operator, however long the list is. */
export function joined(join: (...of: readonly Term[]) => Term, of: readonly Term[]): Term {
  if (of.length <= MOST_ARGUMENTS) return join(...of);
  const parts: Term[] = [];
  for (let at = 0; at < of.length; at += MOST_ARGUMENTS) parts.push(join(...of.slice(at, at + MOST_ARGUMENTS)));
  return joined(join, parts);
}
