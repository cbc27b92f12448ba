// A few of the same files for the command as a process: nothing escapes that its own streams and exit code do not tell.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { inFolder, keyakiProcess, ROOT } from "../e2e/run.ts";
import { keepsContract } from "./contract.ts";

const policy = readFileSync(join(ROOT, "test/golden/cases/mfa-dropped-before.json"));
const report = readFileSync(join(ROOT, "test/golden/expected/compare-proofs.golden.json"));
const POLICY = "test/golden/cases/mfa-dropped-before.json";

const RUNS: readonly (readonly [string, Uint8Array, (file: string) => string[], number])[] = [
  ["a policy as it is", policy, (file) => ["compare", file, POLICY], 0],
  ["a policy in UTF-16", Buffer.from(policy.toString(), "utf16le"), (file) => ["compare", file, POLICY], 2],
  ["a packed policy", gzipSync(policy), (file) => ["gate", POLICY, file], 2],
  ["half of a policy", policy.subarray(0, policy.length / 2), (file) => ["gate", file, POLICY], 2],
  ["a very deep document", Buffer.from("[".repeat(900_000)), (file) => ["compare", file, POLICY], 2],
  [
    "deep requests",
    Buffer.from(`${'{"request":'.repeat(300_000)}`),
    (file) => ["evaluate", file, "--policies", POLICY],
    2,
  ],
  ["a report as it is", report, (file) => ["verify", file], 0],
  ["a report twice", Buffer.concat([report, report]), (file) => ["verify", file], 2],
  [
    "a deep report",
    Buffer.from(`${'{"formatVersion":"1.0","query":'.repeat(200_000)}1${"}".repeat(200_000)}`),
    (file) => ["verify", file],
    2,
  ],
  ["no bytes", new Uint8Array(), (file) => ["render", file], 2],
];

test.each(RUNS)("%s", async (_, bytes, args, code) => {
  await inFolder({ "input.json": bytes }, async (folder) => {
    const ran = await keyakiProcess([...args(join(folder, "input.json")), "--format", "json"]);
    keepsContract(ran);
    expect(ran.code).toBe(code);
  });
});
