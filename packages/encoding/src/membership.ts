// Checked: every witness is judged again by the evaluator, and the classes by the law that every value has one.
import { matchesTexts, type TextSet } from "@keyaki/domains";
import {
  type Family,
  type ParsesSet,
  parseAddress,
  parseBase64,
  parseBool,
  parseDecimal,
  parseInstant,
  type ValueSet,
} from "@keyaki/semantics";
import { holdsAddress, holdsInstant, holdsNumber } from "./sorted-values.ts";

const languages = new WeakMap<ValueSet, TextSet>();

/** The set's globs as a language over characters, or null when it holds a policy variable or is no set of globs. */
export function textSetOf(set: ValueSet): TextSet | null {
  const known = languages.get(set) ?? makeTextSet(set);
  if (known !== null) languages.set(set, known);
  return known;
}

function makeTextSet(set: ValueSet): TextSet | null {
  if (set.is === "parses" && set.family === "arn") return ARN_TEXTS;
  if (set.is === "parses" && set.family === "bool") return TRUTHS.concat(UNTRUTHS);
  if (set.is === "bool") return set.values.flatMap((value) => (value ? TRUTHS : UNTRUTHS));
  if (set.is !== "globs") return null;
  const globs: TextSet[number][] = [];
  for (const { tokens, fold } of set.globs) {
    const constant = tokens.filter((token) => token.is !== "variable");
    if (constant.length !== tokens.length) return null;
    globs.push({ tokens: constant, fold });
  }
  return globs;
}

// The texts of a Boolean are few: they are a language like any other.
const TRUTHS: TextSet = [{ tokens: [{ is: "text", text: "true" }], fold: "ascii" }];
const UNTRUTHS: TextSet = [{ tokens: [{ is: "text", text: "false" }], fold: "ascii" }];
const SEGMENT = { is: "many", colon: false } as const;
const COLON = { is: "text", text: ":" } as const;
/** Texts with five colons or more. */
const ARN_TEXTS: TextSet = [
  {
    tokens: [
      SEGMENT,
      COLON,
      SEGMENT,
      COLON,
      SEGMENT,
      COLON,
      SEGMENT,
      COLON,
      SEGMENT,
      COLON,
      { is: "many", colon: true },
    ],
    fold: "none",
  },
];

/** Families whose values are more than a language of texts. */
export type ParsedFamily = Exclude<Family, "arn" | "bool">;

/** The family that the set's texts must parse under; null: the set is a language. */
export function familyOf(set: ValueSet): ParsedFamily | null {
  switch (set.is) {
    case "globs":
    case "difference":
    case "bool":
      return null;
    case "parses":
      return set.family === "arn" || set.family === "bool" ? null : set.family;
    default:
      return set.is;
  }
}

/** The sets that a set is made of. */
export function baseSets(set: ValueSet): ValueSet[] {
  return set.is === "difference" ? [...baseSets(set.from), ...baseSets(set.minus)] : [set];
}

/** Whether a text lies in a set without variables. */
export function isMember(set: ValueSet, text: string): boolean {
  switch (set.is) {
    case "difference":
      return isMember(set.from, text) && !isMember(set.minus, text);
    case "globs": {
      const texts = textSetOf(set);
      return texts !== null && matchesTexts(texts, text);
    }
    case "number": {
      const value = parseDecimal(text, set.forms);
      return value !== null && holdsNumber(set, value);
    }
    case "date": {
      const value = parseInstant(text, set.zoneless, set.letters);
      return value !== null && holdsInstant(set, value);
    }
    case "bool": {
      const value = parseBool(text);
      return value !== null && set.values.includes(value);
    }
    case "binary": {
      const value = parseBase64(text);
      return value !== null && set.values.includes(value);
    }
    case "address": {
      const value = parseAddress(text);
      return value !== null && holdsAddress(set, value.family, value.value);
    }
    case "parses":
      return parsesAs(set, text);
  }
}

function parsesAs(set: ParsesSet, text: string): boolean {
  switch (set.family) {
    case "arn":
      return matchesTexts(ARN_TEXTS, text);
    case "number":
      return parseDecimal(text, set.forms) !== null;
    case "date":
      return parseInstant(text, set.zoneless, set.letters) !== null;
    case "bool":
      return parseBool(text) !== null;
    case "binary":
      return parseBase64(text) !== null;
    case "address":
      return parseAddress(text) !== null;
  }
}
