// Wherever the code has a fast path beside a plain one, the two agree. Held elsewhere: propagation against Z3 (searchSmall-agrees-with-z3),
// classes against strings, brute force and the checker's walk (abstraction-agrees-with-…, class-counting-agrees-with-enumeration), one
// solver thread against several (same-bytes).
import { DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import { containsTexts, disjointTexts, matchesGlob, matchesTexts, type TextSet } from "@keyaki/domains";
import { ActionClasses, narrowQuestion, readsValues } from "@keyaki/encoding";
import { accepts, atomReader, decideRequest, evaluate, evaluateRequest, matches } from "@keyaki/evaluator";
import {
  atomsOf,
  decide,
  type Formula,
  FormulaBuilder,
  fold,
  foldAscii,
  type Glob,
  globSet,
  type Layers,
  makeGlob,
  policySetMeaning,
  Rules,
  type ValueSet,
} from "@keyaki/semantics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { claimsOf, formulaOf, wholeClaimsOf } from "../../packages/analysis/src/claim.ts";
import { claimsOfPolicies } from "../../packages/analysis/src/claims-of-policies.ts";
import { Judge } from "../../packages/analysis/src/confirm.ts";
import { ActionIndex } from "../../packages/encoding/src/action-index.ts";
import { isMember } from "../../packages/encoding/src/membership.ts";
import { chance } from "../generators/chance.ts";
import { KINDS, type PolicyPair, policiesOf, policyPair, type Statement, statementOf } from "../generators/policies.ts";
import { RequestsNear } from "../generators/requests.ts";
import { ODD_TEXTS, textsNear } from "../generators/values.ts";
import { documentOf } from "./changes-of-statements.ts";
import { arity, CLAIMS, catalog, Oracle } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const nothing = () => null;

function oracleOf({ kind, left, right }: PolicyPair): Oracle {
  return new Oracle(policiesOf(left, kind), policiesOf(right, kind), { kind, assume: {}, axioms: true });
}

test("a narrowed question is true of the same requests as the whole one", () => {
  const seen = { narrowed: 0, same: 0, holds: 0, fails: 0, unseen: 0 };
  hold(
    fc.property(policyPair, fc.nat(), (pair, seed) => {
      const { kind } = pair;
      const { claims, rules } = claimsOfPolicies(
        policiesOf(pair.left, kind),
        policiesOf(pair.right, kind),
        { kind },
        catalog,
      );
      for (const claim of CLAIMS) {
        const whole = claims[claim].formula;
        const narrowed = narrowQuestion(whole, rules);
        seen[narrowed === whole ? "same" : "narrowed"]++;
        if (narrowed === whole) continue;
        const near = new RequestsNear(atomsOf([whole]), arity, chance(seed));
        for (let at = 0; at < 60; at++) {
          const read = { assumptions: {} };
          const request = near.next();
          const wanted = evaluate(whole, request, read);
          if (wanted === null) {
            seen.unseen++;
            continue;
          }
          expect(evaluate(narrowed, request, read), claim).toBe(wanted);
          seen[wanted ? "holds" : "fails"]++;
        }
      }
    }),
    60,
  );
  tell(seen);
  expect(seen.narrowed).toBeGreaterThan(20);
  expect(seen.holds).toBeGreaterThan(20);
  expect(seen.fails).toBeGreaterThan(200);
});

/** Two policies that share statements, and statements but for some actions, where either may have Allows and Denies of its own. */
const sharingPair: fc.Arbitrary<PolicyPair> = fc.constantFrom(...KINDS).chain((kind) => {
  const some = (most: number) => fc.array(statementOf(kind), { maxLength: most });
  const names = fc.array(statementOf(kind).map(actionsIn), { minLength: 1, maxLength: 2 }).map((lists) => lists.flat());
  const twins = fc.array(fc.tuple(statementOf(kind), names, names, names), { maxLength: 2 });
  return fc.tuple(some(3), some(2), some(2), twins).map(([shared, left, right, pairs]) => ({
    kind,
    left: documentOf([...shared, ...pairs.map(([each, both, own]) => naming(each, [...both, ...own])), ...left]),
    right: documentOf([...right, ...pairs.map(([each, both, , own]) => naming(each, [...own, ...both])), ...shared]),
  }));
});

function actionsIn({ Action, NotAction }: Statement): string[] {
  return [Action ?? NotAction ?? []].flat().map(String);
}

/** The statement with another list of actions. */
function naming(statement: Statement, actions: readonly string[]): Statement {
  const key = "Action" in statement ? "Action" : "NotAction";
  return { ...statement, [key]: [...new Set(actions)] };
}

test("a claim without what both sides share is true of the same requests as the whole claim", () => {
  const seen = { shorter: 0, same: 0, cut: 0, holds: 0, fails: 0, unseen: 0, confirmed: 0 };
  hold(
    fc.property(sharingPair, fc.nat(), (pair, seed) => {
      const { kind } = pair;
      const rules = new Rules(new FormulaBuilder(), { arity });
      const [left, right] = [pair.left, pair.right].map((each) =>
        policySetMeaning(policiesOf(each, kind), kind, rules),
      );
      if (left === undefined || right === undefined) throw new Error("no policies");
      for (const [first, second] of [
        [left, right],
        [right, left],
      ] as const) {
        const whole = wholeClaimsOf(first, second, rules.build.always, rules);
        const short = claimsOf(first, second, rules.build.always, rules, "statements");
        const shortest = claimsOf(first, second, rules.build.always, rules);
        for (const name of ["only", "lifts"] as const) {
          const [long, claim] = [whole[name], shortest[name]];
          seen[short[name].formula === long.formula ? "same" : "shorter"]++;
          if (claim.formula !== short[name].formula) seen.cut++;
          const near = new RequestsNear(atomsOf([long.formula]), arity, chance(seed));
          for (let at = 0; at < 40; at++) {
            const read = { assumptions: { ...DEFAULT_ASSUMPTIONS } };
            const request = near.next();
            // Who can ask at all is looked into where a question reads the caller: the whole one may where the short one does not.
            const wanted = evaluate(rules.build.all(long.formula, long.within), request, read);
            const found = evaluate(rules.build.all(claim.formula, long.within), request, read);
            const between = evaluate(rules.build.all(short[name].formula, long.within), request, read);
            if (wanted === null || found === null || between === null) seen.unseen++;
            else {
              expect(found, name).toBe(wanted);
              expect(between, name).toBe(wanted);
              seen[wanted ? "holds" : "fails"]++;
              // The judge reads statement by statement what the whole formulas say.
              const judge = new Judge(request, atomReader(request, read));
              expect(judge.says(claim.holds)).toBe(evaluate(formulaOf(claim.holds), request, read));
              expect(judge.says(claim.fails)).toBe(evaluate(formulaOf(claim.fails), request, read));
              seen.confirmed++;
            }
          }
        }
      }
    }),
    200,
  );
  tell(seen);
  expect(seen.shorter).toBeGreaterThan(60);
  expect(seen.cut).toBeGreaterThan(60);
  expect(seen.holds).toBeGreaterThan(40);
  expect(seen.fails).toBeGreaterThan(200);
});

/** Texts near what a set holds, and others. */
function subjectsOf(sets: readonly ValueSet[]): string[] {
  return [...new Set([...sets.flatMap((set) => textsNear(set)), ...ODD_TEXTS])];
}

test("an action is looked up in a set where the matcher finds it, and in the class of just its sets", () => {
  const seen = { inside: 0, outside: 0, classes: 0 };
  hold(
    fc.property(policyPair, (pair) => {
      const { atoms } = oracleOf(pair);
      const sets = atoms.flatMap((atom) => (readsValues(atom) && atom.view === "action" ? [atom.set] : []));
      const globs = sets.filter((set) => set.is === "globs");
      const classes = new ActionClasses(sets, { maxStates: 200_000 });
      const names = [...subjectsOf(sets), "s3:GetObject", "S3:PUTOBJECT", "kms:Decrypt", "s3", "a:b:c"].map(foldAscii);
      for (const name of names) {
        const inside = new Set(globs.filter((set) => accepts(set, name, nothing)));
        for (const set of globs) {
          expect(new ActionIndex(set).has(name), `${name} in ${set.globs.map(({ key }) => key)}`).toBe(inside.has(set));
          seen[inside.has(set) ? "inside" : "outside"]++;
        }
        if (!name.includes(":")) continue;
        const found = classes.classOf(name);
        if (found === undefined) throw new Error(`no class of ${name}`);
        for (const set of globs) expect(found.has({ is: "in", view: "action", set }), name).toBe(inside.has(set));
        seen.classes++;
      }
    }),
    40,
  );
  tell(seen);
  expect(seen.inside).toBeGreaterThan(500);
  expect(seen.outside).toBeGreaterThan(500);
  expect(seen.classes).toBeGreaterThan(500);
});

const LETTERS = ["a", "A", "b", ":", "/", "k", "\u212a", "s", "\u017f", "é", "É", "\n", "\u{1f600}", "ss", "ß"];
const text = fc.array(fc.constantFrom(...LETTERS), { maxLength: 4 }).map((letters) => letters.join(""));
const globs: fc.Arbitrary<Glob> = fc
  .record({
    tokens: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: text.map((of) => ({ is: "text" as const, text: of })) },
        {
          weight: 2,
          arbitrary: fc.record({ is: fc.constantFrom("one" as const, "many" as const), colon: fc.boolean() }),
        },
      ),
      { maxLength: 5 },
    ),
    folding: fc.constantFrom("none" as const, "ascii" as const, "unicode" as const),
  })
  .map(({ tokens, folding }) => makeGlob(tokens, folding));

