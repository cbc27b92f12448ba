// Trusted: a thread judges what is read here from what was written here, and it must be the same policy.
import type { Condition, PatternList, Policy, PrincipalList, Statement } from "@keyaki/policy";
import { Remembered } from "@keyaki/semantics";
import { ELSEWHERE, type PatternsText, readPatterns, writePatterns } from "./pattern-text.ts";

/** A policy on its way to a thread: each statement as a text, without the document's own text and the places in it. */
export interface SentPolicy extends Omit<Policy, "statements" | "text"> {
  readonly statements: readonly string[];
}

type ListText = readonly [negated: boolean, patterns: PatternsText];
type PrincipalText = readonly [negated: boolean, ...entries: (readonly [is: PrincipalIs, value: string])[]];
type PrincipalIs = PrincipalList["entries"][number]["is"];
type ConditionText = readonly [
  operator: Condition["operator"],
  written: string,
  key: string,
  keyWritten: string,
  values: PatternsText,
];
type StatementText = readonly [
  index: number,
  sid: string | null,
  effect: Statement["effect"],
  principal: PrincipalText | null,
  action: ListText,
  resource: ListText | null,
  conditions: readonly ConditionText[],
  emptyCondition: Statement["emptyCondition"],
];

export function writePolicy({ text: _, statements, ...rest }: Policy): SentPolicy {
  return { ...rest, statements: statements.map(writeStatement) };
}

/** The policy as it was written, but for its text and places; every statement and its list of conditions are objects of their own. */
export function readPolicy({ statements, ...rest }: SentPolicy): Policy {
  return { ...rest, text: "", statements: statements.map(readStatement) };
}

function writeStatement(statement: Statement): string {
  const { index, sid, effect, principal, action, resource, conditions, emptyCondition } = statement;
  const text: StatementText = [
    index,
    sid,
    effect,
    principal === null ? null : [principal.negated, ...principal.entries.map(({ is, value }) => [is, value] as const)],
    listText(action),
    resource === null ? null : listText(resource),
    conditions.map(({ operator, written, key, keyWritten, values }) => [
      operator,
      written,
      key,
      keyWritten,
      writePatterns(values.map(({ pattern }) => pattern)),
    ]),
    emptyCondition,
  ];
  return JSON.stringify(text);
}

function listText({ negated, patterns }: PatternList): ListText {
  return [negated, writePatterns(patterns)];
}

/** What was read before: two versions of a policy share most of their statements, and what is made of their lists is remembered too. */
const statements = new Remembered<Statement>();

function readStatement(text: string): Statement {
  const read = statements.get(text, () => statementOf(JSON.parse(text) as StatementText));
  // Two policies that say the same have statements of their own: an answer names one of them.
  return { ...read, conditions: [...read.conditions] };
}

function statementOf(text: StatementText): Statement {
  const [index, sid, effect, principal, action, resource, conditions, emptyCondition] = text;
  return {
    index,
    sid,
    effect,
    principal: principal === null ? null : principalsOf(principal),
    action: listOf(action),
    resource: resource === null ? null : listOf(resource),
    conditions: conditions.map(([operator, written, key, keyWritten, values]) => ({
      operator,
      written,
      key,
      keyWritten,
      values: readPatterns(values).map((pattern) => ({ pattern })),
      span: ELSEWHERE,
    })),
    emptyCondition,
    span: ELSEWHERE,
  };
}

function principalsOf([negated, ...entries]: PrincipalText): PrincipalList {
  return { negated, entries: entries.map(([is, value]) => ({ is, value, span: ELSEWHERE })), span: ELSEWHERE };
}

function listOf([negated, patterns]: ListText): PatternList {
  return { negated, patterns: readPatterns(patterns), span: ELSEWHERE };
}
