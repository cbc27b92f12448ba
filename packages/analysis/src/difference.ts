// Trusted: a statement, or an action of one, that is left out here must not be able to tell the sides apart.
import type { Pattern, Statement } from "@keyaki/policy";
import {
  type Formula,
  keyButAction,
  PatternKeys,
  type PolicySetMeaning,
  type Rules,
  type StatementMeaning,
  StatementReach,
  samePattern,
  sameStatement,
  statementKey,
} from "@keyaki/semantics";

/** What a formula leaves out: statements only, or actions of their lists too. Lists of access name whole statements, which their classes must know. */
export type Leaving = "statements" | "actions";

/** "FIRST allows and SECOND does not", with nothing that cannot make it true. */
export function allowedByFirstOnly(
  first: PolicySetMeaning,
  second: PolicySetMeaning,
  leaving: Leaving,
  rules: Rules,
): Formula {
  const { build } = rules;
  if (!first.plain || !second.plain) return build.all(first.allows, build.not(second.allows));
  const own = onlyAmong(allowsOf(first), allowsOf(second), leaving);
  const lost = onlyAmong(deniesOf(second), deniesOf(first), leaving);
  // What both allow, only a Deny of SECOND alone can make a difference to, and only where that Deny applies.
  const near = partsNear([...own, ...lost], leaving);
  const giving = lost.length === 0 ? own : near(allowsOf(first));
  const holds = build.all(build.not(anyOf(near(deniesOf(first)), rules)), anyOf(giving, rules));
  const fails = build.all(build.not(anyOf(near(deniesOf(second)), rules)), anyOf(near(allowsOf(second)), rules));
  return build.all(holds, build.not(fails));
}

/** "SECOND denies and FIRST does not", likewise. */
export function deniedBySecondOnly(
  first: PolicySetMeaning,
  second: PolicySetMeaning,
  leaving: Leaving,
  rules: Rules,
): Formula {
  const lost = onlyAmong(deniesOf(second), deniesOf(first), leaving);
  const near = partsNear(lost, leaving);
  return rules.build.all(anyOf(lost, rules), rules.build.not(anyOf(near(deniesOf(first)), rules)));
}

export function allowsOf({ statements }: PolicySetMeaning): StatementMeaning[] {
  return statements.filter(({ statement }) => statement.effect === "Allow");
}

export function deniesOf({ statements }: PolicySetMeaning): StatementMeaning[] {
  return statements.filter(({ statement }) => statement.effect === "Deny");
}

function anyOf(statements: readonly StatementMeaning[], rules: Rules): Formula {
  return rules.build.any(...statements.map((each) => each.applies));
}

/**
 * What of some statements does not stand among the others as well: a statement that differs from one of the others in its list of actions
 * alone keeps those that the other does not name. Versions of a policy mostly begin and end alike, which is seen without making keys.
 */
function onlyAmong(
  statements: readonly StatementMeaning[],
  others: readonly StatementMeaning[],
  leaving: Leaving,
): StatementMeaning[] {
  const [left, rest] = unlike(statements, others, (one, other) => sameStatement(one.statement, other.statement));
  if (left.length === 0 || rest.length === 0) return left;
  const isWhole = ({ action }: Statement) => action.negated || leaving === "statements";
  const whole = new Set(rest.flatMap(({ statement }) => (isWhole(statement) ? statementKey(statement) : [])));
  const named = actionsNamed(rest.map(({ statement }) => statement));
  return left.flatMap((meaning) => {
    const { statement } = meaning;
    if (isWhole(statement)) return whole.has(statementKey(statement)) ? [] : [meaning];
    const lists = named(statement);
    return lists === null ? [meaning] : cut(meaning, notNamed(statement.action.patterns, lists));
  });
}

/** Two lists without what both begin and end with. */
function unlike<T>(one: readonly T[], other: readonly T[], isSame: (a: T, b: T) => boolean): [T[], T[]] {
  const same = (at: number, beside: number) => {
    const [a, b] = [one[at], other[beside]];
    return a !== undefined && b !== undefined && isSame(a, b);
  };
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && same(start, start)) start++;
  let end = 0;
  while (end < most - start && same(one.length - 1 - end, other.length - 1 - end)) end++;
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)];
}

/** The patterns that stand in none of the lists. */
function notNamed(patterns: readonly Pattern[], lists: readonly (readonly Pattern[])[]): readonly Pattern[] {
  let left = patterns;
  for (const list of lists) {
    const [own, others] = unlike(left, list, samePattern);
    const keys = new PatternKeys(others);
    left = own.filter((pattern) => !keys.has(pattern));
  }
  return left;
}

/** The statement with these of its patterns; none where none is left. */
function cut(meaning: StatementMeaning, patterns: readonly Pattern[]): StatementMeaning[] {
  if (patterns.length === 0) return [];
  return patterns.length === meaning.statement.action.patterns.length ? [meaning] : [meaning.among(patterns)];
}

/** The lists of actions of statements that are a given one but for these. */
function actionsNamed(
  statements: readonly Statement[],
): (statement: Statement) => readonly (readonly Pattern[])[] | null {
  const byRest = new Map<string, (readonly Pattern[])[]>();
  for (const statement of statements) {
    if (statement.action.negated) continue;
    const key = keyButAction(statement);
    const lists = byRest.get(key) ?? [];
    byRest.set(key, lists);
    lists.push(statement.action.patterns);
  }
  return (statement) => byRest.get(keyButAction(statement)) ?? null;
}

/** Cuts statements down to what may apply to a request which some of these apply to; those of which nothing may are left out. */
function partsNear(
  these: readonly StatementMeaning[],
  leaving: Leaving,
): (statements: readonly StatementMeaning[]) => StatementMeaning[] {
  const reach = reachOf(these);
  if (reach === null) return () => [];
  return (statements) =>
    statements.flatMap((meaning) => {
      const { statement } = meaning;
      if (statement.action.negated || leaving === "statements") return reach.mayMeet(statement) ? [meaning] : [];
      return cut(meaning, reach.actionsOf(statement));
    });
}

/** Tells statements that may apply to a request which some of these apply to. */
export function statementsNear(these: readonly StatementMeaning[]): (meaning: StatementMeaning) => boolean {
  const reach = reachOf(these);
  return ({ statement }) => reach?.mayMeet(statement) ?? false;
}

/** Null: of none. */
function reachOf(these: readonly StatementMeaning[]): StatementReach | null {
  const [first] = these;
  if (first === undefined) return null;
  return new StatementReach(
    these.map(({ statement }) => statement),
    first.policy.kind,
  );
}
