// Trusted: an unsatisfiable problem is believed to mean that no request satisfies the formula.

import {
  type Algebra,
  type Atom,
  type AxiomInstance,
  atomsOf,
  CALLER_ROWS,
  CALLER_VIEWS,
  type Caller,
  type CallerRow,
  CLOCK_VIEWS,
  type Formula,
  fold,
  OWNER_VIEWS,
  type ValueSet,
  type View,
} from "@keyaki/semantics";
import { ClauseBuilder, type Literal, type Model, type Problem, truth } from "@keyaki/smt";
import { callerChoices, leavesFree, possibleCallers } from "./caller-choices.ts";
import { type Choice, readsValues, textChoices } from "./choice.ts";
import { clockChoices } from "./clock-choices.ts";
import { isLazy } from "./lazy-text.ts";
import type { Limits } from "./limits.ts";
import { type Owned, ownedChoices } from "./owned-choices.ts";
import { isRelation } from "./relations/relation.ts";
import { rememberedCells } from "./value-cells.ts";

/** What a model says of each field; `undefined`: the field was not asked about. */
export interface Selection {
  readonly action: string | undefined;
  readonly resource: string | undefined;
  readonly owned: Owned | undefined;
  readonly caller: Caller | undefined;
  readonly clock: number | undefined;
  /** Keys that were asked about: null when absent. */
  readonly keys: ReadonlyMap<string, { readonly set: boolean; readonly values: readonly string[] } | null>;
  /** What the model makes of every atom. */
  readonly truths: ReadonlyMap<Atom, boolean>;
  /** The model chose a class of which no value is known. */
  readonly unsampled: boolean;
}

/** A formula as a propositional problem over the classes of each field. */
export interface Abstraction {
  readonly problem: Problem;
  /** Literals wanted true, in the fixed order that makes the least model the one to show. */
  readonly prefer: Int32Array;
  /** One literal for each axiom, in the order given. */
  readonly axioms: Int32Array;
  /** Something became a free boolean or a class that may be empty: a model is then only a candidate. */
  readonly relaxed: boolean;
  read(model: Model): Selection;
}

export interface AbstractOptions {
  /** How far making the classes of one field may go. */
  readonly limits: Limits;
  /** Texts whose classes are not listed: each of their sets is a free boolean, and what a model makes of them is looked at by itself (`lazyText`). */
  readonly lazy?: ReadonlySet<View>;
  /** Values of a key that read well in a witness: the same for the same view. Classes are remembered for as long as this function lives. */
  examples(view: View): readonly string[];
}

interface Chosen<V> {
  readonly choices: readonly Choice<V>[];
  readonly literals: readonly Literal[];
}

interface SetField {
  readonly view: View;
  readonly present: Literal;
  readonly lone: Literal;
  /** The question tells one value from a set of one. */
  readonly asksLone: boolean;
  readonly cells: readonly { readonly sample: string | null; has(set: ValueSet): boolean }[];
  readonly literals: readonly Literal[];
}

/**
 * The formula over classes. `facts` hold in every request (relation facts); `axioms` each stand under their own literal.
 *
 * @throws Undecidable when a field's classes are too many or cannot be made.
 */
export function abstractFormula(
  formula: Formula,
  facts: readonly Formula[],
  axioms: readonly AxiomInstance[],
  options: AbstractOptions,
): Abstraction {
  const atoms = atomsOf([formula, ...facts, ...axioms.map((each) => each.holds)]);
  const fields = new Fields(atoms, possibleCallers(formula), options);
  const { clauses } = fields;
  const seen = new Map<number, Literal>();
  const algebra: Algebra<Literal> = {
    atom: (atom) => fields.literal(atom),
    not: (value) => -value,
    all: (values) => clauses.all(values),
    any: (values) => clauses.any(values),
  };
  clauses.require(fold(formula, algebra, seen));
  for (const fact of facts) clauses.require(fold(fact, algebra, seen));
  const selectors = axioms.map((axiom) => {
    const selector = clauses.variable();
    clauses.clause(-selector, fold(axiom.holds, algebra, seen));
    return selector;
  });
  return {
    problem: clauses.build(),
    prefer: Int32Array.from(fields.preferred()),
    axioms: Int32Array.from(selectors),
    relaxed: fields.relaxed,
    read: (model) => fields.read(model),
  };
}

