// Both engines on changes of AWS managed policies: whether they agree, and what --verify costs.
import { createAnalyzer, type Verdict } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { managedChanges, readPolicy, sampleOf } from "./managed-policies.ts";
import { machine, numberOption, progressBar, saveResult } from "./run.ts";

const CLAIMS = ["leftOnly", "rightOnly", "leftLifts", "rightLifts"] as const;
const SIZE = 100;

const changes = sampleOf(managedChanges(), numberOption("sample") ?? SIZE);
const timeoutMs = numberOption("timeout") ?? 10_000;
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });

const alone = new Latencies();
const verified = new Latencies();
const ratios: number[] = [];
const counts = { claims: 0, same: 0, open: 0, disagreements: 0 };
const open: { readonly change: string; readonly claim: string; readonly outcome: string; readonly reason: unknown }[] =
  [];

const bar = progressBar("comparing", changes.length);
for (const { name, from, to, before, after } of changes) {
  const sides = [[readPolicy(after, name)], [readPolicy(before, name)]] as const;
  const timed = async (verify: boolean) => {
    const started = performance.now();
    const comparison = await analyzer.compare(...sides, { kind: "identity", verify, timeoutMs });
    return { comparison, ms: performance.now() - started };
  };
  const first = await timed(false);
  const second = await timed(true);
  alone.add(first.ms);
  verified.add(second.ms);
  ratios.push(second.ms / first.ms);
  for (const claim of CLAIMS) {
    const verdict: Verdict = second.comparison[claim];
    if (verdict.outcome === "unknown" && verdict.reason.code === "engines-disagree") counts.disagreements++;
    if (verdict.verification === undefined) continue;
    counts.claims++;
    const { outcome, reason } = verdict.verification;
    counts[outcome === "same" ? "same" : "open"]++;
    if (outcome === "unknown") open.push({ change: `${name} ${from}→${to}`, claim, outcome: verdict.outcome, reason });
  }
  bar.step();
}
bar.stop();
await analyzer.close();

ratios.sort((a, b) => a - b);
const result = {
  machine: machine(),
  catalog: catalog.date,
  changes: changes.length,
  counts,
  alone: alone.summary(),
  verified: verified.summary(),
  ratio: { median: ratios[ratios.length >> 1], p90: ratios[Math.floor(ratios.length * 0.9)] },
  open,
};
console.log(`${changes.length} changes of AWS managed policies, with both engines`);
console.log(JSON.stringify(result.machine));
console.log(
  `${counts.claims} claims asked of both: the same ${counts.same}, second without an answer ${counts.open}, disagreements ${counts.disagreements}`,
);
console.log(LATENCY_HEAD);
console.log(latencyLine("compare", result.alone));
console.log(latencyLine("compare --verify", result.verified));
console.log(`ratio: median ${result.ratio.median?.toFixed(0)} ×, p90 ${result.ratio.p90?.toFixed(0)} ×`);
for (const each of open) console.log(`  ${each.change} ${each.claim} ${each.outcome}: ${JSON.stringify(each.reason)}`);
console.log(`written to ${saveResult("engines", result)}`);
if (counts.disagreements > 0) process.exitCode = 1;
