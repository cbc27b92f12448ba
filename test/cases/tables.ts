// What cases show besides a single operator, each row read from the cases' own contents.
import { GLOBAL_KEYS } from "@keyaki/catalog";
import { CALLER_ROWS, keyView, readView } from "@keyaki/semantics";
import { type Case, outcomeOf, requestOf } from "./case-file.ts";
import { singleOf } from "./matrix.ts";

/** One row of a table: some case must show it. */
export interface Row {
  readonly name: string;
  shows(each: Case): boolean;
}

const listOf = (value: unknown): readonly string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);

const element = (each: Case, ...names: string[]) => names.flatMap((name) => listOf(each.statement?.[name]));

/** Both outcomes of what `shows` finds; a case about an open rule shows those of its values. */
function bothWays(name: string, shows: (each: Case) => boolean): Row[] {
  return [true, false].map((outcome) => ({
    name: `${name}: ${outcome ? "applies" : "does not apply"}`,
    shows: (each) => {
      if (each.policies !== undefined || !shows(each)) return false;
      const wanted = typeof each.want === "object" && each.want !== null ? Object.values(each.want) : [each.want];
      return wanted.includes(outcome);
    },
  }));
}

// ---------------------------------------------------------------------------------------------- how values are written

type Side = "policy" | "request";

function texts(each: Case, family: RegExp, side: Side): readonly string[] {
  const single = singleOf(each);
  if (single === null || !family.test(single.base)) return [];
  return side === "policy" ? single.wanted : single.held === null ? [] : [single.held].flat();
}

function written(
  family: RegExp,
  forms: Readonly<Record<string, (text: string) => boolean>>,
  sides: readonly Side[],
): Row[] {
  return Object.entries(forms).flatMap(([name, fits]) =>
    sides.map((side) => ({ name: `${name} (${side})`, shows: (each: Case) => texts(each, family, side).some(fits) })),
  );
}

const like = (pattern: RegExp) => (text: string) => pattern.test(text);

export const DATES: readonly Row[] = written(
  /^Date/,
  {
    year: like(/^\d{4}$/),
    month: like(/^\d{4}-\d\d$/),
    day: like(/^\d{4}-\d\d-\d\d$/),
    "hours and minutes": like(/T\d\d:\d\d(Z|[+-]\d\d:\d\d)$/),
    seconds: like(/T\d\d:\d\d:\d\dZ$/),
    "fraction of a second": like(/T\d\d:\d\d:\d\d\.\d+Z$/),
    "zone in the east": like(/T.*\+(?!00:00)\d\d:\d\d$/),
    "zone in the west": like(/T.*-\d\d:\d\d$/),
    "no zone": like(/T[\d:.]+$/),
    "epoch seconds": like(/^\d{9,}$/),
    "no date": like(/[a-z]{3}/i),
  },
  ["policy", "request"],
);

export const NUMBERS: readonly Row[] = written(
  /^Numeric/,
  {
    integer: like(/^\d+$/),
    decimal: like(/^\d+\.\d+$/),
    "trailing zeros": like(/\.\d*0$/),
    "negative number": like(/^-\d+$/),
    "negative decimal": like(/^-\d+\.\d+$/),
    "leading zero": like(/^0\d/),
    "more than 53 bits": like(/^\d{16,}$/),
    "many decimal places": like(/\.\d{15,}$/),
    exponent: like(/^\d+e\d+$/i),
    "no number": like(/^[a-z]+$/i),
  },
  ["policy", "request"],
);

function hasHostBits(text: string): boolean {
  const [address = "", prefix] = text.split("/");
  const bytes = address.split(".").map(Number);
  if (bytes.length !== 4 || prefix === undefined) return false;
  const bits = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return bits % 2 ** (32 - Number(prefix)) !== 0;
}

