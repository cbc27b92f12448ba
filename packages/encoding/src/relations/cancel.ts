// Trusted: what is said here of two patterns that one text matches must hold in every request.
import { type Formula, type Glob, type GlobToken, type Rules, variablesIn } from "@keyaki/semantics";
import type { ValueAtom } from "../choice.ts";
import { holdsText } from "./relation.ts";

/**
 * Where one text matches two patterns without wildcards, what stands before and after in both falls away: `a/${x}/b` and `a/${y}/b`
 * match one text only if x is y.
 */
export function cancellationFacts(dependent: readonly ValueAtom[], rules: Rules): Formula[] {
  const { build } = rules;
  const facts: Formula[] = [];
  for (const [at, one] of dependent.entries()) {
    for (const other of dependent.slice(at + 1)) {
      if (one.is !== "in" || other.is !== "in" || one.view !== other.view) continue;
      const [left, right] = [plainPattern(one), plainPattern(other)];
      if (left === null || right === null) continue;
      const follows = difference(left, right, rules);
      if (follows !== null) facts.push(build.implies(build.all(build.atom(one), build.atom(other)), follows));
    }
  }
  return facts;
}

type Piece = string | { readonly view: string };

/** The pieces of an atom's only pattern, letter by letter; null where it has wildcards or defaults, or folds. */
function plainPattern({ set }: ValueAtom): Piece[] | null {
  if (set.is !== "globs" || variablesIn(set).length === 0) return null;
  const [only] = set.globs;
  if (set.globs.length !== 1 || only === undefined || only.fold !== "none") return null;
  return piecesOf(only);
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
