import { globalKey } from "@keyaki/catalog";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineReader, type PreparedRequest, QuickReader } from "../src/index.ts";

const facts = { arity: (key: string) => globalKey(key)?.arity ?? ("unknown" as const) };

const TEXTS = [
  ..."s3:GetObject * arn:aws:s3:::b/k arn:aws:sqs:eu-west-1:444455556666:q 111122223333 444455556666 AROAX:ci AIDAX ci".split(
    " ",
  ),
  ..."arn:aws:sts::111122223333:assumed-role/dev/ci arn:aws:iam::111122223333:role/team/dev arn:aws:iam::111122223333:user/x".split(
    " ",
  ),
  ..."2026-10-31T23:59:59Z 2026-02-30T00:00:00Z 1767225600 10.0.0.1 true é {},: a:b".split(" "),
  "",
];
const text = fc.constantFrom(...TEXTS);
const arn = fc.constantFrom(
  "arn:aws:sts::111122223333:assumed-role/dev/ci",
  "arn:aws:iam::111122223333:user/team/ana",
  "arn:aws:iam::111122223333:root",
);
const one = fc.oneof(text, text, fc.constantFrom<unknown>(10, true, null));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, fc.constantFrom(usual, ...others));

/** Requests of a few forms, most of them plain. */
const request = fc
  .record({
    principal: fc.record({
      arn,
      id: mostly<unknown>(undefined, "AROAX:ci", "AROAX", "x", 1),
      account: mostly<unknown>(undefined, "111122223333", "x"),
    }),
    action: mostly<unknown>("s3:GetObject", "ebs:StartSnapshot", "x:y", "", 3),
    resource: fc.oneof(
      fc.constantFrom<unknown>("*", "arn:aws:s3:::b"),
      fc.record({
        arn: mostly<unknown>("arn:aws:s3:::b/k", "arn:aws:sqs:eu-west-1:444455556666:q", 7),
        account: fc.constantFrom(undefined, undefined, null, "111122223333"),
      }),
    ),
    context: maybe(
      fc.record(
        {
          "aws:SourceIp": one,
          "aws:TagKeys": fc.oneof(one, fc.array(one, { maxLength: 2 })),
          "AWS:currenttime": mostly<unknown>("2026-10-31T23:59:59Z", 1_767_225_600, "soon"),
          "aws:SecureTransport": mostly<unknown>("true", false, ["true"]),
          "x:odd": mostly<unknown>("a", null, ["a", 1]),
        },
        { requiredKeys: ["aws:SourceIp"] },
      ),
    ),
    note: maybe(fc.record({ unknown: fc.array(one, { maxLength: 2 }) })),
  })
  .chain((made) => fc.constantFrom<unknown>(made, made, { request: made }, { request: made, facts: {} }));

/** The value with some of its texts exchanged, so that its line is the same around them. */
function varied(value: unknown, pick: (length: number) => number): unknown {
  if (typeof value === "string") return pick(8) === 0 ? TEXTS[pick(TEXTS.length)] : value;
  if (Array.isArray(value)) return value.map((each) => varied(each, pick));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, varied(each, pick)]));
}

/** Lines of a few forms, several of each. */
const drawnLines = fc.tuple(fc.array(request, { minLength: 1, maxLength: 3 }), fc.nat()).map(([forms, seed]) => {
  let state = seed;
  const pick = (length: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % length;
  };
  return Array.from({ length: 12 }, () => {
    const line = JSON.stringify(varied(forms[pick(forms.length)], pick));
    // Now and then a letter is missing, so that the line is no JSON or another.
    const cut = pick(6) === 0 ? pick(line.length) : line.length;
    return line.slice(0, cut) + line.slice(cut + 1);
  });
});

function told(prepared: PreparedRequest): unknown {
  const { action, service, owner, own, shape, values, clock, profile, request: whole } = prepared;
  return {
    action,
    service,
    owner,
    own,
    keys: [...shape.places].map(([name, at]) => [name, values[at]]),
    clock,
    profile,
    whole,
  };
}

describe("LineReader", () => {
  it("reads from a line what its parsed value is read to, or nothing", () => {
    const seen = { read: 0, left: 0, faulty: 0 };
    fc.assert(
      fc.property(drawnLines, (drawn) => {
        const reader = new QuickReader(facts);
        const lines = new LineReader(reader);
        for (const given of drawn) {
          if (given.includes("\\")) continue;
          const found = lines.read(given);
          let value: unknown;
          try {
            value = JSON.parse(given);
          } catch {
            expect(found, given).toBeNull();
            seen.faulty++;
            continue;
          }
          if (found === null) seen.left++;
          else {
            // What facts and policies a record has does not show in its request: such a record is left alone.
            const plain =
              typeof value === "object" && value !== null && "request" in value ? value : { request: value };
            expect(plain).not.toHaveProperty("facts");
            const wanted = reader.read(plain.request);
            expect(wanted, given).not.toBeNull();
            if (wanted !== null) expect(told(found), given).toEqual(told(wanted));
            seen.read++;
          }
          if (new Set(given.match(/"[^"]*"\s*:/g)).size === (given.match(/"[^"]*"\s*:/g) ?? []).length) {
            lines.learn(given, value);
          }
        }
      }),
      { numRuns: 1500 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  it("reads usual lines from their texts", () => {
    const reader = new QuickReader(facts);
    const lines = new LineReader(reader);
    const line = (name: string) =>
      JSON.stringify({
        principal: { arn: `arn:aws:sts::111122223333:assumed-role/dev/${name}` },
        action: "s3:GetObject",
        resource: { arn: `arn:aws:s3:::b/${name}` },
        context: {
          "aws:CurrentTime": "2026-10-31T23:59:59Z",
          "aws:TagKeys": [name, "b"],
          "aws:MultiFactorAuthAge": 10,
        },
      });
    lines.learn(line("one"), JSON.parse(line("one")));
    const read = lines.read(line("two"));
    expect(read?.resource).toBe("arn:aws:s3:::b/two");
    expect(read?.request.keys.get("aws:tagkeys")).toEqual({ set: true, values: ["two", "b"] });
    expect(lines.read(`${line("two")} `)).toBeNull();
  });
});