/** The glob as the package of classes takes it. */
function asTexts({ tokens, fold: folding }: Glob): TextSet[number] {
  return { tokens: tokens.filter((token) => token.is !== "variable"), fold: folding };
}

/** A text made of the glob's own pieces, so that it often matches. */
function filled({ tokens }: Glob, pick: (length: number) => number): string {
  const some = () => LETTERS[pick(LETTERS.length)] ?? "";
  const swapped = (of: string) => (pick(3) === 0 ? of.toUpperCase() : of);
  return tokens
    .map((token) => (token.is === "text" ? swapped(token.text) : token.is === "one" ? some() : some().repeat(pick(3))))
    .join("");
}

test("the matcher of classes and the evaluator's own accept the same texts", () => {
  const seen = { inside: 0, outside: 0, contained: 0, notContained: 0, disjoint: 0, meeting: 0 };
  hold(
    fc.property(
      fc.array(globs, { minLength: 1, maxLength: 3 }),
      fc.array(globs, { minLength: 1, maxLength: 2 }),
      fc.nat(),
      (first, second, seed) => {
        const pick = chance(seed);
        const [one, other] = [first.map(asTexts), second.map(asTexts)];
        const contained = containsTexts(one, other);
        const disjoint = disjointTexts(one, other);
        seen[contained === true ? "contained" : "notContained"]++;
        seen[disjoint === true ? "disjoint" : "meeting"]++;
        for (let at = 0; at < 12; at++) {
          const of = [...first, ...second][pick(first.length + second.length)];
          const subject = of === undefined ? "" : filled(of, pick);
          for (const glob of [...first, ...second]) {
            const wanted = matches(glob, subject, nothing);
            expect(matchesGlob(asTexts(glob), subject), JSON.stringify([glob, subject])).toBe(wanted);
            seen[wanted ? "inside" : "outside"]++;
          }
          const [inFirst, inSecond] = [
            accepts(globSet(first), subject, nothing),
            accepts(globSet(second), subject, nothing),
          ];
          expect(matchesTexts(one, subject)).toBe(inFirst);
          // What is said of whole sets holds of each text.
          if (contained === true && inSecond) expect(inFirst, "contained").toBe(true);
          if (disjoint === true) expect(inFirst && inSecond, "disjoint").toBe(false);
        }
      },
    ),
    150,
  );
  tell(seen);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});

