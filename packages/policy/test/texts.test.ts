import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareDecimals,
  hasSmallLetters,
  isZoneless,
  parseAddress,
  parseBase64,
  parseBlock,
  parseBool,
  parseDecimal,
  parseInstant,
  renderAddress,
  renderBase64,
  renderDecimal,
  renderInstant,
  unmapIpv6,
} from "../src/index.ts";

describe("decimals", () => {
  it.each(["0", "-0", "007", "1.50", "-12.25"])("reads %s in either form", (text) => {
    for (const forms of ["decimal", "extended"] as const) {
      const value = parseDecimal(text, forms);
      expect(value && Number(renderDecimal(value))).toBeCloseTo(Number(text), 12);
    }
  });

  it.each(["+7", ".5", "-.5", "5.", "-5.", "1e3", "1E-3", "5.e1", ".5e+1"])("reads %s in the extended form", (text) => {
    expect(parseDecimal(text, "decimal")).toBe(null);
    const value = parseDecimal(text, "extended");
    expect(value && Number(renderDecimal(value))).toBeCloseTo(Number(text), 12);
  });

  it.each(["", " 1", "1 ", ".", "-.", "1,5", "0x10", "1e", ".e1", "--1", "NaN", "Infinity", "١"])(
    "does not read %j",
    (text) => {
      expect([parseDecimal(text, "decimal"), parseDecimal(text, "extended")]).toEqual([null, null]);
    },
  );

  it("orders integers as they are and is undone by reading", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        (a, b) => {
          const [left, right] = [parseDecimal(String(a), "decimal"), parseDecimal(String(b), "decimal")];
          if (left === null || right === null) throw new Error("an integer was not read");
          expect(Math.sign(compareDecimals(left, right))).toBe(a < b ? -1 : a > b ? 1 : 0);
          expect(renderDecimal(left)).toBe(String(a));
        },
      ),
    );
  });
});

describe("instants", () => {
  it.each([
    ["2026", "2026-01-01T00:00:00Z"],
    ["2026-03", "2026-03-01T00:00:00Z"],
    ["2026-03-04", "2026-03-04T00:00:00Z"],
    ["2026-03-04T05:06Z", "2026-03-04T05:06:00Z"],
    ["2026-03-04T05:06:07.5Z", "2026-03-04T05:06:07.500Z"],
    ["2026-03-04T05:06:07+01:30", "2026-03-04T03:36:07Z"],
    ["2026-03-04T05:06:07-0800", "2026-03-04T13:06:07Z"],
    ["1772600767", "2026-03-04T05:06:07Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["0001-01-01", "0001-01-01T00:00:00Z"],
  ])("reads %s", (text, utc) => {
    expect(renderInstant(parseInstant(text, "utc", "capital") ?? Number.NaN)).toBe(utc);
    expect(parseInstant(text, "utc", "any")).toBe(parseInstant(text, "utc", "capital"));
  });

  it.each([
    "",
    "26",
    "2026-13-01",
    "2026-02-29",
    "2026-03-04 05:06:07Z",
    "2026-03-04T24:00:00Z",
    "2026-03-04T05:06:60Z",
    "now",
    "2026-03-04T05:06:07+15:00",
  ])("does not read %j", (text) => {
    expect(parseInstant(text, "utc", "any")).toBe(null);
  });

  it("reads small letters where they may be", () => {
    for (const text of ["2026-03-04t05:06:07z", "2026-03-04T05:06z", "2026-03-04t05:06:07.5+01:30"]) {
      expect(parseInstant(text, "utc", "capital")).toBe(null);
      expect(parseInstant(text, "utc", "any")).toBe(parseInstant(text.toUpperCase(), "utc", "capital"));
      expect(hasSmallLetters(text)).toBe(true);
    }
    for (const text of ["2026-03-04T05:06:07Z", "2026-03-04", "1772600767", "xt"])
      expect(hasSmallLetters(text)).toBe(false);
  });

  it("takes eight digits for epoch seconds of 1970, not for a day of 2026", () => {
    expect(renderInstant(parseInstant("20260304", "utc", "capital") ?? Number.NaN)).toBe("1970-08-23T11:51:44Z");
  });

  it("knows which texts lack a zone", () => {
    expect([isZoneless("2026-03-04T05:06:07"), isZoneless("2026-03-04"), isZoneless("x")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(parseInstant("2026-03-04T05:06:07", "unparsable", "capital")).toBe(null);
  });

  it("writes what it reads again", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (at) => {
        expect(parseInstant(renderInstant(at), "unparsable", "capital")).toBe(at);
      }),
    );
  });
});

