import type { PolicyPair, Statement } from "../generators/policies.ts";

/** A pair that a naive reading gets wrong, and whether documented facts may be used. */
export interface WrittenPair extends PolicyPair {
  readonly note: string;
  readonly axioms: boolean;
}

function pair(
  note: string,
  kind: PolicyPair["kind"],
  left: readonly Statement[],
  right: readonly Statement[],
  axioms = true,
): WrittenPair {
  const document = (statements: readonly Statement[]) => ({ Version: "2012-10-17" as const, Statement: statements });
  return { note, kind, axioms, left: document(left), right: document(right) };
}

function allow(condition: unknown, resource = "*", action = "s3:*"): Statement {
  return {
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition === null ? {} : { Condition: condition }),
  };
}

const BUCKET = "arn:aws:s3:::b/*";
const ROLE = "arn:aws:iam::111122223333:role/app";

function grant(principal: unknown, condition: unknown = null): Statement {
  return { ...allow(condition, BUCKET), Principal: principal };
}

/** Pairs that a naive reading gets wrong. */
export const WRITTEN_PAIRS: readonly WrittenPair[] = [
  pair("a lifted denial", "identity", [{ Effect: "Deny", Action: "s3:Delete*", Resource: "*" }], []),
  pair(
    "text that is no number lies on neither side of a bound",
    "identity",
    [
      allow({ NumericLessThan: { "s3:max-keys": "100" } }),
      allow({ NumericGreaterThanEquals: { "s3:max-keys": "100" } }),
    ],
    [allow({ Null: { "s3:max-keys": "false" } })],
  ),
  pair(
    "a federated user's ARN is an sts ARN",
    "identity",
    [
      allow({
        ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:*" },
        StringEquals: { "aws:PrincipalAccount": "111122223333" },
      }),
    ],
    [allow({ StringEquals: { "aws:PrincipalAccount": "111122223333" } })],
  ),
  pair(
    "boundaries do not limit what a grant to everyone gives",
    "resource",
    [grant({ AWS: ROLE })],
    [grant("*", { ArnEquals: { "aws:PrincipalArn": ROLE } })],
  ),
  pair(
    "an account is not everyone in it",
    "resource",
    [grant({ AWS: "111122223333" })],
    [grant("*", { StringEquals: { "aws:PrincipalAccount": "111122223333" } })],
  ),
  pair(
    "a role is not one of its sessions",
    "resource",
    [grant({ AWS: ROLE })],
    [grant({ AWS: "arn:aws:sts::111122223333:assumed-role/app/ci" })],
  ),
  pair(
    "a set holds several values",
    "identity",
    [
      allow({
        "ForAnyValue:StringEquals": { "aws:TagKeys": "a" },
        "ForAllValues:StringLike": { "aws:TagKeys": ["a", "b*"] },
      }),
    ],
    [allow({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } })],
  ),
  pair(
    "two demands on a set of unknown arity",
    "identity",
    [allow({ "ForAnyValue:StringEquals": { "acme:Key": "a" } })],
    [allow({ "ForAllValues:StringNotEquals": { "acme:Key": "b" } })],
  ),
  pair("a star is a resource of its own", "identity", [allow(null, "arn:aws:ec2:*:*:*")], [allow(null)]),
  pair(
    "a pattern with a variable lies within one without",
    "identity",
    [allow(null, "arn:aws:s3:::b/${aws:username}/*")],
    [allow(null, BUCKET)],
  ),
  pair(
    "a question mark is one character and no variable",
    "identity",
    [allow(null, "arn:aws:s3:::b/${aws:PrincipalTag/t}")],
    [allow(null, "arn:aws:s3:::b/?")],
  ),
  pair(
    "equal keys",
    "identity",
    [allow({ StringEquals: { "aws:PrincipalTag/a": "${aws:PrincipalTag/b}", "aws:PrincipalTag/b": ["x", "y"] } })],
    [allow({ StringEquals: { "aws:PrincipalTag/a": ["x", "y"] } })],
  ),
  pair(
    "one clock",
    "identity",
    [allow({ DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } })],
    [allow({ NumericLessThan: { "aws:EpochTime": "1893456000" } })],
  ),
  pair(
    "a time without zone",
    "identity",
    [allow({ DateLessThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00" } })],
    [allow({ DateLessThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" } })],
  ),
  pair(
    "addresses of two families",
    "identity",
    [allow({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    [allow({ NotIpAddress: { "aws:SourceIp": ["0.0.0.0/5", "128.0.0.0/1", "::/0"] } })],
  ),
  pair(
    "a documented fact decides",
    "identity",
    [allow({ StringEquals: { "aws:SourceVpce": "vpce-1" } })],
    [allow({ StringLike: { "aws:SourceVpc": "*" } })],
  ),
  pair(
    "the same without facts",
    "identity",
    [allow({ StringEquals: { "aws:SourceVpce": "vpce-1" } })],
    [allow({ StringLike: { "aws:SourceVpc": "*" } })],
    false,
  ),
  pair(
    "padding leaves bits over",
    "identity",
    [allow({ BinaryEquals: { "aws:PrincipalTag/seal": "QQ==" } })],
    [allow({ StringEquals: { "aws:PrincipalTag/seal": "QQ==" } })],
  ),
  pair(
    "the owner is the account in the ARN",
    "identity",
    [allow(null, "arn:aws:sqs:us-east-1:111122223333:q", "sqs:*")],
    [allow({ StringEquals: { "aws:ResourceAccount": "111122223333" } }, "arn:aws:sqs:us-east-1:*:q", "sqs:*")],
  ),
  pair(
    "letters fold beyond ASCII or not",
    "identity",
    [allow({ StringEqualsIgnoreCase: { "aws:PrincipalTag/t": "ask" } })],
    [allow({ StringLike: { "aws:PrincipalTag/t": "???" } })],
  ),
  // Under the readings of number-forms and date-letters that are no defaults; the other pattern asks for the shape of what parses.
  ...["5.", "+5", ".5e1", "50E-1"].map((text) =>
    pair(
      `a number may be written as ${text}`,
      "identity",
      [
        allow({
          NumericEquals: { "s3:max-keys": "5" },
          StringEquals: { "s3:max-keys": text },
          StringNotLike: { "s3:max-keys": "x*" },
        }),
      ],
      [],
    ),
  ),
  pair(
    "a date may be written in small letters",
    "identity",
    [
      allow({
        DateLessThanEquals: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" },
        StringEquals: { "aws:TokenIssueTime": "2026-01-01t00:00:00z" },
        StringNotLike: { "aws:TokenIssueTime": "x*" },
      }),
    ],
    [],
  ),
  pair(
    "not every pattern is an ARN",
    "resource",
    [grant({ Service: "sns.amazonaws.com" }, { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } })],
    [grant({ Service: "sns.amazonaws.com" }, { ArnLike: { "aws:SourceArn": "*" } })],
  ),
  pair(
    "a service control policy without an Allow",
    "scp",
    [
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
    ],
    [
      {
        Effect: "Deny",
        NotAction: "iam:*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
    ],
  ),
];