test("membership in sets of every family is what the evaluator accepts", () => {
  const seen = { inside: 0, outside: 0 };
  const families: Record<string, number> = {};
  hold(
    fc.property(policyPair, (pair) => {
      for (const atom of oracleOf(pair).atoms) {
        if (!readsValues(atom)) continue;
        for (const subject of subjectsOf([atom.set])) {
          const wanted = accepts(atom.set, subject, nothing);
          // Sets with variables have no members of their own.
          if (JSON.stringify(atom.set, plain).includes('"variable"')) continue;
          expect(isMember(atom.set, subject), `${subject} in ${JSON.stringify(atom.set, plain)}`).toBe(wanted);
          seen[wanted ? "inside" : "outside"]++;
          if (wanted) families[atom.set.is] = (families[atom.set.is] ?? 0) + 1;
        }
      }
    }),
    80,
  );
  tell({ ...seen, families });
  expect(seen.inside).toBeGreaterThan(500);
  expect(seen.outside).toBeGreaterThan(500);
  for (const family of ["globs", "number", "date", "bool", "binary", "address", "parses"]) {
    expect(families[family] ?? 0, family).toBeGreaterThan(0);
  }
});

function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

const layers = fc.record({
  identity: fc.array(statementOf("identity"), { maxLength: 2 }),
  resource: fc.array(statementOf("resource"), { maxLength: 2 }),
  boundary: fc.array(statementOf("boundary"), { maxLength: 1 }),
  session: fc.array(statementOf("session"), { maxLength: 1 }),
  scp: fc.array(statementOf("scp"), { maxLength: 2 }),
  rcp: fc.array(statementOf("rcp"), { maxLength: 1 }),
  endpoint: fc.array(statementOf("endpoint"), { maxLength: 1 }),
});

