import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pairTrees, readGitRange, readGitTree, type SourceText } from "../src/index.ts";
import { folder, outline, policy, Repository, value, write } from "./temporary.ts";

const GET = policy("s3:GetObject");
const PUT = policy("s3:PutObject");

const sum = (text: SourceText) => [text.id, text.bytes?.length, text.digest];

describe("a range", () => {
  test("BASE..HEAD compares two commits, not the working tree", async () => {
    const repository = new Repository({ "iam/a.json": GET, "iam/b.json": GET, "other/c.json": GET });
    const base = repository.commit();
    write(repository.root, { "iam/a.json": PUT });
    repository.git("mv", "iam/b.json", "iam/moved.json");
    repository.commit();
    write(repository.root, { "iam/a.json": "{}", "iam/new.json": GET });
    const range = value(await readGitRange(`${base}..HEAD`, ["iam/"], { cwd: repository.root }));
    expect(range.base.commit).toBe(base);
    expect(range.missingPaths).toEqual([]);
    expect(pairTrees(range.before, range.after).map((c) => [c.status, c.id])).toEqual([
      ["modified", "iam/a.json"],
      ["renamed", "iam/moved.json"],
    ]);
  });

  test("BASE compares with the working tree: edits, deletions, new files, but nothing ignored", async () => {
    const repository = new Repository({
      "a.json": GET,
      "b.json": GET,
      "gone.json": PUT,
      ".gitignore": "node_modules\n",
    });
    repository.commit();
    write(repository.root, { "a.json": PUT, "new.json": policy("s3:*"), "node_modules/x.json": GET });
    rmSync(join(repository.root, "gone.json"));
    const range = value(await readGitRange("HEAD", [], { cwd: repository.root }));
    expect(range.head).toBeNull();
    expect(pairTrees(range.before, range.after).map((c) => [c.status, c.id])).toEqual([
      ["modified", "a.json"],
      ["unchanged", "b.json"],
      ["removed", "gone.json"],
      ["added", "new.json"],
    ]);
  });

  test("BASE...HEAD begins where HEAD left BASE", async () => {
    const repository = new Repository({ "a.json": GET });
    const fork = repository.commit();
    repository.git("checkout", "-q", "-b", "topic");
    write(repository.root, { "b.json": GET });
    repository.commit();
    repository.git("checkout", "-q", "main");
    write(repository.root, { "c.json": GET });
    repository.commit();
    const range = value(await readGitRange("main...topic", [], { cwd: repository.root }));
    expect(range.base.commit).toBe(fork);
    expect(outline(range.after)).toEqual(["a.json", "b.json"]);
    expect(outline(value(await readGitRange("main..topic", [], { cwd: repository.root })).before)).toEqual([
      "a.json",
      "c.json",
    ]);
  });

  test("paths are relative to where the command runs; a file named by itself is not classified", async () => {
    const repository = new Repository({ "iam/deep/a.json": GET, "iam/b.txt": "no policy", "c.json": GET });
    repository.commit();
    const cwd = join(repository.root, "iam");
    const range = value(
      await readGitRange("HEAD", ["deep", "b.txt", "../c.json", join(repository.root, "iam/deep/a.json"), "nix"], {
        cwd,
      }),
    );
    expect(range.after.texts.map((text) => [text.id, text.path])).toEqual([
      ["c.json", "../c.json"],
      ["iam/b.txt", "b.txt"],
      ["iam/deep/a.json", "deep/a.json"],
    ]);
    expect(range.before.texts).toEqual(range.after.texts);
    expect(range.missingPaths).toEqual(["nix"]);
  });

  test("odd names survive", async () => {
    const names = [
      "a b.json",
      "tab\tnew\nline.json",
      '"quoted".json',
      "-rf.json",
      ":(glob)*.json",
      "é.json",
      "back\\slash.json",
    ];
    const repository = new Repository(Object.fromEntries(names.map((name) => [name, GET])));
    const odd = Buffer.concat([Buffer.from(`${repository.root}/`), Buffer.from([0xff]), Buffer.from(".json")]);
    writeFileSync(odd, GET);
    repository.commit();
    const range = value(await readGitRange("HEAD", [], { cwd: repository.root }));
    expect(range.before.texts.map((text) => text.id).sort()).toEqual([...names, "\\xff.json"].sort());
    expect(range.after.texts).toEqual(range.before.texts);
  });

  test("line endings are bytes: a smudged working copy is modified, not lost", async () => {
    const repository = new Repository({ "a.json": `${GET}\n` });
    repository.commit();
    write(repository.root, { "a.json": `${GET}\r\n` });
    const range = value(await readGitRange("HEAD", [], { cwd: repository.root }));
    expect(pairTrees(range.before, range.after)).toMatchObject([{ status: "modified" }]);
  });

  test("a sparse checkout removes nothing", async () => {
    const repository = new Repository({ "in/a.json": GET, "out/b.json": PUT });
    repository.commit();
    repository.git("sparse-checkout", "set", "in");
    expect(existsSync(join(repository.root, "out"))).toBe(false);
    const range = value(await readGitRange("HEAD", [], { cwd: repository.root }));
    expect(pairTrees(range.before, range.after).map((c) => c.status)).toEqual(["unchanged", "unchanged"]);
  });

  test("a document over the limit keeps its digest on both sides", async () => {
    const repository = new Repository({ "big.json": `${GET}${" ".repeat(200_000)}`, "z.json": GET });
    repository.commit();
    const range = value(await readGitRange("HEAD", [], { cwd: repository.root, limits: { maxBytes: 1000 } }));
    expect(outline(range.before)).toEqual(["big.json too-large", "z.json"]);
    expect(pairTrees(range.before, range.after).map((c) => c.status)).toEqual(["unchanged", "unchanged"]);
  });

  test("many and empty blobs arrive whole", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`p${i}.json`, `${policy(`s3:A${i}`)}${"\n".repeat(i * 50)}`]),
    );
    const repository = new Repository({ ...files, "empty.json": "" });
    repository.commit();
    const range = value(await readGitRange("HEAD", [], { cwd: repository.root }));
    expect(range.before.texts).toHaveLength(300);
    expect(range.before.ignored).toMatchObject([{ text: { id: "empty.json" }, reason: "not-json" }]);
    expect(range.before.texts.map(sum)).toEqual(range.after.texts.map(sum));
  });
});

