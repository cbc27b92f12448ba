// Checked: the answers by answer.ts; here is only the life of the engine.
import { answer } from "./answer.ts";
import {
  type AnswerTo,
  assertEffort,
  type Effort,
  isOutOfMemory,
  type Question,
  type Solver,
  type SolverAnswer,
  type SolverStats,
  unknown,
} from "./solver.ts";
import type { Z3 } from "./z3.ts";

/**
 * A solver in the calling thread, for scripts and tests: no worker, nothing to close.
 * It blocks the thread while it thinks, so the clock and the signal are looked at only between two checks; `rlimit` bounds each.
 */
export function createInlineSolver(): Solver {
  return new InlineSolver();
}

class InlineSolver implements Solver {
  #loading: Promise<Z3> | undefined;
  #closed = false;
  #stats = { questions: 0, started: 0, recycled: 0, stopped: 0, crashed: 0 };

  async solve<Q extends Question>(question: Q, effort: Effort): Promise<AnswerTo<Q>> {
    assertEffort(effort);
    this.#stats.questions++;
    return (await this.#answer(question, effort)) as AnswerTo<Q>;
  }

  async solveAll<Q extends Question>(questions: readonly Q[], effort: Effort): Promise<AnswerTo<Q>[]> {
    const answers: AnswerTo<Q>[] = [];
    for (const question of questions) answers.push(await this.solve(question, effort));
    return answers;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#loading = undefined;
  }

  stats(): SolverStats {
    return { ...this.#stats };
  }

  async #answer(question: Question, effort: Effort): Promise<SolverAnswer> {
    let detail = "";
    for (let attempt = 0; attempt < 2; attempt++) {
      let z3: Z3 | undefined;
      try {
        this.#loading ??= this.#load();
        z3 = await this.#loading;
        if (this.#closed || effort.signal?.aborted) return unknown("cancelled");
        return answer(z3, question, effort);
      } catch (error) {
        // A WASM module that threw is dead; a new one gets one more chance.
        this.#loading = undefined;
        this.#stats.crashed++;
        detail = `${String(error)}; ${z3?.lastWords() ?? ""}`;
        if (isOutOfMemory(detail)) return unknown("memory", detail);
      }
    }
    return unknown("crash", detail);
  }

  async #load(): Promise<Z3> {
    this.#stats.started++;
    const { loadZ3 } = await import("./z3.ts");
    return loadZ3();
  }
}
