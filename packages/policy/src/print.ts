// Checked: the law test reads back what is printed here and compares canonical forms.

import { printOperator, valuePlace } from "./operator.ts";
import { ACTION_PLACE, type PatternPlace, parsePattern } from "./pattern.ts";
import type {
  Condition,
  OperatorName,
  Part,
  Pattern,
  PatternList,
  Policy,
  PrincipalList,
  Statement,
} from "./policy.ts";

/**
 * The policy as JSON, two spaces deep, elements in AWS's usual order, one-element lists as the element itself. Reading it
 * again as the same kind gives a policy that means the same. It is ASCII: everything else is a `\u` escape, which IAM accepts
 * in every document. A hole is printed as it was written.
 *
 * @throws {RangeError} when the policy, made by hand, holds what no document can say: two conditions on one key under one
 * operator, `"*"` beside other principals, or under Version 2008-10-17 a literal wildcard character.
 */
export function printPolicy(policy: Policy): string {
  const document: Record<string, unknown> = {};
  // Without the element the Version is 2008-10-17; one that was left out stays left out.
  if (policy.versionWritten || policy.version !== "2008-10-17") document.Version = policy.version;
  if (policy.id !== null) document.Id = policy.id;
  document.Statement = policy.statements.map((statement) => statementValue(statement, policy.version));
  return JSON.stringify(document, null, 2).replace(/[\u007f-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function statementValue(statement: Statement, version: string): unknown {
  const { sid, effect, principal, action, resource, conditions, emptyCondition } = statement;
  const value: Record<string, unknown> = {};
  if (sid !== null) value.Sid = sid;
  value.Effect = effect;
  if (principal !== null) value[principal.negated ? "NotPrincipal" : "Principal"] = principalValue(principal);
  value[action.negated ? "NotAction" : "Action"] = patternsValue(action, ACTION_PLACE);
  if (resource !== null) {
    const place = { wildcards: true, variables: version === "2012-10-17" };
    value[resource.negated ? "NotResource" : "Resource"] = patternsValue(resource, place);
  }
  if (conditions.length > 0 || emptyCondition !== null) {
    value.Condition = conditionValue(conditions, emptyCondition ?? [], version);
  }
  return value;
}

const PRINCIPAL_KEYS = { aws: "AWS", service: "Service", federated: "Federated", canonical: "CanonicalUser" } as const;

function principalValue({ entries }: PrincipalList): unknown {
  if (entries.length === 1 && entries[0]?.is === "everyone") return "*";
  const map = new Map<string, string[]>();
  for (const { is, value } of entries) {
    if (is === "everyone") throw new RangeError('no document has the principal "*" beside others');
    const key = PRINCIPAL_KEYS[is];
    const values = map.get(key);
    if (values === undefined) map.set(key, [value]);
    else values.push(value);
  }
  return Object.fromEntries([...map].map(([key, values]) => [key, scalarOrList(values)]));
}

function patternsValue({ patterns }: PatternList, place: PatternPlace): unknown {
  return scalarOrList(patterns.map((pattern) => printPattern(pattern, place)));
}

function conditionValue(conditions: readonly Condition[], empty: readonly OperatorName[], version: string): unknown {
  const blocks = new Map<string, Map<string, unknown>>();
  for (const { operator, keyWritten, values } of conditions) {
    const name = printOperator(operator);
    const place = valuePlace(operator, version);
    const keys = blocks.get(name) ?? new Map<string, unknown>();
    if (keys.has(keyWritten)) throw new RangeError(`no document has the key ${keyWritten} twice under ${name}`);
    keys.set(keyWritten, scalarOrList(values.map(({ pattern }) => printPattern(pattern, place))));
    blocks.set(name, keys);
  }
  for (const operator of empty) {
    const name = printOperator(operator);
    if (blocks.has(name)) throw new RangeError(`no document has ${name} with keys and without`);
    blocks.set(name, new Map());
  }
  return Object.fromEntries([...blocks].map(([name, keys]) => [name, Object.fromEntries(keys)]));
}

function scalarOrList(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : values;
}

/** The string that reads as these parts; the one that was written, where it still does. */
export function printPattern(pattern: Pattern, place: PatternPlace): string {
  if (readsAs(pattern.written, pattern.parts, place)) return pattern.written;
  if (pattern.parts.some((part) => part.is === "hole")) return pattern.written;
  const printed = pattern.parts.map((part) => printPart(part, place)).join("");
  if (!readsAs(printed, pattern.parts, place)) throw new RangeError(`no document says the pattern ${printed}`);
  return printed;
}

function readsAs(written: string, parts: readonly Part[], place: PatternPlace): boolean {
  const read = parsePattern(written, place);
  return read.faults.length === 0 && sameParts(read.pattern.parts, parts);
}

function printPart(part: Part, { wildcards, variables }: PatternPlace): string {
  switch (part.is) {
    case "text": {
      if (!variables) return part.text;
      const text = part.text.replace(/\$\{/g, "$${$$}{");
      return wildcards ? text.replace(/[*?]/g, (character) => `\${${character}}`) : text;
    }
    case "one":
      return "?";
    case "many":
      return "*";
    case "variable":
      return part.fallback === undefined ? `\${${part.key}}` : `\${${part.key}, '${part.fallback}'}`;
    case "hole":
      return "";
  }
}

function sameParts(left: readonly Part[], right: readonly Part[]): boolean {
  return left.length === right.length && left.every((part, index) => samePart(part, right[index]));
}

function samePart(left: Part, right: Part | undefined): boolean {
  if (right === undefined || left.is !== right.is) return false;
  if (left.is === "text" && right.is === "text") return left.text === right.text;
  if (left.is === "variable" && right.is === "variable")
    return left.key === right.key && left.fallback === right.fallback;
  return left.is !== "hole";
}
