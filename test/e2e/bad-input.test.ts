import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, keyaki } from "./run.ts";

const GOOD = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::box/*" },
});

const statement = (changes: string): string =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"${changes}}]}`;

/** Every kind of document that cannot be read, with the code that says so. */
const BAD: readonly (readonly [string, string | Uint8Array, string])[] = [
  ["not JSON", "{ Version: 1 }", "JSON_SYNTAX_ERROR"],
  ["an empty file", "", "EMPTY_DOCUMENT"],
  ["cut off", GOOD.slice(0, -4), "JSON_UNTERMINATED"],
  ["a trailing comma", `${GOOD.slice(0, -1)},}`, "JSON_TRAILING_COMMA"],
  ["comments", `// note\n${GOOD}`, "JSON_COMMENT"],
  ["a byte order mark", `\ufeff${GOOD}`, "BYTE_ORDER_MARK"],
  ["not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), "NOT_UTF8"],
  ["a lone surrogate", statement(',"Sid":"\\ud800"'), "LONE_SURROGATE"],
  ["a list instead of a policy", "[]", "DATA_TYPE_MISMATCH"],
  ["a wrong type", statement(',"Sid":7'), "DATA_TYPE_MISMATCH"],
  ["an unknown element", statement(',"Resourse":"*"'), "INVALID_POLICY_ELEMENT"],
  ["both of a pair", statement(',"NotAction":"s3:*"'), "UNSUPPORTED_ELEMENT_COMBINATION"],
  ["a duplicate key", statement(',"Action":"s3:*"'), "DUPLICATE_KEY"],
  ["keys that differ in case only", statement(',"action":"s3:*"'), "DUPLICATE_KEYS_WITH_DIFFERENT_CASE"],
  ["a bad Effect", statement("").replace("Allow", "Maybe"), "INVALID_EFFECT"],
  ["a bad variable", statement("").replace('"*"', '"arn:aws:s3:::${aws:username"'), "MISSING_BRACE_IN_VARIABLE"],
  ["no statement", '{"Version":"2012-10-17"}', "MISSING_STATEMENT"],
  ["a misspelt operator", statement(',"Condition":{"StringEqual":{"aws:username":"x"}}'), "INVALID_CONDITION_OPERATOR"],
  ["too deep", `${"[".repeat(100)}${"]".repeat(100)}`, "NESTING_TOO_DEEP"],
];

describe.each(BAD)("%s", (_, content, code) => {
  test("compare: 2, the place and the code on stderr, no stack trace", async () => {
    await inFolder({ "bad.json": content, "good.json": GOOD }, async (folder) => {
      const bad = join(folder, "bad.json");
      const { code: exit, stdout, stderr } = await keyaki(["compare", bad, join(folder, "good.json")]);
      expect(exit).toBe(2);
      expect(stderr).toContain(`error[${code}]`);
      expect(stderr).toMatch(/bad\.json:\d+:\d+: error/);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(stdout).toMatch(/^UNDECIDED/);
    });
  });
});

describe("gate", () => {
  test("a broken document makes 2, and the rest is judged all the same", async () => {
    await inFolder({}, async (folder) => {
      const wide = GOOD.replace("s3:GetObject", "s3:PutObject");
      for (const [side, files] of [
        ["before", { "a.json": GOOD, "b.json": GOOD }],
        ["after", { "a.json": wide, "b.json": GOOD.slice(0, -1) }],
      ] as const) {
        mkdirSync(join(folder, side));
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, side, name), text);
      }
      const args = ["gate", join(folder, "before"), join(folder, "after"), "--format", "json"];
      const { code, stdout, stderr } = await keyaki(args);
      expect(code).toBe(2);
      expect(stderr).toContain("b.json:1:");
      const report = JSON.parse(stdout);
      expect(report.result).toBe("fail");
      expect(report.notAnalysed).toHaveLength(1);
      expect(report.changes.map((change: { id: string }) => change.id)).toEqual(["a.json"]);
    });
  });

  test("nothing to analyse: 4", async () => {
    await inFolder({ "readme.txt": "x" }, async (folder) => {
      const { code, stderr } = await keyaki(["gate", folder, folder]);
      expect(code).toBe(4);
      expect(stderr).toContain("no policy was found");
      expect((await keyaki(["compare", folder, folder])).code).toBe(4);
    });
  });

  test("an unchanged directory: 0, and how much was read", async () => {
    const { code, stdout } = await keyaki(["gate", "corpus/examples/same/before", "corpus/examples/same/before"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PASS {2}No access change: 2 policies read, none changed\./);
  });

  test("a kind that changed: 2; --kind settles it", async () => {
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    });
    await inFolder({ "a.json": GOOD, "b.json": trust }, async (folder) => {
      const { code, stderr } = await keyaki(["gate", join(folder, "a.json"), join(folder, "b.json")]);
      expect(code).toBe(2);
      expect(stderr).toContain("it was an identity policy and is now a trust policy");
    });
  });

  test("too large, too long, too many: 2 with the limit, never a truncation", async () => {
    await inFolder({ "a.json": GOOD }, async (folder) => {
      const path = join(folder, "a.json");
      for (const [flag, value, said] of [
        ["--max-bytes", "10", "10 bytes"],
        ["--max-depth", "1", "NESTING_TOO_DEEP"],
        ["--max-string", "3", "STRING_TOO_LONG"],
      ] as const) {
        const { code, stderr } = await keyaki(["compare", path, path, flag, value]);
        expect(code, flag).toBe(2);
        expect(stderr, flag).toContain(said);
      }
      expect((await keyaki(["compare", path, path, "--max-statements", "1"])).code).toBe(0);
    });
  });
});

