// How many changes of the code the tests notice: `pnpm mutation [part …]`; test/mutation.md says what came of it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle, workerProgram } from "./bundle.ts";
import { type Mutant, type MutatedFile, mutantsOf, PARTS, type Part, ROOT } from "./mutants.ts";
import { type Ended, Thread } from "./thread.ts";
import type { Reached } from "./worker.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Only mutants of files whose path holds this. */
    file: { type: "string", default: "" },
    /** Only mutants that no run before has killed. */
    again: { type: "boolean", default: false },
    /** Also tests of single parts, and the witnesses of all pairs. */
    more: { type: "boolean", default: false },
    /** Runs nothing and lists what earlier runs left. */
    list: { type: "boolean", default: false },
    /** That many mutants of each part, by chance: fewer of the same seed are among more. */
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    /** Milliseconds that the tests for one mutant take on the code as it is: the quickest tests that reach it. */
    budget: { type: "string", default: "4000" },
  },
});

/** What is kept of a mutant from one run to the next. */
interface Kept {
  readonly outcome: "killed" | "timed out" | "survived" | "not reached";
  /** The test that noticed. */
  readonly by?: string;
}

const FOLDER = join(ROOT, ".keyaki-cache/mutation");
/** Milliseconds of the processor that the start of the suite, and a test on top of eight times its usual time, may take. */
const SLACK = 4000;
/** Tests that take longer on the code as it is are left out. */
const LONGEST = 8000;

const program = await workerProgram();
for (const part of PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)))
  await mutate(part);

async function mutate(part: Part): Promise<void> {
  const { name } = part;
  const files = await mutantsOf(part);
  const kept = readKept(name);
  const sample = sampled(files);
  if (values.list) {
    for (const mutant of sample) {
      const outcome = kept.get(mutant.name)?.outcome;
      if (outcome !== undefined && !isKilled(mutant, kept)) console.log(`${outcome}: ${mutant.name}`);
    }
    console.log(`${name}: ${words(kept, sample)}`);
    return;
  }
  const wanted = new Set(sample.filter((mutant) => !values.again || !isKilled(mutant, kept)));
  console.log(`${name}: ${wanted.size} of ${files.reduce((sum, file) => sum + file.mutants.length, 0)} mutants`);
  // Another suite is for what is left: all that it has.
  const runs = values.more ? 1 : (part.runs ?? 1);
  const entry = join(import.meta.dirname, (values.more ? part.more : undefined) ?? part.suite);
  const reached = await reach(
    await bundle(
      entry,
      files.filter((file) => file.mutants.some((each) => wanted.has(each))),
      true,
      runs,
    ),
  );
  const queue = files.flatMap((file) => {
    const mutants = file.mutants.filter((mutant) => wanted.has(mutant));
    return mutants.length === 0 ? [] : [{ file, mutants }];
  });
  const start = Date.now();
  let done = 0;
  const killers = new Map<number, number>();
  const thread = new Thread(program);
  for (const next of queue) {
    // One file's mutants in the script at a time: switches cost time where they stand.
    const script = await bundle(entry, [next.file], false, runs);
    for (const mutant of next.mutants) {
      const order = inOrder(reached.by.get(mutant.id) ?? [], reached.tests, killers);
      const ended: Ended | null =
        order.length === 0
          ? null
          : await thread.run(
              { mutant: mutant.id, script, order, atStart: reached.atStart.has(mutant.id) },
              (test) => SLACK + 8 * (reached.tests[test]?.ms ?? 0),
            );
      if (ended?.is === "killed") killers.set(ended.by, (killers.get(ended.by) ?? 0) + 1);
      kept.set(mutant.name, keep(ended, reached.tests));
      writeKept(name, kept, files);
      if (++done % 25 === 0) {
        console.log(
          `${done} of ${wanted.size}, ${Math.round((Date.now() - start) / 1000)} s, ${next.file.file}: ${words(kept, wanted)}`,
        );
      }
    }
  }
  await thread.close();
  writeKept(name, kept, files);
  console.log(`${name}: ${words(kept, sample)} in ${Math.round((Date.now() - start) / 1000)} s`);
}

