import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  assertWellFormed,
  ClauseBuilder,
  checkModel,
  clauseCount,
  eachClause,
  FALSE,
  type Literal,
  type Problem,
  TRUE,
  toDimacs,
  truth,
} from "../src/index.ts";

/** A circuit over inputs: a gate reads literals of inputs (by index) and of gates before it. */
type Gate = {
  readonly is: "all" | "any" | "iff" | "implies";
  readonly of: readonly number[];
  readonly signs: readonly boolean[];
};

const INPUTS = 4;

const circuit = fc.array(
  fc.record({
    is: fc.constantFrom<Gate["is"]>("all", "any", "iff", "implies"),
    of: fc.array(fc.nat(100), { minLength: 0, maxLength: 4 }),
    signs: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 7 },
);

function meaning(is: Gate["is"], of: readonly boolean[]): boolean {
  if (is === "all") return of.every((value) => value);
  if (is === "any") return of.some((value) => value);
  return is === "iff" ? of[0] === of[1] : !of[0] || of[1]!;
}

function pick<T>(gate: Gate, known: readonly T[], negate: (value: T) => T): T[] {
  const indices = gate.is === "iff" || gate.is === "implies" ? [gate.of[0] ?? 0, gate.of[1] ?? 1] : gate.of;
  return indices.map((index, i) => {
    const value = known[index % known.length]!;
    return gate.signs[i]! ? value : negate(value);
  });
}

/** All models, as truth values by variable, by trying every assignment. */
function models(problem: Problem): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let bits = 0; bits < 1 << problem.variables; bits++) {
    const model = Uint8Array.from({ length: problem.variables + 1 }, (_, v) =>
      v > 0 && (bits >> (v - 1)) & 1 ? TRUE : FALSE,
    );
    if (checkModel(problem, model)) found.push(model);
  }
  return found;
}

