import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { main } from "../src/main.ts";

const folder = mkdtempSync(join(tmpdir(), "keyaki-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function keyaki(...args: readonly string[]): Promise<string> {
  let said = "";
  const stdout = {
    isTTY: false,
    write: (text: string) => {
      said += text;
    },
  };
  async function* nothing(): AsyncGenerator<string> {}
  await main(args, { io: { stdout, stderr: { ...stdout, write: () => {} }, stdin: nothing(), env: {}, cwd: folder } });
  return said;
}

function file(name: string, ...statements: readonly object[]): string {
  return text(name, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
}

function text(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const allow = (condition: object) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition: condition });
const all = file("all.json", allow({}));
const some = file("some.json", allow({ StringEquals: { "aws:PrincipalTag/a": "yes" } }));
// Six pigeons in five holes: that some two share one has no short proof.
const [pigeons, holes] = [6, 5].map((count) => Array.from({ length: count }, (_, at) => at)) as [number[], number[]];
const yes = (...places: readonly (readonly [number, number])[]) =>
  Object.fromEntries(places.map(([pigeon, hole]) => [`aws:PrincipalTag/${pigeon}in${hole}`, "yes"]));
const cases = file(
  "cases.json",
  ...pigeons.map((pigeon) => allow({ StringNotEquals: yes(...holes.map((hole) => [pigeon, hole] as const)) })),
  ...holes.flatMap((hole) =>
    pigeons.flatMap((one) =>
      pigeons.slice(one + 1).map((other) => allow({ StringEquals: yes([one, hole], [other, hole]) })),
    ),
  ),
);
const BLOCK = /\nTime: [\d.,]+ ms: parse [\d.,]+, meaning [\d.,]+, classes [\d.,]+, solve [\d.,]+, confirm [\d.,]+/;
const PARTS = ["parse", "meaning", "classes", "solve", "confirm"];

test("--stats adds where the time went and which engine answered; the rest is the same", async () => {
  const plain = await keyaki("compare", some, all);
  const shown = await keyaki("compare", some, all, "--stats");
  expect(plain).not.toMatch(BLOCK);
  expect(shown.startsWith(plain)).toBe(true);
  const block = shown.slice(plain.length).replaceAll("\n", " ");
  expect(shown.slice(plain.length)).toMatch(BLOCK);
  expect(block).toMatch(
    /Answered by: LEFT allows \w+, RIGHT allows \w+, RIGHT denies constant, LEFT denies constant\./,
  );
  expect(block).toContain("Z3 was not needed.");
});

test("the problems that Z3 was asked are counted", async () => {
  const shown = await keyaki("compare", cases, all, "--stats", "--workers", "1");
  expect(shown.replaceAll("\n", " ")).toContain("RIGHT allows propositional");
  expect(shown.replaceAll("\n", " ")).toContain("Z3 was asked 1 problem.");
});

test("the JSON has the parts without being asked, and --no-stats leaves them out", async () => {
  const { stats, ...report } = JSON.parse(await keyaki("compare", some, all, "--format", "json"));
  expect(Object.keys(stats)).toEqual(["ms", ...PARTS, "z3"]);
  const sum = PARTS.reduce((total, part) => total + stats[part], 0);
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThanOrEqual(stats.ms);
  const without = await keyaki("compare", some, all, "--format", "json", "--no-stats");
  expect(without).not.toContain('"stats"');
  for (const claim of ["leftOnly", "rightOnly", "leftLifts", "rightLifts"]) delete report[claim].stats;
  expect(JSON.parse(without)).toEqual(report);
});

test("a gate has them for each change and for all; render shows them again", async () => {
  const json = await keyaki("gate", some, all, "--format", "json");
  const { stats, changes } = JSON.parse(json);
  expect(Object.keys(changes[0].stats)).toEqual(["ms", ...PARTS.slice(1), "z3"]);
  expect(stats.classes).toBe(changes[0].stats.classes);
  const saved = text("gate.json", json);
  expect(await keyaki("render", saved)).not.toMatch(BLOCK);
  const shown = await keyaki("render", saved, "--stats");
  expect(shown).toMatch(BLOCK);
  expect(shown).toMatch(/Answered by: \w+ 1\./);
  const bare = text("bare.json", await keyaki("gate", some, all, "--format", "json", "--no-stats"));
  expect(await keyaki("render", bare, "--stats")).not.toMatch(BLOCK);
});
