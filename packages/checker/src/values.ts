// Trusted: a value that is not among the candidates is a request that a proof need not explain. It shares no code with the classes.
import { accepts } from "@keyaki/evaluator";
import {
  compareDecimals,
  type Decimal,
  type Family,
  parseDecimal,
  parseInstant,
  renderAddress,
  renderBase64,
  renderDecimal,
  renderInstant,
  type ValueSet,
} from "@keyaki/semantics";

/** The families whose sets are more than languages of texts. */
export type ParsedFamily = Exclude<Family, "arn" | "bool">;

/** The family of a set that is no language; null for one that is. */
export function familyOf(set: ValueSet): ParsedFamily | null {
  switch (set.is) {
    case "number":
    case "date":
    case "address":
    case "binary":
      return set.is;
    case "parses":
      return set.family === "arn" || set.family === "bool" ? null : set.family;
    default:
      return null;
  }
}

const nothing = () => null;

/**
 * The signatures of all texts by the sets of one family: for each of its sets "1" if the text lies in it, "0" for it and all others else.
 * Between two neighbouring points that sets name all values are alike, so one of each kind of spelling stands for them. Null where
 * such a value has no spelling that is read.
 */
export function familySignatures(family: ParsedFamily, sets: readonly ValueSet[]): ReadonlySet<string> | null {
  const own = sets.map((set) => (familyOf(set) === family ? set : null));
  const texts = candidates(
    family,
    own.filter((set) => set !== null),
  );
  if (texts === null) return null;
  return new Set(
    [...texts, "no value of any kind"].map((text) =>
      own.map((set) => (set !== null && accepts(set, text, nothing) ? "1" : "0")).join(""),
    ),
  );
}

function candidates(family: ParsedFamily, sets: readonly ValueSet[]): string[] | null {
  switch (family) {
    case "number":
      return numbers(sets.flatMap((set) => (set.is === "number" ? set.values : [])));
    case "date":
      return dates(sets.flatMap((set) => (set.is === "date" ? set.values : [])));
    case "address":
      return addresses(sets);
    case "binary":
      return binaries(sets.flatMap((set) => (set.is === "binary" ? set.values : [])));
  }
}

const ONE: Decimal = { digits: 1n, exponent: 0 };

function numbers(points: readonly Decimal[]): string[] | null {
  const sorted = [...points].sort(compareDecimals);
  const [first, last] = [sorted[0] ?? ONE, sorted.at(-1) ?? ONE];
  const values = [{ ...first, digits: first.digits - 1n }, ...sorted, { ...last, digits: last.digits + 1n }];
  for (const [at, point] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next !== undefined && compareDecimals(point, next) !== 0) values.push(between(point, next));
  }
  const texts: string[] = [];
  for (const value of values) {
    const spelled = spellings(value);
    // Some spelling that only `extended` reads there always is, unless it is too long: then what is left out is not known.
    if (!spelled.some((text) => parseDecimal(text, "decimal") === null)) return null;
    texts.push(...spelled);
  }
  // Digits alone are read under every reading, and where the ends of a gap are too long for them its middle is too.
  const ends = [null, ...sorted, null];
  const gaps = ends.slice(1).flatMap((high, at) => inDigits(ends[at] ?? null, high) ?? []);
  return [...texts, ...gaps];
}

/** The number strictly between two ends that is nearest to zero, in as few digits as are read; null where there is none. */
function inDigits(low: Decimal | null, high: Decimal | null): string | null {
  for (let places = 0; places < LONGEST; places++) {
    const scaled = (value: Decimal | null) => (value === null ? null : roundedDown(value, places));
    const [from, to] = [scaled(low), scaled(high)];
    // The whole numbers above `from` and, for an end that is itself no such number, up to `to`.
    const isWhole = high !== null && to !== null && compareDecimals({ digits: to, exponent: -places }, high) === 0;
    const [least, most] = [from === null ? null : from + 1n, to === null ? null : isWhole ? to - 1n : to];
    if (least !== null && most !== null && least > most) continue;
    const digits = least !== null && least > 0n ? least : most !== null && most < 0n ? most : 0n;
    const text = renderDecimal({ digits, exponent: -places });
    return parseDecimal(text, "decimal") === null ? null : text;
  }
  return null;
}

