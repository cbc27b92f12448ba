// Checked: by checkModel itself, which every model passes before it is used.
import type { Literal, Problem } from "./problem.ts";

/**
 * A truth value for each variable: `model[variable]` is `FALSE`, `TRUE` or `UNASKED`; `model[0]` means nothing.
 * Variables that the question did not ask about are `UNASKED`, since their values would depend on the solver's mood.
 */
export type Model = Uint8Array;

export const FALSE = 0;
export const TRUE = 1;
export const UNASKED = 2;

/** Whether a literal holds in the model; `undefined` when its variable was not asked about. */
export function truth(model: Model, literal: Literal): boolean | undefined {
  const value = model[Math.abs(literal)];
  if (value === undefined || value === UNASKED) return undefined;
  return (value === TRUE) === literal > 0;
}

/** Whether the values given satisfy every clause; a clause that only unasked variables could satisfy counts as not satisfied. */
export function checkModel(problem: Problem, model: Model): boolean {
  let satisfied = false;
  for (const literal of problem.clauses) {
    if (literal === 0) {
      if (!satisfied) return false;
      satisfied = false;
    } else if (!satisfied) {
      satisfied = literal > 0 ? model[literal] === TRUE : model[-literal] === FALSE;
    }
  }
  return true;
}
