// The texts that stand for classes of numbers, dates, bytes and addresses: one for every point and every gap, and they read well.
import { keyView, parseBlock, parseDecimal, parseInstant, type ValueSet } from "@keyaki/semantics";
import { describe, expect, test } from "vitest";
import { clockChoices } from "../src/clock-choices.ts";
import { familyTexts } from "../src/family-texts.ts";
import type { ParsedFamily } from "../src/membership.ts";

function found<T>(value: T | null): T {
  if (value === null) throw new Error("not written so");
  return value;
}

const number = (forms: "decimal" | "extended", ...values: readonly string[]): ValueSet => {
  return { is: "number", order: "<", forms, values: values.map((text) => found(parseDecimal(text, "extended"))) };
};
const date = (zoneless: "utc" | "unparsable", letters: "capital" | "any", ...values: readonly string[]): ValueSet => {
  return {
    is: "date",
    order: "<",
    zoneless,
    letters,
    values: values.map((text) => found(parseInstant(text, "utc", "capital"))),
  };
};
/** Groups of texts, a mark on those that hold all texts of their class. */
const texts = (family: ParsedFamily, ...sets: readonly ValueSet[]) =>
  familyTexts(family, sets).map(({ texts, all }) => `${texts.join(" ")}${all ? " !" : ""}`);
const firsts = (family: ParsedFamily, ...sets: readonly ValueSet[]) =>
  familyTexts(family, sets).map(({ texts }) => texts[0]);

describe("numbers", () => {
  test("none: any number, in both forms, and what is none", () => {
    expect(texts("number")).toEqual(["1 01 001 0001", "1e0", "abc not a number"]);
  });

  test("a point, what is below and what is above", () => {
    const wanted = [
      "9 09 009 0009",
      "10 010 0010 00010",
      "11 011 0011 00011",
      "9e0",
      "10e0",
      "11e0",
      "abc not a number",
    ];
    expect(texts("number", number("decimal", "10"))).toEqual(wanted);
    expect(texts("number", number("decimal", "10"), number("decimal", "10"))).toEqual(wanted);
  });

  test("several points in any order, and the middle of each gap", () => {
    expect(firsts("number", number("extended", "10", "-0.5", "12"))).toEqual(
      "-0.6 -0.5 4.7 10 11 12 13 -0.6e0 -0.5e0 4.7e0 10e0 11e0 12e0 13e0 abc".split(" "),
    );
  });

  test("points far apart have a round number between, long ones an exponent", () => {
    const zeros = (count: number) => "0".repeat(count);
    expect(firsts("number", number("extended", "1e50", "1e-50", "1"))).toEqual([
      `0.${zeros(50)}`,
      `0.${zeros(49)}1`,
      "0.01",
      "1",
      `1${zeros(48)}`,
      `1${zeros(50)}`,
      `2${zeros(50)}`,
      ..."0e-50 1e-50 0.01e0 1e0 1e48 1e50 2e50 abc".split(" "),
    ]);
  });

  test("a number between zero and one that is too long to be written", () => {
    expect(firsts("number", number("extended", "0", "1e500"))).toContain("1");
    expect(firsts("number", number("extended", "0", "-1e500"))).toContain("-1");
    expect(firsts("number", number("extended", "1e500", "-1e500"))).toContain("0");
  });

  test("beyond what is read in digits there are exponents only", () => {
    const all = firsts("number", number("extended", "1e450"));
    expect(all.slice(-3)).toEqual(["1e450", "2e450", "abc"]);
    expect(all).not.toContain(`1${"0".repeat(450)}`);
  });
});

describe("dates", () => {
  const [first, third] = ["2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"];

  test("none: any day, in three ways of writing it", () => {
    expect(texts("date")).toEqual([
      `${first} 2026-01-01T00:00:00.000Z 2026-01-01T00:00:00.000+00:00`,
      "not-a-date soon",
    ]);
  });

  test("points in any order and twice, the day before, the day after and the middle of a gap", () => {
    const days = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"].map(
      (day) => `${day}T00:00:00Z`,
    );
    expect(firsts("date", date("utc", "capital", third, first, third))).toEqual([...days, "not-a-date"]);
  });

  test("small letters and no zone are classes of their own where a set tells them apart", () => {
    const own = firsts("date", date("unparsable", "any", first));
    expect(own).toEqual([
      ...["2025-12-31", "2026-01-01", "2026-01-02", "0000-01-01"].flatMap((day) =>
        ["T00:00:00Z", "T00:00:00", "t00:00:00z", "t00:00:00"].map((time) => `${day}${time}`),
      ),
      ...["T23:59:59.999Z", "T23:59:59.999", "t23:59:59.999z", "t23:59:59.999"].map((time) => `9999-12-31${time}`),
      "not-a-date",
    ]);
    expect(firsts("date", { is: "parses", family: "date", zoneless: "unparsable", letters: "capital" })).toContain(
      "2026-01-01T00:00:00",
    );
    expect(firsts("date", { is: "parses", family: "date", zoneless: "utc", letters: "any" })).toContain(
      "2026-01-01t00:00:00z",
    );
    expect(firsts("date", date("utc", "any", first))).toContain("0000-01-01t00:00:00z");
    expect(firsts("date", date("unparsable", "capital", first))).toContain("9999-12-31T23:59:59.999");
  });

  test("instants that no date names are seconds", () => {
    expect(
      firsts("date", { is: "date", order: "<", zoneless: "utc", letters: "capital", values: [-1e15, 1e15] }),
    ).toEqual(["-999999999999.999999999", "1970-01-01T00:00:00Z", "999999999999.999999999", "not-a-date"]);
    expect(
      firsts("date", { is: "date", order: "=", zoneless: "utc", letters: "capital", values: [300_000_000_000_500] })[1],
    ).toBe("300000000000.500");
  });
});

