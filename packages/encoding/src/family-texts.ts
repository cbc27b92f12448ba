// Trusted: a class of numbers, dates or addresses that is missing here makes a verdict "proved" that is not.
import {
  compareDecimals,
  type Decimal,
  type NumberForms,
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

/** Numbers strictly between two others; null: no end. */
interface Gap {
  readonly low: Decimal | null;
  readonly high: Decimal | null;
  /** One that reads well. */
  readonly usual: Decimal;
}

/** For each point and each gap a text of digits, where some text of digits is read as it, and one that is written otherwise. */
function numbers(sets: readonly ValueSet[]): string[][] {
  const sorted = sets.flatMap((set) => (set.is === "number" ? set.values : [])).sort(compareDecimals);
  const points = sorted.filter((point, index) => {
    const before = sorted[index - 1];
    return before === undefined || compareDecimals(before, point) !== 0;
  });
  const readsOthers = sets.some(
    (set) => (set.is === "number" || (set.is === "parses" && set.family === "number")) && set.forms === "extended",
  );
  const plain: string[][] = [];
  const otherwise: string[][] = [];
  const add = (digits: string | null, other: string | null): void => {
    // What is not found may be there all the same.
    if (other === null && (digits === null || readsOthers)) throw tooLong();
    if (digits !== null) plain.push(withZeros(digits));
    if (other !== null) otherwise.push([other]);
  };
  const addGap = (gap: Gap): void => {
    const digits = plainText(gap.usual) ?? plainBetween(gap);
    const few = digits === null ? null : parseDecimal(digits, "decimal");
    const other = otherText(gap.usual) ?? (few === null ? null : otherText(few)) ?? otherText(roundBeyond(gap));
    add(digits, other);
  };
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before === undefined) addGap({ low: null, high: point, usual: shift(point, -1n) });
    else addGap({ low: before, high: point, usual: middle(before, point) });
    add(plainText(point), otherText(point));
  });
  const last = points.at(-1);
  if (last === undefined) addGap({ low: null, high: null, usual: { digits: 1n, exponent: 0 } });
  else addGap({ low: last, high: null, usual: shift(last, 1n) });
  return [...plain, ...otherwise];
}

/** Beyond the only end of a gap, a number of one digit: an end of very many has no other that can be written with an exponent. */
function roundBeyond({ low, high, usual }: Gap): Decimal {
  const end = low ?? high;
  if (end === null || (low !== null && high !== null)) return usual;
  const { digits, exponent } = end;
  return { digits: low === null ? -1n : 1n, exponent: Math.max(0, String(digits).length + exponent) };
}

function tooLong(): Undecidable {
  // A class without its text would be lost.
  return new Undecidable({ code: "unsupported", what: "numbers of this many digits" });
}

function withZeros(text: string): string[] {
  const [sign, rest] = text.startsWith("-") ? ["-", text.slice(1)] : ["", text];
  return [text, ...Array.from({ length: 3 }, (_, zeros) => `${sign}${"0".repeat(zeros + 1)}${rest}`)];
}

/** Beyond this many places a number is written with an exponent. */
const MOST_PLACES = 40;

function isReadAs(text: string, value: Decimal, forms: NumberForms): boolean {
  const read = parseDecimal(text, forms);
  return read !== null && compareDecimals(read, value) === 0;
}

/** The number in digits; null where that is too long to be read. */
function plainText(value: Decimal): string | null {
  // Far beyond what is read, and slow to write.
  if (Math.abs(value.exponent) > 999) return null;
  const text = renderDecimal(value);
  return isReadAs(text, value, "decimal") ? text : null;
}

/** The number written with an exponent, a plus sign or a lone point, so that only `extended` reads it; null where that is too long. */
function otherText(value: Decimal): string | null {
  const { digits, exponent } = value;
  const power = Math.max(-999, Math.min(999, exponent));
  const powered = `${renderDecimal({ digits, exponent: exponent - power })}e${power}`;
  const plain = plainText(value);
  const texts = [
    ...(plain === null || plain.length > MOST_PLACES ? [] : [`${plain}e0`]),
    powered,
    powered.replace(/^(-?)0\./, "$1."),
    ...(plain === null ? [] : [`+${plain}`, `${plain}.`, plain.replace(/^(-?)0\./, "$1."), `${plain}e0`]),
  ];
  return texts.find((text) => isReadAs(text, value, "extended") && parseDecimal(text, "decimal") === null) ?? null;
}

