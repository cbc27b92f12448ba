// What the emission makes of sets of texts is what the evaluator's matcher accepts, as two outside solvers compute it.
import {
  type GlobToken,
  globSet,
  makeGlob,
  parseAddress,
  parseBlock,
  parseDecimal,
  parseInstant,
  type ValueSet,
} from "@keyaki/semantics";
import { equal, Script, string, type Term } from "@keyaki/smt";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askSolver, hasSolver, NATIVE_SOLVERS, type NativeSolver } from "../../../test/native-solvers.ts";
import { accepts } from "../../evaluator/src/match.ts";
import { every, NO, negate, YES } from "../src/smtlib/connectives.ts";
import { isIn } from "../src/smtlib/languages.ts";
import { matchesPiecewise, type Piece } from "../src/smtlib/piecewise.ts";
import { Sink } from "../src/smtlib/sink.ts";
import { isValueIn, pinnedTo, type TypedFamily, unknownValue } from "../src/smtlib/typed-values.ts";
import { matchesPattern, type Substitution } from "../src/smtlib/variable-pattern.ts";

const solvers = (Object.keys(NATIVE_SOLVERS) as NativeSolver[]).filter(hasSolver);
const RUNS = 150;
const SEED = 7;

/** All solvers find all of the terms true at once. */
async function expectAllTrue(terms: readonly Term[], logic: string): Promise<void> {
  const script = new Script({ logic });
  for (const term of terms) script.assert(term);
  for (const solver of solvers) expect(await askSolver(solver, script.text()), solver).toBe("sat");
}

/** The values of `is` must not all be alike, or the test says nothing. */
function expectBoth(values: readonly boolean[]): void {
  expect(values.filter((value) => value).length).toBeGreaterThan(values.length / 20);
  expect(values.filter((value) => !value).length).toBeGreaterThan(values.length / 20);
}

const text = fc
  .array(fc.constantFrom("a", "b", "A", ":", "/", "k", "\u212a", "é", "É", "\n", "\u{1f600}", '"', "\\", "*"), {
    maxLength: 5,
  })
  .map((letters) => letters.join(""));
const plainToken: fc.Arbitrary<GlobToken> = fc.oneof(
  text.map((written): GlobToken => ({ is: "text", text: written })),
  fc.record({ is: fc.constantFrom("one" as const, "many" as const), colon: fc.boolean() }),
);

/** A text that has a chance: the tokens filled in, or any text. */
function filled(tokens: readonly GlobToken[], fill: string, values: ReadonlyMap<string, string>): string {
  return tokens
    .map((token) => {
      if (token.is === "text") return token.text;
      if (token.is === "variable") return values.get(token.view) ?? token.fallback ?? "";
      return token.is === "one" ? ([...fill][0] ?? "b") : fill;
    })
    .join("");
}

