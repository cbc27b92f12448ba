import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../src/diagnostic.ts";
import { type JsonNode, readJson } from "../src/json.ts";
import { DEFAULT_LIMITS } from "../src/limits.ts";

function read(text: string, allowComments = false): JsonNode | null {
  return readJson(text, { limits: DEFAULT_LIMITS, allowComments }, new Diagnostics());
}

/** The value a tree stands for; members in a list, so that no name is special. */
function plain(node: JsonNode): unknown {
  switch (node.is) {
    case "string":
      return node.text;
    case "number":
      return Number(node.text);
    case "boolean":
      return node.text === "true";
    case "null":
      return null;
    case "list":
      return node.items.map(plain);
    case "object": {
      const value = {};
      for (const member of node.members) {
        Object.defineProperty(value, member.name, {
          value: plain(member.value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return value;
    }
  }
}

const texts = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value, null, "\t")),
  fc
    .array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        '"a"',
        "1",
        "-",
        "01",
        "1.",
        "1e5",
        "-0.5E+2",
        "true",
        "null",
        " ",
        "\n",
        "\\",
        "\\u00e9",
        "\u0001",
        "nul",
        "/",
        "\u00a0",
        "\ufeff",
        "+1",
        ".5",
        "'",
      ),
      { maxLength: 8 },
    )
    .map((list) => list.join("")),
);

const edited = fc
  .tuple(texts, fc.nat(), fc.nat(2), fc.constantFrom("", ",", "]", "}", '"', "\\", "0", "\u0000", " "))
  .map(([text, at, drop, add]) => {
    const place = text.length === 0 ? 0 : at % (text.length + 1);
    return text.slice(0, place) + add + text.slice(place + drop);
  });

describe("readJson", () => {
  it("accepts what JSON.parse accepts, and reads the same value", () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(texts, edited), (text) => {
        let expected: { value: unknown } | null = null;
        try {
          expected = { value: JSON.parse(text) };
        } catch {
          seen.refused++;
        }
        const node = read(text);
        if (expected !== null && /\p{Surrogate}/u.test(JSON.stringify(text) + text)) return;
        if (expected !== null) seen.accepted++;
        expect(node === null ? null : { value: plain(node) }).toEqual(expected);
        if (node !== null) expect(JSON.parse(text.slice(node.start, node.end))).toEqual(expected?.value);
      }),
      { numRuns: 6000 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(1000);
  });

  it("gives every string and number its place", () => {
    const text = '{ "a": ["é\\n", -1.50] }';
    const node = read(text);
    if (node?.is !== "object") throw new Error("no object");
    const [member] = node.members;
    expect(text.slice(member!.start, member!.end)).toBe('"a": ["é\\n", -1.50]');
    if (member?.value.is !== "list") throw new Error("no list");
    expect(member.value.items.map(({ start, end }) => text.slice(start, end))).toEqual(['"é\\n"', "-1.50"]);
    expect(member.value.items[1]).toMatchObject({ is: "number", text: "-1.50" });
  });

  it("takes comments for white space when they are allowed, and trailing commas never", () => {
    expect(read("/* a */ [1, // b\n 2 /* c */]", true)).not.toBeNull();
    expect(read("/* a */ [1, // b\n 2 /* c */]")).toBeNull();
    expect(read("[1, /* , */]", true)).toBeNull();
    expect(read("[1] /*", true)).toBeNull();
  });

  it("keeps repeated names, for the reader to refuse", () => {
    const node = read('{"a":1,"a":2}');
    expect(node?.is === "object" ? node.members.length : 0).toBe(2);
  });
});