export const BLOCKS: readonly Row[] = written(
  /IpAddress$/,
  {
    "IPv4 address": like(/^[\d.]+$/),
    "IPv4 block of whole bytes": like(/^[\d.]+\/(8|16|24|32)$/),
    "IPv4 block with an odd prefix": like(/^[\d.]+\/(?!0$|8$|16$|24$|32$)\d+$/),
    "IPv4 block of all addresses": like(/^[\d.]+\/0$/),
    "IPv4 block with host bits": hasHostBits,
    "IPv6 address": like(/^[\da-f:]*:[\da-f:]+$/i),
    "IPv6 block with an odd prefix": like(/:.*\/\d*[13579]$/),
    "IPv6 block of all addresses": like(/^::\/0$/),
    "IPv6 block with host bits": like(/::[\da-f]+\/(?!12)\d+$/i),
    "IPv6 block in capitals": like(/[A-F].*:.*\//),
    "IPv6 block with zeros written out": like(/:0:0:.*\//),
    "no address": like(/[g-z*]/i),
  },
  ["policy"],
);

export const ADDRESSES: readonly Row[] = written(
  /IpAddress$/,
  {
    IPv4: like(/^\d+\.\d+\.\d+\.\d+$/),
    IPv6: like(/^[\da-f:]*:[\da-f:]+$/),
    "IPv6 in capitals": like(/[A-F].*:/),
    "IPv4 written as IPv6": like(/^::ffff:[\d.]+$/),
    "no address": like(/[g-z]/i),
  },
  ["request"],
);

// ------------------------------------------------------------------------------------------------------------ elements

const NEGATIVE: readonly (readonly [string, readonly string[]])[] = [
  ["NotAction", ["Allow", "Deny"]],
  ["NotResource", ["Allow", "Deny"]],
  ["NotPrincipal", ["Allow", "Deny"]],
];

export const NOT_ELEMENTS: readonly Row[] = NEGATIVE.flatMap(([name, effects]) =>
  effects.flatMap((effect) =>
    bothWays(
      `${name} with ${effect}`,
      (each) => element(each, name).length > 0 && (each.statement?.Effect ?? "Allow") === effect,
    ),
  ),
);

export const ACTIONS: readonly Row[] = Object.entries({
  "a name in full": /^\w+:\w+$/,
  "a lone star": /^\*$/,
  "a star at the end": /^[\w-]+:\w+\*$/,
  "a star inside": /^[\w-]+:\w*\*\w+$/,
  "a question mark": /:.*\?/,
  "a star for a whole service": /^[\w-]+:\*$/,
  "a wildcard in the service": /^\w*[*?]\w*:.+$/,
}).flatMap(([name, form]) =>
  bothWays(name, (each) => element(each, "Action", "NotAction").some((action) => form.test(action))),
);

/** The parts of an ARN, the sixth with all its colons. */
function partsOf(text: string): readonly string[] {
  const parts = text.split(":");
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(":")] : parts;
}

const early = (text: string) => (partsOf(text).length === 6 ? partsOf(text).slice(1, 5) : []);
const last = (text: string) => partsOf(text)[5] ?? "";

const RESOURCE_FORMS: Readonly<Record<string, (text: string) => boolean>> = {
  "an ARN in full": (text) => partsOf(text).length === 6 && !/[*?$]/.test(text),
  "a lone star": like(/^\*$/),
  "a star for an early part": (text) => early(text).includes("*"),
  "a star at the end of an early part": (text) => early(text).some(like(/^[^*?]+\*$/)),
  "a star inside an early part": (text) => early(text).some(like(/\*[^*]/)),
  "a question mark in an early part": (text) => early(text).some(like(/\?/)),
  "a star in the last part": (text) => last(text).includes("*"),
  "a question mark in the last part": (text) => last(text).includes("?"),
  "too few parts": (text) => text !== "*" && partsOf(text).length < 6,
  "a variable": like(/\$\{\w/),
};

const HELD_RESOURCES: Readonly<Record<string, RegExp>> = {
  "a newline": /\n/,
  "a space": / /,
  "a slash": /\/.*\//,
  "a colon in the last part": /^([^:]*:){6}/,
  "a character outside ASCII": /[^\n -~]/,
  "a character beyond the basic plane": /[\ud800-\udbff]/,
  "the resource * of actions without resources": /^\*$/,
};

export const RESOURCES: readonly Row[] = [
  ...Object.entries(RESOURCE_FORMS).flatMap(([name, fits]) =>
    bothWays(name, (each) => element(each, "Resource", "NotResource").some(fits)),
  ),
  ...Object.entries(HELD_RESOURCES).map(([name, form]) => ({
    name: `a resource with ${name}`,
    shows: (each: Case) => form.test(each.resource ?? "") && element(each, "Resource", "NotResource").length > 0,
  })),
];

const EMPTY = (value: unknown) =>
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === "object" && value !== null && Object.values(value).length === 0);

export const EMPTY_LISTS: readonly Row[] = [
  ...["Action", "Resource", "NotAction", "NotResource"].map((name) => ({
    name,
    shows: (each: Case) => EMPTY(each.statement?.[name]),
  })),
  { name: "Principal, the object", shows: (each) => EMPTY(each.statement?.Principal) },
  {
    name: "Principal, a list",
    shows: (each) => Object.values((each.statement?.Principal ?? {}) as object).some(EMPTY),
  },
  ...(["ForAllValues", "ForAnyValue", "IfExists"] as const).flatMap((word) =>
    ["the key is there", "the key is absent"].map((held) => ({
      name: `values under ${word}, ${held}`,
      shows: (each: Case) => {
        const single = singleOf(each);
        if (single === null || single.wanted.length > 0) return false;
        const isWord = word === "IfExists" ? single.ifExists && single.set === null : single.set === word;
        return isWord && (single.held === null) === (held === "the key is absent");
      },
    })),
  ),
];

// ---------------------------------------------------------------------------------------------------------- principals

const PRINCIPAL_FORMS: Readonly<Record<string, (key: string, value: string) => boolean>> = {
  "a star": (key, value) => key === "*" && value === "*",
  "AWS and a star": (key, value) => key === "AWS" && value === "*",
  "an account's number": (key, value) => key === "AWS" && /^\d{12}$/.test(value),
  "an account's root ARN": (key, value) => key === "AWS" && /:root$/.test(value),
  "a user": (key, value) => key === "AWS" && /:user\/[^/]+$/.test(value),
  "a user with a path": (key, value) => key === "AWS" && /:user\/.+\//.test(value),
  "a role": (key, value) => key === "AWS" && /:role\/[^/]+$/.test(value),
  "a role with a path": (key, value) => key === "AWS" && /:role\/.+\//.test(value),
  "a session of a role": (key, value) => key === "AWS" && /:assumed-role\//.test(value),
  "a federated user": (key, value) => key === "AWS" && /:federated-user\//.test(value),
  "the id of a user": (key, value) => key === "AWS" && /^AIDA/.test(value),
  "the id of a role": (key, value) => key === "AWS" && /^AROA/.test(value),
  "a service": (key) => key === "Service",
  "a provider that AWS knows": (key, value) => key === "Federated" && !value.startsWith("arn:"),
  "an OIDC provider": (key, value) => key === "Federated" && /:oidc-provider\//.test(value),
  "a SAML provider": (key, value) => key === "Federated" && /:saml-provider\//.test(value),
  "a canonical id": (key) => key === "CanonicalUser",
};

function principalsOf(each: Case): readonly (readonly [string, string])[] {
  const given = each.statement?.Principal;
  if (given === "*") return [["*", "*"]];
  return Object.entries((given ?? {}) as object).flatMap(([key, values]) =>
    listOf(values).map((value) => [key, value] as const),
  );
}

export const PRINCIPALS: readonly Row[] = Object.entries(PRINCIPAL_FORMS)
  .flatMap(([name, fits]) => bothWays(name, (each) => principalsOf(each).some(([key, value]) => fits(key, value))))
  // Nobody is left out by a lone star.
  .filter(({ name }) => name !== "a star: does not apply");

const OF_CALLERS = ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:userid", "aws:username"];

/** What a key of the caller holds is on no page for these kinds: AWS's table of principals does not have them. */
function isUndocumented(kind: string, key: string): boolean {
  if (["service", "web-identity", "saml"].includes(kind)) return key === "aws:username";
  return kind === "assumed-root" && ["aws:PrincipalType", "aws:userid", "aws:username"].includes(key);
}

/** Each kind of caller and each key of the caller that follows from it. */
export const CALLERS: readonly Row[] = CALLER_ROWS.flatMap(({ kind, views }) =>
  OF_CALLERS.filter((key) => views[keyView(key.toLowerCase())] !== undefined && !isUndocumented(kind, key)).map(
    (key) => ({
      name: `${key} of ${kind}`,
      shows: (each: Case) =>
        each.topic === "principals.callers" && usesKey(each, key) && requestOf(each).caller.kind === kind,
    }),
  ),
);

// ---------------------------------------------------------------------------------------------------------------- keys

function keysOf(each: Case): readonly string[] {
  const blocks = (each.condition ?? each.statement?.Condition ?? {}) as Readonly<Record<string, object>>;
  return Object.values(blocks)
    .flatMap(Object.keys)
    .map((key) => key.toLowerCase());
}

function usesKey(each: Case, name: string): boolean {
  const [stem = ""] = name.toLowerCase().split("${");
  return keysOf(each).some((key) => (name.includes("${") ? key.startsWith(stem) : key === stem));
}

/** Keys that AWS's page says are in every request. */
const ALWAYS: ReadonlySet<string> = new Set([
  "aws:PrincipalAccount",
  "aws:PrincipalType",
  "aws:userid",
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:RequestedRegion",
  "aws:SecureTransport",
  "aws:UserAgent",
]);

/** Every global key, in a request that holds it and in one that lacks it. */
export const KEYS: readonly Row[] = GLOBAL_KEYS.flatMap(({ name }) =>
  ["present", "absent"]
    .filter((state) => state === "present" || !ALWAYS.has(name))
    .map((state) => ({
      name: `${name}, ${state}`,
      shows: (each: Case) => {
        if (each.policies !== undefined || !usesKey(each, name)) return false;
        const [stem = ""] = name.toLowerCase().split("${");
        const request = requestOf(each);
        return keysOf(each)
          .filter((key) => key.startsWith(stem))
          .some((key) => (readView(request, keyView(key)) !== null) === (state === "present"));
      },
    })),
);

/** Guards on multi-factor authentication: what they ask, and which credentials the caller has. */
export const MFA: readonly Row[] = ["Bool", "BoolIfExists", "Null"].flatMap((operator) =>
  ["true", "false"].flatMap((asked) =>
    ["long-term credentials", "credentials without MFA", "credentials with MFA"].map((credentials) => ({
      name: `${operator} ${asked}, ${credentials}`,
      shows: (each: Case) => {
        const single = singleOf(each);
        if (single?.key !== "aws:multifactorauthpresent" || single.set !== null) return false;
        const held = { null: "long-term credentials", false: "credentials without MFA", true: "credentials with MFA" };
        return (
          `${single.base}${single.ifExists ? "IfExists" : ""}` === operator &&
          single.wanted.join() === asked &&
          held[String(single.held) as keyof typeof held] === credentials
        );
      },
    })),
  ),
);

// ----------------------------------------------------------------------------------------------------------- variables

const VARIABLE_PLACES: Readonly<Record<string, (each: Case) => readonly string[]>> = {
  Resource: (each) => element(each, "Resource"),
  NotResource: (each) => element(each, "NotResource"),
  "String operators": (each) => texts(each, /^String.*Equals/, "policy"),
  "Like operators": (each) => texts(each, /^String.*Like/, "policy"),
  "Arn operators": (each) => texts(each, /^Arn/, "policy"),
};

const VARIABLE_FORMS: Readonly<Record<string, RegExp>> = {
  "a variable": /\$\{[\w:/-]+\}/,
  "a variable with a default": /\$\{[\w:/-]+, '[^']*'\}/,
  "an escape": /\$\{[*?$]\}/,
};

export const VARIABLES: readonly Row[] = [
  ...Object.entries(VARIABLE_PLACES).flatMap(([place, textsOf]) =>
    Object.entries(VARIABLE_FORMS).flatMap(([name, form]) =>
      ["2012-10-17", "2008-10-17"].map((version) => ({
        name: `${name} in ${place}, version ${version}`,
        shows: (each: Case) =>
          (each.version === undefined ? "2012-10-17" : (each.version ?? "2008-10-17")) === version &&
          textsOf(each).some((text) => form.test(text)),
      })),
    ),
  ),
  ...["${*}", "${?}", "${$}"].map((mark) => ({
    name: `the escape ${mark}`,
    shows: (each: Case) => JSON.stringify(each.condition ?? each.statement ?? "").includes(mark),
  })),
];

// ----------------------------------------------------------------------------------------------------------- decisions

/** Whom the only statement of the resource's policy names. */
function grantOf(each: Case): string | null {
  const policy = each.policies?.resource as { Statement?: Readonly<Record<string, unknown>> } | undefined;
  const statement = policy?.Statement;
  if (statement === undefined || Array.isArray(statement) || statement.Effect !== "Allow") return null;
  const named = principalsOf({ ...each, statement });
  const [only] = named;
  if (only === undefined || named.length > 1) return null;
  const found = Object.entries(PRINCIPAL_FORMS).find(([, fits]) => fits(...only))?.[0] ?? null;
  const byArn = JSON.stringify(statement.Condition ?? {}).includes("aws:PrincipalArn");
  return byArn ? `${found} and the caller's ARN as a condition` : found;
}

/**
 * AWS's table of what a grant in a resource policy is worth inside one account when nothing else allows: the boundary and the
 * session policy, where the caller can have them, are there and allow something else.
 * AWS page: reference_policies_evaluation-logic_policy-eval-denyallow.
 */
const GRANT_TABLE: readonly (readonly [kind: string, grant: string, limits: readonly string[], decision: string])[] = [
  ["session", "a role", ["boundaries", "session"], "ImplicitlyDenied"],
  ["session", "a star and the caller's ARN as a condition", ["boundaries", "session"], "Allowed"],
  ["session", "a session of a role", ["boundaries", "session"], "Allowed"],
  ["user", "a user", ["boundaries"], "Allowed"],
  ["federated-user", "a user", ["boundaries", "session"], "ImplicitlyDenied"],
  ["federated-user", "a federated user", ["boundaries", "session"], "Allowed"],
  ["root", "an account's root ARN", [], "Allowed"],
  ["service", "a service", [], "Allowed"],
];

export const GRANTS: readonly Row[] = GRANT_TABLE.map(([kind, grant, limits, decision]) => ({
  name: `${kind}, ${grant}: ${decision}`,
  shows: (each) => {
    if (each.policies === undefined || each.want !== decision || grantOf(each) !== grant) return false;
    if (requestOf(each).caller.kind !== kind || limits.some((layer) => !(layer in (each.policies ?? {})))) return false;
    // The rest must only fail to allow.
    const { resource: _, ...rest } = each.policies;
    return kind === "root" || outcomeOf({ ...each, policies: rest }, {}) === "ImplicitlyDenied";
  },
}));

/** Each layer of a decision, and how it settles one. */
export const LAYERS: readonly Row[] = Object.entries({
  identity: ["Allowed", "ImplicitlyDenied", "ExplicitlyDenied"],
  resource: ["Allowed", "ImplicitlyDenied", "ExplicitlyDenied"],
  boundaries: ["ImplicitlyDenied", "ExplicitlyDenied"],
  session: ["ImplicitlyDenied", "ExplicitlyDenied"],
  scps: ["ImplicitlyDenied", "ExplicitlyDenied"],
  // Resource control policies have denials only: what they allow stays allowed.
  rcps: ["ExplicitlyDenied"],
  endpoint: ["ImplicitlyDenied", "ExplicitlyDenied"],
}).flatMap(([layer, decisions]) =>
  decisions.map((decision) => ({
    name: `${layer}: ${decision}`,
    shows: (each: Case) => each.by === layer && each.want === decision,
  })),
);
