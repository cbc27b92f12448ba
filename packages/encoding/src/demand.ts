// Checked: every witness is judged by the evaluator.
import type { TextSet } from "@keyaki/domains";
import { type Atom, type Glob, type Request, readView, type ValueSet, type View } from "@keyaki/semantics";
import { readsValues } from "./choice.ts";
import { textSetOf } from "./membership.ts";
import { isRelation } from "./relations/relation.ts";
import type { TextDemand } from "./resource-text.ts";

/** What the text of a view must match, with this request's values in the place of variables; null where it is no pattern matter. */
export function demandOn(view: View, truths: ReadonlyMap<Atom, boolean>, request: Request): TextDemand | null {
  const within: TextSet[] = [];
  const without: TextSet[] = [];
  let dependent = "";
  for (const [atom, wanted] of truths) {
    if (!readsValues(atom) || atom.view !== view) continue;
    const sides = sidesOf(atom.set, request);
    if (sides === null) return null;
    if (isRelation(atom)) dependent += JSON.stringify(sides);
    if (wanted) {
      within.push(...sides.within);
      without.push(...sides.without);
      continue;
    }
    const outside = opposite(sides);
    if (outside === null) return null;
    within.push(...outside.within);
    without.push(...outside.without);
  }
  return { within, without, dependent };
}

/** What a text matches and does not match. */
export type Sides = Omit<TextDemand, "dependent">;

/** What a text must match to be outside; null where that is no conjunction. */
export function opposite({ within, without }: Sides): Sides | null {
  const limits = within.filter((set) => !isAnything(set));
  if (limits.length === 0 && without.length === 1) return { within: without, without: [] };
  return limits.length === 1 && without.length === 0 ? { within: [], without: limits } : null;
}

function isAnything(set: TextSet): boolean {
  const [only] = set.length === 1 ? set : [];
  const [token] = only?.tokens ?? [];
  return only?.tokens.length === 1 && token?.is === "many" && token.colon;
}

/** What a text must match to lie in the set, with this request's values in the place of variables; null where it is no pattern matter. */
export function sidesOf(set: ValueSet, request: Request | null): Sides | null {
  if (set.is === "difference") {
    const from = sidesOf(set.from, request);
    const minus = sidesOf(set.minus, request);
    if (from === null || minus === null || minus.within.length !== 1 || minus.without.length > 0) return null;
    return { within: from.within, without: [...from.without, ...minus.within] };
  }
  const language = textSetOf(
    set.is === "globs" ? { is: "globs", globs: set.globs.flatMap((glob) => substituted(glob, request)) } : set,
  );
  return language === null ? null : { within: [language], without: [] };
}

function substituted(glob: Glob, request: Request | null): Glob[] {
  const tokens: Glob["tokens"][number][] = [];
  for (const token of glob.tokens) {
    if (token.is !== "variable") {
      tokens.push(token);
      continue;
    }
    if (request === null) return [];
    const held = readView(request, token.view);
    const value = (held?.set === false ? held.values[0] : undefined) ?? token.fallback;
    if (value === null || value === undefined || (!token.colon && value.includes(":"))) return [];
    tokens.push({ is: "text", text: value });
  }
  return [{ tokens, fold: glob.fold, key: glob.key }];
}
