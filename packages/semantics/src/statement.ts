// Trusted: when a statement applies to a request.
import type { Condition, Pattern, PatternList, Policy, PolicyKind, Statement } from "@keyaki/policy";
import { conditionMeaning } from "./condition.ts";
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
import {
  anyStrength,
  notPrincipalMeaning,
  ofAccountAtEndpoint,
  type PrincipalMeaning,
  principalMeaning,
} from "./principal.ts";
import type { Rules } from "./rules.ts";
import { type Glob, globSet } from "./value-set.ts";

/** A statement's parts as formulas; together they say when it applies. Origins are kept here, so that equal statements share their nodes. */
export interface StatementMeaning {
  readonly policy: Policy;
  readonly statement: Statement;
  readonly action: Formula;
  readonly resource: Formula;
  readonly conditions: readonly { readonly condition: Condition; readonly holds: Formula }[];
  /** Whom it means; null in a policy without principals. */
  readonly principal: PrincipalMeaning | null;
  /** Everything but the principal. */
  readonly body: Formula;
  /** The whole statement, for a principal of any strength. */
  readonly applies: Formula;
}

/** The meaning of one statement of a policy. */
export function statementMeaning(policy: Policy, statement: Statement, rules: Rules): StatementMeaning {
  const { build } = rules;
  const action = listMeaning(
    statement.action,
    onceFor("action", (patterns) => actionsMeaning(patterns, rules), rules),
    rules,
  );
  const resource =
    statement.resource === null
      ? build.always
      : build.all(
          listMeaning(
            statement.resource,
            onceFor(policy.kind, (patterns) => resourcesMeaning(patterns, policy.kind, rules), rules),
            rules,
          ),
          hasOnlyStars(statement.resource) || policy.kind !== "scp" || statement.effect === "Deny"
            ? build.always
            : rules.assume("scp-allow-resource", "matched"),
        );
  const conditions = statement.conditions.map((condition) => ({
    condition,
    holds: conditionMeaning(condition, rules),
  }));
  const body = build.all(
    action,
    resource,
    ...conditions.map((each) => each.holds),
    statement.emptyCondition === null ? build.always : rules.assume("empty-condition", "no-condition"),
    variablesPresent(statement, rules),
  );
  const principal = statement.principal === null ? null : principalOf(statement, policy.kind, rules);
  const applies = principal === null ? body : build.all(body, anyStrength(principal, rules));
  return { policy, statement, action, resource, conditions, principal, body, applies };
}

/** All that an Allow of a service control policy can have by one of two sentences. AWS page: orgs_manage_policies_scps_syntax. */
function hasOnlyStars({ negated, patterns }: PatternList): boolean {
  return !negated && patterns.every(isEverything);
}

function principalOf(statement: Statement, kind: PolicyKind, rules: Rules): PrincipalMeaning | null {
  const list = statement.principal;
  if (list === null) return null;
  const ofAccount = kind === "endpoint" ? ofAccountAtEndpoint(statement.effect, rules) : rules.build.always;
  if (!list.negated) return principalMeaning(list, rules, ofAccount);
  if (list.entries.length === 0) {
    return {
      direct: rules.assume("empty-not-list", "everything"),
      indirect: rules.build.never,
      account: rules.build.never,
    };
  }
  // Allow with NotPrincipal is no longer supported; where it still stands it grants everyone else.
  const everyoneElse = notPrincipalMeaning(list, statement.effect, rules, ofAccount);
  return { direct: everyoneElse, indirect: rules.build.never, account: rules.build.never };
}

function listMeaning(list: PatternList, of: (patterns: readonly Pattern[]) => Formula, rules: Rules): Formula {
  if (!list.negated) return of(list.patterns);
  if (list.patterns.length === 0) return rules.assume("empty-not-list", "everything");
  return rules.build.not(of(list.patterns));
}

const meanings = new WeakMap<Rules, Map<string, Formula>>();

/** Both sides of a question mostly hold the same lists: each is made into a formula once. */
function onceFor(
  what: string,
  of: (patterns: readonly Pattern[]) => Formula,
  rules: Rules,
): (patterns: readonly Pattern[]) => Formula {
  return (patterns) => {
    const known = meanings.get(rules) ?? new Map<string, Formula>();
    meanings.set(rules, known);
    const key = what + patterns.map(patternKey).join("");
    const formula = known.get(key) ?? of(patterns);
    known.set(key, formula);
    return formula;
  };
}

