import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { finished, inFolder, keyaki, keyakiProcess, ROOT, start } from "./run.ts";

const BEFORE = "corpus/examples/widened/before";
const AFTER = "corpus/examples/widened/after";

describe("as a process", () => {
  test("the report goes to stdout, nothing to stderr, the exit code tells", async () => {
    const { code, stdout, stderr } = await keyakiProcess(["gate", BEFORE, AFTER]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}1 of 3 changed policies allows something it did not allow before\.\n/);
    expect(stderr).toBe("");
  });

  test("a reader that goes away changes no exit code and leaves no trace", async () => {
    const command = `"${process.execPath}" --import tsx --conditions=source test/e2e/keyaki.ts catalog ec2 | head -1; echo "code \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", command], { cwd: ROOT, encoding: "utf8" });
    expect(stdout).toBe("Service     ec2, Amazon EC2\ncode 0\n");
    expect(stderr).toBe("");
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s: %i, and no process is left", async (signal, code) => {
    // Waits for standard input until it is interrupted.
    const child = start(["compare", "-", join(AFTER, "deploy.json")]);
    const ended = new Promise((settle) => child.on("exit", (status) => settle(status)));
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    // More than a pipe holds: written once the command reads, and by then it listens for signals.
    await new Promise((wait) => child.stdin?.write(" ".repeat(2 ** 20), wait));
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(said).toBe("");
    expect(() => process.kill(child.pid!, 0)).toThrow();
  });

  test.each([["--help"], ["--version"], ["gate --help"]])(
    "%s loads neither zod, nor facts, nor an engine",
    async (args) => {
      await inFolder({}, async (folder) => {
        const trace = join(folder, "modules");
        writeFileSync(trace, "");
        const hook = `import { register } from "node:module"; register("./test/e2e/trace.mjs", "file://${ROOT}/");`;
        const node = [
          "--import",
          `data:text/javascript,${encodeURIComponent(hook)}`,
          "--import",
          "tsx",
          "--conditions=source",
        ];
        const child = spawn(process.execPath, [...node, "test/e2e/keyaki.ts", ...args.split(" ")], {
          cwd: ROOT,
          env: { ...process.env, TRACE: trace },
        });
        const { code, stdout } = await finished(child);
        expect([code, stdout.length > 5]).toEqual([0, true]);
        const modules = readFileSync(trace, "utf8");
        expect(modules).toContain("/packages/cli/src/main.ts");
        expect(modules).not.toMatch(
          /zod|packages\/(catalog|analysis|solver|encoding|report|policy|evaluator)\/|z3|piscina|cli-progress/,
        );
      });
    },
  );
});

describe("every verb's example runs as it stands", () => {
  test.each(["", "compare", "gate", "evaluate", "catalog", "assumptions", "render", "verify", "completion"])(
    "%s",
    async (verb) => {
      const { code: shown, stdout: help } = await keyaki([...(verb === "" ? [] : [verb]), "--help"]);
      expect(shown).toBe(0);
      const example = /\nExample:\n {2}([\s\S]+)$/.exec(help)?.[1]?.trim();
      expect(example).toMatch(/keyaki/);
      const bin = `keyaki() { "${process.execPath}" --import tsx --conditions=source test/e2e/keyaki.ts "$@"; }; `;
      const ran = spawnSync("bash", ["-c", bin + example], { cwd: ROOT, encoding: "utf8" });
      expect(ran.stderr).toBe("");
      expect(ran.stdout).not.toBe("");
      expect(ran.status).toBe(example?.includes("widened/before") ? 1 : 0);
    },
  );
});

describe("outputs", () => {
  test("one run, many reports; and a saved one is shown again with the same words and exit code", async () => {
    await inFolder({}, async (folder) => {
      const [text, json, markdown] = ["a.txt", "a.json", "a.md"].map((name) => join(folder, name));
      const formats = ["--format", "text", "--output", text!, "--format", "json", "--output", json!];
      const ran = await keyaki(["gate", BEFORE, AFTER, ...formats, "--format", "markdown", "--output", markdown!]);
      expect([ran.code, ran.stdout]).toEqual([1, ""]);
      const again = await keyaki(["render", json!]);
      expect(again).toEqual({ code: 1, stdout: readFileSync(text!, "utf8"), stderr: "" });
      expect(readFileSync(markdown!, "utf8")).toMatch(/^\*\*FAIL\*\* /);
      expect((await keyaki(["render", json!, "--format", "markdown"])).stdout).toBe(readFileSync(markdown!, "utf8"));
    });
  });

  test("a report of another major format is refused, unknown fields are not", async () => {
    const { stdout } = await keyaki(["gate", BEFORE, AFTER, "--format", "json"]);
    const later = JSON.stringify({ ...JSON.parse(stdout), later: 1, formatVersion: "1.7" });
    expect((await keyaki(["render", "-"], later)).code).toBe(1);
    const { code, stderr } = await keyaki(["render", "-"], stdout.replace('"1.0"', '"2.0"'));
    expect([code, stderr]).toEqual([2, expect.stringContaining("format version 2.0")]);
    const faulty = await keyaki(["render", "-"], stdout.replace('"result": "fail"', '"result": 7'));
    expect([faulty.code, faulty.stderr]).toEqual([2, expect.stringContaining("can be shown: result: ")]);
  });

  test("the same bytes whatever the workers, without stats", async () => {
    const runs = ["1", "2"].map((workers) => {
      return keyaki(["gate", BEFORE, AFTER, "--format", "json", "--no-stats", "--workers", workers]);
    });
    const [one, two] = await Promise.all(runs);
    expect(one!.stdout).toBe(two!.stdout);
    expect(one!.stdout).not.toContain('"stats"');
  });

  test("the same bytes whether many changes are judged in threads or in turn", async () => {
    // Each shape of change, many times over, each about another bucket.
    const statement = (at: number, more: object = {}) => ({
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `arn:aws:s3:::bucket-${at}/*`,
      Condition: { StringEquals: { "aws:ResourceTag/team": "billing" } },
      ...more,
    });
    const deny = {
      Effect: "Deny",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const shapes: readonly ((at: number) => readonly [before: object[], after: object[]])[] = [
      (at) => [[statement(at)], [statement(at, { Action: ["s3:*"] })]],
      (at) => [[statement(at), deny], [statement(at)]],
      (at) => [[statement(at)], [statement(at, { Condition: undefined })]],
      (at) => [[statement(at), statement(at + 1)], [statement(at)]],
      (at) => [
        [statement(at), deny],
        [deny, statement(at, { Action: ["s3:putobject", "s3:GetObject"] })],
      ],
    ];
    const files: Record<string, string> = {};
    for (let at = 0; at < 120; at++) {
      const sides = shapes[at % shapes.length]?.(at) ?? [];
      for (const [side, Statement] of sides.entries()) {
        files[`${side}-${at}.json`] = JSON.stringify({ Version: "2012-10-17", Statement });
      }
    }
    await inFolder({}, async (folder) => {
      for (const side of ["0", "1"]) mkdirSync(join(folder, side));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name.replace("-", "/")), text);
      const run = (workers: string) => {
        const args = ["gate", join(folder, "0"), join(folder, "1"), "--format", "json", "--no-stats", "--proofs"];
        return keyakiProcess([...args, "--workers", workers]);
      };
      const [one, two] = [await run("1"), await run("2")];
      expect([two.code, two.stderr, two.stdout === one.stdout]).toEqual([one.code, one.stderr, true]);
      expect([one.code, one.stderr]).toEqual([1, ""]);
      const relations = JSON.parse(one.stdout).changes.map(({ relation }: { relation: string }) => relation);
      expect(new Set(relations)).toEqual(new Set(["more-permissive", "less-permissive", "equivalent"]));
    });
  }, 60_000);

  test("colour: the flag, then NO_COLOR, then FORCE_COLOR, then the terminal", async () => {
    const coloured = async (args: readonly string[], env: object) =>
      (await keyaki(["gate", BEFORE, AFTER, ...args], "", env)).stdout.includes("\u001b[");
    expect(await coloured([], {})).toBe(false);
    expect(await coloured(["--color"], { NO_COLOR: "1" })).toBe(true);
    expect(await coloured([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await coloured([], { NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(false);
    expect(await coloured(["--no-color"], { FORCE_COLOR: "1" })).toBe(false);
  });
});

describe("--emit-smt2", () => {
  test("writes the four questions, each with one check", async () => {
    await inFolder({}, async (folder) => {
      const scripts = join(folder, "scripts");
      const files = ["left", "right"].flatMap((side) => [`${side}-lifts.smt2`, `${side}-only.smt2`]);
      const args = [join(BEFORE, "invoice-batch.json"), join(AFTER, "invoice-batch.json"), "--emit-smt2", scripts];
      expect((await keyaki(["compare", ...args])).code).toBe(0);
      expect(readdirSync(scripts).sort()).toEqual(files);
      for (const file of files) {
        const text = readFileSync(join(scripts, file), "utf8");
        expect(text.match(/^\(check-sat\)$/gm), file).toHaveLength(1);
      }
    });
  });

  test("a folder that cannot be made: 2", async () => {
    const policy = join(AFTER, "deploy.json");
    const { code, stderr } = await keyaki(["compare", policy, policy, "--emit-smt2", join(policy, "x")]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("cannot be written to")]);
  });
});

describe("--universe catalog", () => {
  test("leaves out what AWS does not have yet, and says what it assumes", async () => {
    const pair = ["test/golden/cases/future-before.json", "test/golden/cases/future-after.json"];
    expect((await keyaki(["gate", ...pair, "--fail-on", "future"])).code).toBe(1);
    const { code, stdout } = await keyaki(["gate", ...pair, "--fail-on", "future", "--universe", "catalog"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Assumed: /);
  });
});

describe("git", () => {
  test("the working tree against a revision, and a range", async () => {
    await inFolder({}, async (folder) => {
      const git = (...args: string[]) =>
        spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });
      const copy = (from: string) =>
        writeFileSync(join(folder, "iam/a.json"), readFileSync(join(ROOT, from, "invoice-batch.json")));
      git("init", "-q");
      mkdirSync(join(folder, "iam"));
      copy(BEFORE);
      git("add", ".");
      git("commit", "-qm", "one");
      copy(AFTER);
      const run = (...args: string[]) => {
        const node = ["--import", join(ROOT, "node_modules/tsx/dist/loader.mjs"), "--conditions=source"];
        return spawnSync(process.execPath, [...node, join(ROOT, "test/e2e/keyaki.ts"), "gate", ...args], {
          cwd: folder,
          encoding: "utf8",
        });
      };
      const tree = run("--git", "HEAD", "iam");
      expect(tree.status).toBe(1);
      expect(tree.stdout).toContain("\niam/a.json, identity policy\n");
      git("commit", "-qam", "two");
      expect(run("--git", "HEAD~1..HEAD").status).toBe(1);
      expect(run("--git", "HEAD..HEAD").stdout).toMatch(/^PASS {2}No access change: 1 policy read/);
      expect(run("--git", "HEAD", "nowhere").status).toBe(2);
      expect(run("--git", "gone").stderr).toBe('error: there is no revision "gone".\n');
    });
  });
});