test("a request is decided as the decision's formula says, read plainly, part by part or all at once", () => {
  const words: Record<string, number> = {};
  const seen = { requests: 0, alone: 0 };
  hold(
    fc.property(layers, fc.nat(), (drawn, seed) => {
      const policies = (kind: "identity" | "resource" | "boundary" | "session" | "scp" | "rcp" | "endpoint") =>
        drawn[kind].length === 0 ? [] : policiesOf(documentOf(drawn[kind]), kind);
      const some = <T>(list: readonly T[]) => (list.length === 0 ? null : list);
      const given: Layers = {
        identity: policies("identity"),
        resource: policies("resource")[0] ?? null,
        boundaries: policies("boundary"),
        session: some(policies("session")),
        scps: some(policies("scp")) === null ? [] : [policies("scp")],
        rcps: some(policies("rcp")) === null ? [] : [policies("rcp")],
        endpoint: some(policies("endpoint")),
      };
      const facts = { managementAccount: false, rcpActions: ["s3", "sts", "kms", "sqs"] };
      const rules = new Rules(new FormulaBuilder(), { arity });
      const decision = decide(given, facts, rules);
      const identity = policySetMeaning(given.identity as ReturnType<typeof policies>, "identity", rules);
      const formulas = [decision.allowed, decision.denied, identity.denies];
      const near = new RequestsNear(atomsOf(formulas), arity, chance(seed));
      for (let at = 0; at < 40; at++) {
        const request = near.next();
        const reading = { assumptions: {} };
        const plainly = (formula: Formula) => plainValue(formula, request);
        const [allowed, denied] = [plainly(decision.allowed), plainly(decision.denied)];
        const wanted = denied ? "ExplicitlyDenied" : allowed ? "Allowed" : "ImplicitlyDenied";
        expect(decideRequest(decision, request, reading).decision).toBe(wanted);
        expect(evaluateRequest(given, request, { keys: { arity }, rcpActions: facts.rcpActions }).decision).toBe(
          wanted,
        );
        // Put in one by one, the values of the atoms leave the same constant.
        const read = atomReader(request, reading);
        expect(rules.build.restrict(decision.allowed, (atom) => read(atom) ?? undefined)).toBe(
          rules.build.constant(allowed),
        );
        seen.requests++;
        words[wanted] = (words[wanted] ?? 0) + 1;
        // What one layer denies by itself, all deny together, but for calls that no policy decides about.
        const isUnder = ["user", "session"].includes(request.caller.kind) && !plainly(decision.free);
        if (isUnder && plainly(identity.denies)) {
          seen.alone++;
          expect(wanted).toBe("ExplicitlyDenied");
        }
      }
    }),
    60,
  );
  tell({ ...seen, ...words });
  for (const word of ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"])
    expect(words[word] ?? 0, word).toBeGreaterThan(20);
  expect(seen.alone).toBeGreaterThan(2);
});

/** The formula's value with every part looked at: two values and no short cut. */
function plainValue(formula: Formula, request: Parameters<typeof atomReader>[0]): boolean {
  const read = atomReader(request, { assumptions: {} });
  return fold<boolean>(formula, {
    atom: (atom) => read(atom) ?? false,
    not: (value) => !value,
    all: (values) => values.every((value) => value),
    any: (values) => values.some((value) => value),
  });
}
