import { type FileHandle, open } from "node:fs/promises";
import type { Settled } from "@keyaki/evaluator";
import { colourise, type EvaluateReport } from "@keyaki/report";
import { wantsColour } from "./io.ts";
import type { BriefFormat, Format, ReportFlags } from "./options.ts";
import { formatted, notWritten, type Target } from "./outputs.ts";
import type { Run } from "./run.ts";

/** Text is written in pieces of about this many characters. */
const PIECE = 1 << 16;
const HEADER = "line,decision,decidedBy\n";

/** Writes decisions to their targets as they are made, so that no run keeps them. */
export class DecisionWriters {
  readonly #writers: readonly Writer[];

  private constructor(writers: readonly Writer[]) {
    this.#writers = writers;
  }

  /** Opens the targets. @throws UsageError when a file cannot be written. */
  static async open(
    targets: readonly Target<Format | BriefFormat>[],
    flags: Pick<ReportFlags, "color">,
    run: Run,
  ): Promise<DecisionWriters> {
    const writers: Writer[] = [];
    for (const target of targets) writers.push(await Writer.open(target, flags, run));
    return new DecisionWriters(writers);
  }

  /** `report`: null where all formats are brief. */
  add(line: number | null, settled: Settled, report: EvaluateReport | null): void {
    for (const writer of this.#writers) writer.add(line, settled, report);
  }

  /** Writes what has gathered, where it is much. */
  async flush(): Promise<void> {
    for (const writer of this.#writers) await writer.flush(PIECE);
  }

  async end(): Promise<void> {
    for (const writer of this.#writers) await writer.flush(0);
  }
}

/** One target. */
class Writer {
  readonly #format: Format | BriefFormat;
  readonly #write: (text: string) => void | Promise<void>;
  #text: string;
  #isFirst = true;

  private constructor(format: Format | BriefFormat, write: (text: string) => void | Promise<void>) {
    this.#format = format;
    this.#write = write;
    this.#text = format === "csv" ? HEADER : "";
  }

  static async open(
    { format, file }: Target<Format | BriefFormat>,
    flags: Pick<ReportFlags, "color">,
    run: Run,
  ): Promise<Writer> {
    const { stdout, env } = run.io;
    if (file === null) {
      const isColoured = format === "text" && wantsColour(flags.color, env, stdout.isTTY);
      return new Writer(format, (text) => stdout.write(isColoured ? colourise(text) : text));
    }
    let handle: FileHandle;
    try {
      handle = await open(file, "w");
    } catch (error) {
      throw notWritten(file, error);
    }
    run.atEnd(() => handle.close());
    return new Writer(format, async (text) => {
      try {
        await handle.appendFile(text);
      } catch (error) {
        throw notWritten(file, error);
      }
    });
  }

  add(line: number | null, settled: Settled, report: EvaluateReport | null): void {
    this.#text += this.#told(line, settled, report);
    this.#isFirst = false;
  }

  async flush(least: number): Promise<void> {
    if (this.#text.length < least || this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    await this.#write(text);
  }

  #told(line: number | null, { decision, decidedBy }: Settled, report: EvaluateReport | null): string {
    const format = this.#format;
    if (format === "csv") return `${line ?? ""},${decision},${decidedBy ?? ""}\n`;
    if (format === "jsonl") {
      const number = line === null ? "" : `"line":${line},`;
      return `{${number}"decision":"${decision}","decidedBy":${decidedBy === null ? "null" : `"${decidedBy}"`}}\n`;
    }
    if (report === null) return "";
    if (format === "json" && line !== null) return `${JSON.stringify(report)}\n`;
    const between = this.#isFirst || format === "json" ? "" : "\n";
    return between + formatted(report, format, { full: false, exit: 0 });
  }
}
