// Trusted: what is thrown here becomes "unknown", never a pass.

/** Why a question could not be turned into a propositional problem. */
export type UndecidableReason =
  | { readonly code: "classes-exhausted"; readonly states: number }
  | { readonly code: "unsupported"; readonly what: string };

/** Thrown inside the encoder and caught where a question is asked: its verdict is then `unknown`. */
export class Undecidable extends Error {
  readonly reason: UndecidableReason;

  constructor(reason: UndecidableReason) {
    super(reason.code);
    this.name = "Undecidable";
    this.reason = reason;
  }
}
