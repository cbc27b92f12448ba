// Trusted: the leaves together must be the whole question.

import {
  type Atom,
  atomsOf,
  type Formula,
  globSet,
  OWNER_VIEWS,
  Restriction,
  type Rules,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { type ActionClass, ActionClasses } from "./action-classes.ts";
import { possibleCallers } from "./caller-choices.ts";
import { type Choice, readsValues, textChoices, type ValueAtom } from "./choice.ts";
import type { Limits } from "./limits.ts";
import { Multimap } from "./multimap.ts";
import { narrowQuestion } from "./narrow.ts";
import { jointFacts, type KnownText } from "./relations/joint.ts";
import { widened } from "./relations/relation.ts";
import { rememberedCells } from "./value-cells.ts";

/** One class of actions and what the question asks of the rest of the request. */
export interface ActionLeaf {
  readonly action: ActionClass;
  readonly residual: Formula;
}

/** One class of resources under one residual. */
export interface ResourceLeaf {
  /** null: the residual does not read the resource, or reads it together with its owner. */
  readonly resource: Choice<string | undefined> | null;
  readonly residual: Formula;
  /** What the class says of the resource; null where it is not looked at by itself. */
  readonly text: KnownText | null;
}

/** The question action class by action class (`extra`: sets that the classes must tell apart too); classes whose residual is never are left out. */
export function splitActions(
  question: Formula,
  rules: Rules,
  limits: Limits,
  extra: readonly ValueSet[] = [],
): { readonly classes: ActionClasses; readonly leaves: readonly ActionLeaf[] } {
  const byBase = new Multimap<ValueSet, Atom>();
  for (const atom of atomsOf([question])) {
    if (!readsValues(atom) || atom.view !== "action") continue;
    if (atom.set.is !== "globs") throw new RangeError("actions are asked for by patterns alone");
    byBase.add(atom.set, atom);
  }
  const classes = new ActionClasses([...byBase.keys(), ...extra], limits);
  const restriction = new Restriction(question, (atom) => outside(atom, "action"), rules.build);
  const leaves: ActionLeaf[] = [];
  for (const action of classes.classes) {
    const inside = new Map<Atom, boolean>();
    for (const set of action.sets()) for (const atom of byBase.get(set)) inside.set(atom, true);
    // For one class of actions ever more of both sides is the same, and fewer resources are in reach.
    const residual = narrowQuestion(restriction.under(inside), rules);
    if (residual.is !== "never") leaves.push({ action, residual });
  }
  return { classes, leaves };
}

/** What is known of an atom where the view's text lies in none of the sets. */
function outside(atom: Atom, view: View): boolean | undefined {
  return "view" in atom && atom.view === view ? !readsValues(atom) : undefined;
}

/** Resources have no examples of their own. */
const RESOURCES = {};

/** Whether the resource can be looked at by itself: nothing relates it to its owner. */
function readsOwner(atoms: readonly Atom[]): boolean {
  return atoms.some((atom) => readsValues(atom) && OWNER_VIEWS.has(atom.view));
}

/** A residual resource class by resource class, those left out that nothing can satisfy. `extra`: sets that the classes must tell apart too. */
export function* splitResources(
  residual: Formula,
  rules: Rules,
  limits: Limits,
  extra: readonly ValueSet[] = [],
): Generator<ResourceLeaf> {
  const atoms = atomsOf([residual]);
  const read = atoms.filter((atom) => readsValues(atom) && atom.view === "resource").filter(readsValues);
  if ((read.length === 0 && extra.length === 0) || readsOwner(atoms)) {
    const whole = wholeLeaf(residual, rules, limits);
    if (whole.residual.is !== "never") yield whole;
    return;
  }
  // A pattern with variables is false wherever the pattern with "anything" in their place is.
  const constants = new Map(
    read.flatMap((atom): [ValueSet, ValueSet][] => {
      if (variablesIn(atom.set).length === 0) return [[atom.set, atom.set]];
      // What a difference with variables leaves out may be more than it is known to be.
      return atom.set.is === "globs" ? [[atom.set, wide(atom.set)]] : [];
    }),
  );
  const sets = [...new Set([...constants.values(), ...extra])];
  const cells = rememberedCells(RESOURCES, "resource", sets, limits);
  const choices = textChoices(cells, false);
  // A class lies in few of the sets; differences are looked at each time.
  const byBase = new Multimap<ValueSet, ValueAtom>();
  const others: ValueAtom[] = [];
  for (const atom of read) {
    const constant = constants.get(atom.set);
    if (constant?.is === "difference") others.push(atom);
    else if (constant !== undefined) byBase.add(constant, atom);
  }
  const restriction = new Restriction(
    residual,
    (atom) => (readsValues(atom) && !constants.has(atom.set) ? undefined : outside(atom, "resource")),
    rules.build,
  );
  for (const [at, resource] of choices.entries()) {
    const inside = new Map<Atom, boolean | undefined>();
    const add = (atom: ValueAtom) => inside.set(atom, constants.get(atom.set) === atom.set ? true : undefined);
    for (const set of cells[at]?.sets() ?? []) for (const atom of byBase.get(set)) add(atom);
    for (const atom of others) if (resource.has(atom)) add(atom);
    const restricted = restriction.under(inside);
    const has = (set: ValueSet) => resource.has({ is: "in", view: "resource", set });
    const text = { view: "resource", sets, has };
    const rest = withJointFacts(restricted, text, rules, limits);
    if (rest.is !== "never") yield { resource, residual: rest, text };
  }
}

/** A residual that is not split: whatever the resource is. */
export function wholeLeaf(residual: Formula, rules: Rules, limits: Limits): ResourceLeaf {
  return { resource: null, residual: withJointFacts(residual, null, rules, limits), text: null };
}

function withJointFacts(residual: Formula, text: KnownText | null, rules: Rules, limits: Limits): Formula {
  return limits.takesApart === false ? residual : takenApart(residual, text, rules, limits);
}

/** The residual with what is known of its relations where the resource is of this class: texts are taken apart by the patterns they match. */
export function takenApart(residual: Formula, text: KnownText | null, rules: Rules, limits: Limits): Formula {
  return rules.build.all(residual, ...jointFacts(residual, possibleCallers(residual), text, rules, limits));
}

const wideSets = new WeakMap<ValueSet, ValueSet>();

function wide(set: ValueSet): ValueSet {
  if (set.is !== "globs") return set;
  const known = wideSets.get(set) ?? globSet(set.globs.map(widened));
  wideSets.set(set, known);
  return known;
}
