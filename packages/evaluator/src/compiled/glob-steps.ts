// Trusted: whether a text matches one pattern, from steps that are made once. What no steps are made for is left to the plain matcher.
import { foldAscii, type Glob, type GlobToken } from "@keyaki/semantics";
import { substitutionIn } from "../atoms.ts";
import { matches } from "../match.ts";
import { afterOne } from "../runs.ts";
import type { PreparedRequest } from "./prepared.ts";

/** Whether a text of the request lies in a set. */
export type SetTest = (text: string, request: PreparedRequest) => boolean;
/** The text that a variable stands for; null: none. */
export type Variable = (request: PreparedRequest) => string | null;

/** The offset behind a step that begins at an offset; -1 where it does not match. */
type Step = (text: string, at: number, request: PreparedRequest) => number;

/** A text that a request settles; null: a variable has no value, so that nothing matches; undefined: left to the plain matcher. */
type Piece = (request: PreparedRequest) => string | null | undefined;

/**
 * A pattern whose steps leave no choice: read from the start, each ends at one place; then, each behind a wildcard that matches
 * anything, texts, the last of them at the end.
 */
interface Steps {
  readonly first: readonly Step[];
  readonly middle: readonly Piece[];
  /** null: there is no wildcard that matches anything. */
  readonly last: Piece | null;
}

/** Tests one pattern on texts whose letters are folded already where it folds those of ASCII. */
export function globTest(glob: Glob, variable: (view: string) => Variable): SetTest {
  const texts = textsBetween(glob);
  if (texts !== null) return betweenTest(texts);
  const plainly: SetTest = (text, { request }) => matches(glob, text, substitutionIn(request));
  const steps = glob.fold === "unicode" ? null : stepsOf(glob, variable);
  return steps === null ? plainly : stepsTest(steps, plainly);
}

/** The texts of a pattern of texts with wildcards that match anything between them; null where it is another. */
function textsBetween({ tokens, fold }: Glob): readonly string[] | null {
  if (fold === "unicode" || tokens[0]?.is !== "text") return null;
  const texts: string[] = [];
  for (const token of tokens) {
    if (token.is === "text") {
      if (beginsInsideCharacter(token.text)) return null;
      texts.push(fold === "ascii" ? foldAscii(token.text) : token.text);
    } else if (token.is !== "many" || !token.colon) return null;
  }
  return tokens.at(-1)?.is === "many" ? [...texts, ""] : texts;
}

function betweenTest(texts: readonly string[]): SetTest {
  const [first = "", second = ""] = texts;
  const last = texts.at(-1) ?? "";
  if (texts.length === 1) return (text) => text === first;
  if (texts.length === 2) {
    return (text) => text.length >= first.length + last.length && text.startsWith(first) && text.endsWith(last);
  }
  if (texts.length === 3 && last === "")
    return (text) => text.startsWith(first) && text.indexOf(second, first.length) >= 0;
  const middle = texts.slice(1, -1);
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (let index = 0; index < middle.length; index++) {
      const wanted = middle[index] ?? "";
      const found = text.indexOf(wanted, at);
      if (found < 0) return false;
      at = found + wanted.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

function stepsTest({ first, middle, last }: Steps, plainly: SetTest): SetTest {
  const [only] = first;
  if (last === null && first.length === 1 && only !== undefined) {
    return (text, request) => only(text, 0, request) === text.length;
  }
  const start = (text: string, request: PreparedRequest): number => {
    let at = 0;
    for (let index = 0; index < first.length; index++) {
      at = first[index]?.(text, at, request) ?? -1;
      if (at < 0) return at;
    }
    return at;
  };
  if (last === null) return (text, request) => start(text, request) === text.length;
  return (text, request) => {
    let at = start(text, request);
    if (at < 0) return false;
    for (let index = 0; index < middle.length; index++) {
      const piece = middle[index]?.(request);
      if (piece === null) return false;
      if (piece === undefined || piece === "") return plainly(text, request);
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    const end = last(request);
    if (end === undefined) return plainly(text, request);
    return end !== null && text.length - end.length >= at && text.endsWith(end);
  };
}

/** The steps of a pattern, or null where what a wildcard takes is a choice. */
function stepsOf({ tokens, fold }: Glob, variable: (view: string) => Variable): Steps | null {
  const runs: GlobToken[][] = [[]];
  for (const token of tokens) {
    if (token.is === "many" && token.colon) runs.push([]);
    else runs.at(-1)?.push(token);
  }
  const isFolded = fold === "ascii";
  const [start = [], ...others] = runs;
  const pieces = others.map((run) => pieceOf(run, isFolded, variable));
  const first = start.map((token, at) => stepOf(token, start[at + 1], isFolded, variable));
  const last = pieces.pop() ?? (others.length === 0 ? null : undefined);
  if (last === undefined || pieces.includes(null) || first.includes(null)) return null;
  return {
    first: first.filter((step) => step !== null),
    middle: pieces.filter((piece) => piece !== null),
    last,
  };
}
/** The text that a run is, where it is made of texts and variables. */
function pieceOf(run: readonly GlobToken[], isFolded: boolean, variable: (view: string) => Variable): Piece | null {
  const readers = run.map((token): Piece | null => {
    if (token.is === "variable") {
      const value = settledBy(token, isFolded, variable);
      return (request) => {
        const text = value(request);
        return text !== null && beginsInsideCharacter(text) ? undefined : text;
      };
    }
    if (token.is !== "text" || beginsInsideCharacter(token.text)) return null;
    const text = isFolded ? foldAscii(token.text) : token.text;
    return () => text;
  });
  if (readers.includes(null)) return null;
  const [first, second] = readers;
  if (first === undefined) return () => "";
  if (second === undefined) return first;
  return (request) => {
    let whole = "";
    for (let at = 0; at < readers.length; at++) {
      const text = readers[at]?.(request);
      if (typeof text !== "string") return text;
      whole += text;
    }
    return whole;
  };
}

/** What a variable of a pattern puts in its place; null: nothing that can match. */
function settledBy(
  token: Extract<GlobToken, { is: "variable" }>,
  isFolded: boolean,
  variable: (view: string) => Variable,
): Variable {
  const read = variable(token.view);
  return (request) => {
    const value = read(request) ?? token.fallback;
    if (value === null || (!token.colon && value.includes(":"))) return null;
    return isFolded ? foldAscii(value) : value;
  };
}

/**
 * Whether the text begins with the second half of a surrogate pair. A pattern may not begin to match there, and where one does so
 * anyway is for the plain matcher to say.
 */
export function beginsInsideCharacter(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0xdc00 && code <= 0xdfff;
}

function stepOf(
  token: GlobToken,
  next: GlobToken | undefined,
  isFolded: boolean,
  variable: (view: string) => Variable,
): Step | null {
  switch (token.is) {
    case "text": {
      const literal = isFolded ? foldAscii(token.text) : token.text;
      return (text, at) => (text.startsWith(literal, at) ? at + literal.length : -1);
    }
    case "one":
      return (text, at) => afterOne(text, at, token.colon);
    case "many":
      // It takes no colon and one must follow: it ends at the next one.
      return next?.is === "text" && next.text.startsWith(":") ? (text, at) => text.indexOf(":", at) : null;
    case "variable": {
      const value = settledBy(token, isFolded, variable);
      return (text, at, request) => {
        const wanted = value(request);
        return wanted !== null && text.startsWith(wanted, at) ? at + wanted.length : -1;
      };
    }
  }
}
