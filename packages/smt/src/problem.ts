// Trusted: a clause lost or changed here makes verdicts wrong.

/**
 * A propositional literal: variable `n` (1, 2, 3 …) wanted true is `n`, wanted false is `-n`. Never 0.
 * A plain number, so that millions of them fit in typed arrays; negation is unary minus.
 */
export type Literal = number;

/**
 * A propositional problem in conjunctive normal form, compact enough to be sent to a worker thread.
 * `clauses` holds the literals of every clause one after the other, each clause ended by a 0.
 */
export interface Problem {
  /** Variables are numbered 1 to `variables`. */
  readonly variables: number;
  readonly clauses: Int32Array;
}

/**
 * Checks what the rest of the road relies on: literals name existing variables and the last clause is ended.
 * @throws RangeError naming the first fault.
 */
export function assertWellFormed(problem: Problem): void {
  const { variables, clauses } = problem;
  if (!Number.isInteger(variables) || variables < 0) throw new RangeError(`not a number of variables: ${variables}`);
  for (const literal of clauses) {
    if (literal > variables || literal < -variables) throw new RangeError(`literal ${literal} names no variable`);
  }
  if (clauses.length > 0 && clauses[clauses.length - 1] !== 0)
    throw new RangeError("the last clause is not ended by 0");
}

/** The number of clauses, the empty clause included. */
export function clauseCount(problem: Problem): number {
  let count = 0;
  for (const literal of problem.clauses) if (literal === 0) count++;
  return count;
}

/** The clauses one by one, as slices of the problem's own array. */
export function* eachClause(problem: Problem): Generator<Int32Array> {
  const { clauses } = problem;
  let start = 0;
  for (let at = 0; at < clauses.length; at++) {
    if (clauses[at] !== 0) continue;
    yield clauses.subarray(start, at);
    start = at + 1;
  }
}