describe("usage", () => {
  test.each([
    [[], "Usage:"],
    [["frobnicate"], "unknown command"],
    [["gate", "--frobnicate", "a", "b"], "unknown option"],
    [["gate", "only-one"], "gate takes BEFORE and AFTER"],
    [["gate", "-", "-"], "only one side"],
    [
      ["gate", "corpus/examples/same/before", "corpus/examples/same/before/builder.json"],
      "two files or two directories",
    ],
    [["gate", "missing-a", "missing-b"], "there is no such file"],
    [["gate", "--git", "no-such-revision"], 'there is no revision "no-such-revision"'],
    [["gate", "a", "b", "--fail-on", "grave"], "Allowed choices"],
    [["gate", "a", "b", "--format", "pdf"], "Allowed choices"],
    [["gate", "a", "b", "--format", "text", "--format", "json"], "--output of its own"],
    [["compare", "a"], "missing required argument"],
    [["compare", "a", "b", "--timeout", "soon"], "whole number"],
    [["compare", "a", "b", "--kind", "secret"], "Allowed choices"],
    [["compare", "a", "b", "--resource-account", "12"], "twelve digits"],
    [["compare", "a", "b", "--expect", "same"], "--expect takes a relation"],
    [["compare", "a", "b", "--assume", "x"], "NAME=VALUE"],
    [["compare", "a", "b", "--assume", "x=y"], 'no assumption "x"'],
    [["compare", "a", "b", "--assume", "short-arn=z"], "is one of by-kind, literal, completed"],
    [["compare", "a", "b", "--assume", "short-arn=literal", "--assume", "short-arn=by-kind"], "two values"],
    [["catalog", "no:Such"], "no action, condition key or service"],
    [["assumptions", "nothing"], 'no assumption or axiom "nothing"'],
    [["completion", "tcsh"], "bash, zsh and fish"],
    [["render", "missing.json"], "there is no such file"],
    [["render", "package.json"], "not a saved report"],
    [["evaluate", "missing.json", "--policies", "corpus/examples/same/before/builder.json"], "there is no such file"],
  ])("%j: 2, said on stderr, nothing on stdout or the report alone", async (args, said) => {
    const { code, stderr } = await keyaki(args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("warnings", () => {
  test("an action that AWS does not have, written by name, is one, and --quiet leaves it out", async () => {
    const strange = GOOD.replace("s3:GetObject", "s3:FlyObject");
    await inFolder({ "a.json": strange, "b.json": strange }, async (folder) => {
      const args = ["compare", join(folder, "a.json"), join(folder, "b.json")];
      const { code, stderr } = await keyaki(args);
      expect(code).toBe(0);
      expect(stderr).toMatch(/a\.json:1:\d+: warning\[UNKNOWN_ACTION\]: s3:FlyObject is not in the action list/);
      expect((await keyaki([...args, "--quiet"])).stderr).toBe("");
    });
  });

  test("comments are read with --allow-comments", async () => {
    await inFolder({ "a.json": `// why\n${GOOD}` }, async (folder) => {
      const path = join(folder, "a.json");
      expect((await keyaki(["compare", path, path, "--allow-comments"])).code).toBe(0);
    });
  });
});
