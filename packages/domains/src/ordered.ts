// Trusted: an interval between two bounds that is left out is a class that is missing.
import { compareDecimals, type Decimal, decimalBetween } from "./decimal.ts";
import { type Members, membersKey, SignatureTable } from "./signatures.ts";

/** A total order whose values can be sampled. */
export interface Order<T> {
  /** Below, at or above zero as `a` is below, equal to or above `b`. */
  compare(a: T, b: T): number;
  /** A value strictly above `a` and below `b`, null being no bound; null only if there is no such value. */
  between(a: T | null, b: T | null): T | null;
}

/** All values from `lo` to `hi`, without the ends that are open; null is no bound, and its openness says nothing. */
export interface Interval<T> {
  readonly lo: T | null;
  readonly loOpen: boolean;
  readonly hi: T | null;
  readonly hiOpen: boolean;
}

/** The union of its intervals; `[]` holds nothing, and so does an interval whose ends are crossed. */
export type IntervalSet<T> = readonly Interval<T>[];

/** The values that lie in the same sets. */
export interface OrderedCell<T> {
  readonly members: Members;
  readonly key: string;
  /** The least of the bounds, or a value of the first gap between bounds, that lies in the cell. */
  readonly sample: T;
  /** True: the cell holds exactly this value. False says nothing. */
  readonly only: boolean;
}

/** Exact decimal numbers. */
export const DECIMAL_ORDER: Order<Decimal> = { compare: compareDecimals, between: decimalBetween };

/** Whole numbers, such as milliseconds since 1970, within inclusive bounds if given. */
export function wholeNumberOrder(min: number | null = null, max: number | null = null): Order<number> {
  return {
    compare: (a, b) => a - b,
    between(a, b) {
      const value = a !== null ? a + 1 : min !== null ? min : b !== null ? b - 1 : Math.min(0, max ?? 0);
      return (b !== null && value >= b) || (max !== null && value > max) ? null : value;
    },
  };
}

/** Integers of any size within inclusive bounds if given. */
export function integerOrder(min: bigint | null = null, max: bigint | null = null): Order<bigint> {
  return {
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    between(a, b) {
      const value =
        a !== null ? a + 1n : min !== null ? min : b !== null ? b - 1n : max !== null && max < 0n ? max : 0n;
      return (b !== null && value >= b) || (max !== null && value > max) ? null : value;
    },
  };
}

/** The interval of all values that compare with `value` as asked. */
export function comparisonInterval<T>(relation: "<" | "<=" | "=" | ">=" | ">", value: T): Interval<T> {
  const isUpper = relation === "<" || relation === "<=" || relation === "=";
  const isLower = relation === ">" || relation === ">=" || relation === "=";
  return {
    lo: isLower ? value : null,
    loOpen: relation === ">",
    hi: isUpper ? value : null,
    hiOpen: relation === "<",
  };
}

/** Whether a value lies in a set. */
export function matchesIntervals<T>(set: IntervalSet<T>, value: T, order: Order<T>): boolean {
  return set.some(({ lo, loOpen, hi, hiOpen }) => {
    const above = lo === null ? 1 : order.compare(value, lo);
    const below = hi === null ? -1 : order.compare(value, hi);
    return (loOpen ? above > 0 : above >= 0) && (hiOpen ? below < 0 : below <= 0);
  });
}

/**
 * Cuts all values into classes by the sets that hold them, in time n log n. Exact: the bounds of all intervals cut the
 * order into points and gaps in which nothing changes, if the bounds are values of the order. Values of the order only: a field whose value may not parse at
 * all has that as a class of its own, which is the caller's.
 */
export function partitionOrdered<T>(sets: readonly IntervalSet<T>[], order: Order<T>): OrderedCell<T>[] {
  const intervals = sets.flatMap((set, index) => set.map((interval) => ({ interval, index })));
  const { points, ranks } = rankBounds(
    intervals.map(({ interval }) => interval),
    order,
  );
  // Piece 2k is the gap below point k, piece 2k + 1 the point itself; the last piece is the gap above all.
  const pieces = 2 * points.length + 1;
  // The changes at a piece are a list: change 2i is where interval i begins, 2i + 1 is after where it ends.
  const heads = new Int32Array(pieces + 1).fill(-1);
  const next = new Int32Array(2 * intervals.length);
  intervals.forEach(({ interval }, i) => {
    const from = interval.lo === null ? 0 : 2 * ranks[2 * i]! + (interval.loOpen ? 2 : 1);
    const to = interval.hi === null ? pieces - 1 : 2 * ranks[2 * i + 1]! + (interval.hiOpen ? 0 : 1);
    if (from > to) return;
    next[2 * i] = heads[from]!;
    heads[from] = 2 * i;
    next[2 * i + 1] = heads[to + 1]!;
    heads[to + 1] = 2 * i + 1;
  });
  const depth = new Int32Array(sets.length);
  const members = new Uint32Array(Math.max(1, (sets.length + 31) >>> 5));
  const signatures = new SignatureTable(sets.length);
  /** By signature: where it was met first. */
  const found: ({ sample: T; only: boolean } | undefined)[] = [];
  const met: number[] = [];
  for (let piece = 0; piece < pieces; piece++) {
    for (let change = heads[piece]!; change >= 0; change = next[change]!) {
      const { index } = intervals[change >>> 1]!;
      depth[index]! += (change & 1) === 0 ? 1 : -1;
      const bit = 1 << (index & 31);
      if (depth[index]! > 0) members[index >>> 5]! |= bit;
      else members[index >>> 5]! &= ~bit;
    }
    const signature = signatures.intern(members);
    const known = found[signature];
    if (known !== undefined && !known.only) continue;
    const isPoint = piece % 2 === 1;
    const k = piece >>> 1;
    const sample = isPoint ? points[k]! : order.between(points[k - 1] ?? null, points[k] ?? null);
    if (sample === null) continue;
    if (known !== undefined) known.only = false;
    else {
      found[signature] = { sample, only: isPoint };
      met.push(signature);
    }
  }
  return met.map((signature) => {
    const members = signatures.members(signature);
    return { members, key: membersKey(members), ...found[signature]! };
  });
}

/** All bounds, ascending and each once; the bounds of interval i have their indices at 2i and 2i + 1. */
function rankBounds<T>(intervals: readonly Interval<T>[], order: Order<T>): { points: T[]; ranks: Int32Array } {
  const bounds: { value: T; at: number }[] = [];
  intervals.forEach(({ lo, hi }, i) => {
    if (lo !== null) bounds.push({ value: lo, at: 2 * i });
    if (hi !== null) bounds.push({ value: hi, at: 2 * i + 1 });
  });
  bounds.sort((a, b) => order.compare(a.value, b.value));
  const points: T[] = [];
  const ranks = new Int32Array(2 * intervals.length);
  for (const { value, at } of bounds) {
    const last = points[points.length - 1];
    if (last === undefined || order.compare(last, value) !== 0) points.push(value);
    ranks[at] = points.length - 1;
  }
  return { points, ranks };
}
