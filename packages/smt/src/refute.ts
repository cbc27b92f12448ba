// Checked: every step is checked again by unit propagation before a proof is believed; a model found here only says that there is no proof.
import type { Literal, Problem } from "./problem.ts";

/**
 * Why some clauses cannot be satisfied: clauses learnt one after the other, each of which follows from those before it by unit
 * propagation alone, the last of them empty. Laid out as the clauses of a `Problem`: each is ended by a 0.
 */
export interface Refutation {
  readonly is: "refuted";
  readonly steps: Int32Array;
}

export type RefutationSearch = Refutation | { readonly is: "satisfiable" } | { readonly is: "exhausted" };

/** How long a refutation is looked for: conflicts, so that the same problem has the same answer. */
export interface RefutationBudget {
  readonly conflicts: number;
}

/** Looks for a refutation by conflict-driven clause learning (first unique implication point, restarts, activities that decay). */
export function refute(problem: Problem, budget: RefutationBudget): RefutationSearch {
  return new Learner(problem).run(budget.conflicts);
}

const NO_REASON = -1;
const RESTART_AFTER = 64;
const DECAY = 1.05;
const RESCALE_ABOVE = 1e100;

class Learner {
  readonly #variables: number;
  readonly #clauses: Int32Array[] = [];
  /** By literal, shifted: the clauses that watch it. */
  readonly #watches: number[][];
  readonly #value: Int8Array;
  readonly #phase: Int8Array;
  readonly #level: Int32Array;
  readonly #reason: Int32Array;
  readonly #activity: Float64Array;
  readonly #trail: Literal[] = [];
  readonly #limits: number[] = [];
  readonly #steps: number[] = [];
  readonly #units: Literal[] = [];
  #head = 0;
  #bump = 1;
  #contradiction = false;

  constructor({ variables, clauses }: Problem) {
    this.#variables = variables;
    this.#watches = Array.from({ length: 2 * variables + 1 }, () => []);
    this.#value = new Int8Array(variables + 1);
    this.#phase = new Int8Array(variables + 1).fill(-1);
    this.#level = new Int32Array(variables + 1);
    this.#reason = new Int32Array(variables + 1).fill(NO_REASON);
    this.#activity = new Float64Array(variables + 1);
    let start = 0;
    for (let at = 0; at < clauses.length; at++) {
      if (clauses[at] !== 0) continue;
      this.#add([...new Set(clauses.subarray(start, at))]);
      start = at + 1;
    }
  }

  run(conflicts: number): RefutationSearch {
    let left = conflicts;
    let untilRestart = RESTART_AFTER;
    if (this.#contradiction || !this.#units.every((literal) => this.#enqueue(literal, NO_REASON))) return this.#done();
    for (;;) {
      const conflict = this.#propagate();
      if (conflict !== NO_REASON) {
        if (this.#limits.length === 0) return this.#done();
        if (left-- <= 0) return { is: "exhausted" };
        this.#learn(conflict);
        if (--untilRestart === 0) {
          untilRestart = RESTART_AFTER;
          this.#backTo(0);
        }
        continue;
      }
      const next = this.#choose();
      if (next === 0) return { is: "satisfiable" };
      this.#limits.push(this.#trail.length);
      this.#enqueue(next, NO_REASON);
    }
  }

  #done(): Refutation {
    this.#steps.push(0);
    return { is: "refuted", steps: Int32Array.from(this.#steps) };
  }

  #add(clause: readonly Literal[]): void {
    if (clause.some((literal) => clause.includes(-literal))) return;
    if (clause.length === 0) this.#contradiction = true;
    else if (clause.length === 1) this.#units.push(clause[0]!);
    else this.#watch(Int32Array.from(clause));
  }

  #watch(clause: Int32Array): number {
    const index = this.#clauses.push(clause) - 1;
    this.#watches[this.#variables + clause[0]!]!.push(index);
    this.#watches[this.#variables + clause[1]!]!.push(index);
    return index;
  }

  #valueOf(literal: Literal): number {
    const value = this.#value[Math.abs(literal)]!;
    return literal > 0 ? value : -value;
  }

