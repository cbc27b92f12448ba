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

/**
 * The records of a file of requests, some at a time, so that a file of any length is read with little memory. A file whose first line
 * is JSON by itself is JSON lines; any other is read whole. `quick` reads requests straight from lines, where that is wanted.
 */
export async function* recordBatches(
  path: string,
  flags: ReadFlags,
  run: Run,
  quick: LineReader | null,
): AsyncGenerator<readonly JsonRecord[]> {
  const options = treeOptions(flags, run);
  const pieces = await openPieces(path, options.stdin);
  if (pieces === null) {
    const tree = await readTree(path, options);
    if (tree.kind !== "file") throw new UsageError(`${path} is a directory; a request is a file.`);
    throw new UsageError(`${path}: ${problemWords(tree.texts[0]?.problem ?? { code: "unreadable" })}.`);
  }
  const most = flags.maxBytes ?? MOST_BYTES;
  let head: Buffer = Buffer.alloc(0);
  let lines: Lines | null = null;
  try {
    for await (const piece of pieces) {
      const bytes = asBuffer(piece);
      if (lines !== null) {
        yield* lines.of(bytes);
        continue;
      }
      head = Buffer.concat([head, bytes]);
      if (isLines(head)) {
        lines = new Lines(path, most, quick);
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
  yield* lines === null ? [jsonRecords(textOf(head, path))] : lines.end();
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

/** What is known of all lines in a piece of a file. */
interface Form {
  /** The whole piece, where it is ASCII; otherwise lines are decoded one by one. */
  readonly text: string | null;
  readonly isOrdinary: boolean;
}

const NO_FORM: Form = { text: null, isOrdinary: false };

/** Cuts pieces of a file at its newlines. */
class Lines {
  readonly #path: string;
  readonly #quick: LineReader | null;
  readonly #most: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #rest: Buffer = Buffer.alloc(0);
  /** The rest of a line that is too long is passed over. */
  #isSkipping = false;
  #line = 0;

  constructor(path: string, most: number, quick: LineReader | null) {
    this.#quick = quick;
    this.#path = path;
    this.#most = most;
  }

  *of(piece: Buffer): Generator<readonly JsonRecord[]> {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const records: JsonRecord[] = [];
    const form = { text: isAscii(bytes) ? bytes.toString("latin1") : null, isOrdinary: areOrdinaryLines(bytes) };
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      this.#add(records, bytes, from, end > from && bytes[end - 1] === RETURN ? end - 1 : end, form);
      from = end + 1;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
    if (this.#rest.length > this.#most) {
      if (!this.#isSkipping) records.push(this.#tooLong(this.#line + 1));
      this.#isSkipping = true;
      this.#rest = Buffer.alloc(0);
    }
    yield records;
  }

  *end(): Generator<readonly JsonRecord[]> {
    const records: JsonRecord[] = [];
    if (this.#rest.length > 0) this.#add(records, this.#rest, 0, this.#rest.length, NO_FORM);
    yield records;
  }

  #add(records: JsonRecord[], bytes: Buffer, from: number, to: number, form: Form): void {
    const line = ++this.#line;
    if (this.#isSkipping) {
      this.#isSkipping = false;
      return;
    }
    if (to - from > this.#most) {
      records.push(this.#tooLong(line));
      return;
    }
    const text = form.text === null ? this.#text(bytes.subarray(from, to)) : form.text.slice(from, to);
    if (text.trim() === "") return;
    const isOrdinaryLine = this.#quick !== null && (form.isOrdinary || isOrdinary(bytes, from, to));
    const request = isOrdinaryLine ? this.#quick?.read(text) : null;
    if (request !== null && request !== undefined) {
      records.push({ line, value: undefined, fault: null, request });
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      records.push({ line, ...parseRecord(text) });
      return;
    }
    if (mayRepeatName(bytes, from, to, value)) {
      records.push({ line, ...parseRecord(text) });
      return;
    }
    if (isOrdinaryLine) this.#quick?.learn(text, value);
    records.push({ line, value, fault: null });
  }

  #text(bytes: Buffer): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw new UsageError(`${this.#path} is not UTF-8.`);
    }
  }

  #tooLong(line: number): JsonRecord {
    const fault = problemWords({ code: "too-large", detail: String(this.#most) });
    return { line, value: undefined, fault: null, refused: fault };
  }
}