describe("links and submodules", () => {
  test("links are followed inside the repository, alike in commits and in the working tree", async () => {
    const repository = new Repository({ "policies/v1/a.json": GET, "policies/v2/a.json": PUT });
    mkdirSync(join(repository.root, "iam"));
    symlinkSync("../policies/v1", join(repository.root, "iam/current"));
    symlinkSync("current/a.json", join(repository.root, "iam/one.json"));
    symlinkSync("../iam", join(repository.root, "iam/round"));
    symlinkSync("/etc", join(repository.root, "iam/outside"));
    symlinkSync("../../x", join(repository.root, "iam/climbs"));
    symlinkSync("nowhere", join(repository.root, "iam/broken.json"));
    symlinkSync("self", join(repository.root, "iam/self"));
    repository.commit();
    const before = [
      "iam/broken.json symlink-broken",
      "iam/climbs symlink-outside",
      "iam/current/a.json",
      "iam/one.json",
      "iam/outside symlink-outside",
      "iam/round symlink-loop",
      "iam/self symlink-loop",
    ];
    const first = value(await readGitRange("HEAD", ["iam"], { cwd: repository.root }));
    expect(outline(first.before)).toEqual(before);
    expect(outline(first.after)).toEqual(before);
    rmSync(join(repository.root, "iam/current"));
    symlinkSync("../policies/v2", join(repository.root, "iam/current"));
    const moved = value(await readGitRange("HEAD", ["iam"], { cwd: repository.root }));
    const changed = pairTrees(moved.before, moved.after).filter(
      (c) => c.status === "modified" && c.after.problem === undefined,
    );
    expect(changed.map((c) => c.id)).toEqual(["iam/current/a.json", "iam/one.json"]);
  });

  test("a submodule is a problem, the same on both sides only while its content is", async () => {
    const inner = new Repository({ "p.json": GET });
    inner.commit();
    const outer = new Repository({ "a.json": GET });
    outer.git("submodule", "--quiet", "add", inner.root, "sub");
    outer.commit();
    const statuses = async () => {
      const range = value(await readGitRange("HEAD", [], { cwd: outer.root }));
      return pairTrees(range.before, range.after).map((c) => `${c.id} ${c.status} ${c.after?.problem?.code ?? ""}`);
    };
    expect(await statuses()).toEqual(["a.json unchanged ", "sub unchanged submodule"]);
    write(join(outer.root, "sub"), { "p.json": PUT });
    expect(await statuses()).toEqual(["a.json unchanged ", "sub modified submodule"]);
  });
});

