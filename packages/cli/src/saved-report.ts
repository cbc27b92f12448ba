import { printable } from "@keyaki/policy";
import { problemWords, type Report } from "@keyaki/report";
import { readTree } from "@keyaki/sources";
import { UsageError } from "./exit.ts";
import { jsonRecords, textOf } from "./json-records.ts";
import type { Run } from "./run.ts";

/** A saved result may be larger than any policy. */
const MAX_BYTES = 512 * 2 ** 20;

/** The reports of a saved result: one, or one a line. */
export async function savedReports(path: string, run: Run): Promise<readonly Report[]> {
  const tree = await readTree(path, { stdin: run.io.stdin, limits: { maxBytes: MAX_BYTES } });
  const [text] = tree.texts;
  if (tree.kind !== "file" || text === undefined || text.bytes === null) {
    throw new UsageError(`${path}: ${problemWords(text?.problem ?? { code: "not-a-file" })}.`);
  }
  return readReports(textOf(text.bytes, path), path);
}

async function readReports(text: string, path: string): Promise<readonly Report[]> {
  const { schemaOf } = await import("./schemas/reports.ts");
  const values = jsonValues(text, path);
  return values.map((value) => {
    const version =
      typeof value === "object" && value !== null && "formatVersion" in value ? value.formatVersion : null;
    if (typeof version !== "string") throw new UsageError(`${path} is not a saved report of Keyaki.`);
    if (!version.startsWith("1.")) {
      throw new UsageError(`${path} has the format version ${printable(version)}; this Keyaki reads version 1.`);
    }
    const query = typeof value === "object" && value !== null && "query" in value ? value.query : null;
    const read = schemaOf(query).safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      const place = (issue?.path.length ?? 0) === 0 ? "query" : issue?.path.join(".");
      throw new UsageError(
        `${path} is not a report that can be shown: ${printable(`${place}: ${issue?.message ?? ""}`)}.`,
      );
    }
    // Checked just now; fields of later versions stay in.
    return value as unknown as Report;
  });
}

/** One value, or one a line. */
function jsonValues(text: string, path: string): readonly unknown[] {
  const records = jsonRecords(text);
  if (records.length === 0 || records.some(({ fault }) => fault !== null)) throw new UsageError(`${path} is not JSON.`);
  for (const { line, repeated } of records) {
    if (repeated === undefined) continue;
    // Another reader may take the other of the two.
    const place = `${path}:${line ?? repeated.line}:${repeated.column}`;
    throw new UsageError(
      `${place}: the name ${printable(JSON.stringify(repeated.name))} appears more than once in an object.`,
    );
  }
  return records.map(({ value }) => value);
}
