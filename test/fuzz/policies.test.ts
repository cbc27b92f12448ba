// Documents near policies: whatever they are, they are judged whole or refused.
import fc from "fast-check";
import { expect, test } from "vitest";
import { inFolder } from "../e2e/run.ts";
import { KINDS, policyPair } from "../generators/policies.ts";
import { variablePair } from "../generators/variable-policies.ts";
import { hold } from "../laws/runs.ts";
import { pairFiles } from "../pairs/pair-file.ts";
import { bytesNear, isJson } from "./bytes.ts";
import { runOf, Seen, shownTo } from "./contract.ts";
import { hasNameTwice, near, type Tree, treeOf, written } from "./trees.ts";

const TIMEOUT = ["--timeout", "1000", "--workers", "1", "--no-stats"];
/** Beyond a limit a document is refused, never shortened. */
const LIMITS: readonly (readonly string[])[] = [
  [],
  ["--allow-comments"],
  ["--max-depth", "5"],
  ["--max-string", "30"],
  ["--max-bytes", "300"],
  ["--max-statements", "1"],
];
const GOOD = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::box/*" },
});

const ofCorpus = [...pairFiles("pairs"), ...pairFiles("regressions")].flatMap(({ pairs }) =>
  pairs.flatMap(({ kind, left, right }) => [left, right].map((document) => ({ kind, document }))),
);
const documents = fc.oneof(
  fc.constantFrom(...ofCorpus),
  fc.oneof(policyPair, variablePair).map(({ kind, left }) => ({ kind, document: left as unknown })),
);
const kinds = fc.option(fc.constantFrom(...KINDS), { nil: undefined });
const asked = documents.chain(({ kind, document }) =>
  fc.record({
    tree: near(fc.constant(treeOf(document))),
    kind: fc.oneof({ weight: 3, arbitrary: fc.constant(kind) }, kinds),
  }),
);

const ELEMENTS = {
  policy: ["Version", "Id", "Statement"],
  statement: "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
} as const;

/** Names that no policy has where they stand: a misspelt Condition is a condition that is lost. */
function hasUnknownElement(tree: Tree, of: "policy" | "statement" = "policy"): boolean {
  if (tree.is === "list") return tree.items.some((item) => hasUnknownElement(item, of));
  if (tree.is === "plain") return false;
  return tree.entries.some(([name, held]) => {
    const known: readonly string[] = ELEMENTS[of];
    return !known.includes(name) || (name === "Statement" && hasUnknownElement(held, "statement"));
  });
}

/** What no reading of a document may pass over; with comments it may be no JSON. */
function mustBeRefused(tree: Tree, comments = false): boolean {
  const text = written(tree);
  if (hasNameTwice(tree) || hasUnknownElement(tree)) return true;
  if (comments) return false;
  return !isJson(new TextEncoder().encode(text)) || /\\ud[89a-f]/i.test(text.replaceAll("\\\\", ""));
}

test("a document compared with itself, written otherwise, is equivalent or refused", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(asked, fc.constantFrom(...LIMITS), async ({ tree, kind }, limits) => {
      const flags = [...(kind === undefined ? [] : ["--kind", kind]), ...limits];
      await inFolder({ "a.json": written(tree), "b.json": written(tree, " \n") }, async (folder) => {
        const { code, reports } = await runOf([
          "compare",
          `${folder}/a.json`,
          `${folder}/b.json`,
          ...flags,
          ...TIMEOUT,
        ]);
        expect([0, 2, 3]).toContain(code);
        if (mustBeRefused(tree, limits[0] === "--allow-comments")) expect(code).toBe(2);
        if (code === 0) expect(reports.map(({ relation }) => relation)).toEqual(["equivalent"]);
        seen.add(code === 0 ? "read" : code === 2 ? "refused" : "undecided");
      });
    }),
    150,
  );
  seen.expectAll("read", "refused");
}, 3_600_000);

