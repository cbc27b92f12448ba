// Trusted: the last word on the clauses. Nothing but unit propagation is believed.
import type { Literal } from "./clauses.ts";

/** Why a list of steps is no refutation: the place of the step that does not follow. */
export type RefutationFault = { readonly step: number } | null;

/**
 * Checks that each step follows from the clauses and the steps before it by unit propagation, and that the last one is empty: then no
 * assignment satisfies the clauses. Null where it does.
 */
export function refutationFault(
  clauses: Iterable<Iterable<Literal>>,
  variables: number,
  steps: readonly number[],
): RefutationFault {
  const propagation = new Propagation(variables);
  for (const clause of clauses) propagation.add(clause);
  let step: Literal[] = [];
  let count = 0;
  for (const literal of steps) {
    if (literal !== 0) {
      if (!Number.isInteger(literal) || Math.abs(literal) > variables) return { step: count };
      step.push(literal);
      continue;
    }
    if (!propagation.contradicts(step)) return { step: count };
    if (step.length === 0) return null;
    propagation.add(step);
    step = [];
    count++;
  }
  return { step: count };
}

class Propagation {
  /** By literal, shifted by the number of variables: the clauses that watch it. */
  readonly #watching: Literal[][][];
  readonly #value: Int8Array;
  readonly #variables: number;
  readonly #units: Literal[] = [];
  #empty = false;

  constructor(variables: number) {
    this.#variables = variables;
    this.#watching = Array.from({ length: 2 * variables + 1 }, () => []);
    this.#value = new Int8Array(variables + 1);
  }

  add(given: Iterable<Literal>): void {
    const clause = [...new Set(given)];
    const [first, second] = clause;
    if (first === undefined) this.#empty = true;
    else if (second === undefined) this.#units.push(first);
    else for (const literal of [first, second]) this.#watching[this.#variables + literal]?.push(clause);
  }

  /** Whether the clauses and the negations of these literals lead to a contradiction. */
  contradicts(literals: readonly Literal[]): boolean {
    if (this.#empty) return true;
    const trail: Literal[] = [];
    const assign = (literal: Literal): boolean => {
      const variable = Math.abs(literal);
      const wanted = literal > 0 ? 1 : -1;
      if (this.#value[variable] !== 0) return this.#value[variable] === wanted;
      this.#value[variable] = wanted;
      trail.push(literal);
      return true;
    };
    const consistent = [...this.#units, ...literals.map((literal) => -literal)].every(assign);
    let contradiction = !consistent;
    for (let head = 0; head < trail.length && !contradiction; head++) {
      contradiction = !this.#propagate(-(trail[head] ?? 0), assign);
    }
    for (const literal of trail) this.#value[Math.abs(literal)] = 0;
    return contradiction;
  }

  /** Goes through the clauses that watch a literal which has become false. */
  #propagate(falsified: Literal, assign: (literal: Literal) => boolean): boolean {
    const watching = this.#watching[this.#variables + falsified] ?? [];
    let kept = 0;
    for (let at = 0; at < watching.length; at++) {
      const clause = watching[at] ?? [];
      if (clause[0] === falsified) [clause[0], clause[1]] = [clause[1] ?? 0, falsified];
      const first = clause[0] ?? 0;
      const free = this.#isTrue(first) ? -1 : clause.findIndex((literal, i) => i > 1 && !this.#isFalse(literal));
      if (free > 0) {
        const found = clause[free] ?? 0;
        [clause[1], clause[free]] = [found, falsified];
        this.#watching[this.#variables + found]?.push(clause);
        continue;
      }
      watching[kept++] = clause;
      if (this.#isTrue(first) || assign(first)) continue;
      for (at++; at < watching.length; at++) watching[kept++] = watching[at] ?? [];
      watching.length = kept;
      return false;
    }
    watching.length = kept;
    return true;
  }

  #isTrue(literal: Literal): boolean {
    return this.#value[Math.abs(literal)] === (literal > 0 ? 1 : -1);
  }

  #isFalse(literal: Literal): boolean {
    return this.#value[Math.abs(literal)] === (literal > 0 ? -1 : 1);
  }
}
