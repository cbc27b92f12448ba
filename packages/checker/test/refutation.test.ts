import fc from "fast-check";
import { expect, test } from "vitest";
import { refutationFault } from "../src/refutation.ts";

const literal = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()).map(([v, sign]) => (sign ? v : -v));
const clause = fc.array(literal, { minLength: 1, maxLength: 3 });

/** Whether every assignment falsifies some clause. */
function isContradictory(clauses: readonly (readonly number[])[]): boolean {
  for (let bits = 0; bits < 32; bits++) {
    const holds = (one: number) => ((bits >> (Math.abs(one) - 1)) & 1) === (one > 0 ? 1 : 0);
    if (clauses.every((each) => each.some(holds))) return false;
  }
  return true;
}

test("whatever the steps, only clauses that cannot be satisfied are refuted", () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.array(clause, { maxLength: 14 }),
      fc.array(fc.array(literal, { maxLength: 2 }), { maxLength: 6 }),
      (clauses, steps) => {
        const flat = [...steps, []].flatMap((step) => [...step, 0]);
        const fault = refutationFault(clauses, 5, flat);
        seen[fault === null ? "accepted" : "refused"]++;
        if (fault === null) expect(isContradictory(clauses)).toBe(true);
      },
    ),
    { numRuns: Math.max(2_000, Number(process.env.KEYAKI_RUNS ?? 0)) },
  );
  expect(seen.accepted).toBeGreaterThan(50);
  expect(seen.refused).toBeGreaterThan(50);
});

test("a step that follows only by looking at cases is refused, and accepted after its lemma", () => {
  // All eight ways to give three variables a value are excluded.
  const clauses = [1, -1].flatMap((a) => [2, -2].flatMap((b) => [3, -3].map((c) => [a, b, c])));
  expect(refutationFault(clauses, 3, [0])).toEqual({ step: 0 });
  expect(refutationFault(clauses, 3, [1, 2, 0, 1, 0, -1, 2, 0, 0])).toBeNull();
});

test("steps that do not end, or name no variable, are refused", () => {
  expect(refutationFault([[1], [-1]], 1, [])).toEqual({ step: 0 });
  expect(refutationFault([[1], [-1]], 1, [1])).toEqual({ step: 0 });
  expect(refutationFault([[1], [-1]], 1, [2, 0])).toEqual({ step: 0 });
  expect(refutationFault([[1], [-1]], 1, [Number.NaN, 0])).toEqual({ step: 0 });
  expect(refutationFault([[]], 0, [0])).toBeNull();
  expect(refutationFault([], 0, [0])).toEqual({ step: 0 });
});
