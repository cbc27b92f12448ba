// Trusted: patterns are read here as they were written here.
import type { Part, Pattern, Span } from "@keyaki/policy";

/** Where everything in a thread's policies stands: what an answer says of places is said by the caller's own statements. */
export const ELSEWHERE: Span = Object.freeze({ start: -1, end: -1 });

/**
 * Patterns on their way: how many, their strings in one text, and the parts of those whose parts do not follow from the string. JSON copies
 * one long string many times faster than many short ones.
 */
export type PatternsText = readonly [
  count: number,
  written: string | readonly string[],
  ...others: (readonly [at: number, parts: readonly Part[]])[],
];

/** Between the strings; JSON needs no escape for it. */
const SEPARATOR = "\u007f";

export function writePatterns(patterns: readonly Pattern[]): PatternsText {
  const strings = patterns.map(({ written }) => written);
  const all = strings.join(SEPARATOR);
  const isPlain = !hasWildcard(all);
  const others: (readonly [number, readonly Part[]])[] = [];
  for (const [at, { written, parts }] of patterns.entries()) {
    if (!(isPlain ? isText(written, parts) : followsFromText(written, parts))) others.push([at, parts]);
  }
  const isSeparated = !strings.join("").includes(SEPARATOR);
  return [patterns.length, isSeparated ? all : strings, ...others];
}

/** @throws RangeError where the strings are not as many as were written. */
export function readPatterns([count, written, ...others]: PatternsText): readonly Pattern[] {
  if (count === 0) return [];
  const strings = typeof written === "string" ? written.split(SEPARATOR) : written;
  if (strings.length !== count) throw new RangeError(`${strings.length} patterns arrived, ${count} were sent`);
  const isPlain = typeof written === "string" && !hasWildcard(written);
  const parts = new Map(others);
  return strings.map((each, at) => ({
    parts: parts.get(at) ?? (isPlain ? textOf(each) : partsOf(each)),
    written: each,
    span: ELSEWHERE,
  }));
}

function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** Whether `textOf` makes the same parts. */
function isText(written: string, parts: readonly Part[]): boolean {
  if (written === "") return parts.length === 0;
  const [first] = parts;
  return parts.length === 1 && first?.is === "text" && first.text === written;
}

/** Whether `partsOf` makes the same parts: `*` is many, `?` is one, all else is text. */
function followsFromText(written: string, parts: readonly Part[]): boolean {
  let at = 0;
  let isAfterText = false;
  for (const part of parts) {
    if (part.is === "text") {
      const { text } = part;
      if (isAfterText || text === "" || hasWildcard(text) || !written.startsWith(text, at)) return false;
      at += text.length;
      isAfterText = true;
    } else if ((part.is === "many" && written[at] === "*") || (part.is === "one" && written[at] === "?")) {
      at++;
      isAfterText = false;
    } else return false;
  }
  return at === written.length;
}

const MANY: Part = { is: "many" };
const ONE: Part = { is: "one" };

function textOf(written: string): readonly Part[] {
  return written === "" ? [] : [{ is: "text", text: written }];
}

function partsOf(written: string): readonly Part[] {
  if (!hasWildcard(written)) return textOf(written);
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; at <= written.length; at++) {
    const character = written[at];
    if (character !== undefined && character !== "*" && character !== "?") continue;
    if (at > from) parts.push({ is: "text", text: written.slice(from, at) });
    if (character !== undefined) parts.push(character === "*" ? MANY : ONE);
    from = at + 1;
  }
  return parts;
}
