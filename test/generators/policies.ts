// Pairs of small related policies of every kind: few names, so that patterns, values and callers meet often.
import { type Policy, type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import fc from "fast-check";

export type Statement = Readonly<Record<string, unknown>>;

/** A policy as JSON. */
export interface Document {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export interface PolicyPair {
  readonly kind: PolicyKind;
  readonly left: Document;
  readonly right: Document;
}

export const KINDS: readonly PolicyKind[] = [
  "identity",
  "resource",
  "trust",
  "boundary",
  "session",
  "scp",
  "rcp",
  "endpoint",
];

const ACTIONS = [
  "s3:GetObject",
  "s3:getobject",
  "s3:Get*",
  "S3:*",
  "s3:Put?bject",
  "*",
  "s*:Get*",
  "kms:Decrypt",
  "sts:AssumeRole",
  "*:*Object",
  "s3:NoSuchAction",
  "ec2:DescribeInstances",
];
const TRUST_ACTIONS = [
  "sts:AssumeRole",
  "sts:AssumeRole*",
  "sts:TagSession",
  "sts:*",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoleWithSAML",
];
/** Resource control policies name services one by one. */
const RCP_ACTIONS = ["s3:*", "s3:Get*", "s3:GetObject", "kms:Decrypt", "sts:AssumeRole", "sqs:*"];
const RESOURCES = [
  "*",
  "arn:aws:s3:::b",
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b/x?",
  "arn:aws:s3:::*/x",
  "arn:aws:s3:::b*",
  "arn:aws:sqs:*:111122223333:q*",
  "arn:aws:kms:*:111122223333:alias/a",
  "arn:aws:sqs:us-?ast-1:*:q",
  "arn:aws:s3:*:b/*",
  "arn:*:s3:::b/a:b",
  "arn:aws:s3",
  "arn:aws:s3:::b/${aws:username}/*",
  "arn:aws:s3:::b/*/${aws:username}",
  "arn:aws:s3:::b/${*}${aws:userid}",
  "arn:aws:s3:::*/${aws:PrincipalTag/team}/*",
  "arn:aws:sqs:*:*:${aws:PrincipalTag/team, 'q'}*",
  "arn:aws:sqs:${aws:RequestedRegion}:${aws:PrincipalAccount}:q${acme:Unlisted}",
];
const PRINCIPALS: readonly unknown[] = [
  "*",
  {},
  { AWS: "*" },
  { AWS: "111122223333" },
  { AWS: "arn:aws:iam::111122223333:root" },
  { AWS: "arn:aws:iam::111122223333:role/app" },
  { AWS: "arn:aws:iam::111122223333:role/team/app" },
  { AWS: "arn:aws:iam::111122223333:user/jane" },
  { AWS: ["arn:aws:iam::111122223333:user/jane", "444455556666"] },
  { AWS: ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:root"] },
  { AWS: "arn:aws:sts::111122223333:assumed-role/app/ci" },
  { AWS: "arn:aws:sts::111122223333:federated-user/jo" },
  { AWS: "AROAEXAMPLE" },
  { AWS: "AIDAEXAMPLE" },
  { Service: "lambda.amazonaws.com" },
  { Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"], AWS: "111122223333" },
  { Federated: "accounts.google.com" },
  { Federated: "arn:aws:iam::111122223333:saml-provider/corp" },
  { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
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
      "\u212a",
      "straße",
      "😀*",
      "${aws:username}",
      "${aws:username}1",
      "${aws:username}/*",
      "${?}x",
      "*/${aws:PrincipalTag/team}",
    ],
  },
  {
    operators: ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
    keys: [
      "aws:PrincipalAccount",
      "aws:ResourceAccount",
      "s3:ResourceAccount",
      "aws:userid",
      "aws:username",
      "aws:PrincipalType",
    ],
    values: [
      "111122223333",
      "444455556666",
      "1111*",
      "A*",
      "*:jo",
      "*:ci",
      "User",
      "jane",
      "anonymous",
      "${aws:PrincipalAccount}",
      "${aws:ResourceAccount}",
    ],
  },
  {
    operators: ["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", "StringLike"],
    keys: ["aws:PrincipalArn", "aws:SourceArn"],
    values: [
      "arn:aws:iam::111122223333:role/app",
      "arn:aws:iam::111122223333:*",
      "arn:aws:*::*:user/*",
      "arn:*:sts::*:federated-user/j?",
      "arn:aws:iam::*:root",
      "arn:aws:iam::111122223333:role/*${aws:PrincipalTag/team}",
      "*",
      "arn:aws",
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
    values: ["10", "10.0", "9.5", "-1", "1e3", "+10", "1700000000", "1700000000.5", "0.001", "x", "1e500", "17e8"],
  },
  {
    operators: [
      "DateEquals",
      "DateNotEquals",
      "DateLessThan",
      "DateLessThanEquals",
      "DateGreaterThan",
      "DateGreaterThanEquals",
    ],
    keys: ["aws:CurrentTime", "aws:TokenIssueTime", "aws:EpochTime"],
    values: [
      "2026-01-01T00:00:00Z",
      "2026-01-01",
      "2026-06-01T12:00:00",
      "2026-06-01t12:00:00z",
      "2026-01-01T01:00:00+01:00",
      "1767225600",
      "1767225600.5",
      "9999-12-31T12:00:00Z",
      "2027",
      "soon",
    ],
  },
  {
    operators: ["StringEquals", "StringLike", "StringNotEquals"],
    keys: ["aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"],
    values: ["2026-01-01T00:00:00Z", "2026-01-01t00:00:00z", "1767225600", "*"],
  },
  {
    operators: ["Bool"],
    keys: ["aws:SecureTransport", "aws:MultiFactorAuthPresent", "aws:PrincipalIsAWSService", "aws:AssumedRoot"],
    values: ["true", "false", "TRUE", "maybe", "${aws:PrincipalTag/team}"],
  },
  {
    operators: ["BinaryEquals"],
    keys: ["aws:PrincipalTag/seal"],
    values: ["QQ==", "QUI=", "QUJD", "not base64"],
  },
  {
    operators: ["IpAddress", "NotIpAddress"],
    keys: ["aws:SourceIp", "aws:VpcSourceIp"],
    values: [
      "10.0.0.0/8",
      "10.1.0.0/16",
      "0.0.0.0/0",
      "203.0.113.7",
      "255.255.255.255/32",
      "2001:db8::/32",
      "::ffff:10.0.0.0/104",
      "2001:db8::1",
      "::/0",
    ],
  },
  {
    operators: ["StringEquals", "StringNotEquals", "StringLike"],
    keys: ["aws:SourceVpc", "aws:SourceVpce", "aws:PrincipalOrgID", "aws:CalledViaFirst"],
    values: ["vpc-1", "vpce-1", "o-a", "o-*", "a.amazonaws.com"],
  },
  // Patterns and parsed values on one key.
  {
    operators: ["StringLike", "StringNotEquals", "NumericLessThan", "NumericGreaterThan", "DateLessThan", "IpAddress"],
    keys: ["acme:Unlisted", "aws:PrincipalTag/level"],
    values: ["1*", "10", "*.0.0.*", "10.0.0.0/8", "2026-01-01", "?"],
  },
];
const SETS: readonly Family[] = [
  {
    operators: ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
    keys: ["aws:TagKeys", "aws:CalledVia", "acme:Unlisted", "aws:PrincipalTag/team"],
    values: ["a", "b", "a*", "*", "", "A", "a.amazonaws.com", "${aws:username}", "${aws:username}1"],
  },
  {
    operators: ["NumericLessThan", "NumericNotEquals"],
    keys: ["acme:Unlisted", "aws:TagKeys"],
    values: ["1", "2", "x"],
  },
  {
    operators: ["StringLike", "StringNotEquals"],
    keys: ["aws:PrincipalOrgPaths", "aws:PrincipalServiceNamesList"],
    values: ["o-a/*", "o-a/r/", "o-b/*", "lambda.amazonaws.com"],
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
    "aws:MultiFactorAuthAge",
    "aws:username",
    "aws:PrincipalArn",
    "aws:ResourceAccount",
    "acme:Unlisted",
    "aws:SourceIp",
    "aws:CurrentTime",
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
      values: fc.oneof(
        { weight: 15, arbitrary: fc.uniqueArray(fc.constantFrom(...family.values), { minLength: 1, maxLength: 2 }) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
    })
    .map(({ prefix, operator, ifExists, key, values }) => ({
      [`${prefix}${operator}${operator === "Null" ? "" : ifExists}`]: { [key]: values },
    }));
}

const condition: fc.Arbitrary<Block> = fc.oneof(
  ...SINGLE.map((family) => block(family, [""])),
  ...SETS.map((family) => block(family, ["ForAnyValue:", "ForAllValues:", "ForAllValues:", ""])),
  block(NULLS, ["", "", "", "ForAllValues:", "ForAnyValue:"]),
);

function merged(blocks: readonly Block[]): Block {
  const all: Block = {};
  for (const each of blocks)
    for (const [operator, keys] of Object.entries(each)) all[operator] = { ...all[operator], ...keys };
  return all;
}

function list(key: string, notKey: string, from: readonly string[]): fc.Arbitrary<Statement> {
  return fc
    .record({
      key: fc.constantFrom(key, key, key, key, notKey),
      values: fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 2 }),
    })
    .map(({ key: name, values }) => ({ [name]: values }));
}

const HAS_PRINCIPAL: ReadonlySet<PolicyKind> = new Set(["resource", "trust", "rcp", "endpoint"]);

const SPARES: ReadonlySet<PolicyKind> = new Set(["resource", "endpoint"]);

function actionsOf(kind: PolicyKind): readonly string[] {
  return kind === "trust" ? TRUST_ACTIONS : kind === "rcp" ? RCP_ACTIONS : ACTIONS;
}

function resourcesOf(kind: PolicyKind): readonly string[] {
  const isWhole = (text: string) => text === "*" || text.split(":").length >= 6;
  return kind === "session" || kind === "rcp" ? RESOURCES.filter(isWhole) : RESOURCES;
}

/** A statement that a policy of the kind may hold. */
export function statementOf(kind: PolicyKind): fc.Arbitrary<Statement> {
  const principal = HAS_PRINCIPAL.has(kind)
    ? fc.constantFrom(...(kind === "rcp" ? ["*"] : PRINCIPALS))
    : fc.constant(undefined);
  return fc
    .record({
      effect: fc.constantFrom(...(kind === "rcp" ? ["Deny"] : ["Allow", "Allow", "Deny"])),
      spares: fc.constantFrom(false, false, true),
      principal,
      action: list("Action", kind === "rcp" ? "Action" : "NotAction", actionsOf(kind)),
      resource: kind === "trust" ? fc.constant({}) : list("Resource", "NotResource", resourcesOf(kind)),
      conditions: fc.array(condition, { maxLength: 2 }),
      empty: fc.constantFrom<Block | undefined>(...Array<undefined>(20).fill(undefined), {}, { Bool: {} }),
    })
    .map(({ effect, spares, principal: named, action, resource, conditions, empty }) => ({
      Effect: effect,
      ...(named === undefined
        ? {}
        : { [spares && effect === "Deny" && SPARES.has(kind) ? "NotPrincipal" : "Principal"]: named }),
      ...action,
      ...resource,
      ...(conditions.length === 0 && empty === undefined ? {} : { Condition: { ...empty, ...merged(conditions) } }),
    }));
}

const ELEMENTS = {
  condition: ["Condition"],
  resource: ["Resource", "NotResource"],
  action: ["Action", "NotAction"],
  principal: ["Principal", "NotPrincipal"],
} as const;

function without(statement: Statement, ...keys: readonly string[]): Statement {
  return Object.fromEntries(Object.entries(statement).filter(([key]) => !keys.includes(key)));
}

function replaced(statement: Statement, by: Statement, what: keyof typeof ELEMENTS): Statement {
  const keys: readonly string[] = ELEMENTS[what];
  const taken = Object.entries(by).filter(([key]) => keys.includes(key));
  return { ...without(statement, ...keys), ...Object.fromEntries(taken) };
}

/** The second document of a pair: another one, or the first with one thing changed. */
export function pairOf(kind: PolicyKind): fc.Arbitrary<PolicyPair> {
  return fc
    .record({
      own: fc.array(statementOf(kind), { minLength: 1, maxLength: 3 }),
      other: statementOf(kind),
      change: fc.constantFrom("add", "replace", "drop", "condition", "resource", "action", "principal", "none"),
      swap: fc.boolean(),
    })
    .map(({ own, other, change, swap }): PolicyPair => {
      const [first = other, ...rest] = own;
      const changed = ((): readonly Statement[] => {
        switch (change) {
          case "add":
            return [...own, other];
          case "replace":
            return [other, ...rest];
          case "drop":
            return [without(first, "Condition"), ...rest];
          case "none":
            return [...rest, first];
          default:
            return [replaced(first, other, change), ...rest];
        }
      })();
      const before: Document = { Version: "2012-10-17", Statement: own };
      const after: Document = { Version: "2012-10-17", Statement: changed };
      return swap ? { kind, left: after, right: before } : { kind, left: before, right: after };
    })
    .filter(({ left, right }) => parsed(left, kind) !== null && parsed(right, kind) !== null);
}

/** The document as a policy, or null where AWS would refuse it. */
export function parsed(document: Document, kind: PolicyKind, source = "policy.json"): Policy | null {
  return parsePolicyValue(document, { kind, source }).policy;
}

/** The document as a list of one policy. */
export function policiesOf(document: Document, kind: PolicyKind, source = "policy.json"): Policy[] {
  const policy = parsed(document, kind, source);
  if (policy === null) throw new RangeError("not a policy");
  return [policy];
}

/** Pairs of every kind; identity and resource policies, which say most, more often. */
export const policyPair: fc.Arbitrary<PolicyPair> = fc.oneof(
  { weight: 3, arbitrary: pairOf("identity") },
  { weight: 4, arbitrary: pairOf("resource") },
  ...KINDS.filter((kind) => kind !== "identity" && kind !== "resource").map((kind) => ({
    weight: 1,
    arbitrary: pairOf(kind),
  })),
);
