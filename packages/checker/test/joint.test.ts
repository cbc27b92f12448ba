import { FormulaBuilder, globSet, keyView, makeGlob, Rules } from "@keyaki/semantics";
import { expect, test } from "vitest";
import { leafFormulas, orderedAtoms } from "../src/leaf.ts";
import { Unproved } from "../src/unproved.ts";

/** What taking a resource apart says that matches a pattern of so many variables, each of which may hold a colon. */
function takenApart(count: number): number {
  const rules = new Rules(new FormulaBuilder(), { arity: () => "single" });
  const variables = Array.from({ length: count }, (_, at) => ({
    is: "variable" as const,
    view: keyView(`aws:principaltag/k${at}`),
    fallback: null,
    colon: true,
  }));
  const rest = rules.in("resource", globSet([makeGlob([{ is: "text", text: "a" }, ...variables], "none")]));
  expect(orderedAtoms(rest)).toHaveLength(1);
  const facts = [{ fact: "joint", atom: 0, kind: null }] as const;
  return leafFormulas(rest, { axioms: [], facts }, false, rules).length;
}

test("variables that may hold a colon are told apart up to ten of them; beyond, no fact is taken from the proof", () => {
  expect(takenApart(3)).toBeGreaterThan(1);
  expect(() => takenApart(11)).toThrow(Unproved);
  // Past thirty the cases would wrap around, and a fact would leave some out.
  expect(() => takenApart(33)).toThrow(/33 variables/);
});
