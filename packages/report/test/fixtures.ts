import type { AccessGroup, ChangeAnalysis, StatementRef, Verdict, Witness } from "@keyaki/analysis";
import { type Policy, parsePolicy } from "@keyaki/policy";
import type { GateChange, GateInput } from "../src/gate-report.ts";
import type { RequestJson } from "../src/json.ts";
import type { ReportOptions } from "../src/verdict-json.ts";

/** A policy of these statements, one line each, so that a statement's line is its index plus 2. */
export function policyOf(statements: readonly object[], source = "new.json"): Policy {
  const text = `{"Version":"2012-10-17","Statement":[\n${statements.map((each) => JSON.stringify(each)).join(",\n")}\n]}`;
  const { policy, diagnostics } = parsePolicy(text, { source });
  if (policy === null) throw new Error(JSON.stringify(diagnostics));
  return policy;
}

/** A statement that allows one thing, with changes. */
export function allow(changes: object = {}): object {
  return { Sid: "One", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::box/*", ...changes };
}

export function refTo(policy: Policy, index = 0): StatementRef {
  return { policy, statement: policy.statements[index]! };
}

export const REQUEST: Witness["request"] = {
  caller: {
    kind: "user",
    parts: { id: "AIDAEXAMPLE", partition: "aws", account: "111122223333", path: "/", name: "mai" },
  },
  action: "s3:PutObject",
  resource: "arn:aws:s3:::box/example",
  owner: "111122223333",
  clock: null,
  keys: new Map(),
  unseen: new Map(),
};

export function written(request: Witness["request"]): RequestJson {
  const context = Object.fromEntries([...request.keys].map(([key, { values }]) => [key, values[0] ?? null]));
  return {
    principal: { arn: "arn:aws:iam::111122223333:user/mai", account: "111122223333" },
    action: request.action,
    resource: { arn: request.resource, account: request.owner },
    context: { "aws:SecureTransport": "true", ...context },
  };
}

export const OPTIONS: ReportOptions = {
  tool: { version: "0.1.0", catalog: { date: "2026-09-26" } },
  write: written,
  stats: false,
};

const STATS = { ms: 1, engine: "constant" } as const;

export function proved(assumptions: readonly string[] = [], axioms: readonly string[] = []): Verdict {
  return { outcome: "proved", assumptions, axioms, stats: STATS };
}

export function refuted(witness: Witness): Verdict {
  return { outcome: "refuted", witness, assumptions: [], axioms: [], stats: STATS };
}

export const UNKNOWN: Verdict = {
  outcome: "unknown",
  reason: { code: "solver", detail: "timeout" },
  assumptions: [],
  axioms: [],
  stats: STATS,
};

export function witnessOf(grant: StatementRef, changes: Partial<Witness> = {}): Witness {
  return {
    request: REQUEST,
    hypothetical: false,
    allowedBy: [grant],
    refusedBy: [],
    refusal: "implicit",
    under: {},
    ...changes,
  };
}

export function groupOf(grant: StatementRef, changes: Partial<AccessGroup> = {}): AccessGroup {
  return {
    fingerprint: "f1",
    level: "medium",
    actions: ["s3:PutObject"],
    actionCount: 1,
    actionsComplete: ["s3:PutObject"],
    future: [],
    resources: ["arn:aws:s3:::box/*"],
    resourcesNegated: false,
    when: { conditions: [], unless: [] },
    grantedBy: [grant],
    witness: witnessOf(grant),
    ...changes,
  };
}

const NONE = { groups: [], undecided: [] };

export function analysisOf(changes: Partial<ChangeAnalysis> = {}): ChangeAnalysis {
  return {
    relation: "equivalent",
    allowRelation: "equivalent",
    verdict: proved(),
    level: null,
    newAccess: NONE,
    liftedDenials: NONE,
    removedAccess: NONE,
    undo: new Map(),
    ...changes,
  };
}

/** A change from one policy to another that widens by one group. */
export function widening(before: Policy, after: Policy, group: Partial<AccessGroup> = {}): GateChange {
  const made = groupOf(refTo(after), group);
  return changeOf({
    before: [before],
    after: [after],
    analysis: analysisOf({
      relation: "more-permissive",
      allowRelation: "more-permissive",
      verdict: refuted(made.witness),
      level: made.level,
      newAccess: { groups: [made], undecided: [] },
    }),
  });
}

export function changeOf(changes: Partial<GateChange> = {}): GateChange {
  const policy = policyOf([allow()]);
  return {
    id: "new.json",
    path: "new.json",
    kind: "identity",
    kindCertain: false,
    status: "modified",
    oldPath: null,
    before: [policy],
    after: [policy],
    analysis: analysisOf(),
    ...changes,
  };
}

export function inputOf(changes: readonly GateChange[], rest: Partial<GateInput> = {}): GateInput {
  return {
    changes,
    notAnalysed: [],
    read: changes.length,
    failOn: "low",
    failOnRemoved: false,
    onUnknown: "fail",
    full: false,
    catalog: null,
    ...rest,
  };
}
