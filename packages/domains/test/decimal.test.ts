import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimals, type Decimal, decimalBetween, decimalOf, parseDecimal, renderDecimal } from "../src/index.ts";

const decimals: fc.Arbitrary<Decimal> = fc
  .tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -4, max: 4 }))
  .map(([digits, exponent]) => parseDecimal(`${digits}e${exponent}`)!);

/** The value times 10^8, which is whole for all of the above. */
const scaled = ({ digits, exponent }: Decimal): bigint => digits * 10n ** (exponent + 8n);

describe("decimals", () => {
  it.each([
    ["1.50e3", 15n, 2n],
    ["1500", 15n, 2n],
    ["-0.0", 0n, 0n],
    ["+.5", 5n, -1n],
    ["1.", 1n, 0n],
    ["000120.50", 1205n, -1n],
    ["1e999999999", 1n, 999999999n],
    ["0e999999999999999999999", 0n, 0n],
  ])("%s is read", (text, digits, exponent) => {
    expect(parseDecimal(text)).toEqual({ digits, exponent });
  });

  it.each(["", " 1", "1 ", "1\n", "0x10", "NaN", "Infinity", "1e", "e1", ".", "+", "1,000", "1e1.5", "--1", "\u0661"])(
    "%j is refused",
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it("compare as their values do", () => {
    const seen = { "-1": 0, "0": 0, "1": 0 };
    fc.assert(
      fc.property(decimals, fc.oneof(decimals, fc.constant(decimalOf(0n))), (a, b) => {
        const want = scaled(a) < scaled(b) ? -1 : scaled(a) > scaled(b) ? 1 : 0;
        expect(Math.sign(compareDecimals(a, b))).toBe(want);
        expect(compareDecimals(a, { ...a })).toBe(0);
        seen[`${want}`]++;
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen["-1"], seen["1"])).toBeGreaterThan(200);
    expect(seen["0"]).toBeGreaterThan(0);
  });

  it("have one between them exactly if they are in order", () => {
    const seen = { some: 0, none: 0 };
    fc.assert(
      fc.property(fc.option(decimals), fc.option(decimals), (a, b) => {
        const between = decimalBetween(a, b);
        if (between === null) {
          expect(a !== null && b !== null && compareDecimals(a, b) >= 0).toBe(true);
          seen.none++;
          return;
        }
        if (a !== null) expect(compareDecimals(a, between)).toBeLessThan(0);
        if (b !== null) expect(compareDecimals(between, b)).toBeLessThan(0);
        expect(parseDecimal(renderDecimal(between))).toEqual(between);
        seen.some++;
      }),
      { numRuns: 3000 },
    );
    expect(seen.some).toBeGreaterThan(500);
    expect(seen.none).toBeGreaterThan(500);
  });

  it("stay small whatever their exponents are", () => {
    const texts = [
      "-2e999999999",
      "-1e999999999",
      "-1e-999999999",
      "0",
      "1e-999999999",
      "9.9e-999999999",
      "1",
      "1e999999999",
      "2e999999999",
    ];
    const values = texts.map((text) => parseDecimal(text)!);
    const bounds = [null, ...values, null];
    for (let i = 0; i + 1 < bounds.length; i++) {
      const between = decimalBetween(bounds[i]!, bounds[i + 1]!)!;
      if (bounds[i]) expect(compareDecimals(bounds[i]!, between)).toBe(-1);
      if (bounds[i + 1]) expect(compareDecimals(between, bounds[i + 1]!)).toBe(-1);
      expect(renderDecimal(between).length).toBeLessThan(60);
    }
  });

  it("are written plainly where that is short, and read back", () => {
    expect(["1.50", "-0.025", "1200", "1e60", "1e-60", "-7"].map((text) => renderDecimal(parseDecimal(text)!))).toEqual(
      ["1.5", "-0.025", "1200", "1e60", "1e-60", "-7"],
    );
    fc.assert(
      fc.property(decimals, (value) => {
        expect(parseDecimal(renderDecimal(value))).toEqual(value);
      }),
    );
    expect(renderDecimal(decimalBetween(null, decimalOf(100n))!)).toBe("99");
    expect(renderDecimal(decimalBetween(decimalOf(100n), null)!)).toBe("101");
    expect(renderDecimal(decimalBetween(decimalOf(1n), decimalOf(2n))!)).toBe("1.5");
  });
});
