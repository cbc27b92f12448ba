// Trusted: the narrowed question must be true of the same requests as the question itself.
import {
  type Atom,
  Beginnings,
  beginningOf,
  endingOf,
  type Formula,
  fold,
  type Glob,
  globSet,
  type Rules,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { Entailment } from "./entailment.ts";
import { type Merged, mergeAlternatives } from "./merge.ts";
import { Multimap } from "./multimap.ts";

/** Views whose sets are long enough to be worth shortening. */
const NARROWED: readonly View[] = ["action", "resource"];

/**
 * An equal question with less to read. Two versions of a policy share most of their text, and what they share cannot tell them apart:
 * grants that both sides have are dropped from the side that must allow, and patterns that nothing in question can match from everywhere.
 */
export function narrowQuestion(question: Formula, rules: Rules): Formula {
  let narrowed = question;
  if (narrowed.is === "all") narrowed = withoutShared(narrowed.of, rules);
  for (const view of NARROWED) narrowed = withinReach(narrowed, view, rules);
  return narrowed;
}

/** What conjuncts say is false, and what holds anyway. */
interface Known {
  readonly refuted: ReadonlyMap<number, Formula>;
  readonly certain: ReadonlySet<number>;
}

/** Null: they contradict each other. */
function knownFrom(parts: readonly Formula[], { build }: Rules): Known | null {
  const certain = new Set(parts.map((part) => part.id));
  const refuted = new Map<number, Formula>();
  for (const part of parts) {
    if (part.is !== "not") continue;
    // What holds anyway need not be asked of the side that must not allow.
    const rest = part.of.is === "all" ? build.all(...part.of.of.filter(({ id }) => !certain.has(id))) : part.of;
    if (rest.is === "always") return null;
    for (const each of alternativesOf(rest)) refuted.set(each.id, each);
  }
  return { refuted, certain };
}

/** Keys of globs of which no text is the view's in a request that the question is true of, as far as it says so itself. */
export function coveredGlobs(question: Formula, view: View, rules: Rules): ReadonlySet<string> {
  const known = knownFrom(conjunctsOf(question), rules);
  const keys = new Set<string>();
  for (const refuted of known?.refuted.values() ?? []) {
    const [only, ...more] = conjunctsOf(refuted).filter(({ id }) => known?.certain.has(id) !== true);
    if (only?.is !== "atom" || more.length > 0 || only.atom.is !== "in" || only.atom.view !== view) continue;
    if (isPlainSet(only.atom)) for (const { key } of only.atom.set.globs) keys.add(key);
  }
  return keys;
}

/** Alternatives are looked at together with no more conjuncts than this: they are put together for each of them. */
const MOST_BESIDE = 64;

/** Drops from every conjunct what others say is false. */
function withoutShared(parts: readonly Formula[], rules: Rules): Formula {
  const { build } = rules;
  const found = knownFrom(parts, rules);
  if (found === null) return build.never;
  const { refuted, certain } = found;
  if (refuted.size === 0) return build.all(...parts);
  const entailment = new Entailment();
  const isDenied = (formula: Formula) => [...refuted.values()].some((each) => entailment.follows(formula, each));
  if (isDenied(build.all(...parts))) return build.never;
  /** Alternatives of one part without those that the others rule out. */
  const openAmong = (alternatives: readonly Formula[], part: Formula): readonly Formula[] => {
    if (alternatives.length === 1 || parts.length > MOST_BESIDE || entailment.isSpent) return alternatives;
    const others = parts.filter((other) => other !== part);
    return alternatives.filter((each) => entailment.isSpent || !isDenied(build.all(...others, each)));
  };
  // Alternatives that differ in one set are few where they are many otherwise, and each is compared with each.
  const merged: Merged = new Map();
  const sides = alternativesOf(mergeAlternatives(build.any(...refuted.values()), rules, merged)).map(conjunctsOf);
  const known = new Refuted(sides.map((side) => side.filter(({ id }) => !certain.has(id))));
  return build.all(
    ...parts.map((part) => {
      if (part.is === "not") return part;
      const left = build.any(...alternativesOf(part).filter(({ id }) => !refuted.has(id)));
      const alternatives = alternativesOf(mergeAlternatives(left, rules, merged));
      return build.any(...openAmong(alternatives, part).flatMap((each) => narrowedBy(each, known, rules)));
    }),
  );
}

function alternativesOf(formula: Formula): readonly Formula[] {
  return formula.is === "any" ? formula.of : [formula];
}

function conjunctsOf(formula: Formula): readonly Formula[] {
  return formula.is === "all" ? formula.of : [formula];
}

/** Conjunctions that are known to be false, found by what they have in common with others. */
class Refuted {
  readonly #conjunctions: readonly (readonly Formula[])[];
  readonly #byPart = new Multimap<number, number>();
  /** Those of one plain set: by view, and by each of its globs. */
  readonly #byGlob = new Map<View, Multimap<string, number>>();
  /** Some conjunction asks for nothing at all. */
  readonly isEverything: boolean;

  constructor(conjunctions: readonly (readonly Formula[])[]) {
    this.#conjunctions = conjunctions;
    this.isEverything = conjunctions.some((parts) => parts.length === 0);
    for (const [at, parts] of conjunctions.entries()) {
      for (const { id } of parts) this.#byPart.add(id, at);
      const [only] = parts;
      if (parts.length !== 1 || only?.is !== "atom" || !isPlainSet(only.atom)) continue;
      const ofView = this.#byGlob.get(only.atom.view) ?? new Multimap<string, number>();
      this.#byGlob.set(only.atom.view, ofView);
      for (const { key } of only.atom.set.globs) ofView.add(key, at);
    }
  }

  /** Those that could tell something of a conjunction: all that ask for at most one thing which it does not ask for are among them. */
  near(own: readonly Formula[]): (readonly Formula[])[] {
    const found = new Set<number>();
    for (const part of own) {
      for (const at of this.#byPart.get(part.id)) found.add(at);
      if (part.is !== "atom" || !isPlainSet(part.atom)) continue;
      const ofView = this.#byGlob.get(part.atom.view);
      if (ofView === undefined) continue;
      for (const { key } of part.atom.set.globs) for (const at of ofView.get(key)) found.add(at);
    }
    return [...found].sort((a, b) => a - b).flatMap((at) => [this.#conjunctions[at] ?? []]);
  }
}

/**
 * A disjunct beside conjunctions that are known to be false. Where one of them asks for nothing more, the disjunct is false too; where it
 * asks for one set more of a view that the disjunct limits, the patterns of that set fall away.
 */
function narrowedBy(disjunct: Formula, refuted: Refuted, rules: Rules): Formula | [] {
  if (refuted.isEverything) return [];
  const own = [...conjunctsOf(disjunct)];
  const ids = new Set(own.map((part) => part.id));
  let changed = false;
  for (const conjunction of refuted.near(own)) {
    const lacking = conjunction.filter(({ id }) => !ids.has(id));
    const [missing] = lacking;
    if (missing === undefined) return [];
    if (lacking.length > 1) continue;
    const at = own.findIndex((part) => limitsSameView(part, missing));
    const narrower = at < 0 ? null : setWithout(own[at], missing, rules);
    if (narrower === null) continue;
    if (narrower.is === "never") return [];
    const before = own[at];
    if (before !== undefined) ids.delete(before.id);
    own[at] = narrower;
    ids.add(narrower.id);
    changed = true;
  }
  return changed ? rules.build.all(...own) : disjunct;
}

function limitsSameView(one: Formula, other: Formula): boolean {
  return one.is === "atom" && other.is === "atom" && isPlainSet(one.atom) && isPlainSet(other.atom)
    ? one.atom.view === other.atom.view
    : false;
}

/** Holds one value that lies in a set of globs without variables. */
function isPlainSet(atom: Atom): atom is Atom & { is: "in"; set: ValueSet & { is: "globs" } } {
  return atom.is === "in" && atom.set.is === "globs" && variablesIn(atom.set).length === 0;
}

/** The first set without the globs of the second; null where they share none. */
function setWithout(from: Formula | undefined, minus: Formula, rules: Rules): Formula | null {
  if (from?.is !== "atom" || minus.is !== "atom" || !isPlainSet(from.atom) || !isPlainSet(minus.atom)) return null;
  const keys = new Set(minus.atom.set.globs.map((glob) => glob.key));
  const rest = from.atom.set.globs.filter((glob) => !keys.has(glob.key));
  return rest.length === from.atom.set.globs.length ? null : rules.in(from.atom.view, globSet(rest));
}

/** Drops patterns of a view that match nothing which the question could be true of, told by how patterns begin and end. */
function withinReach(question: Formula, view: View, rules: Rules): Formula {
  const { build } = rules;
  const bound = boundOf(question, view);
  if (bound === null) return question;
  const beginnings = new Beginnings(bound.map(beginningOf));
  const endings = new Beginnings(bound.map(endingOf));
  return fold<Formula>(question, {
    atom: (atom, node) => {
      if (atom.is !== "in" || atom.view !== view || atom.set.is !== "globs") return node;
      const left = atom.set.globs.filter(
        (glob) => beginnings.mayMeet(beginningOf(glob)) && endings.mayMeet(endingOf(glob)),
      );
      if (left.length === atom.set.globs.length) return node;
      return left.length === 0 ? build.never : rules.in(view, globSet(left));
    },
    not: (value) => build.not(value),
    all: (values) => build.all(...values),
    any: (values) => build.any(...values),
  });
}

/** Globs one of which matches the view in every request that the formula is true of; null: nothing is known. */
function boundOf(formula: Formula, view: View): readonly Glob[] | null {
  switch (formula.is) {
    case "never":
      return [];
    case "atom": {
      const { atom } = formula;
      return atom.is === "in" && atom.view === view && atom.set.is === "globs" ? atom.set.globs : null;
    }
    case "all": {
      let least: readonly Glob[] | null = null;
      for (const part of formula.of) {
        const bound = boundOf(part, view);
        if (bound !== null && (least === null || bound.length < least.length)) least = bound;
      }
      return least;
    }
    case "any": {
      const union: Glob[] = [];
      for (const part of formula.of) {
        const bound = boundOf(part, view);
        if (bound === null) return null;
        union.push(...bound);
      }
      return union;
    }
    default:
      return null;
  }
}
