import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "@keyaki/analysis";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { worst } from "../src/exit.ts";
import type { Io } from "../src/io.ts";
import { jsonRecords } from "../src/json-records.ts";
import { main } from "../src/main.ts";
import { type Output, reportFlags } from "../src/options.ts";
import { Progress } from "../src/progress.ts";
import { readAssumptions } from "../src/question.ts";
import type { Analyzer } from "../src/run.ts";
import { Run } from "../src/run.ts";
import { VERSION } from "../src/version.ts";

function io(isTTY = false): Io & { readonly said: { stdout: string; stderr: string } } {
  const said = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    isTTY,
    write: (text: string) => {
      said[name] += text;
    },
  });
  async function* nothing(): AsyncGenerator<string> {}
  return { stdout: sink("stdout"), stderr: sink("stderr"), stdin: nothing(), env: {}, cwd: process.cwd(), said };
}

test("the version is the package's", () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));
  expect(VERSION).toBe(manifest.version);
});

test("of several exit codes the first of 2, 1, 3, 4, 0", () => {
  expect(worst([0, 4, 3, 1, 2])).toBe(2);
  expect(worst([0, 4, 3, 1])).toBe(1);
  expect(worst([0, 4, 3])).toBe(3);
  expect(worst([0, 4])).toBe(4);
  expect(worst([])).toBe(0);
});

describe("--format and --output", () => {
  const outputs = (...args: string[]): readonly Output[] => {
    const command = reportFlags(new Command().exitOverride());
    command.parse(args, { from: "user" });
    return command.opts().output;
  };

  test("a file belongs to the format before it", () => {
    expect(
      outputs("--format", "text", "--format", "json", "--output", "a", "--format", "markdown", "--output", "b"),
    ).toEqual([
      { format: "text", file: null },
      { format: "json", file: "a" },
      { format: "markdown", file: "b" },
    ]);
  });

  test("a file alone is text", () => {
    expect(outputs("--output", "a")).toEqual([{ format: null, file: "a" }]);
    expect(outputs()).toEqual([]);
  });
});

describe("request files", () => {
  test("one value, over any number of lines", () => {
    expect(jsonRecords('{\n"a": 1\n}')).toEqual([{ line: null, value: { a: 1 }, fault: null }]);
  });

  test("lines, with the number of each; blank ones are none", () => {
    const records = jsonRecords('{"a":1}\n\r\n{broken\n{"b":2}\n');
    expect(records.map(({ line, fault }) => [line, fault === null])).toEqual([
      [1, true],
      [3, false],
      [4, true],
    ]);
  });

  test("one value with a mistake in it is one record", () => {
    expect(jsonRecords('{\n"a": ,\n}')).toMatchObject([{ line: null }]);
  });

  test("a name that stands twice in one object is told with its place, in any depth and spelling", () => {
    const repeated = (text: string) => jsonRecords(text).map((record) => record.repeated ?? null);
    expect(repeated('{"a":{"b":[{"a":1}]},"c":"a\\":{","d":{"a":1}}\n{"a":1}\n')).toEqual([null, null]);
    expect(repeated('{"\u{1f600}":1,"a":[],"\\u0061" :2}')).toEqual([{ name: "a", line: 1, column: 15 }]);
    expect(repeated('{"x":[\n{"a":1,\n  "a":2}]}')).toEqual([{ name: "a", line: 3, column: 3 }]);
  });
});

test("assumptions: every known name and value, and no other", () => {
  expect(readAssumptions(["short-arn=literal", "short-arn=literal"])).toEqual({ "short-arn": "literal" });
  for (const wrong of ["short-arn", "short-arn=", "nothing=literal", "short-arn=other"]) {
    expect(() => readAssumptions([wrong])).toThrow();
  }
});

test("an unexpected exception is an internal error: 3, a short message, no stack", async () => {
  const streams = io();
  const createAnalyzer = () => {
    throw new RangeError("the sky\nfell");
  };
  const args = ["gate", "corpus/examples/widened/before", "corpus/examples/widened/after"];
  expect(await main(args, { io: streams, createAnalyzer })).toBe(3);
  expect(streams.said.stdout).toBe("");
  expect(streams.said.stderr).toMatch(
    /^keyaki: internal error: the sky\nThis is a fault of Keyaki; nothing was decided\./,
  );
  expect(streams.said.stderr).not.toMatch(/^\s+at /m);
});

