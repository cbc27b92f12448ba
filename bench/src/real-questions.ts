// Questions on real changes of policies that are read already: a claim alone, the list of new access on top, and all changes at once.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createAnalyzer, type Verdict } from "@keyaki/analysis";
import { createThreadedAnalyzer } from "@keyaki/batch";
import { loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import type { Figure } from "./figures.ts";
import { Latencies, type LatencySummary } from "./latencies.ts";
import { type ManagedChange, managedChanges, readPolicy, sampleOf } from "./managed-policies.ts";
import { numberOption, progressBar, report, stopwatch } from "./run.ts";

const WARM = 200;
/** Changes asked of Z3's theory of strings, since few or none reach Z3 by themselves. */
const STRINGS = 60;
/** Changes in flight when threads answer them. */
const AT_ONCE = 64;
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
const { whole, hard, relations } = await allInTurn();
const threaded = await allInThreads(relations);
const [threads1, threads2] = [await hardWith(1, hard), await hardWith(2, hard)];
const listed = await newAccess();

const figures: Figure[] = [
  spread("a question on a real change, median", alone.p50, alone, 0.3),
  spread("… p99", alone.p99, alone, 10),
  spread("… greatest", alone.max, alone, 150),
  spread("new access listed, median", listed.change.p50, listed.change, 5),
  { what: "new access of * listed", reached: listed.everything, unit: "ms", target: { atMost: 150 } },
  {
    what: `${changes.length} changes from JSON, both directions, two threads`,
    reached: threaded.seconds,
    unit: "s",
    target: { atMost: 6 },
    spread: `${threaded.cpu.toFixed(1)} s of processors`,
  },
  {
    what: "… in turn in the calling thread",
    reached: whole.seconds,
    unit: "s",
    spread: `of which reading ${whole.reading.toFixed(1)} s; ${whole.cpu.toFixed(1)} s of processors`,
  },
  {
    what: `${hard.length} changes that reach Z3, and ${STRINGS} asked of strings, 2 threads to 1`,
    reached: threads1 / threads2,
    unit: "×",
    target: { atLeast: 1.6 },
    spread: `${threads1.toFixed(2)} s with one`,
  },
  {
    what: "delay of the calling thread's event loop while threads answer all changes, p99",
    reached: threaded.delay,
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

/** Every change, read and asked in both directions, one after the other in this thread; and those of them that Z3 was needed for. */
async function allInTurn(): Promise<{
  readonly whole: { readonly seconds: number; readonly cpu: number; readonly reading: number };
  readonly hard: readonly Pair[];
  readonly relations: readonly string[];
}> {
  const analyzer = createAnalyzer({ catalog, workers: 1 });
  const hard: Pair[] = [];
  const relations: string[] = [];
  const clock = stopwatch();
  const next = reader();
  let reading = 0;
  for (let at = 0; at < changes.length; at++) {
    const begun = performance.now();
    const pair = next();
    reading += performance.now() - begun;
    const { relation, stats } = await analyzer.compare(pair.after, pair.before, KIND);
    relations.push(relation);
    if ((stats?.z3 ?? 0) > 0) hard.push(pair);
  }
  const { wall, cpu } = clock();
  await analyzer.close();
  return { whole: { seconds: wall, cpu, reading: reading / 1000 }, hard, relations };
}

/** The same in two threads, read in this one meanwhile, and how late its event loop was; after some other questions, as everywhere here. */
async function allInThreads(
  wanted: readonly string[],
): Promise<{ readonly seconds: number; readonly cpu: number; readonly delay: number }> {
  const analyzer = createThreadedAnalyzer({ threads: 2 });
  const warm = sampleOf(all, WARM).map(read);
  await Promise.all(warm.map(({ before, after }) => analyzer.compare(after, before, KIND)));
  const relations: string[] = [];
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const clock = stopwatch();
  const next = reader();
  let asked = 0;
  const lane = async (): Promise<void> => {
    while (asked < changes.length) {
      const at = asked++;
      const { before, after } = next();
      relations[at] = (await analyzer.compare(after, before, KIND)).relation;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const { wall, cpu } = clock();
  delays.disable();
  await analyzer.close();
  const other = relations.findIndex((relation, at) => relation !== wanted[at]);
  if (other >= 0) throw new Error(`${changes[other]?.name}: ${relations[other]}, and ${wanted[other]} in turn`);
  return { seconds: wall, cpu, delay: delays.percentile(99) / 1e6 };
}

/** Gives one change after the other. A version is read once: what was AFTER is BEFORE in the next change. */
function reader(): () => Pair {
  let at = 0;
  let last: { readonly document: unknown; readonly policies: readonly Policy[] } | null = null;
  return () => {
    const change = changes[at++];
    if (change === undefined) throw new RangeError("no change is left");
    const before = last?.document === change.before ? last?.policies : undefined;
    const pair = {
      name: change.name,
      before: before ?? [readPolicy(change.before, "before")],
      after: [readPolicy(change.after, "after")],
    };
    last = { document: change.after, policies: pair.after };
    return pair;
  };
}

/** Seconds for questions that Z3 is needed for, asked once before. A question of strings has a second: what is left to it says nothing of threads. */
async function hardWith(threads: number, pairs: readonly Pair[]): Promise<number> {
  const analyzer = createThreadedAnalyzer({ threads });
  const strings = sampleOf(all, STRINGS).map(read);
  const askAll = () =>
    Promise.all([
      ...pairs.map(({ after, before }) => analyzer.compare(after, before, KIND)),
      ...strings.map(({ after, before }) =>
        analyzer.compare(after, before, { ...KIND, engine: "strings", timeoutMs: 1000 }),
      ),
    ]);
  await askAll();
  const clock = stopwatch();
  await askAll();
  const { wall } = clock();
  await analyzer.close();
  return wall;
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
