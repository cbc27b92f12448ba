// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalPolicy, contentHash, type ParseOptions, parsePolicy, parsePolicyValue } from "../src/index.ts";
import { documents } from "./documents.ts";

function canonical(document: unknown, options: ParseOptions = {}): string {
  const { policy, diagnostics } = parsePolicyValue(document, options);
  if (policy === null) throw new Error(JSON.stringify(diagnostics));
  return canonicalPolicy(policy);
}

const one = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" };
const two = { Effect: "Deny", Action: ["s3:*", "ec2:*"], Resource: "*" };
const dated = (Statement: unknown) => ({ Version: "2012-10-17", Statement });
const under = (Condition: unknown) => dated({ ...one, Condition });

describe("canonicalPolicy", () => {
  it.each<[string, unknown, unknown]>([
    ["order of statements", dated([one, two]), dated([two, one])],
    ["a repeated statement", dated([one, two]), dated([one, two, { ...one, Sid: "Again" }])],
    ["one statement or a list", dated(one), dated([one])],
    ["scalar or list", dated({ ...one, Action: ["s3:GetObject"] }), dated(one)],
    ["order of entries", dated({ ...two, Action: ["ec2:*", "s3:*"] }), dated(two)],
    ["a repeated entry", dated({ ...two, Action: ["ec2:*", "s3:*", "EC2:*"] }), dated(two)],
    ["Sid", dated({ ...one, Sid: "Read" }), dated(one)],
    ["Id", { ...dated(one), Id: "x" }, dated(one)],
    ["case of actions", dated({ ...one, Action: "S3:GETobject" }), dated(one)],
    ["Version without variables", { Statement: one }, { Version: "2008-10-17", Statement: one }],
    ["Version where it changes nothing", { Statement: one }, dated(one)],
    [
      "case of operators and keys",
      under({ stringequals: { "AWS:x": "1" } }),
      under({ StringEquals: { "aws:X": "1" } }),
    ],
    ["number or string", under({ NumericEquals: { "aws:x": 10 } }), under({ NumericEquals: { "aws:x": "10" } })],
    ["boolean or string", under({ Bool: { "aws:x": true } }), under({ Bool: { "aws:x": "true" } })],
    [
      "repeated values",
      under({ StringLike: { "aws:x": ["b", "a", "b"] } }),
      under({ StringLike: { "aws:x": ["a", "b"] } }),
    ],
    [
      "case of variables",
      dated({ ...one, Resource: "arn:aws:s3:::${AWS:userId}" }),
      dated({ ...one, Resource: "arn:aws:s3:::${aws:userid}" }),
    ],
    [
      "an escape that means itself",
      under({ StringEquals: { "aws:x": "${*}" } }),
      under({ StringEquals: { "aws:x": "*" } }),
    ],
    ["what of a Condition is empty", under({}), under({ StringEquals: {} })],
  ])("is blind to %s", (_, left, right) => {
    expect(canonical(left)).toBe(canonical(right));
  });

  it.each<[string, unknown, unknown]>([
    ["effect", dated({ ...one, Effect: "Deny" }), dated(one)],
    ["case of resources", dated({ ...one, Resource: "arn:aws:s3:::A/*" }), dated(one)],
    ["a negated list", dated({ Effect: "Allow", NotAction: one.Action, Resource: one.Resource }), dated(one)],
    ["an empty list", dated({ ...one, Action: [] }), dated(one)],
    ["an empty Condition", under({}), dated(one)],
    ["a wildcard and its escape", under({ StringLike: { "aws:x": "${*}" } }), under({ StringLike: { "aws:x": "*" } })],
    [
      "Version with variables",
      dated({ ...one, Resource: "arn:aws:s3:::${aws:x}" }),
      { Statement: { ...one, Resource: "arn:aws:s3:::${aws:x}" } },
    ],
    ["IfExists", under({ StringLike: { "aws:x": "a" } }), under({ StringLikeIfExists: { "aws:x": "a" } })],
    [
      "a default",
      dated({ ...one, Resource: "arn:aws:s3:::${aws:x}" }),
      dated({ ...one, Resource: "arn:aws:s3:::${aws:x, ''}" }),
    ],
    [
      "which operator a value is under",
      under({ StringLike: { "aws:x": "a" }, StringEquals: { "aws:x": "b" } }),
      under({ StringLike: { "aws:x": "b" }, StringEquals: { "aws:x": "a" } }),
    ],
    ["case of values", under({ StringLike: { "aws:x": "A" } }), under({ StringLike: { "aws:x": "a" } })],
    ["a key's letter beyond ASCII", under({ StringLike: { "aws:É": "a" } }), under({ StringLike: { "aws:é": "a" } })],
    [
      "values that hold what joins them",
      under({ StringLike: { "aws:x": ['a","b'] } }),
      under({ StringLike: { "aws:x": ["a", "b"] } }),
    ],
  ])("sees %s", (_, left, right) => {
    expect(canonical(left)).not.toBe(canonical(right));
  });

  it("sees the principal's type and the kind", () => {
    const named = (Principal: unknown) => canonical(dated({ ...one, Principal }), { kind: "resource" });
    expect(named("*")).not.toBe(named({ AWS: "*" }));
    expect(canonical(dated(one), { kind: "identity" })).not.toBe(canonical(dated(one), { kind: "scp" }));
  });

  it("is blind to the shuffling, repeating and respelling of any document", () => {
    let moved = 0;
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.nat()), ({ kind, document }, stream) => {
        const left = parsePolicyValue(document, { kind }).policy;
        if (left === null) return;
        const right = parsePolicy(JSON.stringify(respell(document, stream)), { kind }).policy;
        expect(right).not.toBeNull();
        if (JSON.stringify(document) !== JSON.stringify(respell(document, stream))) moved++;
        expect(contentHash(canonicalPolicy(right!))).toBe(contentHash(canonicalPolicy(left)));
      }),
      { numRuns: 500 },
    );
    expect(moved).toBeGreaterThan(100);
  });
});

/** Turns lists round, doubles entries, turns elements round and scalars into lists: all of it without a meaning. */
function respell(value: unknown, stream: Iterator<number>, path: readonly string[] = []): unknown {
  const draw = (): number => stream.next().value ?? 0;
  if (Array.isArray(value)) {
    const items = value.map((item) => respell(item, stream, path));
    const scalars = items.map((item) => (Array.isArray(item) && item.length === 1 ? item[0] : item));
    if (scalars.length > 0 && draw() % 2 === 0) scalars.push(scalars[0]);
    return draw() % 2 === 0 ? scalars.reverse() : scalars;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, respell(item, stream, [...path, key])] as const);
    return Object.fromEntries(draw() % 2 === 0 ? entries.reverse() : entries);
  }
  const name = path.find((key) => /^(?:Not)?(?:Action|Resource)$|^Condition$/.test(key));
  return name !== undefined && draw() % 2 === 0 ? [value] : value;
}