test("bytes: every value that is named, and longer ones", () => {
  expect(texts("binary")).toEqual(["qw==", "not base64 ?"]);
  expect(texts("binary", { is: "binary", values: ["4142", "41"] })).toEqual(["QQ==", "QUI=", "q6ur", "not base64 ?"]);
});

test("addresses: the first of each run, in both ways of writing it, and examples", () => {
  const blocks = ["10.0.0.0/31", "2001:db8::/127"].map((text) => found(parseBlock(text, "host")));
  const groups = texts("address", { is: "address", mapped: "separate", blocks });
  expect(groups.slice(0, 5)).toEqual(["203.0.113.7", "198.51.100.7", "192.0.2.7", "10.0.0.7", "2001:db8::7"]);
  expect(groups).toContain("10.0.0.0 10.0.0.1 !");
  expect(groups).toContain("::ffff:a00:0 ::ffff:a00:1");
  expect(groups).toContain("2001:db8:: 2001:db8::1");
  expect(groups.map((group) => group.split(" ")[0]).slice(5)).toEqual(
    "0.0.0.5 ::ffff:0:5 10.0.0.0 ::ffff:a00:0 10.0.0.7 ::ffff:a00:7 ::5 ::ffff:0:5 ::1:0:0:5 2001:db8:: 2001:db8::7 not-an-address".split(
      " ",
    ),
  );
  const last = ["255.255.255.255/32", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"].map((text) =>
    found(parseBlock(text, "host")),
  );
  expect(texts("address", { is: "address", mapped: "separate", blocks: last })).toContain("255.255.255.255 !");
});

describe("the clock", () => {
  const times = (key: string, ...sets: readonly ValueSet[]) =>
    clockChoices(sets.map((set) => ({ is: "in", view: keyView(key), set }))).map(({ value }) =>
      new Date(value ?? 0).toISOString(),
    );
  const [start, end] = ["1970-01-02T00:00:00.000Z", "9999-12-31T23:59:59.999Z"];
  const at = (order: "=" | "<" | "<=" | ">" | ">=", text: string): ValueSet => {
    return {
      is: "date",
      order,
      zoneless: "utc",
      letters: "capital",
      values: [found(parseInstant(text, "utc", "capital"))],
    };
  };

  test("the first instant of each class", () => {
    expect(times("aws:currenttime", at("<", "2026-05-01T00:00:00Z"))).toEqual([start, "2026-05-01T00:00:00.000Z"]);
    expect(times("aws:currenttime", at("<=", "2026-05-01T00:00:00Z"))).toEqual([start, "2026-05-01T00:00:00.001Z"]);
    expect(times("aws:currenttime", at("=", "2026-05-01T00:00:00Z"))).toEqual([start, "2026-05-01T00:00:00.000Z"]);
    const both = [at(">", "2026-05-01T00:00:00Z"), at("<", "2026-05-01T00:00:00.002Z")];
    expect(times("aws:currenttime", ...both)).toEqual([start, "2026-05-01T00:00:00.001Z", "2026-05-01T00:00:00.002Z"]);
  });

  test("nothing before its first instant or after its last", () => {
    expect(times("aws:currenttime", at("<", start))).toEqual([start]);
    expect(times("aws:currenttime", at("<=", start))).toEqual([start, "1970-01-02T00:00:00.001Z"]);
    expect(times("aws:currenttime", at(">", end))).toEqual([start]);
    expect(times("aws:currenttime", at(">=", end))).toEqual([start, end]);
  });

  test("seconds on the other key, and texts that are written out", () => {
    const seconds: ValueSet = {
      is: "number",
      order: "=",
      forms: "decimal",
      values: [found(parseDecimal("1777593600", "decimal"))],
    };
    expect(times("aws:epochtime", seconds)).toEqual([start, "2026-05-01T00:00:00.000Z"]);
    expect(times("aws:currenttime", glob([{ is: "text", text: "2026-05-01T00:00:00Z" }]))).toEqual([
      start,
      "2026-05-01T00:00:00.000Z",
    ]);
    expect(times("aws:currenttime", glob([{ is: "text", text: "1960-05-01T00:00:00Z" }]))).toEqual([start]);
  });

  test("a pattern on the time is not decided, except the one that all times match", () => {
    expect(() =>
      times(
        "aws:currenttime",
        glob([
          { is: "text", text: "2026-" },
          { is: "many", colon: true },
        ]),
      ),
    ).toThrow();
    expect(times("aws:currenttime", glob([{ is: "many", colon: true }]))).toEqual([start]);
    expect(() => times("aws:currenttime", glob([{ is: "many", colon: false }]))).toThrow();
  });
});

function glob(tokens: readonly ({ is: "text"; text: string } | { is: "many"; colon: boolean })[]): ValueSet {
  return { is: "globs", globs: [{ tokens, fold: "none", key: "" }] };
}
