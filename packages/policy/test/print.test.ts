// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalPolicy,
  type Part,
  type Policy,
  parsePolicy,
  parsePolicyValue,
  printPattern,
  printPolicy,
} from "../src/index.ts";
import { documents } from "./documents.ts";

function meaning({ kind, version, statements }: Policy): unknown {
  // Everything that has a meaning, in order, without places and spellings.
  return {
    kind,
    variables: version,
    statements: statements.map(({ effect, sid, principal, action, resource, conditions, emptyCondition }) => ({
      effect,
      sid,
      principal: principal && [principal.negated, principal.entries.map(({ is, value }) => [is, value])],
      action: [action.negated, action.patterns.map((pattern) => pattern.parts)],
      resource: resource && [resource.negated, resource.patterns.map((pattern) => pattern.parts)],
      conditions: conditions.map(({ operator, key, values }) => [
        operator,
        key,
        values.map(({ pattern }) => pattern.parts),
      ]),
      emptyCondition,
    })),
  };
}

describe("printPolicy", () => {
  it("prints what reads as the same policy", () => {
    const seen = { read: 0, refused: 0, variables: 0, conditions: 0 };
    fc.assert(
      fc.property(documents, ({ kind, document }) => {
        const { policy } = parsePolicyValue(document, { kind });
        if (policy === null) {
          seen.refused++;
          return;
        }
        seen.read++;
        const printed = printPolicy(policy);
        if (printed.includes("${aws:username}") && policy.version === "2012-10-17") seen.variables++;
        if (printed.includes('"Condition"')) seen.conditions++;
        expect(printed).toMatch(/^[\n -~]*$/);
        const again = parsePolicy(printed, { kind });
        expect(again.policy).not.toBeNull();
        if (again.policy === null) return;
        // Principals come back grouped by type.
        expect(canonicalPolicy(again.policy)).toBe(canonicalPolicy(policy));
        expect(meaning(again.policy)).toEqual(meaning(policy));
        expect(printPolicy(again.policy)).toBe(printed);
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(seen.read, seen.refused, seen.variables, seen.conditions)).toBeGreaterThan(20);
  });

  it.each([
    ["a lone dollar", "arn:aws:s3:::b/$"],
    ["an escaped dollar before a brace", "arn:aws:s3:::b/${$}{x}"],
    ["escaped wildcards", "arn:aws:s3:::b/${*}${?}*?"],
    ["a dollar before a variable", "arn:aws:s3:::b/$${aws:username}"],
    ["NUL, newline, quote and backslash", 'arn:aws:s3:::b/\u0000\n"\\'],
    ["a character beyond the basic plane", "arn:aws:s3:::b/😀\u2028\ufeff"],
    ["a default value", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'a * b'}"],
  ])("keeps %s", (_, resource) => {
    const document = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource: resource } };
    const { policy } = parsePolicyValue(document);
    const again = parsePolicy(printPolicy(policy!));
    expect(again.policy?.statements[0]?.resource?.patterns[0]?.parts).toEqual(
      policy?.statements[0]?.resource?.patterns[0]?.parts,
    );
    expect(JSON.parse(printPolicy(policy!)).Statement[0].Resource).toBe(resource);
  });

  it("prints parts that were never written", () => {
    const parts: Part[] = [
      { is: "text", text: "${x}*" },
      { is: "variable", key: "aws:userid", fallback: "?" },
      { is: "many" },
    ];
    const pattern = { parts, written: "something else", span: { start: 0, end: 0 } };
    const printed = printPattern(pattern, { wildcards: true, variables: true });
    expect(printed).toBe("${$}{x}${*}${aws:userid, '?'}*");
    expect(() => printPattern(pattern, { wildcards: true, variables: false })).toThrow(RangeError);
  });

  it("refuses to drop one of two conditions on one key", () => {
    const { policy } = parsePolicyValue({
      Statement: { Effect: "Deny", Action: "*", Resource: "*", Condition: { Bool: { "aws:x": true } } },
    });
    const [statement] = policy!.statements;
    const twice = { ...statement!, conditions: [...statement!.conditions, ...statement!.conditions] };
    expect(() => printPolicy({ ...policy!, statements: [twice] })).toThrow(RangeError);
  });
});
