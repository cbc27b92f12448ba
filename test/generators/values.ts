// Texts at and beside the edges of the sets that a question reads.
import { type Glob, renderAddress, renderBase64, renderDecimal, renderInstant, type ValueSet } from "@keyaki/semantics";

/** Texts that no pattern expects. */
export const ODD_TEXTS: readonly string[] = [
  "",
  "*",
  "?",
  "abc",
  ":",
  "a:b:c:d:e:f:g",
  "line\nbreak",
  "😀",
  "ſtraSSe",
  "\u212aelvin",
  "İ",
  "a\u0000b",
  "$" + "{aws:username}",
  "0",
  "-0",
  "00010",
  "+10",
  "10.",
  ".5",
  "1e1",
  "1e501",
  "1e-900",
  "0.1",
  "true",
  "FALSE",
  "10.1.2.3",
  "010.1.2.3",
  "255.255.255.255",
  "::ffff:10.1.2.3",
  "2001:DB8::1",
  "2026-06-01T12:00:00",
  "2026-06-01T12:00:00.001Z",
  "2026-06-01t12:00:00z",
  "-99999999999",
  "999999999999",
  "QQ==",
  "jane",
  "app",
];

const FILLS: readonly string[] = ["", "x", "a", "jane", "b:c", "/", "é\n"];

/** Texts inside the set, at its edges and just outside. `values` are put in the place of variables. */
export function textsNear(set: ValueSet, values: readonly string[] = ["jane", "x", "b:c"]): string[] {
  switch (set.is) {
    case "difference":
      return [...textsNear(set.from, values), ...textsNear(set.minus, values)];
    case "globs":
      return set.globs.flatMap((glob) => beside(glob, values));
    case "number":
      return set.values.flatMap((value) => {
        const text = renderDecimal(value);
        if (text.length > 30)
          return [text, `${value.digits}e${value.exponent}`, `${value.digits + 1n}e${value.exponent}`];
        const number = Number(text);
        return [
          text,
          `${text}e0`,
          `+${text}`,
          `${text}.`,
          `${number + 1}e0`,
          `${number - 1}e0`,
          `${text}${text.includes(".") ? "" : "."}1`.replace(".1", ".0001"),
          String(number - 1),
          String(number + 1),
          `0${text}`,
        ];
      });
    case "date":
      return set.values.flatMap((instant) =>
        [instant - 86_400_000, instant - 1, instant, instant + 1, instant + 1000, instant + 86_400_000].flatMap((at) =>
          at > -62_167_219_200_000 && at < 253_402_300_800_000
            ? [
                renderInstant(at),
                renderInstant(at).replace("Z", ""),
                renderInstant(at).toLowerCase(),
                renderInstant(at).replace("Z", "").toLowerCase(),
                String(at / 1000),
              ]
            : [String(at / 1000)],
        ),
      );
    case "bool":
      return ["true", "false", "TRUE", "fAlse", "yes"];
    case "binary":
      return [...set.values.map(renderBase64), renderBase64("ff"), "not base64"];
    case "address":
      return set.blocks.flatMap(({ family, low, high }) => {
        const top = (1n << BigInt(family === 4 ? 32 : 128)) - 1n;
        const near = [low - 1n, low, high, high + 1n].filter((at) => at >= 0n && at <= top);
        return near.flatMap((at) => [
          renderAddress(family, at),
          ...(family === 4 ? [renderAddress(6, (0xffffn << 32n) | at)] : []),
        ]);
      });
    case "parses":
      return ["1", "2026-01-01", "10.0.0.1", "QQ==", "true", "a:b:c:d:e:f", "a:b:c:d:e"];
  }
}

function beside(glob: Glob, values: readonly string[]): string[] {
  const texts: string[] = [];
  const isPlain = glob.tokens.every((token) => token.is === "text");
  const [plain] = values;
  for (const fill of isPlain ? FILLS.slice(0, 1) : FILLS) {
    for (const value of glob.tokens.some((token) => token.is === "variable") ? values : [plain ?? ""]) {
      texts.push(
        glob.tokens
          .map((token) => {
            if (token.is === "text") return token.text;
            if (token.is === "many") return fill;
            if (token.is === "one") return fill === "é\n" ? "😀" : fill === "b:c" ? ":" : "x";
            return value;
          })
          .join(""),
      );
    }
  }
  const [text] = texts;
  if (text !== undefined) texts.push(`${text}x`, text.slice(0, -1), text.toUpperCase(), text.toLowerCase());
  return texts.filter((each) => each.isWellFormed());
}
