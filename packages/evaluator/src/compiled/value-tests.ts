// Trusted: whether a text lies in a set, of any family. Short forms of a value are read here; every other text is left to the plain matcher.
import { type Order, parseBool, parseInstant, type ValueSet } from "@keyaki/semantics";
import { accepts } from "../match.ts";
import type { SetTest, Variable } from "./glob-steps.ts";
import { globsTest } from "./text-set.ts";

const nothing = () => null;

/** Tests a set; `variable` reads what its variables stand for. */
export function setTest(set: ValueSet, variable: (view: string) => Variable): SetTest {
  switch (set.is) {
    case "globs":
      return globsTest(set.globs, variable);
    case "difference": {
      const [from, minus] = [setTest(set.from, variable), setTest(set.minus, variable)];
      return (text, request) => from(text, request) && !minus(text, request);
    }
    case "number":
      return numberTest(set);
    case "date": {
      const { values, zoneless, letters } = set;
      const inOrder = ordered(set.order, values);
      return (text) => {
        const value = parseInstant(text, zoneless, letters);
        return value !== null && inOrder(value);
      };
    }
    case "bool": {
      const [yes, no] = [set.values.includes(true), set.values.includes(false)];
      return (text) => {
        if (text === "true") return yes;
        if (text === "false") return no;
        const value = parseBool(text);
        return value !== null && (value ? yes : no);
      };
    }
    case "address":
      return addressTest(set);
    default:
      return (text) => accepts(set, text, nothing);
  }
}

/** Tests a set of dates against an instant that is read already. */
export function instantTest({ order, values }: Extract<ValueSet, { is: "date" }>): (instant: number) => boolean {
  return ordered(order, values);
}

/** Whether a number stands in the order to some of some numbers: of several the greatest or the least decides. */
function ordered(order: Order, values: readonly number[]): (value: number) => boolean {
  const [least, greatest] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  switch (order) {
    case "=":
      return values.length === 1 ? (value) => value === least : (value) => values.includes(value);
    case "<":
      return (value) => value < greatest;
    case "<=":
      return (value) => value <= greatest;
    case ">":
      return (value) => value > least;
    case ">=":
      return (value) => value >= least;
  }
}

/** No whole number of so many digits is rounded. */
const EXACT_DIGITS = 15;

function numberTest(set: Extract<ValueSet, { is: "number" }>): SetTest {
  const values = set.values.map(({ digits, exponent }) =>
    exponent >= 0 && exponent <= EXACT_DIGITS ? digits * 10n ** BigInt(exponent) : null,
  );
  const whole = values.filter((value) => value !== null && value >= -SAFE && value <= SAFE).map(Number);
  const plainly: SetTest = (text) => accepts(set, text, nothing);
  if (whole.length < values.length) return plainly;
  const inOrder = ordered(set.order, whole);
  return (text, request) => {
    const value = digitsOf(text);
    return value >= 0 ? inOrder(value) : plainly(text, request);
  };
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The number that a text of few digits is, -1 for every other text. */
function digitsOf(text: string): number {
  if (text.length === 0 || text.length > EXACT_DIGITS) return -1;
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Blocks of IPv4 as sorted ranges of numbers that do not touch; what is not dotted decimal is left to the plain matcher. */
function addressTest(set: Extract<ValueSet, { is: "address" }>): SetTest {
  const lows: number[] = [];
  const highs: number[] = [];
  const blocks = set.blocks.filter(({ family }) => family === 4);
  for (const { low, high } of blocks.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0))) {
    const last = highs.at(-1);
    if (last !== undefined && Number(low) <= last + 1) highs[highs.length - 1] = Math.max(last, Number(high));
    else {
      lows.push(Number(low));
      highs.push(Number(high));
    }
  }
  return (text) => {
    const address = ipv4Of(text);
    if (address < 0) return accepts(set, text, nothing);
    let low = 0;
    let high = lows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lows[middle] ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && address <= (highs[low - 1] ?? -1);
  };
}

/** The number that an address in dotted decimal is, without leading zeros; -1 for every other text. */
function ipv4Of(text: string): number {
  if (text.length < 7 || text.length > 15) return -1;
  let address = 0;
  let part = -1;
  let parts = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      if (part < 0 || ++parts > 3) return -1;
      address = address * 256 + part;
      part = -1;
      continue;
    }
    const digit = code - 48;
    // No digit follows a leading zero.
    if (digit < 0 || digit > 9 || part === 0) return -1;
    part = part < 0 ? digit : part * 10 + digit;
    if (part > 255) return -1;
  }
  return parts === 3 && part >= 0 ? address * 256 + part : -1;
}
