import { availableParallelism } from "node:os";
import type { ChangeAnalysis, CompareOptions } from "@keyaki/analysis";
import { type Catalog, type Level, loadCatalog } from "@keyaki/catalog";
import { type GateChange, gateExit, gateReport, problemWords, proofsJson } from "@keyaki/report";
import { pairTrees, readGitRange, readTree, type SourceTree } from "@keyaki/sources";
import { type ExitCode, UsageError } from "../exit.ts";
import { contentKey, type Pair, readable, readPair, readTogether } from "../gate-pairs.ts";
import type { QuestionFlags, ReadFlags, ReportFlags } from "../options.ts";
import { formatted, targetsOf, writeOutputs } from "../outputs.ts";
import { Progress } from "../progress.ts";
import { questionOptions } from "../question.ts";
import { Reader, treeOptions } from "../reading.ts";
import { faultsOf, saveReproducer, shortMessage } from "../reproducer.ts";
import type { Run } from "../run.ts";
import { warnOfUnknownActions } from "../unknown-actions.ts";
import { VERSION } from "../version.ts";
import { writerOf } from "../writer.ts";

export interface GateFlags extends ReportFlags, ReadFlags, QuestionFlags {
  readonly git?: string;
  readonly together?: true;
  readonly failOn: Level;
  readonly failOnRemoved?: true;
  readonly onUnknown: "fail" | "warn" | "pass";
  readonly full?: true;
}

/** Changes that are asked about at once, for each thread: enough to keep it busy. In this thread one goes after the other, since each has a clock. */
const AT_ONCE = 16;

/** A thread takes about half a second of a processor until it is as fast as this one: it is worth that from so many changes on. */
const WORTH_A_THREAD = 50;

/** `keyaki gate`: judges each paired change. */
export async function gateCommand(paths: readonly string[], flags: GateFlags, run: Run): Promise<ExitCode> {
  const targets = targetsOf(flags.output, run);
  const question = questionOptions(flags, run);
  const reader = new Reader(run, flags);
  const sides = await readSides(paths, flags, reader, run);
  const { pairs, read } = sides === null ? { pairs: [], read: 0 } : await pairsOf(sides, flags, reader);
  const catalog = await loadCatalog();
  if (flags.quiet !== true)
    await warnOfUnknownActions(
      pairs.flatMap(({ after }) => after),
      catalog,
      run,
    );
  const changes = await judge(pairs, flags, question, catalog, run);
  const report = gateReport(
    {
      changes,
      notAnalysed: reader.notAnalysed,
      read,
      failOn: flags.failOn,
      failOnRemoved: flags.failOnRemoved === true,
      onUnknown: flags.onUnknown,
      full: flags.full === true,
      catalog,
    },
    {
      tool: { version: VERSION, catalog },
      write: writerOf(catalog),
      stats: flags.stats !== false,
      spent: reader.spent(),
    },
  );
  const exit = gateExit(report);
  if (report.result === "nothing") await run.note(`error: no policy was found in ${named(paths, flags)}.`);
  const words = { full: flags.full === true, exit, stats: flags.stats === "shown" };
  await writeOutputs(targets, flags, run, (format) => formatted(report, format, words));
  return exit;
}

function named(paths: readonly string[], { git }: GateFlags): string {
  const places = paths.length === 0 ? "the repository" : paths.join(" and ");
  return git === undefined ? places : `${places} at ${git}`;
}

interface Sides {
  readonly before: SourceTree;
  readonly after: SourceTree;
}

/** The two sides; null when what was named cannot be read, which is then in the reader's list. */
async function readSides(paths: readonly string[], flags: GateFlags, reader: Reader, run: Run): Promise<Sides | null> {
  const options = treeOptions(flags, run);
  if (flags.git !== undefined) {
    const range = await readGitRange(flags.git, paths, { ...options, cwd: run.io.cwd });
    if (!range.ok) throw new UsageError(`${problemWords(range.problem)}.`);
    for (const path of range.value.missingPaths) {
      const reason = "neither side has it";
      await reader.refuse({ id: path, path }, `error: ${path}: ${reason}.`, reason);
    }
    return range.value;
  }
  const [before, after, ...rest] = paths;
  if (before === undefined || after === undefined || rest.length > 0) {
    throw new UsageError("gate takes BEFORE and AFTER, or --git BASE[..HEAD] [PATH…].");
  }
  if (before === "-" && after === "-") throw new UsageError("only one side can be standard input.");
  const sides = { before: await readTree(before, options), after: await readTree(after, options) };
  const whole = [await readable(sides.before, reader), await readable(sides.after, reader)];
  if (whole.includes(false)) return null;
  if (sides.before.kind !== sides.after.kind) {
    throw new UsageError("BEFORE and AFTER are two files or two directories, not one of each.");
  }
  return sides;
}

