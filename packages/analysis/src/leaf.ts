// Trusted: the leaves together must be the whole question.
import type { Limits } from "@keyaki/encoding";
import {
  type ActionClass,
  type ActionLookup,
  type Choice,
  isRelation,
  type KnownText,
  type Merged,
  mergeAlternatives,
  readsValues,
  type Selection,
  splitActions,
  splitResources,
  type Target,
  takenApart,
  wholeLeaf,
} from "@keyaki/encoding";
import { type Atom, atomsOf, type Formula, type Rules, type ValueSet, type View } from "@keyaki/semantics";

/** A residual and where it stands: the classes of actions that share it (none yet where actions are left open), and one class of resources. */
export interface Leaf {
  readonly actions: readonly ActionClass[];
  readonly classes: ActionLookup;
  /** null: the residual does not read the resource, or reads it together with its owner. */
  readonly resource: Choice<string | undefined> | null;
  readonly resourceAtoms: readonly Atom[];
  readonly residual: Formula;
  /** What the class says of the resource. */
  readonly text: KnownText | null;
}

/** Sets that the classes must tell apart beyond those that the question reads. */
export interface ExtraSets {
  readonly actions: readonly ValueSet[];
  readonly resources: readonly ValueSet[];
}

const NO_SETS: ExtraSets = { actions: [], resources: [] };

/** The question cut into leaves; those that nothing can satisfy are left out. */
export function leavesOf(
  question: Formula,
  rules: Rules,
  limits: Limits,
  extra: ExtraSets = NO_SETS,
  lazy: ReadonlySet<View> = NONE_LAZY,
): Leaf[] {
  const isOpen = (view: View) => lazy.has(view);
  if (isOpen("action")) return resourceLeaves(question, [], NO_CLASSES, rules, limits, extra, isOpen("resource"));
  const { classes, leaves } = splitActions(question, rules, limits, extra.actions);
  const merged: Merged = new Map();
  const byResidual = new Map<number, { residual: Formula; actions: ActionClass[] }>();
  for (const { action, residual: given } of leaves) {
    const residual = mergeAlternatives(given, rules, merged);
    const group = byResidual.get(residual.id) ?? { residual, actions: [] };
    group.actions.push(action);
    byResidual.set(residual.id, group);
  }
  return [...byResidual.values()].flatMap(({ residual, actions }) =>
    resourceLeaves(residual, actions, classes, rules, limits, extra, isOpen("resource")),
  );
}

const NONE_LAZY: ReadonlySet<View> = new Set();
const NO_CLASSES: ActionLookup = { classes: [], classOf: () => undefined };

function resourceLeaves(
  residual: Formula,
  actions: readonly ActionClass[],
  classes: ActionLookup,
  rules: Rules,
  limits: Limits,
  extra: ExtraSets,
  isOpen: boolean,
): Leaf[] {
  const resourceAtoms = atomsOf([residual]).filter((atom) => readsValues(atom) && atom.view === "resource");
  const leaves = isOpen
    ? [wholeLeaf(residual, rules, limits)]
    : splitResources(residual, rules, limits, extra.resources);
  return leaves.map((leaf) => ({ ...leaf, actions, classes, resourceAtoms }));
}

/** The leaf with what taking texts apart says of its relations; null where that leaves nothing. */
export function leafTakenApart(leaf: Leaf, rules: Rules, limits: Limits): Leaf | null {
  const residual = takenApart(leaf.residual, leaf.text, rules, limits);
  return residual.is === "never" ? null : { ...leaf, residual };
}

/** A model in which nothing is chosen: for leaves that no condition limits. */
export const NOTHING_SELECTED: Selection = {
  action: undefined,
  resource: undefined,
  owned: undefined,
  caller: undefined,
  clock: undefined,
  keys: new Map(),
  truths: new Map(),
  unsampled: false,
};

/** What a request at this leaf must be, under a model of its residual. */
export function targetOf(leaf: Leaf, selection: Selection): Target {
  const { resource } = leaf;
  const truths = new Map<Atom, boolean>();
  if (resource !== null) {
    for (const atom of leaf.resourceAtoms) if (!isRelation(atom)) truths.set(atom, resource.has(atom));
  }
  return { selection, resource: truths, resourceSample: resource?.value ?? selection.resource ?? null };
}
