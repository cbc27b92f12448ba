// Files near requests: each record is decided or refused, and none is forgotten.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { caseFiles } from "../cases/case-file.ts";
import { ROOT } from "../e2e/run.ts";
import { hold } from "../laws/runs.ts";
import { bytesNear, isJson } from "./bytes.ts";
import { runOf, Seen, shownTo } from "./contract.ts";
import { hasNameTwice, near, treeOf, written } from "./trees.ts";

const POLICY = "test/golden/cases/mfa-dropped-before.json";
const plain = readFileSync(join(ROOT, "test/golden/cases/requests.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line).request);
const ofCases = caseFiles().flatMap((file) =>
  file.cases.map(({ principal, action, resource, owner, context, policies, facts }) => ({
    request: {
      principal: typeof principal === "object" ? principal : { arn: principal ?? "arn:aws:iam::111122223333:user/ana" },
      action: action ?? "s3:GetObject",
      resource: {
        arn: resource ?? "arn:aws:s3:::reports/2026.csv",
        ...(owner === undefined ? {} : { account: owner }),
      },
      context: context ?? {},
    },
    policies: policies ?? {
      identity: [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }],
    },
    ...(facts === undefined ? {} : { facts }),
  })),
);
const withPolicies = near(fc.constantFrom(...ofCases).map(treeOf));
const alone = near(fc.constantFrom(...plain).map(treeOf));

test("one record, with policies of its own or not", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(
      fc.oneof(fc.tuple(withPolicies, fc.constant(true)), fc.tuple(alone, fc.constant(false))),
      async ([tree, own]) => {
        const text = written(tree);
        const { code, reports } = await runOf(["evaluate", "-", ...(own ? [] : ["--policies", POLICY])], text);
        expect([0, 2, 3]).toContain(code);
        if (!isJson(new TextEncoder().encode(text)) || hasNameTwice(tree)) expect(code).toBe(2);
        expect(reports.length).toBe(code === 2 ? 0 : 1);
        for (const { decision } of reports) expect(decision === "Undetermined").toBe(code === 3);
        if (!own) expect((await shownTo("text", ["evaluate", "-", "--policies", POLICY], text)).code).toBe(code);
        seen.add(code === 2 ? "refused" : reports[0].decision);
      },
    ),
    300,
  );
  seen.expectAll("refused", "Allowed", "ImplicitlyDenied", "ExplicitlyDenied");
}, 3_600_000);

test("every line has its decision or its error", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(
      fc.array(
        withPolicies.map((tree) => written(tree).replaceAll("\n", " ")),
        { minLength: 2, maxLength: 6 },
      ),
      async (lines) => {
        // Two good lines around them, so that the file is one of lines.
        const [first] = ofCases;
        const all = [JSON.stringify(first), ...lines, JSON.stringify(first)];
        const { code, reports, stderr } = await runOf(["evaluate", "-"], all.join("\n"));
        const decided = reports.map(({ line }) => line);
        expect(new Set(decided).size).toBe(decided.length);
        for (const [at, text] of all.entries()) {
          if (text.trim() === "") continue;
          const faulty = new RegExp(`^-:${at + 1}: |^-:${at + 1}:\\d+: `, "m").test(stderr);
          expect(decided.includes(at + 1), text).toBe(!faulty);
          seen.add(faulty ? "refused" : "decided");
          if (faulty) expect(code).toBe(2);
        }
      },
    ),
    100,
  );
  seen.expectAll("refused", "decided");
}, 3_600_000);

test("bytes of any kind", async () => {
  const seen = new Seen();
  const texts = fc.oneof(
    withPolicies.map((tree) => written(tree)),
    fc.array(alone, { minLength: 1, maxLength: 3 }).map((trees) => trees.map((tree) => written(tree)).join("\n")),
  );
  await hold(
    fc.asyncProperty(bytesNear(texts), fc.boolean(), async (bytes, own) => {
      const { code, reports } = await runOf(["evaluate", "-", ...(own ? [] : ["--policies", POLICY])], bytes);
      expect([0, 2, 3]).toContain(code);
      if (reports.length === 0) expect(code).toBe(2);
      seen.add(code === 2 ? "refused" : "decided");
    }),
    300,
  );
  seen.expectAll("refused", "decided");
}, 3_600_000);
