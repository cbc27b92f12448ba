import { parsePolicyValue } from "@keyaki/policy";
import { expect, test } from "vitest";
import { createAnalyzer } from "../src/index.ts";

function buckets(count: number) {
  const statements = Array.from({ length: count }, (_, at) => ({
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::b${at}/*`,
  }));
  const { policy } = parsePolicyValue({ Version: "2012-10-17", Statement: statements }, { source: "many.json" });
  if (policy === null) throw new Error("the policy cannot be read");
  return [policy];
}

// The list once looked at every statement of both sides and ran out of memory.
test("one new statement among thousands is listed alone", async () => {
  const analyzer = createAnalyzer({ workers: 1 });
  const change = await analyzer.change(buckets(1_999), buckets(2_000), { kind: "identity" });
  await analyzer.close();
  expect(change.relation).toBe("more-permissive");
  expect(change.newAccess.groups.map((group) => group.resources)).toEqual([["arn:aws:s3:::b1999/*"]]);
  expect(change.newAccess.undecided).toEqual([]);
});

test("a list whose time is up says what it did not look at", async () => {
  const analyzer = createAnalyzer({ workers: 1 });
  const change = await analyzer.change([], buckets(40), { kind: "identity", timeoutMs: 0.001 });
  await analyzer.close();
  expect(change.verdict.outcome).not.toBe("proved");
  expect(change.newAccess.undecided.map(({ reason }) => reason)).toContainEqual({ code: "solver", detail: "timeout" });
});
