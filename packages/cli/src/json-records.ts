import type { PreparedRequest } from "@keyaki/evaluator";
import { UsageError } from "./exit.ts";
import { type RepeatedName, repeatedName } from "./repeated-name.ts";

/** One record of a file of requests or reports: its JSON, or what is wrong with its text. */
export interface JsonRecord {
  /** From 1; null for a file that is one JSON value. */
  readonly line: number | null;
  readonly value: unknown;
  /** Not JSON: the reason, for people. */
  readonly fault: string | null;
  /** A name that stands twice in one object, so that no value is the right one. */
  readonly repeated?: RepeatedName;
  /** It was not read at all: why, for people. */
  readonly refused?: string;
  /** The request, where it was read straight from the text and `value` is not there. */
  readonly request?: PreparedRequest;
}

/** The text of a file of records. @throws UsageError when it is not UTF-8, or begins with a byte order mark. */
export function textOf(bytes: Uint8Array, path: string): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path} is not UTF-8.`);
  }
  if (text.startsWith("\ufeff")) {
    throw new UsageError(`${path} begins with a byte order mark, which JSON does not allow.`);
  }
  return text;
}

/** Cuts a file into records: one JSON value, or JSON lines. Blank lines are no records. */
export function jsonRecords(text: string): readonly JsonRecord[] {
  const whole = parseRecord(text);
  if (whole.fault === null) return [{ line: null, ...whole }];
  const lines = text.split(/\r?\n/);
  const filled = lines.flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  // One value over several lines with a mistake in it is not JSON lines.
  const firstLine = filled[0] === undefined ? whole : parseRecord(filled[0].line);
  const looksLikeLines = filled.length > 1 && (firstLine.fault === null || filled.some(({ line }) => isRecord(line)));
  if (!looksLikeLines) return [{ line: null, ...whole }];
  return filled.map(({ line, number }) => ({ line: number, ...parseRecord(line) }));
}

function isRecord(line: string): boolean {
  const { value, fault } = parseRecord(line);
  return fault === null && typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses the text of one record. */
export function parseRecord(text: string): Omit<JsonRecord, "line"> {
  try {
    const value: unknown = JSON.parse(text);
    const repeated = repeatedName(text);
    return { value, fault: null, ...(repeated === null ? {} : { repeated }) };
  } catch (error) {
    return { value: undefined, fault: error instanceof Error ? error.message : "not JSON" };
  }
}
