// Trusted: documents with one canonical form share cached verdicts.
import { foldAscii } from "./ascii.ts";
import { printOperator } from "./operator.ts";
import type { Condition, Part, PatternList, Policy, PrincipalList, Statement } from "./policy.ts";

/**
 * A text that is the same for policies of one kind that mean the same up to: order of statements, entries and conditions,
 * a scalar or a list of one, repeats, Sid, Id, white space, spelling of strings in JSON, case of actions, operators,
 * condition keys and variables, `10` or `"10"`, and Version (a part says itself whether `${…}` is a variable).
 * Different otherwise: it is built from all that has a meaning, and unambiguous.
 */
export function canonicalPolicy(policy: Policy): string {
  return JSON.stringify([policy.kind, canonicalSet(policy.statements.map(canonicalStatement))]);
}

/** The canonical form of one statement, the same whatever its index. */
export function canonicalStatement(statement: Statement): string {
  const { effect, principal, action, resource, conditions, emptyCondition } = statement;
  return JSON.stringify([
    effect,
    principal === null ? null : canonicalPrincipals(principal),
    canonicalPatterns(action, foldAscii),
    resource === null ? null : canonicalPatterns(resource, asWritten),
    canonicalSet(conditions.map(canonicalCondition)),
    // How much of the element is empty has no meaning of its own.
    ...(emptyCondition === null ? [] : ["empty"]),
  ]);
}

function canonicalPrincipals({ negated, entries }: PrincipalList): unknown {
  return [negated, canonicalSet(entries.map(({ is, value }) => JSON.stringify([is, value])))];
}

function canonicalPatterns({ negated, patterns }: PatternList, fold: (text: string) => string): unknown {
  return [negated, canonicalSet(patterns.map(({ parts }) => canonicalParts(parts, fold)))];
}

function canonicalCondition({ operator, key, values }: Condition): string {
  const patterns = values.map(({ pattern }) => canonicalParts(pattern.parts, asWritten));
  return JSON.stringify([printOperator(operator), key, canonicalSet(patterns)]);
}

function canonicalParts(parts: readonly Part[], fold: (text: string) => string): string {
  return JSON.stringify(parts.map((part) => canonicalPart(part, fold)));
}

function canonicalPart(part: Part, fold: (text: string) => string): unknown {
  switch (part.is) {
    case "text":
      return fold(part.text);
    case "one":
      return 1;
    case "many":
      return 0;
    case "variable":
      return part.fallback === undefined ? [part.key] : [part.key, part.fallback];
    case "hole":
      return { hole: part.name };
  }
}

function asWritten(text: string): string {
  return text;
}

/** Sorted by code units, which no locale changes, and without repeats. */
function canonicalSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
