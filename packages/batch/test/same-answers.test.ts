import { type Analyzer, CLAIM_NAMES, type CompareOptions, createAnalyzer } from "@keyaki/analysis";
import { type Policy, type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { afterAll, expect, test } from "vitest";
import { pairFiles } from "../../../test/pairs/pair-file.ts";
import { createThreadedAnalyzer } from "../src/index.ts";
import { policy, policyOf } from "./fixtures/policies.ts";

const here = createAnalyzer({ workers: 1 });
const threaded = createThreadedAnalyzer({ threads: 2 });
afterAll(() => Promise.all([here.close(), threaded.close()]));

/** The answer without what differs from run to run. */
function timeless(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(timeless);
  if (answer instanceof Map) return new Map([...answer].map(([key, value]) => [key, timeless(value)]));
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).flatMap(([key, value]) => (key === "stats" ? [] : [[key, timeless(value)]])),
  );
}

/** Statements, policies and lists of conditions of an answer, in its order. */
function partsOf(answer: unknown, policies: readonly Policy[]): unknown[] {
  const known = new Set<unknown>(
    policies.flatMap((each) => [each, ...each.statements, ...each.statements.map(({ conditions }) => conditions)]),
  );
  const parts: unknown[] = [];
  const walk = (value: unknown): void => {
    if (known.has(value)) parts.push(value);
    else if (value instanceof Map) for (const each of value.values()) walk(each);
    else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) walk(each);
  };
  walk(answer);
  return parts;
}

async function expectSame<T>(policies: readonly Policy[], ask: (analyzer: Analyzer) => Promise<T>): Promise<T> {
  const [one, other] = await Promise.all([ask(here), ask(threaded)]);
  expect(timeless(other)).toEqual(timeless(one));
  const [parts, others] = [partsOf(one, policies), partsOf(other, policies)];
  expect(others.length).toBe(parts.length);
  for (const [at, part] of parts.entries()) expect(others[at]).toBe(part);
  return other;
}

const corpus = pairFiles("pairs").flatMap(({ pairs }) => pairs.filter(({ want }) => want.relation !== "unknown"));

test("a comparison, of all kinds of policies", async () => {
  const outcomes = { proved: 0, refuted: 0, unknown: 0 };
  const asked = corpus.filter((_, at) => at % 4 === 0);
  await Promise.all(
    asked.map(async ({ kind, left, right, want }) => {
      const { assume, resourceAccount } = want;
      const sides = [read(left, kind, "left"), read(right, kind, "right")] as const;
      const options: CompareOptions = { kind, ...(assume && { assume }), ...(resourceAccount && { resourceAccount }) };
      const answer = await expectSame(sides.flat(), (analyzer) => analyzer.compare(...sides, options));
      for (const name of CLAIM_NAMES) outcomes[answer[name].outcome]++;
    }),
  );
  expect(asked.length).toBeGreaterThan(50);
  expect(outcomes.proved).toBeGreaterThan(50);
  expect(outcomes.refuted).toBeGreaterThan(20);
});

test("questions that stay unknown, and why", async () => {
  const unknowns = pairFiles("pairs").flatMap(({ pairs }) =>
    pairs.filter(({ want }) => want.stays === "letters-ignored"),
  );
  const options = { engine: "propositional", timeoutMs: 25_000 } as const;
  const relations = await Promise.all(
    unknowns.map(async ({ kind, left, right }) => {
      const sides = [read(left, kind, "left"), read(right, kind, "right")] as const;
      const { relation } = await expectSame(sides.flat(), (analyzer) =>
        analyzer.compare(...sides, { kind, ...options }),
      );
      return relation;
    }),
  );
  expect(relations).toContain("unknown");
}, 120_000);

test("a question of Z3, which works below the thread", async () => {
  const [left, right] = [[policy("left", { Action: "s3:*" })], [policy("right", { Action: "s3:Get*" })]];
  const options = { kind: "identity", engine: "strings" } as const;
  const { relation, stats } = await expectSame([...left, ...right], (analyzer) =>
    analyzer.compare(left, right, options),
  );
  expect(relation).toBe("more-permissive");
  expect(stats?.z3).toBeGreaterThan(0);
});