  #enqueue(literal: Literal, reason: number): boolean {
    const value = this.#valueOf(literal);
    if (value !== 0) return value > 0;
    const variable = Math.abs(literal);
    this.#value[variable] = literal > 0 ? 1 : -1;
    this.#level[variable] = this.#limits.length;
    this.#reason[variable] = reason;
    this.#trail.push(literal);
    return true;
  }

  /** The index of a clause whose literals are all false, or NO_REASON. */
  #propagate(): number {
    while (this.#head < this.#trail.length) {
      const falsified = -this.#trail[this.#head++]!;
      const watching = this.#watches[this.#variables + falsified]!;
      let kept = 0;
      for (let i = 0; i < watching.length; i++) {
        const index = watching[i]!;
        const clause = this.#clauses[index]!;
        if (clause[0] === falsified) {
          clause[0] = clause[1]!;
          clause[1] = falsified;
        }
        if (this.#valueOf(clause[0]!) > 0 || !this.#rewatch(clause, index)) {
          watching[kept++] = index;
          if (this.#valueOf(clause[0]!) > 0) continue;
          if (!this.#enqueue(clause[0]!, index)) {
            for (i++; i < watching.length; i++) watching[kept++] = watching[i]!;
            watching.length = kept;
            return index;
          }
        }
      }
      watching.length = kept;
    }
    return NO_REASON;
  }

  /** Watches another literal than the second, which is false; false where there is none. */
  #rewatch(clause: Int32Array, index: number): boolean {
    for (let at = 2; at < clause.length; at++) {
      if (this.#valueOf(clause[at]!) < 0) continue;
      const found = clause[at]!;
      clause[at] = clause[1]!;
      clause[1] = found;
      this.#watches[this.#variables + found]!.push(index);
      return true;
    }
    return false;
  }

  /** Learns the clause of the first unique implication point and goes back to where it is a unit. */
  #learn(conflict: number): void {
    const seen = new Set<number>();
    const learnt: Literal[] = [];
    const level = this.#limits.length;
    let open = 0;
    let index = conflict;
    let at = this.#trail.length;
    let uip: Literal = 0;
    do {
      for (const literal of this.#clauses[index]!) {
        const variable = Math.abs(literal);
        if (variable === Math.abs(uip) || seen.has(variable) || this.#level[variable] === 0) continue;
        seen.add(variable);
        this.#touch(variable);
        if (this.#level[variable] === level) open++;
        else learnt.push(literal);
      }
      do uip = this.#trail[--at]!;
      while (!seen.has(Math.abs(uip)));
      index = this.#reason[Math.abs(uip)]!;
      open--;
    } while (open > 0);
    // The literal of the latest level comes second, so that both watched ones are the last to be free again.
    learnt.sort((a, b) => this.#level[Math.abs(b)]! - this.#level[Math.abs(a)]!);
    const clause = [-uip, ...learnt];
    this.#steps.push(...clause, 0);
    this.#bump *= DECAY;
    this.#backTo(learnt.length === 0 ? 0 : this.#level[Math.abs(learnt[0]!)]!);
    this.#enqueue(-uip, clause.length === 1 ? NO_REASON : this.#watch(Int32Array.from(clause)));
  }

  #touch(variable: number): void {
    this.#activity[variable]! += this.#bump;
    if (this.#activity[variable]! < RESCALE_ABOVE) return;
    for (let i = 0; i < this.#activity.length; i++) this.#activity[i]! /= RESCALE_ABOVE;
    this.#bump /= RESCALE_ABOVE;
  }

  #backTo(level: number): void {
    const limit = this.#limits[level];
    if (limit === undefined) return;
    for (let at = this.#trail.length - 1; at >= limit; at--) {
      const variable = Math.abs(this.#trail[at]!);
      this.#phase[variable] = this.#value[variable]!;
      this.#value[variable] = 0;
      this.#reason[variable] = NO_REASON;
    }
    this.#trail.length = limit;
    this.#limits.length = level;
    this.#head = limit;
  }

  /** The open variable of the greatest activity, the first of several; 0 where none is open. */
  #choose(): Literal {
    let best = 0;
    for (let variable = 1; variable <= this.#variables; variable++) {
      if (this.#value[variable] !== 0) continue;
      if (best === 0 || this.#activity[variable]! > this.#activity[best]!) best = variable;
    }
    return best === 0 ? 0 : best * this.#phase[best]!;
  }
}
