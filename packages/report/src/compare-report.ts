import type { Comparison, Relation } from "@keyaki/analysis";
import { exampleWords, statementsWords } from "./example-words.ts";
import { catalogWords, restsOnWords, verifiedWords } from "./footer.ts";
import { listed } from "./grammar.ts";
import type { CompareReport, NotAnalysed, StatementRefJson, VerdictJson, WitnessJson } from "./json.ts";
import { headline, labelled, paragraph, type TextOptions } from "./layout.ts";
import type { ProofsJson } from "./proofs-json.ts";
import { runStats, statsLines } from "./stats-words.ts";
import { head, type ReportOptions, verdictJson } from "./verdict-json.ts";

/** What was compared. */
export interface CompareInput {
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly kind: string;
  readonly kindCertain: boolean;
  readonly alone: boolean;
  readonly expected: readonly string[];
  readonly notAnalysed: readonly NotAnalysed[];
  /** `--proofs`. */
  readonly proofs?: ProofsJson;
}

/** The contract's report of a comparison. `comparison` is null when a document could not be read. */
export function compareReport(
  comparison: Comparison | null,
  input: CompareInput,
  options: ReportOptions,
): CompareReport {
  const { left, right, kind, kindCertain, alone, expected, notAnalysed, proofs } = input;
  const allowRelation: Relation = comparison?.allowRelation ?? "unknown";
  return {
    ...head(options),
    query: "compare",
    left,
    right,
    kind,
    kindCertain,
    relation: alone ? allowRelation : (comparison?.relation ?? "unknown"),
    allowRelation,
    alone,
    expected,
    ...(proofs === undefined ? {} : { proofs }),
    leftOnly: comparison === null ? notRead(options) : verdictJson(comparison.leftOnly, options),
    rightOnly: comparison === null ? notRead(options) : verdictJson(comparison.rightOnly, options),
    leftLifts: comparison === null ? notRead(options) : verdictJson(comparison.leftLifts, options),
    rightLifts: comparison === null ? notRead(options) : verdictJson(comparison.rightLifts, options),
    notAnalysed,
    ...runStats([comparison?.stats], options),
  };
}

function notRead({ stats }: ReportOptions): VerdictJson {
  return {
    outcome: "unknown",
    exists: null,
    reason: { code: "not-read", words: "a document could not be read" },
    witness: null,
    assumptions: [],
    axioms: [],
    ...(stats === false ? {} : { stats: { ms: 0, engine: "constant" } }),
  };
}

/** The relation is one of those that were expected, or none was. Unknown never is. */
export function meetsExpectation({ relation, expected }: CompareReport): boolean {
  return expected.length === 0 || expected.includes(relation);
}

/** The exit code that a comparison asks for, apart from faults of the input. */
export function compareExit(report: CompareReport): 0 | 1 | 3 {
  if (report.relation === "unknown") return report.expected.includes("unknown") ? 0 : 3;
  return meetsExpectation(report) ? 0 : 1;
}

const SAID: Readonly<Record<Relation, string>> = {
  equivalent: "allows and denies the same as",
  "more-permissive": "is more permissive than",
  "less-permissive": "is less permissive than",
  incomparable: "is more permissive than RIGHT for some requests and less for others, compared with",
  unknown: "could not be compared with",
};

/** A comparison in words. */
export function compareText(report: CompareReport, { stats }: TextOptions): string {
  const { relation, expected } = report;
  const undecided = relation === "unknown" && !expected.includes("unknown");
  const word =
    expected.length > 0
      ? undecided
        ? "UNDECIDED"
        : meetsExpectation(report)
          ? "PASS"
          : "FAIL"
      : undecided
        ? "UNDECIDED"
        : relation === "equivalent"
          ? "YES"
          : "NO";
  const lines = headline(word, firstLine(report));
  const blocks = [
    difference("LEFT allows", report.leftOnly, "LEFT", "RIGHT"),
    difference("RIGHT allows", report.rightOnly, "RIGHT", "LEFT"),
    ...(report.alone ? [] : [lifted("RIGHT", "LEFT", report.leftLifts), lifted("LEFT", "RIGHT", report.rightLifts)]),
  ].filter((block) => block.length > 0);
  if (blocks.length > 0) lines.push("");
  for (const block of blocks) lines.push(...block);
  lines.push("", ...footer(report), ...(stats === true ? statsLines(report) : []));
  return `${lines.join("\n")}\n`;
}

