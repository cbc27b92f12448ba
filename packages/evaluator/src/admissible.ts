// Trusted: the judge of witnesses. It says whether AWS could receive a request, and knows no encoder.
import {
  actionsOf,
  type Caller,
  type CallerPart,
  CLOCK_VIEWS,
  callerRow,
  foldAscii,
  isNeverAnonymous,
  keyView,
  OWNER_VIEWS,
  parseBool,
  type Request,
} from "@keyaki/semantics";

/** Why a request cannot be: a rule of the caller's parts, an action that such a caller cannot ask for, or an axiom that it breaks. */
export interface Inadmissible {
  readonly code: "part" | "missing-part" | "derived-key" | "action" | "owner" | "surrogate" | "axiom";
  readonly name: string;
}

const NAME = /^[A-Za-z0-9+=,.@_-]+$/;
const PARTS: Readonly<Record<CallerPart, RegExp>> = {
  id: /^A(ID|RO)A[A-Z0-9]+$/,
  partition: /^aws(-[a-z0-9-]+)?$/,
  account: /^\d{12}$/,
  path: /^\/([!-~]+\/)?$/,
  parent: NAME,
  name: NAME,
  session: /^[A-Za-z0-9+=,.@_-]{2,}$/,
  service: /^[a-z0-9.-]+$/,
  provider: /^[!-~]+$/,
};

const LINKED_PATH = /^\/aws-service-role\/[a-z0-9.-]+\/$/;
const ARN_ACCOUNT = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/;

/** The faults of a request; none means that it is admissible. `axioms` are the ids of those that must hold. */
export function faultsOf(request: Request, axioms: ReadonlySet<string>): Inadmissible[] {
  return [...callerFaults(request), ...ownerFaults(request), ...textFaults(request), ...axiomFaults(request, axioms)];
}

/** The parts of a caller that are missing or that AWS could not have given it. */
export function partFaults({ kind, parts }: Caller): readonly CallerPart[] {
  const faults: CallerPart[] = [];
  for (const { part } of callerRow(kind).parts) if (isFault(kind, part, parts[part])) faults.push(part);
  return faults;
}

function isFault(kind: Caller["kind"], part: CallerPart, value: string | undefined): boolean {
  if (value === undefined || !PARTS[part].test(value)) return true;
  if (part === "id") return !value.startsWith(kind === "user" ? "AIDA" : "AROA");
  if (part === "path") return kind === "service-linked-session" && !LINKED_PATH.test(value);
  return part === "name" && kind.startsWith("federated-") && value.length < 2;
}

function callerFaults({ caller, action, keys }: Request): Inadmissible[] {
  const faults: Inadmissible[] = partFaults(caller).map((name) => ({
    code: caller.parts[name] === undefined ? "missing-part" : "part",
    name,
  }));
  const row = callerRow(caller.kind);
  for (const key of keys.keys()) {
    if (row.views[keyView(key)] !== undefined || CLOCK_VIEWS.has(keyView(key)))
      faults.push({ code: "derived-key", name: key });
  }
  if (actionsOf(caller.kind)?.includes(foldAscii(action)) === false) faults.push({ code: "action", name: action });
  return faults;
}

function ownerFaults({ resource, owner, keys }: Request): Inadmissible[] {
  const faults: Inadmissible[] = [];
  if (owner !== null && !/^\d{12}$/.test(owner)) faults.push({ code: "owner", name: "owner" });
  const written = ARN_ACCOUNT.exec(resource)?.[1];
  if (written !== undefined && owner !== null && written !== owner) faults.push({ code: "owner", name: "resource" });
  for (const view of OWNER_VIEWS) {
    if (!view.startsWith("key:")) continue;
    const held = keys.get(view.slice(4));
    if (held !== undefined && (held.set || held.values[0] !== owner)) faults.push({ code: "owner", name: view });
  }
  return faults;
}

function textFaults(request: Request): Inadmissible[] {
  const texts = [request.action, request.resource, ...[...request.keys.values()].flatMap((held) => held.values)];
  return texts.every((text) => text.isWellFormed()) ? [] : [{ code: "surrogate", name: "text" }];
}

/** The axioms once more, as plain checks on a request and not as formulas. */
function axiomFaults({ caller, keys }: Request, axioms: ReadonlySet<string>): Inadmissible[] {
  const has = (key: string) => keys.has(key);
  const values = (key: string) => keys.get(key)?.values ?? [];
  const organization = values("aws:principalorgid")[0];
  const chain = values("aws:calledvia");
  const ends = ["aws:calledviafirst", "aws:calledvialast"];
  const holds: Readonly<Record<string, boolean>> = {
    "vpc-with-vpce": has("aws:sourcevpc") === has("aws:sourcevpce"),
    "orgpaths-with-orgid": !has("aws:principalorgpaths") || has("aws:principalorgid"),
    "orgpaths-in-orgid":
      organization === undefined ||
      values("aws:principalorgpaths").every((path) => path.startsWith(`${organization}/`)),
    "mfa-age-with-mfa":
      !has("aws:multifactorauthage") || parseBool(values("aws:multifactorauthpresent")[0] ?? "") === true,
    "calledvia-first-last": chain.length === 0 || ends.every((end) => chain.includes(values(end)[0] ?? "\u0000")),
    "anonymous-keys": caller.kind !== "anonymous" || ![...keys.keys()].some(isNeverAnonymous),
    "securetransport-present": has("aws:securetransport"),
    "requestedregion-present": has("aws:requestedregion"),
  };
  return Object.entries(holds).flatMap(([name, held]): Inadmissible[] =>
    held || !axioms.has(name) ? [] : [{ code: "axiom", name }],
  );
}