/** The number in the gap that takes the fewest digits, in digits; null where every one is too long to be read. */
function plainBetween({ low, high }: Gap): string | null {
  const zero: Decimal = { digits: 0n, exponent: 0 };
  const isAbove = low === null || compareDecimals(low, zero) < 0;
  const isBelow = high === null || compareDecimals(zero, high) < 0;
  if (isAbove && isBelow) return "0";
  // The one nearest to zero with so many places: with more, the digits in front of the point stay as many.
  for (let places = 0; places <= MOST_DIGITS; places++) {
    const digits = isBelow ? floorOf(low ?? zero, places) + 1n : -(floorOf(negated(high ?? zero), places) + 1n);
    const value: Decimal = { digits, exponent: -places };
    const isInside = isBelow
      ? high === null || compareDecimals(value, high) < 0
      : low === null || compareDecimals(low, value) < 0;
    if (isInside) return plainText(value);
  }
  return null;
}

/** As many digits as `parseDecimal` reads. */
const MOST_DIGITS = 400;

function negated({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

/** The whole part of a number that is not negative, times ten for each place. */
function floorOf({ digits, exponent }: Decimal, places: number): bigint {
  const power = exponent + places;
  return power >= 0 ? digits * 10n ** BigInt(power) : digits / 10n ** BigInt(-power);
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
  // Where some set reads zone-less times or small letters and some does not, those are classes of their own. A condition that names
  // no date asks only whether a text is one.
  const readings = sets.filter((set) => set.is === "date" || (set.is === "parses" && set.family === "date"));
  const zoneless = readings.some((set) => set.zoneless === "unparsable");
  const small = readings.some((set) => set.letters === "any");
  // The gap before the first point and the one after the last may hold dates only on this side of what epoch seconds reach.
  if (zoneless || small) instants.push(FIRST_YEAR, END_OF_YEARS - 1);
  return instants.flatMap((instant) => {
    if (instant < FIRST_YEAR || instant >= END_OF_YEARS) return [[epochText(instant)]];
    const text = renderInstant(instant);
    const full = new Date(instant).toISOString();
    const zoned = [text, full, full.replace("Z", "+00:00")];
    const capital = zoneless ? [zoned, [text.replace("Z", ""), full.replace("Z", "")]] : [zoned];
    return small ? [...capital, ...capital.map((texts) => texts.map((each) => each.toLowerCase()))] : capital;
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

/** Where the classes of addresses may begin, in each family ascending: with what a set's block holds, and after it. */
function addressCuts(sets: readonly ValueSet[]): Record<4 | 6, readonly bigint[]> {
  const cuts: Record<4 | 6, Set<bigint>> = { 4: new Set([0n]), 6: new Set([0n, MAPPED, MAPPED_END]) };
  for (const set of sets) {
    if (set.is !== "address") continue;
    for (const { family, low, high } of set.blocks) {
      cuts[family].add(low);
      if (high + 1n < 1n << BigInt(WIDTH[family])) cuts[family].add(high + 1n);
    }
  }
  const ascending = (a: bigint, b: bigint) => (a < b ? -1 : 1);
  return { 4: [...cuts[4]].sort(ascending), 6: [...cuts[6]].sort(ascending) };
}

const WIDTH = { 4: 32, 6: 128 } as const;
const FAMILIES = [4, 6] as const;
const MAPPED = 0xffffn << 32n;
const MAPPED_END = 0x10000n << 32n;

/** An address of each class that sets of addresses cut out of all addresses, and more: the first ones read well in an example. */
export function* addressValues(sets: readonly ValueSet[]): Generator<{ family: 4 | 6; value: bigint }> {
  yield* EXAMPLES;
  const cuts = addressCuts(sets);
  for (const family of FAMILIES) {
    for (const [index, start] of cuts[family].entries()) {
      const size = (cuts[family][index + 1] ?? 1n << BigInt(WIDTH[family])) - start;
      const value = start + (size > 5n ? 5n : 0n);
      yield { family, value };
      if (family === 4) yield { family: 6, value: MAPPED | value };
    }
  }
}

function addresses(sets: readonly ValueSet[]): TextGroup[] {
  const cuts = addressCuts(sets);
  const groups: TextGroup[] = some(EXAMPLES.map(({ family, value }) => [renderAddress(family, value)]));
  for (const family of FAMILIES) {
    const end = 1n << BigInt(WIDTH[family]);
    const starts = cuts[family];
    starts.forEach((start, index) => {
      const size = (starts[index + 1] ?? end) - start;
      const offsets = [5n, 0n, 1n, 2n, 3n, 4n, 6n, 7n].filter((offset) => offset < size);
      // An IPv4 address has one text; an IPv6 address has several.
      const texts = offsets.map((offset) => renderAddress(family, start + offset));
      groups.push({ texts, all: family === 4 && BigInt(texts.length) === size });
      // The same address written as IPv6, which a string operator tells apart.
      if (family === 4) groups.push(...some([offsets.map((offset) => renderAddress(6, MAPPED | (start + offset)))]));
    });
  }
  return groups;
}
