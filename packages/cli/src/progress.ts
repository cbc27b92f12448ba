import type { Run } from "./run.ts";

/** Work shorter than this shows no progress, in milliseconds. */
const QUIET_FOR = 1000;
/** A line this often where there is no terminal. */
const EVERY = 10_000;

/** Tells how far a run is, on the error stream: a bar on a terminal, lines elsewhere. */
export class Progress {
  readonly #total: number;
  readonly #what: string;
  readonly #started: number = Date.now();
  #done = 0;
  #bar: { update(value: number): void; stop(): void } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(run: Run, total: number, what: string, quiet: boolean) {
    this.#total = total;
    this.#what = what;
    if (quiet || total === 0) return;
    if (run.io.stderr.isTTY) {
      this.#timer = setTimeout(() => void this.#showBar(), QUIET_FOR);
    } else {
      this.#timer = setInterval(() => void run.note(this.#line()), EVERY);
    }
    this.#timer.unref();
    run.atEnd(() => this.end());
  }

  step(): void {
    this.#done++;
    this.#bar?.update(this.#done);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#bar?.stop();
    this.#bar = undefined;
  }

  async #showBar(): Promise<void> {
    const { default: progress } = await import("cli-progress");
    if (this.#timer === undefined) return;
    const bar = new progress.SingleBar({
      format: `${this.#what} {bar} {value}/{total} · {eta_formatted} left`,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
      etaBuffer: 50,
    });
    bar.start(this.#total, this.#done);
    this.#bar = bar;
  }

  #line(): string {
    const seconds = (Date.now() - this.#started) / 1000;
    const left =
      this.#done === 0 ? "" : `, about ${Math.round((seconds / this.#done) * (this.#total - this.#done))} s left`;
    return `${this.#what}: ${this.#done} of ${this.#total} after ${Math.round(seconds)} s${left}`;
  }
}
