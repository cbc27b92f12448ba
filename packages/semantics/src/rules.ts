// Trusted: a rule that AWS leaves open must stay open unless it was pinned.
import { type Arity, type AssumptionId, type AssumptionValues, assumption } from "@keyaki/catalog";
import { type Atom, atomKey, type View } from "./atom.ts";
import type { Formula, FormulaBuilder } from "./formula.ts";
import { Remembered } from "./remembered.ts";
import { EVERY_TEXT, type Glob, globSet, type ValueSet, variablesIn } from "./value-set.ts";

/** Values given for assumptions, by `--assume` or by a concrete evaluation. */
export type PinnedAssumptions = Readonly<Partial<Record<string, string>>>;

/** What the meaning needs to know of a key; the rest of the catalog decides nothing. */
export interface KeyFacts {
  /** How many values the key holds; a key that nobody documents is `unknown`. */
  arity(key: string): Arity;
}

/** Makes the formulas of one question: the builder, the facts, and which open rules are pinned. */
export class Rules {
  readonly build: FormulaBuilder;
  readonly facts: KeyFacts;
  readonly pinned: PinnedAssumptions;

  constructor(build: FormulaBuilder, facts: KeyFacts, pinned: PinnedAssumptions = {}) {
    this.build = build;
    this.facts = facts;
    this.pinned = pinned;
  }

  /** "The rule `id` has this value": a constant when pinned, else a variable of the question. The default holds when no other value does. */
  assume<Id extends AssumptionId>(id: Id, value: AssumptionValues[Id]): Formula {
    const rule = assumption(id);
    const pinned = this.pinned[id];
    if (pinned !== undefined) return this.build.constant(pinned === value);
    if (value !== rule.default) return this.build.atom({ is: "assume", name: id, value });
    const others = rule.values.filter((other) => other !== rule.default);
    return this.build.not(
      this.build.any(...others.map((other) => this.build.atom({ is: "assume", name: id, value: other }))),
    );
  }

  /** The view holds a value of the set. Globs with variables become atoms of their own, so that the others stay exact. */
  in(view: View, set: ValueSet): Formula {
    return this.#split(set, (part) => this.build.atom(atomOf("in", view, part)));
  }

  /** The set-valued view holds some value of the set. */
  some(view: View, set: ValueSet): Formula {
    return this.#split(set, (part) => this.build.atom(atomOf("some", view, part)));
  }

  present(view: View): Formula {
    return this.build.atom({ is: "present", view });
  }

  /** The set-valued view is present and not empty. */
  nonEmpty(view: View): Formula {
    return this.build.atom(atomOf("some", view, EVERY_TEXT));
  }

  #split(given: ValueSet, atom: (part: ValueSet) => Formula): Formula {
    const isConstant = variablesIn(given).length === 0;
    const set = isConstant ? given : this.#substitutable(given);
    if (isEmptySet(set)) return this.build.never;
    if (isConstant || set.is !== "globs" || variablesIn(set).length === 0) return atom(set);
    const dependent = set.globs.filter((glob) => glob.tokens.some((token) => token.is === "variable"));
    const constant = set.globs.filter((glob) => !dependent.includes(glob));
    const parts = dependent.map((glob) => this.#equality(glob, atom) ?? atom(globSet([glob])));
    if (constant.length > 0) parts.push(atom(globSet(constant)));
    return this.build.any(...parts);
  }

  /** The set without the patterns that never match: a key of several values cannot be a variable. */
  #substitutable(set: ValueSet): ValueSet {
    if (variablesIn(set).every((view) => this.canSubstitute(view))) return set;
    if (set.is === "difference") {
      return { is: "difference", from: this.#substitutable(set.from), minus: this.#substitutable(set.minus) };
    }
    if (set.is !== "globs") return set;
    return globSet(
      set.globs.filter((glob) =>
        glob.tokens.every(
          (token) => token.is !== "variable" || token.fallback !== null || this.canSubstitute(token.view),
        ),
      ),
    );
  }

  /** A pattern that is one variable and nothing else is an equality of two views, whichever of them is written as the variable. */
  #equality(glob: Glob, atom: (part: ValueSet) => Formula): Formula | null {
    const [token] = glob.tokens;
    if (glob.tokens.length !== 1 || glob.fold !== "none" || token?.is !== "variable") return null;
    if (token.fallback !== null || !token.colon) return null;
    const made = atom(globSet([glob]));
    if (made.is !== "atom" || made.atom.is !== "in") return null;
    const views = [made.atom.view, token.view].sort();
    const [left, right] = views;
    if (left === undefined || right === undefined || this.arity(token.view) !== "single") return null;
    return left === right ? this.present(left) : this.build.atom({ is: "same", left, right });
  }

  /** Whether the view may stand as a variable. AWS page: reference_policies_variables (multivalued keys cannot). */
  canSubstitute(view: View): boolean {
    return !view.startsWith("key:") || this.facts.arity(view.slice(4)) !== "multi";
  }

  /** The arity of a view: everything but condition keys holds one value. */
  arity(view: View): Arity {
    return view.startsWith("key:") ? this.facts.arity(view.slice(4)) : "single";
  }
}

const ofSets = { in: new WeakMap<ValueSet, Map<View, Atom>>(), some: new WeakMap<ValueSet, Map<View, Atom>>() };
const ofKeys = new Remembered<Atom>();

/** The one atom that says this, whichever policy or question it comes from: what is known of its set is known to all. */
function atomOf(is: "in" | "some", view: View, set: ValueSet): Atom {
  const ofSet = ofSets[is].get(set) ?? new Map<View, Atom>();
  ofSets[is].set(set, ofSet);
  const known = ofSet.get(view);
  if (known !== undefined) return known;
  const made: Atom = { is, view, set };
  const atom = ofKeys.get(atomKey(made), () => made);
  ofSet.set(view, atom);
  return atom;
}

function isEmptySet(set: ValueSet): boolean {
  switch (set.is) {
    case "globs":
      return set.globs.length === 0;
    case "address":
      return set.blocks.length === 0;
    case "number":
    case "date":
    case "bool":
    case "binary":
      return set.values.length === 0;
    default:
      return false;
  }
}
