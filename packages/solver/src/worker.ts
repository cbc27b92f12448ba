// Checked: the answers by answer.ts, the thread's life by pool.ts. Runs in a worker thread; the pool loads it by its file name.
import { answer, type Limits } from "./answer.ts";
import type { Question, SolverAnswer } from "./solver.ts";
import { loadZ3, type Z3 } from "./z3.ts";

/** A message to the worker. */
export interface Task {
  readonly questions: readonly Question[];
  readonly limits: Limits;
  /**
   * Shared with the pool, so that it can tell which question the worker is at when it does not answer:
   * [0] questions taken up so far, [1] milliseconds from `since` to when the last was taken up.
   */
  readonly progress: Int32Array;
  /** On the clock of `Date.now()`. */
  readonly since: number;
}

export interface Reply {
  readonly answers: readonly SolverAnswer[];
  /** Bytes that Z3 holds between questions. */
  readonly memory: number;
}

let loading: Promise<Z3> | undefined;

/** Answers the questions one after the other, with a Z3 that is loaded for the first of them. */
export default async function work(task: Task): Promise<Reply> {
  const { questions, limits, progress, since } = task;
  loading ??= loadZ3();
  const z3 = await loading;
  const answers: SolverAnswer[] = [];
  for (const question of questions) {
    Atomics.store(progress, 1, Date.now() - since);
    Atomics.store(progress, 0, answers.length + 1);
    try {
      answers.push(answer(z3, question, limits));
    } catch (error) {
      // The module is dead now; its last words tell the pool what of.
      throw new Error(`${error instanceof Error ? error.message : String(error)}; ${z3.lastWords()}`);
    }
  }
  return { answers, memory: z3.memory() };
}
