// One thread that runs the suite, replaced when a mutant does not end or brings it down.
import { Worker } from "node:worker_threads";
import { cpuMs } from "./cpu.ts";
import type { Task, Told } from "./worker.ts";

/** What came of a mutant: `crashed` when the thread died of it. */
export type Ended = Told | { readonly is: "timed out" } | { readonly is: "crashed" };

/** A test that waits for what never comes takes no time of the processor, and this many milliseconds. */
const IDLE = 120_000;

export class Thread {
  readonly #program: string;
  #worker: Worker | undefined;
  #clock: Float64Array = new Float64Array();
  #script: string | undefined;
  #told: (told: Ended) => void = () => undefined;

  constructor(program: string) {
    this.#program = program;
  }

  /** `limit`: milliseconds of the processor that a test may take, by its place in the suite. */
  run(task: Required<Task>, limit: (test: number) => number): Promise<Ended> {
    const worker = this.#open();
    const { script, ...rest } = task;
    this.#clock.set([-1, Date.now()]);
    worker.postMessage(this.#script === script ? rest : task);
    this.#script = script;
    return new Promise((settle) => {
      const end = (ended: Ended, dead: boolean) => {
        clearInterval(watch);
        if (dead) void this.close();
        settle(ended);
      };
      let [test, since] = [-2, 0];
      let cpu = 0;
      const watch = setInterval(() => {
        const now = cpuMs();
        const [atTest, from] = [this.#clock[0] ?? -1, this.#clock[1] ?? 0];
        if (atTest !== test || from !== since) [test, since, cpu] = [atTest, from, now];
        if (now - cpu > limit(test) || Date.now() - since > IDLE) end({ is: "timed out" }, true);
      }, 100);
      this.#told = (told) => end(told, told.is === "crashed");
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#script = undefined;
    await worker?.terminate();
  }

  #open(): Worker {
    if (this.#worker === undefined) {
      const shared = new SharedArrayBuffer(16);
      this.#clock = new Float64Array(shared);
      // A mutant that fills the memory is stopped before the machine's is full.
      const resourceLimits = { maxOldGenerationSizeMb: 1500 };
      const worker = new Worker(this.#program, { eval: true, workerData: shared, resourceLimits });
      this.#worker = worker;
      // What a thread that was ended still says is about no mutant.
      const tell = (told: Ended) => this.#worker === worker && this.#told(told);
      worker.on("message", tell);
      worker.on("error", () => tell({ is: "crashed" }));
    }
    return this.#worker;
  }
}
