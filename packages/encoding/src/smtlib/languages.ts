// Trusted: the language of a set of texts; a wrong one changes the question. It shares no code with the classes.
import { type Glob, type GlobToken, renderBase64, type ValueSet } from "@keyaki/semantics";
import {
  anyCharacter,
  anyWord,
  difference,
  equal,
  inRegular,
  isSayable,
  MAX_CODE_POINT,
  plus,
  range,
  repeat,
  sequence,
  star,
  string,
  type Term,
  union,
  word,
} from "@keyaki/smt";
import { every, joined, NO, negate, YES } from "./connectives.ts";

/** One character that is not a colon. */
export const NOT_COLON: Term = union(range("\u0000", "9"), range(";", String.fromCodePoint(MAX_CODE_POINT)));
const SEGMENT = star(NOT_COLON);
const COLON = word(":");
/** Texts with five colons or more. */
const ARN: Term = sequence(SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, anyWord);

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SIX_BITS = union(range("A", "Z"), range("a", "z"), range("0", "9"), word("+"), word("/"));
const BASE64_TEXTS = sequence(
  star(repeat(SIX_BITS, 4, 4)),
  union(word(""), sequence(repeat(SIX_BITS, 2, 2), word("==")), sequence(repeat(SIX_BITS, 3, 3), word("="))),
);

/** Whether the set is all texts. */
export function isEveryText(set: ValueSet): boolean {
  const [glob] = set.is === "globs" && set.globs.length === 1 ? set.globs : [];
  const [token] = glob?.tokens.length === 1 ? glob.tokens : [];
  return token?.is === "many" && token.colon;
}

/** Whether a set is a language of texts that this file can say: globs without variables, ARNs, Booleans and bytes. */
export function isLanguage(set: ValueSet): boolean {
  switch (set.is) {
    case "globs":
      return set.globs.every(isPlain);
    case "bool":
    case "binary":
      return true;
    case "parses":
      return set.family === "arn" || set.family === "bool" || set.family === "binary";
    case "difference":
      return isLanguage(set.from) && isLanguage(set.minus);
    default:
      return false;
  }
}

function isPlain({ tokens }: Glob): boolean {
  return tokens.every((token) => token.is !== "variable" && (token.is !== "text" || isSayable(token.text)));
}

/** "The text lies in the set", for a set that is a language. */
export function isIn(text: Term, set: ValueSet): Term {
  if (set.is === "difference") return every(isIn(text, set.from), negate(isIn(text, set.minus)));
  if (isEveryText(set)) return YES;
  if (set.is === "globs") {
    if (set.globs.length === 0) return NO;
    const [only] = set.globs.length === 1 ? set.globs : [];
    if (only?.fold === "none") {
      const [first] = only.tokens;
      if (first === undefined) return equal(text, string(""));
      if (only.tokens.length === 1 && first.is === "text") return equal(text, string(first.text));
    }
  }
  return inRegular(text, languageOf(set));
}

/** The texts of a set that is a language. */
export function languageOf(set: ValueSet): Term {
  switch (set.is) {
    case "globs":
      return joined(
        union,
        set.globs.map((glob) => wordsOf(glob.tokens, glob.fold)),
      );
    case "bool":
      return union(...set.values.map((value) => wordsOf([{ is: "text", text: String(value) }], "ascii")));
    case "binary":
      return joined(union, set.values.map(base64Of));
    case "difference":
      return difference(languageOf(set.from), languageOf(set.minus));
    case "parses":
      if (set.family === "arn") return ARN;
      return set.family === "binary" ? BASE64_TEXTS : languageOf({ is: "bool", values: [false, true] });
    default:
      throw new RangeError(`no language: ${set.is}`);
  }
}

/** The texts that some tokens match. */
export function wordsOf(tokens: readonly GlobToken[], fold: Glob["fold"]): Term {
  return joined(
    sequence,
    tokens.map((token) => tokenWords(token, fold)),
  );
}

function tokenWords(token: GlobToken, fold: Glob["fold"]): Term {
  switch (token.is) {
    case "text":
      return fold === "none" ? word(token.text) : foldedWord(token.text, fold);
    case "one":
      return token.colon ? anyCharacter : NOT_COLON;
    case "many":
      return token.colon ? anyWord : SEGMENT;
    case "variable":
      throw new RangeError("a variable is no language");
  }
}

/** A text whose letters match in every case. */
function foldedWord(text: string, fold: Glob["fold"]): Term {
  return joined(
    sequence,
    [...text].map((letter) => union(...casesOf(letter, fold === "unicode").map((variant) => word(variant)))),
  );
}

/** All characters that are equal to one but for case: ASCII letters only, or by Unicode's simple folding as `/iu` has it. */
function casesOf(letter: string, unicode: boolean): string[] {
  if (/^[A-Za-z]$/.test(letter)) {
    const more = unicode ? ({ k: "\u212a", s: "\u017f" }[letter.toLowerCase()] ?? "") : "";
    return [letter.toUpperCase(), letter.toLowerCase(), ...more];
  }
  if (!unicode || letter < "\u0080") return [letter];
  const same = new RegExp(`^\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}$`, "iu");
  const found: string[] = [];
  // No code point beyond U+1FFFF has case.
  for (let point = 0; point < 0x20000; point++) {
    const other = String.fromCodePoint(point);
    if (same.test(other)) found.push(other);
  }
  return found.length === 0 ? [letter] : found;
}

/** Every base64 text of some bytes: the bits that padding leaves over may be anything. */
function base64Of(hex: string): Term {
  const text = renderBase64(hex);
  const body = text.replace(/=+$/, "");
  const padding = text.length - body.length;
  if (padding === 0) return word(text);
  const spare = padding === 1 ? 4 : 16;
  const last = BASE64.indexOf(body.slice(-1));
  const first = last - (last % spare);
  const ends = [...BASE64.slice(first, first + spare)].map((letter) => word(`${letter}${"=".repeat(padding)}`));
  return sequence(word(body.slice(0, -1)), union(...ends));
}

/** Texts of twelve digits. */
export const ACCOUNT: Term = repeat(range("0", "9"), 12, 12);
/** Texts that hold a colon and no upper-case letter: actions as they are compared. */
export const ACTIONS: Term = sequence(star(lowered()), COLON, star(lowered()));
/** An ARN up to the colon before its account. */
export const ARN_HEAD: Term = sequence(SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON);
/** A colon and anything. */
export const ARN_TAIL: Term = sequence(COLON, anyWord);

function lowered(): Term {
  return union(range("\u0000", "@"), range("[", String.fromCodePoint(MAX_CODE_POINT)));
}

/** Texts that may write a number. */
export const NUMBER_TEXTS: Term = sequence(
  union(word(""), word("+"), word("-")),
  union(
    sequence(plus(range("0", "9")), union(word(""), sequence(word("."), star(range("0", "9"))))),
    sequence(word("."), plus(range("0", "9"))),
  ),
  union(
    word(""),
    sequence(union(word("e"), word("E")), union(word(""), word("+"), word("-")), repeat(range("0", "9"), 1, 3)),
  ),
);
