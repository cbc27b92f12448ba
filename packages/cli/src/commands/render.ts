import { compareExit, evaluateExit, gateExit, problemWords, type Report } from "@keyaki/report";
import { readTree } from "@keyaki/sources";
import { type ExitCode, UsageError, worst } from "../exit.ts";
import type { ReportFlags } from "../options.ts";
import { formatted, targetsOf, writeOutputs } from "../outputs.ts";
import type { Run } from "../run.ts";

/** `keyaki render`: a saved report in another format. */
export async function renderCommand(
  path: string,
  flags: ReportFlags & { readonly full?: true },
  run: Run,
): Promise<ExitCode> {
  const targets = targetsOf(flags.output, run);
  // A saved result may be larger than any policy.
  const tree = await readTree(path, { stdin: run.io.stdin, limits: { maxBytes: 512 * 2 ** 20 } });
  const [text] = tree.texts;
  if (tree.kind !== "file" || text === undefined || text.bytes === null) {
    throw new UsageError(`${path}: ${problemWords(text?.problem ?? { code: "not-a-file" })}.`);
  }
  const reports = await readReports(new TextDecoder().decode(text.bytes), path);
  const codes = reports.map(exitOf);
  const exit = worst(codes);
  const full = flags.full === true;
  await writeOutputs(targets, flags, run, (format) =>
    reports
      .map((report, index) => formatted(report, format, { full, exit: codes[index] ?? 0 }))
      .join(format === "json" ? "" : "\n"),
  );
  return exit;
}

async function readReports(text: string, path: string): Promise<readonly Report[]> {
  const { schemaOf } = await import("../schemas/reports.ts");
  const values = jsonValues(text, path);
  return values.map((value) => {
    const version =
      typeof value === "object" && value !== null && "formatVersion" in value ? value.formatVersion : null;
    if (typeof version !== "string") throw new UsageError(`${path} is not a saved report of Keyaki.`);
    if (!version.startsWith("1.")) {
      throw new UsageError(`${path} has the format version ${version}; this Keyaki reads version 1.`);
    }
    const query = typeof value === "object" && value !== null && "query" in value ? value.query : null;
    const read = schemaOf(query).safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      const place = (issue?.path.length ?? 0) === 0 ? "query" : issue?.path.join(".");
      throw new UsageError(`${path} is not a report that can be shown: ${place}: ${issue?.message ?? ""}.`);
    }
    // Checked just now; fields of later versions stay in.
    return value as unknown as Report;
  });
}

/** One value, or one a line. */
function jsonValues(text: string, path: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    try {
      if (lines.length > 1) return lines.map((line): unknown => JSON.parse(line));
    } catch {
      // Said below.
    }
    throw new UsageError(`${path} is not JSON.`);
  }
}

function exitOf(report: Report): ExitCode {
  switch (report.query) {
    case "compare":
      return worst([...(report.notAnalysed.length > 0 ? ([2] as const) : []), compareExit(report)]);
    case "gate":
      return gateExit(report);
    case "evaluate":
      return evaluateExit(report);
  }
}
