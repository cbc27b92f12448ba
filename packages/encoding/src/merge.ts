// Trusted: the merged formula must be true of the same requests as the formula itself.
import { type Formula, fold, type Glob, globSet, type Rules, type ValueSet, type View } from "@keyaki/semantics";
import { readsValues, type ValueAtom } from "./choice.ts";

/** Alternatives that ask for more than this together are left as they are: each part is compared with the others. */
const MOST_PARTS = 16;

/** Formulas that were merged, by their id: one question merges the same parts many times. */
export type Merged = Map<number, Formula>;

/**
 * An equal formula with fewer sets to tell apart: alternatives that ask the same but for the set that one value lies in are one alternative
 * with the union of their sets. A thousand statements with a role each have three classes of roles then, and not a thousand.
 */
export function mergeAlternatives(formula: Formula, rules: Rules, seen: Merged): Formula {
  const { build } = rules;
  return fold<Formula>(
    formula,
    {
      atom: (_, node) => node,
      not: (value) => build.not(value),
      all: (values) => build.all(...values),
      any: (values) => mergedAny(build.any(...values), rules),
    },
    seen,
  );
}

function mergedAny(formula: Formula, rules: Rules): Formula {
  if (formula.is !== "any") return formula;
  let alternatives: readonly Parts[] = formula.of.map(partsOf);
  for (const view of sharedViews(alternatives)) alternatives = mergedBy(view, alternatives, rules);
  if (alternatives.length === formula.of.length) return formula;
  return rules.build.any(...alternatives.map((parts) => rules.build.all(...parts)));
}

type Parts = readonly Formula[];

function partsOf(formula: Formula): Parts {
  return formula.is === "all" && formula.of.length <= MOST_PARTS ? formula.of : [formula];
}

/** The views of which several alternatives ask, in order. */
function sharedViews(alternatives: readonly Parts[]): View[] {
  const counts = new Map<View, number>();
  for (const parts of alternatives) {
    for (const part of parts) {
      const atom = plainAtom(part);
      if (atom !== null) counts.set(atom.view, (counts.get(atom.view) ?? 0) + 1);
    }
  }
  return [...counts].flatMap(([view, count]) => (count > 1 ? [view] : []));
}

type PlainAtom = ValueAtom & { readonly set: ValueSet & { readonly is: "globs" } };

const plainAtoms = new WeakMap<Formula, PlainAtom | null>();

/** The atom of a formula that is one and asks for a value in a set of texts and beginnings of texts. */
function plainAtom(formula: Formula): PlainAtom | null {
  const known = plainAtoms.get(formula);
  if (known !== undefined) return known;
  const atom = formula.is === "atom" && readsValues(formula.atom) ? formula.atom : null;
  const made = atom?.set.is === "globs" && atom.set.globs.every(isBeginning) ? { ...atom, set: atom.set } : null;
  plainAtoms.set(formula, made);
  return made;
}

/**
 * A text, or all that begins with one. Patterns that overlap in more ways are left apart: a text outside of many at once is hard to find,
 * where a few of them say already that there is none.
 */
function isBeginning({ tokens: [first, second, ...more] }: Glob): boolean {
  return (
    (first === undefined || first.is === "text") && (second === undefined || second.is === "many") && more.length === 0
  );
}

function mergedBy(view: View, alternatives: readonly Parts[], rules: Rules): readonly Parts[] {
  const groups = new Map<string, Parts[]>();
  for (const [at, parts] of alternatives.entries()) {
    const others = parts.filter((part) => plainAtom(part)?.view !== view);
    const own = parts.find((part) => plainAtom(part)?.view === view);
    const isOne = own !== undefined && others.length === parts.length - 1;
    const key = isOne ? `${plainAtom(own)?.is} ${others.map(({ id }) => id).join(" ")}` : `alone ${at}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(parts);
  }
  return [...groups.values()].map((group) => (group.length === 1 ? (group[0] ?? []) : union(view, group, rules)));
}

/** Alternatives that differ in their set of one view, as one. */
function union(view: View, group: readonly Parts[], rules: Rules): Parts {
  const atoms = group
    .flatMap((parts) => parts.flatMap((part) => plainAtom(part) ?? []))
    .filter((atom) => atom.view === view);
  const [first = []] = group;
  const set = globSet(atoms.flatMap((atom) => atom.set.globs));
  return first.map((part) => {
    const own = plainAtom(part);
    return own?.view === view ? rules[own.is](view, set) : part;
  });
}
