// Conditions against their definition, written once more without formulas: what holds for a value, then negation,
// IfExists, set operators and absence around it, under the default of every open rule.
import { parsePolicyValue } from "@keyaki/policy";
import { FormulaBuilder, type KeyValues, type Request, Rules, statementMeaning } from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, GLOBAL_KEY_FACTS, readRequest } from "../src/index.ts";

type Compare = (value: string, wanted: string) => boolean;

function like(value: string, pattern: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${escaped}$`, "u").test(value);
}

const number = (text: string): number => (/^-?\d+$/.test(text) ? Number(text) : Number.NaN);

/** Positive meaning of each operator, and whether it must parse its values. */
const POSITIVE: Readonly<Record<string, { compare: Compare; parses?: (text: string) => boolean }>> = {
  StringEquals: { compare: (value, wanted) => value === wanted },
  StringEqualsIgnoreCase: { compare: (value, wanted) => value.toLowerCase() === wanted.toLowerCase() },
  StringLike: { compare: like },
  NumericEquals: {
    compare: (value, wanted) => number(value) === number(wanted),
    parses: (text) => !Number.isNaN(number(text)),
  },
  NumericLessThan: { compare: (value, wanted) => number(value) < number(wanted) },
  NumericGreaterThanEquals: { compare: (value, wanted) => number(value) >= number(wanted) },
  Bool: { compare: (value, wanted) => /^(true|false)$/i.test(value) && value.toLowerCase() === wanted.toLowerCase() },
};
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
};

/** Whether the operator holds for one value that is there. */
function holdsFor(operator: string, value: string, wanted: readonly string[]): boolean {
  const base = NEGATED[operator];
  const { compare, parses } = POSITIVE[base ?? operator] ?? { compare: () => false };
  const matched = wanted.some((each) => compare(value, each));
  if (base === undefined) return matched;
  // A negated operator does not hold where a value on either side cannot be read.
  return !matched && (parses === undefined || [value, ...wanted].every(parses));
}

function expected(
  set: string,
  operator: string,
  ifExists: boolean,
  wanted: readonly string[],
  arity: "single" | "multi" | "unknown",
  held: KeyValues | null,
): boolean {
  if (ifExists && held === null) return true;
  const values = held?.values ?? [];
  // Without values in the policy nothing matches, whatever the operator.
  if (wanted.length === 0) return set === "ForAllValues:" && values.length === 0;
  if (set === "ForAllValues:") return values.every((value) => holdsFor(operator, value, wanted));
  if (set === "ForAnyValue:") return values.some((value) => holdsFor(operator, value, wanted));
  if (held === null) return NEGATED[operator] !== undefined;
  // Without a set operator a key that holds a set never matches.
  if (arity === "multi" || held.set) return false;
  return holdsFor(operator, values[0] ?? "", wanted);
}

const KEYS = { single: "aws:PrincipalTag/x", multi: "aws:TagKeys", unknown: "x:claim" } as const;
const value = fc.constantFrom("", "a", "A", "ab", "b", "a*", "*", "?", "1", "01", "2", "-3", "true", "False");

describe("a condition", () => {
  it("holds exactly where its definition says", () => {
    const outcomes = { true: 0, false: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom("", "ForAllValues:", "ForAnyValue:"),
        fc.constantFrom(...Object.keys(POSITIVE), ...Object.keys(NEGATED)),
        fc.boolean(),
        fc.array(value, { maxLength: 3 }),
        fc.constantFrom("single", "multi", "unknown"),
        fc.option(fc.array(value, { maxLength: 3 }), { freq: 5 }),
        fc.boolean(),
        (set, operator, ifExists, wanted, arity, drawn, asSet) => {
          const key = KEYS[arity];
          const lone = arity === "single" || (arity === "unknown" && !asSet);
          const given = drawn === null ? null : lone ? (drawn[0] ?? "a") : drawn;
          const condition = { [`${set}${operator}${ifExists ? "IfExists" : ""}`]: { [key]: wanted } };
          const request = requestWith(given === null ? {} : { [key]: given });
          const held = request.keys.get(key.toLowerCase()) ?? null;
          const want = expected(set, operator, ifExists, wanted, arity, held);
          outcomes[want ? "true" : "false"]++;
          expect([condition, given, holds(condition, request)]).toEqual([condition, given, want]);
        },
      ),
      { numRuns: 6000 },
    );
    expect(Math.min(outcomes.true, outcomes.false)).toBeGreaterThan(1000);
  });
});

function requestWith(context: Readonly<Record<string, unknown>>): Request {
  const read = readRequest(
    {
      principal: { arn: "arn:aws:iam::111122223333:user/ana" },
      action: "s3:GetObject",
      resource: { arn: "arn:aws:s3:::b/k" },
      context,
    },
    GLOBAL_KEY_FACTS,
  );
  if (!("request" in read)) throw new Error(JSON.stringify(read.problems));
  return read.request;
}

function holds(condition: unknown, request: Request): boolean | null {
  const statement = { Effect: "Allow", Action: "*", Resource: "*", Condition: condition };
  // Version 2008-10-17, so that nothing drawn is a variable.
  const { policy, diagnostics } = parsePolicyValue({ Statement: statement }, { kind: "identity" });
  const [first] = policy?.statements ?? [];
  if (policy === null || first === undefined) throw new Error(JSON.stringify(diagnostics));
  const rules = new Rules(new FormulaBuilder(), GLOBAL_KEY_FACTS);
  return evaluate(statementMeaning(policy, first, rules).applies, request, { assumptions: {} });
}
