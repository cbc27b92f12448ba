import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { keyaki, ROOT } from "../e2e/run.ts";

/** Writes the files instead of comparing with them: `KEYAKI_GOLDEN=write`. Review the difference. */
const WRITES = process.env.KEYAKI_GOLDEN === "write";
const FOLDER = join(import.meta.dirname, "expected");
const EXAMPLES = "corpus/examples";
const CASES = "test/golden/cases";

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly formats: readonly ("text" | "json" | "markdown")[];
}

const gate = (name: string, before: string, after: string, ...flags: string[]): Case => {
  return { name: `gate-${name}`, args: ["gate", before, after, ...flags], formats: ["text", "json", "markdown"] };
};
const compare = (name: string, left: string, right: string, ...flags: string[]): Case => {
  return { name: `compare-${name}`, args: ["compare", left, right, ...flags], formats: ["text", "json"] };
};
const example = (name: string, file = ""): [string, string] => {
  return [join(EXAMPLES, name, "before", file), join(EXAMPLES, name, "after", file)];
};
const pair = (name: string): [string, string] => {
  return [join(CASES, `${name}-before.json`), join(CASES, `${name}-after.json`)];
};

/** A report with its proofs, and what comes of checking it. */
const proofs = (name: string, ...args: readonly string[]): Case[] => {
  const saved = join(FOLDER, `${name}-proofs.golden.json`);
  return [
    { name: `${name}-proofs`, args: [...args, "--proofs"], formats: ["json"] },
    { name: `verify-${name}`, args: ["verify", relative(ROOT, saved)], formats: ["text", "json", "markdown"] },
  ];
};

const ALL: readonly Case[] = [
  gate("widened", ...example("widened")),
  gate("narrowed", ...example("narrowed")),
  gate("same", ...example("same")),
  gate("unchanged", join(EXAMPLES, "same/before"), join(EXAMPLES, "same/before")),
  gate("together", ...example("widened"), "--together"),
  gate("together-unchanged", join(EXAMPLES, "same/before"), join(EXAMPLES, "same/before"), "--together"),
  gate("removed-fails", ...example("narrowed"), "--fail-on-removed"),
  gate("trust", ...pair("trust")),
  gate("bucket", ...pair("bucket")),
  gate("administrator", ...pair("administrator")),
  gate("future", ...pair("future")),
  gate("deny-removed", ...pair("deny-removed")),
  gate("mfa-dropped", ...pair("mfa-dropped")),
  compare("widened", ...example("widened", "invoice-batch.json")),
  compare("expected", ...example("widened", "invoice-batch.json"), "--expect", "more-permissive,equivalent"),
  compare("same", ...example("same", "builder.json")),
  compare("deny-removed", ...pair("deny-removed")),
  compare("deny-removed-alone", ...pair("deny-removed"), "--alone"),
  {
    name: "evaluate",
    args: ["evaluate", join(CASES, "requests.jsonl"), "--policies", join(CASES, "mfa-dropped-before.json")],
    formats: ["text", "json"],
  },
  ...proofs("gate", "gate", ...example("widened")),
  ...proofs("compare", "compare", ...pair("mfa-dropped")),
];

const SUFFIX = { text: "txt", json: "json", markdown: "md" } as const;
const seen = new Set<string>();

describe.each(ALL)("$name", ({ name, args, formats }) => {
  test.each(formats)("%s", async (format) => {
    const { code, stdout, stderr } = await keyaki([...args, "--format", format, "--no-stats"]);
    const file = `${name}.golden.${SUFFIX[format]}`;
    const made = format === "text" ? `$ keyaki ${args.join(" ")}\n${stdout}${stderr}[exit ${code}]\n` : stdout;
    seen.add(file);
    const path = join(FOLDER, file);
    if (WRITES || !existsSync(path)) {
      expect(WRITES, `${file} is missing; KEYAKI_GOLDEN=write makes it`).toBe(true);
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(path, made);
    }
    expect(made).toBe(readFileSync(path, "utf8"));
  });
});

test("no file is left of a case that is gone", () => {
  expect(readdirSync(FOLDER).filter((file) => !seen.has(file))).toEqual([]);
});

afterAll(() => {
  if (WRITES) console.warn("golden files written: review the difference");
});
