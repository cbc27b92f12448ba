// Trusted: a class of numbers, dates or addresses that is missing here makes a verdict "proved" that is not.
import {
  compareDecimals,
  type Decimal,
  parseDecimal,
  renderAddress,
  renderBase64,
  renderDecimal,
  renderInstant,
  type ValueSet,
} from "@keyaki/semantics";
import type { ParsedFamily } from "./membership.ts";
import { Undecidable } from "./undecidable.ts";

/** Texts of one class; `all`: the class of this value has no other text. */
export interface TextGroup {
  readonly texts: readonly string[];
  readonly all: boolean;
}

/**
 * Texts that hit every class which sets of one family (and the family's `parses`) cut out of all texts: one for each point that a
 * set names, for each gap between points, and texts that do not parse. Several spellings of one value stand together.
 */
export function familyTexts(family: ParsedFamily, sets: readonly ValueSet[]): readonly TextGroup[] {
  switch (family) {
    case "number":
      return some([...numbers(sets), ["abc", "not a number"]]);
    case "date":
      return some([...dates(sets), ["not-a-date", "soon"]]);
    case "binary":
      return some([...binaries(sets), ["not base64", "?"]]);
    case "address":
      return [...addresses(sets), ...some([["not-an-address", "localhost"]])];
  }
}

function numbers(sets: readonly ValueSet[]): string[][] {
  const points = sets.flatMap((set) => (set.is === "number" ? set.values : [])).sort(compareDecimals);
  const values: Decimal[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before === undefined) values.push(shift(point, -1n));
    else if (compareDecimals(before, point) !== 0) values.push(middle(before, point));
    values.push(point);
  });
  const last = points.at(-1);
  if (last === undefined) values.push({ digits: 1n, exponent: 0 });
  else values.push(shift(last, 1n));
  return values.map((value) => {
    const text = numberText(value);
    const [sign, rest] = text.startsWith("-") ? ["-", text.slice(1)] : ["", text];
    return [text, ...Array.from({ length: 3 }, (_, zeros) => `${sign}${"0".repeat(zeros + 1)}${rest}`)];
  });
}

/** Beyond this many places a number is written with an exponent. */
const MOST_PLACES = 40;

/**
 * A text that is read as the number.
 *
 * @throws Undecidable where none is short enough to be read: a class without its text would be lost.
 */
function numberText(value: Decimal): string {
  const { digits, exponent } = value;
  const power = Math.max(-999, Math.min(999, exponent));
  const rest = renderDecimal({ digits, exponent: exponent - power });
  const powered = `${rest}e${power}`;
  const plain = Math.abs(exponent) > 999 ? powered : renderDecimal(value);
  const texts = plain.length <= MOST_PLACES ? [plain] : [powered, plain, powered.replace(/^(-?)0\./, "$1.")];
  const read = texts.find((text) => {
    const back = parseDecimal(text);
    return back !== null && compareDecimals(back, value) === 0;
  });
  if (read === undefined) throw new Undecidable({ code: "unsupported", what: "numbers of this many digits" });
  return read;
}

/** A number just beside, on an even scale, so that the sample reads well. */
function shift({ digits, exponent }: Decimal, by: bigint): Decimal {
  return exponent >= 0 && exponent <= MOST_PLACES
    ? { digits: digits * 10n ** BigInt(exponent) + by, exponent: 0 }
    : { digits: digits + by, exponent };
}

function middle(low: Decimal, high: Decimal): Decimal {
  const exponent = Math.min(low.exponent, high.exponent);
  const a = low.digits * 10n ** BigInt(low.exponent - exponent);
  const b = high.digits * 10n ** BigInt(high.exponent - exponent);
  const places = String(b - a).length - 2;
  // Far apart: the first round number above the lower one.
  if (places > MOST_PLACES) return { digits: a / 10n ** BigInt(places) + 1n, exponent: exponent + places };
  return b - a > 1n ? { digits: (a + b) / 2n, exponent } : { digits: (a + b) * 5n, exponent: exponent - 1 };
}

// Epoch seconds of twelve digits reach further than years of four.
const FIRST_INSTANT = -1e15;
const LAST_INSTANT = 1e15;
const FIRST_YEAR = Date.parse("0000-01-01T00:00:00Z");
const END_OF_YEARS = Date.parse("+010000-01-01T00:00:00Z");
const DAY = 86_400_000;

