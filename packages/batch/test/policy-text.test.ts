import { type Pattern, type Policy, parsePattern } from "@keyaki/policy";
import fc from "fast-check";
import { expect, test } from "vitest";
import { policiesOf, policyPair } from "../../../test/generators/policies.ts";
import { ODD_TEXTS } from "../../../test/generators/values.ts";
import { variablePair } from "../../../test/generators/variable-policies.ts";
import { ELSEWHERE, readPatterns, writePatterns } from "../src/pattern-text.ts";
import { readPolicy, writePolicy } from "../src/policy-text.ts";
import { policy } from "./fixtures/policies.ts";

/** The policy as it should arrive. */
function elsewhere(sent: Policy): unknown {
  return JSON.parse(JSON.stringify({ ...sent, text: "" }), (key, value) => (key === "span" ? { ...ELSEWHERE } : value));
}

function arriving(sent: Policy): Policy {
  return readPolicy(structuredClone(writePolicy(sent)));
}

test("a policy arrives as it was sent, without its text and places", () => {
  const seen = { variables: 0, conditions: 0, principals: 0, others: 0 };
  fc.assert(
    fc.property(fc.oneof(policyPair, variablePair), ({ kind, left, right }) => {
      for (const sent of [left, right].flatMap((document) => policiesOf(document, kind))) {
        const text = JSON.stringify(writePolicy(sent));
        if (text.includes("variable")) seen.variables++;
        else seen.others++;
        if (sent.statements.some(({ conditions }) => conditions.length > 0)) seen.conditions++;
        if (sent.statements.some(({ principal }) => principal !== null)) seen.principals++;
        expect(arriving(sent)).toEqual(elsewhere(sent));
      }
    }),
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
});

test("patterns arrive as they were sent, whatever their strings and parts", () => {
  const seen = { follow: 0, others: 0, separators: 0 };
  const characters = fc.constantFrom(
    "*",
    "?",
    "a",
    "${aws:username}",
    "${*}",
    "${$}",
    "\u007f",
    '"',
    "\\",
    "é",
    "\ud800",
  );
  const written = fc.oneof(
    fc.constantFrom(...ODD_TEXTS),
    fc.array(characters, { maxLength: 6 }).map((all) => all.join("")),
  );
  const place = fc.record({ wildcards: fc.boolean(), variables: fc.boolean() });
  const pattern = fc.tuple(written, place).map(([text, where]): Pattern => parsePattern(text, where).pattern);
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 4 }), (patterns) => {
      const [, all, ...others] = writePatterns(patterns);
      if (others.length > 0) seen.others++;
      else seen.follow++;
      if (typeof all !== "string") seen.separators++;
      const arrived = readPatterns(JSON.parse(JSON.stringify(writePatterns(patterns))));
      expect(arrived).toEqual(patterns.map((each) => ({ ...each, span: ELSEWHERE })));
    }),
    { numRuns: 1000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
});

test("parts that no string leads to arrive too", () => {
  const text = (each: string) => ({ is: "text", text: each }) as const;
  const odd: Pattern["parts"][] = [
    [text("a"), text("b")],
    [text("ab"), text("")],
    [text("")],
    [],
    [text("other")],
    [{ is: "many" }, { is: "hole", name: "x" }],
    [text("ab"), { is: "one" }],
  ];
  for (const written of ["ab", "a*", "*", ""]) {
    const patterns = odd.map((parts) => ({ written, parts, span: ELSEWHERE }));
    for (const sent of [patterns, ...patterns.map((each) => [each])]) {
      expect(readPatterns(JSON.parse(JSON.stringify(writePatterns(sent))))).toEqual(sent);
    }
  }
});

test("patterns that are not as many as were sent are none", () => {
  const { patterns } = policy("one", { Action: ["s3:GetObject", "s3:Put*"] }).statements[0]!.action;
  const [count, ...rest] = writePatterns(patterns);
  expect(readPatterns([count, ...rest])).toHaveLength(2);
  expect(() => readPatterns([count + 1, ...rest])).toThrow(RangeError);
});

test("two policies that say the same have statements and conditions of their own", () => {
  const same = { Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "true" } } };
  const [one, two] = [policy("one", same), policy("two", same)].map(arriving);
  expect(one!.statements).toEqual(two!.statements);
  expect(one!.statements[0]).not.toBe(two!.statements[0]);
  expect(one!.statements[0]!.conditions).not.toBe(two!.statements[0]!.conditions);
  // What is made of their lists is remembered for both.
  expect(one!.statements[0]!.action).toBe(two!.statements[0]!.action);
});
