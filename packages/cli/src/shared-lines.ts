import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { UsageError } from "./exit.ts";
import type { LineSetting, Told } from "./line-decider.ts";
import type { Piece } from "./record-lines.ts";
import type { Run } from "./run.ts";

/** A file of fewer bytes is decided before threads would have started. */
const WORTH_THREADS = 4 * 1024 * 1024;

/** What a thread is sent: whole lines. */
export interface LineTask {
  readonly bytes: Uint8Array;
  readonly firstLine: number;
}
/** What it sends back; `usage`: the input ends the run with this message. */
export type LineReply = Told | { readonly usage: string };

interface Waiting {
  resolve(told: Told): void;
  reject(error: unknown): void;
}

/** Shares the pieces of a long file among threads and gives what they come to in the order of the file. */
export class SharedLines {
  readonly #count: number;
  readonly #setting: LineSetting;
  readonly #run: Run;
  readonly #threads: { readonly worker: Worker; readonly waiting: Waiting[] }[] = [];
  readonly #queue: Promise<Told>[] = [];
  #bytes = 0;
  #next = 0;

  constructor(count: number, setting: LineSetting, run: Run) {
    this.#count = count;
    this.#setting = setting;
    this.#run = run;
  }

  /** Takes the next piece and gives what is ready; `here` decides a piece in this thread. */
  async *take(piece: Piece, here: () => Told): AsyncGenerator<Told> {
    if (piece.is === "lines") this.#bytes += piece.bytes.length;
    if (this.#count === 1 || this.#bytes < WORTH_THREADS) {
      yield here();
      return;
    }
    const asked = piece.is === "lines" ? this.#ask(piece) : Promise.resolve(here());
    // It is looked at when its turn comes.
    asked.catch(() => undefined);
    this.#queue.push(asked);
    if (this.#queue.length > 2 * this.#count) yield* this.#first();
  }

  /** What is still to come. */
  async *rest(): AsyncGenerator<Told> {
    while (this.#queue.length > 0) yield* this.#first();
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  async *#first(): AsyncGenerator<Told> {
    const first = this.#queue.shift();
    if (first !== undefined) yield await first;
  }

  #ask({ bytes, firstLine }: Extract<Piece, { is: "lines" }>): Promise<Told> {
    if (this.#threads.length === 0) this.#start();
    const thread = this.#threads[this.#next++ % this.#threads.length];
    if (thread === undefined) throw new RangeError("no thread");
    const copy = new Uint8Array(bytes);
    const task: LineTask = { bytes: copy, firstLine };
    return new Promise((resolve, reject) => {
      thread.waiting.push({ resolve, reject });
      thread.worker.postMessage(task, [copy.buffer]);
    });
  }

  #start(): void {
    for (let at = 0; at < this.#count; at++) {
      const worker = startWorker(this.#setting);
      const waiting: Waiting[] = [];
      worker.on("message", (reply: LineReply) => {
        const first = waiting.shift();
        if ("usage" in reply) first?.reject(new UsageError(reply.usage));
        else first?.resolve(reply);
      });
      worker.on("error", (error) => {
        for (const each of waiting.splice(0)) each.reject(error);
      });
      this.#threads.push({ worker, waiting });
    }
    this.#run.atEnd(async () => {
      await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
    });
  }
}

/** The worker's file beside this one: its source when this runs from source, else what was built from it. */
function startWorker(setting: LineSetting): Worker {
  const options = { workerData: setting };
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./line-worker.js", import.meta.url), options);
  // The loader of TypeScript is registered in the thread itself: given as an option it comes after the thread's first file.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm/api")).href;
  const file = new URL("./line-worker.ts", import.meta.url).href;
  const script = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(file)}); })`;
  return new Worker(script, { ...options, execArgv: ["--conditions=source"], eval: true });
}
