import { describe, expect, it } from "vitest";
import { symbolKind, wildcardMatches } from "../src/glob.ts";
import { ANY_TEXT, fillGlob, type Glob, type GlobToken, globKey, letterSymbol, textGlob } from "../src/index.ts";

const text = (value: string): GlobToken => ({ is: "text", text: value });
const keyOf = (...tokens: GlobToken[]) => globKey({ tokens, fold: "none" });

describe("letters", () => {
  it("are symbols that no text holds", () => {
    expect([letterSymbol(0), letterSymbol(511), letterSymbol(0, true), letterSymbol(511, true)]).toEqual([
      0xdc00, 0xddff, 0xde00, 0xdfff,
    ]);
    for (const id of [-1, 512, 0.5, Number.NaN]) expect(() => letterSymbol(id)).toThrow(RangeError);
  });

  it("are told from characters and from each other", () => {
    expect([0x39, 0x3a, 0x3b, 0xdbff, 0xdc00, 0xddff, 0xde00, 0xdfff, 0xe000, 0x1f600].map(symbolKind)).toEqual([
      "other",
      "colon",
      "other",
      "other",
      "letter",
      "letter",
      "colonLetter",
      "colonLetter",
      "other",
      "other",
    ]);
  });
});

describe("wildcards", () => {
  it("match what the table says", () => {
    const kinds = ["other", "colon", "letter", "colonLetter"] as const;
    const row = (wildcard: "one" | "many", colon: boolean) =>
      kinds.map((kind) => wildcardMatches(wildcard, colon, kind));
    expect(row("one", true)).toEqual([true, true, false, false]);
    expect(row("one", false)).toEqual([true, false, false, false]);
    expect(row("many", true)).toEqual([true, true, true, true]);
    expect(row("many", false)).toEqual([true, false, true, false]);
  });
});

describe("globKey", () => {
  it("spells every token so that it can be told from all others", () => {
    expect(keyOf()).toBe("n");
    expect(keyOf(text("ab"), { is: "one", colon: true }, { is: "one", colon: false })).toBe("n2=ab?!");
    expect(keyOf({ is: "many", colon: true }, { is: "many", colon: false })).toBe("n*+");
    expect(keyOf({ is: "letter", id: 1 }, { is: "letter", id: 1, colon: true })).toBe("n#1;$1;");
    expect(["none", "ascii", "unicode"].map((fold) => globKey(textGlob("", fold as Glob["fold"])))).toEqual([
      "n0=",
      "a0=",
      "u0=",
    ]);
  });

  it("differs where texts hold what tokens look like", () => {
    const keys = [
      keyOf(text("a"), { is: "many", colon: true }),
      keyOf(text("a*")),
      keyOf(text("a"), text("*")),
      keyOf({ is: "letter", id: 1 }, text("2")),
      keyOf({ is: "letter", id: 12 }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("globs", () => {
  it("are made of a text, or of any", () => {
    expect(textGlob("a")).toEqual({ tokens: [text("a")], fold: "none" });
    expect(textGlob("a", "ascii")).toEqual({ tokens: [text("a")], fold: "ascii" });
    expect(ANY_TEXT).toEqual({ tokens: [{ is: "many", colon: true }], fold: "none" });
  });

  it("are filled token by token", () => {
    const glob: Glob = {
      tokens: [text("a"), { is: "one", colon: true }, text("b"), { is: "letter", id: 3 }],
      fold: "none",
    };
    expect(fillGlob(glob, (token, index) => `<${token.is} ${index}>`)).toBe("a<one 1>b<letter 3>");
  });
});
