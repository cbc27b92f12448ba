// Checked: the answers by answer.ts; here are only threads and clocks, which the conformance suite and `pool.test.ts` try.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Piscina } from "piscina";
import type { Limits } from "./answer.ts";
import { isOutOfMemory, type Question, type SolverAnswer, unknown } from "./solver.ts";
import type { Reply, Task } from "./worker.ts";

/** How long a worker may take to load Z3, in milliseconds, before it counts as crashed. */
const START_MS = 60_000;

/** How long past its clock a question may go on in Z3 before the thread is ended: the worker looks at the clock between checks. */
const GRACE_MS = 100;

/** The worker's JavaScript heap, in megabytes: questions and answers only, since Z3's memory lies outside. */
const HEAP_MB = 512;
/** Of it what new objects may take: they are few, and a thread keeps what it once took. */
const YOUNG_MB = 8;

/** One question on its way through the pool. */
export interface Job {
  readonly question: Question;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  settle(answer: SolverAnswer): void;
  crashes: number;
}

export interface LaneOptions {
  readonly workerFile: URL;
  /** The worker is replaced after this many questions … */
  readonly recycleAfter: number;
  /** … or when Z3 holds more bytes than this between questions. */
  readonly recycleAbove: number;
}

export interface LaneCounts {
  started: number;
  recycled: number;
  stopped: number;
  crashed: number;
}

/** The worker's file beside this one: its source when this runs from source, else what was built from it. */
export function defaultWorkerFile(): URL {
  return import.meta.url.endsWith(".ts")
    ? new URL("./worker.ts", import.meta.url)
    : new URL("./worker.js", import.meta.url);
}

/**
 * One worker thread and its replacements: a piscina pool of a single thread. One pool of many threads would not tell which thread
 * has which question, and the clock, the second try and the replacement of a thread all belong to a known one.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #counts: LaneCounts;
  #pool: Piscina | undefined;
  #answered = 0;
  #stillborn: ((error: unknown) => void) | undefined;
  #abort: ((reason: "timeout" | "cancelled" | "start") => void) | undefined;

  constructor(options: LaneOptions, counts: LaneCounts) {
    this.#options = options;
    this.#counts = counts;
  }

  /**
   * Answers what it can of the jobs, which share their limits and signal. The jobs returned are to be asked again:
   * those that a crash or a clock cut off before their turn, and the one that crashed for the first time.
   */
  async run(jobs: readonly Job[]): Promise<Job[]> {
    const { limits, signal } = jobs[0]!;
    const progress = new Int32Array(new SharedArrayBuffer(8));
    const task: Task = { questions: jobs.map((job) => job.question), limits, progress, since: Date.now() };
    let stopped: "timeout" | "cancelled" | "start" | undefined;
    const stop = new AbortController();
    this.#abort = (reason) => {
      stopped ??= reason;
      stop.abort();
    };
    const cancel = (): void => this.#abort?.("cancelled");
    signal?.addEventListener("abort", cancel);
    const clock = this.#watch(task, () => this.#abort?.(Atomics.load(progress, 0) === 0 ? "start" : "timeout"));
    try {
      const pool = await this.#open();
      if (signal?.aborted) cancel();
      // A worker that fails before it is ready leaves its task waiting for ever and only says so by an event.
      const stillborn = new Promise<never>((_, reject) => {
        this.#stillborn = reject;
      });
      const reply = (await Promise.race([pool.run(task, { signal: stop.signal }), stillborn])) as Reply;
      for (const [i, job] of jobs.entries()) job.settle(reply.answers[i]!);
      this.#answered += jobs.length;
      if (this.#answered >= this.#options.recycleAfter || reply.memory > this.#options.recycleAbove) {
        this.#counts.recycled++;
        await this.#discard();
      }
      return [];
    } catch (error) {
      if (stopped === "timeout" || stopped === "cancelled") this.#counts.stopped++;
      else this.#counts.crashed++;
      await this.#discard();
      if (stopped === "cancelled") {
        for (const job of jobs) job.settle(unknown("cancelled"));
        return [];
      }
      // The worker died or was stopped at this one; its answers to those before are lost with it.
      const culprit = jobs[Math.max(0, Atomics.load(progress, 0) - 1)]!;
      const others = jobs.filter((job) => job !== culprit);
      if (stopped === "timeout") {
        culprit.settle(unknown("timeout"));
        return others;
      }
      // Asking again would only fill the memory again.
      if (isOutOfMemory(error)) {
        culprit.settle(unknown("memory", String(error)));
        return others;
      }
      if (++culprit.crashes < 2) return [culprit, ...others];
      culprit.settle(unknown("crash", String(error)));
      return others;
    } finally {
      clock.stop();
      signal?.removeEventListener("abort", cancel);
      this.#abort = undefined;
      this.#stillborn = undefined;
    }
  }

  /** Ends the thread; what it was at is answered with `cancelled`. */
  async close(): Promise<void> {
    this.#abort?.("cancelled");
    await this.#discard();
  }

  async #open(): Promise<Piscina> {
    if (this.#pool !== undefined) return this.#pool;
    const { Piscina } = await import("piscina");
    const { workerFile } = this.#options;
    this.#counts.started++;
    this.#answered = 0;
    this.#pool = new Piscina({
      filename: workerFile.href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
      // Workers do not inherit the loader that runs this from source.
      ...(workerFile.pathname.endsWith(".ts") ? { execArgv: sourceLoader() } : {}),
    });
    this.#pool.on("error", (error: unknown) => this.#stillborn?.(error));
    return this.#pool;
  }

  async #discard(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }

  /** Calls `late` when the worker has not started in time or has overrun the clock of the question that it is at. */
  #watch(task: Task, late: () => void): { stop(): void } {
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      const begun = Atomics.load(task.progress, 0) > 0;
      const due = begun
        ? Atomics.load(task.progress, 1) + task.limits.timeoutMs + GRACE_MS
        : Math.max(START_MS, task.limits.timeoutMs);
      const left = task.since + due - Date.now();
      if (left <= 0) late();
      // Until the worker has begun, its clock may start at any moment: look again within the question's own time.
      else timer = setTimeout(look, begun ? left : Math.min(left, task.limits.timeoutMs + GRACE_MS));
    };
    timer = setTimeout(look, task.limits.timeoutMs + GRACE_MS);
    return { stop: () => clearTimeout(timer) };
  }
}

function sourceLoader(): string[] {
  const tsx = createRequire(import.meta.url).resolve("tsx");
  return ["--import", pathToFileURL(tsx).href, "--conditions=source"];
}
