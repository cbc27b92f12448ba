import {
  type Atom,
  type Formula,
  FormulaBuilder,
  type Glob,
  globSet,
  kleene,
  makeGlob,
  Rules,
  type ValueSet,
} from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMember } from "../src/membership.ts";
import { coveredGlobs, narrowQuestion } from "../src/narrow.ts";
import { glob as globOf, said, texts as setOf } from "./notation.ts";

const ACTIONS = ["s3:get", "s3:getobject", "s3:put", "ec2:run", "ec2:", "s3", "S3:GET"];
const RESOURCES = ["*", "arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:ec2:::a", ""];
const KEYS = ["x", "y", "z"];

const texts: fc.Arbitrary<Glob> = fc
  .tuple(
    fc.array(fc.constantFrom("*", "?", "s3:", "ec2:", "get", "object", "arn:aws:s3:::", "a", "S3:GET"), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom("none" as const, "ascii" as const),
  )
  .map(([pieces, folding]) =>
    makeGlob(
      pieces.map((piece) =>
        piece === "*"
          ? { is: "many", colon: true }
          : piece === "?"
            ? { is: "one", colon: true }
            : { is: "text", text: piece },
      ),
      folding,
    ),
  );
const sets: fc.Arbitrary<ValueSet> = fc.array(texts, { minLength: 1, maxLength: 4 }).map(globSet);

type Statement = {
  readonly action: number;
  readonly resource: number;
  readonly key: string | null;
  readonly negated: boolean;
};
const statements = fc.array(
  fc.record({
    action: fc.nat({ max: 3 }),
    resource: fc.nat({ max: 2 }),
    key: fc.option(fc.constantFrom(...KEYS)),
    negated: fc.boolean(),
  }),
  { maxLength: 4 },
);

/** Two sides made of few sets, so that statements are often equal or nearly so. */
const questions = fc.record({
  actions: fc.array(sets, { minLength: 4, maxLength: 4 }),
  resources: fc.array(sets, { minLength: 3, maxLength: 3 }),
  allowed: statements,
  old: statements,
  denied: statements,
  oldDenied: fc.option(statements),
});

function holdsAt(formula: Formula, action: string, resource: string, keys: ReadonlySet<string>): boolean | null {
  return kleene(formula, (atom: Atom) => {
    if (atom.is === "in") return isMember(atom.set, atom.view === "action" ? action : resource);
    return atom.is === "unseen" && keys.has(atom.name);
  });
}

describe("narrowQuestion", () => {
  test("is true of the same requests as the question", () => {
    const seen = { changed: 0, both: 0, never: 0 };
    fc.assert(
      fc.property(questions, ({ actions, resources, allowed, old, denied, oldDenied }) => {
        const rules = new Rules(new FormulaBuilder(), { arity: () => "single" });
        const { build } = rules;
        const any = (list: readonly Statement[]) =>
          build.any(
            ...list.map(({ action, resource, key, negated }) => {
              const inside = rules.in("action", actions[action] ?? globSet([]));
              return build.all(
                negated ? build.not(inside) : inside,
                rules.in("resource", resources[resource] ?? globSet([])),
                key === null ? build.always : build.atom({ is: "unseen", name: key }),
              );
            }),
          );
        const side = (allows: readonly Statement[], denies: readonly Statement[]) =>
          build.all(build.not(any(denies)), any(allows));
        const question = build.all(side(allowed, denied), build.not(side(old, oldDenied ?? denied)));
        const narrowed = narrowQuestion(question, rules);
        if (narrowed !== question) seen.changed++;
        if (narrowed.is === "never") seen.never++;
        for (const action of ACTIONS) {
          for (const resource of RESOURCES) {
            for (const keys of [new Set<string>(), new Set(["x"]), new Set(["y", "z"]), new Set(KEYS)]) {
              const wanted = holdsAt(question, action, resource, keys);
              if (wanted) seen.both++;
              expect(holdsAt(narrowed, action, resource, keys)).toBe(wanted);
            }
          }
        }
      }),
    );
    expect(seen.changed).toBeGreaterThan(0);
    expect(seen.both).toBeGreaterThan(0);
    expect(seen.never).toBeGreaterThan(0);
  });

  test("reads only what is new where one action is added to a long list", () => {
    const rules = new Rules(new FormulaBuilder(), { arity: () => "single" });
    const { build } = rules;
    const literal = (text: string) => makeGlob([{ is: "text", text }], "ascii");
    const names = Array.from({ length: 50 }, (_, at) => literal(`s3:action${at}`));
    const everywhere = rules.in("resource", globSet([makeGlob([{ is: "many", colon: true }], "none")]));
    const other = build.all(rules.in("action", globSet([literal("ec2:run")])), everywhere);
    const grant = (globs: readonly Glob[]) => build.all(rules.in("action", globSet(globs)), everywhere);
    const question = build.all(
      build.any(grant([...names, literal("s3:new")]), other),
      build.not(build.any(grant(names), other)),
    );
    const wanted = build.all(rules.in("action", globSet([literal("s3:new")])), everywhere);
    expect(narrowQuestion(question, rules)).toBe(wanted);
  });

  test.each<readonly [string, (r: Rules) => Formula, string]>([
    [
      "nothing is shared",
      (r) => r.build.all(action(r, "s3:a"), r.build.not(r.build.any(action(r, "s3:b"), key(r, "x")))),
      "(action [s3:a] & not unseen x)",
    ],
    [
      "all that is refuted is certain",
      (r) => r.build.all(key(r, "x"), key(r, "y"), r.build.not(r.build.all(key(r, "x"), key(r, "y")))),
      "never",
    ],
    [
      "what is certain is not asked of what is refuted",
      (r) =>
        r.build.all(
          key(r, "x"),
          r.build.any(key(r, "y"), key(r, "z")),
          r.build.not(r.build.all(key(r, "x"), key(r, "y"))),
        ),
      "(not (unseen x & unseen y) & unseen x & unseen z)",
    ],
    [
      "a grant that both have",
      (r) =>
        r.build.all(
          r.build.any(key(r, "x"), key(r, "y"), key(r, "z")),
          r.build.not(r.build.any(key(r, "y"), key(r, "z"))),
        ),
      "(not (unseen y | unseen z) & unseen x)",
    ],
    [
      "a grant that asks for more",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(key(r, "x"), key(r, "y")), key(r, "z")),
          r.build.not(r.build.any(key(r, "y"), key(r, "w"))),
        ),
      "(not (unseen w | unseen y) & unseen z)",
    ],
    [
      "a prohibition with a longer list of exceptions",
      (r) => {
        const denied = (...except: string[]) => r.build.all(key(r, "y"), r.build.not(resource(r, ...except)));
        const allowed = (...except: string[]) => r.build.all(key(r, "x"), r.build.not(denied(...except)));
        return r.build.all(allowed("a"), r.build.not(allowed("a", "b")));
      },
      "never",
    ],
    [
      "a prohibition with a shorter list of exceptions",
      (r) => {
        const denied = (...except: string[]) => r.build.all(key(r, "y"), r.build.not(resource(r, ...except)));
        const allowed = (...except: string[]) => r.build.all(key(r, "x"), r.build.not(denied(...except)));
        return r.build.all(allowed("a", "b"), r.build.not(allowed("a")));
      },
      "(not (not (not resource [a] & unseen y) & unseen x) & not (not resource [a b] & unseen y) & unseen x)",
    ],
    [
      "a grant within a wider one",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(resource(r, "a/b*"), key(r, "y")), key(r, "z")),
          r.build.not(r.build.any(resource(r, "a/*"), key(r, "w"))),
        ),
      "(not (resource [a/*] | unseen w) & unseen z)",
    ],
    [
      "a grant of more actions",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(action(r, "s3:a", "s3:b"), key(r, "x")), key(r, "z")),
          r.build.not(r.build.any(r.build.all(action(r, "s3:a"), key(r, "x")), key(r, "w"))),
        ),
      "(((action [s3:b] & unseen x) | unseen z) & not ((action [s3:a] & unseen x) | unseen w))",
    ],
    [
      "more of one list",
      (r) =>
        r.build.all(resource(r, "a", "b*"), key(r, "x"), r.build.not(r.build.all(resource(r, "a", "c"), key(r, "x")))),
      "(resource [b*] & unseen x)",
    ],
    [
      "patterns that end differently",
      (r) =>
        r.build.all(
          resource(r, "a*b", "a*bc"),
          r.build.not(r.build.any(resource(r, "a*bb", "a*c", "*d", "ab"), key(r, "x"))),
        ),
      "(not (resource [a*bb a*c ab] | unseen x) & resource [a*b a*bc])",
    ],
    [
      "grants that differ in their resource, each of more actions",
      (r) =>
        r.build.all(
          r.build.any(
            ...["a", "b", "c"].map((name) => r.build.all(action(r, "s3:a", "s3:b"), resource(r, name), key(r, "x"))),
          ),
          r.build.not(
            r.build.any(
              ...["a", "b", "c"].map((name) => r.build.all(action(r, "s3:a"), resource(r, name), key(r, "x"))),
            ),
          ),
        ),
      "(action [s3:b] & resource [a b c] & unseen x)",
    ],
    [
      "a grant of fewer actions",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(action(r, "s3:a"), key(r, "x")), key(r, "z")),
          r.build.not(r.build.any(r.build.all(action(r, "s3:a", "s3:b"), key(r, "x")), key(r, "w"))),
        ),
      "(not ((action [s3:a s3:b] & unseen x) | unseen w) & unseen z)",
    ],
    [
      "a grant of more actions, the condition first",
      (r) => {
        const first = key(r, "x");
        return r.build.all(
          r.build.any(r.build.all(first, resource(r, "a"), action(r, "s3:a", "s3:b")), key(r, "z")),
          r.build.not(r.build.any(r.build.all(first, resource(r, "a"), action(r, "s3:a")), key(r, "w"))),
        );
      },
      "(((action [s3:b] & resource [a] & unseen x) | unseen z) & not ((action [s3:a] & resource [a] & unseen x) | unseen w))",
    ],
    [
      "two grants that take from one",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(action(r, "s3:a", "s3:b", "s3:c"), key(r, "x")), key(r, "z")),
          r.build.not(
            r.build.any(r.build.all(action(r, "s3:a"), key(r, "x")), r.build.all(action(r, "s3:c"), key(r, "x"))),
          ),
        ),
      "(((action [s3:b] & unseen x) | unseen z) & not ((action [s3:a] & unseen x) | (action [s3:c] & unseen x)))",
    ],
    [
      "a grant that differs in two places",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(action(r, "s3:a", "s3:b"), resource(r, "a", "b")), key(r, "z")),
          r.build.not(r.build.any(r.build.all(action(r, "s3:a"), resource(r, "a")), key(r, "w"))),
        ),
      "(((action [s3:a s3:b] & resource [a b]) | unseen z) & not ((action [s3:a] & resource [a]) | unseen w))",
    ],
    [
      "a grant of other actions",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(action(r, "s3:a", "s3:b"), key(r, "x")), key(r, "z")),
          r.build.not(r.build.any(r.build.all(action(r, "s3:c"), key(r, "x")), key(r, "w"))),
        ),
      "(((action [s3:a s3:b] & unseen x) | unseen z) & not ((action [s3:c] & unseen x) | unseen w))",
    ],
    [
      "sets of other views and of variables",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(resource(r, "a"), key(r, "x")), key(r, "z")),
          r.build.not(
            r.build.any(
              r.build.all(action(r, "a"), key(r, "x")),
              r.build.all(r.in("resource", setOf("a$k")), key(r, "x")),
            ),
          ),
        ),
      "(((resource [a] & unseen x) | unseen z) & not ((action [a] & unseen x) | (resource [a$k] & unseen x)))",
    ],
    [
      "patterns out of reach",
      (r) =>
        r.build.all(
          action(r, "s3:a", "s3:b*", "ec2:*"),
          r.build.not(r.build.all(action(r, "iam:*", "s3:*", "s3:bc", "ec2:x"), key(r, "x"))),
          r.build.not(r.build.all(action(r, "iam:*", "rds:*"), key(r, "y"))),
        ),
      "(action [ec2:* s3:a s3:b*] & not (action [ec2:x s3:* s3:bc] & unseen x))",
    ],
    [
      "out of reach of one of two",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(action(r, "s3:a"), key(r, "x")), r.build.all(action(r, "ec2:a"), key(r, "y"))),
          r.build.not(r.build.all(action(r, "iam:*", "s3:*", "ec2:*"), key(r, "z"))),
        ),
      "(((action [ec2:a] & unseen y) | (action [s3:a] & unseen x)) & not (action [ec2:* s3:*] & unseen z))",
    ],
    [
      "within reach where one of two limits nothing",
      (r) =>
        r.build.all(
          r.build.any(r.build.all(action(r, "s3:a"), key(r, "x")), key(r, "y")),
          r.build.not(r.build.all(action(r, "iam:*", "s3:*"), key(r, "z"))),
        ),
      "(((action [s3:a] & unseen x) | unseen y) & not (action [iam:* s3:*] & unseen z))",
    ],
    [
      "the narrower of two limits",
      (r) =>
        r.build.all(
          action(r, "s3:*", "ec2:*"),
          action(r, "s3:a*"),
          r.build.not(r.build.all(action(r, "ec2:x", "s3:b", "s3:ab"), key(r, "z"))),
        ),
      "(action [s3:*] & action [s3:a*] & not (action [s3:ab] & unseen z))",
    ],
    [
      "resources out of reach",
      (r) =>
        r.build.all(resource(r, "arn:a*"), r.build.not(r.build.all(resource(r, "arn:b*", "arn:ab", "*"), key(r, "z")))),
      "(not (resource [* arn:ab] & unseen z) & resource [arn:a*])",
    ],
    [
      "patterns of variables may meet anything that begins so",
      (r) =>
        r.build.all(
          resource(r, "arn:a*"),
          r.build.not(
            r.build.all(r.build.any(r.in("resource", setOf("arn:b$k")), r.in("resource", setOf("$k/b"))), key(r, "z")),
          ),
        ),
      "(not (resource [$k/b] & unseen z) & resource [arn:a*])",
    ],
    [
      "letters fold, and folded beyond ASCII nothing is told",
      (r) =>
        r.build.all(
          r.in("resource", { is: "globs", globs: [globOf("AB*", "ascii"), globOf("cd", "unicode")] }),
          r.build.not(
            r.build.all(
              r.in("resource", {
                is: "globs",
                globs: [globOf("aBc", "none"), globOf("x", "none"), globOf("CD", "unicode")],
              }),
              key(r, "z"),
            ),
          ),
        ),
      "(not (resource [CD~ aBc x] & unseen z) & resource [AB*~ cd~])",
    ],
    [
      "one text is not the start of another",
      (r) =>
        r.build.all(resource(r, "ab"), r.build.not(r.build.all(resource(r, "abc", "ab?", "a", "ab"), key(r, "z")))),
      "(not (resource [ab ab?] & unseen z) & resource [ab])",
    ],
    [
      "the empty pattern",
      (r) => r.build.all(resource(r, ""), r.build.not(r.build.all(resource(r, "a", "*"), key(r, "z")))),
      "(not (resource [*] & unseen z) & resource [])",
    ],
  ])("%s", (_, make, wanted) => {
    const rules = new Rules(new FormulaBuilder(), { arity: () => "single" });
    expect(said(narrowQuestion(make(rules), rules))).toBe(wanted);
  });
});

