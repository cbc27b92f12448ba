// Trusted: a letter taken for another one, or for none, makes a pattern match other texts.
import { type Folding, foldAscii } from "@keyaki/semantics";

/** A character as its code point, or (below zero) a letter that stands for the unknown value of a variable. */
export type TextSymbol = number;

/** A letter's symbol; `colon`: the value may hold a colon. */
export function letterSymbol(id: number, colon: boolean): TextSymbol {
  return -(2 * id + (colon ? 1 : 0) + 1);
}

export function mayHoldColon(letter: TextSymbol): boolean {
  return (-letter - 1) % 2 === 1;
}

const variants = new Map<string, readonly number[]>();

/** The characters that a pattern's character matches under its folding, itself among them. */
export function variantsOf(point: number, fold: Folding): readonly number[] {
  if (fold === "none") return [point];
  const key = `${fold} ${point}`;
  const known = variants.get(key) ?? (fold === "ascii" ? asciiVariants(point) : unicodeVariants(point));
  variants.set(key, known);
  return known;
}

function asciiVariants(point: number): number[] {
  const character = String.fromCodePoint(point);
  const lower = foldAscii(character);
  const upper = lower >= "a" && lower <= "z" ? lower.toUpperCase() : lower;
  return [...new Set([lower, upper].map((text) => text.codePointAt(0) ?? point))];
}

/** No character beyond this one has letter case. */
const LAST_CASED = 0x1ffff;

function unicodeVariants(point: number): number[] {
  const same = new RegExp(`^\\u{${point.toString(16)}}$`, "iu");
  const found: number[] = [];
  for (let other = 0; other <= LAST_CASED; other++) {
    if (other >= 0xd800 && other <= 0xdfff) continue;
    if (other === point || same.test(String.fromCodePoint(other))) found.push(other);
  }
  return found.includes(point) ? found : [point, ...found];
}
