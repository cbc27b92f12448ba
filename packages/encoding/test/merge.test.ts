// Alternatives that differ in one set become one: the formula must stay true of the same requests, and must become shorter.
import { type Atom, type Formula, kleene, type Rules } from "@keyaki/semantics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readsValues } from "../src/choice.ts";
import { isMember } from "../src/membership.ts";
import { mergeAlternatives } from "../src/merge.ts";
import { rulesOf, said, texts } from "./notation.ts";

const inside = (rules: Rules, view: string, ...written: string[]) => rules.in(view, texts(...written));
const some = ({ build }: Rules, ...written: string[]) =>
  build.atom({ is: "some", view: "key:multiv", set: texts(...written) });
const unseen = ({ build }: Rules, name: string) => build.atom({ is: "unseen", name });

test.each<readonly [string, (r: Rules) => Formula, string]>([
  [
    "sets of one view",
    (r) => r.build.any(inside(r, "key:v", "a"), inside(r, "key:v", "b*"), inside(r, "key:w", "a")),
    "(key:v [a b*] | key:w [a])",
  ],
  [
    "the same beside the sets",
    (r) =>
      r.build.any(
        r.build.all(unseen(r, "x"), inside(r, "resource", "a")),
        r.build.all(unseen(r, "x"), inside(r, "resource", "b")),
        r.build.all(unseen(r, "y"), inside(r, "resource", "c")),
      ),
    "((resource [a b] & unseen x) | (resource [c] & unseen y))",
  ],
  [
    "one view after the other",
    (r) =>
      r.build.any(
        ...["a", "b"].flatMap((v) => ["c", "d"].map((w) => r.build.all(inside(r, "key:v", v), inside(r, "key:w", w)))),
      ),
    "(key:v [a b] & key:w [c d])",
  ],
  [
    "two sets that differ",
    (r) =>
      r.build.any(
        r.build.all(inside(r, "key:v", "a"), inside(r, "key:w", "c")),
        r.build.all(inside(r, "key:v", "b"), inside(r, "key:w", "d")),
      ),
    "((key:v [a] & key:w [c]) | (key:v [b] & key:w [d]))",
  ],
  [
    "two sets of one view",
    (r) =>
      r.build.any(
        r.build.all(inside(r, "key:v", "a*"), inside(r, "key:v", "ab*")),
        r.build.all(inside(r, "key:v", "a*"), inside(r, "key:v", "ac*")),
      ),
    "((key:v [a*] & key:v [ab*]) | (key:v [a*] & key:v [ac*]))",
  ],
  [
    "some value and the one value",
    (r) => r.build.any(some(r, "a"), some(r, "b"), r.build.atom({ is: "in", view: "key:multiv", set: texts("c") })),
    "(key:multiv [c] | key:multiv has [a b])",
  ],
  [
    "what must not hold",
    (r) => r.build.not(r.build.any(inside(r, "key:v", "a"), inside(r, "key:v", "b"))),
    "not key:v [a b]",
  ],
  [
    "what must hold together",
    (r) => r.build.all(inside(r, "key:v", "a*"), inside(r, "key:v", "*b")),
    "(key:v [*b] & key:v [a*])",
  ],
  [
    "patterns that overlap in more ways",
    (r) => r.build.any(...["*a*", "a*b", "*a", "?", "c"].map((each) => inside(r, "key:v", each))),
    "(key:v [*a*] | key:v [*a] | key:v [?] | key:v [a*b] | key:v [c])",
  ],
  [
    "variables",
    (r) => r.build.any(inside(r, "key:v", "a$x"), inside(r, "key:v", "b$x"), inside(r, "key:v", "c")),
    "(key:v [a$x] | key:v [b$x] | key:v [c])",
  ],
  [
    "sets that are no patterns",
    (r) =>
      r.build.any(
        r.build.atom({ is: "in", view: "key:v", set: { is: "bool", values: [true] } }),
        r.build.atom({ is: "in", view: "key:v", set: { is: "bool", values: [false] } }),
      ),
    "(key:v bool | key:v bool)",
  ],
])("%s", (_, formula, wanted) => {
  const rules = rulesOf();
  expect(said(mergeAlternatives(formula(rules), rules, new Map()))).toBe(wanted);
});

const VALUES = ["a", "b", "ab", ""];
const set = fc.subarray(["a", "b", "a*", "*b", "?"], { minLength: 1, maxLength: 2 });
const alternatives = fc.array(fc.record({ v: fc.option(set), w: fc.option(set), x: fc.boolean(), not: fc.boolean() }), {
  minLength: 1,
  maxLength: 6,
});

test("is true of the same requests as the formula", () => {
  const seen = { merged: 0, alike: 0, holds: 0, not: 0 };
  fc.assert(
    fc.property(alternatives, alternatives, (left, right) => {
      const rules = rulesOf();
      const { build } = rules;
      const anyOf = (list: typeof left) =>
        build.any(
          ...list.map(({ v, w, x, not }) => {
            const parts = build.all(
              v === null ? build.always : inside(rules, "key:v", ...v),
              w === null ? build.always : inside(rules, "key:w", ...w),
              x ? unseen(rules, "x") : build.always,
            );
            return not ? build.not(parts) : parts;
          }),
        );
      const formula = build.all(anyOf(left), build.not(anyOf(right)));
      const merged = mergeAlternatives(formula, rules, new Map());
      seen[merged === formula ? "alike" : "merged"]++;
      for (const v of VALUES) {
        for (const w of VALUES) {
          for (const x of [false, true]) {
            const value = (atom: Atom) =>
              readsValues(atom) ? isMember(atom.set, atom.view === "key:v" ? v : w) : atom.is === "unseen" && x;
            const wanted = kleene(formula, value);
            seen[wanted ? "holds" : "not"]++;
            expect(kleene(merged, value)).toBe(wanted);
          }
        }
      }
    }),
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
});

test("alternatives of many parts are left as they are", () => {
  const rules = rulesOf();
  const { build } = rules;
  const many = Array.from({ length: 16 }, (_, at) => unseen(rules, `u${at}`));
  const of = (parts: readonly Formula[]) =>
    build.any(...["a", "b"].map((text) => build.all(...parts, inside(rules, "key:v", text))));
  const short = of(many.slice(1));
  expect(mergeAlternatives(of(many), rules, new Map())).toBe(of(many));
  expect(mergeAlternatives(short, rules, new Map())).not.toBe(short);
});
