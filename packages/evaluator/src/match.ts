// Trusted: whether a value is accepted. This matcher judges the solver's classes, so it shares no code with them.
import {
  compareDecimals,
  foldAscii,
  type Glob,
  type GlobToken,
  type Order,
  type ParsesSet,
  parseAddress,
  parseBase64,
  parseBool,
  parseDecimal,
  parseInstant,
  unmapIpv6,
  type ValueSet,
} from "@keyaki/semantics";
import { matchesRuns, type Runs, runsOf } from "./runs.ts";

/** The text a policy variable stands for, or null when it has no value. */
export type Substitution = (view: string) => string | null;

/** Whether the text lies in the set. No pattern makes it backtrack. */
export function accepts(set: ValueSet, text: string, substitute: Substitution): boolean {
  switch (set.is) {
    case "globs":
      return set.globs.some((glob) => matches(glob, text, substitute));
    case "number": {
      const value = parseDecimal(text, set.forms);
      return value !== null && set.values.some((other) => inOrder(set.order, compareDecimals(value, other)));
    }
    case "date": {
      const value = parseInstant(text, set.zoneless, set.letters);
      return value !== null && set.values.some((other) => inOrder(set.order, value - other));
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
      if (value === null) return false;
      const inside = (family: 4 | 6, number: bigint) =>
        set.blocks.some((block) => block.family === family && block.low <= number && number <= block.high);
      if (inside(value.family, value.value)) return true;
      const mapped = set.mapped === "same" && value.family === 6 ? unmapIpv6(value.value) : null;
      return mapped !== null && inside(4, mapped);
    }
    case "parses":
      return parses(set, text);
    case "difference":
      return accepts(set.from, text, substitute) && !accepts(set.minus, text, substitute);
  }
}

function parses(set: ParsesSet, text: string): boolean {
  switch (set.family) {
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
    case "arn":
      return text.split(":").length >= 6;
  }
}

function inOrder(order: Order, difference: number): boolean {
  switch (order) {
    case "=":
      return difference === 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}

/** Whether the whole text matches the glob once its variables have their values, which are literal text. */
export function matches(glob: Glob, text: string, substitute: Substitution): boolean {
  const ready = readyOf(glob);
  const subject = glob.fold === "ascii" ? foldAscii(text) : text;
  if (!ready.hasVariables) {
    const known = matchesPlainly(ready.tokens, subject, glob);
    if (known !== null) return known;
    ready.runs ??= runsOf(ready.tokens, glob.fold);
    return matchesRuns(ready.runs, subject);
  }
  const tokens = substituted(glob, ready.tokens, substitute);
  if (tokens === null) return false;
  return matchesPlainly(tokens, subject, glob) ?? matchesRuns(runsOf(tokens, glob.fold), subject);
}

/** What most patterns are: a text, or a text and a wildcard; null where the subject has to be read run by run. */
function matchesPlainly(pattern: readonly GlobToken[], subject: string, { fold }: Glob): boolean | null {
  const [first, second] = pattern;
  if (first === undefined) return subject === "";
  if (fold === "unicode") return null;
  if (pattern.length === 1) {
    if (first.is === "text") return subject === first.text;
    if (first.is === "many" && first.colon) return true;
  }
  if (first.is !== "text") return null;
  if (!subject.startsWith(first.text)) return false;
  return pattern.length === 2 && second?.is === "many" && second.colon ? true : null;
}

/** What of a glob no request changes: made once, for a judge asks the same globs about many texts. */
interface Ready {
  /** Folded, where the folding is of ASCII. */
  readonly tokens: readonly GlobToken[];
  readonly hasVariables: boolean;
  runs: Runs | undefined;
}

const made = new WeakMap<Glob, Ready>();

function readyOf(glob: Glob): Ready {
  const known = made.get(glob);
  if (known !== undefined) return known;
  const ready: Ready = {
    tokens: glob.fold === "ascii" ? glob.tokens.map(foldToken) : glob.tokens,
    hasVariables: glob.tokens.some((token) => token.is === "variable"),
    runs: undefined,
  };
  made.set(glob, ready);
  return ready;
}

function foldToken(token: GlobToken): GlobToken {
  return token.is === "text" ? { is: "text", text: foldAscii(token.text) } : token;
}

function substituted({ fold }: Glob, tokens: readonly GlobToken[], substitute: Substitution): GlobToken[] | null {
  const result: GlobToken[] = [];
  for (const token of tokens) {
    if (token.is !== "variable") {
      result.push(token);
      continue;
    }
    const value = substitute(token.view) ?? token.fallback;
    // In a part that holds no colon, a value with one cannot match: ARNs are cut before values are put in.
    if (value === null || (!token.colon && value.includes(":"))) return null;
    result.push({ is: "text", text: fold === "ascii" ? foldAscii(value) : value });
  }
  return result;
}
