// Lists of statements whose patterns overlap in more ways than can be listed: the parts that need it are asked one by one.
import { type Policy, parsePolicyValue } from "@keyaki/policy";
import { afterAll, expect, test } from "vitest";
import { type AccessList, createAnalyzer } from "../src/index.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

function policyOf(...statements: readonly Record<string, unknown>[]): readonly Policy[] {
  const { policy } = parsePolicyValue({ Version: "2012-10-17", Statement: statements }, { source: "overlapping.json" });
  if (policy === null) throw new Error("the policy cannot be read");
  return [policy];
}

const LETTERS = [..."abcdefghijklmnopqr"];
const resources = LETTERS.map((letter) => `arn:aws:s3:::*-${letter}-*`);
const actions = LETTERS.map((letter) => `s3:*${letter}${letter}*`);

async function newly(before: readonly Policy[], after: readonly Policy[]): Promise<AccessList> {
  const { newAccess, relation } = await analyzer.change(before, after, { kind: "identity" });
  expect(relation).toBe("more-permissive");
  expect(newAccess.undecided).toEqual([]);
  return newAccess;
}

function named({ groups }: AccessList) {
  return groups.map((group) => ({
    resources: group.resources,
    unless: group.when.unless.map(({ statement }) => statement.index),
  }));
}

test("resources of a new statement", async () => {
  const found = await newly([], policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: resources }));
  expect(named(found)).toEqual([{ resources, unless: [] }]);
});

test("resources that the other side names are no longer new, whatever else they overlap", async () => {
  const before = policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: resources.slice(4) });
  const after = policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: resources });
  expect(named(await newly(before, after))).toEqual([{ resources: resources.slice(0, 4), unless: [0] }]);
});

test("resources within wider ones of the other side are not new", async () => {
  const wider = LETTERS.slice(0, 4).map((letter) => `arn:aws:s3:::*-${letter}*`);
  const both = { Effect: "Allow", Action: "s3:GetObject", Resource: wider };
  const after = policyOf(both, { Effect: "Allow", Action: "s3:GetObject", Resource: resources });
  expect(named(await newly(policyOf(both), after))).toEqual([{ resources: resources.slice(4), unless: [0] }]);
});

test("resources under conditions of the other side", async () => {
  const Condition = { Bool: { "aws:SecureTransport": "true" } };
  const before = policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: resources.slice(2), Condition });
  const after = policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: resources });
  expect(named(await newly(before, after))).toEqual([{ resources, unless: [0] }]);
});

test("actions of a new statement are named one by one where its wildcards make too many classes", async () => {
  const { groups } = await newly([], policyOf({ Effect: "Allow", Action: actions, Resource: "*" }));
  const names = groups.flatMap((group) => group.actions);
  expect(names).toContain("s3:PutAccessPointPolicy");
  expect(names.some((name) => name.includes("*"))).toBe(false);
  expect(groups.every((group) => group.actionCount > 0)).toBe(true);
  expect(groups.flatMap((group) => group.future).sort()).toEqual([...actions].sort());
});

// Both were of level "future", which passes a gate: the patterns that say that the service is one which the catalog lacks were not named.
test.each([
  ["overlap in too many ways", LETTERS.map((letter) => `zz-new-service:*${letter}${letter}*`)],
  ["are too many", Array.from({ length: 70 }, (_, at) => `zz-new-service:Get${at}x*`)],
])(
  "actions of a service that the catalog does not know weigh as written ones where their wildcards %s",
  async (_, names) => {
    const { groups } = await newly([], policyOf({ Effect: "Allow", Action: names, Resource: "*" }));
    expect(groups.map(({ level }) => level)).toEqual(["medium"]);
    expect(groups[0]?.future).toEqual(names);
  },
);
