// What is learnt of a text whose classes are not listed is believed by every later search.
import { accepts } from "@keyaki/evaluator";
import {
  type Atom,
  atomKey,
  FormulaBuilder,
  type GlobToken,
  globSet,
  kleene,
  makeGlob,
  Rules,
  type ValueSet,
  valueSetKey,
} from "@keyaki/semantics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isLazy, lazyText } from "../../packages/encoding/src/lazy-text.ts";
import { ODD_TEXTS, textsNear } from "../generators/values.ts";
import { hold, tell } from "./runs.ts";

const nothing = () => null;
const token: fc.Arbitrary<GlobToken> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom("a", "b", "ab", ":").map((text) => ({ is: "text" as const, text })) },
  { weight: 3, arbitrary: fc.record({ is: fc.constantFrom("one" as const, "many" as const), colon: fc.boolean() }) },
);
const glob = fc
  .tuple(fc.array(token, { maxLength: 3 }), fc.constantFrom("none" as const, "ascii" as const))
  .map(([tokens, fold]) => makeGlob(tokens, fold));
const globs = fc.array(glob, { minLength: 1, maxLength: 3 }).map(globSet);
const set: fc.Arbitrary<ValueSet> = fc.oneof(
  { weight: 4, arbitrary: globs },
  // Together they hold every text.
  {
    weight: 1,
    arbitrary: fc.constant(
      globSet([
        makeGlob([], "none"),
        makeGlob(
          [
            { is: "one", colon: true },
            { is: "many", colon: true },
          ],
          "none",
        ),
      ]),
    ),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("difference" as const), from: globs, minus: globs }) },
);

/** By arity of the key: `TagKeys` holds several values, `PrincipalTag` one, a key of nobody's either. */
const VIEWS = { "key:aws:principaltag/t": "single", "key:aws:tagkeys": "multi", "key:own:key": "unknown" } as const;
const view = fc.constantFrom(...(Object.keys(VIEWS) as (keyof typeof VIEWS)[]));

/** What the key may hold: nothing, one value, or a set of values. */
type Held = { readonly set: boolean; readonly values: readonly string[] } | null;

function holds(atom: Atom, held: Held): boolean {
  if (held === null) return false;
  const isIn = (value: string) => "set" in atom && accepts(atom.set, value, nothing);
  if (atom.is === "in") return !held.set && held.values.every(isIn);
  if (atom.is === "some") return held.values.some(isIn);
  return atom.is === "present" || (atom.is === "lone" && !held.set);
}

test("what no text can be is true of every text, and texts are what a model wants", () => {
  const seen = { lemmas: 0, held: 0, absent: 0, undecided: 0 };
  hold(
    fc.property(
      view,
      fc.uniqueArray(set, { minLength: 1, maxLength: 4, selector: valueSetKey }),
      fc.infiniteStream(fc.boolean()),
      (of, sets, coin) => {
        const arity = VIEWS[of];
        const rules = new Rules(new FormulaBuilder(), { arity: () => arity });
        const atoms: Atom[] = [
          { is: "present", view: of },
          ...(arity === "unknown" ? [{ is: "lone" as const, view: of }] : []),
          ...sets.map((each) => ({
            is: arity === "single" ? ("in" as const) : ("some" as const),
            view: of,
            set: each,
          })),
        ];
        const truths = new Map(atoms.map((atom) => [atom, coin.next().value === true]));
        expect(atoms.every((atom) => isLazy(atom, new Set([of])))).toBe(true);
        let answer: ReturnType<typeof lazyText>;
        try {
          answer = lazyText(of, truths, rules, {});
        } catch {
          seen.undecided++;
          return;
        }
        if (answer.is === "exhausted") return;
        if (answer.is === "absent") {
          seen.absent++;
          return;
        }
        if (answer.is === "held") {
          seen.held++;
          for (const [atom, wanted] of truths) {
            // That the text is there was asked for, or follows.
            if (atom.is !== "present" && atom.is !== "lone") expect(holds(atom, answer)).toBe(wanted);
          }
          return;
        }
        seen.lemmas++;
        const { lemma } = answer;
        const values = [...new Set([...sets.flatMap((each) => textsNear(each)), ...ODD_TEXTS])];
        const several: Held[] = [
          { set: true, values: [] },
          ...values.map((value, at) => ({ set: true, values: [value, values[at + 1] ?? "a"] })),
        ];
        const alone: Held[] = values.map((value) => ({ set: false, values: [value] }));
        const possible = [null, ...(arity === "multi" ? [] : alone), ...(arity === "single" ? [] : several)];
        for (const held of possible)
          expect(
            kleene(lemma, (atom) => holds(atom, held)),
            JSON.stringify(held),
          ).toBe(true);
        // The model that taught it is excluded by it: else the same would be asked again.
        const model = new Map([...truths].map(([atom, wanted]) => [atomKey(atom), wanted || atom.is === "present"]));
        expect(kleene(lemma, (atom) => model.get(atomKey(atom)) ?? null)).toBe(false);
      },
    ),
    400,
  );
  tell(seen);
  for (const count of [seen.lemmas, seen.held, seen.absent]) expect(count).toBeGreaterThan(20);
});
