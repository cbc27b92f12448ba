// One `compare` of two files through the bundled command, each in a fresh process: without and with Z3.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { managedChanges } from "./managed-policies.ts";
import { machine, numberOption } from "./run.ts";

const COMMAND = join(import.meta.dirname, "..", "..", "packages", "keyaki", "bin", "keyaki.js");
const runs = numberOption("runs") ?? 9;
const folder = mkdtempSync(join(tmpdir(), "keyaki-bench-"));

const statement = (actions: readonly string[]) => ({
  Effect: "Allow",
  Action: actions,
  Resource: "arn:aws:s3:::reports/*",
});
const document = (actions: readonly string[]) => ({ Version: "2012-10-17", Statement: [statement(actions)] });
// A real change whose question is too hard for the small search that comes before Z3.
const hard = managedChanges().find(({ name, to }) => name === "AmazonBraketFullAccess" && to === "v7");

process.stdout.write(`${Object.values(machine()).join(" · ")}\n${LATENCY_HEAD}\n`);
measureProcess("node alone", ["--eval", ""]);
measure("--version", ["--version"]);
measure(
  "compare, without Z3",
  compare("small", document(["s3:GetObject"]), document(["s3:GetObject", "s3:PutObject"])),
);
if (hard !== undefined) measure("compare, with Z3", compare("hard", hard.before, hard.after));
rmSync(folder, { recursive: true });

function compare(name: string, before: unknown, after: unknown): string[] {
  const files = [before, after].map((each, at) => {
    const file = join(folder, `${name}-${at}.json`);
    writeFileSync(file, JSON.stringify(each));
    return file;
  });
  return ["compare", ...files];
}

function measure(name: string, args: readonly string[]): void {
  measureProcess(name, [COMMAND, ...args]);
}

function measureProcess(name: string, args: readonly string[]): void {
  const latencies = new Latencies();
  for (let at = 0; at < runs; at++) {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    latencies.add(performance.now() - started);
    if (status === null || status > 1) throw new Error(`${name} ended with ${status}: ${stderr}`);
  }
  process.stdout.write(`${latencyLine(name, latencies.summary())}\n`);
}
