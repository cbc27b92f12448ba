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
import { narrowQuestion } from "../src/narrow.ts";

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
});
