import type { CompareReport, EvaluateReport, GateReport, VerifyReport } from "@keyaki/report";
import { z } from "zod";
import { proofs } from "./proofs.ts";

// Objects are loose: a reader accepts fields that it does not know, and enumerations of later versions are read as texts
// where nothing is decided from them.

const statementRef = z.looseObject({
  source: z.string(),
  index: z.int().min(0),
  sid: z.string().nullable(),
  effect: z.enum(["Allow", "Deny"]),
  line: z.int().min(1),
  column: z.int().min(1),
});

const request = z.looseObject({
  principal: z
    .looseObject({
      arn: z.string().exactOptional(),
      role: z.string().exactOptional(),
      id: z.string().exactOptional(),
      account: z.string().exactOptional(),
      parent: z.string().exactOptional(),
      service: z.string().exactOptional(),
      anonymous: z.literal(true).exactOptional(),
      federated: z.string().exactOptional(),
      protocol: z.enum(["saml", "web-identity"]).exactOptional(),
      serviceLinked: z.boolean().exactOptional(),
      assumedRoot: z.boolean().exactOptional(),
      canonical: z.string().exactOptional(),
    })
    .describe("Who calls: an ARN, a service, a federated applicant or an anonymous caller."),
  action: z.string(),
  resource: z.looseObject({ arn: z.string(), account: z.string().nullable() }),
  context: z
    .record(z.string(), z.union([z.string(), z.array(z.string()), z.null()]))
    .describe("Condition keys; null: the key is absent; a list: a key that holds several values."),
  unseen: z
    .record(z.string(), z.boolean())
    .exactOptional()
    .describe("What is taken of policies that the input does not show."),
});

const witness = z.looseObject({
  request,
  hypothetical: z
    .boolean()
    .describe("No realistic request exists: it needs an action or resource that AWS does not have yet."),
  allowedBy: z.array(statementRef),
  refusedBy: z.array(statementRef),
  refusal: z.enum(["explicit", "implicit"]),
  under: z
    .record(z.string(), z.string())
    .describe("Values of open rules that this request needs; empty: it holds for every value."),
});

const reason = z.looseObject({ code: z.string(), words: z.string() });

const verdict = z.looseObject({
  outcome: z.enum(["proved", "refuted", "unknown"]).describe('Of the claim "there is no such request".'),
  exists: z.boolean().nullable().describe("Whether there is such a request; null when unknown."),
  reason: reason.nullable(),
  witness: witness.nullable(),
  assumptions: z.array(z.string()),
  axioms: z.array(z.string()),
  verification: z
    .looseObject({
      engine: z.string(),
      outcome: z
        .enum(["same", "unknown"])
        .describe("same: the other engine came to the same verdict; unknown: to none."),
      reason: reason.nullable(),
    })
    .exactOptional(),
  stats: z
    .looseObject({
      ms: z.number().min(0),
      engine: z.string().describe("constant, syntactic, propositional or strings; later versions may name others."),
    })
    .exactOptional(),
});

const milliseconds = z.number().min(0);
const questionStats = z
  .looseObject({
    ms: milliseconds,
    meaning: milliseconds.describe("Policies to formulas."),
    classes: milliseconds.describe(
      "Fields of requests to classes, and the rest of the question as clauses or scripts.",
    ),
    solve: milliseconds.describe("Answers to these, in place or by Z3."),
    confirm: milliseconds.describe("Requests made and judged by the evaluator."),
    z3: z.int().min(0).describe("Problems that Z3 was asked."),
  })
  .describe("Where the time went, in milliseconds; questions that were asked at once overlap.");
const runStats = questionStats.extend({ parse: milliseconds.describe("Policies read from their texts.") });

const relation = z.enum(["equivalent", "more-permissive", "less-permissive", "incomparable", "unknown"]);
const level = z.enum(["critical", "high", "medium", "low", "future"]);
const notAnalysed = z.array(z.looseObject({ id: z.string(), reason: z.string() }));

const head = {
  formatVersion: z.templateLiteral(["1.", z.int().min(0)]),
  tool: z.looseObject({
    name: z.literal("keyaki"),
    version: z.string(),
    catalog: z.string().nullable().describe("The day of the list of AWS actions."),
  }),
};

const group = z.looseObject({
  fingerprint: z.string(),
  level,
  actions: z.array(z.string()).describe("Names, and patterns all of whose actions belong here."),
  actionCount: z.int().min(0),
  actionsComplete: z.array(z.string()).exactOptional(),
  future: z.array(z.string()),
  resources: z.array(z.string()),
  resourcesNegated: z.boolean(),
  when: z
    .looseObject({
      conditions: z.array(z.looseObject({ operator: z.string(), key: z.string(), values: z.array(z.string()) })),
      unless: z.array(statementRef),
    })
    .nullable()
    .describe("null: always."),
  callers: z.looseObject({ negated: z.boolean(), principals: z.array(z.string()) }).nullable(),
  grantedBy: z.array(statementRef),
  witness,
  words: z
    .looseObject({
      new: z.string(),
      who: z.string().nullable(),
      on: z.string(),
      when: z.string().nullable(),
      because: z.string().nullable(),
      example: z.string(),
      decided: z.string(),
      undo: z.string().nullable(),
      level: z.string(),
    })
    .describe("The same for people; not for programs."),
});

