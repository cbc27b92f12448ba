// Many principals against a few questions of forbidden access: which of them can do what nobody of them should.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import type { Figure } from "./figures.ts";
import { readPolicy } from "./managed-policies.ts";
import { numberOption, report, stopwatch } from "./run.ts";

const COUNT = numberOption("principals") ?? 10_000;
/** Sets of policies that differ from each other, in the mixed organization. */
const DISTINCT = 4_000;
const KIND = { kind: "identity" } as const;

type Json = Readonly<Record<string, unknown>>;

/** By set: how many questions it violates, as it was made. */
const violations = new WeakMap<readonly Policy[], number>();

/** What is forbidden, as the Denies that would prevent it. */
const FORBIDDEN = [
  policy(
    "secrets",
    deny(["secretsmanager:GetSecretValue"], "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/*"),
  ),
  policy("trails", deny(["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], "*")),
  policy("keys", deny(["kms:ScheduleKeyDeletion", "kms:DisableKey"], "arn:aws:kms:*:*:key/*")),
];

const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog, workers: 2 });
// Compiled code first, by principals that are none of those measured.
await analyzer.forbidden(
  Array.from(
    { length: 200 },
    (_, at) => [narrow(1e6 + at), broad(1e6 + at, false), broad(1e6 + at, true)][at % 3] ?? [],
  ),
  FORBIDDEN,
  KIND,
);
const mixed = await measure("mixed", mixedOrganization());
const worst = await measure(
  "all broad",
  Array.from({ length: COUNT }, (_, at) => broad(at, at % 100 === 0)),
);
await analyzer.close();

report("principals", [figure(mixed, 1), figure(worst, 5)], { mixed, worst });

interface Measured {
  readonly name: string;
  readonly principals: number;
  readonly distinct: number;
  readonly refuted: number;
  readonly seconds: number;
}

function figure({ name, principals, distinct, refuted, seconds }: Measured, atMost: number): Figure {
  return {
    what: `${principals} principals, ${FORBIDDEN.length} questions, ${name}`,
    reached: seconds,
    unit: "s",
    target: { atMost },
    spread: `${distinct} distinct sets, ${refuted} of ${principals * FORBIDDEN.length} refuted`,
  };
}

async function measure(name: string, made: readonly (readonly Policy[])[]): Promise<Measured> {
  const wanted = made.map((policies) => violations.get(policies) ?? 0);
  const distinct = new Set(
    made.map((policies) => JSON.stringify(policies.map(({ statements }) => written(statements)))),
  ).size;
  const clock = stopwatch();
  const verdicts = await analyzer.forbidden(made, FORBIDDEN, KIND);
  const { wall } = clock();
  let refuted = 0;
  for (const [at, each] of verdicts.entries()) {
    if (each.some(({ outcome }) => outcome === "unknown")) throw new Error(`principal ${at} is not decided`);
    const found = each.filter(({ outcome }) => outcome === "refuted").length;
    if (found !== wanted[at]) throw new Error(`principal ${at} violates ${found} questions, not ${wanted[at]}`);
    refuted += found;
  }
  return { name, principals: made.length, distinct, refuted, seconds: wall };
}

function written(statements: Policy["statements"]): unknown {
  return statements.map(({ effect, action, resource, conditions }) => [
    effect,
    action.patterns.map((each) => each.written),
    resource?.patterns.map((each) => each.written),
    conditions.map(({ key, values }) => [key, values.map((each) => each.pattern.written)]),
  ]);
}

/** 96 % narrow, 3 % broad with Denies, 1 % that can do something forbidden. */
function mixedOrganization(): (readonly Policy[])[] {
  return Array.from({ length: COUNT }, (_, at) => {
    const id = at % DISTINCT;
    if (at % 100 < 96) return narrow(id);
    return broad(id, at % 100 === 99);
  });
}

/** What one application needs: its own bucket, table, queue, logs and secrets. */
function narrow(id: number): readonly Policy[] {
  const app = `app-${id}`;
  return [
    policy(
      app,
      allow(["s3:GetObject", "s3:PutObject", "s3:ListBucket"], `arn:aws:s3:::${app}*`),
      allow(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"], `arn:aws:dynamodb:*:111122223333:table/${app}`),
      allow("secretsmanager:GetSecretValue", `arn:aws:secretsmanager:us-east-1:111122223333:secret:${app}/*`),
      allow(["kms:Decrypt", "kms:GenerateDataKey*"], "arn:aws:kms:*:111122223333:key/*", {
        StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "dynamodb.us-east-1.amazonaws.com"] },
      }),
      allow(["logs:CreateLogStream", "logs:PutLogEvents"], `arn:aws:logs:*:*:log-group:/${app}:*`),
    ),
  ];
}

/** An administrator with the Denies that forbid what is forbidden, or with one of them that does so without MFA only. */
function broad(id: number, violates: boolean): readonly Policy[] {
  const withoutMfa = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
  const made = [
    policy(
      `admin-${id}`,
      allow(id % 2 === 0 ? "*" : ["s3:*", "ec2:*", "kms:*", "secretsmanager:*", "cloudtrail:*", "iam:*"], "*"),
      deny(["s3:*"], `arn:aws:s3:::vault-${id}/*`),
    ),
    policy(
      `guardrails-${id}`,
      deny(
        ["secretsmanager:Get*", "secretsmanager:Put*"],
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/*",
      ),
      violates
        ? deny(["cloudtrail:*"], "*", withoutMfa)
        : deny(["cloudtrail:Stop*", "cloudtrail:Delete*", "cloudtrail:Update*"], "*"),
      deny(["kms:ScheduleKeyDeletion", "kms:Disable*", "kms:Delete*"], "*"),
    ),
  ];
  violations.set(made, violates ? 1 : 0);
  return made;
}

function policy(source: string, ...statements: readonly Json[]): Policy {
  return readPolicy({ Version: "2012-10-17", Statement: statements }, source);
}

function allow(action: string | readonly string[], resource: string, condition?: Json): Json {
  const statement = { Effect: "Allow", Action: action, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

function deny(action: readonly string[], resource: string, condition?: Json): Json {
  return { ...allow(action, resource, condition), Effect: "Deny" };
}
