import fc from "fast-check";
import type { PolicyKind } from "../../policy/src/index.ts";

/** A small policy as JSON. */
export interface Document {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

export interface Pair {
  readonly kind: PolicyKind;
  readonly left: Document;
  readonly right: Document;
  readonly axioms: boolean;
}

const ACTIONS = [
  "s3:GetObject",
  "s3:Get*",
  "S3:*",
  "s3:Put?bject",
  "*",
  "s*:Get*",
  "kms:Decrypt",
  "sts:AssumeRole",
  "*:*Object",
  "s3:NoSuchAction",
];
const RESOURCES = [
  "*",
  "arn:aws:s3:::b",
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b/x?",
  "arn:aws:s3:::*/x",
  "arn:aws:s3:::b*",
  "arn:aws:sqs:*:111122223333:q*",
  "arn:aws:sqs:us-?ast-1:*:q",
  "arn:aws:s3:*:b/*",
  "arn:aws:s3:::b/${aws:username}/*",
  "arn:aws:s3:::b/*/${aws:username}",
  "arn:aws:s3:::*/${aws:PrincipalTag/team}/*",
  "arn:aws:sqs:*:*:${aws:PrincipalTag/team, 'q'}*",
];
const PRINCIPALS: readonly unknown[] = [
  "*",
  { AWS: "*" },
  { AWS: "111122223333" },
  { AWS: "arn:aws:iam::111122223333:root" },
  { AWS: "arn:aws:iam::111122223333:role/app" },
  { AWS: ["arn:aws:iam::111122223333:user/jane", "444455556666"] },
  { AWS: "arn:aws:sts::111122223333:assumed-role/app/ci" },
  { AWS: "arn:aws:sts::111122223333:federated-user/jo" },
  { Service: "lambda.amazonaws.com" },
  { Federated: "accounts.google.com" },
];

interface Family {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

const SINGLE: readonly Family[] = [
  {
    operators: [
      "StringEquals",
      "StringNotEquals",
      "StringLike",
      "StringNotLike",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
    ],
    keys: ["aws:PrincipalTag/team", "aws:RequestedRegion", "s3:prefix", "acme:Unlisted"],
    values: [
      "a",
      "A",
      "a*",
      "*b",
      "a?",
      "",
      "ask",
      "${aws:username}",
      "${aws:username}/*",
      "*/${aws:PrincipalTag/team}",
    ],
  },
  {
    operators: ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"],
    keys: ["aws:PrincipalAccount", "aws:ResourceAccount", "aws:userid", "aws:PrincipalType"],
    values: ["111122223333", "444455556666", "1111*", "A*", "*:jo", "User", "${aws:PrincipalAccount}"],
  },
  {
    operators: ["ArnLike", "ArnNotLike", "ArnEquals", "StringLike"],
    keys: ["aws:PrincipalArn", "aws:SourceArn"],
    values: [
      "arn:aws:iam::111122223333:role/app",
      "arn:aws:iam::111122223333:*",
      "arn:aws:*::*:user/*",
      "arn:*:sts::*:federated-user/j?",
      "*",
    ],
  },
  {
    operators: [
      "NumericEquals",
      "NumericNotEquals",
      "NumericLessThan",
      "NumericLessThanEquals",
      "NumericGreaterThan",
      "NumericGreaterThanEquals",
    ],
    keys: ["s3:max-keys", "aws:MultiFactorAuthAge", "aws:EpochTime", "aws:PrincipalTag/level"],
    values: ["10", "10.0", "9.5", "-1", "1e3", "1700000000", "x"],
  },
  {
    operators: ["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"],
    keys: ["aws:CurrentTime", "aws:TokenIssueTime", "aws:EpochTime"],
    values: ["2026-01-01T00:00:00Z", "2026-01-01", "2026-06-01T12:00:00", "1767225600", "1767225600.5"],
  },
  {
    operators: ["Bool"],
    keys: ["aws:SecureTransport", "aws:MultiFactorAuthPresent", "aws:PrincipalIsAWSService"],
    values: ["true", "false", "TRUE", "maybe"],
  },
  { operators: ["BinaryEquals"], keys: ["aws:PrincipalTag/seal"], values: ["QQ==", "QUI=", "QUJD", "not base64"] },
  {
    operators: ["IpAddress", "NotIpAddress"],
    keys: ["aws:SourceIp", "aws:VpcSourceIp"],
    values: ["10.0.0.0/8", "10.1.0.0/16", "203.0.113.7", "2001:db8::/32", "::ffff:10.0.0.0/104", "2001:db8::1"],
  },
  {
    operators: ["StringEquals", "StringNotEquals", "StringLike"],
    keys: ["aws:SourceVpc", "aws:SourceVpce", "aws:PrincipalOrgID"],
    values: ["vpc-1", "vpce-1", "o-a", "o-*"],
  },
];
const SETS: readonly Family[] = [
  {
    operators: ["StringEquals", "StringNotEquals", "StringLike", "StringEqualsIgnoreCase"],
    keys: ["aws:TagKeys", "aws:CalledVia", "acme:Unlisted", "aws:PrincipalTag/team"],
    values: ["a", "b", "a*", "*", "", "A", "${aws:username}"],
  },
  {
    operators: ["StringLike", "StringNotEquals"],
    keys: ["aws:PrincipalOrgPaths"],
    values: ["o-a/*", "o-a/r/", "o-b/*"],
  },
];
const NULLS: Family = {
  operators: ["Null"],
  keys: [
    "aws:PrincipalTag/team",
    "s3:max-keys",
    "aws:TagKeys",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:username",
    "acme:Unlisted",
    "aws:SourceIp",
  ],
  values: ["true", "false"],
};

type Block = Record<string, Record<string, readonly string[]>>;

function block(family: Family, prefixes: readonly string[]): fc.Arbitrary<Block> {
  return fc
    .record({
      prefix: fc.constantFrom(...prefixes),
      operator: fc.constantFrom(...family.operators),
      ifExists: fc.constantFrom("", "", "IfExists"),
      key: fc.constantFrom(...family.keys),
      values: fc.uniqueArray(fc.constantFrom(...family.values), { minLength: 1, maxLength: 2 }),
    })
    .map(({ prefix, operator, ifExists, key, values }) => ({
      [`${prefix}${operator}${operator === "Null" ? "" : ifExists}`]: { [key]: values },
    }));
}

const condition: fc.Arbitrary<Block> = fc.oneof(
  ...SINGLE.map((family) => block(family, [""])),
  ...SETS.map((family) => block(family, ["ForAnyValue:", "ForAllValues:", "ForAllValues:", ""])),
  block(NULLS, [""]),
);

function merged(blocks: readonly Block[]): Block {
  const all: Block = {};
  for (const each of blocks)
    for (const [operator, keys] of Object.entries(each)) all[operator] = { ...all[operator], ...keys };
  return all;
}

function list(key: string, notKey: string, from: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record({
      key: fc.constantFrom(key, key, key, key, notKey),
      values: fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 2 }),
    })
    .map(({ key: name, values }) => ({ [name]: values }));
}

