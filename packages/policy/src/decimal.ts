// Trusted: how texts become numbers.

/** An exact decimal number, `digits · 10^exponent`, without trailing zeros in `digits` (zero is 0e0). */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * How numbers may be written, an assumption (`number-forms`): as an integer or decimal, which is what AWS's page speaks of, or also
 * with a plus sign, an exponent, or a point without digits on one of its sides.
 */
export type NumberForms = "decimal" | "extended";

const SYNTAX: Readonly<Record<NumberForms, RegExp>> = {
  decimal: /^(-?)(\d+)(?:\.(\d+))?$/,
  extended: /^([+-]?)(\d+|(?=\.\d))(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/,
};
const LONGEST = 400;

/**
 * Reads a number; every text that is one as `decimal` is the same one as `extended`. Null for any other text, and for numbers of
 * more than 400 digits, which no AWS key holds. AWS page: reference_policies_elements_condition_operators (numeric condition operators).
 */
export function parseDecimal(text: string, forms: NumberForms): Decimal | null {
  if (text.length > LONGEST) return null;
  const match = SYNTAX[forms].exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  let digits = BigInt(whole + fraction);
  let exponent = Number(power) - fraction.length;
  if (digits === 0n) return { digits: 0n, exponent: 0 };
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1;
  }
  return { digits: sign === "-" ? -digits : digits, exponent };
}

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const low = Math.min(left.exponent, right.exponent);
  const a = scaled(left, low);
  const b = scaled(right, low);
  return a < b ? -1 : a > b ? 1 : 0;
}

function scaled({ digits, exponent }: Decimal, low: number): bigint {
  return exponent === low ? digits : digits * 10n ** BigInt(exponent - low);
}

/** The number as plain decimal text, without an exponent. */
export function renderDecimal({ digits, exponent }: Decimal): string {
  if (exponent >= 0) return (digits * 10n ** BigInt(exponent)).toString();
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(1 - exponent, "0");
  return `${sign}${text.slice(0, exponent)}.${text.slice(exponent)}`;
}