const patternKeys = new WeakMap<Pattern, string>();

/** Equal exactly for patterns of equal parts: the same text has other parts under another version of the policy language. */
function patternKey(pattern: Pattern): string {
  const known = patternKeys.get(pattern);
  if (known !== undefined) return known;
  const [first, second] = pattern.parts;
  let made: string;
  if (
    first?.is === "text" &&
    !first.text.includes("\n") &&
    (second === undefined || second.is === "many") &&
    pattern.parts.length <= 2
  ) {
    // Nearly all patterns are a text, or a text and a star.
    made = `${second === undefined ? "=" : "*"}${first.text}\n`;
  } else made = `${JSON.stringify(pattern.parts)}\n`;
  patternKeys.set(pattern, made);
  return made;
}

function actionsMeaning(patterns: readonly Pattern[], rules: Rules): Formula {
  const certain: Glob[] = [];
  const open: Glob[] = [];
  for (const pattern of patterns) {
    const prefix = servicePrefix(pattern);
    const wild = prefix === null ? pattern.parts : prefix;
    const partial =
      wild.some((part) => part.is === "many" || part.is === "one") && !wild.every((part) => part.is === "many");
    (partial ? open : certain).push(actionGlob(pattern));
  }
  const { build } = rules;
  const all = rules.in("action", globSet([...certain, ...open]));
  if (open.length === 0) return all;
  return build.any(
    build.all(rules.assume("service-prefix-wildcard", "whole-only"), rules.in("action", globSet(certain))),
    build.all(rules.assume("service-prefix-wildcard", "glob"), all),
  );
}

/** Kinds whose short ARNs AWS completes. AWS pages: reference_policies_grammar, reference-arns (managed policies are identity policies, also as boundaries). */
const COMPLETED: ReadonlySet<PolicyKind> = new Set(["identity", "boundary", "session"]);
const MODES: readonly ResourceWildcard[] = ["aws-2026", "whole-string", "segment"];

function resourcesMeaning(patterns: readonly Pattern[], kind: PolicyKind, rules: Rules): Formula {
  const { build } = rules;
  const byMode = MODES.map((mode) => ({ mode, set: globSet(resourceGlobs(patterns, kind, mode, true)) }));
  const hasShort =
    !COMPLETED.has(kind) && patterns.some((pattern) => !isEverything(pattern) && arnSegments(pattern).length < 6);
  const meaning = (mode: ResourceWildcard, set: ReturnType<typeof globSet>): Formula => {
    const byKind = rules.in("resource", set);
    if (!hasShort) return byKind;
    const literal = rules.in("resource", globSet(resourceGlobs(patterns, kind, mode, false)));
    const completed = rules.in("resource", globSet(resourceGlobs(patterns, "identity", mode, true)));
    return build.any(
      build.all(rules.assume("short-arn", "by-kind"), byKind),
      build.all(rules.assume("short-arn", "literal"), literal),
      build.all(rules.assume("short-arn", "completed"), completed),
    );
  };
  const readings = byMode.map(({ mode, set }) => ({ mode, formula: meaning(mode, set) }));
  const [first] = readings;
  if (first === undefined) return build.never;
  if (readings.every((reading) => reading.formula === first.formula)) return first.formula;
  return build.any(
    ...readings.map((reading) => build.all(rules.assume("resource-wildcard", reading.mode), reading.formula)),
  );
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

/** Under `absent-variable` = `statement-invalid` a statement whose variable has no value applies to nothing. */
function variablesPresent(statement: Statement, rules: Rules): Formula {
  const { build } = rules;
  const patterns = [
    ...(statement.resource?.patterns ?? []),
    ...statement.conditions.flatMap((condition) => condition.values.map((value) => value.pattern)),
  ];
  const views = new Set<string>();
  for (const pattern of patterns) {
    for (const part of pattern.parts) {
      if (part.is === "variable" && part.fallback === undefined) views.add(`key:${part.key}`);
    }
  }
  if (views.size === 0) return build.always;
  return build.any(
    rules.assume("absent-variable", "no-value"),
    build.all(...[...views].map((view) => rules.present(view))),
  );
}