function statement(kind: PolicyKind): fc.Arbitrary<Record<string, unknown>> {
  const principal = kind === "resource" ? fc.constantFrom(...PRINCIPALS) : fc.constant(undefined);
  return fc
    .record({
      effect: fc.constantFrom("Allow", "Allow", "Deny"),
      spares: fc.constantFrom(false, false, true),
      principal,
      action: list("Action", "NotAction", ACTIONS),
      resource: list("Resource", "NotResource", RESOURCES),
      conditions: fc.array(condition, { maxLength: 2 }),
    })
    .map(({ effect, spares, principal: named, action, resource, conditions }) => ({
      Effect: effect,
      ...(named === undefined ? {} : { [spares && effect === "Deny" ? "NotPrincipal" : "Principal"]: named }),
      ...action,
      ...resource,
      ...(conditions.length === 0 ? {} : { Condition: merged(conditions) }),
    }));
}

/** The second document of a pair: another one, or the first with one thing changed. */
function pairOf(kind: PolicyKind): fc.Arbitrary<Omit<Pair, "axioms">> {
  return fc
    .record({
      own: fc.array(statement(kind), { minLength: 1, maxLength: 2 }),
      other: statement(kind),
      change: fc.constantFrom("add", "replace", "condition", "resource", "action", "drop"),
      swap: fc.boolean(),
    })
    .map(({ own, other, change, swap }) => {
      const [first = other, ...rest] = own;
      const changed: readonly Record<string, unknown>[] =
        change === "add"
          ? [...own, other]
          : change === "replace"
            ? [other, ...rest]
            : change === "drop"
              ? [without(first, "Condition"), ...rest]
              : [{ ...replaced(first, other, change), ...{} }, ...rest];
      const before: Document = { Version: "2012-10-17", Statement: own };
      const after: Document = { Version: "2012-10-17", Statement: changed };
      return swap ? { kind, left: after, right: before } : { kind, left: before, right: after };
    });
}

function without(statement: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(statement).filter(([key]) => !keys.includes(key)));
}

const ELEMENTS = {
  condition: ["Condition"],
  resource: ["Resource", "NotResource"],
  action: ["Action", "NotAction"],
} as const;

function replaced(
  statement: Record<string, unknown>,
  by: Record<string, unknown>,
  what: keyof typeof ELEMENTS,
): Record<string, unknown> {
  const keys: readonly string[] = ELEMENTS[what];
  const taken = Object.entries(by).filter(([key]) => keys.includes(key));
  return { ...without(statement, ...keys), ...Object.fromEntries(taken) };
}

/** Pairs of small related policies: identity policies mostly, resource policies, service control policies. */
export const policyPair: fc.Arbitrary<Pair> = fc
  .tuple(
    fc.oneof(pairOf("identity"), pairOf("identity"), pairOf("resource"), pairOf("scp")),
    fc.constantFrom(true, true, false),
  )
  .map(([pair, axioms]) => ({ ...pair, axioms }));
