// Trusted: stages after the solver believe that these values say what the solver said.
import type { Model } from "./model.ts";
import type { Literal } from "./problem.ts";

/**
 * Why there is no answer.
 * - `rlimit`: the deterministic budget is spent (the same question gives this again).
 * - `timeout`: the clock ran out. `cancelled`: the caller no longer wants to know.
 * - `memory`: the engine asked for more memory than it may have.
 * - `incomplete`: the engine has no procedure that decides this question.
 * - `crash`: the engine died, twice. `error`: it refused the question or contradicted itself.
 */
export type UnknownCode = "timeout" | "rlimit" | "cancelled" | "memory" | "incomplete" | "crash" | "error";

export interface UnknownReason {
  readonly code: UnknownCode;
  /** The engine's own words, for people; nothing may be decided from them. */
  readonly detail?: string;
}

/** There is none: no assignment satisfies the clauses together with the assumptions in `core`. */
export interface Unsat {
  readonly is: "unsat";
  /** A minimal set of assumptions that is already contradictory, in the order asked; empty when the clauses alone are. */
  readonly core: readonly Literal[];
}

export interface Sat {
  readonly is: "sat";
  readonly model: Model;
}

export interface Unknown {
  readonly is: "unknown";
  readonly reason: UnknownReason;
}

/** What a solver says about a propositional problem. Three outcomes, never two. */
export type Answer = Unsat | Sat | Unknown;
