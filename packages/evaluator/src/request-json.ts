// Trusted: a request read wrong is judged right about something else.
import { type Arity, WITHOUT_RESOURCE_ACCOUNT } from "@keyaki/catalog";
import {
  type Caller,
  CLOCK_VIEWS,
  callerRow,
  foldAscii,
  type KeyValues,
  keyView,
  OWNER_VIEWS,
  parseInstant,
  type Request,
  readView,
  renderInstant,
} from "@keyaki/semantics";
import { type GivenKeys, lone, readContext } from "./read-context.ts";
import { readPrincipal } from "./read-principal.ts";
import { isObject, type RequestProblem, RequestProblems, textField } from "./request-problem.ts";

/**
 * Reads a request, fills in what follows from the rest, and refuses what contradicts it. Defaults where nothing is said:
 * the resource belongs to the account in its ARN, else to the caller's, and `aws:ResourceAccount` says so unless AWS lists the
 * action among those without it; the connection is encrypted; the region is the ARN's, else us-east-1. No clock is invented: without `aws:CurrentTime` or `aws:EpochTime` what depends on the time stays
 * undetermined. Fields that it does not know are ignored.
 */
export function readRequest(
  json: unknown,
  facts: { arity(key: string): Arity },
): { readonly request: Request } | { readonly problems: readonly RequestProblem[] } {
  const problems = new RequestProblems();
  if (!isObject(json)) {
    problems.add("WRONG_TYPE", "$", { expected: "an object" });
    return { problems: problems.found };
  }
  const given = readContext(json.context, facts, problems);
  const caller = readPrincipal(json.principal, given, problems);
  const action = textField(json, "action", "$", problems);
  if (json.action === undefined || action === "") problems.add("MISSING", "$.action");
  const resource = readResource(json.resource, given, caller, problems);
  const clock = readClock(given, problems);
  const unseen = readUnseen(json.unseen, problems);
  if (problems.found.length > 0 || caller === null || action === null || resource === null) {
    return { problems: problems.found };
  }
  const keys = independentKeys(given, caller, action, resource);
  const request: Request = { caller, action, ...resource, clock, keys, unseen };
  compareDerived(request, given, problems);
  return problems.found.length > 0 ? { problems: problems.found } : { request };
}

function readResource(
  json: unknown,
  given: GivenKeys,
  caller: Caller | null,
  problems: RequestProblems,
): { readonly resource: string; readonly owner: string | null } | null {
  const path = "$.resource";
  if (json === undefined) return problems.add("MISSING", path);
  // For an action without resource types "*" alone says all that { "arn": "*" } does.
  if (json === "*") return readResource({ arn: json }, given, caller, problems);
  if (!isObject(json)) return problems.add("WRONG_TYPE", path, { expected: 'an object or "*"' });
  const resource = textField(json, "arn", path, problems);
  if (json.arn === undefined || resource === "") problems.add("MISSING", `${path}.arn`);
  const written = json.account === null ? null : textField(json, "account", path, problems);
  if (written !== null && !/^\d{12}$/.test(written)) {
    problems.add("INVALID_VALUE", `${path}.account`, { expected: "twelve digits", value: written });
  }
  if (resource === null) return null;
  if (json.account === null) return { resource, owner: null };
  const [account = ""] = resource.split(":").slice(4, 5);
  const inArn = /^\d{12}$/.test(account) && resource.split(":").length > 5 ? account : null;
  if (written !== null && inArn !== null && written !== inArn) {
    return problems.contradiction(`${path}.account`, written, inArn);
  }
  const stated = lone(given, "aws:resourceaccount") ?? lone(given, "s3:resourceaccount") ?? null;
  return { resource, owner: inArn ?? written ?? stated ?? caller?.parts.account ?? null };
}

