import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readTree } from "../src/index.ts";
import { folder, outline, policy } from "./temporary.ts";

describe("a file", () => {
  test("is read byte for byte, whatever its name", async () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0xff]);
    const root = folder({ "policy.txt": bytes });
    const tree = await readTree(join(root, "policy.txt"));
    expect(tree).toMatchObject({
      kind: "file",
      ignored: [],
      texts: [{ id: "policy.txt", path: join(root, "policy.txt") }],
    });
    expect(tree.texts[0]?.bytes).toEqual(bytes);
  });

  test("named by itself must be a policy: nothing is ignored", async () => {
    const tree = await readTree(join(folder({ "package.json": "{}" }), "package.json"));
    expect(outline(tree)).toEqual(["package.json"]);
  });

  test.each([
    ["gone.json", "not-found"],
    ["broken", "symlink-broken"],
    ["round", "symlink-loop"],
    ["policy.json/under", "not-found"],
  ])("%s: %s", async (name, code) => {
    const root = folder({ "policy.json": policy("s3:GetObject") });
    symlinkSync("nowhere", join(root, "broken"));
    symlinkSync("round", join(root, "round"));
    const tree = await readTree(join(root, name));
    expect(tree.texts).toMatchObject([{ bytes: null, digest: null, problem: { code } }]);
  });

  test("without permission: unreadable", async ({ skip }) => {
    skip(process.getuid?.() === 0, "the superuser may read every file");
    const root = folder({ "a.json": policy("s3:GetObject") });
    chmodSync(join(root, "a.json"), 0);
    expect((await readTree(join(root, "a.json"))).texts).toMatchObject([
      { problem: { code: "unreadable", detail: "EACCES" } },
    ]);
  });

  test("a pipe named by the user is read to its end", async () => {
    const root = folder();
    const pipe = join(root, "pipe");
    execFileSync("mkfifo", [pipe]);
    // Another process: opening a pipe for writing waits for its reader.
    const writer = spawn("sh", ["-c", 'printf %s "$1" > "$2"', "sh", policy("s3:GetObject"), pipe]);
    const [reading] = await Promise.all([readTree(pipe), once(writer, "close")]);
    expect(new TextDecoder().decode(reading.texts[0]?.bytes ?? new Uint8Array())).toBe(policy("s3:GetObject"));
  });

  test("at the limit is read, over it is a problem with the digest of all of it", async () => {
    const root = folder({ "a.json": "x".repeat(100) });
    const file = join(root, "a.json");
    const whole = (await readTree(file, { limits: { maxBytes: 100 } })).texts[0];
    const over = (await readTree(file, { limits: { maxBytes: 99 } })).texts[0];
    expect(whole?.bytes?.length).toBe(100);
    expect(over).toMatchObject({ bytes: null, problem: { code: "too-large", detail: "99" }, digest: whole?.digest });
  });
});

describe("standard input", () => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('{"State');
    yield new TextEncoder().encode('ment":[]}');
  }

  test("is one text called -", async () => {
    const tree = await readTree("-", { stdin: pieces() });
    expect(tree).toMatchObject({ kind: "file", texts: [{ id: "-", path: "-" }] });
    expect(new TextDecoder().decode(tree.texts[0]?.bytes ?? new Uint8Array())).toBe('{"Statement":[]}');
  });

  test("over the limit is a problem", async () => {
    expect(outline(await readTree("-", { stdin: pieces(), limits: { maxBytes: 5 } }))).toEqual(["- too-large"]);
  });
});

