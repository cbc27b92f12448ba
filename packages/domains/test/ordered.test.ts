import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparisonInterval,
  DECIMAL_ORDER,
  decimalOf,
  type Interval,
  integerOrder,
  matchesIntervals,
  memberIndices,
  membersKey,
  membersOf,
  type Order,
  parseDecimal,
  partitionOrdered,
  renderDecimal,
  wholeNumberOrder,
} from "../src/index.ts";

function intervals<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Interval<T>> {
  const bound: fc.Arbitrary<T | null> = fc.option(value);
  const open = fc.boolean();
  return fc.tuple(bound, open, bound, open).map(([lo, loOpen, hi, hiOpen]) => ({ lo, loOpen, hi, hiOpen }));
}

function check<T>(
  sets: readonly Interval<T>[][],
  values: readonly T[],
  order: Order<T>,
  seen: { only: number; more: number },
) {
  const cells = partitionOrdered(sets, order);
  const keyOf = (value: T) =>
    membersKey(
      membersOf(
        sets.length,
        sets.flatMap((set, i) => (matchesIntervals(set, value, order) ? [i] : [])),
      ),
    );
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  expect(cells.map((cell) => cell.key).sort()).toEqual([...counts.keys()].sort());
  for (const cell of cells) {
    expect(keyOf(cell.sample)).toBe(cell.key);
    expect(membersKey(cell.members)).toBe(cell.key);
    if (cell.only) expect(counts.get(cell.key)).toBe(1);
    seen[cell.only ? "only" : "more"]++;
  }
}

describe("partitionOrdered", () => {
  it("has all classes of whole numbers, and no other", () => {
    const seen = { only: 0, more: 0 };
    const values = Array.from({ length: 14 }, (_, i) => i - 2);
    fc.assert(
      fc.property(fc.array(fc.array(intervals(fc.nat(9)), { maxLength: 3 }), { maxLength: 4 }), (sets) =>
        check(sets, values, wholeNumberOrder(), seen),
      ),
      { numRuns: 1500 },
    );
    expect(seen.only).toBeGreaterThan(200);
    expect(seen.more).toBeGreaterThan(1000);
  });

  it("has all classes of bounded integers and of decimals", () => {
    const seen = { only: 0, more: 0 };
    const integers = Array.from({ length: 8 }, (_, i) => BigInt(i));
    fc.assert(
      fc.property(fc.array(fc.array(intervals(fc.bigInt(0n, 7n)), { maxLength: 2 }), { maxLength: 3 }), (sets) =>
        check(sets, integers, integerOrder(0n, 7n), seen),
      ),
      { numRuns: 500 },
    );
    const halves = Array.from({ length: 13 }, (_, i) => parseDecimal(`${(i - 2) * 5}e-1`)!);
    const whole = fc.nat(4).map((value) => decimalOf(BigInt(value)));
    fc.assert(
      fc.property(fc.array(fc.array(intervals(whole), { maxLength: 2 }), { maxLength: 3 }), (sets) =>
        check(sets, halves, DECIMAL_ORDER, seen),
      ),
      { numRuns: 500 },
    );
    expect(seen.only).toBeGreaterThan(50);
    expect(seen.more).toBeGreaterThan(500);
  });

  it("reads comparisons", () => {
    const hundred = decimalOf(100n);
    const cells = partitionOrdered(
      [[comparisonInterval("<", hundred)], [comparisonInterval(">=", hundred)]],
      DECIMAL_ORDER,
    );
    expect(cells.map(({ members, sample, only }) => [memberIndices(members), renderDecimal(sample), only])).toEqual([
      [[0], "99", false],
      [[1], "100", false],
    ]);
    for (const relation of ["<", "<=", "=", ">=", ">"] as const) {
      const holds = [99n, 100n, 101n].map((value) =>
        matchesIntervals([comparisonInterval(relation, hundred)], decimalOf(value), DECIMAL_ORDER),
      );
      expect(holds).toEqual([relation.startsWith("<"), relation.includes("="), relation.startsWith(">")]);
    }
  });
});
