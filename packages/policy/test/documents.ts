// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import fc from "fast-check";
import type { PolicyKind } from "../src/policy.ts";

/** Pieces that patterns are put together from; put side by side they also make broken variables. */
const pieces = fc.constantFrom(
  "*",
  "?",
  "${aws:username}",
  "${AWS:PrincipalTag/Team}",
  "${aws:PrincipalTag/team, 'no body*'}",
  "${*}",
  "${?}",
  "${$}",
  "$",
  "{x}",
  ":",
  "/",
  "a",
  "B",
  "\u0000",
  "\n",
  '"',
  "\\",
  "\u007f",
  "é",
  "\u4e2d",
  "😀",
  "\u2028",
);

const glued = fc.array(pieces, { maxLength: 5 }).map((list) => list.join(""));

function scalarOrList<T>(entry: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(entry, fc.array(entry, { maxLength: 3 }));
}

const action = fc.oneof(
  fc.constantFrom(
    "*",
    "s3:GetObject",
    "S3:getobject",
    "s3:Get*",
    "ec2:?unInstances",
    "iam:PassRole",
    " s3:x",
    "nocolon",
  ),
  fc.constantFrom("sts:AssumeRole", "sts:TagSession"),
);

const resource = fc.oneof(
  fc.constantFrom("*", "arn:aws:s3:::bucket", "arn:aws:sqs", "arn:aws:s3:::a*b?c"),
  glued.map((text) => `arn:aws:s3:::${text}`),
);

const account = fc.constantFrom("111122223333", "444455556666");
const principal = fc.oneof(
  fc.constant("*"),
  fc.record(
    {
      AWS: scalarOrList(
        fc.oneof(
          account,
          fc.constant("*"),
          account.map((id) => `arn:aws:iam::${id}:role/path/r`),
        ),
      ),
      Service: scalarOrList(fc.constantFrom("ec2.amazonaws.com", "lambda.amazonaws.com")),
      Federated: scalarOrList(fc.constantFrom("accounts.google.com", "arn:aws:iam::111122223333:saml-provider/p")),
      CanonicalUser: scalarOrList(fc.constant("a".repeat(64))),
    },
    { requiredKeys: [] },
  ),
);

const conditionKey = fc.constantFrom(
  "aws:username",
  "aws:PrincipalTag/Team",
  "s3:prefix",
  "__proto__",
  "constructor",
  "aws:x",
);
const condition = fc.dictionary(
  fc.constantFrom(
    "StringEquals",
    "stringlike",
    "StringNotEqualsIgnoreCaseIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:ArnLikeIfExists",
    "NumericLessThan",
    "DateGreaterThan",
    "Bool",
    "Null",
    "IpAddress",
    "BinaryEquals",
    "ArnNotEquals",
  ),
  fc.dictionary(
    conditionKey,
    scalarOrList<string | number | boolean>(
      fc.oneof(
        glued,
        fc.constantFrom<string | number | boolean>(
          10,
          -1.5,
          1e21,
          0,
          true,
          false,
          "10",
          "true",
          "203.0.113.0/24",
          "2026-01-31",
        ),
      ),
    ),
    { maxKeys: 2 },
  ),
  { maxKeys: 2 },
);

function statement(kind: PolicyKind): fc.Arbitrary<Record<string, unknown>> {
  const named = kind === "resource" || kind === "trust" || kind === "endpoint";
  return fc
    .record(
      {
        Sid: fc.oneof(fc.constantFrom("", "One", "Two"), glued),
        Effect: fc.constantFrom("Allow", "Deny"),
        who: principal,
        notWho: fc.boolean(),
        does: scalarOrList(action),
        notDoes: fc.boolean(),
        what: scalarOrList(resource),
        notWhat: fc.boolean(),
        Condition: condition,
      },
      { requiredKeys: ["Effect", "who", "notWho", "does", "notDoes", "what", "notWhat"] },
    )
    .map(({ who, notWho, does, notDoes, what, notWhat, ...rest }) => ({
      ...rest,
      ...(named ? { [notWho && kind !== "trust" ? "NotPrincipal" : "Principal"]: who } : {}),
      [notDoes ? "NotAction" : "Action"]: does,
      ...(kind === "trust" ? {} : { [notWhat ? "NotResource" : "Resource"]: what }),
    }));
}

/** Documents of a kind, most of them good, with every element in every form. */
export function documentOf(kind: PolicyKind): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    {
      Version: fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17"),
      Id: glued,
      Statement: fc.oneof(statement(kind), fc.array(statement(kind), { maxLength: 4 })),
    },
    { requiredKeys: ["Statement"] },
  );
}

export const KINDS: readonly PolicyKind[] = ["identity", "boundary", "session", "resource", "trust", "endpoint"];

/** A kind and a document of that kind. */
export const documents: fc.Arbitrary<{ readonly kind: PolicyKind; readonly document: Record<string, unknown> }> = fc
  .constantFrom(...KINDS)
  .chain((kind) => documentOf(kind).map((document) => ({ kind, document })));
