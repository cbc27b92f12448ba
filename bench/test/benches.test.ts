import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BENCHES } from "../src/benches.ts";
import { figureLines, isMet } from "../src/figures.ts";

const bench = join(import.meta.dirname, "..");
const names = Object.keys(BENCHES);

test("every bench has its file and is named in the README", () => {
  const readme = readFileSync(join(bench, "README.md"), "utf8");
  expect(names.filter((name) => !existsSync(join(bench, "src", `${name}.ts`)))).toEqual([]);
  // The runs on recorded pairs share one row.
  expect(names.filter((name) => !name.startsWith("data/") && !readme.includes(`| \`${name}`))).toEqual([]);
});

test("every file that runs by itself is a bench", () => {
  const files = readdirSync(join(bench, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.ts$/.test(file),
  );
  // Such a file exports nothing.
  const runs = files.filter((file) => !/^(export|declare) /m.test(readFileSync(join(bench, "src", file), "utf8")));
  const known = [...names, "main", "install-peers"].map((name) => `${name}.ts`);
  expect(runs.filter((file) => !known.includes(file))).toEqual([]);
  expect(runs.length).toBeGreaterThan(names.length);
});

test("a figure is held against its target, from above or from below", () => {
  const ms = { what: "question", reached: 3, unit: "ms" } as const;
  expect(isMet(ms)).toBe(null);
  expect(isMet({ ...ms, target: { atMost: 3 } })).toBe(true);
  expect(isMet({ ...ms, target: { atMost: 2.9 } })).toBe(false);
  expect(isMet({ ...ms, target: { atLeast: 3 } })).toBe(true);
  expect(isMet({ ...ms, target: { atLeast: 3.1 } })).toBe(false);
  expect(isMet({ ...ms, reached: null, target: { atMost: 3 } })).toBe(false);
  const [head, met, missed] = figureLines([
    { ...ms, target: { atMost: 5 }, spread: "p90 4", ratio: { of: 1234.5, to: "the peer" } },
    { ...ms, what: "other", reached: 0.01234, target: { atLeast: 1 } },
  ]);
  expect(head).toMatch(/^what +reached +spread +target +ratio$/);
  expect(met).toMatch(/^question +3 ms +p90 4 +≤ 5 ms +met +1,235 × the peer$/);
  expect(missed).toMatch(/^other +0.012 ms +≥ 1 ms +MISSED$/);
});
