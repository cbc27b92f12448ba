import { expect, test } from "vitest";
import { arrived, Departure } from "../src/places.ts";
import { readPolicy, writePolicy } from "../src/policy-text.ts";
import { policy } from "./fixtures/policies.ts";

const condition = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
const own = [policy("one", { Action: "s3:*" }, { Action: "sqs:*", ...condition }), policy("two", { Action: "s3:*" })];
const sent = own.map((each) => readPolicy(writePolicy(each)));
const [first, second] = sent;
const departure = new Departure(sent);

test("policies, statements and conditions come back as the caller's own, all else as it was", () => {
  const answer = {
    ref: { policy: second, statement: second!.statements[0] },
    when: first!.statements[1]!.conditions,
    keys: new Map([["aws:username", { set: false, values: ["jane"] }]]),
    undo: new Map([["fingerprint", { policy: first, statement: first!.statements[0], values: [1, null, true] }]]),
    absent: undefined,
  };
  const back = arrived(structuredClone(departure.placed(answer)), own);
  expect(back).toEqual({
    ref: { policy: own[1], statement: own[1]!.statements[0] },
    when: own[0]!.statements[1]!.conditions,
    keys: answer.keys,
    undo: new Map([["fingerprint", { policy: own[0], statement: own[0]!.statements[0], values: [1, null, true] }]]),
    absent: undefined,
  });
  const { ref, when } = back as { ref: { statement: unknown }; when: unknown };
  expect(ref.statement).toBe(own[1]!.statements[0]);
  expect(when).toBe(own[0]!.statements[1]!.conditions);
});

test("what has no place is thrown", () => {
  const { statements } = first!;
  for (const lost of [
    { ...statements[0] },
    { ...first },
    statements[0]!.action,
    [...statements[1]!.conditions],
    new Date(),
  ]) {
    expect(() => departure.placed({ lost })).toThrow(RangeError);
  }
  expect(() => departure.placed({ "@": [0] })).toThrow(RangeError);
});

test("a place that was not asked about is thrown", () => {
  for (const place of [[2], [0, 2], [2, 0, true]]) expect(() => arrived([{ "@": place }], own)).toThrow(RangeError);
  expect(arrived([{ "@": [0, 1] }], own)).toEqual([own[0]!.statements[1]]);
});
