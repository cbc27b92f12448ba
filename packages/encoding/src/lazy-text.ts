// Trusted where it finds no text: what it then says of the sets must hold of every text.
import { findText, type Limits, type TextSet } from "@keyaki/domains";
import type { Atom, Formula, Rules, View } from "@keyaki/semantics";
import { ACTIONS } from "./action-classes.ts";
import { readsValues } from "./choice.ts";
import { opposite, type Sides, sidesOf } from "./demand.ts";
import { isRelation } from "./relations/relation.ts";
import { LETTERS, meets } from "./resource-text.ts";
import { Undecidable } from "./undecidable.ts";

/**
 * What a text is whose classes were not listed, where a model says of each of its sets whether the text lies in it: values for which
 * that is so, or a lemma that the model breaks and every text keeps.
 */
export type LazyText =
  | { readonly is: "held"; readonly values: readonly string[]; readonly set: boolean }
  | { readonly is: "absent" }
  | { readonly is: "lemma"; readonly lemma: Formula }
  | { readonly is: "exhausted" };

/** Whether an atom is left open until a model chooses, because the classes of its text are too many to list. */
export function isLazy(atom: Atom, lazy: ReadonlySet<View>): boolean {
  return "view" in atom && lazy.has(atom.view) && !isRelation(atom);
}

/** States of the search for a text; the searches that look for a shorter lemma hold fewer. */
const MOST_STATES = 20_000;
const FEW_STATES = 2_000;

/** One atom, and what a text must match for it to be as the model wants it. */
interface Wish {
  readonly atom: Atom;
  readonly wanted: boolean;
  readonly sides: Sides;
}

/**
 * The values of a view under a model's truths of its atoms.
 *
 * @throws Undecidable for sets that are no languages.
 */
export function lazyText(view: View, truths: ReadonlyMap<Atom, boolean>, rules: Rules, limits: Limits): LazyText {
  const isAlwaysThere = view === "action" || view === "resource";
  const universe = view === "action" ? [ACTIONS] : [];
  const wishes: Wish[] = [];
  let present = isAlwaysThere;
  let lone = false;
  for (const [atom, wanted] of truths) {
    if (!("view" in atom) || atom.view !== view || isRelation(atom)) continue;
    if (atom.is === "lone") lone = wanted;
    if (atom.is === "present" || atom.is === "lone") present ||= wanted;
    if (!readsValues(atom)) continue;
    const inside = sidesOf(atom.set, null);
    const sides = inside === null || wanted ? inside : opposite(inside);
    if (sides === null) throw new Undecidable({ code: "unsupported", what: `sets of this kind in ${view}` });
    wishes.push({ atom, wanted, sides });
    present ||= wanted;
  }
  if (!present) return { is: "absent" };
  // Where nothing need be hit, a text that is not there lies outside too.
  const isThere = isAlwaysThere ? rules.build.always : rules.present(view);
  const lemma = (given: Formula, of: readonly Wish[]): LazyText => {
    return { is: "lemma", lemma: rules.build.not(rules.build.all(isThere, given, ...literals(of, rules))) };
  };
  const isOne = lone || !wishes.some(({ atom }) => atom.is === "some");
  if (isOne) {
    // What is to be hit says most.
    const answer = textFor(
      universe,
      [],
      [...wishes].sort((a, b) => Number(b.wanted) - Number(a.wanted)),
      limits,
    );
    if (answer.is === "exhausted") return answer;
    if (answer.is === "found") return { is: "held", values: [answer.text], set: false };
    return lemma(lone ? rules.build.atom({ is: "lone", view }) : rules.build.always, answer.of);
  }
  const outside = wishes.filter(({ wanted }) => !wanted);
  const values = new Set<string>();
  for (const wish of wishes.filter(({ wanted }) => wanted)) {
    // Without the set that is to be hit a lemma would say more: that there is some value.
    const answer = textFor(universe, [wish], outside, limits);
    if (answer.is === "exhausted") return answer;
    if (answer.is === "none") return lemma(rules.build.always, answer.of);
    values.add(answer.text);
  }
  return { is: "held", values: [...values], set: true };
}

/** A text for all wishes, or wishes (`must` among them) that no text meets together. */
type TextAnswer =
  | { readonly is: "found"; readonly text: string }
  | { readonly is: "none"; readonly of: readonly Wish[] }
  | { readonly is: "exhausted" };

/** Takes one wish more wherever the text for those before does not meet it: few are enough to say that there is none. */
function textFor(
  universe: readonly TextSet[],
  must: readonly Wish[],
  may: readonly Wish[],
  limits: Limits,
): TextAnswer {
  const asked = [...must];
  for (;;) {
    const text = oneText(universe, asked, { ...limits, maxStates: MOST_STATES });
    if (text === "exhausted") return { is: "exhausted" };
    if (text === null) return { is: "none", of: fewest(universe, must, asked.slice(must.length), limits) };
    const missed = may.find((wish) => !meets(wish.sides, text));
    if (missed === undefined) return { is: "found", text };
    asked.push(missed);
  }
}

/** As few of the wishes that may be left out as are seen to leave no text. */
function fewest(
  universe: readonly TextSet[],
  must: readonly Wish[],
  may: readonly Wish[],
  limits: Limits,
): readonly Wish[] {
  let kept = may;
  for (const wish of may) {
    const others = kept.filter((each) => each !== wish);
    if (oneText(universe, [...must, ...others], { ...limits, maxStates: FEW_STATES }) === null) kept = others;
  }
  return [...must, ...kept];
}

function oneText(universe: readonly TextSet[], wishes: readonly Wish[], limits: Limits): string | null | "exhausted" {
  const within: TextSet[] = [...universe, ...wishes.flatMap(({ sides }) => sides.within)];
  const without: TextSet[] = wishes.flatMap(({ sides }) => sides.without);
  const found = findText({ within, without }, { ...limits, prefer: LETTERS });
  // One that is not in the sets after all would be asked for forever.
  if (found === null || found === "exhausted" || meets({ within, without }, found)) return found;
  throw new RangeError("a text was found that is not where it was looked for");
}

function literals(wishes: readonly Wish[], { build }: Rules): Formula[] {
  return wishes.map(({ atom, wanted }) => (wanted ? build.atom(atom) : build.not(build.atom(atom))));
}
