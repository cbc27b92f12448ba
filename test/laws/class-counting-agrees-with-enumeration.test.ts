import { setsOf, signatureOf, textSignatures, Unproved } from "@keyaki/checker";
import { matchesTexts, partitionTexts, type TextSet } from "@keyaki/domains";
import { isRelation, readsValues, Undecidable, valueCells } from "@keyaki/encoding";
import { CLOCK_VIEWS, type Glob, globSet, makeGlob, OWNER_VIEWS, type ValueSet, type View } from "@keyaki/semantics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { signaturesOf } from "../../packages/checker/src/cover.ts";
import { ANYTHING } from "../../packages/checker/src/domain.ts";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { Oracle } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const token = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .string({ unit: fc.constantFrom("a", "b", ":"), minLength: 1, maxLength: 2 })
      .map((text) => ({ is: "text" as const, text })),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constantFrom("one" as const, "many" as const), colon: fc.boolean() }) },
);
const glob: fc.Arbitrary<Glob> = fc.array(token, { maxLength: 4 }).map((tokens) => makeGlob(tokens, "none"));
const family = fc.array(fc.array(glob, { maxLength: 2 }), { minLength: 1, maxLength: 5 });

const ALPHABET = ["a", "b", ":", "c"];
const LONGEST = 6;

/** All texts up to a length. */
function* texts(): Generator<string> {
  let level = [""];
  for (let length = 0; length <= LONGEST; length++) {
    yield* level;
    level = level.flatMap((text) => ALPHABET.map((letter) => text + letter));
  }
}
const ALL = [...texts()];

test("three ways to count classes of texts agree: the partition, the checker's walk, and every text up to a length", () => {
  const seen = { classes: 0, several: 0 };
  hold(
    fc.property(family, (sets) => {
      const languages: TextSet[] = sets.map((globs) =>
        globs.map(({ tokens, fold }) => ({ tokens: tokens as TextSet[number]["tokens"], fold })),
      );
      const byLength = new Set(
        ALL.map((text) => languages.map((set) => (matchesTexts(set, text) ? "1" : "0")).join("")),
      );
      const partition = partitionTexts(languages);
      if (partition.is === "exhausted") throw new Error("too many states");
      const byPartition = new Set(
        partition.cells.map(({ sample }) => languages.map((set) => (matchesTexts(set, sample) ? "1" : "0")).join("")),
      );
      const walked = signaturesOf({
        components: [ANYTHING],
        texts: [[{ component: 0 }]],
        sets: sets.map((globs) => ({ text: 0, globs })),
      });
      expect([...(walked ?? [])].sort()).toEqual([...byPartition].sort());
      // Patterns of four pieces tell texts apart within this length.
      expect([...byPartition].filter((signature) => !byLength.has(signature)).length).toBeLessThanOrEqual(
        partition.cells.filter(({ sample }) => sample.length > LONGEST).length,
      );
      for (const signature of byLength) expect(byPartition.has(signature)).toBe(true);
      expect(partition.cells.length).toBe(byPartition.size);
      seen.classes += byPartition.size;
      if (byPartition.size > 3) seen.several++;
    }),
    60,
  );
  tell(seen);
  expect(seen.classes).toBeGreaterThan(200);
  expect(seen.several).toBeGreaterThan(15);
});

test("for the keys of policies the classes and the checker's signatures are the same", () => {
  const seen = { views: 0, classes: 0, refused: 0 };
  hold(
    fc.property(policyPair, policyPair, (pair, more) => {
      const atoms = [pair, more].flatMap(({ kind, left, right }) => {
        return new Oracle(policiesOf(left, kind), policiesOf(right, kind), { kind, assume: {}, axioms: true }).atoms;
      });
      const views = new Set<View>(atoms.flatMap((atom) => (readsValues(atom) && !isRelation(atom) ? [atom.view] : [])));
      for (const view of views) {
        if (view.startsWith("caller:") || view === "action" || CLOCK_VIEWS.has(view) || OWNER_VIEWS.has(view)) continue;
        const sets = setsOf(atoms, view);
        const [classes, walked] = [classesOf(sets), signaturesIn(sets)];
        if (classes === null || walked === null) {
          seen.refused++;
          continue;
        }
        seen.views++;
        seen.classes += classes.size;
        // Where patterns meet numbers, dates or addresses, either may keep a combination that no text has.
        const isMixed = classes.size !== walked.size;
        if (isMixed) expect(sets.some(({ is }) => is !== "globs")).toBe(true);
        else expect([...walked].sort()).toEqual([...classes].sort());
      }
    }),
    40,
  );
  tell(seen);
  expect(seen.views).toBeGreaterThan(60);
});

function classesOf(sets: readonly ValueSet[]): ReadonlySet<string> | null {
  try {
    return new Set(
      valueCells(sets, { maxStates: 200_000 }).map((cell) =>
        cell.sample === null ? sets.map((set) => (cell.has(set) ? "1" : "0")).join("") : signatureOf(sets, cell.sample),
      ),
    );
  } catch (error) {
    if (error instanceof Undecidable) return null;
    throw error;
  }
}

function signaturesIn(sets: readonly ValueSet[]): ReadonlySet<string> | null {
  try {
    return textSignatures("any", sets);
  } catch (error) {
    if (error instanceof Unproved) return null;
    throw error;
  }
}

test("a set of nothing and a set of everything are told apart", () => {
  const everything = globSet([makeGlob([{ is: "many", colon: true }], "none")]);
  expect([...textSignatures("any", [globSet([]), everything])]).toEqual(["01"]);
});