test("the analyzer is closed with the run, also when it fails", async () => {
  let closed = 0;
  const createAnalyzer = () => ({
    compare: () => Promise.reject(new Error("no")),
    change: () => Promise.reject(new Error("no")),
    scripts: () => Promise.reject(new Error("no")),
    close: async () => {
      closed++;
    },
  });
  const args = ["gate", "corpus/examples/widened/before", "corpus/examples/widened/after"];
  expect(await main(args, { io: io(), createAnalyzer })).toBe(3);
  expect(closed).toBe(1);
});

test("a change that fails inside is undecided, and the others are judged", async () => {
  const none = { groups: [], undecided: [] };
  const verdict = { outcome: "proved", assumptions: [], axioms: [], stats: { ms: 0, engine: "constant" } } as const;
  const createAnalyzer = (): Analyzer => ({
    compare: () => Promise.reject(new Error("no")),
    scripts: () => Promise.reject(new Error("no")),
    change: async (_, after) => {
      if (after[0]?.source.endsWith("deploy.json")) throw new Error("the sky fell");
      const same = { relation: "equivalent", allowRelation: "equivalent", verdict, level: null } as const;
      return { ...same, newAccess: none, liftedDenials: none, removedAccess: none, undo: new Map() };
    },
    close: async () => undefined,
  });
  const streams = io();
  const args = ["gate", "corpus/examples/widened/before", "corpus/examples/widened/after"];
  expect(await main(args, { io: streams, createAnalyzer })).toBe(3);
  expect(streams.said.stdout).toMatch(
    /^UNDECIDED {2}1 of 3 changed policies could not be decided. The other 2 allow nothing new/,
  );
  expect(streams.said.stderr).toMatch(/internal error about .*deploy\.json: the sky fell\.\n/);
});

test("a fault of Keyaki is saved with both policies and how they were asked", async () => {
  const reason = { code: "engines-disagree", proved: "propositional", refuted: "strings" } as const;
  const folder = mkdtempSync(join(tmpdir(), "keyaki-"));
  const stats = { ms: 0, engine: "constant" } as const;
  const fair = { outcome: "proved", assumptions: [], axioms: [], stats } as const;
  const odd: Verdict = { outcome: "unknown", reason, assumptions: [], axioms: [], stats };
  const createAnalyzer = (): Analyzer => ({
    compare: async () => ({
      relation: "unknown",
      allowRelation: "unknown",
      leftOnly: odd,
      rightOnly: fair,
      leftLifts: fair,
      rightLifts: fair,
    }),
    scripts: () => Promise.reject(new Error("no")),
    change: () => Promise.reject(new Error("no")),
    close: async () => undefined,
  });
  const streams = { ...io(), env: { TMPDIR: folder } };
  const side = (name: string) => `corpus/examples/widened/${name}/deploy.json`;
  expect(
    await main(["compare", side("before"), side("after"), "--assume", "short-arn=literal"], {
      io: streams,
      createAnalyzer,
    }),
  ).toBe(3);
  const [, path = ""] = /report it with (\S+),/.exec(streams.said.stderr) ?? [];
  const saved = JSON.parse(readFileSync(path, "utf8"));
  rmSync(folder, { recursive: true });
  expect(saved).toMatchObject({ reasons: [reason], asked: { kind: "identity", assume: { "short-arn": "literal" } } });
  expect(saved.left[0].document).toEqual(JSON.parse(readFileSync(side("before"), "utf8")));
  expect(saved.right[0].source).toBe(side("after"));
});

describe("progress", () => {
  test("short work and --quiet say nothing", async () => {
    const streams = io(true);
    const run = new Run(streams);
    const progress = new Progress(run, 10, "judging", false);
    progress.step();
    progress.end();
    new Progress(run, 10, "judging", true).step();
    await run.end();
    expect(streams.said).toEqual({ stdout: "", stderr: "" });
  });
});
