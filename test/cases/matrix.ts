// What cases about a single condition cover, read from the cases themselves: what is written here cannot claim more than they hold.
import { globalKey } from "@keyaki/catalog";
import { CALLER_VIEWS, CLOCK_VIEWS, keyView, OPERATORS, OWNER_VIEWS } from "@keyaki/semantics";
import type { Case } from "./case-file.ts";

/** What one case can show of an operator. */
export const ASPECTS = [
  "match",
  "no match",
  "absent key",
  "several values, match",
  "several values, no match",
  "negated counterpart",
  "IfExists, absent key",
  "IfExists, match",
  "IfExists, no match",
  "ForAllValues, absent key",
  "ForAllValues, empty",
  "ForAllValues, one value",
  "ForAllValues, several values",
  "ForAnyValue, absent key",
  "ForAnyValue, empty",
  "ForAnyValue, one value",
  "ForAnyValue, several values",
  "multivalued key, no set operator",
  "unparsable value",
  "letter case",
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Every operator, as AWS spells it. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys(), "Null"];

const BY_FOLDED_NAME = new Map(OPERATOR_NAMES.map((name) => [name.toLowerCase(), name]));

/** A condition of one operator and one key, and what the request holds for that key. */
export interface Single {
  readonly base: string;
  readonly set: "ForAllValues" | "ForAnyValue" | null;
  readonly ifExists: boolean;
  readonly key: string;
  readonly wanted: readonly string[];
  /** null: absent; a list: a set of any size. */
  readonly held: string | readonly string[] | null;
}

/** Keys that a request has without naming them: what a case leaves out of its context is not absent. */
function isFilledIn(key: string): boolean {
  const view = keyView(key);
  return (
    CALLER_VIEWS.has(view) ||
    CLOCK_VIEWS.has(view) ||
    OWNER_VIEWS.has(view) ||
    ["aws:securetransport", "aws:requestedregion"].includes(key)
  );
}

/** The only condition of a case, or null where it has none or several. */
export function singleOf(each: Case): Single | null {
  const blocks = Object.entries((each.condition ?? {}) as Record<string, Record<string, unknown>>);
  const [[written, block] = ["", {}]] = blocks;
  const keys = Object.entries(block);
  const [[name, values] = ["", []]] = keys;
  if (blocks.length !== 1 || keys.length !== 1) return null;
  const [, prefix, stem = "", suffix] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/i.exec(written) ?? [];
  const base = BY_FOLDED_NAME.get(stem.toLowerCase());
  if (base === undefined) return null;
  const key = name.toLowerCase();
  const given = Object.entries(each.context ?? {}).find(([other]) => other.toLowerCase() === key)?.[1] ?? null;
  if (given === null && isFilledIn(key)) return null;
  const set = prefix === undefined ? null : /all/i.test(prefix) ? "ForAllValues" : "ForAnyValue";
  const held = Array.isArray(given) ? given.map(String) : given === null ? null : String(given);
  const wanted = Array.isArray(values) ? values.map(String) : [String(values)];
  return { base, set, ifExists: suffix !== undefined, key, wanted, held };
}

/** The aspects of its operator that one case shows. */
export function aspectsOf(each: Case): readonly { readonly base: string; readonly aspect: Aspect }[] {
  const single = singleOf(each);
  if (single === null) return [];
  return aspectsOfSingle(single, each).map((aspect) => ({ base: single.base, aspect }));
}

function aspectsOfSingle({ base, set, ifExists, key, wanted, held }: Single, each: Case): readonly Aspect[] {
  if (set !== null) {
    if (ifExists) return [];
    const many = Array.isArray(held) ? held.length : held === null ? null : 1;
    const size = many === null ? "absent key" : many === 0 ? "empty" : many === 1 ? "one value" : "several values";
    return [`${set}, ${size}`];
  }
  if (held === null) return [ifExists ? "IfExists, absent key" : "absent key"];
  if (typeof held !== "string" || globalKey(key)?.arity === "multi") {
    const isOpen = each.rule === "multivalued-plain" || base === "Null";
    return isOpen && !ifExists ? ["multivalued key, no set operator"] : [];
  }
  if (!isReadable(base, held)) return ifExists ? [] : ["unparsable value"];
  if (typeof each.want !== "boolean") return [];
  const outcome = each.want ? "match" : "no match";
  if (ifExists) return [`IfExists, ${outcome}`];
  const letters: Aspect[] = wanted.some((value) => differInCase(base, value, held)) ? ["letter case"] : [];
  if (wanted.length === 0) return letters;
  return [wanted.length > 1 ? (`several values, ${outcome}` as const) : outcome, ...letters];
}

