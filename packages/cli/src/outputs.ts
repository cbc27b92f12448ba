import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { colourise, type Report, reportMarkdown, reportText, type TextOptions } from "@keyaki/report";
import { UsageError } from "./exit.ts";
import { wantsColour } from "./io.ts";
import type { BriefFormat, Format, Output, ReportFlags } from "./options.ts";
import type { Run } from "./run.ts";

/** Where the reports of a run go. */
export interface Target<Formats extends string = Format> {
  readonly format: Formats;
  /** null: standard output. */
  readonly file: string | null;
}

/** The pairs of --format and --output; checked before anything is read. */
export function targetsOf(outputs: readonly Output[], run: Run): readonly Target[] {
  return everyTargetOf(outputs, run).map(({ format, file }) => {
    if (format === "jsonl" || format === "csv") throw new UsageError(`only keyaki evaluate has the format ${format}.`);
    return { format, file };
  });
}

/** The same where decisions may be written briefly. */
export function everyTargetOf(outputs: readonly Output[], run: Run): readonly Target<Format | BriefFormat>[] {
  const targets = outputs.map(({ format, file }): Target<Format | BriefFormat> => {
    return { format: format ?? "text", file: file === null || file === "-" ? null : resolve(run.io.cwd, file) };
  });
  if (targets.length === 0) return [{ format: "text", file: null }];
  const places = targets.map(({ file }) => file);
  if (new Set(places).size < places.length) {
    throw new UsageError("each --format but one needs an --output of its own.");
  }
  return targets;
}

/** Writes texts to their targets; `make` is asked once a target. */
export async function writeOutputs(
  targets: readonly Target[],
  flags: Pick<ReportFlags, "color">,
  run: Run,
  make: (format: Format) => string,
): Promise<void> {
  for (const { format, file } of targets) {
    const text = make(format);
    if (file === null) {
      const colour = format === "text" && wantsColour(flags.color, run.io.env, run.io.stdout.isTTY);
      await run.io.stdout.write(colour ? colourise(text) : text);
      continue;
    }
    try {
      await writeFile(file, text);
    } catch (error) {
      throw notWritten(file, error);
    }
  }
}

/** What is said where a report's file cannot be written. */
export function notWritten(file: string, error: unknown): UsageError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return new UsageError(`the report cannot be written to ${file} (${code}).`);
}

/** One report in a format. */
export function formatted(report: Report, format: Format, options: TextOptions): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return reportMarkdown(report, options);
    case "text":
      return reportText(report, options);
  }
}
