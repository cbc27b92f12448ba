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

  it("knows the classes that are made in other ways than by upper and lower case", () => {
    const classes = [
      [0x4b, 0x6b, 0x212a],
      [0x53, 0x73, 0x17f],
      [0xb5, 0x39c, 0x3bc],
      [0xc5, 0xe5, 0x212b],
      [0xdf, 0x1e9e],
      [0x1c4, 0x1c5, 0x1c6],
      [0x345, 0x399, 0x3b9, 0x1fbe],
      [0x3a3, 0x3c2, 0x3c3],
      [0x1e60, 0x1e61, 0x1e9b],
      [0x13a0, 0xab70],
      [0xfb05, 0xfb06],
      [0x10400, 0x10428],
      [0x1e900, 0x1e922],
      [0x130],
      [0x131],
      [0xd7],
      [0xff, 0x178],
    ];
    for (const members of classes) {
      for (const point of members) {
        expect(foldVariants(point, "unicode")).toEqual(members);
        expect(foldPoint(point, "unicode")).toBe(
          members.includes(0x4b) ? 0x6b : members.includes(0x53) ? 0x73 : members[0],
        );
      }
    }
  });

  it("takes A to Z, and no neighbour, to a to z", () => {
    for (const fold of ["ascii", "unicode"] as const) {
      expect(foldText("@AZ[`az{09\u007f", fold)).toBe("@az[`az{09\u007f");
      for (const c of "@[`{09\u007f") expect(foldVariants(c.charCodeAt(0), fold)).toEqual([c.charCodeAt(0)]);
      for (const c of "AazZ") {
        const lower = c.toLowerCase().charCodeAt(0);
        expect(foldVariants(c.charCodeAt(0), fold)).toEqual([lower - 32, lower]);
      }
    }
    expect(foldVariants(0x53, "ascii")).toEqual([0x53, 0x73]);
    expect(foldVariants(0x212a, "ascii")).toEqual([0x212a]);
    expect(foldVariants(0x4b, "none")).toEqual([0x4b]);
    expect([foldPoint(0x212a, "ascii"), foldPoint(0x4b, "none"), foldPoint(0x17f, "ascii")]).toEqual([
      0x212a, 0x4b, 0x17f,
    ]);
  });

  it("compares texts", () => {
    expect(equalsFolded("a", "a", "none")).toBe(true);
    expect(equalsFolded("aB", "Ab", "ascii")).toBe(true);
    expect(equalsFolded("aB", "ac", "ascii")).toBe(false);
    expect(equalsFolded("\u{10400}", "\u{10428}", "unicode")).toBe(true);
    expect(equalsFolded("\u{10400}", "\u{10428}", "ascii")).toBe(false);
    expect(equalsFolded("\u212aelvin", "kELVIN", "unicode")).toBe(true);
    expect(equalsFolded("\u212aelvin", "kelvin", "ascii")).toBe(false);
    expect(equalsFolded("a", "A", "none")).toBe(false);
    expect(equalsFolded("\u0130", "i", "unicode")).toBe(false);
    expect(equalsFolded("stra\u00dfe", "STRASSE", "unicode")).toBe(false);
  });
});
