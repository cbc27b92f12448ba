import { type Catalog, loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { evaluateExit, evaluateReport } from "@keyaki/report";
import type { Layers } from "@keyaki/semantics";
import { readTree } from "@keyaki/sources";
import { DecisionWriters } from "../decision-writers.ts";
import { type ExitCode, UsageError, worst } from "../exit.ts";
import type { Kind, ReadFlags, ReportFlags } from "../options.ts";
import { everyTargetOf } from "../outputs.ts";
import { readAssumptions } from "../question.ts";
import { Reader, treeOptions } from "../reading.ts";
import { recordBatches } from "../record-lines.ts";
import { RequestJudge } from "../request-judge.ts";
import type { Run } from "../run.ts";
import { warnOfUnknownActions } from "../unknown-actions.ts";
import { VERSION } from "../version.ts";
import { writerOf } from "../writer.ts";
import { expectedOf } from "./compare.ts";

export interface EvaluateFlags extends ReportFlags, ReadFlags {
  readonly policies?: readonly string[];
  readonly kind?: Kind;
  readonly expect?: string;
  readonly assume: readonly string[];
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
  // Without the policies that were named no decision is the right one.
  const isBlind = reader.notAnalysed.length > 0;
  const judge = new RequestJudge({ source: path, given, catalog, assumptions });
  const write = writerOf(catalog);
  const writing = await DecisionWriters.open(targets, flags, run);
  const explains = targets.some(({ format }) => format !== "jsonl" && format !== "csv");
  let code: ExitCode = isBlind ? 2 : 0;
  let count = 0;
  for await (const records of recordBatches(path, flags, run, judge.lines)) {
    const faults: string[] = [];
    count += records.length;
    for (const record of isBlind ? [] : records) {
      const ready = judge.read(record);
      if ("faults" in ready) {
        code = 2;
        faults.push(...ready.faults);
        continue;
      }
      const { request, decider } = ready;
      const { line } = record;
      if (explains) {
        const evaluated = decider.evaluate(request);
        const report = evaluateReport(
          evaluated,
          { request: write(request.request), line, expected },
          { tool: { version: VERSION, catalog }, write, stats: flags.stats !== false },
        );
        writing.add(line, evaluated, report);
        code = worst([code, evaluateExit(report)]);
      } else {
        const settled = decider.settle(request);
        writing.add(line, settled, null);
        code = worst([code, evaluateExit({ decision: settled.decision, expected })]);
      }
    }
    if (faults.length > 0) await run.note(faults.join("\n"));
    await writing.flush();
  }
  if (count === 0) {
    await run.note(`error: ${path} holds no request.`);
    code = 2;
  }
  await writing.end();
  return code;
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
