import { type Catalog, loadCatalog } from "@keyaki/catalog";
import { evaluateRequest, readLayers, readRequest } from "@keyaki/evaluator";
import { type Policy, printable, renderDiagnostic } from "@keyaki/policy";
import { type EvaluateReport, evaluateExit, evaluateReport, problemWords } from "@keyaki/report";
import type { Layers } from "@keyaki/semantics";
import { readTree } from "@keyaki/sources";
import { type ExitCode, UsageError, worst } from "../exit.ts";
import { type JsonRecord, jsonRecords, textOf } from "../json-records.ts";
import type { Format, Kind, ReadFlags, ReportFlags } from "../options.ts";
import { formatted, targetsOf, writeOutputs } from "../outputs.ts";
import { readAssumptions } from "../question.ts";
import { Reader, treeOptions } from "../reading.ts";
import type { Run } from "../run.ts";
import { warnOfUnknownActions } from "../unknown-actions.ts";
import { VERSION } from "../version.ts";
import { writerOf } from "../writer.ts";
import { expectedOf } from "./compare.ts";

export interface EvaluateFlags extends ReportFlags, ReadFlags {
  readonly policies?: readonly string[];
  readonly kind?: Kind;
  readonly expect?: string;
  readonly assume: readonly string[];
}

const DECISIONS = ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Undetermined"];

/** What every record of a run is decided under. */
interface Setting {
  readonly source: string;
  readonly given: Layers | null;
  readonly catalog: Catalog;
  readonly assumptions: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
  readonly stats: boolean;
}

/** `keyaki evaluate`: decides requests one by one. */
export async function evaluateCommand(path: string, flags: EvaluateFlags, run: Run): Promise<ExitCode> {
  const targets = targetsOf(flags.output, run);
  const expected = expectedOf(flags.expect, DECISIONS, "decision");
  const assumptions = readAssumptions(flags.assume);
  const reader = new Reader(run, flags);
  const catalog = await loadCatalog();
  const given = await readGiven(flags, reader, catalog, run);
  const records = await readRecords(path, flags, run);
  const setting: Setting = { source: path, given, catalog, assumptions, expected, stats: flags.stats !== false };
  const codes: ExitCode[] = reader.notAnalysed.length > 0 ? [2] : [];
  const reports: EvaluateReport[] = [];
  // Without the policies that were named no decision is the right one.
  for (const record of codes.length > 0 ? [] : records) {
    const outcome = decide(record, setting);
    if ("faults" in outcome) {
      codes.push(2);
      await run.note(outcome.faults.join("\n"));
    } else {
      codes.push(evaluateExit(outcome.report));
      reports.push(outcome.report);
    }
  }
  if (records.length === 0) {
    await run.note(`error: ${path} holds no request.`);
    codes.push(2);
  }
  const lines = records.some(({ line }) => line !== null);
  await writeOutputs(targets, flags, run, (format) => written(reports, format, lines));
  return worst(codes);
}

function written(reports: readonly EvaluateReport[], format: Format, lines: boolean): string {
  if (format === "json" && lines) return reports.map((report) => `${JSON.stringify(report)}\n`).join("");
  return reports
    .map((report) => formatted(report, format, { full: false, exit: 0 }))
    .join(format === "json" ? "" : "\n");
}

/** The layers that `--policies` makes; null when it is not given. */
async function readGiven(
  { policies: paths, ...flags }: EvaluateFlags,
  reader: Reader,
  catalog: Catalog,
  run: Run,
): Promise<Layers | null> {
  if (paths === undefined) return null;
  const read: Policy[] = [];
  for (const path of paths) {
    const tree = await readTree(path, treeOptions(flags, run));
    if (tree.texts.length === 0) throw new UsageError(`no policy was found in ${path}.`);
    for (const text of tree.texts) {
      const one = await reader.read(text);
      if (one !== null) read.push(one.policy);
    }
  }
  if (flags.quiet !== true) await warnOfUnknownActions(read, catalog, run);
  const of = (kind: Kind) => read.filter((policy) => policy.kind === kind);
  const resource = [...of("resource"), ...of("trust")];
  if (resource.length > 1) {
    throw new UsageError("a decision has one policy of the resource; more than one of --policies is of that kind.");
  }
  return {
    identity: of("identity"),
    resource: resource[0] ?? null,
    boundaries: of("boundary"),
    session: of("session").length === 0 ? null : of("session"),
    scps: of("scp").length === 0 ? [] : [of("scp")],
    rcps: of("rcp").length === 0 ? [] : [of("rcp")],
    endpoint: of("endpoint").length === 0 ? null : of("endpoint"),
  };
}

async function readRecords(path: string, flags: EvaluateFlags, run: Run): Promise<readonly JsonRecord[]> {
  if (path === "-" && flags.policies?.includes("-") === true) {
    throw new UsageError("standard input can be the request or a policy, not both.");
  }
  const tree = await readTree(path, treeOptions(flags, run));
  if (tree.kind !== "file") throw new UsageError(`${path} is a directory; a request is a file.`);
  const [text] = tree.texts;
  if (text === undefined || text.bytes === null) {
    throw new UsageError(`${path}: ${problemWords(text?.problem ?? { code: "unreadable" })}.`);
  }
  return jsonRecords(textOf(text.bytes, path));
}

