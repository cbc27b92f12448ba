// Claims of real changes as SMT-LIB, asked of native cvc5 and Z3, whose start is subtracted: a sample within a bounded time.
import { CLAIM_NAMES, createAnalyzer, emitComparison, SCRIPT_OF_CLAIM } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { askSolver, hasSolver, NATIVE_SOLVERS, type NativeSolver, versionOf } from "../../test/native-solvers.ts";
import type { Figure } from "./figures.ts";
import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { type ManagedChange, managedChanges, readPolicy, sampleOf } from "./managed-policies.ts";
import { numberOption, progressBar, report } from "./run.ts";
import { keyOf } from "./solver-records.ts";

/** Seconds for one question, after which the solver is stopped and the ratio is at least what is said. */
const seconds = numberOption("seconds") ?? 1;
/** Seconds for all questions of one solver in one form: those that are left then are not asked. */
const budget = numberOption("budget") ?? 30;

/** Whole, as `--emit-smt2` writes it, or narrowed by Keyaki before it is written. */
const FORMS = ["whole", "narrowed"] as const;
type Form = (typeof FORMS)[number];

interface Question {
  readonly claim: string;
  readonly outcome: "proved" | "refuted" | "unknown";
  readonly scripts: Readonly<Record<Form, string>>;
  readonly ms: number;
}

interface Asked {
  readonly question: Question;
  readonly ms: number;
  readonly isLate: boolean;
}

const all = managedChanges();
const changes = sampleOf(all, numberOption("sample") ?? 120);
const catalog = await loadCatalog();
const questions = await questionsOf(changes);
const figures: Figure[] = [];
const times: Record<string, unknown> = {};
let disagreements = 0;
for (const name of Object.keys(NATIVE_SOLVERS) as NativeSolver[]) {
  if (hasSolver(name)) for (const form of FORMS) await measure(name, form);
  else console.log(`${name} is not installed, so no ratio to it: the Debian package ${name} has it`);
}
report("native-solvers", figures, { seconds, times });
if (disagreements > 0) process.exitCode = 1;

/** Every distinct question of the changes that is not settled as it stands, in the order of a shuffle that is the same each time. */
async function questionsOf(of: readonly ManagedChange[]): Promise<Question[]> {
  const analyzer = createAnalyzer({ catalog });
  const options = { kind: "identity" } as const;
  // Warm: the questions before are others than those that are measured.
  for (const other of sampleOf(all, 211).filter((change) => !of.includes(change))) {
    await analyzer.compare([readPolicy(other.after, "after")], [readPolicy(other.before, "before")], options);
  }
  const found = new Map<string, Question>();
  for (const { name, from, to, before, after } of of) {
    const sides = [[readPolicy(after, name)], [readPolicy(before, name)]] as const;
    const comparison = await analyzer.compare(...sides, options);
    const whole = emitComparison(...sides, options, catalog);
    const narrowed = emitComparison(...sides, options, catalog, { narrowed: true });
    for (const claim of CLAIM_NAMES) {
      const file = SCRIPT_OF_CLAIM[claim];
      const scripts = { whole: whole[file], narrowed: narrowed[file] };
      const { outcome, stats } = comparison[claim];
      if (stats.engine === "constant") continue;
      found.set(keyOf(scripts.whole), { claim: `${name} ${from}→${to} ${claim}`, outcome, scripts, ms: stats.ms });
    }
  }
  await analyzer.close();
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, question]) => question);
}

async function measure(name: NativeSolver, form: Form): Promise<void> {
  const starts: number[] = [];
  const asked: Asked[] = [];
  const until = performance.now() + budget * 1000;
  const bar = progressBar(`${name}, ${form}`, questions.length);
  for (const [at, question] of questions.entries()) {
    if (performance.now() > until) break;
    // The start is measured among the questions, so that other work on the machine slows both alike.
    if (at % 5 === 0) starts.push((await timed(name, "(set-logic ALL)\n(check-sat)\n")).ms);
    const script = question.scripts[form];
    const { says, ms } = await timed(name, script);
    const isLate = says === "time-out";
    asked.push({ question, ms, isLate });
    const isRelaxed = script.startsWith("; relaxed\n");
    const contrary = question.outcome === "proved" ? "sat" : question.outcome === "refuted" ? "unsat" : null;
    if (says === contrary && !(says === "sat" && isRelaxed)) {
      disagreements++;
      console.log(`DISAGREEMENT: ${question.claim}: ${question.outcome}, ${name} ${says}`);
    }
    bar.step();
  }
  bar.stop();
  const start = medianOf(starts);
  const own = new Latencies();
  const theirs = new Latencies();
  const ratios: number[] = [];
  for (const { question, ms } of asked) {
    own.add(question.ms);
    theirs.add(Math.max(0, ms - start));
    ratios.push(Math.max(0, ms - start) / question.ms);
  }
  ratios.sort((a, b) => a - b);
  const at = (share: number) => ratios[Math.floor((ratios.length - 1) * share)] ?? 0;
  const late = asked.filter(({ isLate }) => isLate).length;
  const wins = ratios.filter((ratio) => ratio < 1).length;
  console.log(
    `${name} ${versionOf(name)}, ${form}: ${asked.length} of ${questions.length} questions in ${budget} s, ${late} without an answer in ${seconds} s; its start took ${start.toFixed(1)} ms; faster than Keyaki ${wins} times`,
  );
  console.log(LATENCY_HEAD);
  console.log(latencyLine("Keyaki", own.summary()));
  console.log(latencyLine(`${name}, without start`, theirs.summary()));
  times[`${name} ${form}`] = { start, keyaki: own.summary(), theirs: theirs.summary(), late, wins };
  figures.push({
    what: `${name} ${versionOf(name)} on ${form} questions to Keyaki, median`,
    reached: at(0.5),
    unit: "×",
    ...(form === "whole" ? { target: { atLeast: 10 } } : {}),
    spread: `p1 ${at(0.01).toFixed(1)}, p10 ${at(0.1).toFixed(1)}, p90 ${at(0.9).toFixed(0)}; ${late} of ${asked.length} cut off`,
    ratio: { of: theirs.summary().p99 / own.summary().p99, to: "p99 to p99" },
  });
}

async function timed(name: NativeSolver, script: string) {
  const started = performance.now();
  const says = await askSolver(name, script, seconds);
  return { says, ms: performance.now() - started };
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