const NONE_LAZY: ReadonlySet<View> = new Set();

class Fields {
  readonly clauses = new ClauseBuilder();
  readonly #options: AbstractOptions;
  readonly #atoms: readonly Atom[];
  readonly #free = new Map<Atom, Literal>();
  readonly #texts = new Map<View, Chosen<string | undefined>>();
  readonly #sets = new Map<View, SetField>();
  readonly #caller: Chosen<Caller> | undefined;
  readonly #owned: Chosen<Owned> | undefined;
  readonly #clock: Chosen<number> | undefined;
  readonly #ownerPresent = new Map<View, Literal>();
  readonly #lazyPresent = new Map<View, Literal>();

  constructor(atoms: readonly Atom[], callers: readonly CallerRow[], options: AbstractOptions) {
    this.#options = options;
    this.#atoms = atoms;
    const { limits } = options;
    const byField = new Map<string, Atom[]>();
    for (const atom of atoms) {
      if (atom.is === "assume" || atom.is === "unseen" || isRelation(atom)) {
        this.#free.set(atom, this.clauses.variable());
        continue;
      }
      if (!("view" in atom)) continue;
      if (isLazy(atom, options.lazy ?? NONE_LAZY)) {
        this.#leaveOpen(atom);
        continue;
      }
      const field = fieldOf(atom.view);
      const list = byField.get(field) ?? [];
      list.push(atom);
      byField.set(field, list);
    }
    this.#oneValueEach();
    const owned = [...(byField.get("owner") ?? []), ...(byField.get("resource") ?? [])];
    // Without a set to be in, the owner is anybody: only whether its keys are there can be asked.
    const withOwner = owned.some((atom) => readsValues(atom) && OWNER_VIEWS.has(atom.view));
    for (const [field, list] of byField) {
      if (field === "caller") {
        this.#caller = this.#choose(callerChoices(callers, list, limits));
        for (const view of new Set(list.flatMap((atom) => ("view" in atom ? [atom.view] : [])))) {
          if (callers.some((row) => leavesFree(row, view)))
            this.#makeKey(
              view,
              list.filter((atom) => "view" in atom && atom.view === view),
            );
        }
      } else if (field === "owner" || (field === "resource" && withOwner)) {
        if (withOwner) this.#owned ??= this.#choose(ownedChoices(owned, limits));
        for (const atom of list) {
          if ("view" in atom && atom.view.startsWith("key:") && !this.#ownerPresent.has(atom.view)) {
            this.#ownerPresent.set(atom.view, this.clauses.variable());
          }
        }
      } else if (field === "clock") {
        this.#clock = this.#choose(clockChoices(list));
      } else {
        this.#makeKey(field, list);
      }
    }
  }

  /** Nothing is known of the atom but that a text in a set is there. */
  #leaveOpen(atom: Atom & { readonly view: View }): void {
    const { clauses } = this;
    const isAlwaysThere = atom.view === "action" || atom.view === "resource";
    const present = this.#lazyPresent.get(atom.view) ?? (isAlwaysThere ? clauses.always() : clauses.variable());
    this.#lazyPresent.set(atom.view, present);
    const literal = atom.is === "present" ? present : clauses.variable();
    this.#free.set(atom, literal);
    if (literal !== present) clauses.clause(-literal, present);
  }

  /** No two values of one open rule: its default is that none of the others holds. */
  #oneValueEach(): void {
    const values = [...this.#free].filter(([atom]) => atom.is === "assume");
    values.forEach(([atom, literal], at) => {
      for (const [other, otherLiteral] of values.slice(at + 1)) {
        if (atom.is === "assume" && other.is === "assume" && atom.name === other.name)
          this.clauses.clause(-literal, -otherLiteral);
      }
    });
  }

  get relaxed(): boolean {
    const unsampled = [...this.#texts.values()].some((field) => field.choices.some((choice) => choice.value === null));
    const unsampledSet = [...this.#sets.values()].some((field) => field.cells.some((cell) => cell.sample === null));
    return unsampled || unsampledSet || this.#lazyPresent.size > 0 || [...this.#free.keys()].some(isRelation);
  }

  #choose<V>(choices: readonly Choice<V>[]): Chosen<V> {
    const literals = choices.map(() => this.clauses.variable());
    this.clauses.exactlyOne(literals);
    return { choices, literals };
  }

  #makeKey(view: View, atoms: readonly Atom[]): void {
    const { limits } = this.#options;
    const examples = this.#options.examples(view);
    const sets = atoms.filter(readsValues).map((atom) => atom.set);
    const cells = rememberedCells(this.#options.examples, view, sets, limits, examples);
    if (!atoms.some((atom) => atom.is === "some" || atom.is === "lone")) {
      const optional = view !== "action" && view !== "resource";
      this.#texts.set(view, this.#choose(textChoices(cells, optional)));
      return;
    }
    const { clauses } = this;
    const literals = cells.map(() => clauses.variable());
    const present = clauses.variable();
    const lone = clauses.variable();
    for (const literal of literals) clauses.clause(-literal, present);
    // One value and no set: exactly one class is hit. Otherwise any classes, or none.
    clauses.clauseOf([-lone, ...literals]);
    let before = clauses.never();
    for (const literal of literals) {
      clauses.clause(-lone, -before, -literal);
      before = clauses.any([before, literal]);
    }
    this.#sets.set(view, { view, present, lone, asksLone: atoms.some((atom) => atom.is === "lone"), cells, literals });
  }

  literal(atom: Atom): Literal {
    const free = this.#free.get(atom);
    if (free !== undefined) return free;
    if (!("view" in atom)) throw new RangeError("an atom without a field");
    const field = fieldOf(atom.view);
    if (field === "caller") return this.#callerLiteral(atom);
    if (field === "clock") return this.#choiceLiteral(this.#clock, atom);
    if (field === "owner" || (field === "resource" && this.#owned !== undefined)) {
      const present = this.#ownerPresent.get(atom.view);
      const literal = atom.is === "present" ? this.clauses.always() : this.#choiceLiteral(this.#owned, atom);
      return present === undefined ? literal : this.clauses.all([present, literal]);
    }
    return this.#keyLiteral(atom.view, atom);
  }

  #keyLiteral(view: View, atom: Atom): Literal {
    const set = this.#sets.get(view);
    if (set === undefined) return this.#choiceLiteral(this.#texts.get(view), atom);
    if (atom.is === "present") return set.present;
    if (atom.is === "lone") return set.lone;
    if (!readsValues(atom)) throw new RangeError(`no reading of ${atom.is} on ${view}`);
    return this.clauses.any(set.literals.filter((_, at) => set.cells[at]?.has(atom.set)));
  }

  #choiceLiteral<V>(field: Chosen<V> | undefined, atom: Atom): Literal {
    if (field === undefined) throw new RangeError("an atom whose field was not made");
    const inside = field.literals.filter((_, at) => field.choices[at]?.has(atom));
    return inside.length === field.literals.length ? this.clauses.always() : this.clauses.any(inside);
  }

  #callerLiteral(atom: Atom & { readonly view: View }): Literal {
    const field = this.#caller;
    if (field === undefined) throw new RangeError("an atom whose field was not made");
    const derived = field.literals.filter((_, at) => field.choices[at]?.has(atom));
    const free = field.literals.filter((_, at) => isFree(field.choices[at]?.value ?? null, atom.view));
    if (free.length === 0) return this.clauses.any(derived);
    const given = this.clauses.all([this.clauses.any(free), this.#keyLiteral(atom.view, atom)]);
    return this.clauses.any([...derived, given]);
  }

  /** An atom's value under a model, read from the fields' own variables: gates are not part of an answer. */
  #truth(atom: Atom, model: Model): boolean {
    const holds = (literal: Literal | undefined) => literal !== undefined && truth(model, literal) === true;
    const free = this.#free.get(atom);
    if (free !== undefined) return holds(free);
    if (!("view" in atom)) return false;
    const chosen = <V>(field: Chosen<V> | undefined) =>
      field?.choices[field.literals.findIndex((literal) => holds(literal))];
    const ofKey = (): boolean => {
      const set = this.#sets.get(atom.view);
      if (set === undefined) return chosen(this.#texts.get(atom.view))?.has(atom) ?? false;
      if (atom.is === "present") return holds(set.present);
      if (atom.is === "lone") return holds(set.lone);
      return readsValues(atom) && set.cells.some((cell, at) => holds(set.literals[at]) && cell.has(atom.set));
    };
    const field = fieldOf(atom.view);
    if (field === "caller") {
      const choice = chosen(this.#caller);
      return choice?.has(atom) === true || (isFree(choice?.value ?? null, atom.view) && ofKey());
    }
    if (field === "clock") return chosen(this.#clock)?.has(atom) ?? false;
    if (field === "owner" || (field === "resource" && this.#owned !== undefined)) {
      const present = this.#ownerPresent.get(atom.view);
      return (
        (present === undefined || holds(present)) &&
        (atom.is === "present" || (chosen(this.#owned)?.has(atom) ?? false))
      );
    }
    return ofKey();
  }

  /** Documented readings first, then the fewest facts: nothing unseen, absent keys, first choices. */
  preferred(): Literal[] {
    const literals: Literal[] = [];
    for (const wanted of ["assume", "unseen"] as const) {
      for (const [atom, literal] of this.#free) if (atom.is === wanted) literals.push(-literal);
    }
    for (const field of [this.#caller, this.#owned, this.#clock]) literals.push(...(field?.literals ?? []));
    for (const literal of this.#ownerPresent.values()) literals.push(literal);
    for (const { present, lone, literals: cells } of this.#sets.values())
      literals.push(-present, lone, ...cells.map((cell) => -cell));
    for (const { literals: choices } of this.#texts.values()) literals.push(...choices);
    for (const [atom, literal] of this.#free) {
      if (atom.is !== "assume" && atom.is !== "unseen") literals.push(-literal);
    }
    return literals;
  }

  read(model: Model): Selection {
    let unsampled = false;
    const chosen = <V>(field: Chosen<V> | undefined): V | undefined => {
      const at = field?.literals.findIndex((literal) => truth(model, literal) === true) ?? -1;
      const value = field?.choices[at]?.value;
      if (value === null) unsampled = true;
      return value ?? undefined;
    };
    const keys = new Map<string, { set: boolean; values: string[] } | null>();
    for (const [view, field] of this.#texts) {
      const value = chosen(field);
      if (view.startsWith("key:") || view.startsWith("caller:") || view.startsWith("hole:")) {
        keys.set(view, value === undefined ? null : { set: false, values: [value] });
      }
    }
    for (const [view, field] of this.#sets) {
      if (truth(model, field.present) !== true) {
        keys.set(view, null);
        continue;
      }
      const hit = field.cells.filter((_, at) => truth(model, field.literals[at] ?? 0) === true);
      if (hit.some((cell) => cell.sample === null)) unsampled = true;
      const lone = field.asksLone && truth(model, field.lone) === true;
      keys.set(view, { set: !lone, values: hit.flatMap((cell) => cell.sample ?? []) });
    }
    const owned = chosen(this.#owned);
    for (const [view, literal] of this.#ownerPresent) {
      keys.set(view, truth(model, literal) === true ? { set: false, values: [owned?.owner ?? ""] } : null);
    }
    return {
      action: chosen(this.#texts.get("action")),
      resource: chosen(this.#texts.get("resource")),
      owned,
      caller: chosen(this.#caller),
      clock: chosen(this.#clock),
      keys,
      truths: new Map(this.#atoms.map((atom) => [atom, this.#truth(atom, model)])),
      unsampled,
    };
  }
}

function isFree(caller: Caller | null, view: View): boolean {
  const row = CALLER_ROWS.find((each) => each.kind === caller?.kind);
  return row !== undefined && leavesFree(row, view);
}

function fieldOf(view: View): string {
  if (CALLER_VIEWS.has(view) || view === "caller:canonical") return "caller";
  if (CLOCK_VIEWS.has(view)) return "clock";
  return OWNER_VIEWS.has(view) ? "owner" : view;
}
