import { describe, expect, it } from "vitest";
import { type Glob, type GlobToken, memberIndices, type TextSet, textGlob, type View } from "../src/index.ts";
import { JointReader, type JointState } from "../src/joint.ts";

const text = (value: string) => ({ is: "text", text: value }) as const;
const component = (index: number) => ({ is: "component", index }) as const;

/** "*" and "?" match any character, "+" and "!" any but ":". */
function set(pattern: string, fold: Glob["fold"] = "none"): TextSet {
  const tokens = [...pattern].map((c): GlobToken => {
    if (c === "*" || c === "+") return { is: "many", colon: c === "*" };
    if (c === "?" || c === "!") return { is: "one", colon: c === "?" };
    return { is: "text", text: c };
  });
  return [{ tokens, fold }];
}

const shown = (reader: JointReader, state: JointState) => [
  memberIndices(reader.program.signatures.members(state.base)),
  [...state.live],
];

/** The atoms that hold for a tuple, read character by character. */
function holding(reader: JointReader, tuple: readonly string[]): number[] {
  let state = reader.start();
  tuple.forEach((value, index) => {
    for (const c of value) state = reader.read(state, index, c.codePointAt(0)!);
    state = reader.complete(state, index);
  });
  expect([...state.live]).toEqual([]);
  return memberIndices(reader.program.signatures.members(state.base));
}

describe("the joint reader", () => {
  const views: View[] = [[text("a:"), component(0), text(":"), component(1)], [component(1)]];

  it("stands in every view where that view is", () => {
    // Positions: 0 a, 1 ":", 2 x, 3 ":", 4 the rest; in the other view 5 b, 6 the end, 7 the rest.
    const reader = new JointReader(
      [
        { view: 0, set: set("a:x:*") },
        { view: 1, set: set("b") },
      ],
      views,
      2,
    );
    const start = reader.start();
    expect(shown(reader, start)).toEqual([[], [2, 5]]);
    expect([reader.waiting(start, 0), reader.waiting(start, 1)]).toEqual([[2], [2, 5]]);
    const read = reader.read(start, 0, 0x78);
    expect(shown(reader, read)).toEqual([[], [3, 5]]);
    expect(shown(reader, reader.read(start, 0, 0x79))).toEqual([[], [5]]);
    const complete = reader.complete(read, 0);
    expect(shown(reader, complete)).toEqual([[0], [5]]);
    // Complete too early: the fixed text is not what the glob waits for.
    expect(shown(reader, reader.complete(start, 0))).toEqual([[], [5]]);
    const last = reader.read(complete, 1, 0x62);
    expect(shown(reader, last)).toEqual([[0], [6]]);
    expect(shown(reader, reader.complete(last, 1))).toEqual([[0, 1], []]);
    expect(shown(reader, reader.complete(complete, 1))).toEqual([[0], []]);
    // Nothing can be read where a glob has come to its end.
    expect(shown(reader, reader.read(last, 1, 0x62))).toEqual([[0], []]);
  });

  it("keeps what other views wait for", () => {
    const reader = new JointReader(
      [
        { view: 0, set: set("ab") },
        { view: 1, set: set("cd") },
      ],
      [[component(0)], [component(1)]],
      2,
    );
    let state = reader.start();
    expect(shown(reader, state)).toEqual([[], [0, 3]]);
    state = reader.read(state, 0, 0x61);
    expect(shown(reader, state)).toEqual([[], [1, 3]]);
    expect([reader.waiting(state, 0), reader.waiting(state, 1)]).toEqual([[1], [3]]);
    state = reader.read(state, 0, 0x62);
    expect([reader.waiting(state, 0), reader.waiting(state, 1)]).toEqual([[2], [3]]);
    expect(shown(reader, reader.complete(state, 0))).toEqual([[0], [3]]);
  });

  it("reads views that no component is part of, and those without globs, at once", () => {
    const reader = new JointReader(
      [
        { view: 0, set: set("x?") },
        { view: 2, set: [] },
        { view: 2, set: set("*") },
        { view: 1, set: set("y") },
      ],
      [[text("x"), text("y")], [text("z")], [component(0)], []],
      1,
    );
    expect(shown(reader, reader.start())).toEqual([[0, 2], []]);
  });

  it("compares as the globs fold", () => {
    const folds = ["none", "ascii", "unicode"] as const;
    const reader = new JointReader(
      folds.flatMap((fold) => ["K", "1"].map((value) => ({ view: 0, set: [textGlob(value, fold)] }))),
      [[component(0)]],
      1,
    );
    expect(["K", "k", "\u212a", "1", "J", ""].map((value) => holding(reader, [value]))).toEqual([
      [0, 2, 4],
      [2, 4],
      [4],
      [1, 3, 5],
      [],
      [],
    ]);
  });

  it("reads every character, U+0000 and those beyond the BMP among them", () => {
    const reader = new JointReader(
      ["\0", "\u{1f600}", "?", "!", "+", "*a", "!*", "a+"].map((pattern) => ({ view: 0, set: set(pattern) })),
      [[component(0)]],
      1,
    );
    expect(["\0", "\u{1f600}", ":", "a", "", "aa", ":a", "a:"].map((value) => holding(reader, [value]))).toEqual([
      [0, 2, 3, 4, 6],
      [1, 2, 3, 4, 6],
      [2],
      [2, 3, 4, 5, 6, 7],
      [4],
      [4, 5, 6, 7],
      [5],
      [6],
    ]);
  });

  it("reads a letter as the table of wildcards says", () => {
    const reader = new JointReader(
      ["?", "!", "*a", "+"].map((pattern) => ({ view: 0, set: set(pattern) })),
      [[component(0)]],
      1,
    );
    expect(["\udc00", "\ude00", "\udc00a", "\ude00a"].map((value) => holding(reader, [value]))).toEqual([
      [3],
      [],
      [2, 3],
      [2],
    ]);
  });

  it("refuses views that name components out of order, twice, or beyond the last", () => {
    const made = (...indices: number[]) => new JointReader([], [indices.map(component)], 2);
    expect(() => made(0, 1)).not.toThrow();
    for (const indices of [[1, 0], [0, 0], [1, 1], [2], [-1]]) expect(() => made(...indices)).toThrow(RangeError);
  });
});
