// What it costs to answer questions in threads: every fourth real change in the calling thread, in one thread and in two, and what goes over.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { deserialize, serialize } from "node:v8";
import { type Analyzer, createAnalyzer } from "@keyaki/analysis";
import { createThreadedAnalyzer } from "@keyaki/batch";
import type { Policy } from "@keyaki/policy";
import type { Figure } from "./figures.ts";
import { managedChanges, readPolicy, sampleOf } from "./managed-policies.ts";
import { numberOption, report, stopwatch } from "./run.ts";

/** Questions in flight where threads answer; in the calling thread one goes after the other, since each has a clock. */
const AT_ONCE = 64;
const KIND = { kind: "identity" } as const;

type Pair = readonly [left: readonly Policy[], right: readonly Policy[]];

const all = managedChanges();
const changes = sampleOf(all, numberOption("sample") ?? Math.ceil(all.length / 4));
const rounds = numberOption("rounds") ?? 3;
const CALLING = "the calling thread";
const analyzers: Readonly<Record<string, Analyzer>> = {
  [CALLING]: createAnalyzer({ workers: 1 }),
  "one thread": createThreadedAnalyzer({ threads: 1 }),
  "two threads": createThreadedAnalyzer({ threads: 2 }),
};
const took: Record<string, Took[]> = {};
let relations: string | undefined;
// The first round warms up and is not counted.
for (let round = 0; round <= rounds; round++) {
  for (const [name, analyzer] of Object.entries(analyzers)) {
    const one = await askAll(analyzer, name === CALLING ? 1 : AT_ONCE);
    if (round > 0) took[name] = [...(took[name] ?? []), one];
    console.log(
      `${name}: ${one.wall.toFixed(2)} s, of processors ${one.cpu.toFixed(2)} s, of the calling thread ${one.main.toFixed(2)} s, delay p99 ${one.delay.toFixed(1)} ms`,
    );
  }
}
for (const analyzer of Object.values(analyzers)) await analyzer.close();
const clones = cloned();
const [here, one, two] = Object.keys(analyzers).map((name) => middle(took[name] ?? []));
const figures: Figure[] = [here, one, two].flatMap((each, at) => {
  const where = Object.keys(analyzers)[at] ?? "";
  return [
    { what: `${changes.length} changes in ${where}`, reached: each?.wall ?? null, unit: "s" },
    { what: "… of processors", reached: each?.cpu ?? null, unit: "s" },
    { what: "… delay of the calling thread's event loop, p99", reached: each?.delay ?? null, unit: "ms" },
  ] as const;
});
report("threads", [
  ...figures,
  { what: "the policies as structured clones, both ways of one copy", reached: clones, unit: "s" },
]);

interface Took {
  readonly wall: number;
  readonly cpu: number;
  /** Time in which the event loop of the calling thread had work, in seconds. */
  readonly main: number;
  readonly delay: number;
}

async function askAll(analyzer: Analyzer, atOnce: number): Promise<Took> {
  // Read anew: what is remembered by a policy's own objects would help the calling thread alone.
  const pairs = readAll();
  const delays = monitorEventLoopDelay({ resolution: 5 });
  const relationOf: string[] = [];
  const waiting = [...pairs.entries()];
  const loop = performance.eventLoopUtilization();
  const clock = stopwatch();
  delays.enable();
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, [left, right]] = next;
      relationOf[at] = (await analyzer.compare(left, right, KIND)).relation;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  delays.disable();
  const { active } = performance.eventLoopUtilization(loop);
  const found = relationOf.join();
  relations ??= found;
  if (found !== relations) throw new Error("not the same answers");
  return { ...clock(), main: active / 1000, delay: delays.percentile(99) / 1e6 };
}

function middle(all: readonly Took[]): Took | null {
  return [...all].sort((a, b) => a.wall - b.wall)[all.length >> 1] ?? null;
}

function readAll(): Pair[] {
  return changes.map(({ before, after }) => [[readPolicy(after, "after")], [readPolicy(before, "before")]]);
}

/** Seconds that copying the policies as objects would take. */
function cloned(): number {
  const pairs = readAll();
  const clock = stopwatch();
  for (const pair of pairs) deserialize(serialize(pair));
  return clock().cpu;
}
