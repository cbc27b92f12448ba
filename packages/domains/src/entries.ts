// Trusted: a glob that is left out here is a class that is missing.
import { type Fold, foldText } from "./fold.ts";
import type { Glob, TextSet } from "./glob.ts";

/** A text that globs name: by itself, as a beginning, or both. */
export interface Entry {
  readonly text: string;
  /** The sets that hold the text itself, and those that hold all that begins with it. */
  readonly itself: number[];
  readonly beginning: number[];
  /** All globs that begin with the text, where some are of another form: what begins with it is walked. */
  readonly walked: Walked | null;
}

/** By set: its globs that begin with one text. */
export type Walked = Map<number, Glob[]>;

/** The texts in order, the empty one first; null where that does not tell all globs apart. */
export function entriesOf(
  sets: readonly TextSet[],
  held: string,
): { readonly entries: readonly Entry[]; readonly fold: Fold } | null {
  const texts: string[] = [];
  const others: string[] = [];
  let fold: Fold | null = null;
  for (const set of sets) {
    for (const glob of set) {
      const text = beginningOf(glob);
      texts.push(text);
      if (text !== "") {
        if (glob.fold === "unicode" || (fold ?? glob.fold) !== glob.fold) return null;
        fold = glob.fold;
      }
      if (formOf(glob) !== "other") continue;
      if (text === "" || !text.includes(held)) return null;
      others.push(text);
    }
  }
  const islands = leastBeginnings(others);
  const byText = new Map<string, Entry>();
  const entryOf = (text: string, isWalked: boolean): Entry => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const made = { text, itself: [], beginning: [], walked: isWalked ? new Map<number, Glob[]>() : null };
    byText.set(text, made);
    return made;
  };
  entryOf("", false);
  let at = 0;
  for (let set = 0; set < sets.length; set++) {
    for (const glob of sets[set]!) {
      const text = texts[at++]!;
      const island = startOf(text, islands);
      const entry = entryOf(island ?? text, island !== undefined);
      const form = formOf(glob);
      if (entry.walked !== null) {
        const own = entry.walked.get(set);
        if (own === undefined) entry.walked.set(set, [glob]);
        else own.push(glob);
      } else if (form !== "other" && entry[form].at(-1) !== set) entry[form].push(set);
    }
  }
  // A beginning sorts before all that begins with it, and nothing comes in between.
  const entries = [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  return { entries, fold: fold ?? "none" };
}

/** Some texts in order, without those that begin with another one. */
function leastBeginnings(texts: readonly string[]): readonly string[] {
  const least: string[] = [];
  for (const text of [...texts].sort()) {
    const last = least.at(-1);
    if (last === undefined || !text.startsWith(last)) least.push(text);
  }
  return least;
}

/** The one of some least beginnings that a text begins with. */
function startOf(text: string, beginnings: readonly string[]): string | undefined {
  let low = 0;
  let high = beginnings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (beginnings[middle]! <= text) low = middle + 1;
    else high = middle;
  }
  const before = beginnings[low - 1];
  return before !== undefined && text.startsWith(before) ? before : undefined;
}

/** The text before a glob's first wildcard, folded. */
function beginningOf({ tokens: [first], fold }: Glob): string {
  return first?.is === "text" ? foldText(first.text, fold) : "";
}

/** Whether a glob is one text, all that begin with one, or more than that. */
function formOf({ tokens }: Glob): "itself" | "beginning" | "other" {
  const [last, ...more] = tokens[0]?.is === "text" ? tokens.slice(1) : tokens;
  if (last === undefined) return "itself";
  const isPlain = last.is === "many" && last.colon && more.length === 0;
  return isPlain ? "beginning" : "other";
}
