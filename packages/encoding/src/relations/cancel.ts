// Trusted: what is said here of two patterns that one text matches must hold in every request.
import { type Formula, type Glob, type GlobToken, type Rules, variablesIn } from "@keyaki/semantics";
import type { ValueAtom } from "../choice.ts";
import { holdsText } from "./relation.ts";

/**
 * Where one text matches two patterns without wildcards, what stands before and after in both falls away: `a/${x}/b` and `a/${y}/b`
 * match one text only if x is y. Nothing is said of patterns that begin or end with different texts: no class lies in both of them with
 * anything in place of their variables.
 */
export function cancellationFacts(dependent: readonly ValueAtom[], rules: Rules): Formula[] {
  const { build } = rules;
  const plain = dependent.flatMap((atom, at) => plainPattern(atom, at) ?? []);
  return [...new Set(plain.map(({ atom }) => atom.view))]
    .flatMap((view) => meetingPairs(plain.filter(({ atom }) => atom.view === view)))
    .sort((a, b) => a.one.at - b.one.at || a.other.at - b.other.at)
    .flatMap(({ one, other }) => {
      const follows = difference(one.pieces, other.pieces, rules);
      if (follows === null) return [];
      return [build.implies(build.all(build.atom(one.atom), build.atom(other.atom)), follows)];
    });
}

/** An atom with one pattern that has no wildcards. */
interface Plain {
  readonly atom: ValueAtom;
  readonly at: number;
  readonly pieces: readonly Piece[];
  /** The text before the first variable, and what stands after the last one, read backwards. */
  readonly ends: readonly [string, string];
}

interface Pair {
  readonly one: Plain;
  readonly other: Plain;
}

/** The pairs of which neither begins or ends with another text than the other, found by the end that tells more of them apart. */
function meetingPairs(group: readonly Plain[]): Pair[] {
  const [first, last] = [alikeAt(group, 0), alikeAt(group, 1)];
  const [byFirst, byLast]: [Pair[], Pair[]] = [[], []];
  for (;;) {
    const next = first.next();
    if (next.done) return byFirst.filter((pair) => isAlike(pair, 1));
    byFirst.push(next.value);
    const other = last.next();
    if (other.done) return byLast.filter((pair) => isAlike(pair, 0));
    byLast.push(other.value);
  }
}

type End = 0 | 1;

function* alikeAt(group: readonly Plain[], end: End): Generator<Pair, undefined> {
  const sorted = [...group].sort((a, b) => (a.ends[end] < b.ends[end] ? -1 : 1));
  for (const [at, one] of sorted.entries()) {
    // What a text is the start of comes right after it.
    for (let next = at + 1; ; next++) {
      const other = sorted[next];
      if (other === undefined || !other.ends[end].startsWith(one.ends[end])) break;
      yield one.at < other.at ? { one, other } : { one: other, other: one };
    }
  }
}

function isAlike({ one, other }: Pair, end: End): boolean {
  return one.ends[end].startsWith(other.ends[end]) || other.ends[end].startsWith(one.ends[end]);
}

type Piece = string | { readonly view: string };

/** The pieces of an atom's only pattern, letter by letter; null where it has wildcards or defaults, or folds. */
function plainPattern(atom: ValueAtom, at: number): Plain | null {
  if (atom.is !== "in" || atom.set.is !== "globs" || variablesIn(atom.set).length === 0) return null;
  const [only] = atom.set.globs;
  if (atom.set.globs.length !== 1 || only === undefined || only.fold !== "none") return null;
  const pieces = piecesOf(only);
  if (pieces === null) return null;
  const texts = only.tokens.map((token) => (token.is === "text" ? token.text : ""));
  return { atom, at, pieces, ends: [texts[0] ?? "", [...(texts.at(-1) ?? "")].reverse().join("")] };
}

function piecesOf({ tokens }: Glob): Piece[] | null {
  const pieces: Piece[] = [];
  for (const token of tokens) {
    const more = piecesOfToken(token);
    if (more === null) return null;
    pieces.push(...more);
  }
  return pieces;
}

function piecesOfToken(token: GlobToken): Piece[] | null {
  if (token.is === "text") return [...token.text];
  return token.is === "variable" && token.fallback === null ? [{ view: token.view }] : null;
}

/** What the rests of two patterns with one text say of each other, once their common ends are gone; null: nothing is told. */
function difference(left: readonly Piece[], right: readonly Piece[], rules: Rules): Formula | null {
  let [a, b] = [[...left], [...right]];
  for (let turn = 0; turn < 2; turn++) {
    while (a.length > 0 && b.length > 0 && isSame(a[0], b[0])) [a, b] = [a.slice(1), b.slice(1)];
    if (typeof a[0] === "string" && typeof b[0] === "string") return rules.build.never;
    [a, b] = [a.reverse(), b.reverse()];
  }
  const [first, second] = [a[0], b[0]];
  if (a.length === 1 && b.length === 1 && isVariable(first) && isVariable(second)) {
    const views = [first.view, second.view].sort();
    // An equality is of keys that hold one value: of others it would have to be said which.
    if (views.some((view) => rules.arity(view) !== "single")) return null;
    return rules.build.atom({ is: "same", left: views[0] ?? "", right: views[1] ?? "" });
  }
  const [variable, rest] = a.length === 1 && isVariable(first) ? [first, b] : [second, a];
  if (!isVariable(variable) || (rest === a && b.length !== 1)) return null;
  return rest.every((piece) => typeof piece === "string") ? holdsText(variable.view, rest.join(""), rules) : null;
}

function isVariable(piece: Piece | undefined): piece is Piece & object {
  return typeof piece === "object";
}

function isSame(one: Piece | undefined, other: Piece | undefined): boolean {
  return isVariable(one) && isVariable(other) ? one.view === other.view : one === other;
}