describe("addresses", () => {
  it.each([
    "256.0.0.1",
    "1.2.3",
    "01.2.3.4",
    "1.2.3.4.5",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "g::",
    "12345::",
    "",
    "1.2.3.4 ",
  ])("does not read %j", (text) => {
    expect(parseAddress(text)).toBe(null);
  });

  it("writes what it reads again", () => {
    const families = new Set<number>();
    fc.assert(
      fc.property(
        fc.constantFrom(4 as const, 6 as const),
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
        (family, drawn) => {
          families.add(family);
          const value = family === 4 ? drawn & 0xffffffffn : drawn;
          expect(parseAddress(renderAddress(family, value))).toEqual({ family, value });
        },
      ),
    );
    expect(families.size).toBe(2);
  });

  it("reads every way to write IPv6", () => {
    const one = { family: 6, value: 1n };
    expect([parseAddress("::1"), parseAddress("0:0:0:0:0:0:0:1"), parseAddress("::0.0.0.1")]).toEqual([one, one, one]);
    expect(parseAddress("::")).toEqual({ family: 6, value: 0n });
    expect(parseAddress("2001:DB8::")).toEqual(parseAddress("2001:db8:0:0:0:0:0:0"));
  });

  it("makes blocks of the size that the prefix says, whatever bits follow it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(4 as const, 6 as const),
        fc.nat(),
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
        (family, drawn, number) => {
          const width = family === 4 ? 32 : 128;
          const prefix = drawn % (width + 1);
          const value = number % 2n ** BigInt(width);
          const block = parseBlock(`${renderAddress(family, value)}/${prefix}`, "host");
          expect(block && block.high - block.low + 1n).toBe(2n ** BigInt(width - prefix));
          expect(
            block !== null &&
              block.low <= value &&
              value <= block.high &&
              block.low % 2n ** BigInt(width - prefix) === 0n,
          ).toBe(true);
        },
      ),
    );
    expect(
      ["1.2.3.4/33", "::1/129", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/a"].map((text) => parseBlock(text, "host")),
    ).toEqual(Array(5).fill(null));
  });

  it("reads an IPv6 address without a prefix as it is told", () => {
    expect(parseBlock("2001:db8::1", "host")).toMatchObject({ low: parseAddress("2001:db8::1")?.value });
    expect(parseBlock("2001:db8::1", "slash-32")).toMatchObject({ low: parseAddress("2001:db8::")?.value });
    expect(parseBlock("1.2.3.4", "slash-32")).toMatchObject({ low: 0x01020304n, high: 0x01020304n });
  });

  it("finds the IPv4 address inside a mapped one", () => {
    expect(unmapIpv6(parseAddress("::ffff:1.2.3.4")?.value ?? 0n)).toBe(0x01020304n);
    expect(unmapIpv6(parseAddress("::1.2.3.4")?.value ?? 0n)).toBe(null);
  });
});

describe("booleans and bytes", () => {
  it("reads booleans in any letter case and nothing else", () => {
    expect(["true", "TRUE", "False", "1", "", " true"].map(parseBool)).toEqual([true, true, false, null, null, null]);
  });

  it("reads what it writes of any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        expect(parseBase64(renderBase64(hex))).toBe(hex);
        expect(renderBase64(hex)).toBe(Buffer.from(bytes).toString("base64"));
      }),
    );
  });

  it.each(["A", "AB", "AB=", "====", "A===", "QUJD=", "QU_D"])("does not read %j as base64", (text) => {
    expect(parseBase64(text)).toBe(null);
  });
});
