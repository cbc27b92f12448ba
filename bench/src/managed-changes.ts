// All changes of AWS managed policies, both directions: outcomes, latencies, unknowns, witnesses confirmed once more.
import { type Comparison, createAnalyzer, type Engine, type Verdict } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { type ClaimKind, faultOfWitness } from "./confirm-witness.ts";
import type { Figure } from "./figures.ts";
import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { ListChecks } from "./list-checks.ts";
import { type ManagedChange, managedChanges, readPolicy, sampleOf, usesVariables } from "./managed-policies.ts";
import { numberOption, progressBar, report, stopwatch } from "./run.ts";

const ENGINES: readonly Engine[] = ["constant", "syntactic", "propositional", "strings"];
const CLAIMS = [
  ["leftOnly", "only"],
  ["rightOnly", "only"],
  ["leftLifts", "lifts"],
  ["rightLifts", "lifts"],
] as const satisfies readonly (readonly [keyof Comparison, ClaimKind])[];

const withLists = process.argv.includes("--lists");
const all = managedChanges();
const changes = sampleOf(all, numberOption("sample") ?? all.length);
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });

const relations: Record<string, number> = {};
const wholeByEngine = new Map(ENGINES.map((engine) => [engine, new Latencies()]));
const claimsByEngine = new Map(ENGINES.map((engine) => [engine, new Latencies()]));
const whole = new Latencies();
const processor = new Latencies();
const parsing = new Latencies();
const unknowns: { change: string; claim: string; reason: string; variables: boolean }[] = [];
const faults: string[] = [];
const slowest: { change: string; ms: number }[] = [];
const axioms: Record<string, number> = {};
const counts = { witnesses: 0, hypothetical: 0, variableChanges: 0, unknownChanges: 0, unknownVariableChanges: 0 };
const lists = withLists ? new ListChecks(analyzer, catalog) : null;

const bar = progressBar("comparing", changes.length);
const clock = stopwatch();
let checkingMs = 0;
let last: { readonly document: unknown; readonly policies: readonly Policy[] } | null = null;
for (const change of changes) {
  const name = `${change.name} ${change.from}→${change.to}`;
  const started = performance.now();
  // A version is read once: what was AFTER is BEFORE in the next change.
  const before = last !== null && last.document === change.before ? last.policies : read(change, "from");
  const after = read(change, "to");
  last = { document: change.after, policies: after };
  parsing.add(performance.now() - started);
  const asked = performance.now();
  const cpuAsked = process.cpuUsage();
  const comparison = await analyzer.compare(after, before, { kind: "identity" });
  const ms = performance.now() - asked;
  whole.add(ms);
  const spent = process.cpuUsage(cpuAsked);
  processor.add((spent.user + spent.system) / 1000);
  slowest.push({ change: name, ms: Math.round(ms * 10) / 10 });
  relations[comparison.relation] = (relations[comparison.relation] ?? 0) + 1;
  wholeByEngine.get(heaviest(CLAIMS.map(([claim]) => comparison[claim])))?.add(ms);

  const checking = performance.now();
  const variables = usesVariables([change.before, change.after]);
  if (variables) counts.variableChanges++;
  let isUnknown = false;
  for (const [claim, kind] of CLAIMS) {
    const verdict = comparison[claim];
    claimsByEngine.get(verdict.stats.engine)?.add(verdict.stats.ms);
    for (const axiom of verdict.axioms) axioms[axiom] = (axioms[axiom] ?? 0) + 1;
    if (verdict.outcome === "unknown") {
      isUnknown = true;
      unknowns.push({ change: name, claim, reason: JSON.stringify(verdict.reason), variables });
    }
    if (verdict.outcome !== "refuted") continue;
    counts.witnesses++;
    if (verdict.witness.hypothetical) counts.hypothetical++;
    const [wider, narrower] = claim.startsWith("left") ? [after, before] : [before, after];
    const fault = faultOfWitness(verdict.witness, kind, wider, narrower, "identity", catalog);
    if (fault !== null) faults.push(`${name} ${claim}: ${fault}`);
  }
  if (isUnknown) {
    counts.unknownChanges++;
    if (variables) counts.unknownVariableChanges++;
  }
  await lists?.check(name, before, after);
  checkingMs += performance.now() - checking;
  bar.step();
}
const { wall, cpu } = clock();
bar.stop();
await analyzer.close();

