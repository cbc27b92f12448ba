// Trusted: a character lost in printing changes the question.

/** The largest code point of an SMT-LIB 2.6 string; beyond it lie only plane 14's tags and private use. */
export const MAX_CODE_POINT = 0x2ffff;

/** Whether SMT-LIB can say the string: all its code points are at most `MAX_CODE_POINT`. */
export function isSayable(text: string): boolean {
  for (const character of text) if (character.codePointAt(0)! > MAX_CODE_POINT) return false;
  return true;
}

/**
 * A string literal. Printable ASCII stands for itself, everything else, `"` and `\` are written `\u{hex}`: so no reader
 * has to know about doubled quotes, and no backslash can be taken for the start of an escape.
 * A lone surrogate is a character like others here, as it is in SMT-LIB.
 * @throws RangeError when a code point lies above `MAX_CODE_POINT`: any replacement would be another question.
 */
export function stringLiteral(text: string): string {
  let content = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code > MAX_CODE_POINT) {
      throw new RangeError(`SMT-LIB strings end at U+2FFFF: U+${code.toString(16).toUpperCase()}`);
    }
    const plain = code >= 0x20 && code <= 0x7e && code !== 0x22 && code !== 0x5c;
    content += plain ? character : `\\u{${code.toString(16)}}`;
  }
  return `"${content}"`;
}

/**
 * What a string literal of SMT-LIB says, as solvers print them in models: `""` is a quote, `\ud₃d₂d₁d₀`, `\u{d…}` (1 to 5 digits) a
 * code point, any other backslash itself. `undefined` when it is not a string literal.
 * Z3 4.8 prints a backslash of a model's string as itself, so that its text may look like an escape; Z3 5 and cvc5 do not.
 */
export function parseStringLiteral(literal: string): string | undefined {
  if (!/^"(?:[^"]|"")*"$/s.test(literal)) return undefined;
  return literal
    .slice(1, -1)
    .replaceAll('""', '"')
    .replace(
      /\\u(?:\{([0-9a-fA-F]{1,5})\}|([0-9a-fA-F]{4}))/g,
      (written, braced: string | undefined, plain: string | undefined) => {
        const code = Number.parseInt(braced ?? plain ?? "", 16);
        return code <= MAX_CODE_POINT ? String.fromCodePoint(code) : written;
      },
    );
}