describe("gates", () => {
  test("every assignment of the inputs has one model, in which every gate means what it says", () => {
    let satisfied = 0;
    let refuted = 0;
    fc.assert(
      fc.property(circuit, fc.boolean(), (gates, constants) => {
        const builder = new ClauseBuilder();
        const literals: Literal[] = Array.from({ length: INPUTS }, () => builder.variable());
        if (constants) literals.push(builder.always(), builder.never());
        const inputs = literals.length;
        for (const gate of gates) {
          const of = pick(gate, literals, (literal) => -literal);
          if (gate.is === "iff") literals.push(builder.iff(of[0]!, of[1]!));
          else if (gate.is === "implies") literals.push(builder.implies(of[0]!, of[1]!));
          else literals.push(builder[gate.is](of));
        }
        const problem = builder.build();
        assertWellFormed(problem);
        const found = models(problem);
        expect(found.length).toBe(1 << INPUTS);
        for (const model of found) {
          const values = literals.slice(0, inputs).map((literal) => truth(model, literal)!);
          for (const gate of gates)
            values.push(
              meaning(
                gate.is,
                pick(gate, values, (value) => !value),
              ),
            );
          expect(literals.map((literal) => truth(model, literal))).toEqual(values);
          if (values.at(-1)) satisfied++;
          else refuted++;
        }
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(Math.min(satisfied, refuted)).toBeGreaterThan(500);
  });

  test("equal gates are one variable, whatever the order", () => {
    const builder = new ClauseBuilder();
    const [a, b, c] = [builder.variable(), builder.variable(), builder.variable()];
    expect(builder.all([a, b, c])).toBe(builder.all([c, a, b, a]));
    expect(builder.any([-a, -b, -c])).toBe(-builder.all([a, b, c]));
    expect(builder.iff(a, -b)).toBe(-builder.iff(b, a));
    expect(builder.all([a, -a])).toBe(builder.never());
    expect(builder.any([])).toBe(builder.never());
  });

  test("a literal of no variable is refused", () => {
    const builder = new ClauseBuilder();
    builder.variable();
    for (const literal of [0, 2, -2, 0.5, Number.NaN]) {
      expect(() => builder.clause(literal)).toThrow(RangeError);
      expect(() => builder.all([1, literal])).toThrow(RangeError);
      expect(() => builder.iff(1, literal)).toThrow(RangeError);
    }
    expect(builder.build().clauses.length).toBe(0);
  });
});

test.each([0, 1, 2, 3, 6, 7, 8, 9])("exactly one and at most one of %i", (size) => {
  for (const least of [0, 1]) {
    const builder = new ClauseBuilder();
    const literals = Array.from({ length: size }, (_, i) => (i % 2 === 0 ? 1 : -1) * builder.variable());
    if (least === 1) builder.exactlyOne(literals);
    else builder.atMostOne(literals);
    const counts = models(builder.build()).map((model) => literals.filter((literal) => truth(model, literal)).length);
    expect(counts.length).toBe(least === 1 ? size : size + 1);
    expect(counts.every((count) => count >= least && count <= 1)).toBe(true);
  }
});

describe("problems", () => {
  const problem: Problem = { variables: 3, clauses: Int32Array.of(1, -2, 0, 0, 3, 0) };

  test("clauses one by one", () => {
    expect([...eachClause(problem)].map((clause) => [...clause])).toEqual([[1, -2], [], [3]]);
    expect(clauseCount(problem)).toBe(3);
  });

  test("a builder goes on after building", () => {
    const builder = new ClauseBuilder();
    builder.require(builder.variable());
    const first = builder.build();
    builder.require(-builder.variable());
    expect([...first.clauses]).toEqual([1, 0]);
    expect([...builder.build().clauses]).toEqual([1, 0, -2, 0]);
  });

  test("malformed ones are named", () => {
    expect(() => assertWellFormed(problem)).not.toThrow();
    expect(() => assertWellFormed({ variables: 2, clauses: Int32Array.of(3, 0) })).toThrow("literal 3");
    expect(() => assertWellFormed({ variables: 2, clauses: Int32Array.of(-3, 0) })).toThrow("literal -3");
    expect(() => assertWellFormed({ variables: 2, clauses: Int32Array.of(1) })).toThrow("ended");
    expect(() => assertWellFormed({ variables: -1, clauses: Int32Array.of() })).toThrow("number of variables");
  });

  test("a model is refused when a clause is false or undecided", () => {
    expect(checkModel({ variables: 2, clauses: Int32Array.of(1, -2, 0) }, Uint8Array.of(0, FALSE, TRUE))).toBe(false);
    expect(checkModel({ variables: 2, clauses: Int32Array.of(1, -2, 0) }, Uint8Array.of(0, FALSE, 2))).toBe(false);
    expect(checkModel({ variables: 2, clauses: Int32Array.of(1, -2, 0) }, Uint8Array.of(0, FALSE, FALSE))).toBe(true);
    expect(checkModel({ variables: 2, clauses: Int32Array.of(1, 0, 0) }, Uint8Array.of(0, TRUE, TRUE))).toBe(false);
  });

  test("DIMACS, read back by another reader", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc.integer({ min: 1, max: 30 }).chain((v) => fc.constantFrom(v, -v)),
            { maxLength: 4 },
          ),
        ),
        (clauses) => {
          const text = toDimacs({
            variables: 30,
            clauses: Int32Array.from(clauses.flatMap((clause) => [...clause, 0])),
          });
          expect(text.startsWith(`p cnf 30 ${clauses.length}\n`)).toBe(true);
          const read: number[][] = [[]];
          for (const token of text
            .slice(text.indexOf("\n"))
            .split(/\s+/)
            .filter((word) => word !== "")) {
            if (token === "0") read.push([]);
            else read.at(-1)!.push(Number(token));
          }
          expect(read.pop()).toEqual([]);
          expect(read).toEqual(clauses);
        },
      ),
    );
  });
});
