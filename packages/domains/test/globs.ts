import fc from "fast-check";
import type { Glob, GlobToken } from "../src/index.ts";

/** Tokens over a small alphabet, in which patterns overlap in every way. */
export function tokens(letters: string, withLetters = false): fc.Arbitrary<GlobToken> {
  const kinds: fc.Arbitrary<GlobToken>[] = [
    fc
      .array(fc.constantFrom(...letters), { minLength: 0, maxLength: 3 })
      .map((text) => ({ is: "text", text: text.join("") })),
    fc.record({ is: fc.constant("one" as const), colon: fc.boolean() }),
    fc.record({ is: fc.constant("many" as const), colon: fc.boolean() }),
    fc.record({ is: fc.constant("many" as const), colon: fc.boolean() }),
  ];
  if (withLetters) kinds.push(fc.constantFrom({ is: "letter", id: 0 }, { is: "letter", id: 1, colon: true }));
  return fc.oneof(...kinds);
}

export function globs(letters: string, fold: fc.Arbitrary<Glob["fold"]>, withLetters = false): fc.Arbitrary<Glob> {
  return fc.record({ tokens: fc.array(tokens(letters, withLetters), { maxLength: 5 }), fold });
}

/** Every text over an alphabet up to a length. */
export function allTexts(alphabet: readonly string[], maxLength: number): string[] {
  const all = [""];
  for (let from = 0, length = 0; length < maxLength; length++) {
    const end = all.length;
    for (; from < end; from++) for (const letter of alphabet) all.push(all[from]! + letter);
  }
  return all;
}

/** What a glob means, straight from the words of its documentation: exponential, and of another shape than the code. */
export function naiveMatch(glob: Glob, text: string): boolean {
  const units = [...text];
  const same = (a: string, b: string): boolean => {
    if (glob.fold === "none") return a === b;
    const escaped = `\\u{${a.codePointAt(0)!.toString(16)}}`;
    if (glob.fold === "unicode") return new RegExp(`^${escaped}$`, "iu").test(b);
    const lower = (c: string) => (c >= "A" && c <= "Z" ? c.toLowerCase() : c);
    return lower(a) === lower(b);
  };
  const isLetter = (c: string) => /^[\udc00-\udfff]$/.test(c);
  const isColonLetter = (c: string) => /^[\ude00-\udfff]$/.test(c);
  const go = (t: number, at: number): boolean => {
    const token = glob.tokens[t];
    if (token === undefined) return at === units.length;
    const c = units[at];
    switch (token.is) {
      case "text": {
        const wanted = [...token.text];
        return (
          wanted.every((w, i) => units[at + i] !== undefined && same(w, units[at + i]!)) &&
          go(t + 1, at + wanted.length)
        );
      }
      case "letter":
        return c === String.fromCharCode((token.colon ? 0xde00 : 0xdc00) + token.id) && go(t + 1, at + 1);
      case "one":
        return c !== undefined && !isLetter(c) && (token.colon || c !== ":") && go(t + 1, at + 1);
      case "many":
        return go(t + 1, at) || (c !== undefined && (token.colon || (c !== ":" && !isColonLetter(c))) && go(t, at + 1));
    }
  };
  return go(0, 0);
}