/** Operators whose outcome is turned around by another. */
const NEGATED: ReadonlyMap<string, string> = new Map([
  ["StringEquals", "StringNotEquals"],
  ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  ["StringLike", "StringNotLike"],
  ["NumericEquals", "NumericNotEquals"],
  ["DateEquals", "DateNotEquals"],
  ["IpAddress", "NotIpAddress"],
  ["ArnEquals", "ArnNotEquals"],
  ["ArnLike", "ArnNotLike"],
]);

/** Operators of which two cases say the opposite about the same values, one by the operator and one by its counterpart. */
export function counterparts(cases: readonly Case[]): ReadonlySet<string> {
  const seen = new Map<string, unknown>();
  for (const each of cases) {
    const single = singleOf(each);
    if (single === null || typeof each.want !== "boolean" || typeof single.held !== "string") continue;
    const { base, set, ifExists, key, wanted, held } = single;
    if (set === null && !ifExists) seen.set(JSON.stringify([base, key, wanted, held]), each.want);
  }
  const found = new Set<string>();
  for (const [text, want] of seen) {
    const [base, ...rest] = JSON.parse(text) as [string, ...unknown[]];
    const other = NEGATED.get(base);
    if (other === undefined || seen.get(JSON.stringify([other, ...rest])) !== !want) continue;
    found.add(base).add(other);
  }
  return found;
}

/** Outcomes of an operator under a set operator, for sets that are not empty. */
export function setOutcomes(
  cases: readonly Case[],
  set: "ForAllValues" | "ForAnyValue",
): ReadonlyMap<string, Set<unknown>> {
  const outcomes = new Map<string, Set<unknown>>();
  for (const each of cases) {
    const single = singleOf(each);
    if (single?.set !== set || single.ifExists || single.held === null || single.held.length === 0) continue;
    outcomes.set(single.base, (outcomes.get(single.base) ?? new Set()).add(each.want));
  }
  return outcomes;
}

/** Whether a value looks like what the operator compares. */
function isReadable(base: string, value: string): boolean {
  if (/^(Numeric|Date)/.test(base)) return /\d/.test(value);
  if (base === "Bool") return /^(true|false)$/i.test(value);
  if (base === "BinaryEquals") return value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
  if (base.endsWith("IpAddress")) return /^[\dA-Fa-f.:]+$/.test(value);
  if (base.startsWith("Arn")) return value.split(":").length > 5;
  return true;
}

/** Whether a value of the policy and one of the request would be the same but for the case of their letters. */
function differInCase(base: string, wanted: string, held: string): boolean {
  if (/^(Numeric|Date|Null)/.test(base)) return false;
  // An address in hexadecimal, in capitals on one side and small on the other.
  if (base.endsWith("IpAddress")) return [wanted, held].some(hasCapitals) && [wanted, held].some(hasSmallLetters);
  const isSame = /Like$|^Arn/.test(base) ? isMatched : (one: string, other: string) => one === other;
  return isSame(wanted.toLowerCase(), held.toLowerCase()) && !isSame(wanted, held);
}

const hasCapitals = (text: string) => /[A-F]/.test(text);
const hasSmallLetters = (text: string) => /[a-f]/.test(text);

/** Whether a pattern of stars and question marks matches a text, without going back over more than one star. */
function isMatched(pattern: string, text: string): boolean {
  let [at, position, star, from] = [0, 0, -1, 0];
  while (position < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      from = position;
    } else if (pattern[at] === "?" || (at < pattern.length && pattern[at] === text[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++from;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
