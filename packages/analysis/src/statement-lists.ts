// Checked: the classes decide what is new; these lists only name it.
import type { Catalog } from "@keyaki/catalog";
import type { ActionClass, ActionLookup } from "@keyaki/encoding";
import type { Pattern } from "@keyaki/policy";
import {
  actionGlob,
  EVERY_TEXT,
  foldAscii,
  globSet,
  type ResourceWildcard,
  resourceGlobs,
  type StatementMeaning,
  type ValueSet,
  variablesIn,
} from "@keyaki/semantics";

/** A pattern of a statement and what it matches. */
export interface PatternSet {
  readonly written: string;
  readonly set: ValueSet;
}

/** The resource patterns of a statement. Under NotResource every pattern takes part in every class. */
export function patternSets({ statement, policy }: StatementMeaning, mode: ResourceWildcard): PatternSet[] {
  const list = statement.resource;
  if (list === null) return [];
  return list.patterns.map((pattern) => {
    const set = globSet(resourceGlobs([pattern], policy.kind, mode, true));
    const decides = !list.negated && variablesIn(set).length === 0;
    return { written: pattern.written, set: decides ? set : EVERY_TEXT };
  });
}

/** More wildcards of a statement than this are not told apart. */
export const MOST_WILDCARDS = 64;

/** The action patterns of a statement that hold a wildcard. */
export function wildcardSets({ statement }: StatementMeaning): PatternSet[] {
  if (statement.action.negated) return [];
  return statement.action.patterns
    .filter(isWild)
    .map((pattern) => ({ written: pattern.written, set: globSet([actionGlob(pattern)]) }));
}

function isWild(pattern: Pattern): boolean {
  return pattern.parts.some((part) => part.is !== "text");
}

/** The actions of some classes, in a report's words. */
export interface ActionLists {
  /** Patterns all of whose actions are among the classes, and the names that these leave over. */
  readonly actions: readonly string[];
  /** Every known action one by one, and literals that the catalog does not know as they are written. */
  readonly complete: readonly string[];
  /** Patterns that reach further actions, which AWS does not have yet. */
  readonly future: readonly string[];
  /** Literals that the catalog does not know: someone wrote them, so they count as real. */
  readonly unknown: readonly string[];
}

/** The wildcards of a statement all of whose actions are reached, and the others. */
export interface Wildcards {
  readonly whole: readonly PatternSet[];
  readonly partly: readonly PatternSet[];
  /** Those that the classes do not tell apart, since they would be too many: each of them may hold any class. */
  readonly untold: readonly PatternSet[];
}

/** Sorts wildcards that the classes tell apart by whether every class that they hold is among those reached. */
export function sortWildcards(
  wildcards: readonly PatternSet[],
  reached: ReadonlySet<ActionClass>,
  classes: ActionLookup,
): Pick<Wildcards, "whole" | "partly"> {
  const isWhole = ({ set }: PatternSet) => {
    const holding = classes.classes.filter((each) => each.has({ is: "in", view: "action", set }));
    return holding.length > 0 && holding.every((each) => reached.has(each));
  };
  const whole = wildcards.filter(isWhole);
  return { whole, partly: wildcards.filter((each) => !whole.includes(each)) };
}

/** Names the actions of a statement that lie in the given classes. */
export function actionLists(
  { statement }: StatementMeaning,
  wanted: readonly ActionClass[],
  classes: ActionLookup,
  { whole, partly, untold }: Wildcards,
  catalog: Catalog,
): ActionLists {
  const chosen = new Set(wanted);
  const isChosen = (name: string) => {
    const found = classes.classOf(name);
    return found !== undefined && chosen.has(found);
  };
  const names = new Set<string>();
  const unknown = new Set<string>();
  const named = whole.filter((pattern) => isMostly(pattern, chosen, classes, catalog));
  for (const pattern of statement.action.negated ? [] : statement.action.patterns) {
    if (isWild(pattern)) {
      for (const name of catalog.actionsWithPrefix(literalPrefix(pattern))) if (isChosen(name)) names.add(name);
    } else if (isChosen(pattern.written)) {
      const known = catalog.action(pattern.written)?.name;
      names.add(known ?? pattern.written);
      if (known === undefined) unknown.add(pattern.written);
    }
  }
  if (statement.action.negated) for (const name of catalog.actionNames) if (isChosen(name)) names.add(name);
  const complete = [...names].sort(inLowerCase);
  const covered = (name: string) => named.some(({ set }) => set.is === "globs" && classOfHas(classes, name, set));
  const left = complete.filter((name) => !covered(name));
  // A class with a member that nobody knows is open: AWS may add an action to it.
  const open = wanted.filter(
    (each) =>
      catalog.action(each.value) === undefined &&
      !unknown.has(each.value) &&
      !isWritten(statement.action.patterns, each.value),
  );
  const growing = partly.filter(({ set }) => open.some((each) => each.has({ is: "in", view: "action", set })));
  const mayGrow = open.length > 0 ? untold : [];
  const future =
    statement.action.negated && open.length > 0 ? ["*"] : [...growing, ...mayGrow].map((each) => each.written);
  return { actions: [...named.map((each) => each.written), ...left], complete, future, unknown: [...unknown] };
}

/** Part of a pattern's known actions that a group must hold to be named by the pattern: the few others are named beside it. */
const MOSTLY = 0.9;

function isMostly(
  { written, set }: PatternSet,
  chosen: ReadonlySet<ActionClass>,
  classes: ActionLookup,
  catalog: Catalog,
): boolean {
  const matching = catalog
    .actionsWithPrefix(written.slice(0, written.search(/[*?]/)))
    .flatMap((name) => classes.classOf(name) ?? [])
    .filter((each) => each.has({ is: "in", view: "action", set }));
  return matching.filter((each) => chosen.has(each)).length >= MOSTLY * matching.length;
}

function isWritten(patterns: readonly Pattern[], lower: string): boolean {
  return patterns.some((pattern) => foldAscii(pattern.written) === lower);
}

function classOfHas(classes: ActionLookup, name: string, set: ValueSet): boolean {
  return classes.classOf(name)?.has({ is: "in", view: "action", set }) ?? false;
}

function literalPrefix(pattern: Pattern): string {
  const [first] = pattern.parts;
  return first?.is === "text" ? first.text : "";
}

function inLowerCase(left: string, right: string): number {
  const [a, b] = [foldAscii(left), foldAscii(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
