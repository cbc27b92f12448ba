// Trusted: a statement that is left out here must not be able to tell the sides apart.
import {
  type Formula,
  type PolicySetMeaning,
  type Rules,
  type StatementMeaning,
  StatementReach,
  sameStatement,
  statementKey,
} from "@keyaki/semantics";

/** "FIRST allows and SECOND does not", with the statements alone that can make it true. */
export function allowedByFirstOnly(first: PolicySetMeaning, second: PolicySetMeaning, rules: Rules): Formula {
  const { build } = rules;
  if (!first.plain || !second.plain) return build.all(first.allows, build.not(second.allows));
  const own = without(allowsOf(first), allowsOf(second));
  const lost = without(deniesOf(second), deniesOf(first));
  // What both allow, only a Deny of SECOND alone can make a difference to, and only where that Deny applies.
  const near = statementsNear([...own, ...lost]);
  const giving = lost.length === 0 ? own : allowsOf(first).filter(near);
  const holds = build.all(build.not(anyOf(deniesOf(first).filter(near), rules)), anyOf(giving, rules));
  const fails = build.all(
    build.not(anyOf(deniesOf(second).filter(near), rules)),
    anyOf(allowsOf(second).filter(near), rules),
  );
  return build.all(holds, build.not(fails));
}

/** "SECOND denies and FIRST does not", likewise. */
export function deniedBySecondOnly(first: PolicySetMeaning, second: PolicySetMeaning, rules: Rules): Formula {
  const lost = without(deniesOf(second), deniesOf(first));
  const near = statementsNear(lost);
  return rules.build.all(anyOf(lost, rules), rules.build.not(anyOf(deniesOf(first).filter(near), rules)));
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
 * The statements that do not stand among the others as well. Versions of a policy mostly begin and end alike, which is seen without
 * making keys.
 */
function without(statements: readonly StatementMeaning[], others: readonly StatementMeaning[]): StatementMeaning[] {
  const same = (at: number, other: number) => {
    const [one, two] = [statements[at], others[other]];
    return one !== undefined && two !== undefined && sameStatement(one.statement, two.statement);
  };
  const most = Math.min(statements.length, others.length);
  let start = 0;
  while (start < most && same(start, start)) start++;
  let end = 0;
  while (end < most - start && same(statements.length - 1 - end, others.length - 1 - end)) end++;
  const left = statements.slice(start, statements.length - end);
  if (left.length === 0) return left;
  const known = new Set(others.slice(start, others.length - end).map(({ statement }) => statementKey(statement)));
  return known.size === 0 ? left : left.filter(({ statement }) => !known.has(statementKey(statement)));
}

/** Tells statements that may apply to a request which some of these apply to. */
export function statementsNear(these: readonly StatementMeaning[]): (meaning: StatementMeaning) => boolean {
  const [first] = these;
  if (first === undefined) return () => false;
  const reach = new StatementReach(
    these.map(({ statement }) => statement),
    first.policy.kind,
  );
  return ({ statement }) => reach.mayMeet(statement);
}
