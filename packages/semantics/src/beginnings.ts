// Trusted: two patterns that are said to share no text must share none.
import { foldAscii, type Pattern } from "@keyaki/policy";
import type { Glob } from "./value-set.ts";

/**
 * How some patterns begin: the text before the first wildcard, folded, with a mark at its end where there is no wildcard. Two patterns
 * of which neither beginning continues the other share no text.
 */
export class Beginnings {
  /** Sorted, none the start of another. */
  readonly #texts: readonly string[];

  constructor(beginnings: Iterable<string>) {
    const kept: string[] = [];
    for (const text of [...new Set(beginnings)].sort()) {
      const last = kept.at(-1);
      if (last === undefined || !text.startsWith(last)) kept.push(text);
    }
    this.#texts = kept;
  }

  /** False only where a pattern that begins so shares no text with any of the patterns. */
  mayMeet(beginning: string): boolean {
    const texts = this.#texts;
    let low = 0;
    let high = texts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((texts[middle] ?? "") <= beginning) low = middle + 1;
      else high = middle;
    }
    // The only one that can be a start of the text stands right before it, those that continue it right after.
    const before = texts[low - 1];
    const after = texts[low];
    return (before !== undefined && beginning.startsWith(before)) || (after?.startsWith(beginning) ?? false);
  }
}

const beginnings = new WeakMap<Glob, string>();

/** How a glob begins. */
export function beginningOf(glob: Glob): string {
  const known = beginnings.get(glob);
  if (known !== undefined) return known;
  const made = glob.fold === "unicode" ? "" : beginningOfParts(glob.tokens);
  beginnings.set(glob, made);
  return made;
}

const endings = new WeakMap<Glob, string>();

/** How a glob ends, read backwards: as two patterns share no text where they begin in different ways, so where they end in different ones. */
export function endingOf(glob: Glob): string {
  const known = endings.get(glob);
  if (known !== undefined) return known;
  const { tokens, fold } = glob;
  const backwards = tokens
    .map((token) => (token.is === "text" ? { ...token, text: reversed(token.text) } : token))
    .reverse();
  const made = fold === "unicode" ? "" : beginningOfParts(backwards);
  endings.set(glob, made);
  return made;
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** How a pattern in which wildcards work begins. */
export function beginningOfPattern({ parts }: Pattern): string {
  return beginningOfParts(parts);
}

function beginningOfParts(parts: readonly { readonly is: string; readonly text?: string }[]): string {
  const [first] = parts;
  if (first === undefined) return END;
  return first.text === undefined ? "" : foldAscii(first.text) + (parts.length === 1 ? END : "");
}

const END = "\u0000";
