import { isAscii } from "node:buffer";
import type { LineReader } from "@keyaki/evaluator";
import { problemWords } from "@keyaki/report";
import { openPieces, readTree } from "@keyaki/sources";
import { UsageError } from "./exit.ts";
import { type JsonRecord, jsonRecords, parseRecord, textOf } from "./json-records.ts";
import type { ReadFlags } from "./options.ts";
import { areOrdinaryLines, isOrdinary } from "./ordinary-bytes.ts";
import { treeOptions } from "./reading.ts";
import { mayRepeatName } from "./repeated-name.ts";
import type { Run } from "./run.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** As for every document: a record of JSON lines is one. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Whole lines of a file of requests, or a file that is one document. */
export type Piece =
  | { readonly is: "document"; readonly records: readonly JsonRecord[] }
  | { readonly is: "lines"; readonly bytes: Buffer; readonly firstLine: number }
  /** A line that is too long was passed over. */
  | { readonly is: "too-long"; readonly record: JsonRecord };

/** The limit of a document, and of a line. */
export function mostBytes(flags: ReadFlags): number {
  return flags.maxBytes ?? MOST_BYTES;
}

/**
 * A file of requests piece by piece, so that a file of any length is read with little memory. A file whose first line is JSON by itself is
 * JSON lines; any other is read whole.
 */
export async function* requestPieces(path: string, flags: ReadFlags, run: Run): AsyncGenerator<Piece> {
  const options = treeOptions(flags, run);
  const pieces = await openPieces(path, options.stdin);
  if (pieces === null) {
    const tree = await readTree(path, options);
    if (tree.kind !== "file") throw new UsageError(`${path} is a directory; a request is a file.`);
    throw new UsageError(`${path}: ${problemWords(tree.texts[0]?.problem ?? { code: "unreadable" })}.`);
  }
  const most = mostBytes(flags);
  let head: Buffer = Buffer.alloc(0);
  let lines: LineCutter | null = null;
  try {
    for await (const piece of pieces) {
      const bytes = asBuffer(piece);
      if (lines !== null) {
        yield* lines.of(bytes);
        continue;
      }
      head = Buffer.concat([head, bytes]);
      if (isLines(head)) {
        lines = new LineCutter(most);
        yield* lines.of(head);
      } else if (head.length > most) {
        throw new UsageError(`${path}: ${problemWords({ code: "too-large", detail: String(most) })}.`);
      }
    }
  } catch (error) {
    // What the system says of the file; anything else is a fault of Keyaki.
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`${path}: ${problemWords({ code: "unreadable", detail: String(error.code) })}.`);
  }
  if (lines === null) yield { is: "document", records: jsonRecords(textOf(head, path)) };
  else yield* lines.end();
}

function asBuffer(piece: Uint8Array | string): Buffer {
  if (typeof piece === "string") return Buffer.from(piece);
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

/** Whether the first line that is not blank is JSON by itself and another follows: then no JSON value is the whole file. */
function isLines(head: Buffer): boolean {
  for (let from = 0; ; ) {
    const end = head.indexOf(NEWLINE, from);
    if (end < 0) return false;
    const line = head.toString("utf8", from, end);
    from = end + 1;
    if (line.trim() === "") continue;
    const isFollowed = head.toString("utf8", from).trim() !== "";
    return isFollowed && parseRecord(line).fault === null;
  }
}

/** Cuts pieces of a file so that each is whole lines. */
class LineCutter {
  readonly #most: number;
  #rest: Buffer = Buffer.alloc(0);
  /** The rest of a line that is too long is passed over. */
  #isSkipping = false;
  #line = 1;

  constructor(most: number) {
    this.#most = most;
  }

  *of(piece: Buffer): Generator<Piece> {
    let bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    if (this.#isSkipping) {
      const end = bytes.indexOf(NEWLINE);
      if (end < 0) return;
      bytes = bytes.subarray(end + 1);
      this.#isSkipping = false;
    }
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.#rest = Buffer.from(bytes.subarray(end));
    if (end > 0) yield this.#lines(bytes.subarray(0, end));
    if (this.#rest.length > this.#most) {
      yield { is: "too-long", record: tooLong(this.#line++, this.#most) };
      this.#isSkipping = true;
      this.#rest = Buffer.alloc(0);
    }
  }

  *end(): Generator<Piece> {
    if (this.#rest.length > 0) yield this.#lines(this.#rest);
  }

  #lines(bytes: Buffer): Piece {
    const firstLine = this.#line;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) this.#line++;
    return { is: "lines", bytes, firstLine };
  }
}

function tooLong(line: number, most: number): JsonRecord {
  const refused = problemWords({ code: "too-large", detail: String(most) });
  return { line, value: undefined, fault: null, refused };
}

/** What is known of all lines in a piece of a file. */
interface Form {
  /** The whole piece, where it is ASCII; otherwise lines are decoded one by one. */
  readonly text: string | null;
  readonly isOrdinary: boolean;
}

/** Makes whole lines into records; `quick` reads requests straight from their texts, where that is wanted. */
export class LineParser {
  readonly #path: string;
  readonly #most: number;
  readonly #quick: LineReader | null;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(path: string, most: number, quick: LineReader | null) {
    this.#path = path;
    this.#most = most;
    this.#quick = quick;
  }

  records(bytes: Buffer, firstLine: number): readonly JsonRecord[] {
    const records: JsonRecord[] = [];
    const form = { text: isAscii(bytes) ? bytes.toString("latin1") : null, isOrdinary: areOrdinaryLines(bytes) };
    let line = firstLine;
    for (let from = 0; from < bytes.length; line++) {
      const newline = bytes.indexOf(NEWLINE, from);
      const end = newline < 0 ? bytes.length : newline;
      // A carriage return before the newline belongs to it.
      const to = newline > from && bytes[newline - 1] === RETURN ? newline - 1 : end;
      const record = this.#record(bytes, from, to, line, form);
      if (record !== null) records.push(record);
      from = end + 1;
    }
    return records;
  }

  /** The record in a line; null where it is blank. */
  #record(bytes: Buffer, from: number, to: number, line: number, form: Form): JsonRecord | null {
    if (to - from > this.#most) return tooLong(line, this.#most);
    const text = form.text === null ? this.#text(bytes.subarray(from, to)) : form.text.slice(from, to);
    if (text.trim() === "") return null;
    const isOrdinaryLine = this.#quick !== null && (form.isOrdinary || isOrdinary(bytes, from, to));
    const request = isOrdinaryLine ? this.#quick?.read(text) : null;
    if (request !== null && request !== undefined) return { line, value: undefined, fault: null, request };
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { line, ...parseRecord(text) };
    }
    if (mayRepeatName(bytes, from, to, value)) return { line, ...parseRecord(text) };
    if (isOrdinaryLine) this.#quick?.learn(text, value);
    return { line, value, fault: null };
  }

  #text(bytes: Buffer): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw new UsageError(`${this.#path} is not UTF-8.`);
    }
  }
}
