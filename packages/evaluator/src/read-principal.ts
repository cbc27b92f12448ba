// Trusted: who asks decides which policies and which grants count.
// AWS pages: reference_identifiers (ARNs and unique ids), reference_policies_variables (principal key table).
import type { Caller, CallerKind, CallerPart } from "@keyaki/semantics";
import { parseBool } from "@keyaki/semantics";
import { partFaults } from "./admissible.ts";
import { type GivenKeys, lone } from "./read-context.ts";
import { isObject, type RequestProblems, textField } from "./request-problem.ts";

/** What stands in where a request names a role and no session of it, or leaves an id out. */
export const PLAUSIBLE = {
  session: "session",
  roleId: "AROAEXAMPLE",
  userId: "AIDAEXAMPLE",
  /** The user behind a federated session whose parent is not given. */
  parent: "federation-broker",
} as const;

type Parts = Partial<Record<CallerPart, string>>;
type Fields = Readonly<Record<string, unknown>>;

const AT = "$.principal";
const ARN = /^arn:(aws[a-z0-9-]*):(iam|sts)::(\d{12}):(.+)$/s;
const ARN_FORMS = "the ARN of a user, root user, role, assumed-role session or federated user";

/** Reads `principal`; null when, as reported, it cannot be read. */
export function readPrincipal(json: unknown, given: GivenKeys, problems: RequestProblems): Caller | null {
  if (json === undefined) return problems.add("MISSING", AT);
  if (!isObject(json)) return problems.add("WRONG_TYPE", AT, { expected: "an object" });
  const forms = ["arn", "service", "anonymous", "federated"].filter((form) => json[form] !== undefined);
  if (forms.length !== 1) {
    return problems.add(forms.length === 0 ? "MISSING" : "INVALID_VALUE", AT, {
      expected: "one of arn, service, anonymous, federated",
    });
  }
  const before = problems.found.length;
  const caller = callerOf(json, given, problems);
  if (caller === null || problems.found.length > before) return null;
  for (const part of partFaults(caller)) {
    problems.add("INVALID_VALUE", pathOf(part, json), {
      expected: `a ${caller.kind}'s ${part}`,
      value: caller.parts[part] ?? "",
    });
  }
  return problems.found.length > before ? null : caller;
}

function pathOf(part: CallerPart, json: Fields): string {
  if (part === "id" && json.id !== undefined) return `${AT}.id`;
  if (part === "path" && json.role !== undefined) return `${AT}.role`;
  return `${AT}.${part === "service" ? "service" : part === "provider" ? "federated" : part === "parent" ? "parent" : "arn"}`;
}

function callerOf(json: Fields, given: GivenKeys, problems: RequestProblems): Caller | null {
  if (json.arn !== undefined) return accountCaller(json, given, problems);
  if (json.anonymous !== undefined) {
    if (json.anonymous !== true) return problems.add("INVALID_VALUE", `${AT}.anonymous`, { expected: "true" });
    return withoutAccount({ kind: "anonymous", parts: {} }, json, problems);
  }
  if (json.service !== undefined) {
    const service = textField(json, "service", AT, problems);
    return service === null ? null : withoutAccount({ kind: "service", parts: { service } }, json, problems);
  }
  const provider = textField(json, "federated", AT, problems);
  if (provider === null) return null;
  const protocol = textField(json, "protocol", AT, problems) ?? impliedProtocol(provider);
  if (protocol !== "saml" && protocol !== "web-identity") {
    return problems.add("INVALID_VALUE", `${AT}.protocol`, { expected: "saml or web-identity", value: protocol });
  }
  return withoutAccount({ kind: protocol, parts: { provider } }, json, problems);
}

/** How an identity provider of that name speaks. */
export function impliedProtocol(provider: string): "saml" | "web-identity" {
  return /^arn:[^:]*:iam::\d{12}:saml-provider\//.test(provider) ? "saml" : "web-identity";
}

function withoutAccount(caller: Caller, json: Fields, problems: RequestProblems): Caller {
  for (const field of ["account", "role", "id", "parent"]) {
    if (json[field] !== undefined) problems.contradiction(`${AT}.${field}`, String(json[field]), null);
  }
  return caller;
}

