// Trusted: a layer that is lost would no longer limit.
import { type Diagnostic, type Policy, type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import type { Layers, UnknownLayer } from "@keyaki/semantics";
import { isObject, type RequestProblem, RequestProblems } from "./request-problem.ts";

/** A fault inside one of the policies, and where the policy stands. */
export interface PolicyFault {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The text that the diagnostics point into. */
  readonly text: string;
}

export interface LayersFaults {
  readonly problems: readonly RequestProblem[];
  readonly policies: readonly PolicyFault[];
}

/** Layers of a decision that the contract names and that take no part in the decision yet: given, they are refused rather than ignored. */
const UNSUPPORTED = ["acl", "publicAccessBlock", "grants"];

/** Every name a layer has. Another name is refused: a misspelt `scps` that is ignored would no longer limit. */
const NAMES: readonly string[] = [
  "identity",
  "resource",
  "boundaries",
  "session",
  "scps",
  "rcps",
  "endpoint",
  ...UNSUPPORTED,
];

/**
 * Reads the layers of a decision; what is missing is as if there were no such policy. `resourceKind` says whether the
 * resource's policy is a role's trust policy; where it is not given, a policy without Resource is one.
 */
export function readLayers(
  json: unknown,
  options: { readonly resourceKind?: "resource" | "trust"; readonly source?: string } = {},
): { readonly layers: Layers } | LayersFaults {
  const problems = new RequestProblems();
  const faults: PolicyFault[] = [];
  const refused = (): LayersFaults => ({ problems: problems.found, policies: faults });
  if (!isObject(json)) {
    problems.add("WRONG_TYPE", "$", { expected: "an object" });
    return refused();
  }

  const policy = (value: unknown, kind: PolicyKind, path: string): Policy | null => {
    const parsed = parsePolicyValue(value, { kind, source: options.source ?? path });
    if (parsed.policy === null) faults.push({ path, diagnostics: parsed.diagnostics, text: parsed.text });
    return parsed.policy;
  };
  const list = (value: unknown, kind: PolicyKind, path: string): readonly Policy[] => {
    if (!Array.isArray(value)) {
      problems.add("WRONG_TYPE", path, { expected: "a list of policies" });
      return [];
    }
    return value.map((item, index) => policy(item, kind, `${path}[${index}]`)).filter((each) => each !== null);
  };
  /** What a field holds: missing or null as `none`, the unknown as such. */
  function field<T>(name: string, none: T, read: (value: unknown, path: string) => T): T | UnknownLayer {
    const value = json === null || !isObject(json) ? undefined : json[name];
    if (value === undefined || value === null) return none;
    if (isObject(value) && "unknown" in value) {
      if (typeof value.unknown === "string") return { unknown: value.unknown };
      problems.add("WRONG_TYPE", `$.${name}.unknown`, { expected: "a string" });
      return none;
    }
    return read(value, `$.${name}`);
  }
  const levels = (kind: PolicyKind) => (value: unknown, path: string) => {
    if (!Array.isArray(value)) {
      problems.add("WRONG_TYPE", path, { expected: "a list of levels" });
      return [];
    }
    return value.map((level, index) => list(level, kind, `${path}[${index}]`));
  };

  const layers: Layers = {
    identity: field<readonly Policy[]>("identity", [], (value, path) => list(value, "identity", path)),
    resource: field<Policy | null>("resource", null, (value, path) =>
      policy(value, options.resourceKind ?? resourceKindOf(value), path),
    ),
    boundaries: field<readonly Policy[]>("boundaries", [], (value, path) => list(value, "boundary", path)),
    session: field<readonly Policy[] | null>("session", null, (value, path) => list(value, "session", path)),
    scps: field<readonly (readonly Policy[])[]>("scps", [], levels("scp")),
    rcps: field<readonly (readonly Policy[])[]>("rcps", [], levels("rcp")),
    endpoint: field<readonly Policy[] | null>("endpoint", null, (value, path) => list(value, "endpoint", path)),
  };
  for (const name of UNSUPPORTED) {
    if (!isEmpty(json[name])) problems.add("UNSUPPORTED", `$.${name}`, { field: name });
  }
  for (const name of Object.keys(json)) {
    if (!NAMES.includes(name)) {
      problems.add("UNKNOWN_FIELD", `$[${JSON.stringify(name)}]`, { known: NAMES.join(", ") });
    }
  }
  return problems.found.length > 0 || faults.length > 0 ? refused() : { layers };
}

/** Trust policies have no Resource; every other resource's policy that reaches a decision on its own resource may have one. */
function resourceKindOf(value: unknown): "resource" | "trust" {
  const statement = isObject(value) ? value.Statement : undefined;
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  const isTrust = statements.every(
    (each) =>
      isObject(each) && each.Resource === undefined && each.NotResource === undefined && onlyAssumes(each.Action),
  );
  return isTrust ? "trust" : "resource";
}

function onlyAssumes(action: unknown): boolean {
  const actions: readonly unknown[] = Array.isArray(action) ? action : [action];
  return actions.length > 0 && actions.every((each) => typeof each === "string" && /^sts:/i.test(each));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
