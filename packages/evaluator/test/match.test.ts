import { type Folding, type Glob, type GlobToken, makeGlob, type ValueSet } from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accepts, matches, type Substitution } from "../src/match.ts";

const nothing: Substitution = () => null;
const many = (colon = true): GlobToken => ({ is: "many", colon });
const one = (colon = true): GlobToken => ({ is: "one", colon });
const text = (of: string): GlobToken => ({ is: "text", text: of });
const variable = (view: string, fallback: string | null = null, colon = true): GlobToken => ({
  is: "variable",
  view,
  fallback,
  colon,
});
const glob = (...tokens: GlobToken[]): Glob => makeGlob(tokens, "none");
const folded = (fold: Folding, ...tokens: GlobToken[]): Glob => makeGlob(tokens, fold);

/** The definition, by recursion over code points: what a matcher may not differ from. */
function naive(tokens: readonly GlobToken[], letters: readonly string[]): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return letters.length === 0;
  if (token.is === "variable") throw new Error("no variables here");
  if (token.is === "text") {
    const wanted = [...token.text];
    return wanted.every((letter, at) => letters[at] === letter) && naive(rest, letters.slice(wanted.length));
  }
  const allowed = (letter: string | undefined) => letter !== undefined && (token.colon || letter !== ":");
  if (token.is === "one") return allowed(letters[0]) && naive(rest, letters.slice(1));
  return naive(rest, letters) || (allowed(letters[0]) && naive(tokens, letters.slice(1)));
}

describe("matches", () => {
  // Followed one by one, the ways to match these would outlast the test.
  it("is not slowed down by many stars", () => {
    const stars = makeGlob([...Array.from({ length: 50_000 }, () => [text("a"), many()]).flat(), text("b")], "none");
    expect(matches(stars, "a".repeat(100_000), nothing)).toBe(false);
    expect(matches(stars, `${"a".repeat(100_000)}b`, nothing)).toBe(true);
    const hundredThousand = Array.from({ length: 100_000 }, () => one());
    const marks = makeGlob([...hundredThousand, many(), ...hundredThousand], "none");
    expect(matches(marks, "a".repeat(199_999), nothing)).toBe(false);
    expect(matches(marks, "a".repeat(200_000), nothing)).toBe(true);
  });

  it("takes newlines, colons and spaces as any character", () => {
    expect(matches(glob(text("a"), many(), text("b")), "a\n: b", nothing)).toBe(true);
    expect(matches(glob(text("a"), one(), text("b")), "a\nb", nothing)).toBe(true);
    expect(matches(glob(text("a"), one(), text("b")), "a:b", nothing)).toBe(true);
  });

  it("keeps a star that takes no colon inside its part", () => {
    expect(matches(glob(text("a:"), many(false), text(":b")), "a:x:b", nothing)).toBe(true);
    expect(matches(glob(text("a:"), many(false), text(":b")), "a:x:y:b", nothing)).toBe(false);
    expect(matches(glob(many(false)), "a:b", nothing)).toBe(false);
    expect(matches(glob(one(false)), ":", nothing)).toBe(false);
  });

  it("counts code points, not code units", () => {
    expect(matches(glob(one()), "😀", nothing)).toBe(true);
    expect(matches(glob(one(), one()), "😀", nothing)).toBe(false);
    expect(matches(glob(many(), text("\ude00")), "😀", nothing)).toBe(false);
    expect(matches(glob(text("a"), many(), one()), "a😀", nothing)).toBe(true);
  });

  it("folds letters as it is told", () => {
    expect(matches(folded("none", text("k")), "K", nothing)).toBe(false);
    expect(matches(folded("ascii", text("k")), "K", nothing)).toBe(true);
    expect(matches(folded("ascii", text("k")), "\u212a", nothing)).toBe(false);
    expect(matches(folded("unicode", text("k")), "\u212a", nothing)).toBe(true);
    expect(matches(folded("unicode", text("\u212a")), "k", nothing)).toBe(true);
    expect(matches(folded("unicode", text("ſtop")), "STOP", nothing)).toBe(true);
    expect(matches(folded("ascii", text("é")), "É", nothing)).toBe(false);
    expect(matches(folded("unicode", text("é")), "É", nothing)).toBe(true);
    // Full case folding would make one letter two; AWS's comparison is taken to be simple.
    expect(matches(folded("unicode", text("ß")), "SS", nothing)).toBe(false);
  });

  it("folds a literal full of signs that mean something to regular expressions", () => {
    const signs = "a.b*c?[d](e){f}^$|\\-/";
    expect(matches(folded("unicode", text(signs)), signs.toUpperCase(), nothing)).toBe(true);
    expect(matches(folded("unicode", text(signs)), signs.replace(".", "x"), nothing)).toBe(false);
  });

  it("puts a variable's value in as literal text", () => {
    const home = glob(text("home/"), variable("key:aws:username"), text("/"), many());
    const named =
      (name: string): Substitution =>
      (view) =>
        view === "key:aws:username" ? name : null;
    expect(matches(home, "home/ana/a.txt", named("ana"))).toBe(true);
    expect(matches(home, "home/bo/a.txt", named("*"))).toBe(false);
    expect(matches(home, "home/*/a.txt", named("*"))).toBe(true);
    expect(matches(home, "home/ana/a.txt", nothing)).toBe(false);
  });

  it("takes a variable's default only where it has no value", () => {
    const team = glob(variable("key:team", "none"));
    expect(matches(team, "none", nothing)).toBe(true);
    expect(matches(team, "none", () => "red")).toBe(false);
    expect(matches(team, "", () => "")).toBe(true);
  });

  it("refuses a value with a colon where the part holds none", () => {
    const part = glob(text("a:"), variable("key:part", null, false), text(":b"));
    expect(matches(part, "a:x:b", () => "x")).toBe(true);
    expect(matches(part, "a:x:y:b", () => "x:y")).toBe(false);
  });

  it("agrees with the definition", () => {
    const letter = fc.constantFrom("a", "b", ":", "/", "\n", "😀");
    const token = fc.oneof(
      fc.array(letter, { maxLength: 3 }).map((letters) => text(letters.join(""))),
      fc.boolean().map(one),
      fc.boolean().map(many),
    );
    let held = 0;
    let failed = 0;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 6 }), fc.array(letter, { maxLength: 9 }), (tokens, letters) => {
        const wanted = naive(tokens, letters);
        if (wanted) held++;
        else failed++;
        expect(matches(glob(...tokens), letters.join(""), nothing)).toBe(wanted);
        expect(matches(folded("unicode", ...tokens), letters.join("").toUpperCase(), nothing)).toBe(wanted);
      }),
      { numRuns: 5000 },
    );
    expect(held).toBeGreaterThan(200);
    expect(failed).toBeGreaterThan(200);
  });
});