function accountCaller(json: Fields, given: GivenKeys, problems: RequestProblems): Caller | null {
  const arn = textField(json, "arn", AT, problems);
  if (arn === null) return null;
  const match = ARN.exec(arn);
  const [, partition = "", service, account = "", named = ""] = match ?? [];
  const base = { partition, account };
  const id = textField(json, "id", AT, problems) ?? lone(given, "aws:userid") ?? null;
  const caller = (kind: CallerKind, parts: Parts): Caller => {
    const canonical = textField(json, "canonical", AT, problems);
    return { kind, parts, ...(canonical === null ? {} : { canonical }) };
  };
  expectText(json, "account", account, problems);
  if (service === "iam" && named === "root") {
    expectId(json, account, problems);
    return caller(isAssumedRoot(json, given) ? "assumed-root" : "root", base);
  }
  if (service === "iam" && named.startsWith("user/")) {
    return caller("user", { id: id ?? PLAUSIBLE.userId, ...base, ...pathAndName(named.slice(4)) });
  }
  if (service === "iam" && named.startsWith("role/")) {
    const { path, name } = pathAndName(named.slice(4));
    expectText(json, "role", arn, problems);
    const parts = { ...idAndSession(id, null, problems), ...base, path, name };
    return caller(roleKind(json, path), parts);
  }
  const [, role, session] = /^assumed-role\/([^/]+)\/([^/]+)$/.exec(named) ?? [];
  if (service === "sts" && role !== undefined && session !== undefined) {
    const path = rolePath(json, given, { ...base, name: role }, problems);
    const parts = { ...idAndSession(id, session, problems), ...base, path, name: role };
    return caller(roleKind(json, path), parts);
  }
  if (service === "sts" && named.startsWith("federated-user/")) {
    const name = named.slice("federated-user/".length);
    expectId(json, `${account}:${name}`, problems);
    return federated(json, { ...base, name }, caller, problems);
  }
  return problems.add("INVALID_VALUE", `${AT}.arn`, { expected: ARN_FORMS, value: arn });
}

function expectText(json: Fields, field: string, derived: string, problems: RequestProblems): void {
  const given = textField(json, field, AT, problems);
  if (given !== null && given !== derived && derived !== "") problems.contradiction(`${AT}.${field}`, given, derived);
}

function expectId(json: Fields, derived: string, problems: RequestProblems): void {
  expectText(json, "id", derived, problems);
}

function isAssumedRoot(json: Fields, given: GivenKeys): boolean {
  if (typeof json.assumedRoot === "boolean") return json.assumedRoot;
  return parseBool(lone(given, "aws:assumedroot") ?? "") === true;
}

/** `/team/dev` is the path `/team/` and the name `dev`. */
function pathAndName(text: string): { readonly path: string; readonly name: string } {
  const slash = text.lastIndexOf("/");
  return { path: text.slice(0, slash + 1), name: text.slice(slash + 1) };
}

/** The unique id of the role and the session, which the id of a session holds both. */
function idAndSession(id: string | null, session: string | null, problems: RequestProblems): Parts {
  if (id === null) return { id: PLAUSIBLE.roleId, session: session ?? PLAUSIBLE.session };
  const colon = id.indexOf(":");
  const named = colon < 0 ? null : id.slice(colon + 1);
  if (session !== null && named !== null && named !== session) problems.contradiction(`${AT}.id`, named, session);
  return { id: colon < 0 ? id : id.slice(0, colon), session: session ?? named ?? PLAUSIBLE.session };
}

/** The path of a session's role, which its ARN does not show: from `role`, or from a given aws:PrincipalArn. */
function rolePath(json: Fields, given: GivenKeys, session: Parts, problems: RequestProblems): string {
  const role = textField(json, "role", AT, problems);
  const arn = role ?? lone(given, "aws:principalarn");
  if (arn === undefined) return "/";
  const path = role === null ? (given.get("aws:principalarn")?.path ?? AT) : `${AT}.role`;
  const [, partition, service, account, named = ""] = ARN.exec(arn) ?? [];
  const { path: written, name } = pathAndName(named.slice(4));
  if (service !== "iam" || !named.startsWith("role/")) {
    problems.add("INVALID_VALUE", path, { expected: "the ARN of a role", value: arn });
  } else if (partition !== session.partition || account !== session.account || name !== session.name) {
    problems.contradiction(path, arn, `arn:${session.partition}:iam::${session.account}:role/${session.name}`);
  }
  return written === "" ? "/" : written;
}

/** Service-linked roles are told by their path, which no other role can have, unless the request says otherwise. */
function roleKind(json: Fields, path: string): "session" | "service-linked-session" {
  const linked = typeof json.serviceLinked === "boolean" ? json.serviceLinked : isLinkedPath(path);
  return linked ? "service-linked-session" : "session";
}

/** Whether a role's path is one of service-linked roles. */
export function isLinkedPath(path: string): boolean {
  return path.startsWith("/aws-service-role/");
}

function federated(
  json: Fields,
  parts: Parts,
  caller: (kind: CallerKind, parts: Parts) => Caller,
  problems: RequestProblems,
): Caller | null {
  const parent = textField(json, "parent", AT, problems);
  if (parent === null) return caller("federated-user", { ...parts, path: "/", parent: PLAUSIBLE.parent });
  const [, partition, service, account, named = ""] = ARN.exec(parent) ?? [];
  const isUser = named.startsWith("user/");
  if (service !== "iam" || (named !== "root" && !isUser)) {
    return problems.add("INVALID_VALUE", `${AT}.parent`, { expected: "the ARN of a user or root user", value: parent });
  }
  if (partition !== parts.partition || account !== parts.account) {
    return problems.contradiction(`${AT}.parent`, `${partition} ${account}`, `${parts.partition} ${parts.account}`);
  }
  if (!isUser) return caller("federated-root", parts);
  const { path, name } = pathAndName(named.slice(4));
  return caller("federated-user", { ...parts, path, parent: name });
}
