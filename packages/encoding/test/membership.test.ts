// What the classes are told apart by is what the evaluator's matcher, which shares no code with it, accepts.
import {
  type Glob,
  type GlobToken,
  globSet,
  makeGlob,
  parseBlock,
  parseDecimal,
  parseInstant,
  type ValueSet,
} from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accepts } from "../../evaluator/src/match.ts";
import { ActionIndex } from "../src/action-index.ts";
import { baseSets, familyOf, isMember, textSetOf } from "../src/membership.ts";

const literal = (text: string, fold: Glob["fold"] = "none") => makeGlob([{ is: "text", text }], fold);
const many: GlobToken = { is: "many", colon: true };
const decimal = (text: string) => {
  const value = parseDecimal(text, "extended");
  if (value === null) throw new Error(`${text} is no number`);
  return value;
};
const instant = (text: string) => {
  const value = parseInstant(text, "utc", "capital");
  if (value === null) throw new Error(`${text} is no date`);
  return value;
};
const block = (text: string) => {
  const value = parseBlock(text, "host");
  if (value === null) throw new Error(`${text} is no block`);
  return value;
};

const ORDERS = ["=", "<", "<=", ">", ">="] as const;
const DATE = { zoneless: ["utc", "unparsable"], letters: ["capital", "any"] } as const;
const readings = DATE.zoneless.flatMap((zoneless) => DATE.letters.map((letters) => ({ zoneless, letters })));
const bases: readonly ValueSet[] = [
  globSet([literal("10"), literal("true", "ascii")]),
  globSet([makeGlob([many], "none")]),
  globSet([
    makeGlob(
      [
        { is: "one", colon: true },
        { is: "text", text: "0" },
      ],
      "none",
    ),
  ]),
  globSet([]),
  ...ORDERS.flatMap((order): ValueSet[] => [
    { is: "number", order, values: [decimal("10")], forms: "decimal" },
    { is: "number", order, values: [decimal("-1"), decimal("10")], forms: "extended" },
    ...readings.map(
      (reading): ValueSet => ({ is: "date", order, values: [instant("2026-01-01T00:00:00Z")], ...reading }),
    ),
  ]),
  { is: "bool", values: [true] },
  { is: "bool", values: [false] },
  { is: "bool", values: [] },
  { is: "binary", values: ["41"] },
  ...(["same", "separate"] as const).map(
    (mapped): ValueSet => ({ is: "address", blocks: [block("10.0.0.0/30"), block("2001:db8::/126")], mapped }),
  ),
  { is: "parses", family: "number", forms: "decimal" },
  { is: "parses", family: "number", forms: "extended" },
  ...readings.map((reading): ValueSet => ({ is: "parses", family: "date", ...reading })),
  ...(["bool", "binary", "address", "arn"] as const).map((family): ValueSet => ({ is: "parses", family })),
];
const sets: readonly ValueSet[] = [
  ...bases,
  ...bases.map(
    (minus): ValueSet => ({ is: "difference", from: { is: "parses", family: "number", forms: "extended" }, minus }),
  ),
  ...bases.map((from): ValueSet => ({ is: "difference", from, minus: globSet([literal("10")]) })),
];
const TEXTS = [
  ..."10 010 9 9.99 11 -1 1e1 +10 10. true TRUE false False QQ== QQ QUI= x".split(" "),
  ..."2026-01-01T00:00:00Z 2026-01-01t00:00:00z 2026-01-01T00:00:00 2025-12-31T23:59:59Z 2026-01-02T00:00:00+00:00 1767225600".split(
    " ",
  ),
  ..."10.0.0.0 10.0.0.3 10.0.0.4 9.255.255.255 ::ffff:10.0.0.1 ::ffff:10.0.0.4 2001:db8::3 2001:db8::4 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff".split(
    " ",
  ),
  ..."a:b:c:d:e:f a:b:c:d:e a:b:c:d:e:f:g ::::: :::: abc".split(" "),
  "",
];

describe("isMember", () => {
  test.each(
    sets.map(
      (set) => [JSON.stringify(set, (_, value) => (typeof value === "bigint" ? String(value) : value)), set] as const,
    ),
  )("%s", (_, set) => {
    const inside = TEXTS.filter((text) => isMember(set, text));
    expect(inside).toEqual(TEXTS.filter((text) => accepts(set, text, () => null)));
  });

  test("tells texts apart by nearly every set", () => {
    const open = bases.filter(
      (set) => !TEXTS.some((text) => isMember(set, text)) || TEXTS.every((text) => isMember(set, text)),
    );
    expect(open.length).toBe(3);
  });
});

describe("the parts of a set", () => {
  test("a difference is made of both its sides, to any depth", () => {
    const [a, b, c] = [globSet([literal("a")]), globSet([literal("b")]), globSet([literal("c")])];
    const inner: ValueSet = { is: "difference", from: a, minus: b };
    expect(baseSets({ is: "difference", from: inner, minus: c })).toEqual([a, b, c]);
  });

  test("a language is of no family, and a family is no language", () => {
    for (const set of bases) expect(familyOf(set) === null).toBe(textSetOf(set) !== null);
    expect(familyOf({ is: "parses", family: "binary" })).toBe("binary");
    expect(familyOf({ is: "binary", values: [] })).toBe("binary");
    expect(familyOf({ is: "difference", from: bases[4]!, minus: bases[4]! })).toBeNull();
  });

  test("a pattern with a variable is no language", () => {
    const variable: GlobToken = { is: "variable", view: "key:a", fallback: null, colon: true };
    expect(textSetOf(globSet([literal("a"), makeGlob([variable, many], "none")]))).toBeNull();
  });
});

describe("ActionIndex", () => {
  const piece = fc.constantFrom("s3:", "S3:", "s3", "ec2:", "get", "Get", "object", "*", "?", ":", "");
  const pattern = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) =>
    makeGlob(
      pieces.map(
        (text): GlobToken => (text === "*" ? many : text === "?" ? { is: "one", colon: true } : { is: "text", text }),
      ),
      "ascii",
    ),
  );
  const names = "s3:get s3:getobject s3:object s3: ec2:get ec2:getobject getobject s3 :get s3:get:object x".split(" ");

  test("finds what the patterns match", () => {
    const seen = { in: 0, out: 0 };
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 3 }), (globs) => {
        const set = globSet(globs);
        if (set.is !== "globs") throw new Error("no globs");
        const index = new ActionIndex(set);
        for (const name of names) {
          const wanted = accepts(set, name, () => null);
          seen[wanted ? "in" : "out"]++;
          expect(index.has(name), name).toBe(wanted);
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.in, seen.out)).toBeGreaterThan(500);
  });

  test("leaves patterns with variables out", () => {
    const variable: GlobToken = { is: "variable", view: "key:a", fallback: null, colon: true };
    const set = globSet([makeGlob([{ is: "text", text: "s3:" }, variable], "ascii"), literal("s3:get", "ascii")]);
    if (set.is !== "globs") throw new Error("no globs");
    const index = new ActionIndex(set);
    expect([index.has("s3:"), index.has("s3:x"), index.has("s3:get")]).toEqual([false, false, true]);
  });
});
