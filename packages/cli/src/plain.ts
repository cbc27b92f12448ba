import { UsageError } from "./exit.ts";
import type { Format, ReportFlags } from "./options.ts";
import { targetsOf, writeOutputs } from "./outputs.ts";
import type { Run } from "./run.ts";
import { VERSION } from "./version.ts";

/** Writes what is no verdict (lists of facts): as text, or as JSON that begins like every report. */
export async function writeFacts(
  query: string,
  catalog: string | null,
  facts: Readonly<Record<string, unknown>>,
  text: string,
  flags: ReportFlags,
  run: Run,
): Promise<void> {
  const targets = targetsOf(flags.output, run);
  if (targets.some(({ format }) => format === "markdown"))
    throw new UsageError(`${query} has the formats text and json.`);
  const report = { formatVersion: "1.0", tool: { name: "keyaki", version: VERSION, catalog }, query, ...facts };
  await writeOutputs(targets, flags, run, (format: Format) =>
    format === "json" ? `${JSON.stringify(report, null, 2)}\n` : text,
  );
}

/** `label  words`, the labels in one column. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, words]) => `${label.padEnd(width)}  ${words}`.trimEnd()).join("\n");
}
