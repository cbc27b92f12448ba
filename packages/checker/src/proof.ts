// Checked: the shape of what is checked.
import type { CallerKind, CallerPart } from "@keyaki/semantics";

/**
 * Why no request satisfies a question: one part for each reading of how wildcards reach in resources. Whatever is written here is only
 * a hint where to look: nothing of it is believed.
 */
export interface Proof {
  readonly readings: readonly ReadingProof[];
}

/** The question under one value of `resource-wildcard`, or under all of those that make it the same question. */
export interface ReadingProof {
  readonly value: string;
  /** An action of each class. */
  readonly actions: readonly string[];
  /** For each distinct rest of the question, in the order in which the actions first lead to it; rests that are false have none. */
  readonly leaves: readonly LeafProof[];
}

/** Why one rest of the question holds of no request. */
export interface LeafProof {
  /** Axioms that it rests on. */
  readonly axioms: readonly string[];
  /** The classes of each field; a field without a table is taken to be anything at all. */
  readonly tables: readonly Table[];
  /** What is said of equalities and policy variables. */
  readonly facts: readonly Fact[];
  /** Clauses, each ended by a 0, that follow one from the others by unit propagation; the last is empty. */
  readonly steps: readonly number[];
}

/** The classes of one field, a value for each: texts of the resource or of a key, callers, resources with their owners, or instants. */
export type Table =
  | { readonly field: string; readonly texts: readonly TextRow[] }
  | { readonly field: "caller"; readonly callers: readonly CallerRowProof[] }
  | { readonly field: "owner"; readonly owned: readonly OwnedRow[] }
  | { readonly field: "clock"; readonly instants: readonly number[] };

/** A text of the class, or, where none is known, which of the field's sets hold it: one bit for each, in their order. */
export type TextRow = string | { readonly sets: string };

export interface CallerRowProof {
  readonly kind: CallerKind;
  readonly parts: Readonly<Partial<Record<CallerPart, string>>>;
}

export interface OwnedRow {
  readonly resource: string;
  readonly owner: string;
}

/** A rule that holds in every request, applied to atoms of the rest (by their place in the order of their keys). */
export type Fact =
  /** A pattern with variables is matched only where it is with anything in their places, and where they have values. */
  | { readonly fact: "widened"; readonly atom: number }
  /** With these values of its variables (null: none) a pattern is a pattern without. */
  | { readonly fact: "instance"; readonly atom: number; readonly values: Readonly<Record<string, string | null>> }
  /** Equal values lie in the same sets: those of the atom's view, and this text alone. */
  | { readonly fact: "equal"; readonly same: number; readonly atom: number }
  | { readonly fact: "equal-text"; readonly same: number; readonly text: string }
  | { readonly fact: "transitive"; readonly atoms: readonly [number, number, number] }
  /** Of two equal views one stands for the other, as variable or as text. */
  | { readonly fact: "congruent"; readonly same: number; readonly atoms: readonly [number, number] }
  /** What stands before and after in two patterns that one text matches falls away. */
  | { readonly fact: "cancelled"; readonly atoms: readonly [number, number] }
  /** A text that matches a pattern with variables, taken apart; `kind`: for callers of this kind. */
  | {
      readonly fact: "joint";
      readonly atom: number;
      readonly reverse?: boolean;
      readonly kind: CallerKind | null;
    };
