import { describe, expect, it } from "vitest";
import { Frontier } from "../src/frontier.ts";
import { type GlobToken, memberIndices, type TextSet } from "../src/index.ts";
import { compileTexts } from "../src/program.ts";

/** "*" matches any character, "+" any but ":". */
function set(...patterns: string[]): TextSet {
  return patterns.map((pattern) => ({
    tokens: [...pattern].map(
      (c): GlobToken => (c === "*" || c === "+" ? { is: "many", colon: c === "*" } : { is: "text", text: c }),
    ),
    fold: "none",
  }));
}

function standing(sets: readonly TextSet[], positions: readonly number[], { ends = false, base = 0 } = {}) {
  const program = compileTexts(sets);
  const frontier = new Frontier(program, ends);
  // What was there before is forgotten.
  frontier.begin(0);
  for (const start of program.starts) frontier.enter(start);
  frontier.begin(base);
  for (const position of positions) frontier.enter(position);
  frontier.settle();
  const { signatures } = program;
  return {
    live: [...frontier.positions.slice(0, frontier.count)],
    settled: memberIndices(signatures.members(frontier.settled)),
    signature: memberIndices(signatures.members(frontier.signature())),
  };
}

describe("a frontier", () => {
  it("holds each position once", () => {
    expect(standing([set("abc")], [0, 1, 1]).live).toEqual([0, 1]);
    // A `many` stays and is passed: both come again with the next position.
    expect(standing([set("a*b")], [1, 1]).live).toEqual([1, 2]);
    expect(standing([set("a*b")], [1, 2]).live).toEqual([1, 2]);
  });

  it("passes a many, and settles what matches whatever follows", () => {
    expect(standing([set("a*")], [1])).toEqual({ live: [], settled: [0], signature: [0] });
    expect(standing([set("a+")], [1])).toEqual({ live: [1], settled: [], signature: [0] });
    expect(standing([set("a+")], [1], { ends: true })).toEqual({ live: [1, 2], settled: [], signature: [] });
  });

  it("drops what is settled", () => {
    // Positions of the first set: a, the rest, b, c, the end.
    expect(standing([set("a*", "bc")], [1, 3])).toEqual({ live: [], settled: [0], signature: [0] });
    expect(standing([set("a*"), set("bc")], [1, 3])).toEqual({ live: [3], settled: [0], signature: [0] });
    expect(standing([set("a*"), set("bc")], [1, 4])).toEqual({ live: [], settled: [0], signature: [0, 1] });
  });

  it("unites the sets of all globs that match if nothing follows", () => {
    expect(standing([set("a"), set("b"), set("c")], [1, 3, 5])).toMatchObject({ settled: [], signature: [0, 1, 2] });
    expect(standing([set("a", "b")], [1, 3])).toMatchObject({ settled: [], signature: [0] });
  });

  it("drops what a later many subsumes, in the same glob only", () => {
    // x, y, the end; then a, b, many, c, the end.
    expect(standing([set("xy"), set("ab*c")], [0, 3, 4, 5]).live).toEqual([0, 5, 6]);
    expect(standing([set("xy"), set("a:+c")], [0, 3, 4, 5]).live).toEqual([0, 3, 4, 5, 6]);
    expect(standing([set("a+b:+c")], [0, 1, 4]).live).toEqual([1, 2, 4, 5]);
    expect(standing([set("a+b*c")], [0, 1, 3]).live).toEqual([3, 4]);
  });
});
