// Trusted: a class of texts that is missing here makes a verdict "proved" that is not.
import { type Fold, foldText } from "./fold.ts";
import type { TextSet } from "./glob.ts";
import { type Members, membersKey, membersOf } from "./signatures.ts";
import type { Cell } from "./texts.ts";

/** A text that globs name: by itself, as a beginning, or both. */
interface Entry {
  readonly text: string;
  /** The sets that hold the text itself, and those that hold all that begins with it. */
  readonly itself: number[];
  readonly beginning: number[];
}

/** A beginning on the way down, and the characters with which entries go on from it. */
interface Level {
  readonly entry: Entry;
  readonly members: Members;
  readonly next: Set<string>;
}

/** A class, and where some of its texts lie. */
export interface PlacedCell extends Cell {
  /** Texts of the class, and beginnings of texts of it; some of them, in order. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly text: string;
  /** The text itself lies in the class; else some texts that begin so do. */
  readonly itself: boolean;
}

/** Places that are kept for one class. */
const MOST_PLACES = 12;

const FILLERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * The classes of the texts that hold a character, where all globs are a text or the beginning of texts (`ab`, `ab*`): what
 * `partitionTexts` finds with "holds the character" as one set more, read off the sorted texts without a walk. Null where some glob is
 * of another form, or letters fold in different ways.
 */
export function partitionBeginnings(sets: readonly TextSet[], held: string): readonly PlacedCell[] | null {
  const read = entriesOf(sets);
  if (read === null) return null;
  const { entries, fold } = read;
  const width = sets.length + 1;
  const found: Found[] = [];
  const levels: Level[] = [];
  const leave = (level: Level): void => {
    const place = { text: level.entry.text, itself: false };
    found.push({ members: level.members, sample: sampleOf(level, held), only: false, place });
  };
  for (const entry of entries) {
    let above = levels.at(-1);
    while (above !== undefined && !entry.text.startsWith(above.entry.text)) {
      leave(above);
      levels.pop();
      above = levels.at(-1);
    }
    // Every text begins with the empty one, which is the first entry.
    const members = membersOf(width, entry.beginning);
    if (above === undefined) members.set(membersOf(width, [...entry.beginning, sets.length]));
    else {
      above.next.add(entry.text.charAt(above.entry.text.length));
      for (let word = 0; word < members.length; word++) members[word]! |= above.members[word]!;
    }
    if (entry.beginning.length > 0 || above === undefined) levels.push({ entry, members, next: new Set() });
    if (entry.itself.length > 0 && entry.text.includes(held)) {
      const itself = membersOf(width, entry.itself);
      for (let word = 0; word < members.length; word++) itself[word]! |= members[word]!;
      // A text whose letters fold is one of several.
      found.push({
        members: itself,
        sample: entry.text,
        only: fold === "none",
        place: { text: entry.text, itself: true },
      });
    }
  }
  for (const level of levels.reverse()) leave(level);
  return cellsOf(found);
}

/** The texts in order, the empty one first; null where some glob is neither a text nor a beginning. */
function entriesOf(sets: readonly TextSet[]): { readonly entries: readonly Entry[]; readonly fold: Fold } | null {
  const byText = new Map<string, Entry>([["", { text: "", itself: [], beginning: [] }]]);
  let fold: Fold | null = null;
  for (let set = 0; set < sets.length; set++) {
    for (const glob of sets[set] ?? []) {
      const [first, second] = glob.tokens;
      const isAll = first?.is === "many" && first.colon && second === undefined;
      const isBeginning = isAll || (second?.is === "many" && second.colon && glob.tokens.length === 2);
      if (!isAll) {
        if (first?.is !== "text" || (second !== undefined && !isBeginning)) return null;
        if (glob.fold === "unicode" || (fold ?? glob.fold) !== glob.fold) return null;
        fold = glob.fold;
      }
      const text = first?.is === "text" ? foldText(first.text, glob.fold) : "";
      const entry = byText.get(text) ?? { text, itself: [], beginning: [] };
      byText.set(text, entry);
      const list = isBeginning ? entry.beginning : entry.itself;
      if (list.at(-1) !== set) list.push(set);
    }
  }
  // A beginning sorts before all that begins with it, and nothing comes in between.
  const entries = [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  return { entries, fold: fold ?? "none" };
}

/** A short text that begins so, holds the character, and is no entry and begins with no longer one. */
function sampleOf({ entry, next }: Level, held: string): string {
  const { text, itself } = entry;
  const holds = text.includes(held);
  if (holds && itself.length === 0) return text;
  if (!holds && !next.has(held)) return text + held;
  const filler = fillerBeside(next, held);
  return holds ? text + filler : text + filler + held;
}

function fillerBeside(next: ReadonlySet<string>, held: string): string {
  for (const filler of FILLERS) if (filler !== held && !next.has(filler)) return filler;
  for (let point = 0xc0; ; point++) {
    const filler = String.fromCharCode(point);
    if (filler !== held && !next.has(filler)) return filler;
  }
}

interface Found {
  readonly members: Members;
  readonly sample: string;
  readonly only: boolean;
  readonly place: Place;
}

/** One cell for all with the same members, those with short samples first; its places in the order of their texts. */
function cellsOf(found: readonly Found[]): PlacedCell[] {
  const cells = new Map<string, Omit<PlacedCell, "only" | "places"> & { only: boolean; readonly places: Place[] }>();
  const sorted = [...found].sort((a, b) => a.sample.length - b.sample.length || (a.sample < b.sample ? -1 : 1));
  for (const { members, sample, only } of sorted) {
    const key = membersKey(members);
    const known = cells.get(key);
    if (known === undefined) cells.set(key, { members, key, sample, only, places: [] });
    else known.only = false;
  }
  for (const { members, place } of [...found].sort((a, b) => (a.place.text < b.place.text ? -1 : 1))) {
    const places = cells.get(membersKey(members))?.places;
    if (places !== undefined && places.length < MOST_PLACES) places.push(place);
  }
  return [...cells.values()];
}
