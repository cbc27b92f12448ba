// Trusted: a literal mirrored once too often changes the question; models are checked afterwards, unsat is not.
import { FALSE, type Literal, type Problem, TRUE } from "@keyaki/smt";
import type { ClauseSession, Z3 } from "./z3.ts";

/**
 * A session in which the preferred literals come out negative, since Z3 tries false before true: its first model then already has most
 * of what is preferred, which halves the checks to the least model. The caller sees its own literals.
 */
export function mirroredSession(z3: Z3, problem: Problem, prefer: Int32Array, rlimit: number): ClauseSession {
  const sign = new Int8Array(problem.variables + 1).fill(1);
  // From last to first, so that of two opposite wishes the first decides.
  for (let i = prefer.length - 1; i >= 0; i--) sign[Math.abs(prefer[i]!)] = prefer[i]! > 0 ? -1 : 1;
  if (!sign.includes(-1)) return z3.clauses(problem, rlimit);

  // Its own inverse.
  const mirror = (literal: Literal): Literal => literal * sign[Math.abs(literal)]!;
  const clauses = problem.clauses.map((literal) => (literal === 0 ? 0 : mirror(literal)));
  const session = z3.clauses({ variables: problem.variables, clauses }, rlimit);
  return {
    check: (assumptions) => session.check(assumptions.map(mirror)),
    core: () => session.core().map(mirror),
    require: (literals) => session.require(literals.map(mirror)),
    model: () =>
      session.model().map((value, variable) => (sign[variable] === 1 ? value : value === TRUE ? FALSE : TRUE)),
    close: () => session.close(),
  };
}
