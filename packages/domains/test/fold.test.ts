import { describe, expect, it } from "vitest";
import { foldPoint, foldVariants } from "../src/fold.ts";
import { equalsFolded, foldText } from "../src/index.ts";

describe("folding", () => {
  it("has exactly the variants that Unicode's simple case folding has", () => {
    // Everything that case mappings or classes move, judged by the engine's own comparison, one pattern for each.
    const cased: number[] = [];
    for (let point = 0; point < 0x110000; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const text = String.fromCodePoint(point);
      if (text !== text.toLowerCase() || text !== text.toUpperCase()) cased.push(point);
    }
    expect(cased.length).toBeGreaterThan(2000);
    const all = cased.map((point) => String.fromCodePoint(point)).join("");
    for (const point of cased) {
      const equal = all.match(new RegExp(`\\u{${point.toString(16)}}`, "giu"))!.map((text) => text.codePointAt(0)!);
      const variants = foldVariants(point, "unicode");
      expect(variants).toEqual(equal.sort((a, b) => a - b));
      expect(new Set(variants.map((variant) => foldPoint(variant, "unicode"))).size).toBe(1);
      expect(variants).toContain(foldPoint(point, "unicode"));
    }
  });

  it("folds in ASCII alone if asked", () => {
    expect(foldVariants(0x4b, "ascii")).toEqual([0x4b, 0x6b]);
    expect(foldVariants(0xc0, "ascii")).toEqual([0xc0]);
    expect(foldVariants(0x5b, "unicode")).toEqual([0x5b]);
    expect(foldVariants(0x40, "ascii")).toEqual([0x40]);
    expect(foldVariants(0x4b, "none")).toEqual([0x4b]);
    expect(foldText("S3:GetÀ", "ascii")).toBe("s3:getÀ");
    expect(foldText("S3:GetÀ", "none")).toBe("S3:GetÀ");
  });

  it("compares texts", () => {
    expect(equalsFolded("\u212aelvin", "kELVIN", "unicode")).toBe(true);
    expect(equalsFolded("\u212aelvin", "kelvin", "ascii")).toBe(false);
    expect(equalsFolded("a", "A", "none")).toBe(false);
    expect(equalsFolded("\u0130", "i", "unicode")).toBe(false);
    expect(equalsFolded("stra\u00dfe", "STRASSE", "unicode")).toBe(false);
  });
});
