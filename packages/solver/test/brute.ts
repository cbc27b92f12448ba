// Brute force over all assignments of at most 12 variables: slow, obvious, and sharing no code with the solver.
import type { Problem } from "@keyaki/smt";

/** An assignment is a number whose bit `v - 1` is variable v. */
function holds(assignment: number, literal: number): boolean {
  return ((assignment >> (Math.abs(literal) - 1)) & 1) === (literal > 0 ? 1 : 0);
}

function satisfies(assignment: number, problem: Problem): boolean {
  let satisfied = false;
  for (const literal of problem.clauses) {
    if (literal === 0) {
      if (!satisfied) return false;
      satisfied = false;
    } else if (holds(assignment, literal)) satisfied = true;
  }
  return true;
}

export function allModels(problem: Problem): number[] {
  const models: number[] = [];
  for (let assignment = 0; assignment < 1 << problem.variables; assignment++) {
    if (satisfies(assignment, problem)) models.push(assignment);
  }
  return models;
}

/** The truth of each preferred literal in the least model; `undefined` when there is no model under the assumptions. */
export function leastChoice(
  models: readonly number[],
  assumptions: readonly number[],
  prefer: readonly number[],
): boolean[] | undefined {
  const under = models.filter((model) => assumptions.every((literal) => holds(model, literal)));
  if (under.length === 0) return undefined;
  const choices = under.map((model) => prefer.map((literal) => holds(model, literal)));
  const key = (choice: readonly boolean[]): string => choice.map((wanted) => (wanted ? "0" : "1")).join("");
  return choices.reduce((least, choice) => (key(choice) < key(least) ? choice : least));
}

/** Drops assumptions from first to last while the rest is contradictory. */
export function deletionCore(models: readonly number[], assumptions: readonly number[]): number[] {
  let core = [...new Set(assumptions)];
  for (const literal of [...core]) {
    const others = core.filter((other) => other !== literal);
    if (!models.some((model) => others.every((other) => holds(model, other)))) core = others;
  }
  return core;
}