const undecided = z.array(z.looseObject({ actions: z.array(z.string()), reason }));

export const compareSchema: z.ZodType<CompareReport> = z.looseObject({
  ...head,
  query: z.literal("compare"),
  left: z.array(z.string()),
  right: z.array(z.string()),
  kind: z.string(),
  kindCertain: z.boolean(),
  relation: relation.describe("LEFT is … against RIGHT, in the order explicit deny < no opinion < allow."),
  allowRelation: relation.describe("The same for what is allowed alone."),
  alone: z.boolean(),
  expected: z.array(z.string()),
  proofs: proofs.exactOptional(),
  leftOnly: verdict.describe('Of "no request is allowed by LEFT only".'),
  rightOnly: verdict.describe('Of "no request is allowed by RIGHT only".'),
  leftLifts: verdict.describe('Of "no request is explicitly denied by RIGHT and not by LEFT".'),
  rightLifts: verdict.describe('Of "no request is explicitly denied by LEFT and not by RIGHT".'),
  notAnalysed,
  stats: runStats.exactOptional(),
});

export const gateSchema: z.ZodType<GateReport> = z.looseObject({
  ...head,
  query: z.literal("gate"),
  result: z.enum(["pass", "fail", "undecided", "nothing"]),
  failOn: level,
  failOnRemoved: z.boolean(),
  onUnknown: z.enum(["fail", "warn", "pass"]),
  changes: z.array(
    z.looseObject({
      id: z.string(),
      path: z.string(),
      kind: z.string(),
      kindCertain: z.boolean(),
      status: z.enum(["added", "removed", "modified", "renamed", "recreated", "unchanged"]),
      relation: relation.describe("AFTER is … than BEFORE."),
      allowRelation: relation,
      level: level.nullable(),
      newAccess: z.array(group),
      liftedDenials: z.array(group),
      removedAccess: z.array(group),
      undecided,
      removedUndecided: undecided,
      verdict,
      waivedBy: z.string().nullable(),
      note: z.string(),
      proofs: proofs.exactOptional(),
      stats: questionStats.exactOptional(),
    }),
  ),
  notAnalysed,
  summary: z.looseObject({
    read: z.int().min(0),
    changed: z.int().min(0),
    widened: z.int().min(0),
    narrowed: z.int().min(0),
    equivalent: z.int().min(0),
    undecided: z.int().min(0),
    waived: z.int().min(0),
  }),
  stats: runStats.exactOptional(),
});

export const evaluateSchema: z.ZodType<EvaluateReport> = z.looseObject({
  ...head,
  query: z.literal("evaluate"),
  line: z.int().min(1).exactOptional(),
  request,
  decision: z.enum(["Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Undetermined"]),
  decidedBy: z.string().nullable(),
  expected: z.array(z.string()),
  reasons: z.array(
    z.looseObject({
      layer: z.string(),
      level: z.int().min(0).nullable(),
      statement: statementRef,
      applies: z.boolean().nullable(),
      mismatch: z.string().nullable(),
      conditions: z.array(
        z.looseObject({
          operator: z.string(),
          key: z.string(),
          wanted: z.array(z.string()),
          actual: z.array(z.string()).nullable(),
          holds: z.boolean().nullable(),
        }),
      ),
      words: z.string(),
    }),
  ),
  dependsOn: z.array(z.string()),
  restsOn: z.array(
    z.looseObject({
      id: z.string(),
      value: z.string(),
      otherwise: z.array(z.looseObject({ value: z.string(), decision: z.string() })),
    }),
  ),
});

export const verifySchema: z.ZodType<VerifyReport> = z.looseObject({
  ...head,
  query: z.literal("verify"),
  report: z.string(),
  result: z.enum(["pass", "fail", "undecided", "nothing"]),
  answers: z.array(
    z.looseObject({
      about: z.string(),
      claim: z.string(),
      outcome: z.enum(["proved", "refuted", "unknown"]).describe("What the report says."),
      by: z.enum(["proof", "request"]).nullable().describe("What it was checked by."),
      holds: z.boolean().nullable().describe("null: it could not be checked."),
      why: z.string().nullable(),
    }),
  ),
  contradictions: z.array(z.string()).describe("What does not follow from the answers, or from the files named."),
});

type AnyReport = CompareReport | GateReport | EvaluateReport | VerifyReport;

/** Any saved report. */
export const reportSchema: z.ZodType<AnyReport> = z.union([compareSchema, gateSchema, evaluateSchema, verifySchema]);

const BY_QUERY: ReadonlyMap<unknown, z.ZodType<AnyReport>> = new Map<unknown, z.ZodType<AnyReport>>([
  ["compare", compareSchema],
  ["gate", gateSchema],
  ["evaluate", evaluateSchema],
  ["verify", verifySchema],
]);

/** The schema of one kind of report: what does not fit is then told with its place. */
export function schemaOf(query: unknown): z.ZodType<AnyReport> {
  return BY_QUERY.get(query) ?? reportSchema;
}

/** The published JSON Schemas, by file name. */
export function jsonSchemas(): Readonly<Record<string, unknown>> {
  const schemas = { compare: compareSchema, gate: gateSchema, evaluate: evaluateSchema, verify: verifySchema };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      { title: `Report of keyaki ${name}`, ...z.toJSONSchema(schema, { target: "draft-2020-12" }) },
    ]),
  );
}