describe.skipIf(solvers.length === 0)("emitted sets of texts", () => {
  test("globs are the languages that the matcher accepts", { timeout: 120_000 }, async () => {
    const cases = fc.sample(
      fc.record({
        tokens: fc.array(plainToken, { maxLength: 4 }),
        fold: fc.constantFrom("none" as const, "ascii" as const, "unicode" as const),
        any: text,
        fill: text,
        near: fc.boolean(),
      }),
      { numRuns: RUNS, seed: SEED },
    );
    const judged = cases.map(({ tokens, fold, any, fill, near }) => {
      const set = globSet([makeGlob(tokens, fold)]);
      const subject = near ? filled(tokens, fill, new Map()) : any;
      return { set, subject, wanted: accepts(set, subject, () => null) };
    });
    expectBoth(judged.map((each) => each.wanted));
    const terms = judged.map(({ set, subject, wanted }) => {
      const term = isIn(string(subject), set);
      return wanted ? term : negate(term);
    });
    await expectAllTrue(terms, "QF_SLIA");
  });

  test("globs cut between pieces are the same languages", { timeout: 120_000 }, async () => {
    const cases = fc.sample(
      fc.record({
        tokens: fc.array(plainToken, { maxLength: 5 }),
        any: text,
        fill: text,
        near: fc.constantFrom(true, true, false),
        cuts: fc.array(fc.record({ at: fc.nat(12), known: fc.boolean() }), { minLength: 1, maxLength: 3 }),
      }),
      { numRuns: 2 * RUNS, seed: SEED },
    );
    const judged = cases.map(({ tokens, any, fill, near, cuts }) => {
      const glob = makeGlob(tokens, "none");
      const subject = near ? filled(tokens, fill, new Map()) : any;
      const letters = [...subject];
      const ends = [...cuts, { at: letters.length, known: false }].sort((a, b) => a.at - b.at);
      const pieces = ends.map(({ at, known }, index): Piece => {
        const piece = letters.slice(index === 0 ? 0 : (ends[index - 1]?.at ?? 0), at).join("");
        return known ? piece : { term: string(piece), domain: null };
      });
      return { glob, pieces, wanted: accepts(globSet([glob]), subject, () => null) };
    });
    expectBoth(judged.map((each) => each.wanted));
    const terms = judged.map(({ glob, pieces, wanted }) => {
      const term = matchesPiecewise(pieces, glob);
      return wanted ? term : negate(term);
    });
    await expectAllTrue(terms, "QF_SLIA");
  });

  test("Booleans, bytes and ARNs are languages", { timeout: 60_000 }, async () => {
    const sets: ValueSet[] = [
      { is: "bool", values: [true] },
      { is: "binary", values: ["41", "4142", "414243", ""] },
      { is: "parses", family: "bool" },
      { is: "parses", family: "binary" },
      { is: "parses", family: "arn" },
    ];
    const texts = [
      "true",
      "TrUe",
      "false",
      "true ",
      "",
      "QQ==",
      "QR==",
      "Qf==",
      "QUI=",
      "QUJ=",
      "QUJD",
      "QQ=",
      "====",
      "a:b:c:d:e:f",
      "::::",
      ":::::",
      "QUJDQQ==",
    ];
    const judged = sets.flatMap((set) => texts.map((each) => ({ set, each, wanted: accepts(set, each, () => null) })));
    expectBoth(judged.map((each) => each.wanted));
    await expectAllTrue(
      judged.map(({ set, each, wanted }) => (wanted ? isIn(string(each), set) : negate(isIn(string(each), set)))),
      "QF_SLIA",
    );
  });

  test("patterns with variables match as the matcher does", { timeout: 240_000 }, async () => {
    const token: fc.Arbitrary<GlobToken> = fc.oneof(
      plainToken,
      fc.record({
        is: fc.constant("variable" as const),
        view: fc.constantFrom("key:x", "key:y", "key:absent"),
        fallback: fc.constantFrom(null, null, "b"),
        colon: fc.boolean(),
      }),
    );
    const cases = fc.sample(
      fc.record({
        tokens: fc.array(token, { minLength: 1, maxLength: 5 }),
        x: text,
        y: text,
        any: text,
        fill: text,
        near: fc.constantFrom(true, true, false),
      }),
      { numRuns: 3 * RUNS, seed: SEED },
    );
    const sink = new Sink();
    const outcomes: boolean[] = [];
    const terms = cases.flatMap(({ tokens, x, y, any, fill, near }) => {
      const values = new Map([
        ["key:x", x],
        ["key:y", y],
      ]);
      const glob = makeGlob(tokens, "none");
      const subject = near ? filled(tokens, fill, values) : any;
      const wanted = accepts(globSet([glob]), subject, (view) => values.get(view) ?? null);
      const substitute: Substitution = (view) => {
        const value = values.get(view);
        return value === undefined ? { when: NO, text: string("") } : { when: YES, text: string(value) };
      };
      const before = sink.relaxed;
      sink.relaxed = false;
      const term = matchesPattern(string(subject), glob, true, substitute, sink);
      const isExact = !sink.relaxed;
      sink.relaxed ||= before;
      outcomes.push(isExact);
      // A relaxed term may be false without need, but a match must stay possible.
      return wanted ? [term] : isExact ? [negate(term)] : [];
    });
    expectBoth(outcomes);
    await expectAllTrue([...terms, ...sink.constraints.map((each) => each.term)], "QF_SLIA");
  });

  test.each([
    ["number", ["9", "10", "10.0", "1e1", "-1", "x", "", "1e-3", ".5", "10.", "+10", "1e1000000"], numberSets()],
    [
      "date",
      [
        "2026",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01t00:00:00",
        "2026-01-01T00:00:00z",
        "2026-01-01T01:00:00+01:00",
        "1767225600",
        "-99999999",
        "soon",
      ],
      dateSets(),
    ],
    ["address", ["10.0.0.1", "11.0.0.0", "::ffff:10.0.0.1", "2001:db8::1", "nowhere"], addressSets()],
  ] as const)("values of the family %s", { timeout: 60_000 }, async (family, texts, sets) => {
    const judged = sets.flatMap((set) => texts.map((each) => ({ set, each, wanted: accepts(set, each, () => null) })));
    expectBoth(judged.map((each) => each.wanted));
    const sink = new Sink();
    const terms = judged.map(({ set, each, wanted }, at) => {
      const value = unknownValue(`value ${at}`, sink);
      const term = isValueIn(value, set);
      return every(pinned(each, family, value), wanted ? term : negate(term));
    });
    await expectAllTrue([...terms, ...sink.constraints.map((each) => each.term)], "ALL");
  });
});

function pinned(each: string, family: TypedFamily, value: ReturnType<typeof unknownValue>): Term {
  return every(pinnedTo(each, family, value), equal(string(each), string(each)));
}

function numberSets(): ValueSet[] {
  const ten = parseDecimal("10", "decimal");
  if (ten === null) throw new Error("10 is a number");
  const orders = ["=", "<", "<=", ">", ">="] as const;
  return (["decimal", "extended"] as const).flatMap((forms): ValueSet[] => [
    ...orders.map((order): ValueSet => ({ is: "number", order, values: [ten], forms })),
    { is: "parses", family: "number", forms },
  ]);
}

function dateSets(): ValueSet[] {
  const instant = parseInstant("2026-01-01T00:00:00Z", "utc", "capital");
  if (instant === null) throw new Error("a date");
  const zones = ["utc", "unparsable"] as const;
  const readings = zones.flatMap((zoneless) => (["capital", "any"] as const).map((letters) => ({ zoneless, letters })));
  return readings.flatMap((reading): ValueSet[] => [
    { is: "date", order: "=", values: [instant], ...reading },
    { is: "date", order: "<", values: [instant], ...reading },
    { is: "date", order: ">=", values: [instant], ...reading },
    { is: "parses", family: "date", ...reading },
  ]);
}

function addressSets(): ValueSet[] {
  const block = parseBlock("10.0.0.0/8", "host");
  const six = parseBlock("2001:db8::/32", "host");
  if (block === null || six === null || parseAddress("10.0.0.1") === null) throw new Error("blocks");
  return [
    { is: "address", blocks: [block], mapped: "separate" },
    { is: "address", blocks: [block, six], mapped: "same" },
    { is: "parses", family: "address" },
  ];
}
