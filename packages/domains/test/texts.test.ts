import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Glob,
  matchesTexts,
  memberIndices,
  membersKey,
  membersOf,
  partitionTexts,
  type TextSet,
  textGlob,
} from "../src/index.ts";
import { compileTexts } from "../src/program.ts";
import { SignatureRecorder } from "../src/texts.ts";
import { allTexts, globs } from "./globs.ts";

const text = (value: string) => ({ is: "text", text: value }) as const;
const many = { is: "many", colon: true } as const;

function signature(sets: readonly TextSet[], text: string): string {
  const holding = sets.flatMap((set, index) => (matchesTexts(set, text) ? [index] : []));
  return membersKey(membersOf(sets.length, holding));
}

function cellsOf(sets: readonly TextSet[]) {
  const partition = partitionTexts(sets);
  if (partition.is === "exhausted") throw new Error("exhausted");
  return partition.cells;
}

function holdsLetter(sets: readonly TextSet[]): boolean {
  return sets.some((set) => set.some((glob) => glob.tokens.some((token) => token.is === "letter")));
}

/** The partition against every short text; counts what was seen, so that a test can ask that all of it was. */
function check(
  sets: readonly TextSet[],
  texts: readonly string[],
  seen: { cells: number; only: number; more: number },
) {
  const cells = cellsOf(sets);
  const byKey = new Map(cells.map((cell) => [cell.key, cell]));
  expect(byKey.size).toBe(cells.length);
  const shortest = new Map<string, { length: number; count: number }>();
  for (const text of texts) {
    const key = signature(sets, text);
    if (!byKey.has(key)) throw new Error(`no cell for ${JSON.stringify(text)}`);
    const known = shortest.get(key);
    if (known === undefined) shortest.set(key, { length: [...text].length, count: 1 });
    else known.count++;
  }
  for (const cell of cells) {
    if (signature(sets, cell.sample) !== cell.key) throw new Error(`${JSON.stringify(cell.sample)} is not in its cell`);
    if (membersKey(cell.members) !== cell.key) throw new Error("key");
    const known = shortest.get(cell.key);
    // With letters a sample may be longer by what a wildcard before one takes.
    if (known !== undefined && known.length < [...cell.sample].length && !holdsLetter(sets))
      throw new Error(`${cell.sample} is not shortest`);
    if (cell.only && known !== undefined && known.count > 1) throw new Error(`${cell.sample} is not the only one`);
    seen.cells++;
    if (cell.only) seen.only++;
    else seen.more++;
  }
}

