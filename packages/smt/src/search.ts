// Trusted: "unsat" from here is believed. The tests compare it with brute force and with Z3.
import type { Answer } from "./answer.ts";
import { FALSE, type Model, TRUE, UNASKED } from "./model.ts";
import type { Literal, Problem } from "./problem.ts";

/** Starts a search may be told to give up after; each wrong guess costs one. */
export interface SearchBudget {
  readonly conflicts: number;
}

/**
 * Answers a small problem where it stands, by unit propagation and guessing in the order of `prefer`: what folding settles needs
 * no solver, and no message to a worker. The model is the least in that order and a core is minimal in the order asked, so a
 * solver that keeps the same contract gives the same bytes. Null when the budget is spent: then a solver must be asked.
 */
export function searchSmall(
  problem: Problem,
  prefer: Int32Array,
  assumptions: Int32Array,
  budget: SearchBudget,
): Answer | null {
  const search = new Search(problem, budget.conflicts);
  const found = search.run([...assumptions], prefer);
  if (found === null) return null;
  if (found !== false) return { is: "sat", model: asked(found, prefer, assumptions) };
  // Each assumption once, as the solver's cores have it.
  let core = [...new Set(assumptions)];
  for (const literal of [...core]) {
    const rest = core.filter((other) => other !== literal);
    const without = new Search(problem, budget.conflicts).run(rest, prefer);
    if (without === null) return null;
    if (without === false) core = rest;
  }
  return { is: "unsat", core };
}

function asked(values: Int8Array, prefer: Int32Array, assumptions: Int32Array): Model {
  const model = new Uint8Array(values.length).fill(UNASKED);
  for (const literal of [...prefer, ...assumptions]) {
    const variable = Math.abs(literal);
    model[variable] = (values[variable] ?? 0) > 0 ? TRUE : FALSE;
  }
  return model;
}

class Search {
  readonly #clauses: Int32Array;
  readonly #variables: number;
  /** By literal, shifted by the number of variables: starts of the clauses that hold its negation. */
  readonly #first: Int32Array;
  readonly #occurrences: Int32Array;
  readonly #value: Int8Array;
  readonly #trail: Literal[] = [];
  readonly #units: Literal[] = [];
  #contradiction = false;
  #conflicts: number;

  constructor({ variables, clauses }: Problem, conflicts: number) {
    this.#clauses = clauses;
    this.#variables = variables;
    this.#conflicts = conflicts;
    this.#value = new Int8Array(variables + 1);
    const first = new Int32Array(2 * variables + 2);
    for (const literal of clauses) if (literal !== 0) first[variables - literal + 1]! += 1;
    for (let i = 1; i < first.length; i++) first[i]! += first[i - 1]!;
    const next = first.slice();
    this.#occurrences = new Int32Array(first[first.length - 1] ?? 0);
    for (let at = 0, start = 0; at < clauses.length; at++) {
      const literal = clauses[at]!;
      if (literal !== 0) {
        this.#occurrences[next[variables - literal]!++] = start;
        continue;
      }
      if (at === start) this.#contradiction = true;
      if (at === start + 1) this.#units.push(clauses[start]!);
      start = at + 1;
    }
    this.#first = first;
  }

  /** Values of all variables, false when there are none, null when the budget is spent. */
  run(assumptions: readonly Literal[], prefer: Int32Array): Int8Array | false | null {
    if (this.#contradiction) return false;
    for (const literal of [...this.#units, ...assumptions]) if (!this.#assign(literal)) return false;
    const order: Literal[] = [...prefer];
    for (let variable = 1; variable <= this.#variables; variable++) order.push(-variable);
    return this.#decide(order);
  }

  /** Guesses in order; after a conflict the last guess that was not turned yet is turned. */
  #decide(order: readonly Literal[]): Int8Array | false | null {
    const guesses: { readonly at: number; readonly mark: number; readonly literal: Literal; turned: boolean }[] = [];
    let at = 0;
    while (at < order.length) {
      const literal = order[at]!;
      if (this.#value[Math.abs(literal)] !== 0) {
        at++;
        continue;
      }
      guesses.push({ at, mark: this.#trail.length, literal, turned: false });
      let ok = this.#assign(literal);
      while (!ok) {
        if (this.#conflicts-- <= 0) return null;
        let guess = guesses.at(-1);
        while (guess?.turned) {
          guesses.pop();
          guess = guesses.at(-1);
        }
        if (guess === undefined) return false;
        this.#undo(guess.mark);
        guess.turned = true;
        at = guess.at;
        ok = this.#assign(-guess.literal);
      }
      at++;
    }
    return this.#value;
  }

  #undo(mark: number): void {
    while (this.#trail.length > mark) this.#value[Math.abs(this.#trail.pop()!)] = 0;
  }

  /** Sets a literal and all that follows; false on a contradiction. */
  #assign(start: Literal): boolean {
    const queue = [start];
    for (let literal = queue.pop(); literal !== undefined; literal = queue.pop()) {
      const variable = Math.abs(literal);
      const value = this.#value[variable]!;
      if (value !== 0) {
        if (value > 0 !== literal > 0) return false;
        continue;
      }
      this.#value[variable] = literal > 0 ? 1 : -1;
      this.#trail.push(literal);
      const row = this.#variables + literal;
      for (let i = this.#first[row]!; i < this.#first[row + 1]!; i++) {
        const unit = this.#unit(this.#occurrences[i]!);
        if (unit === CONFLICT) return false;
        if (unit !== 0) queue.push(unit);
      }
    }
    return true;
  }

  /** The one open literal of a clause whose others are false; 0 when it is satisfied or has more; CONFLICT when all are false. */
  #unit(start: number): Literal {
    let open = 0;
    for (let at = start; ; at++) {
      const literal = this.#clauses[at]!;
      if (literal === 0) return open === 0 ? CONFLICT : open;
      const value = this.#value[Math.abs(literal)]!;
      if (value === 0) {
        if (open !== 0 && open !== literal) return 0;
        open = literal;
      } else if (value > 0 === literal > 0) return 0;
    }
  }
}

const CONFLICT = 0x7fffffff;
