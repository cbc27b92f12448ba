// Trusted: the ways in which a field's sets tell its values apart; one that is missing is a request that a proof need not explain.
import { accepts } from "@keyaki/evaluator";
import type { Glob, ValueSet } from "@keyaki/semantics";
import { signaturesOf } from "./cover.ts";
import { ANYTHING, type Domain, WITH_COLON } from "./domain.ts";
import { languageOf } from "./patterns.ts";
import { Unproved } from "./unproved.ts";
import { familyOf, familySignatures } from "./values.ts";

/** Which texts a field may hold. */
export type TextField = "action" | "any";

const DOMAINS: Readonly<Record<TextField, Domain>> = { action: WITH_COLON, any: ANYTHING };

/**
 * The signatures of all texts of a field by some sets: "1" for each set that holds the text. Where patterns and numbers, dates … meet, also
 * combinations that no text may have.
 */
export function textSignatures(field: TextField, sets: readonly ValueSet[]): ReadonlySet<string> {
  const families = [...new Set(sets.flatMap((set) => familyOf(set) ?? []))].sort();
  const languages = sets.map((set) => (familyOf(set) === null ? languageOf(set) : []));
  if (languages.includes(null)) throw new Unproved("a set that is no union of patterns");
  const byPatterns = signaturesOf({
    components: [DOMAINS[field]],
    texts: [[{ component: 0 }]],
    sets: languages.map((globs) => ({ text: 0, globs: globs ?? [] })),
  });
  if (byPatterns === null) throw new Unproved("the patterns have too many states");
  let byFamilies: readonly string[] = [sets.map(() => "0").join("")];
  for (const family of families) {
    const more = familySignatures(family, sets);
    if (more === null) throw new Unproved(`a ${family} that cannot be written`);
    byFamilies = byFamilies.flatMap((one) => [...more].map((other) => either(one, other)));
  }
  const literals = languages.map((globs) => literalsOf(globs ?? []));
  const found = new Set<string>();
  for (const signature of byPatterns) {
    // Where a set lists its texts one by one, there are no others: each is looked at as it stands.
    const listed = literals.find((texts, at) => texts !== null && signature[at] === "1");
    if (listed === undefined || listed === null) {
      for (const other of byFamilies) found.add(either(signature, other));
      continue;
    }
    for (const text of listed) {
      const whole = signatureOf(sets, text);
      if (sets.every((_, at) => languages[at]?.length === 0 || whole[at] === signature[at])) found.add(whole);
    }
  }
  return found;
}

/** The texts of a union of patterns that has no wildcards; null for one that has some, or that folds. */
function literalsOf(globs: readonly Glob[]): string[] | null {
  const texts: string[] = [];
  for (const { tokens, fold } of globs) {
    const [first] = tokens;
    if (fold !== "none" || tokens.length > 1 || (first !== undefined && first.is !== "text")) return null;
    texts.push(first?.text ?? "");
  }
  return texts;
}

function either(one: string, other: string): string {
  return [...one].map((bit, at) => (bit === "1" || other[at] === "1" ? "1" : "0")).join("");
}

const nothing = () => null;

/** The signature of one text. */
export function signatureOf(sets: readonly ValueSet[], text: string): string {
  return sets.map((set) => (accepts(set, text, nothing) ? "1" : "0")).join("");
}
