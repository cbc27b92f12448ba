// Checked: it only saves checks; the least model is compared with brute force in the tests, and checked against the clauses.
import type { Literal, Problem } from "@keyaki/smt";

/**
 * Unit propagation over a problem: what follows from literals that were fixed, without asking the solver.
 * Of the checks that finding a least model takes, most are about literals that follow from the ones fixed before.
 */
export class Propagation {
  readonly #clauses: Int32Array;
  /** Literal (shifted by `variables`) → starts of the clauses in which its negation occurs, as one run of `#occurrences`. */
  readonly #first: Int32Array;
  readonly #occurrences: Int32Array;
  readonly #variables: number;
  /** Index: variable; 1 true, -1 false, 0 open. */
  readonly #value: Int8Array;

  constructor(problem: Problem) {
    const { variables, clauses } = problem;
    this.#clauses = clauses;
    this.#variables = variables;
    this.#value = new Int8Array(variables + 1);
    const first = new Int32Array(2 * variables + 2);
    for (const literal of clauses) if (literal !== 0) first[variables - literal + 1]!++;
    for (let i = 1; i < first.length; i++) first[i]! += first[i - 1]!;
    const next = first.slice();
    const occurrences = new Int32Array(first[first.length - 1]!);
    const units: Literal[] = [];
    for (let at = 0, start = 0; at < clauses.length; at++) {
      const literal = clauses[at]!;
      if (literal !== 0) {
        occurrences[next[variables - literal]!++] = start;
      } else {
        if (at === start + 1) units.push(clauses[start]!);
        start = at + 1;
      }
    }
    this.#first = first;
    this.#occurrences = occurrences;
    for (const unit of units) this.fix(unit);
  }

  /** Whether the literal is known to hold, known not to, or open. */
  value(literal: Literal): boolean | undefined {
    const value = this.#value[Math.abs(literal)]!;
    return value === 0 ? undefined : value > 0 === literal > 0;
  }

  /** Fixes a literal, with all that follows. The caller knows that some model agrees, so there are no conflicts. */
  fix(literal: Literal): void {
    const trail = [literal];
    for (let fixed = trail.pop(); fixed !== undefined; fixed = trail.pop()) {
      if (this.#value[Math.abs(fixed)] !== 0) continue;
      this.#value[Math.abs(fixed)] = fixed > 0 ? 1 : -1;
      const row = this.#variables + fixed;
      for (let i = this.#first[row]!; i < this.#first[row + 1]!; i++) {
        const unit = this.#unit(this.#occurrences[i]!);
        if (unit !== 0) trail.push(unit);
      }
    }
  }

  /** The one open literal of a clause whose others are false; 0 when the clause is satisfied or has more. */
  #unit(start: number): Literal {
    let open = 0;
    for (let at = start; ; at++) {
      const literal = this.#clauses[at]!;
      if (literal === 0) return open;
      const value = this.#value[Math.abs(literal)]!;
      if (value === 0) {
        if (open !== 0 && open !== literal) return 0;
        open = literal;
      } else if (value > 0 === literal > 0) {
        return 0;
      }
    }
  }
}
