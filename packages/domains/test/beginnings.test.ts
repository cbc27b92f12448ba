import fc from "fast-check";
import { expect, test } from "vitest";
import { partitionBeginnings } from "../src/beginnings.ts";
import { ANY_TEXT, type Glob, hasMember, matchesTexts, partitionTexts, type TextSet, textGlob } from "../src/index.ts";
import { allTexts } from "./globs.ts";

const many = { is: "many", colon: true } as const;
const beginning = (text: string, fold: Glob["fold"] = "none"): Glob => ({ tokens: [{ is: "text", text }, many], fold });
const WITH_COLON: TextSet = [{ tokens: [many, { is: "text", text: ":" }, many], fold: "none" }];

/** The classes that the walk finds among the texts with a colon. */
function walked(sets: readonly TextSet[]): string[] {
  const partition = partitionTexts([...sets, WITH_COLON]);
  if (partition.is === "exhausted") throw new Error("exhausted");
  return partition.cells
    .filter((cell) => hasMember(cell.members, sets.length))
    .map(({ key }) => key)
    .sort();
}

const TEXTS = allTexts(["a", "b", "A", ":", "c"], 4).filter((text) => text.includes(":"));
const short = fc.array(fc.constantFrom("a", "b", "A", ":", "é", "😀"), { maxLength: 4 }).map((all) => all.join(""));
const fold = fc.constantFrom<Glob["fold"]>("none", "ascii");

function globsOf(folds: Glob["fold"]): fc.Arbitrary<TextSet> {
  const glob = fc.oneof(
    { weight: 4, arbitrary: short.filter((text) => text !== "").map((text) => textGlob(text, folds)) },
    { weight: 4, arbitrary: short.filter((text) => text !== "").map((text) => beginning(text, folds)) },
    { weight: 1, arbitrary: fc.constant(ANY_TEXT) },
    { weight: 1, arbitrary: fc.tuple(short, short, more).map(([a, b, rest]) => walkedGlob(`${a}:${b}`, rest, folds)) },
  );
  return fc.array(glob, { maxLength: 4 });
}

const wildcard = fc.constantFrom<Glob["tokens"][number]>(
  many,
  { is: "many", colon: false },
  { is: "one", colon: true },
);
const more = fc.array(fc.oneof(wildcard, fc.constantFrom({ is: "text", text: "b" } as const)), {
  minLength: 1,
  maxLength: 3,
});

/** A glob that is more than a text or what begins with one. */
function walkedGlob(text: string, rest: Glob["tokens"], folds: Glob["fold"]): Glob {
  return { tokens: [{ is: "text", text }, { is: "one", colon: false }, ...rest], fold: folds };
}

function isWalked({ tokens }: Glob): boolean {
  return tokens.some((token) => token.is === "one");
}

test("the classes are those that the walk finds, with a text of each", () => {
  const seen = { cells: 0, only: 0, shared: 0, walked: 0, unplaced: 0 };
  fc.assert(
    fc.property(
      fold.chain((folds) => fc.array(globsOf(folds), { maxLength: 5 })),
      (sets) => {
        const cells = partitionBeginnings(sets, ":");
        if (cells === null) throw new Error("a form that is not known");
        const isAnyWalked = sets.some((set) => set.some(isWalked));
        if (isAnyWalked) seen.walked++;
        for (const { members, sample, only, places } of cells) {
          expect(sample).toContain(":");
          for (const [at, set] of sets.entries()) expect(matchesTexts(set, sample)).toBe(hasMember(members, at));
          const inside = (text: string) => sets.every((set, at) => matchesTexts(set, text) === hasMember(members, at));
          for (const { text, itself } of places) {
            if (itself) expect(inside(text)).toBe(true);
            // With room for a colon and a letter that no glob goes on with.
            else if (/^[abA:]{0,2}$/.test(text)) {
              expect(TEXTS.some((near) => near.toLowerCase().startsWith(text.toLowerCase()) && inside(near))).toBe(
                true,
              );
            }
          }
          if (!isAnyWalked) expect(places).not.toEqual([]);
          if (places.length === 0) seen.unplaced++;
          seen.cells++;
          if (only) seen.only++;
          else seen.shared++;
        }
        expect(cells.map(({ key }) => key).sort()).toEqual(walked(sets));
        // "Only" may go unsaid, but never be said of a class of several texts.
        for (const { sample, members, only } of cells) {
          if (!only) continue;
          const others = TEXTS.filter(
            (text) => text !== sample && sets.every((set, at) => matchesTexts(set, text) === hasMember(members, at)),
          );
          expect(others).toEqual([]);
        }
      },
    ),
    { numRuns: Number(process.env.KEYAKI_RUNS ?? 2_000) },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

test("other forms that begin before the character, and letters that fold in two ways, are left to the walk", () => {
  const inner: Glob = { tokens: [{ is: "text", text: "a" }, many, { is: "text", text: "b" }], fold: "none" };
  const part: Glob = {
    tokens: [
      { is: "text", text: "a" },
      { is: "many", colon: false },
    ],
    fold: "none",
  };
  const one: Glob = {
    tokens: [
      { is: "text", text: "a" },
      { is: "one", colon: true },
    ],
    fold: "none",
  };
  for (const glob of [inner, part, one, textGlob("a", "unicode")]) {
    expect(partitionBeginnings([[glob]], ":")).toBeNull();
  }
  expect(partitionBeginnings([[textGlob("a", "ascii")], [textGlob("b", "none")]], ":")).toBeNull();
});

test("samples are as short as they can be where nothing is in the way", () => {
  const cells = partitionBeginnings([[beginning("s3:get")], [textGlob("s3:get")], [beginning("s3")]], ":");
  expect(cells?.map(({ sample }) => sample)).toEqual([":", "s3a:", "s3:get", "s3:geta"]);
});

test("what begins as a glob of another form does is walked, and nothing else", () => {
  const tags: Glob = {
    tokens: [{ is: "text", text: "s3:Get" }, many, { is: "text", text: "Tag" }],
    fold: "ascii",
  };
  const sets = [
    [textGlob("s3:GetTag", "ascii")],
    [tags],
    [beginning("s3:", "ascii")],
    [ANY_TEXT],
    [textGlob("s3:Put", "ascii")],
  ];
  const cells = partitionBeginnings(sets, ":");
  expect(cells?.map(({ sample, places }) => [sample, places.length])).toEqual([
    [":", 1],
    ["s3:", 1],
    ["s3:put", 1],
    ["s3:gettag", 0],
    ["s3:getatag", 0],
  ]);
});

test("a walk that reaches a limit is left to the walk through all", () => {
  const overlapping = ["b", "c", "d", "e"].map(
    (text): TextSet => [{ tokens: [{ is: "text", text: "a:" }, many, { is: "text", text }, many], fold: "none" }],
  );
  expect(partitionBeginnings(overlapping, ":")?.length).toBe(16);
  expect(partitionBeginnings(overlapping, ":", { maxCells: 8 })).toBeNull();
});
