import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ASSUMPTIONS } from "@keyaki/catalog";
import { evaluate, evaluateRequest, faultsOf, GLOBAL_KEY_FACTS, readLayers, readRequest } from "@keyaki/evaluator";
import { type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { FormulaBuilder, type Layers, type Request, Rules, statementMeaning } from "@keyaki/semantics";

/** One documented case: a statement (or its condition alone) or layers of policies, a request, and what AWS's page says of it. */
export interface Case {
  readonly note: string;
  readonly page?: string;
  /** What the case is about; the file's topic when not given. */
  readonly topic?: string;
  /** The mistake that it keeps out, by the name in the list of traps. */
  readonly trap?: string;
  readonly kind?: PolicyKind;
  readonly version?: string | null;
  readonly condition?: unknown;
  readonly statement?: Readonly<Record<string, unknown>>;
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly resourceKind?: "resource" | "trust";
  readonly facts?: { readonly managementAccount?: boolean; readonly serviceLinkedRole?: boolean };
  readonly principal?: unknown;
  readonly action?: string;
  readonly resource?: string;
  readonly owner?: string | null;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly unseen?: Readonly<Record<string, boolean>>;
  /** The open rule that the case is about; then `want` has one outcome for each of its values. */
  readonly rule?: string;
  readonly want: Outcome | Readonly<Record<string, Outcome>>;
  /** The layer that settles a decision. */
  readonly by?: string | null;
}

/** Whether a statement applies (null: not determined), or the word of a decision. */
export type Outcome = boolean | null | string;

export interface CaseFile {
  readonly name: string;
  readonly title: string;
  readonly page: string;
  readonly topic: string;
  readonly kind?: PolicyKind;
  /** Policies by name, for cases that write `"$name"`. */
  readonly named?: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
}

const FOLDER = fileURLToPath(new URL("../../corpus/cases/", import.meta.url));

export function caseFiles(): CaseFile[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const file = JSON.parse(readFileSync(FOLDER + name, "utf8")) as CaseFile;
      return { ...(substitute(file, file.named ?? {}) as CaseFile), name };
    });
}

function substitute(value: unknown, named: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === "string" && /^\$[a-z]/.test(value)) {
    const found = named[value.slice(1)];
    if (found === undefined) throw new Error(`no policy is called ${value}`);
    return substitute(found, named);
  }
  if (Array.isArray(value)) return value.map((item) => substitute(item, named));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, named)]));
}

/** What the code says of a case under some pinned rules. */
export function outcomeOf(each: Case, pinned: Readonly<Record<string, string>>): Outcome {
  return each.policies === undefined ? appliesOf(each, pinned) : decisionOf(each, pinned).decision;
}

/** The decision on a case of several layers. */
export function decisionOf(
  each: Case,
  assumptions: Readonly<Record<string, string>>,
): ReturnType<typeof evaluateRequest> {
  const read = readLayers(
    each.policies ?? {},
    each.resourceKind === undefined ? {} : { resourceKind: each.resourceKind },
  );
  if (!("layers" in read)) throw new Error(JSON.stringify(read));
  const layers: Layers = read.layers;
  return evaluateRequest(layers, requestOf(each), {
    assumptions,
    rcpActions: ["s3", "sts", "kms", "sqs", "secretsmanager", "dynamodb", "logs"],
    ...each.facts,
  });
}

function appliesOf(each: Case, pinned: Readonly<Record<string, string>>): Outcome {
  const version =
    each.version === undefined ? { Version: "2012-10-17" } : each.version === null ? {} : { Version: each.version };
  const given = each.statement ?? {};
  const has = (...names: string[]) => names.some((name) => name in given);
  const kind = each.kind ?? "identity";
  const statement = {
    ...(has("Effect") ? {} : { Effect: "Allow" }),
    ...(has("Action", "NotAction") ? {} : { Action: "*" }),
    ...(has("Resource", "NotResource") || kind === "trust" ? {} : { Resource: "*" }),
    ...given,
    ...(each.condition === undefined ? {} : { Condition: each.condition }),
  };
  const { policy, diagnostics } = parsePolicyValue({ ...version, Statement: [statement] }, { kind });
  const [first] = policy?.statements ?? [];
  if (policy === null || first === undefined) throw new Error(JSON.stringify(diagnostics));
  const rules = new Rules(new FormulaBuilder(), GLOBAL_KEY_FACTS, pinned);
  return evaluate(statementMeaning(policy, first, rules).applies, requestOf(each), { assumptions: pinned });
}

/** The request of a case. */
export function requestOf(each: Case): Request {
  const principal = each.principal ?? "arn:aws:iam::111122223333:user/ana";
  const read = readRequest(
    {
      principal: typeof principal === "string" ? { arn: principal } : principal,
      action: each.action ?? "s3:GetObject",
      resource: {
        arn: each.resource ?? "arn:aws:s3:::reports/2026.csv",
        ...(each.owner === undefined ? {} : { account: each.owner }),
      },
      context: each.context ?? {},
      ...(each.unseen === undefined ? {} : { unseen: each.unseen }),
    },
    GLOBAL_KEY_FACTS,
  );
  if (!("request" in read)) throw new Error(JSON.stringify(read.problems));
  const faults = faultsOf(read.request, new Set());
  if (faults.length > 0) throw new Error(`no such request: ${JSON.stringify(faults)}`);
  return read.request;
}

/** Every way to pin one open rule to another value than its default. */
export function deviations(): { readonly id: string; readonly value: string }[] {
  return ASSUMPTIONS.flatMap((rule) =>
    rule.values.filter((value) => value !== rule.default).map((value) => ({ id: rule.id, value })),
  );
}