async function pairsOf(
  { before, after }: Sides,
  flags: GateFlags,
  reader: Reader,
): Promise<{ readonly pairs: readonly Pair[]; readonly read: number }> {
  const texts = new Set([...before.texts, ...after.texts].map(({ id }) => id)).size;
  if (flags.together === true) {
    const pairs = await readTogether(before, after, reader);
    return {
      pairs: (pairs ?? []).filter(({ status }) => status !== "unchanged"),
      read: pairs === null ? 0 : pairs.length,
    };
  }
  const changes = pairTrees(before, after, contentKey(reader));
  const pairs: Pair[] = [];
  for (const change of changes) {
    // The same bytes on both sides change nothing, whatever they say.
    if (change.status === "unchanged") continue;
    const pair = await readPair(change, reader);
    if (pair !== null) pairs.push(pair);
  }
  const unread = changes.length - pairs.length - changes.filter(({ status }) => status === "unchanged").length;
  return { pairs, read: Math.min(texts, changes.length) - unread };
}

/** Asks about every pair, several at once; the order is that of the pairs. */
async function judge(
  pairs: readonly Pair[],
  flags: GateFlags,
  question: Omit<CompareOptions, "kind">,
  catalog: Catalog,
  run: Run,
): Promise<GateChange[]> {
  const asked = pairs.filter(hasQuestion);
  const progress = new Progress(run, asked.length, "judging changes", flags.quiet === true);
  const answers = new Map<Pair, ChangeAnalysis>();
  if (asked.length > 0) {
    const { workers } = flags;
    const threads = threadsFor(asked.length, workers);
    const analyzer = await run.analyzer({ catalog, ...(workers === undefined ? {} : { workers }) }, threads);
    // One change that fails inside leaves the others judged; it is undecided, never passed.
    const ask = async (pair: Pair): Promise<ChangeAnalysis> => {
      const asking = { ...question, kind: pair.kind };
      try {
        const analysis = await analyzer.change(pair.before, pair.after, asking);
        const faults = faultsOf([analysis.verdict, ...undecidedOf(analysis)]);
        if (faults.length > 0) await saveReproducer(pair.after, pair.before, asking, faults, run);
        return analysis;
      } catch (error) {
        await run.note(`keyaki: internal error about ${pair.path}: ${shortMessage(error)}`);
        const analysis = undecidedChange(error);
        await saveReproducer(pair.after, pair.before, asking, faultsOf([analysis.verdict]), run);
        return analysis;
      }
    };
    const waiting = [...asked];
    const lane = async () => {
      for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift()) {
        answers.set(pair, await ask(pair));
        progress.step();
      }
    };
    await Promise.all(Array.from({ length: threads === 1 ? 1 : AT_ONCE * threads }, lane));
  }
  progress.end();
  return pairs.map((pair): GateChange => {
    const analysis = answers.get(pair) ?? null;
    if (analysis?.certificates === undefined) return { ...pair, analysis };
    const asked = { ...question, kind: pair.kind };
    return { ...pair, analysis, proofs: proofsJson(pair.after, pair.before, asked, analysis.certificates) };
  });
}

/** Few changes are answered in this thread, many in threads of their own. */
function threadsFor(changes: number, workers = Math.min(8, availableParallelism())): number {
  return Math.max(1, Math.min(workers, Math.floor(changes / WORTH_A_THREAD)));
}

/** A document that only moved has no question. */
function hasQuestion({ status }: Pair): boolean {
  return status !== "renamed" && status !== "unchanged";
}

function undecidedOf({ newAccess, liftedDenials, removedAccess }: ChangeAnalysis) {
  return [newAccess, liftedDenials, removedAccess].flatMap(({ undecided }) => undecided);
}

/** What is known of a change when the analysis itself failed: nothing. */
function undecidedChange(error: unknown): ChangeAnalysis {
  const none = { groups: [], undecided: [] };
  return {
    relation: "unknown",
    allowRelation: "unknown",
    verdict: {
      outcome: "unknown",
      reason: { code: "invariant", what: shortMessage(error) },
      assumptions: [],
      axioms: [],
      stats: { ms: 0, engine: "constant" },
    },
    level: null,
    newAccess: none,
    liftedDenials: none,
    removedAccess: none,
    undo: new Map(),
  };
}
