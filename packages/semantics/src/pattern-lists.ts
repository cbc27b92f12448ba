// Trusted: what a list of Action or Resource patterns matches.
import type { Pattern, PolicyKind } from "@keyaki/policy";
import type { Formula } from "./formula.ts";
import {
  actionGlob,
  arnSegments,
  isEverything,
  likeGlob,
  type ResourceWildcard,
  resourceGlob,
  servicePrefix,
  shortArnSegments,
} from "./glob.ts";
import { partsKey, patternsKey, Remembered } from "./remembered.ts";
import type { Rules } from "./rules.ts";
import { type Glob, globSet, type ValueSet } from "./value-set.ts";

/** The actions that a list names. */
interface ActionSets {
  readonly all: ValueSet;
  /** Without the patterns that match less where a wildcard does not work in a service prefix; null: there are none of those. */
  readonly certain: ValueSet | null;
}

// Versions of a policy, and policies of an account, hold the same lists and patterns again and again.
const actionLists = new Remembered<ActionSets>();
const actionGlobs = new Remembered<Glob>();
const meanings = new WeakMap<Rules, Map<object, Formula>>();

/** The formula that follows from some sets, made once for one question. */
function onceFor<S extends object>(sets: S, rules: Rules, make: (sets: S) => Formula): Formula {
  const known = meanings.get(rules) ?? new Map<object, Formula>();
  meanings.set(rules, known);
  const formula = known.get(sets) ?? make(sets);
  known.set(sets, formula);
  return formula;
}

/** "The action matches one of the patterns." */
export function actionsMeaning(patterns: readonly Pattern[], rules: Rules): Formula {
  const sets = actionLists.get(patternsKey(patterns), () => actionSets(patterns));
  return onceFor(sets, rules, ({ all, certain }) => {
    const { build } = rules;
    const every = rules.in("action", all);
    if (certain === null) return every;
    return build.any(
      build.all(rules.assume("service-prefix-wildcard", "whole-only"), rules.in("action", certain)),
      build.all(rules.assume("service-prefix-wildcard", "glob"), every),
    );
  });
}

function actionSets(patterns: readonly Pattern[]): ActionSets {
  const certain: Glob[] = [];
  const open: Glob[] = [];
  for (const pattern of patterns) {
    const glob = actionGlobs.get(partsKey(pattern.parts), () => actionGlob(pattern));
    (hasWildPrefix(pattern) ? open : certain).push(glob);
  }
  return { all: globSet([...certain, ...open]), certain: open.length === 0 ? null : globSet(certain) };
}

/** The service prefix holds a wildcard beside other characters. */
function hasWildPrefix(pattern: Pattern): boolean {
  const [first] = pattern.parts;
  if (first?.is === "text" && first.text.includes(":")) return false;
  const wild = servicePrefix(pattern) ?? pattern.parts;
  return wild.some((part) => part.is === "many" || part.is === "one") && !wild.every((part) => part.is === "many");
}

/** Kinds whose short ARNs AWS completes. AWS pages: reference_policies_grammar, reference-arns (managed policies are identity policies, also as boundaries). */
const COMPLETED: ReadonlySet<PolicyKind> = new Set(["identity", "boundary", "session"]);
const MODES: readonly ResourceWildcard[] = ["aws-2026", "whole-string", "segment"];

/** The resources that a list names under one reading of wildcards. */
interface ResourceSets {
  readonly mode: ResourceWildcard;
  readonly byKind: ValueSet;
  /** How short ARNs are read otherwise; null: the list holds none whose reading is open. */
  readonly short: { readonly literal: ValueSet; readonly completed: ValueSet } | null;
}

const resourceLists = new Remembered<readonly ResourceSets[]>();

/** "The resource matches one of the patterns", for a policy of a kind. */
export function resourcesMeaning(patterns: readonly Pattern[], kind: PolicyKind, rules: Rules): Formula {
  const lists = resourceLists.get(`${kind} ${patternsKey(patterns)}`, () => resourceSets(patterns, kind));
  return onceFor(lists, rules, (sets) => {
    const { build } = rules;
    const readings = sets.map((each) => ({ mode: each.mode, formula: readingMeaning(each, rules) }));
    const [first] = readings;
    if (first === undefined) return build.never;
    if (readings.every((reading) => reading.formula === first.formula)) return first.formula;
    return build.any(
      ...readings.map((reading) => build.all(rules.assume("resource-wildcard", reading.mode), reading.formula)),
    );
  });
}

/** Every glob that a list of Resource patterns is under some reading. */
export function* resourceGlobsOf(patterns: readonly Pattern[], kind: PolicyKind): Generator<Glob> {
  const lists = resourceLists.get(`${kind} ${patternsKey(patterns)}`, () => resourceSets(patterns, kind));
  for (const { byKind, short } of lists) {
    for (const set of short === null ? [byKind] : [byKind, short.literal, short.completed]) {
      if (set.is === "globs") yield* set.globs;
    }
  }
}

function readingMeaning({ byKind, short }: ResourceSets, rules: Rules): Formula {
  const { build } = rules;
  const formula = rules.in("resource", byKind);
  if (short === null) return formula;
  return build.any(
    build.all(rules.assume("short-arn", "by-kind"), formula),
    build.all(rules.assume("short-arn", "literal"), rules.in("resource", short.literal)),
    build.all(rules.assume("short-arn", "completed"), rules.in("resource", short.completed)),
  );
}

function resourceSets(patterns: readonly Pattern[], kind: PolicyKind): ResourceSets[] {
  const hasShort =
    !COMPLETED.has(kind) && patterns.some((pattern) => !isEverything(pattern) && arnSegments(pattern).length < 6);
  const known = new Map<string, ValueSet>();
  const once = (globs: readonly Glob[]): ValueSet => {
    const set = globSet(globs);
    const key = JSON.stringify(set.is === "globs" ? set.globs.map((glob) => glob.key) : []);
    known.set(key, known.get(key) ?? set);
    return known.get(key) ?? set;
  };
  return MODES.map((mode) => ({
    mode,
    byKind: once(resourceGlobs(patterns, kind, mode, true)),
    short: hasShort
      ? {
          literal: once(resourceGlobs(patterns, kind, mode, false)),
          completed: once(resourceGlobs(patterns, "identity", mode, true)),
        }
      : null,
  }));
}

/** What a Resource pattern of a policy of this kind matches, under one reading of the open rules. */
export function resourceGlobs(
  patterns: readonly Pattern[],
  kind: PolicyKind,
  mode: ResourceWildcard,
  byKind: boolean,
): Glob[] {
  const globs: Glob[] = [];
  for (const pattern of patterns) {
    if (isEverything(pattern)) {
      globs.push(likeGlob(pattern));
      continue;
    }
    const segments = arnSegments(pattern);
    if (segments.length === 6) {
      globs.push(resourceGlob(segments, mode));
      continue;
    }
    const reading = byKind ? shortArnSegments(segments, kind) : "glob";
    if (reading === "glob") globs.push(likeGlob(pattern));
    else if (reading !== "nothing") globs.push(resourceGlob(reading, mode));
  }
  return globs;
}