const share = (part: number, of: number) => (of === 0 ? "0 %" : `${((100 * part) / of).toFixed(2)} %`);
const result = {
  catalog: catalog.date,
  changes: changes.length,
  relations,
  seconds: { wall, cpu, checking: checkingMs / 1000, comparing: whole.summary().total / 1000 },
  parsing: parsing.summary(),
  comparing: whole.summary(),
  comparingProcessor: processor.summary(),
  byHeaviestEngine: summaries(wholeByEngine),
  claimsByEngine: summaries(claimsByEngine),
  counts,
  axioms,
  unknowns,
  witnessFaults: faults,
  slowest: slowest.sort((a, b) => b.ms - a.ms).slice(0, 20),
  lists: lists?.result(),
};

const print = (line = "") => void process.stdout.write(`${line}\n`);
print(`${changes.length} changes of AWS managed policies, four claims each (both directions)`);
print();
for (const [relation, count] of Object.entries(relations).sort())
  print(`${relation.padEnd(24)}${String(count).padStart(8)}`);
print();
print(LATENCY_HEAD);
print(latencyLine("reading", result.parsing));
print(latencyLine("compare", result.comparing));
print(latencyLine("compare, processor time", result.comparingProcessor));
for (const engine of ENGINES) printEngine(`compare, ${engine}`, wholeByEngine.get(engine));
for (const engine of ENGINES) printEngine(`claim, ${engine}`, claimsByEngine.get(engine));
print();
const { witnesses, hypothetical, variableChanges, unknownChanges, unknownVariableChanges } = counts;
print(
  `witnesses confirmed once more: ${witnesses - faults.length} of ${witnesses}; hypothetical ${share(hypothetical, witnesses)}`,
);
for (const fault of faults.slice(0, 20)) print(`  ${fault}`);
print(
  `unknown: ${unknownChanges} (${share(unknownChanges, changes.length)}); of ${variableChanges} with policy variables ${unknownVariableChanges} (${share(unknownVariableChanges, variableChanges)}), of the others ${unknownChanges - unknownVariableChanges}`,
);
for (const each of unknowns.slice(0, 60)) print(`  ${each.change} ${each.claim}: ${each.reason}`);
if (unknowns.length > 60) print(`  … ${unknowns.length - 60} more in the results file`);
print(`axioms used: ${JSON.stringify(axioms)}`);
print(
  `wall ${wall.toFixed(1)} s, processor ${cpu.toFixed(1)} s, of which checking ${(checkingMs / 1000).toFixed(1)} s`,
);
for (const each of result.slowest.slice(0, 8)) print(`  slow: ${each.change} ${each.ms} ms`);
lists?.print(print);
const { p50, p90, p99, max, total } = result.comparing;
const spread = `p90 ${p90}, p99 ${p99}, max ${max}`;
const figures: Figure[] = [{ what: "compare, both directions, median", reached: p50, unit: "ms", spread }];
if (changes.length === all.length) {
  // From parsed JSON: reading and comparing, without the second confirmation.
  const reached = (result.parsing.total + total) / 1000;
  figures.push({ what: `all ${all.length} changes`, reached, unit: "s", target: { atMost: 6 } });
}
report("managed-changes", figures, result);
if (faults.length > 0 || (lists?.faults ?? 0) > 0) process.exitCode = 1;

function read(change: ManagedChange, which: "from" | "to"): readonly Policy[] {
  const document = which === "from" ? change.before : change.after;
  return [readPolicy(document, `${change.name}@${change[which]}`)];
}

function heaviest(verdicts: readonly Verdict[]): Engine {
  return ENGINES[Math.max(...verdicts.map((verdict) => ENGINES.indexOf(verdict.stats.engine)))] ?? "constant";
}

function summaries(of: ReadonlyMap<Engine, Latencies>): Record<string, ReturnType<Latencies["summary"]>> {
  return Object.fromEntries([...of].map(([engine, latencies]) => [engine, latencies.summary()]));
}

function printEngine(name: string, latencies: Latencies | undefined): void {
  const summary = latencies?.summary();
  if (summary !== undefined && summary.count > 0) print(latencyLine(name, summary));
}
