// Classes against the theory of strings in the same Z3, on changes of AWS managed policies: whether they agree, and the times.
import { CLAIM_NAMES, type Comparison, createAnalyzer, emitComparison, SCRIPT_OF_CLAIM } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { createSolver } from "@keyaki/solver";
import type { Figure } from "./figures.ts";
import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { type ManagedChange, managedChanges, readPolicy, sampleOf } from "./managed-policies.ts";
import { numberOption, progressBar, report } from "./run.ts";

/** Z3 left alone with a question: its clock decides, not its count of steps. */
const RLIMIT = 0xffff_ffff;

interface Pair {
  readonly change: string;
  readonly ms: Readonly<Record<Way, number>>;
  /** Ways by which strings gave no answer to some claim in their time: the ratio is at least what is said. */
  readonly late: readonly Way[];
}

/**
 * Keyaki; Z3 with the claims as scripts over the whole policies, as `--emit-smt2` writes them; with scripts that Keyaki narrowed first;
 * Keyaki's own engine that asks strings class by class.
 */
type Way = "classes" | "whole" | "narrowed" | "strings";

const WORDS: Readonly<Record<Exclude<Way, "classes">, string>> = {
  whole: "a script a claim",
  narrowed: "a narrowed script a claim",
  strings: "strings class by class",
};

const all = managedChanges();
const changes = sampleOf(all, numberOption("sample") ?? 200);
/** Milliseconds that the theory of strings has for a claim. */
const timeoutMs = numberOption("timeout") ?? 600;
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog, workers: 1 });
const z3 = createSolver({ workers: 1 });

// All are warm: the questions before are others than those that are measured.
const others = sampleOf(all, 997).filter((change) => !changes.includes(change));
for (const change of others.slice(0, 200)) await compared(change, "auto");
for (const change of others.slice(0, 5)) {
  await compared(change, "strings");
  await asScripts(change, "narrowed");
}

const pairs: Pair[] = [];
const counts = { claims: 0, same: 0, open: 0, disagreements: 0 };
const bar = progressBar("comparing", changes.length);
for (const [at, change] of changes.entries()) {
  // In turns, since the second to be asked finds the policies warm.
  const early = at % 2 === 0 ? null : await compared(change, "strings");
  const own = await compared(change, "auto");
  const strings = early ?? (await compared(change, "strings"));
  const narrowed = await asScripts(change, "narrowed");
  const whole = await asScripts(change, "whole");
  const name = `${change.name} ${change.from}→${change.to}`;
  for (const claim of CLAIM_NAMES) {
    const { outcome } = own.comparison[claim];
    for (const other of [strings.comparison[claim].outcome, narrowed.outcomes[claim], whole.outcomes[claim]]) {
      counts.claims++;
      if (outcome === other) counts.same++;
      else if (outcome === "unknown" || other === "unknown") counts.open++;
      else {
        counts.disagreements++;
        console.log(`DISAGREEMENT: ${name} ${claim}: ${outcome}, by strings ${other}`);
      }
    }
  }
  const late = (
    [
      ["whole", whole],
      ["narrowed", narrowed],
    ] as const
  ).flatMap(([way, { isLate }]) => (isLate ? [way] : []));
  pairs.push({
    change: name,
    ms: { classes: own.ms, whole: whole.ms, narrowed: narrowed.ms, strings: strings.ms },
    late,
  });
  bar.step();
}
bar.stop();
await Promise.all([analyzer.close(), z3.close()]);

