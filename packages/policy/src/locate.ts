// Checked: a wrong place misleads a reader and changes no verdict.

/** A place for people: both are 1-based, columns count code points. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text begin, and where its surrogate pairs are. */
interface TextIndex {
  text: string;
  readonly lines: readonly number[];
  readonly pairs: readonly number[];
}

// One text has many diagnostics, so the index of the last text is kept.
let last: TextIndex = { text: "", lines: [0], pairs: [] };

/** The line and column of a UTF-16 offset. Lines end with LF, CR LF or CR. An offset inside a surrogate pair is that of the pair. */
export function locate(text: string, offset: number): Location {
  const { lines, pairs } = indexOf(text);
  const at = Math.max(0, Math.min(offset, text.length));
  const line = countUpTo(lines, at) - 1;
  const start = lines[line] ?? 0;
  // Of a pair before the offset only the first half counts.
  const wide = countUpTo(pairs, at - 1) - countUpTo(pairs, start - 1);
  return { line: line + 1, column: at - start - wide + 1 };
}

/** The line of an offset without its line break, and where it begins. */
export function lineAt(text: string, offset: number): { readonly start: number; readonly end: number } {
  const { lines } = indexOf(text);
  const line = countUpTo(lines, Math.max(0, Math.min(offset, text.length))) - 1;
  const start = lines[line] ?? 0;
  let end = lines[line + 1] ?? text.length;
  while (end > start && isBreak(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

function indexOf(text: string): TextIndex {
  if (last.text === text) {
    // Two equal strings are compared letter by letter, one string with itself is not: keep the one that is asked about.
    last.text = text;
    return last;
  }
  const lines = [0];
  const pairs: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || (unit === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) lines.push(at + 1);
    else if (unit >= 0xd800 && unit < 0xdc00 && (text.codePointAt(at) ?? 0) > 0xffff) {
      // The second half is where one unit stops being one column.
      pairs.push(at);
      at++;
    }
  }
  last = { text, lines, pairs };
  return last;
}

function isBreak(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d;
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
