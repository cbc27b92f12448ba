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

/** Classes of actions that share what the question asks of the rest of a request. */
export interface ActionGroup {
  /** None where actions are left open. */
  readonly actions: readonly ActionClass[];
  readonly classes: ActionLookup;
  readonly residual: Formula;
}

/** The question cut by its actions, unless these are left open. `extra`: sets that the classes must tell apart too. */
export function actionGroups(
  question: Formula,
  rules: Rules,
  limits: Limits,
  lazy: ReadonlySet<View>,
  extra: readonly ValueSet[] = [],
): ActionGroup[] {
  if (lazy.has("action")) return [{ actions: [], classes: NO_CLASSES, residual: question }];
  const { classes, leaves } = splitActions(question, rules, limits, extra);
  const merged: Merged = new Map();
  const byResidual = new Map<number, ActionGroup & { readonly actions: ActionClass[] }>();
  for (const { action, residual: given } of leaves) {
    const residual = mergeAlternatives(given, rules, merged);
    const group = byResidual.get(residual.id) ?? { residual, actions: [], classes };
    group.actions.push(action);
    byResidual.set(residual.id, group);
  }
  return [...byResidual.values()];
}

/** Every text has its classes listed. */
export const NONE_LAZY: ReadonlySet<View> = new Set();
const NO_CLASSES: ActionLookup = { classes: [], classOf: () => undefined };

/** What is asked of some actions cut by the resource, unless that is left open. */
export function leavesOfGroup(
  { residual, actions, classes }: ActionGroup,
  rules: Rules,
  limits: Limits,
  lazy: ReadonlySet<View>,
  extra: readonly ValueSet[] = [],
): Leaf[] {
  const resourceAtoms = atomsOf([residual]).filter((atom) => readsValues(atom) && atom.view === "resource");
  const leaves = lazy.has("resource")
    ? [wholeLeaf(residual, rules, limits)]
    : [...splitResources(residual, rules, limits, extra)];
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
