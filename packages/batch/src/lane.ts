// Checked: threads and their ends only; the answers are the analyzer's.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Piscina } from "piscina";
import { messageOf, type Question, type SentAnswer } from "./message.ts";
import { arrived } from "./places.ts";
import type { Ending } from "./unanswered.ts";

/** One question on its way. */
export interface Job {
  readonly question: Question;
  answer(answer: unknown): void;
  fail(error: Error): void;
  /** There will be no answer. */
  end(ending: Ending): void;
}

/** What is to be asked again after a message that failed. */
export interface Unanswered {
  readonly jobs: readonly Job[];
  /** Set where the thread died before it took up any of them: none of them did it. */
  readonly stillborn?: Ending;
}

const NONE: Unanswered = { jobs: [] };

export interface LaneOptions {
  readonly workerFile: URL;
  readonly heapMb: number | undefined;
}

/** The worker's file beside this one: its source when this runs from source, else what was built from it. */
export function defaultWorkerFile(): URL {
  return import.meta.url.endsWith(".ts")
    ? new URL("./question-worker.ts", import.meta.url)
    : new URL("./question-worker.js", import.meta.url);
}

/** One thread and its replacements: a piscina pool of a single thread, so that it is known which questions died with it. */
export class Lane {
  readonly #options: LaneOptions;
  #pool: Piscina | undefined;
  #stillborn: ((error: unknown) => void) | undefined;
  #cancel: AbortController | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Answers what it can of the jobs. A thread that dies takes the answers of its message along, so that only the question it died of is known. */
  async run(jobs: readonly Job[]): Promise<Unanswered> {
    const cancel = new AbortController();
    this.#cancel = cancel;
    let taken: (() => number) | undefined;
    let unwatch: (() => void) | undefined;
    try {
      const { message, policies } = messageOf(jobs.map(({ question }) => question));
      unwatch = watchSignals(jobs, message.flags);
      const pool = await this.#open();
      // A thread that fails before it is ready leaves its message waiting for ever and only says so by an event.
      const stillborn = new Promise<never>((_, reject) => {
        this.#stillborn = reject;
      });
      const running = pool.run(message, { signal: cancel.signal });
      taken = () => Atomics.load(message.flags, 0);
      const answers = (await Promise.race([running, stillborn])) as readonly SentAnswer[];
      for (const [at, job] of jobs.entries()) settle(job, answers[at], policies);
      return NONE;
    } catch (error) {
      if (taken === undefined || isUnsendable(error)) return unsent(jobs, error);
      await this.#discard();
      if (cancel.signal.aborted) {
        for (const job of jobs) job.end("cancelled");
        return NONE;
      }
      const culprit = jobs[taken() - 1];
      if (culprit === undefined) return { jobs, stillborn: endingOf(error) };
      culprit.end(endingOf(error));
      return { jobs: jobs.filter((job) => job !== culprit) };
    } finally {
      unwatch?.();
      this.#cancel = undefined;
      this.#stillborn = undefined;
    }
  }

  /** Ends the thread; what it was at is answered with `cancelled`. */
  async close(): Promise<void> {
    this.#cancel?.abort();
    await this.#discard();
  }

  async #open(): Promise<Piscina> {
    if (this.#pool !== undefined) return this.#pool;
    const { Piscina } = await import("piscina");
    const { workerFile, heapMb } = this.#options;
    this.#pool = new Piscina({
      filename: workerFile.href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      ...(heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
      // Threads do not inherit the loader that runs this from source.
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
}

/** Sets the flag of each question whose caller no longer wants to know; ends with the function that is given back. */
function watchSignals(jobs: readonly Job[], flags: Int32Array): () => void {
  // One listener for a signal that many questions share: Node takes more than ten for a leak.
  const bySignal = new Map<AbortSignal, number[]>();
  for (const [at, { question }] of jobs.entries()) {
    const { signal } = question.options;
    if (signal !== undefined) bySignal.set(signal, [...(bySignal.get(signal) ?? []), at + 1]);
  }
  const unwatch = [...bySignal].map(([signal, places]) => {
    const set = (): void => {
      for (const place of places) Atomics.store(flags, place, 1);
    };
    if (signal.aborted) set();
    signal.addEventListener("abort", set);
    return () => signal.removeEventListener("abort", set);
  });
  return () => {
    for (const each of unwatch) each();
  };
}

function settle(job: Job, sent: SentAnswer | undefined, policies: Parameters<typeof arrived>[1]): void {
  if (sent === undefined) {
    job.fail(new RangeError("a thread left a question out"));
  } else if ("thrown" in sent) {
    job.fail(Object.assign(new Error(sent.thrown.message), sent.thrown));
  } else {
    try {
      job.answer(arrived(sent.answer, policies));
    } catch (error) {
      job.fail(asError(error));
    }
  }
}

/** A message could not be made: the fault of one of its questions, which is found when each goes alone. */
function unsent(jobs: readonly Job[], error: unknown): Unanswered {
  if (jobs.length > 1) return { jobs };
  for (const job of jobs) job.fail(asError(error));
  return NONE;
}

function isUnsendable(error: unknown): boolean {
  return error instanceof Error && error.name === "DataCloneError";
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function endingOf(error: unknown): Ending {
  return (error as { readonly code?: unknown }).code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : "crash";
}

/**
 * The loader of TypeScript for modules alone, registered in the thread itself: with the one for `require`, which is tried first, parts that
 * are imported when they are needed would be loaded a second time.
 */
function sourceLoader(): string[] {
  const required = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm/api"));
  const script = `import { register } from ${JSON.stringify(new URL("index.mjs", required).href)}; register();`;
  return ["--import", `data:text/javascript,${encodeURIComponent(script)}`, "--conditions=source"];
}
