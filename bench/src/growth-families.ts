import type { PolicyKind } from "@keyaki/policy";

type Json = Readonly<Record<string, unknown>>;
type Relation = "more-permissive" | "less-permissive" | "incomparable" | "equivalent";

/** A change of a policy of size `n`. */
export interface Family {
  /** What doubles. */
  readonly group: "statements" | "patterns" | "values" | "keys" | "overlapping globs";
  readonly name: string;
  readonly kind: PolicyKind;
  readonly sizes: readonly number[];
  /** AFTER against BEFORE. */
  readonly relation: Relation;
  /** The statements of both sides; `salt` makes texts that no question before had. */
  change(n: number, salt: string): { readonly before: readonly Json[]; readonly after: readonly Json[] };
}

const SIZES = [125, 250, 500, 1000, 2000, 4000];
/** Globs that overlap on one key. */
const FEW = [3, 6, 12, 24];
const WIDER = "more-permissive";
const NARROWER = "less-permissive";

/** A statement whose list has one entry more after than before. */
function list(
  group: Family["group"],
  name: string,
  entry: (salt: string, i: number) => unknown,
  statement: (entries: readonly unknown[]) => Json,
  relation: Relation = WIDER,
): Family {
  return statements(group, name, entry, (entries) => [statement(entries)], relation);
}

/** A policy that has one statement more after than before. */
function statements(
  group: Family["group"],
  name: string,
  entry: (salt: string, i: number) => unknown,
  policy: (entries: readonly unknown[]) => readonly Json[],
  relation: Relation = WIDER,
): Family {
  return {
    group,
    name,
    kind: "identity",
    sizes: group === "overlapping globs" ? FEW : SIZES,
    relation,
    change(n, salt) {
      const all = Array.from({ length: n }, (_, i) => entry(salt, i));
      return { before: policy(all.slice(0, -1)), after: policy(all) };
    },
  };
}

/** A policy every entry of which is another after than before. */
function everyOne(
  group: Family["group"],
  name: string,
  entry: (salt: string, i: number, isAfter: boolean) => unknown,
  policy: (entries: readonly unknown[]) => readonly Json[],
  relation: Relation = WIDER,
): Family {
  return {
    ...statements(group, name, () => null, policy, relation),
    change(n, salt) {
      const side = (isAfter: boolean) => policy(Array.from({ length: n }, (_, i) => entry(salt, i, isAfter)));
      return { before: side(false), after: side(true) };
    },
  };
}

function allow(action: unknown, resource: unknown, condition?: Json): Json {
  const statement = { Effect: "Allow", Action: action, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

function deny(action: unknown, resource: unknown, condition?: Json): Json {
  return { ...allow(action, resource, condition), Effect: "Deny" };
}

const asTheyAre = (entries: readonly unknown[]) => entries as Json[];
const underAllow = (entries: readonly unknown[]) => [allow("s3:*", "*"), ...(entries as Json[])];
const bucket = (salt: string, i: number) => `arn:aws:s3:::${salt}-${i}`;
const onTeam = (operator: string, value: unknown): Json => ({ [operator]: { "aws:PrincipalTag/team": value } });
const withTag = (i: number | string): Json => ({ StringEquals: { [`aws:PrincipalTag/k${i}`]: "yes" } });
const oneOf = (operator: string, key: string) => (values: readonly unknown[]) =>
  allow("*", "*", { [operator]: { [key]: values } });
const onObjects = (resources: readonly unknown[]) => allow("s3:GetObject", resources);
const letter = (i: number) => String.fromCharCode(97 + i);
const numberOf = (salt: string) => [...salt].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) % 9973, 7);

const TEAM = "aws:PrincipalTag/team";