function dates(sets: readonly ValueSet[]): string[][] {
  const points = [...new Set(sets.flatMap((set) => (set.is === "date" ? set.values : [])))].sort((a, b) => a - b);
  const instants: number[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const gap = before === undefined ? Math.max(point - DAY, FIRST_INSTANT) : Math.floor((before + point) / 2);
    if (before === undefined ? gap < point : gap > before) instants.push(gap);
    instants.push(point);
  });
  const last = points.at(-1);
  if (last === undefined) instants.push(Date.UTC(2026, 0, 1));
  else if (last < LAST_INSTANT) instants.push(Math.min(last + DAY, LAST_INSTANT));
  // Where some set reads zone-less times and some does not, those are classes of their own.
  const zoneless = sets.some((set) => set.is === "date" && set.zoneless === "unparsable");
  // The gap before the first point and the one after the last may hold dates only on this side of what epoch seconds reach.
  if (zoneless) instants.push(FIRST_YEAR, END_OF_YEARS - 1);
  return instants.flatMap((instant) => {
    if (instant < FIRST_YEAR || instant >= END_OF_YEARS) return [[epochText(instant)]];
    const text = renderInstant(instant);
    const full = new Date(instant).toISOString();
    const zoned = [text, full, full.replace("Z", "+00:00")];
    return zoneless ? [zoned, [text.replace("Z", ""), full.replace("Z", "")]] : [zoned];
  });
}

/** Epoch seconds, for instants that no date names. */
function epochText(instant: number): string {
  const [whole, fraction] = [Math.floor(Math.abs(instant) / 1000), Math.abs(instant) % 1000];
  const text =
    whole >= 1e12 ? "999999999999.999999999" : `${String(whole).padStart(5, "0")}.${String(fraction).padStart(3, "0")}`;
  return instant < 0 ? `-${text}` : text;
}

function binaries(sets: readonly ValueSet[]): string[][] {
  const values = [...new Set(sets.flatMap((set) => (set.is === "binary" ? set.values : [])))].sort();
  const longest = Math.max(0, ...values.map((value) => value.length));
  return [...values, "ab".repeat(longest / 2 + 1)].map((hex) => [renderBase64(hex)]);
}

function some(groups: readonly (readonly string[])[]): TextGroup[] {
  return groups.map((texts) => ({ texts, all: false }));
}

/** Addresses that read well in an example. AWS and RFC 5737 keep the first three blocks for documentation. */
const EXAMPLES: readonly { readonly family: 4 | 6; readonly value: bigint }[] = [
  { family: 4, value: 0xcb007107n },
  { family: 4, value: 0xc6336407n },
  { family: 4, value: 0xc0000207n },
  { family: 4, value: 0x0a000007n },
  { family: 6, value: 0x20010db8000000000000000000000007n },
];

function addresses(sets: readonly ValueSet[]): TextGroup[] {
  const cuts: Record<4 | 6, Set<bigint>> = { 4: new Set([0n]), 6: new Set([0n, 0xffffn << 32n, 0x10000n << 32n]) };
  for (const set of sets) {
    if (set.is !== "address") continue;
    for (const { family, low, high } of set.blocks) {
      cuts[family].add(low);
      if (high + 1n < 1n << BigInt(family === 4 ? 32 : 128)) cuts[family].add(high + 1n);
    }
  }
  const groups: TextGroup[] = some(EXAMPLES.map(({ family, value }) => [renderAddress(family, value)]));
  for (const family of [4, 6] as const) {
    const end = 1n << BigInt(family === 4 ? 32 : 128);
    const starts = [...cuts[family]].sort((a, b) => (a < b ? -1 : 1));
    starts.forEach((start, index) => {
      const size = (starts[index + 1] ?? end) - start;
      const offsets = [5n, 0n, 1n, 2n, 3n, 4n, 6n, 7n].filter((offset) => offset < size);
      // An IPv4 address has one text; an IPv6 address has several.
      const texts = offsets.map((offset) => renderAddress(family, start + offset));
      groups.push({ texts, all: family === 4 && BigInt(texts.length) === size });
      // The same address written as IPv6, which a string operator tells apart.
      if (family === 4)
        groups.push(...some([offsets.map((offset) => renderAddress(6, (0xffffn << 32n) | (start + offset)))]));
    });
  }
  return groups;
}