describe("partitionTexts", () => {
  it("has the signature of every text, and no other", () => {
    const seen = { cells: 0, only: 0, more: 0 };
    const sets = fc.array(fc.array(globs("ab:", fc.constant("none")), { maxLength: 3 }), { maxLength: 4 });
    for (const [length, numRuns] of [
      [6, 150],
      [5, 400],
      [4, 1500],
    ] as const) {
      const texts = allTexts(["a", "b", ":"], length);
      fc.assert(
        fc.property(sets, (family) => check(family, texts, seen)),
        { numRuns },
      );
    }
    expect(seen.only).toBeGreaterThan(100);
    expect(seen.more).toBeGreaterThan(1000);
  });

  it("has it under every fold, alone and mixed, with letters", () => {
    const texts = allTexts(["k", "K", "\u212a", "s", ":", "x"], 3);
    const withLetters = allTexts(["k", "\udc00", "\ude01", ":", "x"], 4);
    const seen = { cells: 0, only: 0, more: 0 };
    for (const folds of [["ascii"], ["unicode"], ["none", "ascii", "unicode"]] as const) {
      const sets = fc.array(fc.array(globs("kKs:", fc.constantFrom(...folds)), { maxLength: 3 }), { maxLength: 3 });
      fc.assert(
        fc.property(sets, (family) => check(family, texts, seen)),
        { numRuns: 300 },
      );
    }
    const letters = fc.array(fc.array(globs("k:", fc.constantFrom("none", "ascii"), true), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, (family) => {
        const both: Glob[] = [
          { tokens: [{ is: "letter", id: 0 }], fold: "none" },
          { tokens: [{ is: "letter", id: 1, colon: true }], fold: "none" },
        ];
        check([...family, both], withLetters, seen);
      }),
      { numRuns: 500 },
    );
    expect(seen.only).toBeGreaterThan(100);
    expect(seen.more).toBeGreaterThan(1000);
  });

  it("puts each of some texts, told apart from all others, where it belongs", () => {
    const seen = { cells: 0, only: 0, more: 0 };
    for (const [letters, alphabet] of [
      ["ab:", ["a", "b", ":"]],
      ["a:", ["a", ":", "\udc00", "\ude01"]],
    ] as const) {
      const texts = allTexts(alphabet, 6).filter((candidate) => candidate.length > 2);
      fc.assert(
        fc.property(
          fc.array(globs(letters, fc.constant("none"), alphabet.length === 4), { minLength: 1, maxLength: 2 }),
          fc.array(fc.constantFrom(...texts), { minLength: 8, maxLength: 8 }),
          (patterns, chosen) => {
            const literals = chosen.map(
              (value): TextSet => [
                {
                  tokens: [...value].map((c) =>
                    c === "\udc00"
                      ? ({ is: "letter", id: 0 } as const)
                      : c === "\ude01"
                        ? ({ is: "letter", id: 1, colon: true } as const)
                        : text(c),
                  ),
                  fold: "none",
                },
              ],
            );
            check([...patterns.map((pattern) => [pattern]), ...literals], [...new Set(chosen)], seen);
          },
        ),
        { numRuns: 1000 },
      );
    }
    expect(seen.only).toBeGreaterThan(5000);
  });

  it("finds many sets at once, beyond one word of bits", () => {
    const texts = allTexts(["a", "b"], 5);
    const seen = { cells: 0, only: 0, more: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.array(globs("ab", fc.constant("none")), { maxLength: 2 }), { minLength: 33, maxLength: 40 }),
        (sets) => check(sets, texts, seen),
      ),
      { numRuns: 40 },
    );
    expect(seen.cells).toBeGreaterThan(400);
  });

  it("tells the literal apart from its surroundings", () => {
    expect(
      cellsOf([[textGlob("*")], [{ tokens: [{ is: "many", colon: true }], fold: "none" }]]).map((cell) => [
        cell.sample,
        cell.only,
        memberIndices(cell.members),
      ]),
    ).toEqual([
      ["", false, [1]],
      ["*", true, [0, 1]],
    ]);
    expect(cellsOf([])).toHaveLength(1);
    expect(cellsOf([[]])).toHaveLength(1);
    expect(cellsOf([[textGlob("")]]).map((cell) => [cell.sample, cell.only])).toEqual([
      ["", true],
      ["a", false],
    ]);
  });

  it("does not call a folded literal single", () => {
    expect(cellsOf([[textGlob("ab", "ascii")]]).find((cell) => memberIndices(cell.members).length === 1)).toMatchObject(
      {
        sample: "ab",
        only: false,
      },
    );
    // The letters stand where the walk leaps.
    expect(
      cellsOf([[textGlob("12ab34", "ascii")]]).find((cell) => memberIndices(cell.members).length === 1),
    ).toMatchObject({
      sample: "12ab34",
      only: false,
    });
    expect(cellsOf([[textGlob("12", "ascii")]]).find((cell) => memberIndices(cell.members).length === 1)).toMatchObject(
      {
        sample: "12",
        only: true,
      },
    );
  });

  it("reports what it leaps over, if nothing else has that signature", () => {
    const sets: TextSet[] = [[{ tokens: [text("a"), many], fold: "none" }], [textGlob("a")], [textGlob("abcdefgh")]];
    expect(cellsOf(sets).map((cell) => [memberIndices(cell.members), cell.sample, cell.only])).toEqual([
      [[], "", false],
      [[0, 1], "a", true],
      [[0], "aa", false],
      [[0, 2], "abcdefgh", true],
    ]);
  });

  it("has one class more for a text between the colons of an ARN", () => {
    const segment = { is: "many", colon: false } as const;
    const sets: TextSet[] = [
      [{ tokens: [text("b/"), many, text("/secret")], fold: "none" }],
      [{ tokens: [text("b/"), segment, text("/secret")], fold: "none" }],
    ];
    expect(cellsOf(sets).map((cell) => [memberIndices(cell.members), cell.sample])).toEqual([
      [[], ""],
      [[0, 1], "b//secret"],
      [[0], "b/:/secret"],
    ]);
  });

  it("tells newlines and characters beyond the BMP apart", () => {
    const sets: TextSet[] = [
      [{ tokens: [{ is: "one", colon: true }], fold: "none" }],
      [textGlob("\n")],
      [textGlob("\u{1f600}")],
    ];
    expect(cellsOf([[textGlob("\0")], [textGlob("a\0")]]).map((cell) => cell.sample)).toEqual(["", "\0", "a\0"]);
    expect(cellsOf(sets).map((cell) => [memberIndices(cell.members), cell.sample, cell.only])).toEqual([
      [[], "", false],
      [[0, 1], "\n", true],
      [[0], "a", false],
      [[0, 2], "\u{1f600}", true],
    ]);
  });

  it("calls a text single where another glob's folding does not touch it", () => {
    expect(
      cellsOf([[textGlob("12ab34")], [textGlob("zz", "ascii")]]).map((cell) => [cell.sample, cell.only, cell.key]),
    ).toEqual([
      ["", false, "0"],
      ["ZZ", false, "2"],
      ["12ab34", true, "1"],
    ]);
    expect(cellsOf([[textGlob("ab", "ascii")], [textGlob("1")]]).map((cell) => [cell.sample, cell.only])).toEqual([
      ["", false],
      ["1", true],
      ["AB", false],
    ]);
  });

  it("does not call a text single that comes in two ways", () => {
    const one = { is: "one", colon: true } as const;
    const sets: TextSet[] = [[textGlob("ax"), textGlob("bx")], [{ tokens: [one], fold: "none" }]];
    expect(cellsOf(sets).map((cell) => [memberIndices(cell.members), cell.sample, cell.only])).toEqual([
      [[], "", false],
      [[1], "a", false],
      [[0], "ax", false],
    ]);
  });

  it("gives up at its limit and says so", () => {
    const hard = Array.from(
      { length: 12 },
      (_, i): TextSet => [
        {
          tokens: [..."abc"].flatMap((_, k) => [many, { is: "text", text: "abcdef"[(i + k * (i + 1)) % 6]! } as const]),
          fold: "none",
        },
      ],
    );
    expect(partitionTexts(hard, { maxStates: 50 }).is).toBe("exhausted");
    const wide = Array.from(
      { length: 300 },
      (_, i): TextSet => [
        { tokens: [...i.toString(2)].flatMap((text) => [many, { is: "text", text } as const]), fold: "none" },
      ],
    );
    const partition = partitionTexts(wide, { maxStates: 3000 });
    expect(partition).toMatchObject({ is: "exhausted" });
    if (partition.is === "exhausted") expect(partition.states).toBeLessThan(3100);
  });

  it("gives up where it finds more cells than it may", () => {
    const sets = ["a", "b"].map((text): TextSet => [{ tokens: [many, { is: "text", text }, many], fold: "none" }]);
    expect(partitionTexts(sets, { maxCells: 4 })).toMatchObject({ is: "cells", cells: { length: 4 } });
    expect(partitionTexts(sets, { maxCells: 3 })).toEqual({ is: "exhausted", states: expect.any(Number) });
  });
});

