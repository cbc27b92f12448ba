// Checked: the answers by answer.ts; here is only who waits for what.
import { availableParallelism } from "node:os";
import type { Job, Lane, LaneCounts, LaneOptions } from "./pool.ts";
import {
  type AnswerTo,
  assertEffort,
  type Effort,
  type Question,
  type Solver,
  type SolverAnswer,
  type SolverStats,
  unknown,
} from "./solver.ts";

export interface SolverOptions {
  /** Worker threads at most; they start when there is work for them. By default one for each processor, at most 4. */
  readonly workers?: number;
  /** The worker's script, when it does not lie beside this module as `worker.js` (a bundle that renames its parts). */
  readonly workerFile?: URL;
  /** A worker is replaced after this many questions; 20000 by default. */
  readonly recycleAfter?: number;
  /** A worker is replaced when Z3 holds more bytes than this between questions; 256 MiB by default. */
  readonly recycleAbove?: number;
}

/** A batch goes to the workers in messages of at most this many questions. */
const CHUNK = 64;

/**
 * A solver with Z3 in worker threads. Nothing is loaded before the first question; an idle solver does not keep the
 * process alive; `close` ends the threads at once.
 */
export function createSolver(options: SolverOptions = {}): Solver {
  return new PooledSolver(options);
}

class PooledSolver implements Solver {
  readonly #options: SolverOptions;
  readonly #workers: number;
  readonly #waiting: Job[][] = [];
  readonly #idle: Lane[] = [];
  readonly #lanes: Lane[] = [];
  readonly #counts: LaneCounts = { started: 0, recycled: 0, stopped: 0, crashed: 0 };
  #questions = 0;
  #running = 0;
  #closed = false;

  constructor(options: SolverOptions) {
    this.#options = options;
    this.#workers = Math.max(1, options.workers ?? Math.min(4, availableParallelism()));
  }

  async solve<Q extends Question>(question: Q, effort: Effort): Promise<AnswerTo<Q>> {
    const [answer] = await this.solveAll([question], effort);
    return answer!;
  }

  async solveAll<Q extends Question>(questions: readonly Q[], effort: Effort): Promise<AnswerTo<Q>[]> {
    assertEffort(effort);
    this.#questions += questions.length;
    // The last messages should keep every worker busy.
    const chunk = Math.max(1, Math.min(CHUNK, Math.ceil(questions.length / (4 * this.#workers))));
    const answers: Promise<SolverAnswer>[] = [];
    for (let start = 0; start < questions.length; start += chunk) {
      const jobs: Job[] = [];
      for (const question of questions.slice(start, start + chunk)) {
        answers.push(new Promise((settle) => jobs.push(job(question, effort, settle))));
      }
      this.#enqueue(jobs);
    }
    return (await Promise.all(answers)) as AnswerTo<Q>[];
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const jobs of this.#waiting.splice(0)) cancel(jobs);
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  stats(): SolverStats {
    return { questions: this.#questions, ...this.#counts };
  }

  #enqueue(jobs: Job[]): void {
    const signal = jobs[0]!.signal;
    if (this.#closed || signal?.aborted) {
      cancel(jobs);
      return;
    }
    const leave = (): void => {
      const at = this.#waiting.indexOf(jobs);
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      cancel(jobs);
    };
    signal?.addEventListener("abort", leave, { once: true });
    for (const job of jobs) {
      const settle = job.settle;
      job.settle = (answer) => {
        signal?.removeEventListener("abort", leave);
        settle(answer);
      };
    }
    this.#waiting.push(jobs);
    void this.#dispatch();
  }

  async #dispatch(): Promise<void> {
    if (this.#running >= this.#workers || this.#waiting.length === 0) return;
    this.#running++;
    const lane = this.#idle.pop() ?? (await this.#newLane());
    for (let jobs = this.#waiting.shift(); jobs !== undefined; jobs = this.#waiting.shift()) {
      const again = await lane.run(jobs);
      if (this.#closed) cancel(again);
      // One by one: a question that makes its neighbours be asked again must not do so twice.
      else this.#waiting.unshift(...again.map((job) => [job]));
    }
    this.#idle.push(lane);
    this.#running--;
  }

  async #newLane(): Promise<Lane> {
    const { Lane, defaultWorkerFile } = await import("./pool.ts");
    const options: LaneOptions = {
      workerFile: this.#options.workerFile ?? defaultWorkerFile(),
      recycleAfter: this.#options.recycleAfter ?? 20_000,
      recycleAbove: this.#options.recycleAbove ?? 256 * 2 ** 20,
    };
    const lane = new Lane(options, this.#counts);
    this.#lanes.push(lane);
    return lane;
  }
}

function job(question: Question, effort: Effort, settle: (answer: SolverAnswer) => void): Job {
  const { rlimit, timeoutMs, signal } = effort;
  return { question, limits: { rlimit, timeoutMs }, signal, settle, crashes: 0 };
}

function cancel(jobs: readonly Job[]): void {
  for (const job of jobs) job.settle(unknown("cancelled"));
}
