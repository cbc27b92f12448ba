// Trusted: two numbers compared wrongly put a bound on the wrong side of a value.

/**
 * An exact decimal number, digits · 10^exponent. Canonical: zero has exponent 0, other digits do not end in 0, so equal
 * numbers have equal parts. The exponent is never expanded: `1e999999999` is as cheap as `1`.
 */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: bigint;
}

const ZERO: Decimal = { digits: 0n, exponent: 0n };
/** Numbers with more digits than this before or after the point are written with an exponent. */
const PLAIN_DIGITS = 40n;
/** Up to this order of magnitude a whole number is a natural sample. */
const NATURAL = 30n;

const SYNTAX = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/**
 * Reads a decimal number with optional sign, fraction and exponent, such as `100`, `-1.50e3`, `.5` and `1.`; null for
 * anything else, white space, hexadecimal, `NaN` and `Infinity` included.
 */
export function parseDecimal(text: string): Decimal | null {
  const match = SYNTAX.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", bare = "", exponent = "0"] = match;
  const after = fraction + bare;
  const digits = trimZeros(whole + after);
  if (digits.kept === "") return ZERO;
  const value = BigInt(digits.kept);
  return {
    digits: sign === "-" ? -value : value,
    exponent: BigInt(exponent) - BigInt(after.length) + BigInt(digits.dropped),
  };
}

/** Digits without the zeros at their end, by hand: a regular expression takes quadratic time on runs of zeros. */
function trimZeros(digits: string): { kept: string; dropped: number } {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return { kept: digits.slice(0, end), dropped: digits.length - end };
}

/** The decimal of an integer. */
export function decimalOf(value: bigint): Decimal {
  return canonical(value, 0n);
}

function canonical(digits: bigint, exponent: bigint): Decimal {
  if (digits === 0n) return ZERO;
  const { kept, dropped } = trimZeros(digits.toString());
  return { digits: BigInt(kept), exponent: exponent + BigInt(dropped) };
}

/** Below, at or above zero as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = [signOf(a), signOf(b)];
  if (left !== right) return left - right;
  if (left === 0) return 0;
  const [more, less] = [magnitude(a), magnitude(b)];
  if (more !== less) return more > less ? left : -left;
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** A number as text: plain where that is short, else digits and exponent. */
export function renderDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString();
  if (exponent >= 0n)
    return exponent <= PLAIN_DIGITS ? `${sign}${text}${"0".repeat(Number(exponent))}` : `${sign}${text}e${exponent}`;
  if (-exponent > PLAIN_DIGITS) return `${sign}${text}e${exponent}`;
  const places = Number(-exponent);
  const padded = text.padStart(places + 1, "0");
  return `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

/**
 * A number strictly above `a` and below `b`, null being no bound; a whole number near the lower bound (or the upper, if
 * there is no lower) where there is one of reasonable size. There always is such a number if `a` is below `b`.
 */
export function decimalBetween(a: Decimal | null, b: Decimal | null): Decimal | null {
  if (a === null) return b === null ? ZERO : negated(decimalBetween(negated(b), null)!);
  if (b !== null && compareDecimals(a, b) >= 0) return null;
  const fits = (value: Decimal): boolean => b === null || compareDecimals(value, b) < 0;
  if (magnitude(a) <= NATURAL) {
    const whole = decimalOf(floor(a) + 1n);
    if (fits(whole)) return whole;
  }
  if (signOf(a) < 0) {
    // All of a negative interval mirrors into a positive one; one that reaches beyond zero holds zero.
    return fits(ZERO) ? ZERO : negated(positiveBetween(negated(b!), negated(a)));
  }
  return b === null ? { digits: 1n, exponent: magnitude(a) } : positiveBetween(a, b);
}

/** Between 0 <= a < b. Only numbers of the same magnitude are brought to one exponent, so nothing is expanded. */
function positiveBetween(a: Decimal, b: Decimal): Decimal {
  if (a.digits === 0n) return { digits: 1n, exponent: magnitude(b) - 2n };
  // The power of ten just above a is above it, and below b unless it is b.
  const power: Decimal = { digits: 1n, exponent: magnitude(a) };
  if (compareDecimals(power, b) < 0) return power;
  const [x, y] = aligned(a, b);
  const lower = a.exponent < b.exponent ? a : b;
  return canonical((x + y) * 5n, lower.exponent - 1n);
}

function negated({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

function signOf({ digits }: Decimal): number {
  return digits > 0n ? 1 : digits < 0n ? -1 : 0;
}

/** The m for which the absolute value is at least 10^(m-1) and below 10^m; the exponent plus 1 for zero. */
function magnitude({ digits, exponent }: Decimal): bigint {
  return exponent + BigInt((digits < 0n ? -digits : digits).toString().length);
}

/** The digits of two numbers of nearly the same magnitude at the lower of their exponents. */
function aligned(a: Decimal, b: Decimal): [bigint, bigint] {
  const difference = a.exponent - b.exponent;
  if (difference >= 0n) return [a.digits * 10n ** difference, b.digits];
  return [a.digits, b.digits * 10n ** -difference];
}

/** The greatest integer not above a number of reasonable size. */
function floor(value: Decimal): bigint {
  const { digits, exponent } = value;
  if (exponent >= 0n) return digits * 10n ** exponent;
  if (magnitude(value) <= 0n) return digits < 0n ? -1n : 0n;
  const unit = 10n ** -exponent;
  const quotient = digits / unit;
  return digits < 0n && quotient * unit !== digits ? quotient - 1n : quotient;
}
