// Trusted: the kind decides how a document takes part in a decision and which elements it may hold.
import { foldAscii } from "./ascii.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import type { PolicyKind } from "./policy.ts";

/** What a document was read as. */
export interface KindReading {
  readonly kind: PolicyKind;
  /** The kind was given, or the document fits this kind and those of `alternatives` only. */
  readonly certain: boolean;
  /** Kinds of the same shape: only the place where a document is attached tells them apart. Empty when the kind was given. */
  readonly alternatives: readonly PolicyKind[];
}

/** What a kind of policy forbids and needs. */
export interface KindRules {
  readonly principal: "required" | "forbidden";
  readonly notPrincipal: boolean;
  readonly notAction: boolean;
  /** `omissible`: some services' policies have no Resource, since it is what they are attached to. */
  readonly resource: "required" | "omissible" | "forbidden";
  readonly id: boolean;
  /** Only Version 2012-10-17. */
  readonly version2012: boolean;
  /** Resource ARNs with fewer than six parts are refused. */
  readonly completeArns: boolean;
  /** Sids must be alphanumeric and unique. */
  readonly strictSids: boolean;
}

const IDENTITY: KindRules = {
  principal: "forbidden",
  notPrincipal: false,
  notAction: true,
  resource: "required",
  id: false,
  version2012: false,
  completeArns: false,
  strictSids: true,
};

const RESOURCE: KindRules = {
  principal: "required",
  notPrincipal: true,
  notAction: true,
  resource: "omissible",
  id: true,
  version2012: false,
  completeArns: false,
  strictSids: false,
};

/** AWS pages: reference_policies_grammar, access-analyzer-reference-policy-checks, orgs_manage_policies_scps_syntax, orgs_manage_policies_rcps_syntax. */
export const KIND_RULES: Readonly<Record<PolicyKind, KindRules>> = {
  identity: IDENTITY,
  boundary: IDENTITY,
  session: { ...IDENTITY, completeArns: true },
  resource: RESOURCE,
  trust: { ...RESOURCE, notPrincipal: false, resource: "forbidden" },
  scp: { ...IDENTITY, version2012: true, strictSids: false },
  rcp: {
    ...IDENTITY,
    principal: "required",
    notAction: false,
    version2012: true,
    completeArns: true,
    strictSids: false,
  },
  endpoint: { ...RESOURCE, resource: "required" },
};

/**
 * Tells the kind from the document: with a Principal it is a resource policy, or a trust policy when it names only STS
 * actions and no resource; otherwise an identity policy.
 */
export function detectKind(document: JsonNode): KindReading {
  const statements = statementsOf(document);
  const facts = statements.map(factsOf);
  const named = facts.filter((fact) => fact.principal).length;
  if (named === 0) {
    const alternatives: PolicyKind[] = ["boundary", "session", "scp"];
    return { kind: "identity", certain: statements.length > 0, alternatives };
  }
  const whole = named === facts.length;
  const looksTrust = facts.every((fact) => fact.stsOnly);
  if (looksTrust && facts.every((fact) => !fact.resource)) return { kind: "trust", certain: whole, alternatives: [] };
  const everyone = facts.every((fact) => fact.everyone);
  const alternatives: PolicyKind[] = everyone ? ["endpoint", "rcp"] : ["endpoint"];
  return { kind: "resource", certain: whole && !everyone && !looksTrust, alternatives };
}

interface StatementFacts {
  readonly principal: boolean;
  readonly everyone: boolean;
  readonly resource: boolean;
  readonly stsOnly: boolean;
}

function factsOf(statement: readonly JsonMember[]): StatementFacts {
  const find = (name: string) => statement.find((member) => member.name === name)?.value;
  const principal = find("Principal") ?? find("NotPrincipal");
  const action = find("Action") ?? find("NotAction");
  const actions = action?.is === "list" ? action.items : action === undefined ? [] : [action];
  return {
    principal: principal !== undefined,
    everyone: principal?.is === "string",
    resource: find("Resource") !== undefined || find("NotResource") !== undefined,
    stsOnly:
      actions.length > 0 && actions.every((item) => item.is === "string" && foldAscii(item.text).startsWith("sts:")),
  };
}

function statementsOf(document: JsonNode): readonly (readonly JsonMember[])[] {
  if (document.is !== "object") return [];
  const value = document.members.find((member) => member.name === "Statement")?.value;
  const items = value?.is === "list" ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.is === "object" ? [item.members] : []));
}
