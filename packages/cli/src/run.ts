import type { AnalyzerOptions, Analyzer as WholeAnalyzer } from "@keyaki/analysis";
import type { Io } from "./io.ts";

/** What commands ask of an analyzer. */
export type Analyzer = Pick<WholeAnalyzer, "compare" | "change" | "scripts" | "close">;

/** One run of the command: its streams, and what has to be ended with it. */
export class Run {
  readonly io: Io;
  /** On the clock of `performance.now()`. */
  readonly started: number = performance.now();
  readonly #makeAnalyzer: ((options: AnalyzerOptions) => Analyzer) | undefined;
  readonly #stop = new AbortController();
  readonly #closing: (() => void | Promise<void>)[] = [];

  constructor(io: Io, makeAnalyzer?: (options: AnalyzerOptions) => Analyzer) {
    this.io = io;
    this.#makeAnalyzer = makeAnalyzer;
  }

  /** Aborted when the run ends early: an interrupt, or its budget is spent. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Something that ends with the run. */
  atEnd(close: () => void | Promise<void>): void {
    this.#closing.push(close);
  }

  /** Ends what the run started, the last first. */
  async end(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }

  /** An analyzer that is closed with the run. `threads`: whole questions are answered in so many of them. */
  async analyzer(options: AnalyzerOptions, threads = 1): Promise<Analyzer> {
    const analyzer = await this.#analyzer(options, threads);
    this.atEnd(() => analyzer.close());
    return analyzer;
  }

  /** A line about the run, on the error stream. */
  note(text: string): void | Promise<void> {
    return this.io.stderr.write(`${text}\n`);
  }

  async #analyzer(options: AnalyzerOptions, threads: number): Promise<Analyzer> {
    if (this.#makeAnalyzer !== undefined) return this.#makeAnalyzer(options);
    if (threads > 1) return (await import("@keyaki/batch")).createThreadedAnalyzer({ threads });
    return (await import("@keyaki/analysis")).createAnalyzer(options);
  }
}
