// `keyaki evaluate` on long files of JSON lines, parsing included: the bundled command in processes of its own, from the bytes of the file
// to a table of decisions. Every line of the table is held against the decision on its request.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { loadCatalog } from "@keyaki/catalog";
import { compileDecision, prepareRequest } from "@keyaki/evaluator";
import { type DecisionCase, decisionCases, decisionOf } from "./decision-cases.ts";
import type { Figure } from "./figures.ts";
import { readPolicy } from "./managed-policies.ts";
import { numberOption, report } from "./run.ts";

const REQUESTS = 10_000;
/** How often a file repeats them. */
const TIMES = numberOption("times") ?? 40;
const ROUNDS = numberOption("rounds") ?? 3;
const PACKAGE = join(import.meta.dirname, "..", "..", "packages", "keyaki");
/** Tells what a process took, all its threads together. */
const TELLING = `data:text/javascript,process.on("exit",()=>process._rawDebug("took",...Object.values(process.cpuUsage())))`;

const made = spawnSync(process.execPath, [join(PACKAGE, "scripts", "bundle.js")], { stdio: "inherit" });
if (made.status !== 0) throw new Error("the command could not be bundled");
const folder = mkdtempSync(join(tmpdir(), "keyaki-bench-"));
const catalog = await loadCatalog();
const figures: Figure[] = [];
for (const each of decisionCases(catalog, REQUESTS)) figures.push(...measured(each));
rmSync(folder, { recursive: true });
report("request-lines", figures);

interface Took {
  readonly elapsed: number;
  readonly cpu: number;
}

function measured({ name, document, requests }: DecisionCase): Figure[] {
  const [policy, long, short] = ["policy.json", "long.jsonl", "short.jsonl"].map((file) => join(folder, file));
  if (policy === undefined || long === undefined || short === undefined) throw new Error("no files");
  const lines = requests.map(({ json }) => `${JSON.stringify(json)}\n`);
  writeFileSync(policy, JSON.stringify(document));
  writeFileSync(short, lines.slice(0, 2).join(""));
  const file = openSync(long, "w");
  for (let time = 0; time < TIMES; time++) writeSync(file, lines.join(""));
  closeSync(file);
  const compiled = compileDecision(decisionOf(readPolicy(document, name), catalog), { assumptions: {} });
  const wanted = requests.map(({ request }) => {
    const { decision, decidedBy } = compiled.settle(prepareRequest(request));
    return `${decision},${decidedBy ?? ""}`;
  });
  const records = REQUESTS * TIMES;
  const [alone, together]: [number[], number[]] = [[], []];
  const threads = availableParallelism();
  for (let round = 0; round < ROUNDS; round++) {
    const start = run(short, policy, 1);
    const one = run(long, policy, 1, wanted);
    const all = run(long, policy, threads, wanted);
    alone.push(records / (one.cpu - start.cpu));
    together.push(records / (all.elapsed - start.elapsed));
  }
  const bytes = Math.round(lines.join("").length / lines.length);
  const figure = (what: string, rates: readonly number[]): Figure => {
    const sorted = [...rates].sort((a, b) => a - b);
    return {
      what: `${name}, lines of ${bytes} bytes, ${what}`,
      reached: sorted[Math.floor(sorted.length / 2)] ?? 0,
      unit: "a second",
      spread: `${whole(sorted[0])} to ${whole(sorted.at(-1))}`,
    };
  };
  return [
    figure("one thread, of processor time", alone),
    { ...figure(`${threads} threads, elapsed`, together), target: { atLeast: 300_000 } },
  ];
}

/** Seconds of one run of the command. */
function run(file: string, policy: string, workers: number, wanted: readonly string[] = []): Took {
  const table = join(folder, "table.csv");
  const command = [join(PACKAGE, "bin", "keyaki.js"), "evaluate", file, "--policies", policy, "--kind", "identity"];
  const flags = ["--quiet", "--workers", String(workers), "--format", "csv", "--output", table];
  const started = performance.now();
  const ran = spawnSync(process.execPath, ["--import", TELLING, ...command, ...flags], { encoding: "utf8" });
  const elapsed = (performance.now() - started) / 1000;
  const [, user = "", system = ""] = /took (\d+) (\d+)/.exec(ran.stderr) ?? [];
  if (ran.status !== 0 || user === "") throw new Error(`exit code ${ran.status}: ${ran.stderr}`);
  if (wanted.length > 0) check(readFileSync(table, "utf8"), wanted);
  return { elapsed, cpu: (Number(user) + Number(system)) / 1e6 };
}

function check(table: string, wanted: readonly string[]): void {
  const rows = table.trimEnd().split("\n").slice(1);
  if (rows.length !== REQUESTS * TIMES) throw new Error(`${rows.length} rows`);
  for (const [at, row] of rows.entries()) {
    const expected = `${at + 1},${wanted[at % wanted.length]}`;
    if (row !== expected) throw new Error(`row ${row}, not ${expected}`);
  }
}

function whole(value: number | undefined): string {
  return Math.round(value ?? 0).toLocaleString("en-US");
}
