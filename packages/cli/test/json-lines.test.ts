// What is told of a line from its bytes agrees with a plain look at its text.
import fc from "fast-check";
import { expect, test } from "vitest";
import { areOrdinaryLines, isOrdinary } from "../src/ordinary-bytes.ts";
import { mayRepeatName, repeatedName } from "../src/repeated-name.ts";

/** JSON texts in which names may stand twice, and texts hold quotes, backslashes and braces. */
const text = fc
  .constantFrom("", "a", "b", 'q"', "\\", '\\"', "{", ":", "é", "1", "__proto__")
  .map((each) => JSON.stringify(each));
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.constantFrom("1", "true", "null", " 2 "),
    fc.array(tie("json"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
    fc
      .array(fc.tuple(text, tie("json")), { maxLength: 4 })
      .map((fields) => `{${fields.map((each) => each.join(" : ")).join(",")}}`),
  ),
}));

test("a name that stands twice shows in the number of quotes", () => {
  const seen = { twice: 0, once: 0 };
  fc.assert(
    fc.property(json, fc.constantFrom("", "x", '"'), (line, before) => {
      const bytes = Buffer.from(before + line);
      const from = Buffer.byteLength(before);
      const isTwice = repeatedName(line) !== null;
      expect(mayRepeatName(bytes, from, bytes.length, JSON.parse(line)), line).toBe(isTwice);
      seen[isTwice ? "twice" : "once"]++;
    }),
    { numRuns: 3000 },
  );
  expect(seen.twice).toBeGreaterThan(200);
  expect(seen.once).toBeGreaterThan(200);
});

test("values that are too deep to count are left to the look for names", () => {
  const line = `${"[".repeat(500)}${"]".repeat(500)}`;
  expect(mayRepeatName(Buffer.from(line), 0, line.length, JSON.parse(line))).toBe(true);
});

test("backslashes and control characters are seen four bytes at a time", () => {
  const seen = { ordinary: 0, odd: 0 };
  const byte = fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: 0x20, max: 0xff }) },
    { weight: 1, arbitrary: fc.constantFrom(0x00, 0x01, 0x09, 0x0d, 0x1f, 0x5c) },
    { weight: 8, arbitrary: fc.constantFrom(0x0a, 0x5b, 0x5d, 0x7f, 0x80, 0xdc, 0xff) },
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), (list) => {
      const bytes = Uint8Array.from(list);
      const isPlain = list.every((each) => each === 0x0a || (each >= 0x20 && each !== 0x5c));
      expect(areOrdinaryLines(bytes), String(list)).toBe(isPlain);
      expect(isOrdinary(bytes, 0, bytes.length)).toBe(isPlain && !list.includes(0x0a));
      seen[isPlain ? "ordinary" : "odd"]++;
    }),
    { numRuns: 3000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
});
