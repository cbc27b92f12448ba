// Files near saved reports: what is no report is refused, and what was proved of other policies is never passed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ROOT } from "../e2e/run.ts";
import { hold } from "../laws/runs.ts";
import { bytesNear, isJson } from "./bytes.ts";
import { runOf, Seen, shownTo } from "./contract.ts";
import { hasNameTwice, near, treeOf, written } from "./trees.ts";

const FOLDER = join(ROOT, "test/golden/expected");
const saved = readdirSync(FOLDER)
  .filter((name) => /\.json$/.test(name))
  .map((name) => readFileSync(join(FOLDER, name), "utf8"));
const whole = saved.filter((text) => isJson(new TextEncoder().encode(text))).map((text) => JSON.parse(text));
const proofs = whole.filter((report) => JSON.stringify(report).includes('"proofs"'));
const verb = fc.constantFrom("verify", "render");
const reports = near(
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...proofs) }, fc.constantFrom(...whole)).map(treeOf),
);

/** What a report says, without what it is about or how it was found. */
function outcomes(
  report: { query: string; changes?: { verdict: { outcome: string } }[] } & Record<string, { outcome?: string }>,
) {
  if (report.query === "gate") return report.changes?.map(({ verdict }) => verdict.outcome);
  return ["leftOnly", "rightOnly", "leftLifts", "rightLifts"].map((claim) => report[claim]?.outcome);
}

test("reports that were changed somewhere", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(verb, reports, fc.constantFrom("text", "markdown"), async (verb, tree, format) => {
      const text = written(tree);
      const { code } = await runOf([verb, "-"], text);
      if (!isJson(new TextEncoder().encode(text)) || hasNameTwice(tree)) expect(code).toBe(2);
      seen.add(`${verb} ${code}`);
      expect((await shownTo(format, [verb, "-"], text)).code).toBe(code);
      if (verb !== "verify" || code !== 0) return;
      // Passed: then it says of its policies what was found of them.
      const report = JSON.parse(text);
      const true_ = proofs.find((one) => JSON.stringify(documentsOf(one)) === JSON.stringify(documentsOf(report)));
      if (true_ !== undefined) expect(outcomes(report)).toEqual(outcomes(true_));
    }),
    250,
  );
  seen.expectAll("verify 0", "verify 2", "verify 3", "render 0", "render 1", "render 2");
}, 3_600_000);

function documentsOf(report: {
  proofs?: { documents: unknown };
  changes?: { proofs?: { documents: unknown } }[];
}): unknown {
  return report.proofs?.documents ?? report.changes?.map((change) => change.proofs?.documents);
}

test("bytes of any kind", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(
      verb,
      bytesNear(
        fc.oneof(
          fc.constantFrom(...saved),
          reports.map((tree) => written(tree)),
        ),
      ),
      async (verb, bytes) => {
        const { code } = await runOf([verb, "-"], bytes);
        if (!isUtf8(bytes)) expect(code).toBe(2);
        seen.add(`${verb} ${code === 2 ? "refused" : "read"}`);
      },
    ),
    150,
  );
  seen.expectAll("verify refused", "verify read", "render refused", "render read");
}, 3_600_000);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).startsWith("\ufeff");
  } catch {
    return false;
  }
}
