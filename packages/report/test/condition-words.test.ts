import { OPERATORS } from "@keyaki/policy";
import { describe, expect, test } from "vitest";
import { conditionWords } from "../src/condition-words.ts";
import { allow, policyOf } from "./fixtures.ts";

function words(operator: string, key: string, value: unknown, noun?: string) {
  const [statement] = policyOf([allow({ Condition: { [operator]: { [key]: value } } })]).statements;
  return conditionWords(statement!.conditions[0]!, noun);
}

describe("a condition in words", () => {
  test.each([
    [
      "StringEquals",
      "aws:ResourceTag/team",
      "payments",
      `the secret's tag "team" is "payments"`,
      `the secret has no tag "team", or one that is not "payments"`,
    ],
    [
      "StringNotEquals",
      "aws:ResourceTag/team",
      "payments",
      `the secret has no tag "team", or one that is not "payments"`,
      `the secret's tag "team" is "payments"`,
    ],
    [
      "StringLike",
      "aws:PrincipalTag/team",
      ["a*", "b"],
      `the caller's tag "team" matches "a*" or "b"`,
      `the caller has no tag "team", or one that does not match "a*" or "b"`,
    ],
    [
      "IpAddress",
      "aws:SourceIp",
      "203.0.113.0/24",
      "the caller's address is in 203.0.113.0/24",
      "the caller's address is absent or is not in 203.0.113.0/24",
    ],
    [
      "NotIpAddress",
      "aws:SourceIp",
      "203.0.113.0/24",
      "the caller's address is absent or is not in 203.0.113.0/24",
      "the caller's address is in 203.0.113.0/24",
    ],
    [
      "StringEqualsIfExists",
      "sts:ExternalId",
      "x",
      `the external ID is absent or is "x"`,
      `the external ID is present and is not "x"`,
    ],
    [
      "Null",
      "aws:SourceVpce",
      "true",
      "the VPC endpoint of the request is absent",
      "the VPC endpoint of the request is present",
    ],
    ["Null", "aws:RequestTag/team", "false", `the request has a tag "team"`, `the request has no tag "team"`],
    [
      "Bool",
      "aws:MultiFactorAuthPresent",
      "true",
      "the caller signed in with MFA",
      "the caller signed in without MFA, or the request does not say",
    ],
    [
      "BoolIfExists",
      "aws:MultiFactorAuthPresent",
      "false",
      "the caller signed in without MFA, or the request does not say",
      "the caller signed in with MFA",
    ],
    [
      "ForAllValues:StringEquals",
      "aws:TagKeys",
      ["a", "b"],
      `every value of the tag keys in the request is "a" or "b", or there is none`,
      `some value of the tag keys in the request is not "a" or "b"`,
    ],
    [
      "ForAnyValue:StringLike",
      "aws:CalledVia",
      "*.amazonaws.com",
      `some value of the services that the request came through matches "*.amazonaws.com"`,
      `no value of the services that the request came through matches "*.amazonaws.com"`,
    ],
    [
      "ForAnyValue:StringNotEquals",
      "aws:TagKeys",
      "a",
      `some value of the tag keys in the request is not "a"`,
      `no value of the tag keys in the request is not "a"`,
    ],
    [
      "DateLessThan",
      "aws:CurrentTime",
      "2026-01-01T00:00:00Z",
      "the time is before 2026-01-01T00:00:00Z",
      "the time is not before 2026-01-01T00:00:00Z",
    ],
    [
      "NumericLessThanEquals",
      "s3:max-keys",
      10,
      "s3:max-keys is at most 10",
      "s3:max-keys is absent or is not at most 10",
    ],
  ])("%s %s", (operator, key, value, holds, fails) => {
    expect(words(operator, key, value, "secret")).toEqual({ holds, fails });
  });

  test("every operator, with every prefix and suffix, has words of its own for both outcomes", () => {
    for (const base of OPERATORS.keys()) {
      for (const set of ["", "ForAllValues:", "ForAnyValue:"]) {
        for (const suffix of base === "Null" ? [""] : ["", "IfExists"]) {
          const { holds, fails } = words(`${set}${base}${suffix}`, "service:key", "true");
          expect(holds, `${set}${base}${suffix}`).toContain("service:key");
          expect(fails, `${set}${base}${suffix}`).not.toBe(holds);
        }
      }
    }
  });

  test("many values are counted", () => {
    const values = Array.from({ length: 20 }, (_, index) => `v${index}`);
    expect(words("StringEquals", "aws:username", values).holds).toMatch(/"v5" or 14 more$/);
  });
});
