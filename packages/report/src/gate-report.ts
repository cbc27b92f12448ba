import type { AccessGroup, AccessList, ChangeAnalysis, Verdict } from "@keyaki/analysis";
import type { Catalog, Level } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { groupJson } from "./group-json.ts";
import type { ChangeJson, GateReport, GroupJson, NotAnalysed, UndecidedJson } from "./json.ts";
import { reaches } from "./level.ts";
import type { ProofsJson } from "./proofs-json.ts";
import { reasonJson } from "./reason.ts";
import { sameWords } from "./same-words.ts";
import { runStats } from "./stats-words.ts";
import { head, type ReportOptions, verdictJson } from "./verdict-json.ts";

/** One change with what was found out about it. */
export interface GateChange {
  readonly id: string;
  /** As the report shows it. */
  readonly path: string;
  readonly kind: string;
  readonly kindCertain: boolean;
  readonly status: ChangeJson["status"];
  /** Where a renamed document was before; null otherwise. */
  readonly oldPath: string | null;
  readonly before: readonly Policy[];
  readonly after: readonly Policy[];
  /** Null where the two sides are the same text, so that there is no question. */
  readonly analysis: ChangeAnalysis | null;
  /** `--proofs`. */
  readonly proofs?: ProofsJson;
}

export interface GateInput {
  readonly changes: readonly GateChange[];
  readonly notAnalysed: readonly NotAnalysed[];
  /** Documents read, the unchanged ones included. */
  readonly read: number;
  readonly failOn: Level;
  readonly failOnRemoved: boolean;
  readonly onUnknown: "fail" | "warn" | "pass";
  readonly full: boolean;
  readonly catalog: Pick<Catalog, "action"> | null;
}

/** The contract's report of a gate. */
export function gateReport(input: GateInput, options: ReportOptions): GateReport {
  const { notAnalysed, read, failOn, failOnRemoved, onUnknown } = input;
  const changes = input.changes.map((change) => changeJson(change, input, options));
  const touched = changes.filter((change) => change.status !== "unchanged");
  const summary = {
    read,
    changed: touched.length,
    widened: touched.filter(isWidened).length,
    narrowed: touched.filter((change) => change.relation === "less-permissive").length,
    equivalent: touched.filter((change) => change.relation === "equivalent").length,
    undecided: touched.filter(isUndecided).length,
    waived: 0,
  };
  return {
    ...head(options),
    query: "gate",
    result: resultOf(changes, input),
    failOn,
    failOnRemoved,
    onUnknown,
    changes,
    notAnalysed,
    summary,
    ...runStats(
      input.changes.map(({ analysis }) => analysis?.stats),
      options,
    ),
  };
}

/** A change gives something new, of whatever level. */
export function isWidened(change: ChangeJson): boolean {
  const { verdict, relation, newAccess, liftedDenials } = change;
  // Any one of them is enough: a list that is missing must not make a pass.
  const wider = relation === "more-permissive" || relation === "incomparable";
  return wider || verdict.outcome === "refuted" || newAccess.length > 0 || liftedDenials.length > 0;
}

/** Whether anything new is allowed is not decided, wholly or for some actions. */
export function isUndecided(change: ChangeJson): boolean {
  return change.verdict.outcome === "unknown" || change.undecided.length > 0;
}

/** A widening that fails the gate. One that was found and not described counts as the gravest. */
export function isFinding(change: ChangeJson, failOn: Level): boolean {
  return isWidened(change) && reaches(change.level ?? "critical", failOn);
}

function removes(change: ChangeJson): boolean {
  return change.removedAccess.length > 0 || change.relation === "less-permissive" || change.relation === "incomparable";
}

/** What a gate says of its changes. */
export function gateResult(report: Omit<GateReport, "result">): GateReport["result"] {
  return resultOf(report.changes, { ...report, read: report.summary.read });
}

function resultOf(
  changes: readonly ChangeJson[],
  input: Pick<GateInput, "failOn" | "failOnRemoved" | "onUnknown" | "notAnalysed" | "read">,
): GateReport["result"] {
  const { failOn, failOnRemoved, onUnknown, notAnalysed, read } = input;
  if (changes.some((change) => isFinding(change, failOn) || (failOnRemoved && removes(change)))) return "fail";
  if (notAnalysed.length > 0) return "undecided";
  const open = changes.some(
    (change) =>
      isUndecided(change) || (failOnRemoved && (change.removedUndecided.length > 0 || change.relation === "unknown")),
  );
  if (open && onUnknown !== "pass") return "undecided";
  return read === 0 ? "nothing" : "pass";
}

/** The exit code that the gate asks for. `notAnalysed` is an input that could not be read: 2. */
export function gateExit(report: GateReport): 0 | 1 | 2 | 3 | 4 {
  if (report.notAnalysed.length > 0) return 2;
  switch (report.result) {
    case "fail":
      return 1;
    case "undecided":
      return report.onUnknown === "fail" ? 3 : 0;
    case "nothing":
      return 4;
    case "pass":
      return 0;
  }
}

const NO_QUESTION: Verdict = {
  outcome: "proved",
  assumptions: [],
  axioms: [],
  stats: { ms: 0, engine: "constant" },
};

function changeJson(change: GateChange, input: GateInput, options: ReportOptions): ChangeJson {
  const { id, path, kind, kindCertain, status, analysis } = change;
  const groups = (list: AccessList | undefined, what: "new" | "lifted" | "removed"): GroupJson[] =>
    (list?.groups ?? []).map((group) => groupOf(group, what, change, input, options));
  return {
    id,
    path,
    kind,
    kindCertain,
    status,
    relation: analysis?.relation ?? "equivalent",
    allowRelation: analysis?.allowRelation ?? "equivalent",
    level: analysis?.level ?? null,
    newAccess: groups(analysis?.newAccess, "new"),
    liftedDenials: groups(analysis?.liftedDenials, "lifted"),
    removedAccess: groups(analysis?.removedAccess, "removed"),
    undecided: [...undecided(analysis?.newAccess), ...undecided(analysis?.liftedDenials)],
    removedUndecided: undecided(analysis?.removedAccess),
    verdict: verdictJson(analysis?.verdict ?? NO_QUESTION, options),
    waivedBy: null,
    note: sameWords(change),
    ...(change.proofs === undefined ? {} : { proofs: change.proofs }),
    ...(options.stats === false || analysis?.stats === undefined ? {} : { stats: analysis.stats }),
  };
}

function undecided(list: AccessList | undefined): UndecidedJson[] {
  return (list?.undecided ?? []).map(({ actions, reason }) => ({ actions, reason: reasonJson(reason) }));
}

function groupOf(
  group: AccessGroup,
  what: "new" | "lifted" | "removed",
  change: GateChange,
  { catalog, full }: GateInput,
  options: ReportOptions,
): GroupJson {
  const { before, after, path, analysis } = change;
  const undo = what === "removed" ? undefined : analysis?.undo.get(group.fingerprint);
  return groupJson(group, { change: what, before, after, source: path, undo, catalog, full }, options);
}
