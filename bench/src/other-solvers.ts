// Every claim of real changes, asked of cvc5 and of native Z3 as well: no two may give different answers.
import { CLAIM_NAMES, createAnalyzer, emitComparison, SCRIPT_OF_CLAIM } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { askSolver, missingSolvers, NATIVE_SOLVERS, type NativeSolver, versionOf } from "../../test/native-solvers.ts";
import { numbersFrom } from "./random-requests.ts";
import { type RealChange, readSide, realChanges } from "./real-changes.ts";
import { machine, numberOption, progressBar, saveResult } from "./run.ts";
import { type Answer, contentOf, keyOf, type Question, Records } from "./solver-records.ts";
import { disagreementsIn, printRecords } from "./solver-summary.ts";

/** Z3 would use up its time for half of the whole questions. */
const ASKED_WHOLE = ["cvc5"];

const [, , first = "--"] = process.argv;
const folder = first.startsWith("--") ? undefined : first;
const size = numberOption("sample") ?? 500;
const seed = numberOption("seed") ?? 1;
const seconds = numberOption("seconds") ?? 10;
const parts = numberOption("parts") ?? 1;
const part = numberOption("part") ?? 1;

const missing = missingSolvers();
if (missing.length > 0) throw new Error(`not installed: ${missing.join(", ")}`);
const solvers = Object.keys(NATIVE_SOLVERS) as NativeSolver[];
const sample = sampled(realChanges(folder));
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });
const run = ["other-solvers", folder === undefined ? "package" : "folder", size, "seed", seed, `${seconds}s`].join("-");
const records = new Records(run, part, parts);

const mine = sample.filter(({ id }, at) => at % parts === part - 1 && !records.has(id));
const bar = progressBar("asking", mine.length);
for (const change of mine) {
  const { after, before, options, whole } = textsOf(change);
  const narrowed = emitComparison(after, before, options, catalog, { narrowed: true });
  const comparison = await analyzer.compare(after, before, options);
  const claims = CLAIM_NAMES.map((claim) => {
    const { outcome, stats } = comparison[claim];
    return { claim, key: keyOf(whole[SCRIPT_OF_CLAIM[claim]]), outcome, ms: stats.ms };
  });
  const questions: Question[] = [];
  for (const { claim, key } of claims) {
    if (!records.isNew(key)) continue;
    const text = whole[SCRIPT_OF_CLAIM[claim]];
    const answers: Record<string, readonly Answer[]> = {};
    for (const solver of solvers) answers[solver] = await answersOf(solver, text, narrowed[SCRIPT_OF_CLAIM[claim]]);
    questions.push({ key, length: contentOf(text).length, answers });
  }
  records.add({ id: change.id, source: change.source, claims, questions });
  bar.step();
}
bar.stop();
await analyzer.close();

console.log(`${size} real changes, seed ${seed}; part ${part} of ${parts}; ${seconds} s a question`);
console.log(
  [...Object.entries(machine()), ...solvers.map((solver) => [solver, versionOf(solver)])]
    .map((each) => each.join(" "))
    .join(" · "),
);
const all = records.all();
printRecords(all, solvers);
for (const found of disagreementsIn(all)) {
  const change = sample.find(({ id }) => id === found.id);
  if (change === undefined) continue;
  const script = textsOf(change).whole[SCRIPT_OF_CLAIM[found.claim]];
  const file = saveResult(`${run}-${found.key}`, { ...found, ...change, script });
  console.log(`DISAGREEMENT ${found.id} ${found.claim}: ${found.what}; ${file}`);
  console.log(`  before ${JSON.stringify(change.before)}\n  after ${JSON.stringify(change.after)}`);
  process.exitCode = 1;
}

/** Guardrails first, since there are few; of the rest as many as are wanted. What cannot be read is left out. */
function sampled(changes: readonly RealChange[]): RealChange[] {
  const next = numbersFrom(seed);
  const shuffled = changes.map((change) => ({ change, at: next() })).sort((a, b) => a.at - b.at);
  const rare = (source: RealChange["source"]) => shuffled.filter(({ change }) => change.source === source);
  const found: RealChange[] = [];
  for (const { change } of [...rare("org-policy-changes"), ...rare("managed-changes")]) {
    const faults = [readSide(change.before, change), readSide(change.after, change)].filter(
      (side) => typeof side === "string",
    );
    if (faults.length > 0) console.log(`not read: ${change.id}: ${faults.join(", ")}`);
    else if (found.length < size) found.push(change);
    else break;
  }
  return found;
}

/** The whole questions of a change, the policy after it against the one before. */
function textsOf(change: RealChange) {
  const [after, before] = [readSide(change.after, change), readSide(change.before, change)];
  if (typeof after === "string" || typeof before === "string") throw new Error(`not read: ${change.id}`);
  const options = { kind: change.kind };
  return { after, before, options, whole: emitComparison(after, before, options, catalog) };
}

/** What a solver says of the narrowed question, as Keyaki's engines ask it, and of the whole one. */
async function answersOf(solver: NativeSolver, whole: string, narrowed: string): Promise<Answer[]> {
  if (contentOf(whole) === contentOf(narrowed)) return [await answerOf(solver, whole, "both")];
  const answers = [await answerOf(solver, narrowed, "narrowed")];
  if (ASKED_WHOLE.includes(solver)) answers.push(await answerOf(solver, whole, "whole"));
  return answers;
}

async function answerOf(solver: NativeSolver, script: string, form: Answer["form"]): Promise<Answer> {
  const relaxed = script.startsWith("; relaxed\n");
  const started = performance.now();
  try {
    const says = await askSolver(solver, script, seconds);
    return { says, form, relaxed, ms: performance.now() - started };
  } catch (error) {
    return { says: "error", form, relaxed, ms: performance.now() - started, error: String(error) };
  }
}
