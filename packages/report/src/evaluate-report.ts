import type { StatementRef } from "@keyaki/analysis";
import { callerWords } from "./example-words.ts";
import { folded, listed } from "./grammar.ts";
import type { EvaluateReason, EvaluateReport, RequestJson } from "./json.ts";
import { headline, labelled, paragraph } from "./layout.ts";
import { nameOf, placeOf, refJson } from "./place.ts";
import { head, type ReportOptions } from "./verdict-json.ts";

/** What the evaluator says of one statement. */
interface ReasonInput {
  readonly layer: string;
  readonly level: number | null;
  readonly meaning: StatementRef;
  readonly applies: boolean | null;
  readonly mismatch: { readonly part: string; readonly condition?: { readonly keyWritten: string } } | null;
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly wanted: readonly string[];
    readonly actual: { readonly values: readonly string[] } | null;
    readonly holds: boolean | null;
  }[];
}

/** What the evaluator says of one request. */
export interface EvaluatedInput {
  readonly decision: EvaluateReport["decision"];
  readonly decidedBy: string | null;
  readonly reasons: readonly ReasonInput[];
  readonly dependsOn: readonly string[];
  readonly restsOn: EvaluateReport["restsOn"];
}

/** The contract's report of one decision. */
export function evaluateReport(
  evaluated: EvaluatedInput,
  input: { readonly request: RequestJson; readonly line: number | null; readonly expected: readonly string[] },
  options: ReportOptions,
): EvaluateReport {
  const { decision, decidedBy, reasons, dependsOn, restsOn } = evaluated;
  return {
    ...head(options),
    query: "evaluate",
    ...(input.line === null ? {} : { line: input.line }),
    request: input.request,
    decision,
    decidedBy,
    expected: input.expected,
    reasons: reasons.map(reasonOf),
    dependsOn,
    restsOn,
  };
}

function reasonOf(reason: ReasonInput): EvaluateReason {
  const { layer, level, meaning, applies, mismatch, conditions } = reason;
  const statement = refJson(meaning);
  return {
    layer,
    level,
    statement,
    applies,
    mismatch: mismatch === null ? null : (mismatch.condition?.keyWritten ?? mismatch.part),
    conditions: conditions.map(({ operator, key, wanted, actual, holds }) => {
      return { operator, key, wanted, actual: actual?.values ?? null, holds };
    }),
    words: `${nameOf(statement)} (${placeOf(statement)}) ${outcomeWords(reason)}`,
  };
}

function outcomeWords({ applies, mismatch, conditions, meaning }: ReasonInput): string {
  const verb = meaning.statement.effect === "Allow" ? "allows it" : "denies it";
  if (applies === true) return verb;
  if (applies === null) {
    const open = conditions.filter(({ holds }) => holds === null).map(({ key }) => key);
    return `${verb} or not, depending on ${open.length === 0 ? "what the request does not say" : listed(open)}`;
  }
  const failing = conditions.find(({ holds }) => holds === false);
  if (mismatch?.part === "condition" && failing !== undefined) {
    const wanted = folded(
      failing.wanted.map((value) => `"${value}"`),
      3,
      "or",
    );
    const actual = failing.actual?.values;
    const has =
      actual === undefined
        ? "the request has none"
        : actual.length === 0
          ? "the request has an empty list"
          : `the request has ${folded(
              actual.map((value) => `"${value}"`),
              3,
            )}`;
    return `does not apply: ${failing.operator} ${failing.key} wants ${wanted}, ${has}`;
  }
  const parts: Readonly<Record<string, string>> = {
    principal: "another principal",
    action: "another action",
    resource: "another resource",
    variables: "a variable has no value",
    "empty-condition": "its Condition is empty",
  };
  return `does not apply: ${parts[mismatch?.part ?? ""] ?? "it does not match"}`;
}

/** The exit code that a decision asks for. */
export function evaluateExit({ decision, expected }: Pick<EvaluateReport, "decision" | "expected">): 0 | 1 | 3 {
  if (expected.includes(decision)) return 0;
  if (decision === "Undetermined") return 3;
  return expected.length === 0 ? 0 : 1;
}

const WORDS: Readonly<Record<EvaluateReport["decision"], string>> = {
  Allowed: "YES",
  ExplicitlyDenied: "NO",
  ImplicitlyDenied: "NO",
  Undetermined: "UNDECIDED",
};

function decisionWords(decision: EvaluateReport["decision"], layer: string | null): string {
  const by = layer === null ? null : (LAYERS[layer] ?? layer);
  switch (decision) {
    case "Allowed":
      return by === null ? "Allowed" : `Allowed by ${by}`;
    case "ExplicitlyDenied":
      return by === null ? "Denied explicitly" : `Denied explicitly by ${by}`;
    case "ImplicitlyDenied":
      return by === null
        ? "Refused, whatever policies allow"
        : `Refused: ${by} ${by.startsWith("the ") && !by.endsWith("policies") ? "does" : "do"} not allow it`;
    case "Undetermined":
      return "Undetermined";
  }
}

const LAYERS: Readonly<Record<string, string>> = {
  identity: "the identity policies",
  resource: "the resource's policy",
  boundaries: "the permissions boundary",
  session: "the session policies",
  scps: "the service control policies",
  rcps: "the resource control policies",
  endpoint: "the VPC endpoint's policy",
};

/** What a decision waits for: an unseen layer by its name, everything else (condition keys, rules) as it is written. */
function neededWords(name: string): string {
  const [layer = ""] = name.split(/-(?:allows|denies)/);
  return name === layer ? name : (LAYERS[layer] ?? name);
}

/** One decision in words. */
export function evaluateText(report: EvaluateReport): string {
  const { request, decision, decidedBy, reasons, dependsOn, restsOn, expected, line } = report;
  const answer = WORDS[decision];
  const met = expected.length === 0 || expected.includes(decision);
  const word = expected.length === 0 ? answer : met ? "PASS" : decision === "Undetermined" ? "UNDECIDED" : "FAIL";
  const at = line === undefined ? "" : `Line ${line}: `;
  const wanted = expected.length === 0 ? "" : ` Expected: ${listed(expected, "or")}.`;
  const lines = headline(word, `${at}${decisionWords(decision, decidedBy)}.${wanted}`);
  lines.push("", ...paragraph(`${request.action} on ${request.resource.arn}, by ${callerWords(request)}`));
  const telling = reasons.filter((reason) => reason.applies !== false);
  for (const reason of telling.length > 0 ? telling : reasons) lines.push(...labelled("Because", reason.words));
  if (dependsOn.length > 0) {
    const needed = [...new Set(dependsOn.map(neededWords))];
    lines.push(...labelled("Needs", `${listed(needed)}: the request or the input does not say`));
  }
  for (const { id, value, otherwise } of restsOn) {
    const others = otherwise.map((other) => `${other.decision} with ${other.value}`);
    lines.push(...labelled("If", `${id} is ${value}, which AWS does not say; ${listed(others)}`));
  }
  return `${lines.join("\n")}\n`;
}
