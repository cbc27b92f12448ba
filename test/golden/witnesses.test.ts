// The verdicts on every pair of the corpus with their requests, byte by byte: the same question has the same witness, and a change of
// what is shown is reviewed as a difference.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAnalyzer } from "@keyaki/analysis";
import { writeRequest } from "@keyaki/evaluator";
import { afterAll, expect, test } from "vitest";
import { compared, pairFiles } from "../pairs/pair-file.ts";

/** Writes the file instead of comparing with it, as in `golden.test.ts`. */
const WRITES = process.env.KEYAKI_GOLDEN === "write";
const FILE = join(import.meta.dirname, "witnesses.golden.jsonl");
const CLAIMS = ["leftOnly", "rightOnly", "leftLifts", "rightLifts"] as const;

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

const wanted = new Map(
  readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => [(JSON.parse(line) as { pair: string }).pair, line]),
);
const made: string[] = [];

/** Every pair under a name of its own: notes may say "the same the other way round". */
const ALL = (["pairs", "regressions"] as const).flatMap((folder) =>
  pairFiles(folder).flatMap(({ name, pairs }) =>
    pairs.map((pair, at) => [`${name} ${at + 1}: ${pair.note}`, pair] as const),
  ),
);

test.each(ALL)("%s", async (name, pair) => {
  const found = await compared(analyzer, pair, pair.want.relation === "unknown" ? { engine: "propositional" } : {});
  const verdicts = CLAIMS.map((claim) => {
    const { outcome, ...rest } = found[claim];
    if (!("witness" in rest) || rest.witness === null) return { outcome };
    const { request, allowedBy, refusedBy, stats: _, ...more } = { ...rest.witness, stats: null };
    const places = [allowedBy, refusedBy].map((refs) =>
      refs.map(({ policy, statement }) => policy.statements.indexOf(statement)),
    );
    return { outcome, ...more, places, request: writeRequest(request) };
  });
  const line = JSON.stringify({ pair: name, relation: found.relation, verdicts });
  made.push(line);
  if (!WRITES) expect(line).toBe(wanted.get(name));
});

test("no line is left of a pair that is gone", () => {
  if (WRITES) writeFileSync(FILE, `${made.join("\n")}\n`);
  if (!WRITES) expect([...wanted.keys()]).toEqual(ALL.map(([name]) => name));
});