/** What doubling is tried of. */
export const FAMILIES: readonly Family[] = [
  statements("statements", "a resource each", (s, i) => allow("s3:GetObject", `${bucket(s, i)}/*`), asTheyAre),
  statements("statements", "action and resource each", (s, i) => allow(`s3:Get${s}${i}`, bucket(s, i)), asTheyAre),
  statements(
    "statements",
    "a condition each",
    (s, i) => allow("s3:GetObject", "*", onTeam("StringEquals", `${s}-${i}`)),
    asTheyAre,
  ),
  statements(
    "statements",
    "resource and condition each",
    (s, i) => allow("s3:GetObject", `${bucket(s, i)}/*`, onTeam("StringEquals", `${s}-${i}`)),
    asTheyAre,
  ),
  statements(
    "statements",
    "Denies, a resource each",
    (s, i) => deny("s3:*", `${bucket(s, i)}/*`),
    underAllow,
    NARROWER,
  ),
  statements(
    "statements",
    "Denies, a condition each",
    (s, i) => deny("*", "*", onTeam("StringEquals", `${s}-${i}`)),
    underAllow,
    NARROWER,
  ),
  everyOne(
    "statements",
    "every one widened",
    (s, i, isAfter) =>
      allow("s3:GetObject", `${bucket(s, i)}/${isAfter ? "" : "in/"}*`, onTeam("StringEquals", `${s}-${i % 7}`)),
    asTheyAre,
  ),
  everyOne(
    "statements",
    "in another order",
    (s, i) => allow(`s3:Get${s}${i % 40}`, `${bucket(s, i)}/*`),
    (entries) => asTheyAre(entries).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    "equivalent",
  ),
  list(
    "patterns",
    "actions, literal",
    (s, i) => `s3:Get${s}${i}`,
    (actions) => allow(actions, "*"),
  ),
  list(
    "patterns",
    "actions, prefixes",
    (s, i) => `s3:Get${s}${i}x*`,
    (actions) => allow(actions, "*"),
  ),
  list(
    "patterns",
    "NotAction",
    (s, i) => `s3:Get${s}${i}`,
    (actions) => ({ Effect: "Allow", NotAction: actions, Resource: "*" }),
    NARROWER,
  ),
  list("patterns", "resources, literal", bucket, (resources) => allow("s3:ListBucket", resources)),
  list("patterns", "resources, prefixes", (s, i) => `${bucket(s, i)}/*`, onObjects),
  list("patterns", "resources, suffixes", (s, i) => `arn:aws:s3:::*-${i}${s}`, onObjects),
  list("patterns", "resources with a variable", (s, i) => `${bucket(s, i)}/\${aws:username}/*`, onObjects),
  list(
    "patterns",
    "NotResource",
    (s, i) => `${bucket(s, i)}/*`,
    (resources) => ({ Effect: "Allow", Action: "s3:GetObject", NotResource: resources }),
    NARROWER,
  ),
  {
    ...list(
      "patterns",
      "principals",
      (s, i) => `arn:aws:iam::111122223333:role/${s}-${i}`,
      (roles) => ({ ...allow("s3:GetObject", "arn:aws:s3:::reports/*"), Principal: { AWS: roles } }),
    ),
    kind: "resource",
  },
  everyOne(
    "patterns",
    "every action widened",
    (s, i, isAfter) => `s3:Get${s}${i}x${isAfter ? "" : "y"}*`,
    (actions) => [allow(actions, "*")],
  ),
  everyOne(
    "patterns",
    "every resource widened",
    (s, i, isAfter) => `${bucket(s, i)}/${isAfter ? "" : "in/"}*`,
    (resources) => [onObjects(resources)],
  ),
  everyOne(
    "patterns",
    "every resource another",
    (s, i, isAfter) => `${bucket(s, i)}/${isAfter ? "a" : "b"}/*`,
    (resources) => [onObjects(resources)],
    "incomparable",
  ),
  everyOne(
    "patterns",
    "every variable's resource widened",
    (s, i, isAfter) => `${bucket(s, i)}/\${aws:username}/${isAfter ? "" : "in/"}*`,
    (resources) => [onObjects(resources)],
  ),
  list("values", "StringEquals", (s, i) => `${s}-${i}`, oneOf("StringEquals", TEAM)),
  list("values", "StringLike, prefixes", (s, i) => `${s}-${i}/*`, oneOf("StringLike", TEAM)),
  list(
    "values",
    "IpAddress",
    (s, i) => `10.${(numberOf(s) + (i >> 8)) % 256}.${i % 256}.0/25`,
    oneOf("IpAddress", "aws:SourceIp"),
  ),
  list(
    "values",
    "NumericEquals",
    (s, i) => String(numberOf(s) * 10_000 + 2 * i),
    oneOf("NumericEquals", "s3:max-keys"),
  ),
  everyOne(
    "values",
    "every one widened",
    (s, i, isAfter) => `${s}-${i}/${isAfter ? "" : "in/"}*`,
    (values) => [oneOf("StringLike", TEAM)(values)],
  ),
  everyOne(
    "values",
    "every one another",
    (s, i, isAfter) => `${s}-${i}${isAfter ? "a" : "b"}`,
    (values) => [oneOf("StringEquals", TEAM)(values)],
    "incomparable",
  ),
  list(
    "keys",
    "all in one condition",
    (s, i) => [`aws:PrincipalTag/${s}${i}`, "yes"],
    (keys) => allow("*", "*", { StringEquals: Object.fromEntries(keys as [string, string][]) }),
    NARROWER,
  ),
  statements("keys", "a statement each", (s, i) => allow("s3:GetObject", "*", withTag(`${s}${i}`)), asTheyAre),
  list("overlapping globs", "in one list", (s, i) => `*${s}${letter(i)}*`, oneOf("StringLike", TEAM)),
  statements(
    "overlapping globs",
    "on a key, an action each",
    (s, i) => allow(`s3:Get${letter(i)}Object`, "*", onTeam("StringLike", `*${s}${letter(i)}*`)),
    asTheyAre,
  ),
  statements(
    "overlapping globs",
    "on a key, another key each",
    (s, i) => allow("s3:GetObject", "*", { ...onTeam("StringLike", `*${s}${letter(i)}*`), ...withTag(i) }),
    asTheyAre,
  ),
  statements(
    "overlapping globs",
    "on the resource, an action each",
    (s, i) => allow(`s3:Get${letter(i)}Object`, `arn:aws:s3:::*${s}${letter(i)}*`),
    asTheyAre,
  ),
  statements(
    "overlapping globs",
    "on the resource, a key each",
    (s, i) => allow("s3:GetObject", `arn:aws:s3:::*${s}${letter(i)}*`, withTag(i)),
    asTheyAre,
  ),
];
