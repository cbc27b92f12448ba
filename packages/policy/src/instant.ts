// Trusted: how texts become instants.

/** How date texts without a time zone are read, an assumption (`date-without-zone`). */
export type Zoneless = "utc" | "unparsable";

/** Whether the letters of a date may be small (`2026-01-31t00:00:00z`), an assumption (`date-letters`). */
export type DateLetters = "capital" | "any";

const SYNTAX =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
const EPOCH = /^-?\d{5,12}(?:\.\d{1,9})?$/;

/**
 * Reads a date of the W3C profile of ISO 8601 (year to fraction of a second) or epoch seconds, as milliseconds since 1970.
 * A year alone is four digits, so epoch seconds have five or more. A time without a zone follows `zoneless`, its letters `letters`.
 * AWS page: reference_policies_elements_condition_operators (date condition operators).
 */
export function parseInstant(text: string, zoneless: Zoneless, letters: DateLetters): number | null {
  if (EPOCH.test(text)) return Math.round(Number(text) * 1000);
  const match = SYNTAX.exec(letters === "any" ? text.replace(/[tz]/g, (letter) => letter.toUpperCase()) : text);
  if (match === null) return null;
  const [, year, month = "01", day = "01", hour, minute = "00", second = "00", fraction = "", zone] = match;
  if (hour !== undefined && zone === undefined && zoneless === "unparsable") return null;
  const millisecond = Number(fraction.padEnd(3, "0").slice(0, 3));
  const fields = [
    Number(year),
    Number(month),
    Number(day),
    Number(hour ?? "0"),
    Number(minute),
    Number(second),
  ] as const;
  const utc = new Date(0);
  utc.setUTCFullYear(fields[0], fields[1] - 1, fields[2]);
  if (utc.getUTCMonth() !== fields[1] - 1 || utc.getUTCDate() !== fields[2]) return null;
  // 24:00 and leap seconds are not accepted: AWS documents neither.
  if (fields[3] > 23 || fields[4] > 59 || fields[5] > 59) return null;
  utc.setUTCHours(fields[3], fields[4], fields[5], millisecond);
  const offset = zone === undefined || zone === "Z" ? 0 : zoneMinutes(zone);
  return offset === null ? null : utc.getTime() - offset * 60_000;
}

function zoneMinutes(zone: string): number | null {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** Whether the text is a date with a time and no zone: what `date-without-zone` is about. */
export function isZoneless(text: string): boolean {
  return parseInstant(text, "utc", "any") !== null && parseInstant(text, "unparsable", "any") === null;
}

/** Whether the text is a date with small letters: what `date-letters` is about. */
export function hasSmallLetters(text: string): boolean {
  return parseInstant(text, "utc", "any") !== null && parseInstant(text, "utc", "capital") === null;
}

/** The instant as AWS renders `aws:CurrentTime`: UTC, to the second when it is whole. */
export function renderInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