const classes = timesOf("classes");
console.log(
  `${pairs.length} changes, each claim asked of three forms of strings: the same ${counts.same}, not decided by one side ${counts.open}, disagreements ${counts.disagreements}`,
);
console.log(LATENCY_HEAD);
console.log(latencyLine("classes", classes));
for (const way of ["whole", "narrowed", "strings"] as const) console.log(latencyLine(WORDS[way], timesOf(way)));
for (const way of ["whole", "narrowed"] as const) {
  const late = pairs.filter((pair) => pair.late.includes(way)).length;
  console.log(
    `${WORDS[way]}: without an answer after ${timeoutMs} ms in ${late} pairs, whose ratios are at least what is said`,
  );
}
for (const way of ["whole", "narrowed", "strings"] as const) printWins(way);
const figures: Figure[] = [
  { ...ratioFigure("whole", "Z3's strings, a script a claim, to classes"), target: { atLeast: 100 } },
  ratioFigure("narrowed", "Z3's strings, a script that Keyaki narrowed, to classes"),
  ratioFigure("strings", "Keyaki's engine for strings to classes"),
  { what: "classes, median", reached: classes.p50, unit: "ms", spread: `p99 ${classes.p99}, max ${classes.max}` },
];
report("engines", figures, { timeoutMs, counts, pairs });
if (counts.disagreements > 0) process.exitCode = 1;

function ratioFigure(way: Way, what: string): Figure {
  const ratios = pairs.map(({ ms }) => ms[way] / ms.classes).sort((a, b) => a - b);
  const at = (share: number) => ratios[Math.floor((ratios.length - 1) * share)] ?? 0;
  const spread = [0.01, 0.1, 0.9, 0.99].map((share) => `p${share * 100} ${at(share).toFixed(1)}`).join(", ");
  const { p99 } = timesOf(way);
  return { what, reached: at(0.5), unit: "×", spread, ratio: { of: p99 / classes.p99, to: "p99 to p99" } };
}

function printWins(way: Exclude<Way, "classes">): void {
  const wins = pairs.filter(({ ms }) => ms[way] < ms.classes).sort((a, b) => a.ms[way] - b.ms[way]);
  console.log(`pairs where ${WORDS[way]} is faster: ${wins.length}`);
  for (const { change, ms } of wins) {
    console.log(`  ${change}: ${ms.classes.toFixed(2)} ms, ${ms[way].toFixed(2)} ms`);
  }
}

/** The claims as the theory of strings is asked without Keyaki. Only Z3's time counts, not making the script. */
async function asScripts(change: ManagedChange, way: "whole" | "narrowed") {
  const { left, right } = sidesOf(change);
  const scripts = emitComparison(left, right, { kind: "identity" }, catalog, { narrowed: way === "narrowed" });
  let ms = 0;
  let isLate = false;
  const outcomes: Partial<Record<(typeof CLAIM_NAMES)[number], "proved" | "refuted" | "unknown">> = {};
  for (const claim of CLAIM_NAMES) {
    const smtlib = scripts[SCRIPT_OF_CLAIM[claim]];
    const started = performance.now();
    const answer = await z3.solve({ smtlib, want: [] }, { rlimit: RLIMIT, timeoutMs });
    ms += performance.now() - started;
    if (answer.is === "unknown") {
      isLate = true;
      // A thread that was ended is replaced by one whose Z3 must be loaded first.
      await z3.solve({ smtlib: "(assert true)", want: [] }, { rlimit: RLIMIT, timeoutMs });
    }
    // Of a relaxed script only "unsat" says something.
    const isOpen = answer.is === "unknown" || (answer.is === "sat" && smtlib.startsWith("; relaxed\n"));
    outcomes[claim] = isOpen ? "unknown" : answer.is === "sat" ? "refuted" : "proved";
  }
  return { outcomes, ms, isLate };
}

/** A change asked from its parsed JSON on. */
async function compared(
  change: ManagedChange,
  engine: "auto" | "strings",
): Promise<{ comparison: Comparison; ms: number }> {
  const started = performance.now();
  const { left, right } = sidesOf(change);
  const options = { kind: "identity", engine, ...(engine === "strings" ? { timeoutMs } : {}) } as const;
  const comparison = await analyzer.compare(left, right, options);
  return { comparison, ms: performance.now() - started };
}

function sidesOf({ name, before, after }: ManagedChange) {
  return { left: [readPolicy(after, name)], right: [readPolicy(before, name)] };
}

function timesOf(way: Way) {
  const latencies = new Latencies();
  for (const { ms } of pairs) latencies.add(ms[way]);
  return latencies.summary();
}
