// Trusted: whether a text matches a pattern. It judges the solver's classes, so it shares no code with them.
import type { Folding, GlobToken } from "@keyaki/semantics";

/** A pattern cut at its wildcards that match anything. */
export interface Runs {
  readonly first: Run;
  readonly middle: readonly Run[];
  /** null: there is no such wildcard. */
  readonly last: Run | null;
}

/**
 * Whether the whole text matches. Read run by run: between two wildcards that match anything, the place where a run can end first is
 * as good as any later one, so that no number of wildcards makes it slow.
 */
export function matchesRuns({ first, middle, last }: Runs, text: string): boolean {
  const ends = endsOf(first, text, [0]);
  if (last === null) return ends.includes(text.length);
  let [from] = ends;
  for (const run of middle) {
    if (from === undefined) return false;
    from = firstEnd(run, text, from);
  }
  return from !== undefined && endsAt(last, text, from);
}

/** What a pattern reads next: a fixed number of characters, or (`segment`) any number of them that are no colon. */
type Step =
  | {
      readonly is: "fixed";
      readonly characters: number;
      readonly literal: string | null;
      /** The offset behind it when it is read at an offset, -1 where it does not match. */
      after(text: string, at: number): number;
    }
  | { readonly is: "segment" };
type Run = readonly Step[];

/** Cuts tokens without variables; texts are already folded where the folding is of ASCII. */
export function runsOf(tokens: readonly GlobToken[], fold: Folding): Runs {
  const runs: Step[][] = [[]];
  for (const token of tokens) {
    if (token.is === "many" && token.colon) runs.push([]);
    else runs.at(-1)?.push(stepOf(token, fold));
  }
  const [first = [], ...middle] = runs;
  return { first, middle, last: middle.pop() ?? null };
}

function stepOf(token: GlobToken, fold: Folding): Step {
  if (token.is === "text") return textStep(token.text, fold);
  if (token.is === "variable") return { is: "fixed", characters: 0, literal: null, after: () => -1 };
  if (token.is === "many") return { is: "segment" };
  return { is: "fixed", characters: 1, literal: null, after: (text, at) => afterOne(text, at, token.colon) };
}

function textStep(literal: string, fold: Folding): Step {
  const characters = [...literal];
  if (fold !== "unicode") {
    const after = (text: string, at: number) => (text.startsWith(literal, at) ? at + literal.length : -1);
    return { is: "fixed", characters: characters.length, literal, after };
  }
  const escaped = characters.map((letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`).join("");
  const expression = new RegExp(escaped, "iuy");
  const after = (text: string, at: number) => {
    expression.lastIndex = at;
    return expression.test(text) ? expression.lastIndex : -1;
  };
  return { is: "fixed", characters: characters.length, literal: null, after };
}

/** The offsets behind a run that begins at one of some offsets; all ascending. */
function endsOf(run: Run, text: string, starts: readonly number[]): readonly number[] {
  let reached = starts;
  for (const step of run) {
    const ends: number[] = [];
    for (const start of reached) {
      if (step.is === "fixed") {
        const end = step.after(text, start);
        if (end >= 0) ends.push(end);
      } else if (start > (ends.at(-1) ?? -1)) {
        // An earlier offset reaches as far as the next colon too.
        for (const at of offsetsFrom(text, start)) {
          ends.push(at);
          if (text[at] === ":") break;
        }
      }
    }
    if (ends.length === 0) return ends;
    reached = ends;
  }
  return reached;
}

/** The least offset behind a run that begins at an offset or later. */
function firstEnd(run: Run, text: string, from: number): number | undefined {
  const [only] = run;
  if (run.length === 1 && only?.is === "fixed" && only.literal !== null) {
    for (let at = text.indexOf(only.literal, from); at >= 0; at = text.indexOf(only.literal, at + 1)) {
      if (!insidePair(text, at)) return at + only.literal.length;
    }
    return undefined;
  }
  if (run.some((step) => step.is === "segment")) return endsOf(run, text, [...offsetsFrom(text, from)])[0];
  for (const start of offsetsFrom(text, from)) {
    const [end] = endsOf(run, text, [start]);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** Whether a run that begins at an offset or later can end with the text. */
function endsAt(run: Run, text: string, from: number): boolean {
  if (run.some((step) => step.is === "segment")) {
    return endsOf(run, text, [...offsetsFrom(text, from)]).includes(text.length);
  }
  let start = text.length;
  for (let left = run.reduce((sum, step) => sum + (step.is === "fixed" ? step.characters : 0), 0); left > 0; left--) {
    start -= insidePair(text, start - 1) ? 2 : 1;
    if (start < from) return false;
  }
  return endsOf(run, text, [start]).includes(text.length);
}

/** The offsets between characters: half a surrogate pair is none. */
function* offsetsFrom(text: string, from: number): Generator<number> {
  for (let at = from; at <= text.length; at++) if (!insidePair(text, at)) yield at;
}

function insidePair(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (!(code >= 0xdc00 && code <= 0xdfff) || at === 0) return false;
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff;
}

/** The offset behind one character; -1 where there is none, or a colon that is not taken. */
export function afterOne(text: string, at: number, colon: boolean): number {
  const point = text.codePointAt(at);
  if (point === undefined || (!colon && point === 0x3a)) return -1;
  return at + (point > 0xffff ? 2 : 1);
}
