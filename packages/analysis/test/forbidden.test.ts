import { type Policy, parsePolicyValue } from "@keyaki/policy";
import { afterAll, expect, test } from "vitest";
import { createAnalyzer } from "../src/index.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

function policy(source: string, ...statements: readonly object[]): Policy {
  const { policy: read } = parsePolicyValue({ Version: "2012-10-17", Statement: statements }, { source });
  if (read === null) throw new Error("not a policy");
  return read;
}

const allow = (action: string | readonly string[], resource = "*", more: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const deny = (action: string | readonly string[], resource = "*", more: object = {}) => ({
  ...allow(action, resource, more),
  Effect: "Deny",
});

const SECRETS = policy("secrets", deny("secretsmanager:GetSecretValue"));
const TRAILS = policy(
  "trails",
  deny(["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], "arn:aws:cloudtrail:*:*:trail/main"),
);
const options = { kind: "identity" } as const;

test("who can do what is forbidden, with a request that shows it", async () => {
  const sets = [
    [policy("reader", allow("s3:GetObject"))],
    [policy("admin", allow("*"))],
    [policy("careful", allow("*"), deny("secretsmanager:*"), deny("cloudtrail:*"))],
    [policy("other-trail", allow("cloudtrail:*", "arn:aws:cloudtrail:*:*:trail/other"))],
    [policy("with-mfa", allow("cloudtrail:*", "*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }))],
    [],
  ];
  const verdicts = await analyzer.forbidden(sets, [SECRETS, TRAILS], options);
  expect(verdicts.map((each) => each.map(({ outcome }) => outcome))).toEqual([
    ["proved", "proved"],
    ["refuted", "refuted"],
    ["proved", "proved"],
    ["proved", "proved"],
    ["proved", "refuted"],
    ["proved", "proved"],
  ]);
  const shown = verdicts[4]?.[1];
  if (shown?.outcome !== "refuted") throw new Error("not refuted");
  expect(["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"]).toContain(shown.witness.request.action);
  expect(shown.witness.request.keys.get("aws:multifactorauthpresent")?.values).toEqual(["true"]);
  expect(shown.witness.allowedBy.map((ref) => ref.policy.source)).toEqual(["with-mfa"]);
});

test("sets that say the same are answered alike, each with its own statements", async () => {
  const sets = ["one", "two", "three"].map((source) => [
    policy(`${source}-a`, allow("s3:ListBucket")),
    policy(`${source}-b`, deny("kms:*"), allow(source === "three" ? "secretsmanager:List*" : "secretsmanager:Get*")),
  ]);
  const [one, two, three] = (await analyzer.forbidden(sets, [SECRETS], options)).map(([verdict]) => verdict);
  expect([one?.outcome, two?.outcome, three?.outcome]).toEqual(["refuted", "refuted", "proved"]);
  if (one?.outcome !== "refuted" || two?.outcome !== "refuted") throw new Error("not refuted");
  expect(two.witness.request).toEqual(one.witness.request);
  expect(one.witness.allowedBy.map((ref) => ref.policy.source)).toEqual(["one-b"]);
  expect(two.witness.allowedBy.map((ref) => ref.policy.source)).toEqual(["two-b"]);
  expect(two.witness.allowedBy[0]?.statement).toBe(sets[1]?.[1]?.statements[1]);
  // The Deny that refuses it is the question's own.
  expect(two.witness.refusedBy.map((ref) => ref.policy)).toEqual([SECRETS]);
});

test("a claim alone has the verdict that it has among all four", async () => {
  const left = [policy("left", allow(["s3:GetObject", "s3:PutObject"]), deny("sqs:*"))];
  const right = [policy("right", allow("s3:GetObject"), deny("sns:*"))];
  const all = await analyzer.compare(left, right, options);
  for (const name of ["leftOnly", "rightOnly", "leftLifts", "rightLifts"] as const) {
    const { stats: _, ...alone } = await analyzer.decide(left, right, name, options);
    const { stats: __, ...among } = all[name];
    expect(alone).toEqual(among);
  }
  expect([all.leftOnly.outcome, all.rightOnly.outcome]).toEqual(["refuted", "proved"]);
  expect([all.leftLifts.outcome, all.rightLifts.outcome]).toEqual(["refuted", "refuted"]);
});
