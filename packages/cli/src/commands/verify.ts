import { type Catalog, loadCatalog } from "@keyaki/catalog";
import { canonicalPolicy, parsePolicyValue, printable } from "@keyaki/policy";
import {
  type DocumentJson,
  type ProofsJson,
  type Report,
  type VerifyReport,
  verifyExit,
  verifyReport,
} from "@keyaki/report";
import { readTree } from "@keyaki/sources";
import { type ExitCode, UsageError, worst } from "../exit.ts";
import type { ReportFlags } from "../options.ts";
import { formatted, targetsOf, writeOutputs } from "../outputs.ts";
import { Reader, treeOptions } from "../reading.ts";
import type { Run } from "../run.ts";
import { savedReports } from "../saved-report.ts";
import { type CheckedReport, checkComparison, checkGate } from "../verify-answers.ts";
import { VERSION } from "../version.ts";
import { writerOf } from "../writer.ts";

export interface VerifyFlags extends ReportFlags {
  readonly files?: true;
}

/** `keyaki verify`: the answers of a saved report, checked without a solver. */
export async function verifyCommand(path: string, flags: VerifyFlags, run: Run): Promise<ExitCode> {
  const targets = targetsOf(flags.output, run);
  const saved = await savedReports(path, run);
  const catalog = await loadCatalog();
  const reports: VerifyReport[] = [];
  for (const report of saved) {
    if (report.tool.catalog !== catalog.date && flags.quiet !== true) {
      await run.note(
        `warning: ${path} was made with the AWS action list of ${printable(report.tool.catalog ?? "no day")}; this one is of ${catalog.date}.`,
      );
    }
    const checked = checkedReport(report, path, catalog);
    const contradictions = [
      ...checked.contradictions,
      ...(flags.files === true ? await changedFiles(report, run) : []),
    ];
    reports.push(
      verifyReport(
        { report: path, answers: checked.answers, contradictions },
        { tool: { version: VERSION, catalog }, write: writerOf(catalog) },
      ),
    );
  }
  const exit = worst(reports.map(verifyExit));
  await writeOutputs(targets, flags, run, (format) =>
    reports
      .map((report) => formatted(report, format, { full: true, exit: verifyExit(report) }))
      .join(format === "json" ? "" : "\n"),
  );
  return exit;
}

function checkedReport(report: Report, path: string, catalog: Catalog): CheckedReport {
  switch (report.query) {
    case "compare":
      return checkComparison(report, catalog);
    case "gate":
      return checkGate(report, catalog);
    default:
      throw new UsageError(`${path} is a report of keyaki ${report.query}; verify checks those of compare and gate.`);
  }
}

function proofsOf(report: Report): readonly ProofsJson[] {
  if (report.query === "compare") return report.proofs === undefined ? [] : [report.proofs];
  return report.query === "gate" ? report.changes.flatMap(({ proofs }) => proofs ?? []) : [];
}

/** The files that no longer hold the policies of a report. BEFORE of a git revision is no file, so what is not found is said, too. */
async function changedFiles(report: Report, run: Run): Promise<string[]> {
  const changed: string[] = [];
  for (const { asked, documents } of proofsOf(report)) {
    for (const { source, document } of [...documents.left, ...documents.right]) {
      const now = await policyIn(source, asked.kind, run);
      if (now === null) changed.push(`${source} can no longer be read as a policy`);
      else if (now !== canonicalOf({ source, document }, asked.kind))
        changed.push(`${source} holds another policy now`);
    }
  }
  return [...new Set(changed)];
}

async function policyIn(source: string, kind: string, run: Run): Promise<string | null> {
  const tree = await readTree(source, treeOptions({}, run));
  const [text] = tree.texts;
  if (tree.kind !== "file" || text === undefined) return null;
  const read = new Reader(run, { quiet: true }).parse(text, kind as never);
  return read === null ? null : canonicalPolicy(read.policy);
}

function canonicalOf({ source, document }: DocumentJson, kind: string): string | null {
  const { policy } = parsePolicyValue(document, { source, kind: kind as never });
  return policy === null ? null : canonicalPolicy(policy);
}
