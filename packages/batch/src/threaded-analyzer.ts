// Checked: wiring only; what is decided is decided by the analyzers in the threads.
import { availableParallelism } from "node:os";
import {
  type Analyzer,
  type ChangeAnalysis,
  type CompareOptions,
  type Comparison,
  type EmittedComparison,
  forbiddenAccess,
  type Verdict,
} from "@keyaki/analysis";
import type { Policy } from "@keyaki/policy";
import type { Asking } from "./message.ts";
import { Threads } from "./threads.ts";
import { type Ending, noAnalysis, noComparison, noScripts, noVerdict } from "./unanswered.ts";

export interface ThreadedOptions {
  /** Threads that answer; the number of processors, at most 8, unless given. Each may have one more below it, for Z3. */
  readonly threads?: number;
  /** The heap of a thread, in megabytes; Node's own limit unless given. A question that needs more is unknown. */
  readonly heapMb?: number;
  /** The threads' script, when it does not lie beside this module as `question-worker.js` (a bundle that renames its parts). */
  readonly workerFile?: URL;
}

/**
 * An analyzer whose questions are answered in threads: the same answers as those of `createAnalyzer`, about the caller's own policies and
 * statements. Threads are started when there are questions for them, and an idle analyzer does not keep the process alive. A question whose
 * thread dies is unknown (`solver`, `crash` or `memory`), and so is one that `close` cuts off (`cancelled`). The catalog is the packaged one.
 */
export function createThreadedAnalyzer(options: ThreadedOptions = {}): Analyzer {
  return new ThreadedAnalyzer(options);
}

class ThreadedAnalyzer implements Analyzer {
  readonly #threads: Threads;

  constructor({ threads, heapMb, workerFile }: ThreadedOptions) {
    this.#threads = new Threads(Math.max(1, threads ?? Math.min(8, availableParallelism())), workerFile, heapMb);
  }

  compare(left: readonly Policy[], right: readonly Policy[], options: CompareOptions): Promise<Comparison> {
    return this.#ask({ is: "compare" }, left, right, options, noComparison);
  }

  change(before: readonly Policy[], after: readonly Policy[], options: CompareOptions): Promise<ChangeAnalysis> {
    return this.#ask({ is: "change" }, before, after, options, noAnalysis);
  }

  decide(
    left: readonly Policy[],
    right: readonly Policy[],
    claim: Extract<Asking, { is: "decide" }>["claim"],
    options: CompareOptions,
  ): Promise<Verdict> {
    return this.#ask({ is: "decide", claim }, left, right, options, noVerdict);
  }

  async forbidden(
    sets: readonly (readonly Policy[])[],
    forbidden: readonly Policy[],
    options: CompareOptions,
  ): Promise<readonly (readonly Verdict[])[]> {
    // Gone through twice: what has to be decided is found out first and asked all at once, then every set gets its verdicts.
    const asked: Promise<Verdict>[] = [];
    await forbiddenAccess(sets, forbidden, async (policies, question) => {
      asked.push(this.decide(policies, [...policies, question], "leftOnly", options));
      return noVerdict("cancelled");
    });
    const verdicts = (await Promise.all(asked)).values();
    return forbiddenAccess(sets, forbidden, async () => verdicts.next().value ?? noVerdict("crash"));
  }

  scripts(left: readonly Policy[], right: readonly Policy[], options: CompareOptions): Promise<EmittedComparison> {
    return this.#ask({ is: "scripts" }, left, right, options, noScripts);
  }

  close(): Promise<void> {
    return this.#threads.close();
  }

  #ask<T>(
    asking: Asking,
    left: readonly Policy[],
    right: readonly Policy[],
    options: CompareOptions,
    unanswered: (ending: Ending) => T,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#threads.ask({
        question: { asking, left, right, options },
        answer: (answer) => resolve(answer as T),
        fail: reject,
        end: (ending) => {
          try {
            resolve(unanswered(ending));
          } catch (error) {
            reject(error);
          }
        },
      });
    });
  }
}
