import { type Policy, type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { afterAll, expect, test } from "vitest";
import { createAnalyzer } from "../src/index.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

const allow = (Action: string, Resource: string | readonly string[] = "*") => ({ Effect: "Allow", Action, Resource });
const deny = (Action: string) => ({ Effect: "Deny", Action, Resource: "*" });

function policy(kind: PolicyKind, ...Statement: readonly unknown[]): Policy[] {
  const parsed = parsePolicyValue({ Version: "2012-10-17", Statement }, { source: "policy.json", kind });
  if (parsed.policy === null) throw new Error(parsed.diagnostics.map(({ code }) => code).join(", "));
  return [parsed.policy];
}

test("access that only another reading of wildcards gives is weighed beside what AWS may add", async () => {
  const queue = "arn:aws:sqs:us-*:111122223333:q";
  const crossing = "arn:aws:sqs:us-a:x:111122223333:q";
  const before = policy("identity", allow("sqs:SendMessage", queue));
  const after = policy("identity", allow("sqs:SendMessage", [queue, crossing]), allow("s3:NotYetThere*"));
  const { level, newAccess } = await analyzer.change(before, after, { kind: "identity" });
  expect(newAccess.groups.map((group) => group.level).sort()).toEqual(["future", "medium"]);
  expect(level).toBe("medium");
});

test("what a default newly allows weighs more than a denial of actions to come", async () => {
  const before = policy("scp", allow("s3:GetObject"), deny("s3:NotYetThere*"));
  const after = policy("scp", deny("sqs:SendMessage"));
  const { level, liftedDenials } = await analyzer.change(before, after, { kind: "scp" });
  expect(liftedDenials.groups.map((group) => group.level)).toEqual(["future"]);
  expect(level).toBe("critical");
});

test("a wildcard of a service that the catalog does not know is no action to come", async () => {
  const levelOf = async (action: string) => {
    const after = policy("identity", allow("s3:GetObject"), allow(action));
    return (await analyzer.change(policy("identity", allow("s3:GetObject")), after, { kind: "identity" })).level;
  };
  expect(await levelOf("brandnewservice:*")).toBe("medium");
  expect(await levelOf("s3:NotYetThere*")).toBe("future");
});