function keep(ended: Ended | null, tests: readonly Reached[]): Kept {
  if (ended === null) return { outcome: "not reached" };
  if (ended.is === "timed out" || ended.is === "survived") return { outcome: ended.is };
  return { outcome: "killed", by: ended.is === "killed" ? (tests[ended.by]?.name ?? "the start") : "the thread's end" };
}

/** Which tests reach a mutant; all of them where it is reached before the first. */
async function reach(script: string): Promise<{
  tests: readonly Reached[];
  by: ReadonlyMap<string, number[]>;
  atStart: ReadonlySet<string>;
}> {
  const thread = new Thread(program);
  const told = await thread.run({ mutant: null, script, order: [], atStart: true }, () => 600_000);
  await thread.close();
  if (told.is !== "whole") throw new Error(`the suite itself ${told.is}`);
  console.log(
    `the suite: ${told.tests.length} tests, ${Math.round(told.tests.reduce((sum, { ms }) => sum + ms, 0) / 1000)} s`,
  );
  const usable = told.tests.map(({ fault, ms, name }) => {
    if (fault !== null) console.log(`left out, since it fails: ${name}: ${fault.split("\n")[0]}`);
    return fault === null && ms < LONGEST;
  });
  const by = new Map<string, number[]>();
  for (const [at, { mutants }] of told.tests.entries()) {
    if (!usable[at]) continue;
    for (const id of mutants) by.set(id, [...(by.get(id) ?? []), at]);
  }
  const all = [...told.tests.keys()].filter((at) => usable[at]);
  for (const id of told.atStart) by.set(id, all);
  return { tests: told.tests, by, atStart: new Set(told.atStart) };
}

/** Tests that noticed other mutants first, then the quickest, as many as there is time for. */
function inOrder(tests: readonly number[], all: readonly Reached[], killers: ReadonlyMap<number, number>): number[] {
  const kills = (test: number) => killers.get(test) ?? 0;
  const ms = (test: number) => all[test]?.ms ?? 0;
  let left = Number(values.budget);
  return [...tests]
    .sort((one, other) => ms(one) - ms(other))
    .filter((test) => {
      left -= ms(test);
      return left > 0;
    })
    .sort((one, other) => kills(other) - kills(one) || ms(one) - ms(other));
}

function sampled(files: readonly MutatedFile[]): readonly Mutant[] {
  const all = files.filter(({ file }) => file.includes(values.file)).flatMap(({ mutants }) => mutants);
  return values.sample === undefined ? all : drawn(all, Number(values.sample), Number(values.seed));
}

function isKilled({ name }: Mutant, kept: ReadonlyMap<string, Kept>): boolean {
  return ["killed", "timed out"].includes(kept.get(name)?.outcome ?? "");
}

/** Some by chance, the same for the same seed. */
function drawn<T>(from: readonly T[], count: number, seed: number): T[] {
  const left = [...from];
  let state = seed;
  return Array.from({ length: Math.min(count, left.length) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return left.splice(Math.floor((state / 2 ** 32) * left.length), 1)[0]!;
  });
}

function readKept(name: string): Map<string, Kept> {
  if (!(values.again || values.list || values.file !== "") || !existsSync(join(FOLDER, `${name}.json`)))
    return new Map();
  return new Map(
    Object.entries(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Record<string, Kept>),
  );
}

function writeKept(name: string, kept: ReadonlyMap<string, Kept>, files: readonly MutatedFile[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const there = files.flatMap((file) => file.mutants.flatMap((mutant) => (kept.has(mutant.name) ? [mutant.name] : [])));
  writeFileSync(
    join(FOLDER, `${name}.json`),
    JSON.stringify(Object.fromEntries(there.map((each) => [each, kept.get(each)])), null, 1),
  );
}

function words(kept: ReadonlyMap<string, Kept>, of: Iterable<Mutant>): string {
  const counts = { killed: 0, "timed out": 0, survived: 0, "not reached": 0 };
  for (const { name } of of) {
    const outcome = kept.get(name)?.outcome;
    if (outcome !== undefined) counts[outcome]++;
  }
  const { killed, "timed out": late, survived, "not reached": missed } = counts;
  const score = (100 * (killed + late)) / Math.max(1, killed + late + survived + missed);
  return `${killed} killed, ${late} timed out, ${survived} survived, ${missed} not reached: ${score.toFixed(1)} %`;
}