describe("coveredGlobs", () => {
  test.each<[string, (rules: Rules) => Formula, readonly string[]]>([
    ["what is not matched", (r) => r.build.all(resource(r, "*"), r.build.not(resource(r, "a*", "b"))), ["a*", "b"]],
    ["a question that is nothing else", (r) => r.build.not(resource(r, "a*")), ["a*"]],
    [
      "in one of several that are false",
      (r) => r.build.not(r.build.any(resource(r, "a*"), r.build.all(resource(r, "b"), key(r, "z")), key(r, "y"))),
      ["a*"],
    ],
    [
      "beside what holds anyway",
      (r) => r.build.all(key(r, "z"), r.build.not(r.build.all(resource(r, "a*"), key(r, "z")))),
      ["a*"],
    ],
    ["not beside what may not hold", (r) => r.build.not(r.build.all(resource(r, "a*"), key(r, "z"))), []],
    ["not of another view", (r) => r.build.not(action(r, "a*")), []],
    ["not what is matched", (r) => r.build.all(resource(r, "a*"), key(r, "z")), []],
    ["not where nothing is false", (r) => resource(r, "a*"), []],
  ])("%s", (_, make, wanted) => {
    const rules = new Rules(new FormulaBuilder(), { arity: () => "single" });
    const keys = setOf(...wanted);
    const found = coveredGlobs(make(rules), "resource", rules);
    expect([...found].sort()).toEqual(keys.is === "globs" ? keys.globs.map((each) => each.key) : []);
  });
});

function action(rules: Rules, ...patterns: readonly string[]): Formula {
  return rules.in("action", setOf(...patterns));
}

function resource(rules: Rules, ...patterns: readonly string[]): Formula {
  return rules.in("resource", setOf(...patterns));
}

function key({ build }: Rules, name: string): Formula {
  return build.atom({ is: "unseen", name });
}
