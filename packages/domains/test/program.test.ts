import { describe, expect, it } from "vitest";
import { type Glob, type GlobToken, memberIndices, textGlob } from "../src/index.ts";
import {
  ALL,
  compileAtoms,
  compileTexts,
  END,
  MANY,
  MANY_BUT_COLON,
  MARK_ASCII,
  MARK_UNICODE,
  ONE,
  ONE_BUT_COLON,
} from "../src/program.ts";

/** "*" and "?" match any character, "+" and "!" any but ":"; "$" is a letter that may hold ":", "#" one that may not. */
function glob(pattern: string, fold: Glob["fold"] = "none"): Glob {
  const tokens = (pattern.match(/[*+?!$#]|[^*+?!$#]+/gu) ?? []).map((c): GlobToken => {
    if (c === "*" || c === "+") return { is: "many", colon: c === "*" };
    if (c === "?" || c === "!") return { is: "one", colon: c === "?" };
    if (c === "$" || c === "#") return { is: "letter", id: 0, ...(c === "$" ? { colon: true } : {}) };
    return { is: "text", text: c };
  });
  return { tokens, fold };
}

const opsOf = (pattern: string, fold: Glob["fold"] = "none") => [...compileTexts([[glob(pattern, fold)]]).ops];
const points = (text: string) => [...text].map((c) => c.codePointAt(0)!);

describe("a program", () => {
  it("has an instruction for each symbol and wildcard, and an end", () => {
    expect(opsOf("")).toEqual([END]);
    expect(opsOf("ab?!c")).toEqual([97, 98, ONE, ONE_BUT_COLON, 99, END]);
    expect(opsOf("a*b+")).toEqual([97, MANY, 98, MANY_BUT_COLON, END]);
    expect(opsOf("a*")).toEqual([97, ALL]);
    expect(opsOf("*")).toEqual([ALL]);
    expect(opsOf("#$")).toEqual([0xdc00, 0xde00, END]);
    expect(opsOf("\u{1f600}\ud83d\ue000")).toEqual([0x1f600, 0xd83d, 0xe000, END]);
    expect(opsOf("\u{10000}\u{10ffff}\uffff\0")).toEqual([0x10000, 0x10ffff, 0xffff, 0, END]);
  });

  it("makes one of a run of many, the widest", () => {
    expect(opsOf("+*a")).toEqual([MANY, 97, END]);
    expect(opsOf("*+a")).toEqual([MANY, 97, END]);
    expect(opsOf("++a")).toEqual([MANY_BUT_COLON, 97, END]);
    expect(opsOf("a+*")).toEqual([97, ALL]);
    // A run does not reach into the glob before.
    expect([...compileTexts([[glob("a+"), glob("+b")]]).ops]).toEqual([
      97,
      MANY_BUT_COLON,
      END,
      MANY_BUT_COLON,
      98,
      END,
    ]);
    expect([...compileTexts([[glob("a*"), glob("")]]).ops]).toEqual([97, ALL, END]);
  });

  it("merges globs that are the same, and knows who holds them", () => {
    const { ops, block, starts, signatures } = compileTexts([
      [glob("a"), glob("b")],
      [glob("b"), glob("b")],
      [glob("c"), glob("a")],
    ]);
    expect([...ops]).toEqual([97, END, 98, END, 99, END]);
    expect(starts).toEqual([0, 2, 4]);
    const holders = [...ops.keys()].map((at) => memberIndices(signatures.members(block[at]!)));
    expect(holders).toEqual([[0, 2], [0, 2], [0, 1], [0, 1], [2], [2]]);
    const many = compileTexts(Array.from({ length: 40 }, (_, i) => (i % 13 === 0 ? [glob("a")] : [])));
    expect(memberIndices(many.signatures.members(many.block[0]!))).toEqual([0, 13, 26, 39]);
  });

  it("folds its symbols where all fold alike, and remembers how they are spelled", () => {
    const ascii = compileTexts([[glob("aZ\u212a[#*b", "ascii")], [textGlob("")], [glob("*?", "unicode")]]);
    expect(ascii.fold).toBe("ascii");
    expect([...ascii.ops].slice(0, 6)).toEqual([97, 122, 0x212a, 0x5b, 0xdc00, MANY]);
    expect([...ascii.spelled!].slice(0, 5)).toEqual([97, 90, 0x212a, 0x5b, 0xdc00]);
    const unicode = compileTexts([[glob("K\u212a\u{10428}", "unicode")]]);
    expect(unicode.fold).toBe("unicode");
    expect([...unicode.ops]).toEqual([107, 107, 0x10400, END]);
    expect([...unicode.spelled!].slice(0, 3)).toEqual([75, 0x212a, 0x10428]);
    const none = compileTexts([[glob("aZ")]]);
    expect([none.fold, none.spelled, [...none.ops]]).toEqual(["none", undefined, [97, 90, END]]);
    expect(compileTexts([]).fold).toBe("none");
  });

  it("marks symbols where globs fold differently", () => {
    const { fold, spelled, ops } = compileTexts([[glob("kA", "none"), glob("K1", "ascii"), glob("K1", "unicode")]]);
    expect([fold, spelled]).toEqual([undefined, undefined]);
    expect([...ops]).toEqual([107, 65, END, 107 | MARK_ASCII, 49, END, 107 | MARK_UNICODE, 49, END]);
  });

  it("lists its letters once, ascending", () => {
    expect(compileTexts([[glob("$#a#")], [glob("#$")]]).letters).toEqual([0xdc00, 0xde00]);
    expect(compileTexts([[glob("a")]]).letters).toEqual([]);
  });

  it("knows which earlier positions a many makes useless", () => {
    const lows = (pattern: string) => {
      const { ops, low } = compileTexts([[glob("xy"), glob(pattern)]]);
      return [...ops.keys()].filter((at) => [MANY, MANY_BUT_COLON].includes(ops[at]!)).map((at) => low[at]);
    };
    // The first three positions are another glob's.
    expect(lows("a*b*c")).toEqual([3, 3]);
    expect(lows("a+b+c")).toEqual([3, 3]);
    expect(lows("a:b+c+d")).toEqual([5, 5]);
    expect(lows("a?b+c")).toEqual([5]);
    expect(lows("a!b+c")).toEqual([3]);
    expect(lows("a*b+c")).toEqual([3, 5]);
    expect(lows("a$b+c")).toEqual([5]);
    expect(lows("a#b+c")).toEqual([3]);
    expect(lows("a\ue000b+c")).toEqual([3]);
    expect(lows("a:b*c")).toEqual([3]);
  });
});

describe("a program for several views", () => {
  it("keeps the globs of a view together", () => {
    const { program, bounds } = compileAtoms(
      [
        { view: 2, set: [glob("a")] },
        { view: 0, set: [glob("bc"), glob("d")] },
        { view: 2, set: [glob("a"), glob("e*")] },
      ],
      4,
    );
    expect(
      [...program.ops].map((op) => (op === END ? "." : op === ALL ? "*" : String.fromCodePoint(op))).join(""),
    ).toBe("bc.d.a.e*");
    expect(bounds).toEqual([0, 5, 5, 9, 9]);
    expect([0, 3, 5, 7].map((at) => memberIndices(program.signatures.members(program.block[at]!)))).toEqual([
      [1],
      [1],
      [0, 2],
      [2],
    ]);
  });

  it("marks what folds, since something else may tell upper from lower case", () => {
    const { program } = compileAtoms([{ view: 0, set: [glob("K1", "ascii")] }], 1);
    expect([...program.ops]).toEqual([107 | MARK_ASCII, 49, END]);
    expect(program.fold).toBeUndefined();
    const exact = compileAtoms([{ view: 0, set: [glob("K1")] }], 1).program;
    expect([...exact.ops]).toEqual([...points("K1"), END]);
    expect(exact.fold).toBe("none");
  });
});
