// Trusted: two files that get one id would be judged as one.
import type { SourceText } from "./source.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A file name from its bytes. Bytes that are not UTF-8 become `\xNN`, so that two different names stay different. */
export function decodeName(name: Uint8Array): string {
  try {
    const text = strict.decode(name);
    // A name that holds a backslash escape of its own must not collide with an escaped one.
    return text.includes("\\x") ? text.replaceAll("\\x", "\\x5cx") : text;
  } catch {
    let out = "";
    for (const byte of name) {
      out += byte < 0x80 && byte !== 0x5c ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
    }
    return out;
  }
}

/** A path as a report may print it: control characters and line separators escaped, so that a name cannot forge a line or drive a terminal. */
export function shownPath(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  return path.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (c) => {
    const code = c.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}

/** Whether a file of a directory is taken, told by its name alone: `*.json`, and `*.jsonc` where comments are allowed. */
export function isPolicyName(name: string, comments: boolean): boolean {
  const lower = name.toLowerCase();
  return lower.endsWith(".json") || (comments && lower.endsWith(".jsonc"));
}

/** Code-point order, the same on every machine and in every locale. */
export function byId(a: SourceText, b: SourceText): number {
  return compareIds(a.id, b.id);
}

/** Code-point order of two strings: UTF-16 order differs from it above U+FFFF. */
export function compareIds(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    // Where two strings first differ a surrogate stands for a code point above every other unit.
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