/** As many digits as numbers are read of. */
const LONGEST = 400;

/** The greatest whole number of units of so many places that is not above the value. */
function roundedDown({ digits, exponent }: Decimal, places: number): bigint {
  const power = exponent + places;
  if (power >= 0) return digits * 10n ** BigInt(power);
  const unit = 10n ** BigInt(-power);
  return digits / unit - (digits % unit < 0n ? 1n : 0n);
}

/** A number of few digits between two others. */
function between(low: Decimal, high: Decimal): Decimal {
  // One place more than either has, so that there is room.
  const exponent = Math.min(low.exponent, high.exponent) - 1;
  const [a, b] = [low, high].map((value) => value.digits * 10n ** BigInt(value.exponent - exponent));
  const [from, to] = [a ?? 0n, b ?? 0n];
  const places = Math.max(0, String(to - from).length - 2);
  const unit = 10n ** BigInt(places);
  const floor = from / unit - (from % unit < 0n ? 1n : 0n);
  return { digits: floor + 1n, exponent: exponent + places };
}

/** Texts that are read as the number, in digits and otherwise. */
function spellings(value: Decimal): string[] {
  const plain = Math.abs(value.exponent) > LONGEST ? null : renderDecimal(value);
  const texts = [
    `${value.digits}e${value.exponent}`,
    ...(plain === null ? [] : [plain, `+${plain}`, `${plain}e0`, `${plain}.`, plain.replace(/^(-?)0\./, "$1.")]),
  ];
  return texts.filter((text) => {
    const read = parseDecimal(text, "extended");
    return read !== null && compareDecimals(read, value) === 0;
  });
}

const FIRST_DAY = Date.parse("0000-01-01T00:00:00Z");
const LAST_DAY = Date.parse("9999-12-31T23:59:59.999Z");
/** Epoch seconds have at most twelve digits. */
const FARTHEST = 999_999_999_999_999;

function dates(points: readonly number[]): string[] {
  const near = points.flatMap((point) => [point - 1, point, point + 1]);
  const instants = [...near, FIRST_DAY, LAST_DAY, FARTHEST, -FARTHEST, 0];
  // Times without a zone lie within the years of a calendar: a gap that reaches beyond them has some on this side only.
  return instants
    .filter((instant) => Math.abs(instant) <= FARTHEST)
    .flatMap((instant) => {
      const texts = [epochText(instant)];
      if (instant >= FIRST_DAY && instant <= LAST_DAY) {
        const text = renderInstant(instant);
        texts.push(text, text.replace("Z", ""), text.toLowerCase(), text.replace("Z", "").toLowerCase());
      }
      return texts;
    })
    .filter((text) => /^-?\d+\.\d+$/.test(text) || parseInstant(text, "utc", "any") !== null);
}

function epochText(instant: number): string {
  const [whole, fraction] = [Math.floor(Math.abs(instant) / 1000), Math.abs(instant) % 1000];
  return `${instant < 0 ? "-" : ""}${String(whole).padStart(5, "0")}.${String(fraction).padStart(3, "0")}`;
}

const MAPPED = 0xffffn << 32n;

function addresses(sets: readonly ValueSet[]): string[] {
  const four = new Set<bigint>([0n]);
  const six = new Set<bigint>([0n, MAPPED, MAPPED + (1n << 32n)]);
  for (const set of sets) {
    if (set.is !== "address") continue;
    for (const { family, low, high } of set.blocks) {
      for (const edge of [low, high + 1n]) {
        if (family === 4) {
          four.add(edge);
          six.add(MAPPED + edge);
        } else {
          six.add(edge);
          if (edge >> 32n === 0xffffn) four.add(edge & 0xffffffffn);
        }
      }
    }
  }
  const inRange = (edges: ReadonlySet<bigint>, width: bigint) => [...edges].filter((edge) => edge < 1n << width);
  return [
    ...inRange(four, 32n).map((value) => renderAddress(4, value)),
    ...inRange(six, 128n).map((value) => renderAddress(6, value)),
  ];
}

function binaries(values: readonly string[]): string[] {
  const longest = Math.max(0, ...values.map((value) => value.length));
  return [...values, "ab".repeat(longest / 2 + 1)].map(renderBase64);
}
