// One `compare` of two files through the bundled command, each in a fresh process, without and with Z3; beside node alone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./figures.ts";
import { LATENCY_HEAD, Latencies, type LatencySummary, latencyLine } from "./latencies.ts";
import { needsZ3 } from "./needs-z3.ts";
import { numberOption, report } from "./run.ts";

const PACKAGE = join(import.meta.dirname, "..", "..", "packages", "keyaki");
const COMMAND = join(PACKAGE, "bin", "keyaki.js");
const runs = numberOption("runs") ?? 15;
// What is measured is what users get.
const made = spawnSync(process.execPath, [join(PACKAGE, "scripts", "bundle.js")], { stdio: "inherit" });
if (made.status !== 0) throw new Error("the command could not be bundled");
const folder = mkdtempSync(join(tmpdir(), "keyaki-bench-"));

const statement = (actions: readonly string[]) => ({
  Effect: "Allow",
  Action: actions,
  Resource: "arn:aws:s3:::reports/*",
});
const document = (actions: readonly string[]) => ({ Version: "2012-10-17", Statement: [statement(actions)] });
/** What is run, its exit code, and what it must print. */
const CASES: Readonly<Record<string, { args: readonly string[]; exit: number; prints: RegExp }>> = {
  "node alone": { args: ["--eval", "0"], exit: 0, prints: /^$/ },
  "--version": { args: [COMMAND, "--version"], exit: 0, prints: /^\d/ },
  "compare, no Z3 needed": {
    args: compare("small", document(["s3:GetObject"]), document(["s3:GetObject", "s3:PutObject"])),
    exit: 0,
    prints: /is less permissive than/,
  },
  "compare, Z3 needed": {
    args: compare("hard", needsZ3().left, needsZ3().right),
    exit: 0,
    prints: /allows and denies the same as/,
  },
};
asksZ3("compare, no Z3 needed", false);
asksZ3("compare, Z3 needed", true);

const measured = new Map(Object.keys(CASES).map((name) => [name, new Latencies()]));
// In turns, so that other work on the machine slows all alike; the first turn fills the system's caches.
for (let turn = 0; turn <= runs; turn++) {
  for (const [name, { args, exit, prints }] of Object.entries(CASES)) {
    const started = performance.now();
    const ran = spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } });
    const ms = performance.now() - started;
    if (ran.status !== exit || !prints.test(ran.stdout)) {
      throw new Error(`${name} ended with ${ran.status}: ${ran.stdout}${ran.stderr}`);
    }
    if (turn > 0) measured.get(name)?.add(ms);
  }
}
rmSync(folder, { recursive: true });

console.log(LATENCY_HEAD);
const summaries = new Map([...measured].map(([name, latencies]) => [name, latencies.summary()]));
for (const [name, summary] of summaries) console.log(latencyLine(name, summary));
const node = of("node alone");
report("cold-start", [
  figure("node alone"),
  figure("--version"),
  { ...figure("compare, no Z3 needed"), target: { atMost: 2.5 * node.p50 + 50 } },
  { ...figure("compare, Z3 needed"), target: { atMost: 2.5 * node.p50 + 450 } },
]);

/** What the cases are about must be so. */
function asksZ3(name: string, isNeeded: boolean): void {
  const ran = spawnSync(process.execPath, [...(CASES[name]?.args ?? []), "--format", "json"], { encoding: "utf8" });
  if (JSON.parse(ran.stdout).stats.z3 > 0 !== isNeeded)
    throw new Error(`${name}: Z3 is${isNeeded ? " not" : ""} asked`);
}

function of(name: string): LatencySummary {
  const summary = summaries.get(name);
  if (summary === undefined) throw new Error(`${name} was not measured`);
  return summary;
}

function figure(name: string): Figure {
  const { p50, p90, max } = of(name);
  const ratio = { of: p50 / node.p50, to: "node alone" };
  return { what: `${name}, median`, reached: p50, unit: "ms", spread: `p90 ${p90}, max ${max}`, ratio };
}

function compare(name: string, before: unknown, after: unknown): string[] {
  const files = [before, after].map((each, at) => {
    const file = join(folder, `${name}-${at}.json`);
    writeFileSync(file, JSON.stringify(each));
    return file;
  });
  return [COMMAND, "compare", ...files];
}
