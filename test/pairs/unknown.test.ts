// What is documented as unknown is so still, and nothing else is kept as unknown.
import { readFileSync } from "node:fs";
import { createAnalyzer } from "@keyaki/analysis";
import { afterAll, describe, expect, test } from "vitest";
import { compared, pairFiles } from "./pair-file.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

const pairs = pairFiles("pairs").flatMap((file) => file.pairs.filter(({ want }) => want.relation === "unknown"));

describe("what stays unknown", () => {
  // The reason that is given is the first engine's, also where the theory of strings was asked in vain.
  test.each(pairs.map((pair) => [pair.note, pair] as const))("%s", async (_note, pair) => {
    const found = await compared(analyzer, pair, { engine: "propositional", timeoutMs: 25_000 });
    for (const [claim, code] of Object.entries(pair.want.reasons ?? {})) {
      const verdict = found[claim as keyof NonNullable<typeof pair.want.reasons>];
      expect(verdict.outcome === "unknown" ? verdict.reason.code : verdict.outcome).toBe(code);
    }
  });

  test("is what the README of the analysis lists", () => {
    const readme = readFileSync(new URL("../../packages/analysis/README.md", import.meta.url), "utf8");
    const [, section = ""] = readme.split("## What stays unknown");
    const listed = [...section.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...new Set(pairs.map(({ want }) => want.stays))].sort());
  });
});
