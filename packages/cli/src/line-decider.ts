import type { Settled } from "@keyaki/evaluator";
import { type EvaluateReport, evaluateExit } from "@keyaki/report";
import type { Layers } from "@keyaki/semantics";
import { type ExitCode, worst } from "./exit.ts";
import type { BriefFormat, Format } from "./options.ts";
import { formatted } from "./outputs.ts";
import { LineParser, type Piece } from "./record-lines.ts";
import type { Ready, RequestJudge } from "./request-judge.ts";

/** What the requests of a run are decided under, and how that is written; plain data, which threads are given. */
export interface LineSetting {
  readonly source: string;
  readonly given: Layers | null;
  readonly assumptions: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
  /** The limit of a line, in bytes. */
  readonly most: number;
  /** One for each target. */
  readonly formats: readonly (Format | BriefFormat)[];
}

/** What a piece of a file came to. */
export interface Told {
  /** One for each format. */
  readonly texts: readonly string[];
  readonly faults: readonly string[];
  readonly code: ExitCode;
  /** How many records there were. */
  readonly count: number;
}

/** Explains a decision, where a format says more than the decision. */
export type Explain = (
  line: number | null,
  ready: Ready,
) => { readonly settled: Settled; readonly report: EvaluateReport };

/** Decides the requests of pieces of a file. */
export class LineDecider {
  readonly #judge: RequestJudge;
  readonly #setting: LineSetting;
  readonly #parser: LineParser;
  #isFirst = true;

  constructor(judge: RequestJudge, setting: LineSetting) {
    this.#judge = judge;
    this.#setting = setting;
    this.#parser = new LineParser(setting.source, setting.most, judge.lines);
  }

  /** How many records a piece has. */
  count(piece: Piece): number {
    return this.#records(piece).length;
  }

  told(piece: Piece, explain: Explain | null): Told {
    const { expected, formats } = this.#setting;
    const records = this.#records(piece);
    const texts = formats.map(() => "");
    const faults: string[] = [];
    let code: ExitCode = 0;
    for (const record of records) {
      const ready = this.#judge.read(record);
      if ("faults" in ready) {
        code = 2;
        faults.push(...ready.faults);
        continue;
      }
      const explained = explain?.(record.line, ready);
      const settled = explained?.settled ?? ready.decider.settle(ready.request);
      for (let at = 0; at < formats.length; at++) {
        texts[at] += this.#text(formats[at], record.line, settled, explained?.report);
      }
      this.#isFirst = false;
      const asked = evaluateExit({ decision: settled.decision, expected });
      if (asked !== 0) code = worst([code, asked]);
    }
    return { texts, faults, code, count: records.length };
  }

  #records(piece: Piece) {
    if (piece.is === "document") return piece.records;
    return piece.is === "lines" ? this.#parser.records(piece.bytes, piece.firstLine) : [piece.record];
  }

  #text(
    format: Format | BriefFormat | undefined,
    line: number | null,
    { decision, decidedBy }: Settled,
    report: EvaluateReport | undefined,
  ): string {
    if (format === "csv") return `${line ?? ""},${decision},${decidedBy ?? ""}\n`;
    if (format === "jsonl") {
      const number = line === null ? "" : `"line":${line},`;
      return `{${number}"decision":"${decision}","decidedBy":${decidedBy === null ? "null" : `"${decidedBy}"`}}\n`;
    }
    if (report === undefined || format === undefined) return "";
    if (format === "json" && line !== null) return `${JSON.stringify(report)}\n`;
    const between = this.#isFirst || format === "json" ? "" : "\n";
    return between + formatted(report, format, { full: false, exit: 0 });
  }
}
