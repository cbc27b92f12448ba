import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Glob, matchesGlob, textGlob } from "../src/index.ts";
import { allTexts, globs, naiveMatch } from "./globs.ts";

/** "*" and "?" match any character, "+" and "!" any but ":". */
function glob(pattern: string, fold: Glob["fold"] = "none"): Glob {
  const tokens = [...pattern].map((c) => {
    if (c === "*" || c === "+") return { is: "many" as const, colon: c === "*" };
    if (c === "?" || c === "!") return { is: "one" as const, colon: c === "?" };
    return { is: "text" as const, text: c };
  });
  return { tokens, fold };
}

describe("matchesGlob", () => {
  it("agrees with the definition on all short texts", () => {
    const texts = allTexts(["a", "b", ":"], 5);
    const seen = { yes: 0, no: 0 };
    fc.assert(
      fc.property(globs("ab:", fc.constant("none")), (g) => {
        for (const text of texts) {
          const matches = matchesGlob(g, text);
          if (matches !== naiveMatch(g, text)) throw new Error(`${JSON.stringify(text)} gives ${matches}`);
          seen[matches ? "yes" : "no"]++;
        }
      }),
      { numRuns: 1500 },
    );
    expect(seen.yes).toBeGreaterThan(1000);
    expect(seen.no).toBeGreaterThan(1000);
  });

  it("agrees with the definition under every fold, with letters and beyond the BMP", () => {
    const alphabet = ["k", "K", "\u212a", "\u{10400}", "\u{10428}", "\udc00", "\ude01"];
    const texts = allTexts(alphabet, 3);
    const seen = { yes: 0, no: 0 };
    fc.assert(
      fc.property(globs("kK\u212a", fc.constantFrom("none", "ascii", "unicode"), true), (g) => {
        for (const text of texts) {
          const matches = matchesGlob(g, text);
          if (matches !== naiveMatch(g, text)) throw new Error(`${JSON.stringify(text)} gives ${matches}`);
          seen[matches ? "yes" : "no"]++;
        }
      }),
      { numRuns: 600 },
    );
    expect(seen.yes).toBeGreaterThan(1000);
    expect(seen.no).toBeGreaterThan(1000);
  });

  it.each([
    ["b/*/secret", "b/a:b/secret", true],
    ["b/+/secret", "b/a:b/secret", false],
    ["a*z", "a\nz", true],
    ["a?z", "a\nz", true],
    ["a?z", "a\u{1f600}z", true],
    ["a??z", "a\u{1f600}z", false],
    ["a!z", "a:z", false],
    ["a?z", "a:z", true],
    ["*", "", true],
    ["?", "", false],
    ["", "", true],
    ["", "a", false],
    ["+", ":", false],
    ["??", "\uffffa", true],
    ["?", "\uffffa", false],
    ["?", "\u{10000}", true],
  ])("%s on %j is %s", (pattern, text, want) => {
    expect(matchesGlob(glob(pattern), text)).toBe(want);
  });

  it("has room for globs of any length", () => {
    for (const length of [254, 255, 256, 257, 1000]) {
      const long = "a".repeat(length);
      expect(matchesGlob(glob(`?${long}`), `b${long}`)).toBe(true);
      expect(matchesGlob(glob(`?${long}`), `b${long}a`)).toBe(false);
      expect(matchesGlob(glob(`${"*".repeat(length)}b`), `${long}b`)).toBe(true);
      expect(matchesGlob(glob(`${"?".repeat(length)}b`), `${long}b`)).toBe(true);
      expect(matchesGlob(glob(`${"?".repeat(length)}b`), `${long}c`)).toBe(false);
    }
    // What a match left behind is not the next one's.
    expect(matchesGlob(glob("?b"), "ab")).toBe(true);
    expect(matchesGlob(glob("?c?"), "ab")).toBe(false);
  });

  it("folds as asked", () => {
    expect(matchesGlob(textGlob("k", "ascii"), "K")).toBe(true);
    expect(matchesGlob(textGlob("k", "ascii"), "\u212a")).toBe(false);
    expect(matchesGlob(textGlob("k", "unicode"), "\u212a")).toBe(true);
    expect(matchesGlob(textGlob("\u212a", "unicode"), "K")).toBe(true);
    expect(matchesGlob(textGlob("s", "unicode"), "\u017f")).toBe(true);
    expect(matchesGlob(textGlob("\u017f", "none"), "s")).toBe(false);
    for (const i of ["\u0130", "\u0131"]) {
      expect(matchesGlob(textGlob("i", "unicode"), i)).toBe(false);
      expect(matchesGlob(textGlob("I", "unicode"), i)).toBe(false);
      expect(matchesGlob(textGlob(i, "unicode"), i)).toBe(true);
    }
    expect(matchesGlob(textGlob("\u00df", "unicode"), "\u1e9e")).toBe(true);
    expect(matchesGlob(textGlob("\u00df", "unicode"), "ss")).toBe(false);
    expect(matchesGlob(textGlob("\u03c3", "unicode"), "\u03c2")).toBe(true);
  });

  it("does not blow up on patterns made to", () => {
    const started = performance.now();
    expect(matchesGlob(glob("*a".repeat(30)), `${"a".repeat(2000)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
