import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../src/diagnostic.ts";
import { parsePolicy, parsePolicyValue } from "../src/index.ts";
import { type JsonNode, readJson } from "../src/json.ts";
import { treeOfValue } from "../src/json-value.ts";
import { DEFAULT_LIMITS, type Limits } from "../src/limits.ts";

function written(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function read(text: string, limits: Limits = DEFAULT_LIMITS): JsonNode | null {
  return readJson(text, { limits, allowComments: false }, new Diagnostics());
}

const strings = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc
    .array(fc.constantFrom("\\", '"', "a", "\n", "\u2028", "\ud800", "\u{1f600}", ""), { maxLength: 6 })
    .map((all) => all.join("")),
);

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    strings,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(strings, tie("value"), { maxKeys: 4 }),
  ),
})).value;

describe("treeOfValue", () => {
  it("is what the text is read as, or null", () => {
    const seen = { trees: 0, left: 0 };
    fc.assert(
      fc.property(values, (value) => {
        const text = written(value);
        const tree = treeOfValue(value, text, DEFAULT_LIMITS);
        seen[tree === null ? "left" : "trees"]++;
        if (tree !== null) expect(tree).toEqual(read(text));
      }),
      { numRuns: 1_500 },
    );
    expect(seen.trees).toBeGreaterThan(500);
    expect(seen.left).toBeGreaterThan(20);
  });

  it("has every place", () => {
    const value = { "a\n": [{}, [], "x\\", '"', 1e21, -0.5, true, null, { b: [[0]] }], "": "é\u{1f600}" };
    expect(treeOfValue(value, written(value), DEFAULT_LIMITS)).toEqual(read(written(value)));
  });

  class Money {
    readonly amount = 1;
    toJSON(): string {
      return "1 USD";
    }
  }
  let count = 0;
  const fickle = {
    get name() {
      return `${count++}`;
    },
  };
  const CASES: readonly (readonly [string, unknown])[] = [
    ["what writes itself", new Money()],
    ["a date", { at: new Date(0) }],
    ["what reads differently twice", fickle],
    ["members that are not written", { a: undefined, b: 1 }],
    ["items that are not there", [1, undefined]],
    ["a hole", Array(2)],
    ["no number", [Number.NaN]],
    ["half a character", ["\ud800"]],
    ["a boxed string", [Object("x")]],
  ];

  it.each(CASES)("leaves %s to the text", (_, value) => {
    expect(treeOfValue(value, written(value), DEFAULT_LIMITS)).toBeNull();
  });

  it("leaves what is beyond a limit to the text, which is then refused", () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    const limits = { ...DEFAULT_LIMITS, depth: 4, stringLength: 5, bytes: 60 };
    const at = (value: unknown) => [treeOfValue(value, written(value), limits), read(written(value), limits)] as const;
    for (const fits of [deep(4), ["x".repeat(5)], ["é".repeat(5)]]) {
      const [tree, wanted] = at(fits);
      expect(tree).not.toBeNull();
      expect(tree).toEqual(wanted);
    }
    for (const beyond of [deep(5), ["x".repeat(6)], Array(20).fill("é")]) expect(at(beyond)).toEqual([null, null]);
  });

  it("takes another text's value for none", () => {
    for (const [value, text] of [
      [["a"], written(["b"])],
      [["a"], written(["a", "b"])],
      [{ a: 1 }, written({ a: 1, b: 2 })],
      [{ a: 1 }, `${written({ a: 1 })} `],
      [{ a: 1 }, JSON.stringify({ a: 1 })],
    ] as const) {
      expect(treeOfValue(value, text, DEFAULT_LIMITS)).toBeNull();
    }
  });
});

describe("parsePolicyValue", () => {
  const pieces = fc.record(
    {
      Version: fc.constantFrom("2012-10-17", "2008-10-17", "x"),
      Statement: fc.array(
        fc.record(
          {
            Sid: strings,
            Effect: fc.constantFrom("Allow", "Deny", "allow"),
            Action: fc.oneof(
              fc.constantFrom("s3:Get*", "*", "s3"),
              fc.array(fc.constantFrom("s3:Get*", "kms:Decrypt")),
            ),
            Resource: fc.constantFrom("*", "arn:aws:s3:::b/${aws:username}", "arn:aws:s3"),
            Condition: fc.dictionary(fc.constantFrom("StringLike", "Bool", "x"), fc.dictionary(strings, strings)),
          },
          { requiredKeys: ["Effect"] },
        ),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: [] },
  );

  it("says of a value what parsePolicy says of its text", () => {
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(pieces, values), (value) => {
        const found = parsePolicyValue(value, { kind: "identity" });
        expect(found).toEqual(parsePolicy(written(value), { kind: "identity" }));
        seen[found.policy === null ? "refused" : "read"]++;
      }),
      { numRuns: 1_000 },
    );
    expect(seen.read).toBeGreaterThan(20);
    expect(seen.refused).toBeGreaterThan(100);
  });
});