describe("faults are values", () => {
  test.each([
    ["nosuch", "git-unknown-revision"],
    ["--output=x", "git-unknown-revision"],
    ["HEAD..nosuch", "git-unknown-revision"],
    ["HEAD..HEAD..HEAD", "git-bad-range"],
    ["", "git-bad-range"],
    ["HEAD^{tree}", "git-unknown-revision"],
    ["HEAD^@", "git-unknown-revision"],
  ])("range %j: %s", async (range, code) => {
    const repository = new Repository({ "a.json": GET });
    repository.commit();
    expect(await readGitRange(range, [], { cwd: repository.root })).toMatchObject({ ok: false, problem: { code } });
  });

  test("no repository, a path outside it, no common ancestor", async () => {
    expect(await readGitRange("HEAD", [], { cwd: folder() })).toMatchObject({
      problem: { code: "git-not-a-repository" },
    });
    const repository = new Repository({ "a.json": GET });
    repository.commit();
    const cwd = repository.root;
    expect(await readGitRange("HEAD", ["../x"], { cwd })).toMatchObject({ problem: { code: "git-path-outside" } });
    expect(await readGitRange("HEAD", ["/etc"], { cwd })).toMatchObject({ problem: { code: "git-path-outside" } });
    repository.git("checkout", "-q", "--orphan", "alone");
    write(cwd, { "b.json": GET });
    repository.commit();
    expect(await readGitRange("main...alone", [], { cwd })).toMatchObject({
      problem: { code: "git-unknown-revision" },
    });
  });

  test("no git program", async () => {
    const before = process.env.PATH;
    process.env.PATH = folder();
    try {
      expect(await readGitRange("HEAD", [])).toMatchObject({ ok: false, problem: { code: "git-missing" } });
    } finally {
      process.env.PATH = before;
    }
  });

  test("an object that the repository lost is a problem of its document", async () => {
    const repository = new Repository({ "a.json": GET, "b.json": PUT });
    repository.commit();
    const object = repository.git("rev-parse", "HEAD:a.json");
    rmSync(join(repository.root, ".git/objects", object.slice(0, 2), object.slice(2)));
    const tree = value(await readGitTree("HEAD", [], { cwd: repository.root }));
    expect(outline(tree)).toEqual(["a.json missing-object", "b.json"]);
  });
});

test("readGitTree: a path that the revision lacks is a text with a problem", async () => {
  const repository = new Repository({ "a.json": GET });
  repository.commit();
  const tree = value(await readGitTree("HEAD", ["nix.json", "a.json"], { cwd: repository.root }));
  expect(outline(tree)).toEqual(["a.json", "nix.json not-found"]);
});

test("a bare repository can be asked for two commits, not for a working tree", async () => {
  const repository = new Repository({ "a.json": GET });
  repository.commit();
  const bare = join(folder(), "bare.git");
  execFileSync("git", ["clone", "-q", "--bare", repository.root, bare]);
  expect(outline(value(await readGitRange("HEAD..HEAD", [], { cwd: bare })).after)).toEqual(["a.json"]);
  expect(await readGitRange("HEAD", [], { cwd: bare })).toMatchObject({ problem: { code: "git-failed" } });
});

test("no program that the repository names is run", async () => {
  const repository = new Repository({ "a.json": GET, ".gitattributes": "*.json diff=spy filter=spy\n" });
  repository.commit();
  const mark = join(folder(), "ran");
  const spy = join(folder(), "spy");
  writeFileSync(spy, `#!/bin/sh\necho "$0" >> '${mark}'\ncat\n`);
  chmodSync(spy, 0o755);
  mkdirSync(join(repository.root, ".git/hooks"), { recursive: true });
  for (const hook of ["post-index-change", "fsmonitor-watchman", "post-checkout", "reference-transaction"]) {
    execFileSync("cp", [spy, join(repository.root, ".git/hooks", hook)]);
  }
  for (const name of ["core.fsmonitor", "diff.spy.textconv", "filter.spy.smudge", "filter.spy.clean", "core.pager"]) {
    repository.git("config", name, spy);
  }
  rmSync(mark, { force: true });
  const range = value(await readGitRange("HEAD", [], { cwd: repository.root }));
  expect(pairTrees(range.before, range.after).map((c) => c.status)).toEqual(["unchanged"]);
  expect(existsSync(mark)).toBe(false);
});
