// Trusted: a pattern with policy variables as a string equation; a wrong one changes the question.
import { type Glob, type GlobToken, globSet, makeGlob, type View } from "@keyaki/semantics";
import {
  add,
  anyWord,
  atMost,
  concat,
  contains,
  endsWith,
  equal,
  implies,
  indexOf,
  inRegular,
  int,
  isSayable,
  ite,
  length,
  startsWith,
  string,
  substring,
  subtract,
  type Term,
} from "@keyaki/smt";
import { every, NO, negate, YES } from "./connectives.ts";
import { isIn, wordsOf } from "./languages.ts";
import type { Sink } from "./sink.ts";

/** The one text that a view holds, and when it holds one; null where its text cannot be said. */
export type Substitution = (view: View) => { readonly when: Term; readonly text: Term } | null;

/**
 * "The text matches the pattern." Exact where every variable stands before the first or after the last wildcard, or where
 * all wildcards match anything; exact as well where the atom is never negated. Otherwise a boolean that implies a match.
 */
export function matchesPattern(text: Term, glob: Glob, negated: boolean, substitute: Substitution, sink: Sink): Term {
  const texts: { readonly token: GlobToken; readonly value: Term | null }[] = [];
  const guards: Term[] = [];
  let sayable = glob.fold === "none";
  for (const token of glob.tokens) {
    if (token.is === "text") {
      if (!isSayable(token.text)) sayable = false;
      else texts.push({ token, value: string(token.text) });
    } else if (token.is !== "variable") texts.push({ token, value: null });
    else {
      const held = substitute(token.view);
      if (held === null || (token.fallback !== null && !isSayable(token.fallback))) {
        sayable = false;
        continue;
      }
      const value = token.fallback === null ? held.text : ite(held.when, held.text, string(token.fallback));
      if (token.fallback === null) guards.push(held.when);
      if (!token.colon) guards.push(negate(contains(value, string(":"))));
      texts.push({ token, value });
    }
  }
  if (!sayable) {
    const open = sink.open("matches a pattern");
    const wide = widened(glob);
    sink.require(implies(open, every(wide === null ? YES : isIn(text, globSet([wide])), ...guards)));
    return open;
  }
  const exact = withoutChoice(text, texts);
  if (exact !== null) return every(...guards, exact);
  const chosen = every(...guards, withPieces(text, texts, sink));
  if (!negated) return chosen;
  const open = sink.open("matches a pattern");
  sink.require(implies(open, chosen));
  return open;
}

type Pieces = readonly { readonly token: GlobToken; readonly value: Term | null }[];

/** The pattern without a choice of where its wildcards end; null where it has one. */
function withoutChoice(text: Term, pieces: Pieces): Term | null {
  const first = pieces.findIndex((piece) => piece.value === null);
  if (first < 0) return equal(text, joined(pieces));
  const last = pieces.findLastIndex((piece) => piece.value === null);
  const before = pieces.slice(0, first);
  const after = pieces.slice(last + 1);
  const middle = pieces.slice(first, last + 1);
  const [head, tail] = [joined(before), joined(after)];
  const ends = every(
    before.length === 0 ? YES : startsWith(text, head),
    after.length === 0 ? YES : endsWith(text, tail),
    before.length === 0 || after.length === 0 ? YES : atMost(add(length(head), length(tail)), length(text)),
  );
  const start = before.length === 0 ? int(0) : length(head);
  const rest = after.length === 0 ? length(text) : subtract(length(text), length(tail));
  if (middle.every(({ token }) => token.is !== "variable")) {
    const words = wordsOf(
      middle.map(({ token }) => token),
      "none",
    );
    if (words === anyWord) return ends;
    return every(ends, inRegular(substring(text, start, subtract(rest, start)), words));
  }
  if (middle.every(({ token, value }) => value !== null || (token.is === "many" && token.colon))) {
    return every(ends, inOrder(text, middle, start, rest));
  }
  return null;
}

/** Texts with anything between them: taking each at its first place leaves the most room for the next. */
function inOrder(text: Term, middle: Pieces, start: Term, rest: Term): Term {
  const found: Term[] = [];
  let from = start;
  let block: Pieces = [];
  for (const piece of middle) {
    if (piece.value !== null) {
      block = [...block, piece];
      continue;
    }
    if (block.length === 0) continue;
    const sought = joined(block);
    const at = indexOf(text, sought, from);
    found.push(atMost(int(0), at));
    from = add(at, length(sought));
    block = [];
  }
  return every(...found, atMost(from, rest));
}

/** The pattern with a constant for what each wildcard stands for. */
function withPieces(text: Term, pieces: Pieces, sink: Sink): Term {
  const words: Term[] = [];
  const parts = pieces.map(({ token, value }) => {
    if (value !== null) return value;
    const piece = sink.fresh("wildcard", "String");
    if (token.is !== "many" || !token.colon) words.push(inRegular(piece, wordsOf([token], "none")));
    return piece;
  });
  return every(equal(text, concat(...parts)), ...words);
}

function joined(pieces: Pieces): Term {
  return concat(...pieces.flatMap(({ value }) => value ?? []));
}

/** The pattern with "anything" in the place of its variables; null where it has characters that SMT-LIB cannot say. */
function widened(glob: Glob): Glob | null {
  if (glob.tokens.some((token) => token.is === "text" && !isSayable(token.text))) return null;
  return makeGlob(
    glob.tokens.map((token) => (token.is === "variable" ? { is: "many", colon: token.colon } : token)),
    glob.fold,
  );
}

/** A variable that never has a value. */
export const NOTHING: { readonly when: Term; readonly text: Term } = { when: NO, text: string("") };
