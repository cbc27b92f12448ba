// Trusted: when a statement applies to a request.
import type { Condition, Part, Pattern, PatternList, Policy, PolicyKind, Statement } from "@keyaki/policy";
import { conditionMeaning } from "./condition.ts";
import type { Formula } from "./formula.ts";
import { isEverything } from "./glob.ts";
import { actionsMeaning, resourcesMeaning } from "./pattern-lists.ts";
import {
  anyStrength,
  notPrincipalMeaning,
  ofAccountAtEndpoint,
  type PrincipalMeaning,
  principalMeaning,
} from "./principal.ts";
import { once, partsKey, patternsKey, valuesKey } from "./remembered.ts";
import type { Rules } from "./rules.ts";

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
  /** The statement with these patterns, some of its own, in its list of actions. */
  among(patterns: readonly Pattern[]): StatementMeaning;
}

/** The meaning of one statement of a policy, made as it is asked for: of most statements a question needs nothing. */
export function statementMeaning(policy: Policy, statement: Statement, rules: Rules): StatementMeaning {
  const action = once(() => listMeaning(statement.action, (patterns) => actionsMeaning(patterns, rules), rules));
  const whole = once(() => wholeMeaning(policy, statement, action(), rules));
  let last: { readonly patterns: readonly Pattern[]; readonly meaning: StatementMeaning } | null = null;
  return {
    policy,
    statement,
    get action() {
      return action();
    },
    get resource() {
      return whole().resource;
    },
    get conditions() {
      return whole().conditions;
    },
    get principal() {
      return whole().principal;
    },
    get body() {
      return whole().body;
    },
    get applies() {
      return whole().applies;
    },
    among(patterns) {
      if (last?.patterns !== patterns) {
        const short = { ...statement, action: { ...statement.action, patterns } };
        last = { patterns, meaning: statementMeaning(policy, short, rules) };
      }
      return last.meaning;
    },
  };
}

function wholeMeaning(
  policy: Policy,
  statement: Statement,
  action: Formula,
  rules: Rules,
): Pick<StatementMeaning, "resource" | "conditions" | "principal" | "body" | "applies"> {
  const { build } = rules;
  const resource =
    statement.resource === null
      ? build.always
      : build.all(
          listMeaning(statement.resource, (patterns) => resourcesMeaning(patterns, policy.kind, rules), rules),
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
  return { resource, conditions, principal, body, applies };
}

/** Whether two statements of policies of one kind say the same, word for word; `statementKey` without making keys. */
export function sameStatement(one: Statement, other: Statement): boolean {
  if (one === other) return true;
  if (one.effect !== other.effect || one.conditions.length !== other.conditions.length) return false;
  if (
    one.principal !== null ||
    other.principal !== null ||
    one.emptyCondition !== null ||
    other.emptyCondition !== null
  )
    return statementKey(one) === statementKey(other);
  if (!sameList(one.action, other.action)) return false;
  if (one.resource === null || other.resource === null) {
    if (one.resource !== other.resource) return false;
  } else if (!sameList(one.resource, other.resource)) return false;
  return one.conditions.every((condition, at) => sameCondition(condition, other.conditions[at]));
}

function sameCondition(one: Condition, other: Condition | undefined): boolean {
  if (other === undefined || one.key !== other.key || one.values.length !== other.values.length) return false;
  const [a, b] = [one.operator, other.operator];
  if (a.set !== b.set || a.base !== b.base || a.ifExists !== b.ifExists) return false;
  return one.values.every(({ pattern }, at) => samePattern(pattern, other.values[at]?.pattern));
}

function sameList(one: PatternList, other: PatternList): boolean {
  return (
    one.negated === other.negated &&
    one.patterns.length === other.patterns.length &&
    one.patterns.every((pattern, at) => samePattern(pattern, other.patterns[at]))
  );
}

/** Whether two patterns have equal parts. */
export function samePattern({ parts }: Pattern, other: Pattern | undefined): boolean {
  if (other === undefined || parts.length !== other.parts.length) return false;
  return parts.every((part, at) => samePart(part, other.parts[at]));
}

function samePart(one: Part, other: Part | undefined): boolean {
  if (one === other) return true;
  if (other === undefined || one.is !== other.is) return false;
  if (one.is === "text" && other.is === "text") return one.text === other.text;
  return partsKey([one]) === partsKey([other]);
}

const keys = new WeakMap<Statement, string>();

/** Equal for two statements of policies of one kind only if they apply to the same requests and have the same effect. */
export function statementKey(statement: Statement): string {
  const known = keys.get(statement);
  if (known !== undefined) return known;
  const { action } = statement;
  const made = joined([`${action.negated} ${patternsKey(action.patterns)}`, ...keysButAction(statement)]);
  keys.set(statement, made);
  return made;
}

const keysOfRest = new WeakMap<Statement, string>();

/** Equal for two statements of policies of one kind only if they apply to the same requests for the actions that both name. */
export function keyButAction(statement: Statement): string {
  const known = keysOfRest.get(statement);
  if (known !== undefined) return known;
  const made = joined(keysButAction(statement));
  keysOfRest.set(statement, made);
  return made;
}

function keysButAction({ effect, principal, resource, conditions, emptyCondition }: Statement): string[] {
  return [
    effect,
    principal === null
      ? ""
      : JSON.stringify([principal.negated, principal.entries.map(({ is, value }) => [is, value])]),
    resource === null ? "" : `${resource.negated} ${patternsKey(resource.patterns)}`,
    emptyCondition === null ? "" : JSON.stringify(emptyCondition),
    ...conditions.map(
      ({ operator, key, values }) =>
        `${operator.set} ${operator.base} ${operator.ifExists} ${key.length}:${key} ${valuesKey(values)}`,
    ),
  ];
}

function joined(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join("");
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

/** Under `absent-variable` = `statement-invalid` a statement whose variable has no value applies to nothing. */
function variablesPresent(statement: Statement, rules: Rules): Formula {
  const { build } = rules;
  const views = new Set<string>();
  const look = ({ parts }: Pattern): void => {
    for (const part of parts) {
      if (part.is === "variable" && part.fallback === undefined) views.add(`key:${part.key}`);
    }
  };
  statement.resource?.patterns.forEach(look);
  for (const { values } of statement.conditions) for (const { pattern } of values) look(pattern);
  if (views.size === 0) return build.always;
  return build.any(
    rules.assume("absent-variable", "no-value"),
    build.all(...[...views].map((view) => rules.present(view))),
  );
}