test("a gate passes no document that it has not read", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(asked, fc.boolean(), fc.boolean(), async ({ tree, kind }, together, same) => {
      const flags = [...(kind === undefined ? [] : ["--kind", kind]), ...(together ? ["--together"] : [])];
      await inFolder({ "a.json": written(tree), "b.json": same ? written(tree, " ") : GOOD }, async (folder) => {
        const { code, reports } = await runOf(["gate", `${folder}/b.json`, folder, ...flags, ...TIMEOUT]);
        expect(code).toBe(2);
        expect(reports).toEqual([]);
        const [a, b] = [`${folder}/a.json`, `${folder}/b.json`];
        const judged = await runOf(["gate", a, b, ...flags, "--proofs", ...TIMEOUT]);
        if (mustBeRefused(tree)) expect(judged.code).toBe(2);
        if (judged.code === 0 || judged.code === 1) expect(judged.reports[0].notAnalysed).toEqual([]);
        if (judged.code === 0) expect(judged.reports[0].result).toBe("pass");
        // What was said can be said again, and holds when it is checked.
        if (judged.stdout !== "") expect((await runOf(["render", "-"], judged.stdout)).code).toBe(judged.code);
        if (judged.code === 0 || judged.code === 1)
          expect([0, 3]).toContain((await runOf(["verify", "-"], judged.stdout)).code);
        seen.add(["pass", "fail", "refused", "undecided", "nothing"][judged.code ?? 5] ?? "");
      });
    }),
    40,
  );
  seen.expectAll("pass", "fail", "refused");
}, 3_600_000);

test("a directory of anything", async () => {
  const seen = new Seen();
  const file = bytesNear(
    fc.oneof(
      asked.map(({ tree }) => written(tree)),
      fc.constant(GOOD),
    ),
  );
  await hold(
    fc.asyncProperty(fc.array(file, { maxLength: 3 }), async (files) => {
      await inFolder(Object.fromEntries(files.map((bytes, at) => [`${at}.json`, bytes])), async (folder) => {
        const { code, reports } = await runOf(["gate", folder, folder, ...TIMEOUT]);
        // The same bytes on both sides change nothing, whatever they are; what is no policy is counted apart.
        expect([0, 2, 4]).toContain(code);
        if (code === 0) expect(reports[0].summary.read).toBeGreaterThan(0);
        seen.add(`same bytes: ${code}`);
        const compared = await runOf(["compare", folder, folder, ...TIMEOUT]);
        expect([0, 2, 3, 4]).toContain(compared.code);
        seen.add(`compared: ${compared.code}`);
      });
    }),
    60,
  );
  seen.expectAll("compared: 0", "compared: 2", "compared: 4");
}, 3_600_000);

test("bytes that are no JSON are refused, also on standard input", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(bytesNear(asked.map(({ tree }) => written(tree))), async (bytes) => {
      const { code } = await runOf(["compare", "-", "corpus/examples/same/before/builder.json", ...TIMEOUT], bytes);
      if (!isJson(bytes)) expect(code).toBe(2);
      seen.add(code === 2 ? "refused" : "read");
    }),
    100,
  );
  seen.expectAll("read", "refused");
}, 3_600_000);

test("what is printed for people holds nothing that a terminal obeys", async () => {
  const seen = new Seen();
  await hold(
    fc.asyncProperty(asked, fc.constantFrom("text", "markdown"), async ({ tree, kind }, format) => {
      const flags = kind === undefined ? [] : ["--kind", kind];
      await inFolder({ "a.json": GOOD, "b.json": written(tree) }, async (folder) => {
        const { code } = await shownTo(format, ["gate", `${folder}/a.json`, `${folder}/b.json`, ...flags, ...TIMEOUT]);
        seen.add(code === 2 ? "refused" : "judged");
      });
    }),
    30,
  );
  seen.expectAll("judged", "refused");
}, 3_600_000);
