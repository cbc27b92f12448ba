// Parts of the scripts for other solvers that the solvers themselves see rarely: values of models, which sets are languages, typed texts.
import { globSet, makeGlob, parseDecimal, renderDecimal, textsIn, type ValueSet } from "@keyaki/semantics";
import { describe, expect, test } from "vitest";
import { NO, YES } from "../src/smtlib/connectives.ts";
import { isEveryText, isIn, isLanguage, languageOf } from "../src/smtlib/languages.ts";
import { needsText } from "../src/smtlib/membership.ts";
import { ModelValues } from "../src/smtlib/model-values.ts";

const everything = globSet([makeGlob([{ is: "many", colon: true }], "none")]);
const variable = globSet([makeGlob([{ is: "variable", view: "key:a", fallback: null, colon: true }], "none")]);
const minus = (from: ValueSet, less: ValueSet): ValueSet => ({ is: "difference", from, minus: less });
const number: ValueSet = { is: "parses", family: "number", forms: "decimal" };

describe("the values of a model", () => {
  const model = (entries: Readonly<Record<string, string | undefined>>) =>
    new ModelValues(new Map(Object.entries(entries)));
  const decimal = (text: string) => {
    const value = model({ x: text }).decimal("x");
    return value === null ? null : renderDecimal(value);
  };

  test("reals, as solvers write them", () => {
    expect(
      ["5.0", "5", "(- 5.0)", "(/ 1.0 4.0)", "(- (/ 7.0 2.0))", "(/ (- 1) 8)", "0.25", "(/ 10 4)"].map(decimal),
    ).toEqual(["5", "5", "-5", "0.25", "-3.5", null, "0.25", "2.5"]);
    expect(["(/ 1.0 3.0)", "x", "(root-obj x)", "5.0 y"].map(decimal)).toEqual([null, null, null, null]);
    expect(model({}).decimal("x")).toBeNull();
    expect(decimal(`(/ 1.0 ${2n ** 40n}.0)`)).toBe(
      renderDecimal(parseDecimal(String(1 / 2 ** 40).includes("e") ? exact(40) : String(1 / 2 ** 40), "decimal")!),
    );
    expect(decimal(`(/ 1.0 ${2n ** 41n}.0)`)).toBeNull();
  });

  test("texts, truths and whole numbers; nothing where the model leaves them open", () => {
    const values = model({
      t: '"a""b\\u{e9}"',
      yes: "true",
      no: "false",
      five: "5",
      minus: "(- 5)",
      half: "0.5",
      open: undefined,
    });
    expect([values.text("t"), values.text("open"), values.text("five")]).toEqual(['a"bé', null, null]);
    expect([values.truth("yes"), values.truth("no"), values.truth("open")]).toEqual([true, false, false]);
    expect([values.integer("five"), values.integer("minus"), values.integer("half"), values.integer("open")]).toEqual([
      5n,
      -5n,
      null,
      null,
    ]);
  });
});

/** One over two to this power, in digits. */
function exact(power: number): string {
  const digits = String(5n ** BigInt(power));
  return `0.${"0".repeat(power - digits.length)}${digits}`;
}

describe("sets as languages", () => {
  test("which they are", () => {
    const languages: readonly ValueSet[] = [
      everything,
      textsIn(["a"]),
      { is: "bool", values: [true] },
      { is: "binary", values: ["41"] },
      ...(["arn", "bool", "binary"] as const).map((family): ValueSet => ({ is: "parses", family })),
      minus(everything, textsIn(["a"])),
    ];
    const others: readonly ValueSet[] = [
      variable,
      number,
      { is: "parses", family: "address" },
      minus(everything, number),
      minus(variable, everything),
      minus(number, everything),
    ];
    expect(languages.map(isLanguage)).toEqual(languages.map(() => true));
    expect(others.map(isLanguage)).toEqual(others.map(() => false));
    expect(JSON.stringify(languageOf(minus(everything, textsIn(["a"]))))).toContain("diff");
  });

  test("which is all texts", () => {
    const pair = globSet([
      makeGlob([{ is: "many", colon: true }], "none"),
      makeGlob([{ is: "text", text: "a" }], "none"),
    ]);
    const others = [
      globSet([]),
      textsIn(["a"]),
      globSet([makeGlob([{ is: "many", colon: false }], "none")]),
      globSet([
        makeGlob(
          [
            { is: "text", text: "a" },
            { is: "many", colon: true },
          ],
          "none",
        ),
      ]),
    ];
    expect(isEveryText(everything)).toBe(true);
    expect([...others, pair, number].map(isEveryText)).toEqual([...others, pair, number].map(() => false));
    const text = { is: "text" } as never;
    expect(isIn(text, everything)).toBe(YES);
    expect(isIn(text, globSet([]))).toBe(NO);
  });

  test("which need the text itself", () => {
    expect(needsText(everything)).toBe(false);
    expect(needsText(number)).toBe(false);
    expect(needsText({ is: "parses", family: "address" })).toBe(false);
    expect(needsText(minus(everything, number))).toBe(false);
    for (const set of [
      textsIn(["a"]),
      variable,
      minus(everything, textsIn(["a"])),
      minus(textsIn(["a"]), number),
      { is: "bool", values: [true] } as const,
    ]) {
      expect(needsText(set)).toBe(true);
    }
  });
});