describe("the recorder of signatures", () => {
  const program = compileTexts([..."abcdefgh"].map((c) => [textGlob(c)]));
  const { signatures, starts, block } = program;
  const idOf = (...indices: number[]) => signatures.intern(membersOf(8, indices));
  /** Knows all sets of the first so many indices. */
  const recorder = (indices: number) => {
    const made = new SignatureRecorder(program);
    for (let bits = 0; bits < 2 ** indices; bits++) {
      const members = Array.from({ length: indices }, (_, i) => i).filter((i) => (bits & (1 << i)) !== 0);
      expect(made.arrive(idOf(...members), 0, 97, false)).toBe(false);
    }
    return made;
  };
  const live = Int32Array.from(starts);

  it("stops where all that can still come is known", () => {
    expect(recorder(2).hopeless(0, live, 2)).toBe(true);
    expect(recorder(2).hopeless(0, live, 3)).toBe(false);
    expect(recorder(2).hopeless(idOf(2), live, 0)).toBe(false);
    expect(recorder(2).hopeless(idOf(1), live, 1)).toBe(true);
    const made = recorder(0);
    expect(made.hopeless(0, live, 1)).toBe(false);
    made.arrive(idOf(0), 0, 97, false);
    expect(made.hopeless(0, live, 1)).toBe(true);
    // {0} and {1} are known, {0, 1} is not.
    made.arrive(idOf(1), 0, 97, false);
    expect(made.hopeless(0, live, 2)).toBe(false);
  });

  it("foresees six memberships, each counted once", () => {
    expect(recorder(6).hopeless(0, live, 6)).toBe(true);
    expect(recorder(7).hopeless(0, live, 7)).toBe(false);
    const twice = Int32Array.from([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
    expect(recorder(2).hopeless(0, twice, twice.length)).toBe(true);
    expect([...twice.slice(0, 4)].map((at) => block[at])).toEqual([idOf(0), idOf(0), idOf(1), idOf(1)]);
  });

  it("takes for single what was met by one step alone", () => {
    const made = recorder(1);
    expect([made.isSingle(0), made.isSingle(idOf(0)), made.isSingle(idOf(1))]).toEqual([true, true, false]);
    made.arrive(0, 3, 98, true);
    expect(made.isSingle(0)).toBe(false);
    expect(made.found.map(({ signature, from, symbol, many }) => [signature, from, symbol, many])).toEqual([
      [0, 0, 97, false],
      [idOf(0), 0, 97, false],
    ]);
    // What could come again in a part that is not walked.
    expect(recorder(2).isSingle(idOf(0, 1))).toBe(true);
    const pruned = recorder(2);
    pruned.hopeless(0, live, 1);
    expect([[], [0], [1], [0, 1]].map((indices) => pruned.isSingle(idOf(...indices)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    const unsure = recorder(2);
    unsure.hopeless(0, live, 3);
    expect([[], [0], [1], [0, 1]].map((indices) => unsure.isSingle(idOf(...indices)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it("lets pass what it knows", () => {
    const made = recorder(1);
    expect(made.passes(idOf(1))).toBe(false);
    expect(made.isSingle(idOf(1))).toBe(false);
    expect(made.passes(idOf(0))).toBe(true);
    expect(made.isSingle(idOf(0))).toBe(false);
    made.arrive(idOf(1), 0, 97, false);
    expect(made.isSingle(idOf(1))).toBe(true);
  });
});
