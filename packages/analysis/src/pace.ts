// Checked: it only gives up or lets others run; what is given up becomes "unknown".
import type { Limits } from "@keyaki/encoding";
import type { Effort } from "@keyaki/solver";
import type { QuestionOptions } from "./context.ts";
import { Stopped } from "./stopped.ts";

/** Milliseconds of work after which others are let run: signals and timers wait for that. */
const TURN_MS = 40;

/** Watches the clock and the caller's signal for one claim or list whose work is done in this thread. */
export class Pace {
  /** How far making the classes of one field may go, and until when. */
  readonly limits: Limits;
  readonly #effort: Effort;
  readonly #deadline: number;
  readonly #signal: Effort["signal"];
  #turn = performance.now();

  constructor({ effort, maxStates }: Pick<QuestionOptions, "effort" | "maxStates">) {
    this.limits = { maxStates, check: () => this.check() };
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
    return this.#ended();
  }

  /** For work that cannot wait: @throws Stopped where `step` would say why to stop. */
  check(): void {
    const ended = this.#ended();
    if (ended !== null) throw new Stopped({ code: "solver", detail: ended });
  }

  #ended(): "timeout" | "cancelled" | null {
    if (this.#signal?.aborted) return "cancelled";
    return performance.now() > this.#deadline ? "timeout" : null;
  }
}
