import { matchesGlob } from "@keyaki/domains";
import { type Atom, type Formula, type Glob, globSet, kleene, type Rules } from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Entailment } from "../src/entailment.ts";
import { glob, rulesOf, texts } from "./notation.ts";

const VALUES = ["", "a", "b", "ab", "aa", "A", "a:", "a:b", "aba", "abab"];
const KEY_VALUES = [null, "", "a", "b", "a:"];

/** A pattern with the value of its variable written out; null: it has none. */
function substituted({ tokens, fold }: Glob, value: string | null): Parameters<typeof matchesGlob>[0] | null {
  const made = [];
  for (const token of tokens) {
    if (token.is !== "variable") made.push(token);
    else {
      const text = value ?? token.fallback;
      if (text === null || (!token.colon && text.includes(":"))) return null;
      made.push({ is: "text", text } as const);
    }
  }
  return { tokens: made, fold };
}

function holds(formula: Formula, resource: string, key: string | null): boolean | null {
  return kleene(formula, (atom: Atom) => {
    const textOf = (view: string) => (view === "resource" ? resource : key);
    if (atom.is === "present") return key !== null;
    if (atom.is === "same") return key !== null && textOf(atom.left) === textOf(atom.right);
    if (atom.is !== "in" || atom.set.is !== "globs") return null;
    const text = textOf(atom.view);
    if (text === null) return false;
    return atom.set.globs.some((each) => {
      const made = substituted(each, key);
      return made !== null && matchesGlob(made, text);
    });
  });
}

const pieces = fc.constantFrom("a", "b", "ab", "*", "?", "{*}", "$x", "{$x}", "$x'a'", ":");
const globs = fc
  .tuple(fc.array(pieces, { minLength: 1, maxLength: 4 }), fc.constantFrom("none" as const, "none", "ascii"))
  .map(([all, fold]) => glob(all.join(""), fold));
const sets = fc.array(globs, { minLength: 1, maxLength: 3 }).map(globSet);
const plain = fc.array(globs, { minLength: 1, maxLength: 2 }).map((all) => globSet(all.filter(isConstant)));

function isConstant({ tokens }: Glob): boolean {
  return tokens.every((token) => token.is !== "variable");
}

type Make = (rules: Rules) => Formula;
const { formulas } = fc.letrec<{ formulas: Make; atoms: Make }>((tie) => ({
  atoms: fc.oneof(
    sets.map(
      (set): Make =>
        (rules) =>
          rules.in("resource", set),
    ),
    plain.map(
      (set): Make =>
        (rules) =>
          rules.in("key:x", set),
    ),
    fc.constant<Make>((rules) => rules.present("key:x")),
  ),
  formulas: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: tie("atoms") },
    {
      weight: 1,
      arbitrary: tie("formulas").map(
        (of): Make =>
          (rules) =>
            rules.build.not(of(rules)),
      ),
    },
    {
      weight: 2,
      arbitrary: lists(tie("formulas")).map(
        (of): Make =>
          (rules) =>
            rules.build.all(...of.map((each) => each(rules))),
      ),
    },
    {
      weight: 2,
      arbitrary: lists(tie("formulas")).map(
        (of): Make =>
          (rules) =>
            rules.build.any(...of.map((each) => each(rules))),
      ),
    },
  ),
}));

function lists(of: fc.Arbitrary<Make>): fc.Arbitrary<Make[]> {
  return fc.array(of, { minLength: 2, maxLength: 3 });
}

describe("Entailment", () => {
  test("what follows is true wherever the other is", () => {
    const seen = { followed: 0, not: 0, apart: 0 };
    fc.assert(
      fc.property(formulas, formulas, formulas, fc.nat({ max: 2 }), (one, other, more, how) => {
        const rules = rulesOf();
        const { build } = rules;
        const [from, to] = [one(rules), other(rules)];
        // By chance little follows from anything: half of the pairs are made so that it may.
        const wider =
          how === 0 ? to : how === 1 ? build.any(from, to) : build.not(build.all(build.not(from), more(rules)));
        const narrower = how === 2 ? build.all(from, to) : from;
        const told = new Entailment().follows(narrower, wider);
        if (told) seen.followed++;
        else seen.not++;
        for (const resource of VALUES) {
          for (const key of KEY_VALUES) {
            const isHere = holds(narrower, resource, key);
            expect(isHere).not.toBeNull();
            if (isHere === true && holds(wider, resource, key) !== true) {
              seen.apart++;
              expect(told).toBe(false);
            }
          }
        }
      }),
      { numRuns: Number(process.env.KEYAKI_RUNS ?? 4_000) },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });

  test.each<readonly [string, string, boolean]>([
    ["a", "*", true],
    ["ab*", "a*", true],
    ["a*", "ab*", false],
    ["a*c", "a*", true],
    ["a*c", "a*d", false],
    ["a$x/error", "a$x/*", true],
    ["a$x", "a$x*", true],
    ["a$x/error", "a$y/*", false],
    ["a$x'd'/error", "a$x/*", false],
    ["a{$x}/error", "a$x/*", false],
    ["a/error", "a{*}", false],
    ["a?b", "a?*", true],
    ["a{?}b", "a?*", false],
    ["ab$x", "a$x*", false],
    ["a*b", "a?*", false],
  ])("%s lies in %s: %s", (one, other, told) => {
    const rules = rulesOf();
    const of = (written: string) => rules.in("resource", texts(written));
    expect(new Entailment().follows(of(one), of(other))).toBe(told);
    expect(new Entailment().follows(rules.build.not(of(other)), rules.build.not(of(one)))).toBe(told);
  });

  test("patterns that fold otherwise, and other views, are left apart", () => {
    const rules = rulesOf();
    const folded = rules.in("resource", globSet([glob("ab", "ascii")]));
    const follows = (from: Formula, to: Formula) => new Entailment().follows(from, to);
    expect(follows(folded, rules.in("resource", texts("a*")))).toBe(false);
    expect(follows(folded, rules.in("resource", texts("*")))).toBe(true);
    expect(follows(rules.in("key:x", texts("a")), rules.in("key:y", texts("*")))).toBe(false);
    expect(follows(rules.some("key:multi", texts("a")), rules.some("key:multi", texts("*")))).toBe(true);
    expect(follows(rules.in("key:x", texts("a")), rules.some("key:x", texts("*")))).toBe(false);
  });

  test("what takes too long is not told", () => {
    const rules = rulesOf();
    const many = (from: number) => texts(...Array.from({ length: 100 }, (_, at) => `${from + at}x`));
    const entailment = new Entailment();
    expect(entailment.follows(rules.in("resource", many(0)), rules.in("resource", many(0)))).toBe(true);
    expect(entailment.isSpent).toBe(false);
    expect(entailment.follows(rules.in("resource", many(50)), rules.in("resource", texts("0x", "1x")))).toBe(false);
    const long = Array.from({ length: 100 }, (_, at) => rules.in("resource", many(at)));
    expect(entailment.follows(rules.build.all(...long), rules.in("resource", many(1000)))).toBe(false);
    expect(entailment.isSpent).toBe(true);
    expect(entailment.follows(rules.in("resource", texts("a")), rules.in("resource", texts("*")))).toBe(false);
  });
});
