// What stays unknown where policies use variables: by reason, with the smallest pair of each.
import { CLAIM_NAMES, type ClaimName, createAnalyzer, type Reason } from "@keyaki/analysis";
import { parsePolicyValue } from "@keyaki/policy";
import fc from "fast-check";
import { variablePair } from "../../test/generators/variable-policies.ts";
import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { sampleOf } from "./managed-policies.ts";
import { machine, numberOption, progressBar, saveResult } from "./run.ts";
import { type DocumentPair, policiesWithVariables, variantsOf } from "./variable-pairs.ts";

interface Unknown extends DocumentPair {
  readonly claim: ClaimName;
  readonly reason: Reason;
}

const [, , first = "--"] = process.argv;
const folder = first.startsWith("--") ? undefined : first;
const seed = numberOption("seed") ?? 1;
const generated = numberOption("generated") ?? 500;
const real = numberOption("real") ?? 500;
const timeoutMs = numberOption("timeout") ?? 10_000;

const policies = policiesWithVariables(folder);
const variants = policies.flatMap(variantsOf);
const groups: Readonly<Record<string, readonly DocumentPair[]>> = {
  generated: fc.sample(variablePair, { numRuns: generated, seed }).map((pair, at) => ({ name: `pair ${at}`, ...pair })),
  real: sampleOf(variants, real),
};

const analyzer = createAnalyzer();
const unknowns: Unknown[] = [];
console.log(
  Object.entries(machine())
    .map(([key, value]) => `${key} ${value}`)
    .join(" · "),
);
console.log(
  `${policies.length} real policies with variables, ${variants.length} pairs made of them; seed ${seed}; at most ${timeoutMs} ms a claim`,
);
for (const [group, pairs] of Object.entries(groups)) {
  const outcomes: Record<string, number> = {};
  const found: Unknown[] = [];
  const times = new Latencies();
  const bar = progressBar(group, pairs.length);
  for (const pair of pairs) {
    const [left, right] = [pair.left, pair.right].map((each) => parsePolicyValue(each, { kind: pair.kind }).policy);
    bar.step();
    if (!left || !right) continue;
    const comparison = await analyzer.compare([left], [right], { kind: pair.kind, timeoutMs });
    for (const claim of CLAIM_NAMES) {
      const verdict = comparison[claim];
      times.add(verdict.stats.ms);
      outcomes[verdict.outcome] = (outcomes[verdict.outcome] ?? 0) + 1;
      if (verdict.outcome === "unknown") found.push({ ...pair, claim, reason: verdict.reason });
    }
  }
  bar.stop();
  console.log(`\n${group}: ${pairs.length} pairs, ${times.summary().count} claims: ${JSON.stringify(outcomes)}`);
  console.log(`${LATENCY_HEAD}\n${latencyLine("claim", times.summary())}`);
  printClasses(found);
  unknowns.push(...found);
}
await analyzer.close();
console.log(`written to ${saveResult("unknowns", unknowns)}`);

/** Each reason, how often it was given, and the shortest pair that it was given for. */
function printClasses(found: readonly Unknown[]): void {
  const classes = new Map<string, Unknown[]>();
  for (const each of found) classes.set(classOf(each.reason), [...(classes.get(classOf(each.reason)) ?? []), each]);
  for (const [name, members] of [...classes].sort((a, b) => b[1].length - a[1].length)) {
    const [shortest] = members.sort((a, b) => lengthOf(a) - lengthOf(b));
    if (shortest === undefined) continue;
    console.log(`  ${name}: ${members.length}, such as ${shortest.claim} of ${shortest.name}`);
    console.log(`    left ${JSON.stringify(shortest.left)}\n    right ${JSON.stringify(shortest.right)}`);
  }
}

function classOf(reason: Reason): string {
  switch (reason.code) {
    case "relations":
      return `relations of ${reason.variables.map((view) => view.replace(/^key:/, "")).join(", ")}`;
    case "solver":
      return `solver: ${reason.detail}`;
    default:
      return JSON.stringify(reason);
  }
}

function lengthOf({ left, right }: DocumentPair): number {
  return JSON.stringify(left).length + JSON.stringify(right).length;
}
