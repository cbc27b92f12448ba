// Trusted: which operator a name stands for, and what its values may hold.
import { foldAscii } from "./ascii.ts";
import type { PatternPlace } from "./pattern.ts";
import type { OperatorName } from "./policy.ts";

/** What the values of an operator are read as. */
export type OperandKind = "text" | "number" | "date" | "bool" | "binary" | "address" | "arn" | "presence";

export interface OperatorSyntax {
  readonly operand: OperandKind;
  /** `*` and `?` in its values are wildcards. */
  readonly wildcards: boolean;
  /** `${…}` may stand in its values. `disputed`: one AWS page allows it and another does not. */
  readonly variables: "yes" | "no" | "disputed";
}

const TEXT: OperatorSyntax = { operand: "text", wildcards: false, variables: "yes" };
const LIKE: OperatorSyntax = { operand: "text", wildcards: true, variables: "yes" };
const NUMBER: OperatorSyntax = { operand: "number", wildcards: false, variables: "no" };
const DATE: OperatorSyntax = { operand: "date", wildcards: false, variables: "no" };
const ADDRESS: OperatorSyntax = { operand: "address", wildcards: false, variables: "no" };
const ARN: OperatorSyntax = { operand: "arn", wildcards: true, variables: "yes" };

/** Every condition operator without set prefix and suffix. AWS page: reference_policies_elements_condition_operators. */
export const OPERATORS: ReadonlyMap<string, OperatorSyntax> = new Map([
  ["StringEquals", TEXT],
  ["StringNotEquals", TEXT],
  ["StringEqualsIgnoreCase", TEXT],
  ["StringNotEqualsIgnoreCase", TEXT],
  ["StringLike", LIKE],
  ["StringNotLike", LIKE],
  ["NumericEquals", NUMBER],
  ["NumericNotEquals", NUMBER],
  ["NumericLessThan", NUMBER],
  ["NumericLessThanEquals", NUMBER],
  ["NumericGreaterThan", NUMBER],
  ["NumericGreaterThanEquals", NUMBER],
  ["DateEquals", DATE],
  ["DateNotEquals", DATE],
  ["DateLessThan", DATE],
  ["DateLessThanEquals", DATE],
  ["DateGreaterThan", DATE],
  ["DateGreaterThanEquals", DATE],
  ["Bool", { operand: "bool", wildcards: false, variables: "disputed" }],
  ["BinaryEquals", { operand: "binary", wildcards: false, variables: "no" }],
  ["IpAddress", ADDRESS],
  ["NotIpAddress", ADDRESS],
  ["ArnEquals", ARN],
  ["ArnLike", ARN],
  ["ArnNotEquals", ARN],
  ["ArnNotLike", ARN],
  ["Null", { operand: "presence", wildcards: false, variables: "no" }],
]);

const BY_FOLDED_NAME: ReadonlyMap<string, string> = new Map(
  [...OPERATORS.keys()].map((name) => [foldAscii(name), name]),
);

/** Reads an operator's name in any case; null when there is no such operator. `NullIfExists` is read: to refuse it is the reader's part. */
export function parseOperator(written: string): OperatorName | null {
  let rest = foldAscii(written);
  let set: OperatorName["set"] = null;
  if (rest.startsWith("forallvalues:")) set = "ForAllValues";
  else if (rest.startsWith("foranyvalue:")) set = "ForAnyValue";
  if (set !== null) rest = rest.slice(set.length + 1);
  const ifExists = rest.endsWith("ifexists");
  if (ifExists) rest = rest.slice(0, -"ifexists".length);
  const base = BY_FOLDED_NAME.get(rest);
  return base === undefined ? null : { set, base, ifExists };
}

/** The operator as AWS spells it: `ForAnyValue:StringLikeIfExists`. */
export function printOperator({ set, base, ifExists }: OperatorName): string {
  return `${set === null ? "" : `${set}:`}${base}${ifExists ? "IfExists" : ""}`;
}

/** What has a meaning in the values of an operator, by the policy's Version. */
export function valuePlace(operator: OperatorName, version: string): PatternPlace {
  const syntax = OPERATORS.get(operator.base);
  if (syntax === undefined) return { wildcards: false, variables: false };
  return { wildcards: syntax.wildcards, variables: version === "2012-10-17" && syntax.variables !== "no" };
}

/** The operator whose name is nearest to a misspelt one, or null when none is near. */
export function suggestOperator(written: string): string | null {
  if (written.length > 60) return null;
  const prefix = /^for(all|any)values?:/i.exec(written)?.[0] ?? "";
  const name = foldAscii(written.slice(prefix.length)).replace(/ifexists$/, "");
  let best: string | null = null;
  // A third of the name may be wrong: "Bad" is not a misspelt "Bool".
  let least = Math.min(4, Math.floor(name.length / 3) + 1);
  for (const [folded, operator] of BY_FOLDED_NAME) {
    const distance = editDistance(name, folded);
    if (distance < least) {
      least = distance;
      best = operator;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
