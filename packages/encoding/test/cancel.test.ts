// What two patterns without wildcards say of the variables in them, where one text matches both.
import { type Formula, FormulaBuilder, type Glob, type GlobToken, globSet, makeGlob, Rules } from "@keyaki/semantics";
import { expect, test } from "vitest";
import type { ValueAtom } from "../src/choice.ts";
import { cancellationFacts } from "../src/relations/cancel.ts";
import { holdsText } from "../src/relations/relation.ts";

const facts = { arity: (key: string) => (key === "many" ? ("multi" as const) : ("single" as const)) };

/** Patterns written with `$x` for a variable and `*`. */
function glob(written: string, fold: Glob["fold"] = "none", fallback: string | null = null): Glob {
  const tokens = (written.match(/\$[a-z]+|\*|[^$*]+/g) ?? []).map((piece): GlobToken => {
    if (piece === "*") return { is: "many", colon: true };
    return piece.startsWith("$")
      ? { is: "variable", view: `key:${piece.slice(1)}`, fallback, colon: true }
      : { is: "text", text: piece };
  });
  return makeGlob(tokens, fold);
}

const atom = (globs: readonly Glob[], view = "key:v", is: "in" | "some" = "in"): ValueAtom => ({
  is,
  view,
  set: globSet(globs),
});

/** What follows from two atoms; undefined: nothing is said. */
function follows(left: ValueAtom, right: ValueAtom): { readonly rules: Rules; readonly said: Formula | undefined } {
  const rules = new Rules(new FormulaBuilder(), facts);
  const { build } = rules;
  const made = cancellationFacts([left, right], rules);
  expect(made.length).toBeLessThan(2);
  const [fact] = made;
  if (fact === undefined) return { rules, said: undefined };
  const both = build.all(build.atom(left), build.atom(right));
  const candidates = [
    build.never,
    ...["x", "y", "z"].flatMap((a) =>
      ["x", "y", "z"].filter((b) => a < b).map((b) => build.atom({ is: "same", left: `key:${a}`, right: `key:${b}` })),
    ),
  ];
  for (const view of ["x", "y"])
    for (const text of ["", "B", "BC"]) candidates.push(holdsText(`key:${view}`, text, rules));
  const said = candidates.find((each) => build.implies(both, each) === fact);
  expect(said, "a fact of another form").toBeDefined();
  return { rules, said };
}

const of = (left: string, right: string) => follows(atom([glob(left)]), atom([glob(right)]));

test.each([
  ["a/$x/b", "a/$y/b"],
  ["$x", "$y"],
  ["$z$x", "$z$y"],
  ["$x/$z", "$y/$z"],
])("%s and %s: both variables are one", (left, right) => {
  const { rules, said } = of(left, right);
  expect(said).toBe(rules.build.atom({ is: "same", left: "key:x", right: "key:y" }));
});

test.each([
  ["$x$y", "$xBC", "BC"],
  ["$xBC", "$x$y", "BC"],
  ["$xB", "$x$y", "B"],
  ["$x$y", "$xB", "B"],
  ["$z$y", "$z", ""],
  ["A$y$z", "ABC$z", "BC"],
])("%s and %s: the variable y is %j", (left, right, text) => {
  const { rules, said } = of(left, right);
  expect(said).toBe(holdsText("key:y", text, rules));
});

test.each([
  ["$xA$y", "$xB$y"],
  ["A$zB$x", "A$zC$yD"],
])("%s and %s: no text matches both", (left, right) => {
  const { rules, said } = of(left, right);
  expect(said).toBe(rules.build.never);
});

test.each([
  ["$x$y", "$z"],
  ["$x$y", "AB"],
  ["$x", "AB"],
  ["$xA$y", "$yB$x"],
  ["$x*", "$y"],
  ["AB", "AB"],
  // What begins or ends with other texts is in other classes.
  ["A$x", "B$y"],
  ["$xA", "$yB"],
  ["A$xC", "A$yD"],
  ["AB$xC", "A$yD"],
])("%s and %s: nothing is told", (left, right) => {
  expect(of(left, right).said).toBeUndefined();
});

test("nothing is told of other views, of sets, of folded patterns, of defaults, of lists and of keys of several values", () => {
  const [x, y] = [atom([glob("$x")]), atom([glob("$y")])];
  expect(follows(x, y).said).toBeDefined();
  expect(follows(x, atom([glob("$y")], "key:w")).said).toBeUndefined();
  expect(follows(x, atom([glob("$y")], "key:v", "some")).said).toBeUndefined();
  expect(follows(atom([glob("$x")], "key:v", "some"), y).said).toBeUndefined();
  expect(follows(x, atom([glob("$y", "ascii")])).said).toBeUndefined();
  expect(follows(x, atom([glob("$y", "none", "d")])).said).toBeUndefined();
  expect(follows(x, atom([glob("$y"), glob("$z")])).said).toBeUndefined();
  expect(follows(x, atom([glob("$many")])).said).toBeUndefined();
  expect(follows(x, { is: "in", view: "key:v", set: { is: "bool", values: [true] } }).said).toBeUndefined();
});
