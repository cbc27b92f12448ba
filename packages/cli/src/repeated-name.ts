// Trusted: JSON.parse keeps the last of two equal names, and the one that is lost may be a Deny or a layer that limits.

/** A name that an object has twice; line and column are 1-based, the column counts code points. */
export interface RepeatedName {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g;
const COLON = /\s*:/y;

/** The first name that appears a second time in its object; null when there is none. The text must be valid JSON. */
export function repeatedName(text: string): RepeatedName | null {
  const open: Set<string>[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else {
      COLON.lastIndex = index + token.length;
      // In valid JSON a string before a colon is a name.
      if (!COLON.test(text)) continue;
      const name = JSON.parse(token) as string;
      const names = open.at(-1);
      if (names?.has(name) === true) return { name, ...placeAt(text, index) };
      names?.add(name);
    }
  }
  return null;
}

/**
 * Whether some object of a JSON text may have a name twice, at the cost of a look at each byte: a name that is lost takes its quotes along,
 * so that the text has more of them than the value asks for. `value`: what the text was parsed to.
 */
export function mayRepeatName(bytes: Uint8Array, from: number, to: number, value: unknown): boolean {
  let quotes = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quotes++;
    // In valid JSON a backslash stands in a string only; what follows is no end of it.
    else if (byte === BACKSLASH) at++;
  }
  return quotes !== quotesOf(value, 0);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Deeper values are left to `repeatedName`. */
const DEEPEST = 100;

/** The quotes that a value has as JSON; another number where it is too deep to tell. */
function quotesOf(value: unknown, depth: number): number {
  if (typeof value === "string") return 2;
  if (typeof value !== "object" || value === null) return 0;
  if (depth > DEEPEST) return Number.NaN;
  let quotes = 0;
  if (Array.isArray(value)) {
    for (const each of value) quotes += quotesOf(each, depth + 1);
    return quotes;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fields)) quotes += 2 + quotesOf(fields[name], depth + 1);
  return quotes;
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
}
