// Memory of a warm process with two workers, main and workers apart, and whether it grows over many questions.
import { createAnalyzer, type Relation } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { createSolver, type Solver } from "@keyaki/solver";
import { collectGarbage } from "./heap.ts";
import { changesReadApart, readPolicy } from "./managed-policies.ts";
import { needsZ3 } from "./needs-z3.ts";
import { numberOption, progressBar, report } from "./run.ts";

const MIB = 2 ** 20;
/** Questions asked at once: enough to keep both workers busy. */
const AT_ONCE = 8;
/** Every so many questions one is about a real change of a policy … */
const REAL_EVERY = 25;
/** … and one of so many needs Z3. */
const HARD_EVERY = 20;
const MOST_WAITING = 500;
const CHECKPOINTS = 20;
const total = numberOption("questions") ?? 8000;

interface Question {
  readonly left: readonly Policy[];
  readonly right: readonly Policy[];
  /** null: any. */
  readonly relation: Relation | null;
}

let solver: Solver | undefined;
const analyzer = createAnalyzer({
  catalog: await loadCatalog(),
  solver: async () => {
    solver = createSolver({ workers: 2 });
    return solver;
  },
});
const changes = changesReadApart(200);

// What the main thread holds, before any worker is there.
collectGarbage();
await askAll(Array.from({ length: 1000 }, (_, at) => easy(`m${at}`)));
if (solver !== undefined) throw new Error("a question that needs no solver asked it");
const main = process.memoryUsage.rss() / MIB;

const bar = progressBar("asking", CHECKPOINTS);
const points: { readonly questions: number; readonly rss: number }[] = [];
// The first round warms both workers and the real changes up, and is not counted.
await askAll(Array.from({ length: 1000 }, (_, at) => questionAt(at, `w${at}`)));
const live: number[] = [];
for (let point = 1; point <= CHECKPOINTS; point++) {
  const [from, to] = [(point - 1) / CHECKPOINTS, point / CHECKPOINTS].map((share) => Math.round(share * total));
  // The questions that wait are no memory of the analysis.
  for (let at = from!; at < to!; at += MOST_WAITING) {
    const some = Math.min(MOST_WAITING, to! - at);
    await askAll(Array.from({ length: some }, (_, each) => questionAt(at + each, `q${at + each}`)));
  }
  points.push({ questions: to!, rss: process.memoryUsage.rss() / MIB });
  // Rarely, so that the memory in use is that of a process which nobody tidies.
  if (point % (CHECKPOINTS / 4) === 0) live.push(liveHeap());
  bar.step();
}
bar.stop();
const asked = solver as Solver | undefined;
const { questions, started, recycled } = asked?.stats() ?? { questions: 0, started: 0, recycled: 0 };
if (questions < total / 40 || started < 2) throw new Error(`Z3 was asked ${questions} times by ${started} workers`);
await analyzer.close();

for (const { questions: after, rss } of points) console.log(`${after} questions: ${rss.toFixed(0)} MiB`);
console.log(`live heap of the main thread after each quarter: ${live.map((each) => each.toFixed(1)).join(", ")} MiB`);
console.log(`Z3 was asked ${questions} times; ${started} workers, ${recycled} replaced`);
const all = points.map(({ rss }) => rss);
const quarter = CHECKPOINTS / 4;
const steady = middle(all.slice(2 * quarter));
const grown = middle(all.slice(-quarter)) - middle(all.slice(0, quarter));
const spread = `${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)}`;
report(
  "memory",
  [
    { what: "whole process, steady", reached: steady, unit: "MiB", target: { atMost: 400 }, spread },
    { what: "main thread alone", reached: main, unit: "MiB" },
    { what: "two workers", reached: steady - main, unit: "MiB" },
    {
      what: `growth over ${total} questions, whole process`,
      reached: grown,
      unit: "MiB",
      target: { atMost: 16 },
    },
    {
      what: `growth over ${total} questions, live heap`,
      reached: (live[3] ?? 0) - (live[0] ?? 0),
      unit: "MiB",
      target: { atMost: 2 },
    },
  ],
  {
    questions: total,
    points,
    live,
    z3: { questions, started, recycled },
  },
);

function liveHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / MIB;
}

function questionAt(at: number, salt: string): Question {
  if (at % REAL_EVERY === 0) {
    const { name, before, after } = changes[(at / REAL_EVERY) % changes.length]!;
    return { left: [readPolicy(after, name)], right: [readPolicy(before, name)], relation: null };
  }
  if (at % HARD_EVERY > 0) return easy(salt);
  const { left, right } = needsZ3(salt);
  return { left: [readPolicy(left, "left")], right: [readPolicy(right, "right")], relation: "equivalent" };
}

/** An action more, on a bucket that no question before named. */
function easy(salt: string): Question {
  const policy = (actions: readonly string[]) => [
    readPolicy(
      {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: actions, Resource: `arn:aws:s3:::${salt}/*` }],
      },
      "bench",
    ),
  ];
  return { left: policy(["s3:GetObject", "s3:Put*"]), right: policy(["s3:GetObject"]), relation: "more-permissive" };
}

async function askAll(all: readonly Question[]): Promise<void> {
  const waiting = [...all];
  const lane = async () => {
    for (let question = waiting.pop(); question !== undefined; question = waiting.pop()) {
      const { relation } = await analyzer.compare(question.left, question.right, { kind: "identity" });
      if (question.relation !== null && relation !== question.relation) {
        throw new Error(`${relation}, not ${question.relation}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