function firstLine({ relation, alone, left, right, expected }: CompareReport): string {
  const sides = `LEFT (${sideName(left)}) ${sayRelation(relation, alone)} RIGHT (${sideName(right)}).`;
  return expected.length === 0 ? sides : `${sides} Expected: ${listed(expected, "or")}.`;
}

function sayRelation(relation: Relation, alone: boolean): string {
  if (relation === "equivalent" && alone) return "allows the same as";
  if (relation === "incomparable") return "allows more for some requests and less for others than";
  return SAID[relation];
}

function sideName(paths: readonly string[]): string {
  return paths.length === 0
    ? "no policy"
    : paths.length <= 2
      ? listed(paths)
      : `${paths[0]} and ${paths.length - 1} more`;
}

function difference(label: string, verdict: VerdictJson, gives: string, refuses: string): string[] {
  if (verdict.outcome === "unknown") {
    return [...paragraphOf(`Whether ${gives} allows a request that ${refuses} does not`, verdict)];
  }
  const { witness } = verdict;
  if (witness === null) return [];
  return [
    `${label} what ${refuses} does not:`,
    ...labelled("Example", exampleWords(witness, [], true)),
    ...labelled("Because", `${gives}: ${allowedWords(witness.allowedBy)}; ${refuses}: ${refusedWords(witness)}`),
    ...underWords(witness),
  ];
}

function lifted(denies: string, not: string, verdict: VerdictJson): string[] {
  if (verdict.outcome === "unknown") {
    return [...paragraphOf(`Whether ${denies} denies a request explicitly that ${not} does not`, verdict)];
  }
  const { witness } = verdict;
  if (witness === null) return [];
  return [
    `${denies} denies explicitly what ${not} does not:`,
    ...labelled("Example", exampleWords(witness, [], true)),
    ...labelled("Because", refusedWords(witness)),
    ...underWords(witness),
  ];
}

function paragraphOf(claim: string, { reason }: VerdictJson): string[] {
  return [`${claim} is not decided:`, ...labelled("Why", reason?.words ?? "no reason was given")];
}

function allowedWords(refs: readonly StatementRefJson[]): string {
  return refs.length === 0 ? "allowed by a policy that is not shown" : `allowed by ${statementsWords(refs)}`;
}

function refusedWords({ refusal, refusedBy }: WitnessJson): string {
  if (refusal === "implicit") return "nothing allows it";
  return refusedBy.length === 0 ? "denied explicitly" : `denied by ${statementsWords(refusedBy)}`;
}

function underWords({ under }: WitnessJson): string[] {
  const rules = Object.entries(under).map(([name, value]) => `${name} is ${value}`);
  return rules.length === 0
    ? []
    : labelled("If", `${listed(rules)} (AWS does not say; keyaki assumptions explains it)`);
}

function footer(report: CompareReport): string[] {
  const { kind, kindCertain, notAnalysed, tool } = report;
  const lines: string[] = [];
  for (const { id, reason } of notAnalysed) lines.push(...paragraph(`Not read: ${id}: ${reason}.`));
  const told = kindCertain ? "" : " (told from the documents; --kind says otherwise)";
  const read = notAnalysed.length === 0 ? "Both sides were read whole" : "Not everything was read";
  lines.push(...paragraph(`${read}, as ${kindWords(kind)}${told}. ${catalogWords(tool.catalog)}`));
  const verdicts = [report.leftOnly, report.rightOnly, report.leftLifts, report.rightLifts];
  lines.push(...paragraph(restsOnWords(verdicts)));
  const verified = verifiedWords(verdicts);
  if (verified !== null) lines.push(...paragraph(verified));
  return lines;
}

const KINDS: Readonly<Record<string, string>> = {
  identity: "identity policies",
  resource: "resource policies",
  trust: "trust policies",
  boundary: "permissions boundaries",
  session: "session policies",
  scp: "service control policies",
  rcp: "resource control policies",
  endpoint: "VPC endpoint policies",
};

function kindWords(kind: string): string {
  return KINDS[kind] ?? `${kind} policies`;
}
