// Trusted: when a text lies in a set.
import { globSet, type ValueSet, variablesIn } from "@keyaki/semantics";
import type { Term } from "@keyaki/smt";
import { any, every, joined, negate, YES } from "./connectives.ts";
import { isEveryText, isIn, isLanguage } from "./languages.ts";
import { matchesPiecewise, type Piece } from "./piecewise.ts";
import type { Sink } from "./sink.ts";
import { isValueIn, type TypedValue, typedFamily } from "./typed-values.ts";
import { matchesPattern, type Substitution } from "./variable-pattern.ts";

/** A text, and what it is as a number, date or address; null where only one of them is known. */
export interface Held {
  readonly text: Term | null;
  readonly value: TypedValue | null;
  /** What the text is put together from, where that is known. */
  readonly pieces?: readonly Piece[];
}

/** "The text lies in the set." `negated`: the question may ask for the opposite too. */
export function holdsIn(held: Held, set: ValueSet, negated: boolean, substitute: Substitution, sink: Sink): Term {
  const { text, value } = held;
  if (set.is === "difference") {
    return every(
      holdsIn(held, set.from, negated, substitute, sink),
      // What is taken away is asked the other way round.
      negate(holdsIn(held, set.minus, true, substitute, sink)),
    );
  }
  if (typedFamily(set) !== null) return value === null ? sink.open("parses") : isValueIn(value, set);
  if (isEveryText(set)) return YES;
  if (text === null) return sink.open("lies in a set");
  if (isLanguage(set)) return isTextIn(text, set, held.pieces);
  if (set.is !== "globs") return sink.open("lies in a set");
  const plain = set.globs.filter((glob) => isLanguage(globSet([glob])));
  const others = set.globs.filter((glob) => !plain.includes(glob));
  return any(
    isTextIn(text, globSet(plain), held.pieces),
    ...others.map((glob) => matchesPattern(text, glob, negated, substitute, sink)),
  );
}

/** Piece by piece, where a text is made of several. */
function isTextIn(text: Term, set: ValueSet, pieces: readonly Piece[] | undefined): Term {
  const cuts = pieces !== undefined && (pieces.length > 1 || typeof pieces[0] === "string");
  if (!cuts || set.is !== "globs" || isEveryText(set) || set.globs.some((glob) => glob.fold !== "none")) {
    return isIn(text, set);
  }
  return joined(
    any,
    set.globs.map((glob) => matchesPiecewise(pieces, glob)),
  );
}

/** Whether a set needs the text itself, and not only what it parses as. */
export function needsText(set: ValueSet): boolean {
  if (set.is === "difference") return needsText(set.from) || needsText(set.minus);
  if (typedFamily(set) !== null) return false;
  return variablesIn(set).length > 0 || !isLanguage(set) || !isEveryText(set);
}
