import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, keyaki } from "./run.ts";

const CASES = "test/golden/cases";
const NARROWED = ["corpus/examples/narrowed/before", "corpus/examples/narrowed/after"];
const MFA = [join(CASES, "mfa-dropped-before.json"), join(CASES, "mfa-dropped-after.json")];

async function saved(...args: readonly string[]): Promise<string> {
  return (await keyaki([...args, "--format", "json", "--no-stats"])).stdout;
}

async function verified(report: unknown, ...flags: readonly string[]) {
  const text = typeof report === "string" ? report : JSON.stringify(report);
  const { code, stdout, stderr } = await keyaki(["verify", "-", "--format", "json", ...flags], text);
  return { code, stderr, report: stdout === "" ? null : JSON.parse(stdout) };
}

type Spoil = (report: ReturnType<typeof JSON.parse>) => void;

describe("a comparison", () => {
  const spoilt: readonly [string, Spoil][] = [
    [
      "an answer turned from refuted to proved",
      (report) => {
        report.rightOnly = { ...report.leftOnly };
        report.relation = report.allowRelation = "equivalent";
      },
    ],
    [
      "a proof handed to the claim that does not hold",
      (report) => {
        report.rightOnly = { ...report.leftOnly };
        report.proofs.claims.rightOnly = report.proofs.claims.leftOnly;
        report.relation = report.allowRelation = "equivalent";
      },
    ],
    [
      "a relation that does not follow",
      (report) => {
        report.relation = "equivalent";
      },
    ],
    [
      "another policy beside the same proof",
      (report) => {
        report.proofs.documents.left[0].document.Statement[0].Action = "ec2:*";
      },
    ],
    [
      "a proof that leaves out its actions",
      (report) => {
        report.proofs.claims.leftOnly.readings[0].actions = [];
      },
    ],
    [
      "a request that both sides allow",
      (report) => {
        report.rightOnly.witness.request.context["aws:MultiFactorAuthPresent"] = "true";
      },
    ],
  ];

  test("whose four answers hold", async () => {
    const { code, stderr, report } = await verified(await saved("compare", ...MFA, "--proofs"));
    expect([code, stderr, report.result]).toEqual([0, "", "pass"]);
    expect(report.answers.map((answer: { by: string }) => answer.by)).toEqual(["proof", "request", "proof", "proof"]);
  });

  test.each(spoilt)("with %s does not pass", async (_, spoil) => {
    const report = JSON.parse(await saved("compare", ...MFA, "--proofs"));
    spoil(report);
    const { code, report: checked } = await verified(report);
    expect(code === 1 || code === 3).toBe(true);
    expect(checked.result).toBe(code === 1 ? "fail" : "undecided");
  });

  test("without proofs is not checked: 3", async () => {
    const { code, report } = await verified(await saved("compare", ...MFA));
    expect([code, report.result]).toEqual([3, "undecided"]);
    expect(report.answers.every((answer: { holds: unknown }) => answer.holds === null)).toBe(true);
  });
});

describe("a gate", () => {
  test("whose changes hold", async () => {
    const { code, report } = await verified(await saved("gate", ...NARROWED, "--proofs"));
    expect([code, report.result]).toEqual([0, "pass"]);
    expect(report.answers.length).toBeGreaterThan(1);
  });

  test("that says pass of a change that is refuted: 1", async () => {
    const report = JSON.parse(await saved("gate", ...MFA, "--proofs"));
    expect((await verified(report)).code).toBe(0);
    expect(report.result).toBe("fail");
    const { code, report: checked } = await verified({ ...report, result: "pass" });
    expect([code, checked.contradictions.length]).toEqual([1, 1]);
  });

  test("--files: the files must still hold the policies that were proved", async () => {
    const policy = (action: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["s3:GetObject", action], Resource: "*" }],
      });
    await inFolder({ "a.json": policy("s3:PutObject"), "b.json": policy("s3:GetObject") }, async (folder) => {
      const [a, b] = [join(folder, "a.json"), join(folder, "b.json")];
      const report = await saved("gate", a, b, "--proofs");
      expect((await verified(report, "--files")).code).toBe(0);
      expect((await verified(report.replaceAll("b.json", "a.json"), "--files")).code).toBe(1);
      const { code, report: gone } = await verified(report.replaceAll("b.json", "c.json"), "--files");
      expect([code, gone.contradictions.length]).toEqual([1, 1]);
    });
  });
});

describe("what is no report of proofs: 2", () => {
  test.each([
    ["no JSON", "{"],
    ["another object", "{}"],
    ["another version", '{"formatVersion": "2.0"}'],
    ["a report of another kind", '{"formatVersion": "1.0", "query": "dance"}'],
  ])("%s", async (_, text) => {
    const { code, stderr } = await verified(text);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
  });

  test("a report of evaluate", async () => {
    const requests = join(CASES, "requests.jsonl");
    const { code, stderr } = await verified(await saved("evaluate", requests, "--policies", MFA[0]!));
    expect(code).toBe(2);
    expect(stderr).toContain("those of compare and gate");
  });

  test("policies or questions in it that are none", async () => {
    const report = JSON.parse(await saved("compare", ...MFA, "--proofs"));
    report.proofs.documents.left[0].document = { Statement: 7 };
    expect((await verified(report)).code).toBe(2);
    const other = JSON.parse(await saved("compare", ...MFA, "--proofs"));
    other.proofs.asked.kind = "poem";
    expect((await verified(other)).code).toBe(2);
  });
});
