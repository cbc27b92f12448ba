// Checked: the answers are the analyzer's; here is only who waits for what.
import { defaultWorkerFile, type Job, Lane, type LaneOptions } from "./lane.ts";
import type { Ending } from "./unanswered.ts";

/** A message holds at most this many questions … */
const HANDFUL = 32;

/** … and about this much work, in milliseconds, by what the thread's last message took: beside that a message costs little. */
const WORK_MS = 10;

/** So many threads in a row that died before they took anything up, and there is no use in starting more. */
const MOST_STILLBORN = 3;

/** Shares waiting questions among threads. A thread is started when there is a question for it, and kept. */
export class Threads {
  readonly #count: number;
  readonly #options: LaneOptions;
  readonly #waiting: Job[] = [];
  /** Asked again after a thread died: each goes alone, so that a question which ends threads takes its neighbours along once. */
  readonly #alone: Job[] = [];
  readonly #idle: Lane[] = [];
  readonly #lanes: Lane[] = [];
  #running = 0;
  #stillborn = 0;
  #closed = false;

  constructor(count: number, workerFile: URL | undefined, heapMb: number | undefined) {
    this.#count = count;
    this.#options = { workerFile: workerFile ?? defaultWorkerFile(), heapMb };
  }

  ask(job: Job): void {
    if (this.#closed) {
      job.end("cancelled");
      return;
    }
    this.#waiting.push(job);
    if (this.#running < this.#count) void this.#work();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#endAll("cancelled");
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  /** One thread at work until nothing waits. */
  async #work(): Promise<void> {
    this.#running++;
    const lane = this.#idle.pop() ?? this.#newLane();
    let msEach = 0;
    for (let jobs = this.#next(msEach); jobs.length > 0; jobs = this.#next(msEach)) {
      const begun = performance.now();
      const { jobs: again, stillborn } = await lane.run(jobs);
      msEach = (performance.now() - begun) / jobs.length;
      this.#stillborn = stillborn === undefined ? 0 : this.#stillborn + 1;
      if (stillborn === undefined) this.#alone.push(...again);
      else this.#waiting.unshift(...again);
      if (this.#closed) this.#endAll("cancelled");
      else if (stillborn !== undefined && this.#stillborn >= MOST_STILLBORN) this.#endAll(stillborn);
    }
    this.#idle.push(lane);
    this.#running--;
  }

  /** A handful of what waits; fewer when few wait or when they take long, so that every thread is kept busy to the end. */
  #next(msEach: number): Job[] {
    if (this.#alone.length > 0) return this.#alone.splice(0, 1);
    const share = Math.ceil(this.#waiting.length / (2 * this.#count));
    return this.#waiting.splice(0, Math.max(1, Math.min(HANDFUL, share, Math.floor(WORK_MS / msEach))));
  }

  #endAll(ending: Ending): void {
    this.#stillborn = 0;
    for (const job of [...this.#alone.splice(0), ...this.#waiting.splice(0)]) job.end(ending);
  }

  #newLane(): Lane {
    const lane = new Lane(this.#options);
    this.#lanes.push(lane);
    return lane;
  }
}
