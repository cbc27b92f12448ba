import { compareExit, evaluateExit, gateExit, type Report, verifyExit } from "@keyaki/report";
import { type ExitCode, worst } from "../exit.ts";
import type { ReportFlags } from "../options.ts";
import { formatted, targetsOf, writeOutputs } from "../outputs.ts";
import type { Run } from "../run.ts";
import { savedReports } from "../saved-report.ts";

/** `keyaki render`: a saved report in another format. */
export async function renderCommand(
  path: string,
  flags: ReportFlags & { readonly full?: true },
  run: Run,
): Promise<ExitCode> {
  const targets = targetsOf(flags.output, run);
  const reports = await savedReports(path, run);
  const codes = reports.map(exitOf);
  const exit = worst(codes);
  const words = { full: flags.full === true, stats: flags.stats === "shown" };
  await writeOutputs(targets, flags, run, (format) =>
    reports
      .map((report, index) => formatted(report, format, { ...words, exit: codes[index] ?? 0 }))
      .join(format === "json" ? "" : "\n"),
  );
  return exit;
}

function exitOf(report: Report): ExitCode {
  switch (report.query) {
    case "compare":
      return worst([...(report.notAnalysed.length > 0 ? ([2] as const) : []), compareExit(report)]);
    case "gate":
      return gateExit(report);
    case "evaluate":
      return evaluateExit(report);
    case "verify":
      return verifyExit(report);
  }
}
