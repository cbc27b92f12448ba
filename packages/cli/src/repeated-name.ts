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

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
}