describe("a directory", () => {
  test("gives its JSON files below, in code-point order, and says what it ignored", async () => {
    const root = folder({
      "b.json": policy("s3:GetObject"),
      "a/z.JSON": policy("s3:PutObject"),
      "a/B.json": policy("s3:PutObject"),
      "\u{1f333}.json": policy("s3:PutObject"),
      "\uff21.json": policy("s3:PutObject"),
      "tsconfig.json": "// comment\n{}",
      "package.json": '{"name":"x"}',
      "template.json": JSON.stringify({ Resources: { P: { PolicyDocument: JSON.parse(policy("s3:*")) } } }),
      "broken.json": '{"Statement": [',
      "readme.md": "Statement",
      "commented.jsonc": policy("s3:GetObject"),
      ".git/config.json": policy("s3:*"),
    });
    const tree = await readTree(root);
    expect(tree.kind).toBe("directory");
    expect(outline(tree)).toEqual([
      "a/B.json",
      "a/z.JSON",
      "b.json",
      "broken.json",
      "template.json wrapped-policy",
      "\uff21.json",
      "\u{1f333}.json",
    ]);
    expect(tree.ignored.map((file) => [file.text.id, file.reason])).toEqual([
      ["package.json", "no-statement"],
      ["tsconfig.json", "not-json"],
    ]);
    expect(tree.otherFiles).toBe(2);
    expect(outline(await readTree(root, { comments: true }))).toContain("commented.jsonc");
  });

  test("paths are shown under the name that was typed, without control characters", async () => {
    const root = folder({ "a\n\u001b[31m.json": policy("s3:GetObject") });
    const [text] = (await readTree(root)).texts;
    expect(text?.id).toBe("a\n\u001b[31m.json");
    expect(text?.path).toBe(`${root}/a\\x0a\\x1b[31m.json`);
  });

  test("links are followed to files and folders; loops and broken ones are problems", async () => {
    const root = folder({ "real/a.json": policy("s3:GetObject") });
    symlinkSync("real", join(root, "linked"));
    symlinkSync("real/a.json", join(root, "one.json"));
    symlinkSync("..", join(root, "real/up"));
    symlinkSync("nowhere", join(root, "lost"));
    expect(outline(await readTree(root))).toEqual([
      "linked/a.json",
      "linked/up symlink-loop",
      "lost symlink-broken",
      "one.json",
      "real/a.json",
      "real/up symlink-loop",
    ]);
  });

  test("a pipe or socket called .json is a problem and blocks nobody", async () => {
    const root = folder();
    execFileSync("mkfifo", [join(root, "a.json")]);
    const server = createServer().listen(join(root, "b.json"));
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      expect(outline(await readTree(root))).toEqual(["a.json not-a-file", "b.json not-a-file"]);
    } finally {
      server.close();
    }
  });

  test("a folder called .json is a folder", async () => {
    const root = folder();
    mkdirSync(join(root, "x.json"));
    writeFileSync(join(root, "x.json/p.json"), policy("s3:GetObject"));
    expect(outline(await readTree(root))).toEqual(["x.json/p.json"]);
  });

  test("names that are not UTF-8 stay different", async () => {
    const root = folder();
    for (const byte of [0xfe, 0xff]) {
      writeFileSync(
        Buffer.concat([Buffer.from(`${root}/`), Buffer.from([byte]), Buffer.from(".json")]),
        policy("s3:GetObject"),
      );
    }
    writeFileSync(join(root, "\\xfe.json"), policy("s3:GetObject"));
    expect(outline(await readTree(root))).toEqual(["\\x5cxfe.json", "\\xfe.json", "\\xff.json"]);
  });

  test("more files than the limit is a problem", async () => {
    const root = folder({ "a.json": "{}", "b.json": "{}", "c.json": "{}" });
    expect(outline(await readTree(root, { limits: { maxFiles: 2 } }))).toEqual([" too-many-files"]);
    expect(outline(await readTree(root, { limits: { maxFiles: 3 } }))).toEqual([]);
  });

  test("the digest is that of the bytes", async () => {
    const root = folder({ "a.json": policy("s3:GetObject") });
    const [text] = (await readTree(root)).texts;
    const sum = execFileSync("sha256sum", { input: readFileSync(join(root, "a.json")) })
      .toString()
      .slice(0, 64);
    expect(text?.digest).toBe(sum);
  });
});
