// Trusted: a way to match that is missing here is a request that is never looked at.
import { type Glob, type GlobToken, makeGlob, type PartDomain } from "@keyaki/semantics";
import { inRegular, type Term } from "@keyaki/smt";
import { any, every, NO, YES } from "./connectives.ts";
import { isIn, wordsOf } from "./languages.ts";

/** A piece of a text: letters that are known, or a constant, with its domain where that is known. */
export type Piece = string | { readonly term: Term; readonly domain: PartDomain | null };

/** One character of a pattern, or a wildcard. */
type Step = { readonly is: "text"; readonly text: string } | { readonly is: "one" | "many"; readonly colon: boolean };

/**
 * "The pieces, one after the other, match the glob", said of each piece by itself: for every way to cut the glob between the pieces.
 * Solvers find memberships of single constants far easier than those of long concatenations. The glob folds no case and has no variables.
 */
export function matchesPiecewise(pieces: readonly Piece[], glob: Glob): Term {
  const steps = glob.tokens.flatMap((token): Step[] => {
    if (token.is === "variable") throw new RangeError("a variable cannot be cut");
    return token.is === "text" ? [...token.text].map((text) => ({ is: "text", text })) : [token];
  });
  const memo = new Map<string, Term>();
  const from = (at: number, position: number): Term => {
    const key = `${at},${position}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const made = make(at, position);
    memo.set(key, made);
    return made;
  };
  const make = (at: number, position: number): Term => {
    const piece = pieces[at];
    if (piece === undefined) return steps.slice(position).every((step) => step.is === "many") ? YES : NO;
    if (typeof piece === "string") return any(...after(steps, position, piece).map((next) => from(at + 1, next)));
    const ways: Term[] = [];
    for (let end = position; end <= steps.length; end++) {
      // After a `*` that the piece may share with the next one, a cut behind it adds nothing.
      const isShared = end > position && steps[end - 1]?.is === "many";
      const rest = isShared ? NO : from(at + 1, end);
      // Where the cut is within a `*`, the piece takes some of what it matches.
      const taken = steps.slice(position, steps[end]?.is === "many" ? end + 1 : end);
      if (rest !== NO) ways.push(every(pieceIn(piece, taken, glob.fold), rest));
      const last = steps[end];
      if (last?.is === "text" && !mayHold(piece.domain, last.text)) break;
    }
    return any(...ways);
  };
  return from(0, 0);
}

/** The positions that reading known letters can lead to; a `*` that may go on stands for what follows it too. */
function after(steps: readonly Step[], position: number, letters: string): number[] {
  let live = new Set([position]);
  for (const letter of letters) {
    const next = new Set<number>();
    for (const start of live) {
      for (let at = start; at < steps.length; at++) {
        const step = steps[at];
        if (step === undefined) break;
        const reads = step.is === "text" ? step.text === letter : step.colon || letter !== ":";
        if (reads) next.add(step.is === "many" ? at : at + 1);
        if (step.is !== "many") break;
      }
    }
    live = next;
  }
  return [...live];
}

function pieceIn({ term, domain }: Exclude<Piece, string>, taken: readonly Step[], fold: Glob["fold"]): Term {
  const { tokens } = makeGlob(taken as readonly GlobToken[], fold);
  const [only] = tokens;
  const text = tokens.length === 0 ? "" : tokens.length === 1 && only?.is === "text" ? only.text : null;
  if (text === null) return isAnything(tokens) ? YES : inRegular(term, wordsOf(tokens, fold));
  if (domain !== null && !lies(text, domain)) return NO;
  return isIn(term, { is: "globs", globs: [makeGlob(tokens, fold)] });
}

function isAnything(tokens: readonly GlobToken[]): boolean {
  const [only] = tokens;
  return tokens.length === 1 && only?.is === "many" && only.colon;
}

/** Whether some text of the domain holds the character. */
function mayHold(domain: PartDomain | null, character: string): boolean {
  if (domain === null) return true;
  return (
    domain.chars.some(([low, high]) => low <= character && character <= high) ||
    `${domain.before}${domain.after}${domain.or ?? ""}`.includes(character)
  );
}

function lies(text: string, { before, chars, least, most, after: end, or }: PartDomain): boolean {
  if (text === or) return true;
  if (text.length < before.length + end.length || !text.startsWith(before) || !text.endsWith(end)) return false;
  const body = [...text.slice(before.length, text.length - end.length)];
  return (
    body.length >= least &&
    (most === null || body.length <= most) &&
    body.every((character) => chars.some(([low, high]) => low <= character && character <= high))
  );
}
