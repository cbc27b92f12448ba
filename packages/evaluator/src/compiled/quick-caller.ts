// Trusted: who asks, read from the ARNs that most requests have. Every other form, and every fault, is left to readPrincipal; held to it by
// the test quick-request.
import type { Caller } from "@keyaki/semantics";
import { partFaults } from "../admissible.ts";
import { isLinkedPath, PLAUSIBLE } from "../read-principal.ts";
import { isObject } from "../request-problem.ts";

const SESSION = "arn:aws:sts::";
const IDENTITY = "arn:aws:iam::";
/** Where the account ends in both. */
const AFTER_ACCOUNT = 25;
const RARE = ["service", "anonymous", "federated", "serviceLinked", "canonical"] as const;

/** A session of a role or a user of the partition `aws`; null: readPrincipal is to say who it is. */
export function quickCaller(json: unknown): Caller | null {
  if (!isObject(json) || !isUsual(json)) return null;
  const { arn, id, role, account } = json;
  if (typeof arn !== "string" || !arn.isWellFormed() || !isTextOrMissing(id) || !isTextOrMissing(role)) return null;
  return isTextOrMissing(account) ? callerOfTexts(arn, id, role, account) : null;
}

/** Whether a principal has none of the fields that make it another than its ARN says. */
export function isUsual(json: Readonly<Record<string, unknown>>): boolean {
  for (const field of RARE) if (json[field] !== undefined) return false;
  return true;
}

/** The same from the texts of its fields. */
export function callerOfTexts(
  arn: string,
  id: string | undefined,
  role: string | undefined,
  given: string | undefined,
): Caller | null {
  const account = arn.slice(SESSION.length, AFTER_ACCOUNT);
  if (given !== undefined && given !== account) return null;
  const caller = arn.startsWith(":assumed-role/", AFTER_ACCOUNT)
    ? sessionOf(arn, account, id ?? null, role ?? null)
    : arn.startsWith(":user/", AFTER_ACCOUNT)
      ? userOf(arn, account, id ?? PLAUSIBLE.userId)
      : null;
  return caller === null || partFaults(caller).length > 0 ? null : caller;
}

function isTextOrMissing(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === "string" && value.isWellFormed());
}

function userOf(arn: string, account: string, id: string): Caller | null {
  if (!arn.startsWith(IDENTITY)) return null;
  const begin = AFTER_ACCOUNT + ":user".length;
  const slash = arn.lastIndexOf("/") + 1;
  const parts = { id, partition: "aws", account, path: arn.slice(begin, slash), name: arn.slice(slash) };
  return { kind: "user", parts };
}

function sessionOf(arn: string, account: string, id: string | null, role: string | null): Caller | null {
  const begin = AFTER_ACCOUNT + ":assumed-role/".length;
  const slash = arn.indexOf("/", begin);
  if (!arn.startsWith(SESSION) || slash < 0 || arn.indexOf("/", slash + 1) >= 0) return null;
  const [name, session] = [arn.slice(begin, slash), arn.slice(slash + 1)];
  let unique: string = id ?? PLAUSIBLE.roleId;
  const colon = unique.indexOf(":");
  if (colon >= 0) {
    if (unique.slice(colon + 1) !== session) return null;
    unique = unique.slice(0, colon);
  }
  const path = role === null ? "/" : pathOf(role, account, name);
  // Whose path is that of service-linked roles is another kind of caller.
  if (path === null || isLinkedPath(path)) return null;
  return { kind: "session", parts: { id: unique, session, partition: "aws", account, path, name } };
}

/** The path in the ARN of a session's role; null where it is not that of this role. */
function pathOf(role: string, account: string, name: string): string | null {
  const isOwn = role.startsWith(IDENTITY) && role.startsWith(account, IDENTITY.length);
  if (!isOwn || !role.startsWith(":role/", AFTER_ACCOUNT)) return null;
  const slash = role.lastIndexOf("/") + 1;
  return role.length - slash === name.length && role.endsWith(name) ? role.slice(AFTER_ACCOUNT + 5, slash) : null;
}
