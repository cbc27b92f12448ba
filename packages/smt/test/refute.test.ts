import fc from "fast-check";
import { expect, test } from "vitest";
import { checkModel, FALSE, type Literal, type Problem, refute, TRUE } from "../src/index.ts";

/** Clauses over few variables, short ones more often: about half of them cannot be satisfied. */
const problem: fc.Arbitrary<Problem> = fc.integer({ min: 3, max: 9 }).chain((variables) =>
  fc
    .array(
      fc.array(
        fc.tuple(fc.integer({ min: 1, max: variables }), fc.boolean()).map(([v, sign]) => (sign ? v : -v)),
        { minLength: 2, maxLength: 3 },
      ),
      { minLength: 2 * variables, maxLength: 7 * variables, size: "max" },
    )
    .map((clauses) => ({ variables, clauses: Int32Array.from(clauses.flatMap((clause) => [...clause, 0])) })),
);

function satisfiable({ variables, clauses }: Problem): boolean {
  for (let bits = 0; bits < 1 << variables; bits++) {
    const model = Uint8Array.from({ length: variables + 1 }, (_, v) => (v > 0 && (bits >> (v - 1)) & 1 ? TRUE : FALSE));
    if (checkModel({ variables, clauses }, model)) return true;
  }
  return false;
}

function clausesOf(flat: Int32Array): Literal[][] {
  const clauses: Literal[][] = [[]];
  for (const literal of flat) {
    if (literal === 0) clauses.push([]);
    else clauses.at(-1)!.push(literal);
  }
  return clauses.slice(0, -1);
}

/** Whether propagation from the negated clause contradicts the clauses; written as plainly as can be. */
function follows(clauses: readonly Literal[][], clause: readonly Literal[]): boolean {
  const value = new Map<number, boolean>(clause.map((literal) => [Math.abs(literal), literal < 0]));
  const isTrue = (literal: Literal) => value.get(Math.abs(literal)) === literal > 0;
  const isFalse = (literal: Literal) => value.get(Math.abs(literal)) === literal < 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const each of clauses) {
      if (each.some(isTrue)) continue;
      const open = [...new Set(each.filter((literal) => !isFalse(literal)))];
      if (open.length === 0) return true;
      if (open.length > 1) continue;
      value.set(Math.abs(open[0]!), open[0]! > 0);
      changed = true;
    }
  }
  return false;
}

test("a refutation is found exactly where there is no model, and each of its steps follows", () => {
  const seen = { refuted: 0, satisfiable: 0, learnt: 0 };
  fc.assert(
    fc.property(problem, (given) => {
      const found = refute(given, { conflicts: 10_000 });
      expect(found.is).toBe(satisfiable(given) ? "satisfiable" : "refuted");
      if (found.is !== "refuted") {
        seen.satisfiable++;
        return;
      }
      seen.refuted++;
      const clauses = clausesOf(given.clauses);
      const steps = clausesOf(found.steps);
      seen.learnt += steps.length - 1;
      expect(steps.at(-1)).toEqual([]);
      for (const step of steps) {
        expect(follows(clauses, step)).toBe(true);
        clauses.push(step);
      }
    }),
    { numRuns: Math.max(400, Number(process.env.KEYAKI_RUNS ?? 0)) },
  );
  expect(seen.refuted).toBeGreaterThan(50);
  expect(seen.satisfiable).toBeGreaterThan(50);
  expect(seen.learnt).toBeGreaterThan(50);
});

test("pigeons in too few holes are refuted with many learnt clauses, or given up within the budget", () => {
  const at = (pigeon: number, hole: number) => pigeon * 4 + hole + 1;
  const clauses: number[] = [];
  for (let pigeon = 0; pigeon < 5; pigeon++) clauses.push(...[0, 1, 2, 3].map((hole) => at(pigeon, hole)), 0);
  for (let hole = 0; hole < 4; hole++) {
    for (let a = 0; a < 5; a++) for (let b = a + 1; b < 5; b++) clauses.push(-at(a, hole), -at(b, hole), 0);
  }
  const given = { variables: 20, clauses: Int32Array.from(clauses) };
  expect(refute(given, { conflicts: 100_000 }).is).toBe("refuted");
  expect(refute(given, { conflicts: 3 }).is).toBe("exhausted");
});

test("an empty clause, opposite units and no clauses at all", () => {
  const of = (variables: number, ...clauses: number[]) =>
    refute({ variables, clauses: Int32Array.from(clauses) }, { conflicts: 10 });
  expect(of(0)).toEqual({ is: "satisfiable" });
  expect(of(1, 0)).toEqual({ is: "refuted", steps: Int32Array.from([0]) });
  expect(of(1, 1, 0, -1, 0).is).toBe("refuted");
  expect(of(2, 1, -1, 0).is).toBe("satisfiable");
});