describe("accepts", () => {
  const number = (
    order: "=" | "<" | "<=" | ">" | ">=",
    digits: bigint,
    exponent: number,
    forms: "decimal" | "extended" = "decimal",
  ): ValueSet => ({ is: "number", order, values: [{ digits, exponent }], forms });

  it("compares numbers exactly", () => {
    expect(accepts(number("=", 1n, 1), "10.0", nothing)).toBe(true);
    expect(accepts(number("<", 9007199254740993n, 0), "9007199254740992", nothing)).toBe(true);
    expect(accepts(number(">=", 5n, -1), "0.5", nothing)).toBe(true);
    expect(accepts(number("<=", 5n, -1), "x", nothing)).toBe(false);
  });

  it("reads the forms of numbers that the set reads", () => {
    for (const each of ["1e1", "+10", "10.", "1.E1", "10e0"]) {
      expect(accepts(number("=", 1n, 1), each, nothing), each).toBe(false);
      expect(accepts(number("=", 1n, 1, "extended"), each, nothing), each).toBe(true);
    }
    for (const each of [".", "e1", "+", "1e", "1e1.5", "1e1000"]) {
      expect(accepts({ is: "parses", family: "number", forms: "extended" }, each, nothing), each).toBe(false);
    }
  });

  it("reads the letters of dates that the set reads", () => {
    const dated = (letters: "capital" | "any"): ValueSet => ({
      is: "date",
      order: "=",
      values: [Date.UTC(2026, 0, 1)],
      zoneless: "utc",
      letters,
    });
    for (const each of ["2026-01-01t00:00:00Z", "2026-01-01T00:00:00z", "2026-01-01t00:00:00"]) {
      expect(accepts(dated("capital"), each, nothing), each).toBe(false);
      expect(accepts(dated("any"), each, nothing), each).toBe(true);
    }
    expect(accepts(dated("capital"), "2026-01-01T00:00:00Z", nothing)).toBe(true);
  });

  it("tells what parses from what does not", () => {
    const parses = (family: "bool" | "binary" | "address" | "arn", of: string) =>
      accepts({ is: "parses", family }, of, nothing);
    const isNumber = (of: string) => accepts({ is: "parses", family: "number", forms: "decimal" }, of, nothing);
    const isDate = (of: string) =>
      accepts({ is: "parses", family: "date", zoneless: "utc", letters: "capital" }, of, nothing);
    expect([isNumber("1"), isNumber("one"), isNumber("1e1")]).toEqual([true, false, false]);
    expect([isDate("2026-01-01"), isDate("2026-13-01"), isDate("2026-01-01t00:00:00Z")]).toEqual([true, false, false]);
    expect([parses("bool", "TRUE"), parses("bool", "1")]).toEqual([true, false]);
    expect([parses("binary", "QUJD"), parses("binary", "QUJ")]).toEqual([true, false]);
    expect([parses("address", "::1"), parses("address", "1.2.3")]).toEqual([true, false]);
    expect([parses("arn", "arn:aws:s3:::b"), parses("arn", "arn:aws:s3::")]).toEqual([true, false]);
  });

  it("takes one set from another", () => {
    const set: ValueSet = {
      is: "difference",
      from: { is: "globs", globs: [glob(text("a"), many())] },
      minus: { is: "globs", globs: [glob(many(), text("z"))] },
    };
    expect(accepts(set, "ab", nothing)).toBe(true);
    expect(accepts(set, "az", nothing)).toBe(false);
    expect(accepts(set, "b", nothing)).toBe(false);
  });

  it("keeps the address families apart unless told that mapped ones are the same", () => {
    const block = { family: 4, low: 0n, high: 0xffffffffn } as const;
    const set = (mapped: "separate" | "same"): ValueSet => ({ is: "address", blocks: [block], mapped });
    expect(accepts(set("separate"), "255.255.255.255", nothing)).toBe(true);
    expect(accepts(set("separate"), "::ffff:1.2.3.4", nothing)).toBe(false);
    expect(accepts(set("same"), "::ffff:1.2.3.4", nothing)).toBe(true);
    expect(accepts(set("same"), "2001:db8::1", nothing)).toBe(false);
  });
});