test("a change with groups, lifted denials, conditions and edits that undo it", async () => {
  const tagged = { Condition: { StringEquals: { "aws:ResourceTag/team": "billing" } } };
  const invoices = "arn:aws:s3:::invoices/*";
  const before = [
    policy(
      "one",
      { Action: "s3:GetObject", Resource: invoices },
      { Action: "secretsmanager:GetSecretValue", ...tagged },
    ),
    policy("two", { Action: "sqs:*" }, { Effect: "Deny", Action: "sqs:DeleteQueue" }),
  ];
  const after = [
    policy(
      "one",
      { Action: ["s3:GetObject", "s3:PutObject"], Resource: invoices },
      { Action: "secretsmanager:GetSecretValue" },
    ),
    policy("two", { Action: "sqs:*" }),
  ];
  const all = [...before, ...after];
  const found = await expectSame(all, (analyzer) => analyzer.change(before, after, { kind: "identity" }));
  expect([found.newAccess.groups.length, found.liftedDenials.groups.length]).toEqual([3, 1]);
  const edits = [...found.undo.values()];
  expect(edits.map(({ edit }) => edit.is).sort()).toEqual([
    "put-back-condition",
    "put-back-statement",
    "remove-actions",
  ]);
  const lifted = edits.find(({ edit }) => edit.is === "put-back-statement");
  // The statement stood in BEFORE, and goes into the policy that took its place.
  expect(lifted?.policy).toBe(after[1]);
  expect(lifted?.statement).toBe(before[1]!.statements[1]);
  const secrets = found.newAccess.groups.find(({ actions }) => actions.includes("secretsmanager:GetSecretValue"));
  expect(secrets?.when.unless[0]?.statement).toBe(before[0]!.statements[1]);
  expect(secrets?.when.conditions).toBe(after[0]!.statements[1]!.conditions);
});

test("a claim alone, scripts, certificates, and one policy on both sides", async () => {
  const principal = { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Resource: "*" };
  const left = [policyOf("resource", "left", { Action: "sqs:*", ...principal })];
  const right = [policyOf("resource", "right", { Action: "sqs:SendMessage", ...principal }), ...left];
  const all = [...left, ...right];
  const options = { kind: "resource", certificates: true } as const;
  for (const claim of CLAIM_NAMES) await expectSame(all, (analyzer) => analyzer.decide(left, right, claim, options));
  const { certificates, relation } = await expectSame(all, (analyzer) => analyzer.compare(left, right, options));
  expect([relation, Object.keys(certificates ?? {}).length]).toEqual(["equivalent", 4]);
  const scripts = await expectSame(all, (analyzer) => analyzer.scripts(left, right, options));
  expect(scripts["left-only.smt2"]).toContain("(check-sat)");
  // Nothing on a side has no opinion.
  await expectSame(all, (analyzer) => analyzer.change([], left, options));
});

test("forbidden access, each set with its own statements", async () => {
  const secrets = policy("secrets", { Effect: "Deny", Action: "secretsmanager:GetSecretValue" });
  const trails = policy("trails", { Effect: "Deny", Action: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"] });
  const sets = Array.from({ length: 60 }, (_, at) => [
    policy(`a${at}`, { Action: "s3:*" }, { Action: at % 3 === 0 ? "secretsmanager:Get*" : "sqs:*" }),
    policy(`b${at}`, ...(at % 2 === 0 ? [{ Effect: "Deny", Action: "secretsmanager:*" }] : []), {
      Action: "cloudtrail:*",
    }),
  ]);
  const options = { kind: "identity" } as const;
  const all = [secrets, trails, ...sets.flat()];
  const found = await expectSame(all, (analyzer) => analyzer.forbidden(sets, [secrets, trails], options));
  const outcomes = found.map((each) => each.map(({ outcome }) => outcome));
  expect([outcomes[0], outcomes[3]]).toEqual([
    ["proved", "refuted"],
    ["refuted", "refuted"],
  ]);
  const shown = found[9]?.[0];
  expect(shown?.outcome === "refuted" && shown.witness.allowedBy[0]?.statement).toBe(sets[9]?.[0]?.statements[1]);
});

test("what an analyzer throws", async () => {
  const condition = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
  const made = policy("left", { Action: "s3:*", ...condition });
  const statements = made.statements.map((each) => ({
    ...each,
    conditions: each.conditions.map((one) => ({ ...one, operator: { ...one.operator, base: "Nonsense" } })),
  }));
  const ask = (analyzer: Analyzer) =>
    analyzer.compare([{ ...made, statements }], [made], { kind: "identity" }).then(
      () => null,
      ({ name, message }: Error) => [name, message],
    );
  const thrown = await ask(here);
  expect(thrown).toHaveLength(2);
  expect(await ask(threaded)).toEqual(thrown);
});

function read(document: unknown, kind: PolicyKind, source: string): Policy[] {
  const documents = Array.isArray(document) ? document : [document];
  return documents.flatMap((each) => {
    const { policy: parsed } = parsePolicyValue(each, { kind, source });
    return parsed === null ? [] : [parsed];
  });
}
