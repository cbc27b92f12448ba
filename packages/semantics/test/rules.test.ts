import { ASSUMPTIONS, type AssumptionValues } from "@keyaki/catalog";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Atom,
  atomsOf,
  EVERY_TEXT,
  FormulaBuilder,
  type GlobToken,
  globSet,
  kleene,
  makeGlob,
  Rules,
  textsIn,
  type ValueSet,
  valueSetKey,
  variablesIn,
} from "../src/index.ts";

const facts = { arity: (key: string) => (key === "aws:tagkeys" ? ("multi" as const) : ("single" as const)) };
const variable = (key: string, fallback: string | null = null): GlobToken => ({
  is: "variable",
  view: `key:${key}`,
  fallback,
  colon: true,
});
const set = (...tokens: GlobToken[]): ValueSet => globSet([makeGlob(tokens, "none")]);

describe("an open rule", () => {
  it.each(ASSUMPTIONS.map((rule) => [rule.id, rule] as const))("%s has exactly one value", (id, rule) => {
    const rules = new Rules(new FormulaBuilder(), facts);
    for (const chosen of rule.values) {
      const world = (atom: Atom) => atom.is === "assume" && atom.name === id && atom.value === chosen;
      const holding = rule.values.filter((value) =>
        kleene(rules.assume(id, value as AssumptionValues[typeof id]), world),
      );
      expect(holding).toEqual([chosen]);
    }
    const nothingSaid = rule.values.filter((value) =>
      kleene(rules.assume(id, value as AssumptionValues[typeof id]), () => false),
    );
    expect(nothingSaid).toEqual([rule.default]);
  });

  it("is a constant once pinned", () => {
    const rules = new Rules(new FormulaBuilder(), facts, { "mapped-ipv4": "same" });
    expect(rules.assume("mapped-ipv4", "same").is).toBe("always");
    expect(rules.assume("mapped-ipv4", "separate").is).toBe("never");
  });
});

describe("a variable", () => {
  const rules = new Rules(new FormulaBuilder(), facts);

  it("of a key of several values makes its pattern match nothing, also where a set is taken from another", () => {
    const of = set(variable("aws:tagkeys"));
    expect(rules.in("key:x", of).is).toBe("never");
    const rest = rules.some("key:aws:tagkeys", { is: "difference", from: EVERY_TEXT, minus: of });
    const [atom] = atomsOf([rest]);
    expect(atom?.is === "some" && variablesIn(atom.set)).toEqual([]);
  });

  it("of a key of several values still has its default", () => {
    expect(rules.in("key:x", set(variable("aws:tagkeys", "none"))).is).toBe("atom");
  });

  it("is an atom of its own beside the patterns without one, an equality where it stands alone", () => {
    const prefixed = makeGlob([{ is: "text", text: "home/" }, variable("aws:username")], "none");
    const all = globSet([makeGlob([variable("aws:username")], "none"), prefixed, ...texts("a", "b")]);
    const atoms = atomsOf([rules.in("key:x", all)]);
    const described = atoms.map((atom) => (atom.is === "in" ? variablesIn(atom.set).join() : atom.is));
    expect(described.sort()).toEqual(["", "key:aws:username", "same"]);
  });
});

describe("globs and sets of them", () => {
  it("have equal keys exactly where they are written alike", () => {
    const token = fc.oneof(
      fc.constantFrom("a", "b", "", "\u0001", "\u0003", "\u0007").map((text): GlobToken => ({ is: "text", text })),
      fc.boolean().map((colon): GlobToken => ({ is: "one", colon })),
      fc.boolean().map((colon): GlobToken => ({ is: "many", colon })),
      fc.constantFrom(variable("a"), variable("a", ""), variable("b", "x")),
    );
    const tokens = fc.array(token, { maxLength: 4 });
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(tokens, tokens, (left, right) => {
        const [a, b] = [makeGlob(left, "none"), makeGlob(right, "none")];
        const same = JSON.stringify(a.tokens) === JSON.stringify(b.tokens);
        outcomes.add(same);
        expect(a.key === b.key).toBe(same);
      }),
      { numRuns: 3000 },
    );
    expect(outcomes.size).toBe(2);
  });

  it("are the same whatever the order and the repetitions", () => {
    expect(valueSetKey(textsIn(["b", "a", "b"]))).toBe(valueSetKey(textsIn(["a", "b"])));
    expect(valueSetKey(textsIn(["a,b"]))).not.toBe(valueSetKey(textsIn(["a", "b"])));
    expect(valueSetKey(textsIn(["A"], "ascii"))).toBe(valueSetKey(textsIn(["a"], "ascii")));
    expect(valueSetKey(textsIn(["A"], "ascii"))).not.toBe(valueSetKey(textsIn(["a"])));
  });

  it("merge what stands side by side", () => {
    const many = (colon: boolean): GlobToken => ({ is: "many", colon });
    expect(
      makeGlob([many(false), many(true), { is: "text", text: "a" }, { is: "text", text: "b" }], "none").tokens,
    ).toEqual([many(true), { is: "text", text: "ab" }]);
  });
});

function texts(...of: string[]): ReturnType<typeof makeGlob>[] {
  return of.map((text) => makeGlob([{ is: "text", text }], "none"));
}
