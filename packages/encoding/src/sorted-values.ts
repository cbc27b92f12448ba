// Checked: by the law that every value has a class, which asks the evaluator's matcher.
import {
  type AddressBlock,
  compareDecimals,
  type Decimal,
  type Order,
  unmapIpv6,
  type ValueSet,
} from "@keyaki/semantics";

type NumberSet = ValueSet & { readonly is: "number" };
type DateSet = ValueSet & { readonly is: "date" };
type AddressSet = ValueSet & { readonly is: "address" };

const sortedNumbers = new WeakMap<ValueSet, readonly Decimal[]>();
const sortedDates = new WeakMap<ValueSet, readonly number[]>();
const sortedBlocks = new WeakMap<ValueSet, Record<4 | 6, readonly AddressBlock[]>>();

/** Whether a number stands in the set's order to one of its values: one set is asked for each of the numbers that it names. */
export function holdsNumber(set: NumberSet, value: Decimal): boolean {
  const values = remembered(sortedNumbers, set, () => [...set.values].sort(compareDecimals));
  return holdsValue(set.order, values, (other) => compareDecimals(value, other));
}

/** The same for an instant, milliseconds since 1970. */
export function holdsInstant(set: DateSet, instant: number): boolean {
  const values = remembered(sortedDates, set, () => [...set.values].sort((a, b) => a - b));
  return holdsValue(set.order, values, (other) => instant - other);
}

/** Whether an address lies in one of the set's blocks, read as the set reads IPv4 addresses that are written as IPv6. */
export function holdsAddress(set: AddressSet, family: 4 | 6, value: bigint): boolean {
  if (isInBlock(set, family, value)) return true;
  const mapped = set.mapped === "same" && family === 6 ? unmapIpv6(value) : null;
  return mapped !== null && isInBlock(set, 4, mapped);
}

function isInBlock(set: AddressSet, family: 4 | 6, value: bigint): boolean {
  const blocks = remembered(sortedBlocks, set, () => ({ 4: merged(set.blocks, 4), 6: merged(set.blocks, 6) }))[family];
  const at = firstWhere(blocks.length, (index) => (blocks[index]?.high ?? value) >= value);
  const block = blocks[at];
  return block !== undefined && block.low <= value;
}

function remembered<T>(known: WeakMap<ValueSet, T>, set: ValueSet, make: () => T): T {
  const made = known.get(set) ?? make();
  known.set(set, made);
  return made;
}

/** `values` ascending; `difference`: of the value asked about and another. */
function holdsValue<T>(order: Order, values: readonly T[], difference: (other: T) => number): boolean {
  const [least, most] = [values[0], values.at(-1)];
  if (least === undefined || most === undefined) return false;
  switch (order) {
    case "=": {
      const found = values[firstWhere(values.length, (at) => difference(values[at] ?? most) <= 0)];
      return found !== undefined && difference(found) === 0;
    }
    case "<":
      return difference(most) < 0;
    case "<=":
      return difference(most) <= 0;
    case ">":
      return difference(least) > 0;
    case ">=":
      return difference(least) >= 0;
  }
}

/** The first index at which a condition holds that stays true once it is; the count where there is none. */
function firstWhere(count: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Blocks of one family, ascending, none overlapping another. */
function merged(blocks: readonly AddressBlock[], family: 4 | 6): AddressBlock[] {
  const own = blocks
    .filter((block) => block.family === family)
    .sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const apart: AddressBlock[] = [];
  for (const block of own) {
    const last = apart.at(-1);
    if (last === undefined || block.low > last.high) apart.push(block);
    else if (block.high > last.high) apart[apart.length - 1] = { ...last, high: block.high };
  }
  return apart;
}
