import { counted, listed } from "./grammar.ts";
import type { ReportHead } from "./json.ts";
import { headline, paragraph } from "./layout.ts";
import { head, type ReportOptions } from "./verdict-json.ts";

/** What came of checking one answer of a saved report. */
export interface CheckedAnswer {
  /** What it is about: the changed policy, or the comparison. */
  readonly about: string;
  readonly claim: string;
  /** The outcome that the report gives. */
  readonly outcome: "proved" | "refuted" | "unknown";
  /** What it was checked by. */
  readonly by: "proof" | "request" | null;
  /** null: it could not be checked. */
  readonly holds: boolean | null;
  readonly why: string | null;
}

export interface VerifyInput {
  /** The report that was checked. */
  readonly report: string;
  readonly answers: readonly CheckedAnswer[];
  /** What in the report does not follow from its answers, or from the files that it names. */
  readonly contradictions: readonly string[];
}

export interface VerifyReport extends ReportHead, VerifyInput {
  readonly query: "verify";
  readonly result: "pass" | "fail" | "undecided" | "nothing";
}

/** The contract's report of a check. */
export function verifyReport(input: VerifyInput, options: ReportOptions): VerifyReport {
  return { ...head(options), query: "verify", ...input, result: resultOf(input) };
}

function resultOf({ answers, contradictions }: VerifyInput): VerifyReport["result"] {
  if (contradictions.length > 0 || answers.some(({ holds }) => holds === false)) return "fail";
  if (answers.some(({ holds }) => holds === null)) return "undecided";
  return answers.length === 0 ? "nothing" : "pass";
}

/** The exit code that a check asks for. */
export function verifyExit({ result }: VerifyReport): 0 | 1 | 3 | 4 {
  return ({ pass: 0, fail: 1, undecided: 3, nothing: 4 } as const)[result];
}

const WORDS = { pass: "PASS", fail: "FAIL", undecided: "UNDECIDED", nothing: "UNDECIDED" } as const;

/** A check in words. */
export function verifyText(report: VerifyReport): string {
  const { answers, contradictions } = report;
  const wrong = answers.filter(({ holds }) => holds === false);
  const open = answers.filter(({ holds }) => holds === null);
  const told = (start: string, { about, claim, outcome, why }: CheckedAnswer, otherwise: string) =>
    `${start}: ${about}, "${claim}" ${outcome}: ${why ?? otherwise}.`;
  const blocks = [
    ...contradictions.map((words) => `Contradiction: ${words}.`),
    ...wrong.map((answer) => told("Not so", answer, "it does not hold")),
    ...open.map((answer) => told("Not checked", answer, "no reason was given")),
    checkedWords(report),
    `Checked without a solver: classes by walking through all texts, steps by propagation, requests by the evaluator. Exit ${verifyExit(report)}.`,
  ];
  return `${[...headline(WORDS[report.result], firstLine(report)), "", ...blocks.flatMap(paragraph)].join("\n")}\n`;
}

function firstLine({ answers, result }: VerifyReport): string {
  const all = `${counted(answers.length)} ${answers.length === 1 ? "answer" : "answers"}`;
  switch (result) {
    case "nothing":
      return "There is no answer to check.";
    case "fail":
      return "The report says what does not hold.";
    case "undecided":
      return `${counted(answers.filter(({ holds }) => holds === null).length)} of ${all} could not be checked.`;
    case "pass":
      return answers.length === 1 ? "The answer holds." : `All ${all} hold.`;
  }
}

function checkedWords({ report, answers }: VerifyReport): string {
  const held = (what: CheckedAnswer["by"]) => answers.filter(({ by, holds }) => by === what && holds === true).length;
  const [proofs, requests] = [held("proof"), held("request")];
  const ways = [
    ...(proofs > 0 ? [`${counted(proofs)} by ${proofs === 1 ? "its proof" : "their proofs"}`] : []),
    ...(requests > 0 ? [`${counted(requests)} by ${requests === 1 ? "its request" : "their requests"}`] : []),
  ];
  return `${report}: ${ways.length === 0 ? "no answer could be shown to hold" : `answers shown to hold: ${listed(ways)}`}.`;
}
