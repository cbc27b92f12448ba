// Checked: it only looks at the clock; no verdict depends on it.

/** Where the time of a question went, in milliseconds; what is in no part is narrowing of readings, lists and waiting for turns. */
export interface QuestionStats {
  /** All of it. */
  readonly ms: number;
  /** Policies to formulas, and the claims. */
  readonly meaning: number;
  /** Narrowing, fields to classes, and what is left of the question as clauses or scripts. */
  readonly classes: number;
  /** Answers to that, in place or by Z3; waiting for one of its threads is counted. */
  readonly solve: number;
  /** Requests made and judged by the evaluator. */
  readonly confirm: number;
  /** Problems that Z3 was asked; 0: it was not needed. */
  readonly z3: number;
}

type Part = "meaning" | "classes" | "solve" | "confirm";

/** The clock of one question. */
export class Spent {
  readonly #started = performance.now();
  readonly #parts: Record<Part, number> = { meaning: 0, classes: 0, solve: 0, confirm: 0 };
  #z3 = 0;

  /** Counts work as a part. Parts do not contain one another. */
  time<T>(part: Part, work: () => T): T {
    const begun = performance.now();
    try {
      return work();
    } finally {
      this.#parts[part] += performance.now() - begun;
    }
  }

  /** The same for questions to Z3. */
  async waitForZ3<T>(questions: number, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    this.#z3 += questions;
    try {
      return await work();
    } finally {
      this.#parts.solve += performance.now() - begun;
    }
  }

  stats(): QuestionStats {
    return { ms: performance.now() - this.#started, ...this.#parts, z3: this.#z3 };
  }
}
