// Trusted: two patterns that are said to share no text must share none.
import { foldAscii } from "@keyaki/policy";
import type { Glob } from "./value-set.ts";

/** How some globs begin: two globs of which neither beginning continues the other share no text. */
export class Beginnings {
  /** Sorted, none the start of another. */
  readonly #texts: readonly string[];

  constructor(globs: Iterable<Glob>) {
    const texts = new Set<string>();
    for (const glob of globs) texts.add(beginningOf(glob));
    const kept: string[] = [];
    for (const text of [...texts].sort()) {
      const last = kept.at(-1);
      if (last === undefined || !text.startsWith(last)) kept.push(text);
    }
    this.#texts = kept;
  }

  mayMeet(glob: Glob): boolean {
    const text = beginningOf(glob);
    const texts = this.#texts;
    let low = 0;
    let high = texts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((texts[middle] ?? "") <= text) low = middle + 1;
      else high = middle;
    }
    // The only one that can be a start of the text stands right before it, those that continue it right after.
    const before = texts[low - 1];
    const after = texts[low];
    return (before !== undefined && text.startsWith(before)) || (after?.startsWith(text) ?? false);
  }
}

const beginnings = new WeakMap<Glob, string>();

/** The text before a glob's first wildcard, folded; with a mark at its end where there is no wildcard. */
function beginningOf(glob: Glob): string {
  const known = beginnings.get(glob);
  if (known !== undefined) return known;
  const [first, second] = glob.tokens;
  let made = "";
  if (glob.fold !== "unicode") {
    if (first === undefined) made = END;
    else if (first.is === "text") made = foldAscii(first.text) + (second === undefined ? END : "");
  }
  beginnings.set(glob, made);
  return made;
}

const END = "\u0000";