/** The clock in milliseconds, or null where the request gives no time. */
function readClock(given: GivenKeys, problems: RequestProblems): number | null {
  let clock: number | null = null;
  for (const key of ["aws:currenttime", "aws:epochtime"]) {
    const entry = given.get(key);
    if (entry === undefined) continue;
    const [text] = entry.held?.values ?? [];
    if (text === undefined) {
      problems.contradiction(entry.path, "null", "the time of the request");
      continue;
    }
    const isShort = key === "aws:epochtime" && /^\d{1,4}$/.test(text);
    const read = isShort ? Number(text) * 1000 : parseInstant(text, "utc", "capital");
    if (read === null || parseInstant(renderInstant(read), "utc", "capital") !== read) {
      problems.add("INVALID_VALUE", entry.path, {
        expected: "a date of the years 0 to 9999, or epoch seconds",
        value: text,
      });
    } else if (clock !== null && Math.floor(clock / 1000) !== Math.floor(read / 1000)) {
      problems.contradiction(entry.path, text, String(Math.floor(clock / 1000)));
    } else clock ??= read;
  }
  return clock;
}

function readUnseen(json: unknown, problems: RequestProblems): ReadonlyMap<string, boolean> {
  const unseen = new Map<string, boolean>();
  if (json === undefined) return unseen;
  if (!isObject(json)) {
    problems.add("WRONG_TYPE", "$.unseen", { expected: "an object" });
    return unseen;
  }
  for (const [name, value] of Object.entries(json)) {
    if (typeof value === "boolean") unseen.set(name, value);
    else problems.add("WRONG_TYPE", `$.unseen[${JSON.stringify(name)}]`, { expected: "true or false" });
  }
  return unseen;
}

/** The keys that do not follow from other parts of the request, with the defaults for those that every request has. */
function independentKeys(
  given: GivenKeys,
  caller: Caller,
  action: string,
  { resource, owner }: { readonly resource: string; readonly owner: string | null },
): ReadonlyMap<string, KeyValues> {
  const { views } = callerRow(caller.kind);
  const keys = new Map<string, KeyValues>();
  for (const [key, { held }] of given) {
    const view = keyView(key);
    if (held !== null && views[view] === undefined && !CLOCK_VIEWS.has(view)) keys.set(key, held);
  }
  const fill = (key: string, value: string) => {
    if (!given.has(key)) keys.set(key, { set: false, values: [value] });
  };
  if (owner !== null && hasResourceAccount(foldAscii(action))) fill("aws:resourceaccount", owner);
  fill("aws:securetransport", "true");
  fill("aws:requestedregion", regionOf(resource));
  return keys;
}

const LISTED = WITHOUT_RESOURCE_ACCOUNT.actions.map(foldAscii);
const LISTED_ACTIONS: ReadonlySet<string> = new Set(LISTED.filter((name) => !name.endsWith(":*")));
const LISTED_SERVICES: readonly string[] = LISTED.filter((name) => name.endsWith(":*")).map((name) =>
  name.slice(0, -1),
);

/**
 * Whether requests of the action, whose letters are folded, have aws:ResourceAccount: AWS lists those that lack it. AWS page:
 * reference_policies_condition-keys (aws:ResourceAccount).
 */
export function hasResourceAccount(action: string): boolean {
  return !LISTED_ACTIONS.has(action) && !LISTED_SERVICES.some((service) => action.startsWith(service));
}

/** The region in an ARN, else the one that global services count as. AWS page: reference_policies_condition-keys (aws:RequestedRegion). */
export function regionOf(resource: string): string {
  const parts = resource.split(":");
  const region = parts.length > 5 ? (parts[3] ?? "") : "";
  return /^[a-z0-9-]+$/.test(region) ? region : "us-east-1";
}

/** A given key that follows from other parts of the request must be what follows from them. */
function compareDerived(request: Request, given: GivenKeys, problems: RequestProblems): void {
  const { views } = callerRow(request.caller.kind);
  for (const [key, { path, held }] of given) {
    const view = keyView(key);
    if (OWNER_VIEWS.has(view)) {
      if (held !== null && held.values[0] !== request.owner) {
        problems.contradiction(path, held.values.join(", "), request.owner);
      }
    } else if (views[view] !== undefined) {
      const derived = readView(request, view)?.values[0] ?? null;
      const text = held === null ? null : (held.values[0] ?? "");
      const many = held !== null && held.values.length !== 1;
      if (many || text !== derived)
        problems.contradiction(path, held === null ? "null" : held.values.join(", "), derived);
    }
  }
}
