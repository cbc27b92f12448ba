// The questions of pairs as SMT-LIB texts: a change of what other solvers are asked is reviewed as a difference.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAnalyzer } from "@keyaki/analysis";
import { afterAll, expect, test } from "vitest";
import { WRITTEN_PAIRS } from "../laws/written-pairs.ts";
import { sideOf } from "../pairs/pair-file.ts";

/** Writes the files instead of comparing with them, as in `golden.test.ts`. */
const WRITES = process.env.KEYAKI_GOLDEN === "write";
const FOLDER = join(import.meta.dirname, "scripts");

const analyzer = createAnalyzer();
afterAll(() => analyzer.close());

const fileOf = (note: string) => `${note.toLowerCase().replaceAll(/[^a-z0-9.+]+/g, "-")}.golden.smt2`;

test.each(WRITTEN_PAIRS.map((pair) => [pair.note, pair] as const))("%s", async (note, pair) => {
  const { kind, axioms = true } = pair;
  const scripts = await analyzer.scripts(sideOf(pair.left, kind), sideOf(pair.right, kind), { kind, axioms });
  const made = scripts["left-only.smt2"];
  const path = join(FOLDER, fileOf(note));
  if (WRITES || !existsSync(path)) {
    expect(WRITES, `${path} is missing; KEYAKI_GOLDEN=write makes it`).toBe(true);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, made);
  }
  expect(made).toBe(readFileSync(path, "utf8"));
});

test("no file is left of a pair that is gone", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(WRITTEN_PAIRS.map(({ note }) => fileOf(note)).sort());
});
