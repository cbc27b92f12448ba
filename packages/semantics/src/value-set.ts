// Trusted: what a value must be for an operator to accept it.
import {
  type AddressBlock,
  type DateLetters,
  type Decimal,
  foldAscii,
  type NumberForms,
  type Zoneless,
} from "@keyaki/policy";

/** One piece of a glob. A `variable` stands for the text of another view of the same request; a colon it holds counts only where `colon` is true. */
export type GlobToken =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "one" | "many"; readonly colon: boolean }
  | { readonly is: "variable"; readonly view: string; readonly fallback: string | null; readonly colon: boolean };

/** How text is compared: as it stands, or with ASCII or Unicode letters folded. */
export type Folding = "none" | "ascii" | "unicode";

/** A pattern as a regular language; `colon: false` characters are not ":". Any character includes newline. */
export interface Glob {
  readonly tokens: readonly GlobToken[];
  readonly fold: Folding;
  readonly key: string;
}

export type Order = "=" | "<" | "<=" | ">" | ">=";

/** Whether an IPv4 address written as IPv6 (`::ffff:…`) is that IPv4 address, an assumption (`mapped-ipv4`). */
export type MappedIpv4 = "separate" | "same";

/**
 * A set of texts that an operator accepts: those that match one of some globs, or that parse as a number, date … in some relation to one of some values.
 * `parses` is the set of texts that the family can read at all.
 */
export type ValueSet =
  | { readonly is: "globs"; readonly globs: readonly Glob[] }
  | {
      readonly is: "number";
      readonly order: Order;
      readonly values: readonly Decimal[];
      readonly forms: NumberForms;
    }
  | ({ readonly is: "date"; readonly order: Order; readonly values: readonly number[] } & DateReading)
  | { readonly is: "bool"; readonly values: readonly boolean[] }
  | { readonly is: "binary"; readonly values: readonly string[] }
  | { readonly is: "address"; readonly blocks: readonly AddressBlock[]; readonly mapped: MappedIpv4 }
  | ParsesSet
  | { readonly is: "difference"; readonly from: ValueSet; readonly minus: ValueSet };

/** The texts that a family can read. */
export type ParsesSet = { readonly is: "parses" } & (
  | { readonly family: "number"; readonly forms: NumberForms }
  | ({ readonly family: "date" } & DateReading)
  | { readonly family: Exclude<Family, "number" | "date"> }
);

/** Which texts are dates, as far as AWS leaves it open. */
export interface DateReading {
  readonly zoneless: Zoneless;
  readonly letters: DateLetters;
}

/** The families whose texts must parse before they are compared. */
export type Family = "number" | "date" | "bool" | "binary" | "address" | "arn";

/** A glob with its canonical key; adjacent texts are merged and runs of `many` become one. */
export function makeGlob(tokens: readonly GlobToken[], fold: Folding): Glob {
  const merged: GlobToken[] = [];
  for (const token of tokens) {
    const last = merged.at(-1);
    if (token.is === "text") {
      if (token.text === "") continue;
      if (last?.is === "text") {
        merged[merged.length - 1] = { is: "text", text: last.text + token.text };
        continue;
      }
    }
    if (token.is === "many" && last?.is === "many") {
      if (token.colon) merged[merged.length - 1] = token;
      continue;
    }
    merged.push(token);
  }
  return { tokens: merged, fold, key: globKey(merged, fold) };
}

// Control characters mark the pieces, and stand behind \u0007 where the text itself holds one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks are control characters on purpose
const MARKS = /[\u0001-\u0008]/g;

function globKey(tokens: readonly GlobToken[], fold: Folding): string {
  let key = fold === "none" ? "" : fold === "ascii" ? "\u0008a" : "\u0008u";
  for (const token of tokens) {
    if (token.is === "text") key += escapeMarks(fold === "ascii" ? foldAscii(token.text) : token.text);
    else if (token.is === "variable") {
      const fallback = token.fallback === null ? "" : `\u0005${escapeMarks(token.fallback)}`;
      key += `\u0005${token.colon ? "" : "!"}${escapeMarks(token.view)}${fallback}\u0006`;
    } else key += token.is === "one" ? (token.colon ? "\u0001" : "\u0002") : token.colon ? "\u0003" : "\u0004";
  }
  return key;
}

function escapeMarks(text: string): string {
  return text.replace(MARKS, (mark) => `\u0007${mark}`);
}

/** The set of all texts. */
export const EVERY_TEXT: ValueSet = { is: "globs", globs: [makeGlob([{ is: "many", colon: true }], "none")] };

/** The set that holds exactly these texts. */
export function textsIn(values: readonly string[], fold: Folding = "none"): ValueSet {
  return globSet(values.map((text) => makeGlob([{ is: "text", text }], fold)));
}

/** A union of globs, sorted and without repetitions, so that equal unions have equal keys. */
export function globSet(globs: readonly Glob[]): ValueSet {
  const byKey = new Map(globs.map((glob) => [glob.key, glob]));
  const sorted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { is: "globs", globs: sorted };
}

const setKeys = new WeakMap<ValueSet, string>();

/** The canonical key of a set: equal keys are equal sets. */
export function valueSetKey(set: ValueSet): string {
  const known = setKeys.get(set);
  if (known !== undefined) return known;
  const made = makeSetKey(set);
  setKeys.set(set, made);
  return made;
}

function makeSetKey(set: ValueSet): string {
  switch (set.is) {
    case "globs":
      return `globs ${set.globs.map((glob) => JSON.stringify(glob.key)).join(",")}`;
    case "number":
      return `number ${set.order} ${set.values.map((value) => `${value.digits}e${value.exponent}`).join(",")} ${set.forms}`;
    case "date":
      return `date ${set.order} ${set.values.join(",")} ${set.zoneless} ${set.letters}`;
    case "bool":
    case "binary":
      return `${set.is} ${set.values.join(",")}`;
    case "address":
      return `address ${set.blocks.map((block) => `${block.family}:${block.low}-${block.high}`).join(",")} ${set.mapped}`;
    case "parses":
      return `parses ${set.family}${set.family === "number" ? ` ${set.forms}` : ""}${set.family === "date" ? ` ${set.zoneless} ${set.letters}` : ""}`;
    case "difference":
      return `(${valueSetKey(set.from)} minus ${valueSetKey(set.minus)})`;
  }
}

const NO_VIEWS: readonly string[] = [];
const variables = new WeakMap<ValueSet, readonly string[]>();

/** The views that a set's globs read besides their own: its policy variables. */
export function variablesIn(set: ValueSet): readonly string[] {
  if (set.is === "difference") {
    const [from, minus] = [variablesIn(set.from), variablesIn(set.minus)];
    return minus.length === 0 ? from : [...from, ...minus];
  }
  if (set.is !== "globs") return NO_VIEWS;
  const known = variables.get(set);
  if (known !== undefined) return known;
  const views = new Set<string>();
  for (const glob of set.globs) for (const token of glob.tokens) if (token.is === "variable") views.add(token.view);
  const made = views.size === 0 ? NO_VIEWS : [...views];
  variables.set(set, made);
  return made;
}
