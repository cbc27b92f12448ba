import { availableParallelism } from "node:os";
import { type Catalog, loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { evaluateReport } from "@keyaki/report";
import type { Layers } from "@keyaki/semantics";
import { readTree } from "@keyaki/sources";
import { DecisionWriters } from "../decision-writers.ts";
import { type ExitCode, UsageError, worst } from "../exit.ts";
import { type Explain, LineDecider, type LineSetting, type Told } from "../line-decider.ts";
import type { Kind, ReadFlags, ReportFlags } from "../options.ts";
import { everyTargetOf } from "../outputs.ts";
import { readAssumptions } from "../question.ts";
import { Reader, treeOptions } from "../reading.ts";
import { mostBytes, requestPieces } from "../record-lines.ts";
import { RequestJudge } from "../request-judge.ts";
import type { Run } from "../run.ts";
import { SharedLines } from "../shared-lines.ts";
import { warnOfUnknownActions } from "../unknown-actions.ts";
import { VERSION } from "../version.ts";
import { writerOf } from "../writer.ts";
import { expectedOf } from "./compare.ts";

export interface EvaluateFlags extends ReportFlags, ReadFlags {
  readonly policies?: readonly string[];
  readonly kind?: Kind;
  readonly expect?: string;
  readonly assume: readonly string[];
  readonly workers?: number;
}

const DECISIONS = ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Undetermined"];

/** `keyaki evaluate`: decides requests one by one. */
export async function evaluateCommand(path: string, flags: EvaluateFlags, run: Run): Promise<ExitCode> {
  const targets = everyTargetOf(flags.output, run);
  const expected = expectedOf(flags.expect, DECISIONS, "decision");
  const assumptions = readAssumptions(flags.assume);
  if (path === "-" && flags.policies?.includes("-") === true) {
    throw new UsageError("standard input can be the request or a policy, not both.");
  }
  const reader = new Reader(run, flags);
  const catalog = await loadCatalog();
  const given = await readGiven(flags, reader, catalog, run);
  const most = mostBytes(flags);
  const setting: LineSetting = {
    source: path,
    given,
    assumptions,
    expected,
    most,
    formats: targets.map(({ format }) => format),
  };
  const judge = new RequestJudge({ source: path, given, catalog, assumptions });
  const lines = new LineDecider(judge, setting);
  const write = writerOf(catalog);
  const report: Explain = (line, { request, decider }) => {
    const evaluated = decider.evaluate(request);
    const head = { tool: { version: VERSION, catalog }, write, stats: flags.stats !== false };
    return {
      settled: evaluated,
      report: evaluateReport(evaluated, { request: write(request.request), line, expected }, head),
    };
  };
  const isBrief = targets.every(({ format }) => format === "jsonl" || format === "csv");
  const explain = isBrief ? null : report;
  const writing = await DecisionWriters.open(targets, flags, run);
  let code: ExitCode = 0;
  let count = 0;
  const take = async (told: Told): Promise<void> => {
    code = worst([code, told.code]);
    count += told.count;
    if (told.faults.length > 0) await run.note(told.faults.join("\n"));
    await writing.write(told.texts);
  };
  // Without the policies that were named no decision is the right one.
  if (reader.notAnalysed.length > 0) {
    for await (const piece of requestPieces(path, flags, run)) count += lines.count(piece);
    code = 2;
  } else {
    const threads = isBrief && given !== null ? workersOf(flags) : 1;
    const shared = new SharedLines(threads, setting, run);
    for await (const piece of requestPieces(path, flags, run)) {
      for await (const told of shared.take(piece, () => lines.told(piece, explain))) await take(told);
    }
    for await (const told of shared.rest()) await take(told);
  }
  if (count === 0) {
    await run.note(`error: ${path} holds no request.`);
    code = 2;
  }
  return code;
}

/** Threads that share the lines of a long file: the processors, at most 8. */
function workersOf({ workers }: EvaluateFlags): number {
  return workers ?? Math.min(8, availableParallelism());
}

/** The layers that `--policies` makes; null when it is not given. */
async function readGiven(
  { policies: paths, ...flags }: EvaluateFlags,
  reader: Reader,
  catalog: Catalog,
  run: Run,
): Promise<Layers | null> {
  if (paths === undefined) return null;
  const read: Policy[] = [];
  for (const path of paths) {
    const tree = await readTree(path, treeOptions(flags, run));
    if (tree.texts.length === 0) throw new UsageError(`no policy was found in ${path}.`);
    for (const text of tree.texts) {
      const one = await reader.read(text);
      if (one !== null) read.push(one.policy);
    }
  }
  if (flags.quiet !== true) await warnOfUnknownActions(read, catalog, run);
  const of = (kind: Kind) => read.filter((policy) => policy.kind === kind);
  const resource = [...of("resource"), ...of("trust")];
  if (resource.length > 1) {
    throw new UsageError("a decision has one policy of the resource; more than one of --policies is of that kind.");
  }
  return {
    identity: of("identity"),
    resource: resource[0] ?? null,
    boundaries: of("boundary"),
    session: of("session").length === 0 ? null : of("session"),
    scps: of("scp").length === 0 ? [] : [of("scp")],
    rcps: of("rcp").length === 0 ? [] : [of("rcp")],
    endpoint: of("endpoint").length === 0 ? null : of("endpoint"),
  };
}
