// Trusted: what is thrown here becomes "unknown", never a pass.
import type { View } from "@keyaki/semantics";

/** Why a question could not be turned into a propositional problem. */
export type UndecidableReason =
  | { readonly code: "classes-exhausted"; readonly states: number }
  | { readonly code: "unsupported"; readonly what: string };

/** Thrown inside the encoder and caught where a question is asked: its verdict is then `unknown`. */
export class Undecidable extends Error {
  readonly reason: UndecidableReason;
  /** The text whose classes are too many to list, where it is one by itself: its sets can still be asked one by one. */
  readonly view: View | null;

  constructor(reason: UndecidableReason, view: View | null = null) {
    super(reason.code);
    this.name = "Undecidable";
    this.reason = reason;
    this.view = view;
  }
}