type Outcome = { readonly report: EvaluateReport } | { readonly faults: readonly string[] };

function decide(record: JsonRecord, setting: Setting): Outcome {
  const { catalog, assumptions } = setting;
  const at = record.line === null ? setting.source : `${setting.source}:${record.line}`;
  if (record.fault !== null)
    return { faults: [`${at}: error[JSON_SYNTAX_ERROR]: Not JSON: ${printable(record.fault)}`] };
  if (record.repeated !== undefined) {
    const { name, line, column } = record.repeated;
    const place = `${setting.source}:${record.line ?? line}:${column}`;
    const words = `The name ${printable(JSON.stringify(name))} appears more than once in an object.`;
    return { faults: [`${place}: error[DUPLICATE_KEY]: ${words}`] };
  }
  const { request: requestJson, policies, facts } = partsOf(record.value);
  const keys = { arity: (key: string) => catalog.conditionKey(key)?.arity ?? ("unknown" as const) };
  const request = readRequest(requestJson, keys);
  const layers = layersOf(policies, setting, at);
  const checked = factsOf(facts, at);
  const faults = [
    ...("problems" in request
      ? request.problems.map(
          (problem) => `${at}: error[${problem.code}]: ${printable(problem.path)} ${problemWords(problem)}`,
        )
      : []),
    ...("faults" in layers ? layers.faults : []),
    ...("faults" in checked ? checked.faults : []),
  ];
  if ("problems" in request || "faults" in layers || "faults" in checked) return { faults };
  const evaluated = evaluateRequest(layers.layers, request.request, {
    keys,
    assumptions,
    rcpActions: catalog.services.map(({ prefix }) => prefix).filter((prefix) => catalog.underRcp(prefix)),
    managementAccount: checked.managementAccount,
    serviceLinkedRole: checked.serviceLinkedRole,
  });
  const report = evaluateReport(
    evaluated,
    { request: writerOf(catalog)(request.request), line: record.line, expected: setting.expected },
    { tool: { version: VERSION, catalog }, write: writerOf(catalog), stats: setting.stats },
  );
  return { report };
}

/** `{ request, policies, facts }`, or a request by itself. */
function partsOf(value: unknown): { readonly request: unknown; readonly policies: unknown; readonly facts: unknown } {
  if (typeof value === "object" && value !== null && "request" in value) {
    const { request, policies, facts } = value as Readonly<Record<string, unknown>>;
    return { request, policies, facts };
  }
  return { request: value, policies: undefined, facts: undefined };
}

function layersOf(
  json: unknown,
  { given }: Setting,
  at: string,
): { readonly layers: Layers } | { readonly faults: readonly string[] } {
  if (json === undefined) {
    if (given !== null) return { layers: given };
    return {
      faults: [`${at}: error[MISSING]: there are no policies: give "policies" in the record, or --policies FILE`],
    };
  }
  if (given !== null) {
    return { faults: [`${at}: error[CONTRADICTION]: the record has policies of its own, and --policies is given`] };
  }
  const read = readLayers(json);
  if ("layers" in read) return read;
  const problems = read.problems.map(
    (problem) =>
      `${at}: error[${problem.code}]: ${printable(`policies${problem.path.slice(1)}`)} ${problemWords(problem)}`,
  );
  const policies = read.policies.flatMap(({ path, diagnostics, text }) =>
    diagnostics
      .filter(({ severity }) => severity === "error")
      .map((each) => `${at}: in policies${path.slice(1)}:\n${renderDiagnostic(path, text, each)}`),
  );
  return { faults: [...problems, ...policies] };
}

function factsOf(
  json: unknown,
  at: string,
):
  | { readonly managementAccount: boolean; readonly serviceLinkedRole: boolean }
  | { readonly faults: readonly string[] } {
  const facts = { managementAccount: false, serviceLinkedRole: false };
  if (json === undefined || json === null) return facts;
  if (typeof json !== "object" || Array.isArray(json))
    return { faults: [`${at}: error[WRONG_TYPE]: facts must be an object`] };
  const names = ["managementAccount", "serviceLinkedRole"] as const;
  const odd = Object.keys(json).find((name) => !names.some((known) => known === name));
  if (odd !== undefined) {
    const words = problemWords({ code: "UNKNOWN_FIELD", params: { known: names.join(", ") } });
    return { faults: [`${at}: error[UNKNOWN_FIELD]: facts[${printable(JSON.stringify(odd))}] ${words}`] };
  }
  for (const name of names) {
    const value = (json as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    if (typeof value !== "boolean")
      return { faults: [`${at}: error[WRONG_TYPE]: facts.${name} must be true or false`] };
    facts[name] = value;
  }
  return facts;
}
