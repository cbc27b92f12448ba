// Checked: it only gives up or lets others run; what is given up becomes "unknown".
import type { Effort } from "@keyaki/solver";

/** Milliseconds of work after which others are let run: signals and timers wait for that. */
const TURN_MS = 40;

/** Watches the clock and the caller's signal for one claim or list whose work is done in this thread. */
export class Pace {
  readonly #effort: Effort;
  readonly #deadline: number;
  readonly #signal: Effort["signal"];
  #turn = performance.now();

  constructor(effort: Effort) {
    this.#effort = effort;
    this.#deadline = performance.now() + effort.timeoutMs;
    this.#signal = effort.signal;
  }

  /** The effort with the time that is left: of several questions in turn none may use up what belongs to all. */
  left(): Effort {
    return { ...this.#effort, timeoutMs: Math.max(1, this.#deadline - performance.now()) };
  }

  /** Null to go on, else why to stop. Lets timers and signals run once in a while. */
  async step(): Promise<"timeout" | "cancelled" | null> {
    if (performance.now() - this.#turn > TURN_MS) {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      this.#turn = performance.now();
    }
    if (this.#signal?.aborted) return "cancelled";
    return performance.now() > this.#deadline ? "timeout" : null;
  }
}
