import { describe, expect, test } from "vitest";
import { becauseGone, becauseOf } from "../src/because.ts";
import { allow, policyOf, refTo } from "./fixtures.ts";

function because(old: readonly object[], now: readonly object[], index = 0): string {
  const after = policyOf(now);
  return becauseOf(refTo(after, index), [policyOf(old, "old.json")], [after]).words;
}

const CONDITION = { StringEquals: { "aws:ResourceTag/team": "payments" } };

describe("why a statement gives more", () => {
  test.each<[string, object, object, string]>([
    ["two actions", {}, { Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] }, "two actions added"],
    ["one action", {}, { Action: ["s3:GetObject", "s3:PutObject"] }, 'action "s3:PutObject" added'],
    ["an action changed", {}, { Action: "s3:*" }, 'action "s3:GetObject" became "s3:*"'],
    ["a resource changed", {}, { Resource: "*" }, 'resource "arn:aws:s3:::box/*" became "*"'],
    ["a condition removed", { Condition: CONDITION }, {}, "condition removed"],
    [
      "a value added",
      { Condition: CONDITION },
      { Condition: { StringEquals: { "aws:ResourceTag/team": ["payments", "x"] } } },
      'condition on aws:ResourceTag/team: value "x" added',
    ],
    [
      "a value changed",
      { Condition: CONDITION },
      { Condition: { StringEquals: { "aws:ResourceTag/team": "x" } } },
      'condition on aws:ResourceTag/team: "payments" became "x"',
    ],
    [
      "an operator changed",
      { Condition: CONDITION },
      { Condition: { StringLike: { "aws:ResourceTag/team": "payments" } } },
      "condition on aws:ResourceTag/team: StringEquals became StringLike",
    ],
    [
      "one of two conditions removed",
      { Condition: { ...CONDITION, Bool: { "aws:SecureTransport": "true" } } },
      { Condition: CONDITION },
      "condition on aws:SecureTransport removed",
    ],
    ["the list turned", {}, { Action: undefined, NotAction: "s3:GetObject" }, "Action became NotAction"],
    ["the effect turned", { Effect: "Deny" }, {}, "Deny became Allow"],
  ])("%s", (_, old, now, words) => {
    expect(because([allow(old)], [allow(now)])).toBe(`new.json:2, statement "One": ${words}`);
  });

  test("a statement without a counterpart was added", () => {
    const other = allow({ Sid: "Other", Action: "sqs:SendMessage", Resource: "*" });
    expect(because([allow()], [allow(), other], 1)).toBe('new.json:3, statement "Other": statement added');
  });

  test("a statement with another Sid, or without, is found by what it says", () => {
    const now = allow({ Sid: "Renamed", Action: ["s3:GetObject", "s3:PutObject"] });
    expect(because([allow()], [now])).toBe('new.json:2, statement "Renamed": action "s3:PutObject" added');
    const bare = allow({ Sid: undefined });
    expect(because([bare], [allow({ Sid: undefined, Resource: "*" })])).toContain("statement 1: resource");
  });

  test("two statements that share only that they are on * have nothing to do with each other", () => {
    const old = allow({ Sid: undefined, Resource: "*" });
    const now = allow({ Sid: undefined, Action: "sqs:SendMessage", Resource: "*" });
    expect(because([old], [now])).toContain("statement added");
  });

  test("the counterpart of another statement by its Sid is not taken", () => {
    const copy = allow({ Sid: "Copy", Action: ["s3:GetObject", "s3:PutObject"] });
    expect(because([allow()], [allow({ Resource: "arn:aws:s3:::box/a" }), copy], 1)).toContain("statement added");
  });

  test("an unchanged Allow gives more because a Deny is gone", () => {
    const deny = allow({ Sid: "Stop", Effect: "Deny", Action: "s3:PutObject" });
    const grant = allow({ Sid: "All", Action: "s3:*" });
    expect(because([grant, deny], [grant])).toBe('old.json:3, statement "Stop": Deny removed');
    const narrowed = { ...deny, Resource: "arn:aws:s3:::box/a" };
    expect(because([grant, deny], [grant, narrowed])).toBe(
      'new.json:3, statement "Stop": resource "arn:aws:s3:::box/*" became "arn:aws:s3:::box/a"',
    );
  });

  test("a Deny that no longer stops", () => {
    const before = policyOf([allow({ Sid: "Stop", Effect: "Deny" })], "old.json");
    expect(becauseGone(refTo(before), [before], []).words).toBe('old.json:2, statement "Stop": Deny removed');
  });
});
