// Questions on real changes of policies that are read already: a claim alone, the list of new access on top, and all changes at once.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Analyzer, createAnalyzer, type Verdict } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import type { Figure } from "./figures.ts";
import { Latencies, type LatencySummary } from "./latencies.ts";
import { type ManagedChange, managedChanges, readPolicy, sampleOf } from "./managed-policies.ts";
import { numberOption, progressBar, report } from "./run.ts";

const WARM = 200;
const KIND = { kind: "identity" } as const;
const CLAIMS = ["leftOnly", "rightOnly"] as const;

interface Pair {
  readonly name: string;
  readonly before: readonly Policy[];
  readonly after: readonly Policy[];
}

const all = managedChanges();
const changes = sampleOf(all, numberOption("sample") ?? all.length);
const lists = sampleOf(changes, numberOption("lists") ?? 400);
const catalog = await loadCatalog();
const counts = { proved: 0, refuted: 0, unknown: 0 };

const alone = await questionsAlone();
const { whole, hard, workers1 } = await allAtOnce();
const workers2 = await hardWith(2, hard);
const listed = await newAccess();

const figures: Figure[] = [
  spread("a question on a real change, median", alone.p50, alone, 0.3),
  spread("… p99", alone.p99, alone, 10),
  spread("… greatest", alone.max, alone, 150),
  spread("new access listed, median", listed.change.p50, listed.change, 5),
  { what: "new access of * listed", reached: listed.everything, unit: "ms", target: { atMost: 150 } },
  {
    what: `${changes.length} changes from JSON, both directions`,
    reached: whole.seconds,
    unit: "s",
    target: { atMost: 6 },
    spread: `of which reading ${whole.reading.toFixed(1)} s`,
  },
  {
    what: `${hard.length} changes that reach Z3, 2 workers to 1`,
    reached: workers1.seconds / workers2.seconds,
    unit: "×",
    target: { atLeast: 1.6 },
    spread: `${workers1.seconds.toFixed(2)} s with one`,
  },
  {
    what: "delay of the event loop while they are asked, p99",
    reached: workers2.delay,
    unit: "ms",
    target: { atMost: 50 },
  },
];
report("real-questions", figures, { counts, unknowns: counts.unknown, alone, listed });

function read(change: ManagedChange): Pair {
  return {
    name: `${change.name} ${change.from}→${change.to}`,
    before: [readPolicy(change.before, "before")],
    after: [readPolicy(change.after, "after")],
  };
}

function spread(what: string, reached: number, { p50, p90, p99, max }: LatencySummary, atMost: number): Figure {
  return { what, reached, unit: "ms", target: { atMost }, spread: `p50 ${p50} p90 ${p90} p99 ${p99} max ${max}` };
}

/** One claim after the other, each of policies that no question had before, after some other questions. */
async function questionsAlone(): Promise<LatencySummary> {
  const analyzer = createAnalyzer({ catalog, workers: 1 });
  const warm = new Set(sampleOf(all, WARM));
  for (const change of warm) {
    const { after, before } = read(change);
    await analyzer.compare(after, before, KIND);
  }
  const latencies = new Latencies();
  const asked = changes.filter((change) => !warm.has(change));
  const bar = progressBar("asking", asked.length);
  for (const change of asked) {
    const { after, before } = read(change);
    for (const claim of CLAIMS) {
      const started = performance.now();
      const verdict = await analyzer.decide(after, before, claim, KIND);
      latencies.add(performance.now() - started);
      count(verdict);
    }
    bar.step();
  }
  bar.stop();
  await analyzer.close();
  return latencies.summary();
}

function count({ outcome }: Verdict): void {
  counts[outcome]++;
}

/** Every change, read and asked in both directions; and those of them that Z3 was needed for, asked again with one worker. */
async function allAtOnce(): Promise<{
  readonly whole: { readonly seconds: number; readonly reading: number };
  readonly hard: readonly Pair[];
  readonly workers1: { readonly seconds: number };
}> {
  const analyzer = createAnalyzer({ catalog, workers: 2 });
  const hard: Pair[] = [];
  const started = performance.now();
  let reading = 0;
  let last: { readonly document: unknown; readonly policies: readonly Policy[] } | null = null;
  for (const change of changes) {
    const begun = performance.now();
    // A version is read once: what was AFTER is BEFORE in the next change.
    const before: readonly Policy[] =
      last !== null && last.document === change.before ? last.policies : [readPolicy(change.before, "before")];
    const after: readonly Policy[] = [readPolicy(change.after, "after")];
    last = { document: change.after, policies: after };
    reading += performance.now() - begun;
    const { stats } = await analyzer.compare(after, before, KIND);
    if ((stats?.z3 ?? 0) > 0) hard.push({ name: change.name, before, after });
  }
  const seconds = (performance.now() - started) / 1000;
  await analyzer.close();
  return { whole: { seconds, reading: reading / 1000 }, hard, workers1: await hardWith(1, hard) };
}

/** Questions that Z3 is needed for, as many at a time as there are workers, and how late the event loop was meanwhile. */
async function hardWith(
  workers: number,
  pairs: readonly Pair[],
): Promise<{ readonly seconds: number; readonly delay: number }> {
  const analyzer = createAnalyzer({ catalog, workers });
  await Promise.all(pairs.slice(0, 2 * workers).map((pair) => ask(analyzer, pair)));
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const started = performance.now();
  const waiting = [...pairs];
  await Promise.all(
    Array.from({ length: 2 * workers }, async () => {
      for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift()) await ask(analyzer, pair);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  delays.disable();
  await analyzer.close();
  return { seconds, delay: delays.percentile(99) / 1e6 };
}

async function ask(analyzer: Analyzer, { after, before }: Pair): Promise<void> {
  await analyzer.compare(after, before, KIND);
}

/** What `change` takes, its lists of new access included; and that of everything against nothing. */
async function newAccess(): Promise<{
  readonly change: LatencySummary;
  readonly undecided: number;
  readonly everything: number;
}> {
  const analyzer = createAnalyzer({ catalog, workers: 1 });
  const latencies = new Latencies();
  let undecided = 0;
  for (const change of lists) {
    const { after, before } = read(change);
    const started = performance.now();
    const found = await analyzer.change(before, after, KIND);
    latencies.add(performance.now() - started);
    const { groups, undecided: left } = found.newAccess;
    if (left.length > 0) undecided++;
    if (found.verdict.outcome === "refuted" && groups.length + left.length + found.liftedDenials.groups.length === 0) {
      throw new Error(`${change.name}: new access and no group`);
    }
  }
  const statement = { Effect: "Allow", Action: "*", Resource: "*" };
  const everything = [readPolicy({ Version: "2012-10-17", Statement: [statement] }, "everything")];
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    const { newAccess: list } = await analyzer.change([], everything, KIND);
    times.push(performance.now() - started);
    if ((list.groups[0]?.actionCount ?? 0) < 20_000) throw new Error("not every action is listed");
  }
  await analyzer.close();
  return { change: latencies.summary(), undecided, everything: times.sort((a, b) => a - b)[2] ?? 0 };
}
