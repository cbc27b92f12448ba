// Checked: what is written here and read again must be the request that was written (law in the tests).
import { globalKey } from "@keyaki/catalog";
import { type Caller, type KeyValues, type Request, readView, renderInstant } from "@keyaki/semantics";
import { impliedProtocol, isLinkedPath } from "./read-principal.ts";

/** The caller of a request in JSON: one of `arn`, `service`, `anonymous` and `federated`. */
export interface PrincipalJson {
  readonly arn?: string;
  /** The ARN of a session's role, which shows the role's path. */
  readonly role?: string;
  /** The unique id: `AIDA…` of a user, `AROA…:session` of a session. */
  readonly id?: string;
  readonly account?: string;
  /** The user or root user behind a federated user. */
  readonly parent?: string;
  readonly service?: string;
  readonly anonymous?: true;
  /** The ARN or host of an identity provider. */
  readonly federated?: string;
  /** Where the provider's name does not tell. */
  readonly protocol?: "saml" | "web-identity";
  /** Where the role's path does not tell. */
  readonly serviceLinked?: boolean;
  /** A session of sts:AssumeRoot rather than the root user. */
  readonly assumedRoot?: boolean;
  /** The canonical id of the caller's account. */
  readonly canonical?: string;
}

/** A request in JSON. */
export interface RequestJson {
  readonly principal: PrincipalJson;
  readonly action: string;
  /** `account`: the owner; null where it is not known. */
  readonly resource: { readonly arn: string; readonly account: string | null };
  /** Condition keys; null: absent. */
  readonly context: Readonly<Record<string, string | readonly string[] | null>>;
  /** What is taken of policies that the input does not show. */
  readonly unseen?: Readonly<Record<string, boolean>>;
}

/** Keys that `readRequest` fills in, so that their absence must be said. */
const FILLED = ["aws:resourceaccount", "aws:securetransport", "aws:requestedregion"];

/** AWS's spelling of a condition key, as far as it is known without the catalog. */
function documentedSpelling(key: string): string {
  return globalKey(key)?.name ?? key;
}

/** Writes a request so that `readRequest` gives it back. Keys that follow from the caller are left out. */
export function writeRequest(request: Request, spell: (key: string) => string = documentedSpelling): RequestJson {
  const entries = new Map<string, KeyValues | null>(request.keys);
  if (request.clock !== null) {
    entries.set("aws:currenttime", { set: false, values: [renderInstant(request.clock)] });
  }
  for (const key of FILLED) {
    if (!entries.has(key) && (key !== "aws:resourceaccount" || request.owner !== null)) entries.set(key, null);
  }
  const context = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, held]) =>
        [spell(key), held === null ? null : held.set ? [...held.values] : (held.values[0] ?? "")] as const,
    );
  const unseen = [...request.unseen].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    principal: writePrincipal(request),
    action: request.action,
    resource: { arn: request.resource, account: request.owner },
    context: Object.fromEntries(context),
    ...(unseen.length > 0 ? { unseen: Object.fromEntries(unseen) } : {}),
  };
}

function writePrincipal(request: Request): PrincipalJson {
  const { caller } = request;
  const text = (view: string) => readView(request, view)?.values[0] ?? "";
  const canonical = caller.canonical === undefined ? {} : { canonical: caller.canonical };
  const account = text("caller:account");
  switch (caller.kind) {
    case "anonymous":
      return { anonymous: true };
    case "service":
      return { service: text("caller:service") };
    case "web-identity":
    case "saml": {
      const federated = text("caller:provider");
      return impliedProtocol(federated) === caller.kind ? { federated } : { federated, protocol: caller.kind };
    }
    case "session":
    case "service-linked-session":
      return {
        arn: text("caller:session-arn"),
        role: text("caller:arn"),
        id: text("key:aws:userid"),
        account,
        ...linkedUnlessImplied(caller),
        ...canonical,
      };
    case "user":
      return { arn: text("caller:arn"), id: text("key:aws:userid"), account, ...canonical };
    case "root":
      return { arn: text("caller:arn"), account, ...canonical };
    case "assumed-root":
      return { arn: text("caller:arn"), account, assumedRoot: true, ...canonical };
    case "federated-user":
    case "federated-root":
      return { arn: text("caller:arn"), parent: text("caller:parent-arn"), account, ...canonical };
  }
}

function linkedUnlessImplied({ kind, parts }: Caller): { readonly serviceLinked?: boolean } {
  const linked = kind === "service-linked-session";
  return isLinkedPath(parts.path ?? "/") === linked ? {} : { serviceLinked: linked };
}
