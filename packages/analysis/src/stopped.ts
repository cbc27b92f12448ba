// Trusted: what is thrown here becomes "unknown", never a pass.
import type { Reason } from "./verdict.ts";

/** Thrown where a question is given up in the middle of work, and caught where it was asked. */
export class Stopped extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.code);
    this.name = "Stopped";
    this.reason = reason;
  }
}
