// Trusted: this is what a pattern means everywhere else in the package.
import type { Fold } from "./fold.ts";

/**
 * One piece of a glob. `text` is itself; `one` is one character and `many` any number of them, where `colon: false`
 * excludes ":"; `letter` is a symbol of its own that stands for one unknown string, such as a policy variable's value.
 * A character is one Unicode code point, newline and ":" included.
 *
 * A letter is matched by itself and by `many`, never by `one` or by text. A value that may hold ":" is a letter with
 * `colon: true`, which `many` with `colon: false` does not match either: else `a:${x}` would lie within "a:" and no
 * colons, which is wrong for x = "b:c".
 */
export type GlobToken =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "one" | "many"; readonly colon: boolean }
  | { readonly is: "letter"; readonly id: number; readonly colon?: boolean };

/** A set of texts described by a sequence of tokens; `fold` says how its text tokens are compared. */
export interface Glob {
  readonly tokens: readonly GlobToken[];
  readonly fold: Fold;
}

/** The union of its globs; `[]` holds nothing. */
export type TextSet = readonly Glob[];

/** Letters are numbered 0 to 511. */
export const MAX_LETTERS = 512;
const PLAIN_LETTERS = 0xdc00;
const COLON_LETTERS = PLAIN_LETTERS + MAX_LETTERS;

/**
 * The symbol of a letter: a lone low surrogate, since no text of a policy or request holds one, so that a sample with
 * letters is an ordinary string. Throws RangeError for an id outside 0 to 511.
 */
export function letterSymbol(id: number, colon = false): number {
  if (!Number.isInteger(id) || id < 0 || id >= MAX_LETTERS) throw new RangeError(`letter ${id} is not in 0 to 511`);
  return (colon ? COLON_LETTERS : PLAIN_LETTERS) + id;
}

/** What a symbol is to wildcards. */
export type SymbolKind = "other" | "colon" | "letter" | "colonLetter";

/** Whether `one` or `many` with or without colons matches a symbol of a kind; the one table of the package. */
export function wildcardMatches(wildcard: "one" | "many", colon: boolean, kind: SymbolKind): boolean {
  switch (kind) {
    case "other":
      return true;
    case "colon":
      return colon;
    case "letter":
      return wildcard === "many";
    case "colonLetter":
      return wildcard === "many" && colon;
  }
}

export function symbolKind(symbol: number): SymbolKind {
  if (symbol === 0x3a) return "colon";
  if (symbol < PLAIN_LETTERS || symbol > 0xdfff) return "other";
  return symbol < COLON_LETTERS ? "letter" : "colonLetter";
}

/** The glob that matches one text only. */
export function textGlob(text: string, fold: Fold = "none"): Glob {
  return { tokens: [{ is: "text", text }], fold };
}

/** The glob that matches every text. */
export const ANY_TEXT: Glob = { tokens: [{ is: "many", colon: true }], fold: "none" };

/** A text equal for two globs only if they mean the same, compared as the tokens stand. */
export function globKey(glob: Glob): string {
  let key = glob.fold === "none" ? "n" : glob.fold === "ascii" ? "a" : "u";
  for (const token of glob.tokens) {
    switch (token.is) {
      case "text":
        key += `${token.text.length}=${token.text}`;
        break;
      case "one":
        key += token.colon ? "?" : "!";
        break;
      case "many":
        key += token.colon ? "*" : "+";
        break;
      case "letter":
        key += token.colon ? `$${token.id};` : `#${token.id};`;
    }
  }
  return key;
}

/** The glob's text with each other token replaced by what `filler` gives for it; `index` counts the tokens from 0. */
export function fillGlob(
  glob: Glob,
  filler: (token: Exclude<GlobToken, { is: "text" }>, index: number) => string,
): string {
  return glob.tokens.map((token, index) => (token.is === "text" ? token.text : filler(token, index))).join("");
}
