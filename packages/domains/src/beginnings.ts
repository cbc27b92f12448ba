// Trusted: a class of texts that is missing here makes a verdict "proved" that is not.
import { type Entry, entriesOf, type Walked } from "./entries.ts";
import { type Fold, foldText } from "./fold.ts";
import type { Glob, TextSet } from "./glob.ts";
import { addMember, hasMember, type Members, memberIndices, membersKey, membersOf } from "./signatures.ts";
import { type Cell, type PartitionLimits, partitionTexts } from "./texts.ts";

/** A beginning on the way down, and the characters with which entries go on from it. */
interface Level {
  readonly entry: Entry;
  readonly members: Members;
  readonly next: Set<string>;
}

/** A class, and where some of its texts lie. */
export interface PlacedCell extends Cell {
  /** Texts of the class, and beginnings of texts of it; some of them, in order, and none of what was walked. */
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
 * The classes of the texts that hold a character: what `partitionTexts` finds with "holds the character" as one set more, read off the
 * sorted texts where globs are a text or the beginning of texts (`ab`, `ab*`). A walk goes through what begins as a glob of another form
 * does (`ab*c`). Null where that does not hold the character, where letters fold in different ways, or where a limit was reached.
 */
export function partitionBeginnings(
  sets: readonly TextSet[],
  held: string,
  limits: PartitionLimits = {},
): readonly PlacedCell[] | null {
  const read = entriesOf(sets, held);
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
      include(members, above.members);
    }
    if (entry.walked !== null) {
      const cells = walkedCells(entry.text, entry.walked, members, fold, limits);
      if (cells === null) return null;
      for (const cell of cells) found.push(cell);
      continue;
    }
    if (entry.beginning.length > 0 || above === undefined) levels.push({ entry, members, next: new Set() });
    if (entry.itself.length > 0 && entry.text.includes(held)) {
      const itself = membersOf(width, entry.itself);
      include(itself, members);
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

/** The classes of what begins with a text; null where a limit was reached. */
function walkedCells(
  text: string,
  walked: Walked,
  above: Members,
  fold: Fold,
  limits: PartitionLimits,
): readonly Found[] | null {
  const numbers = [...walked.keys()];
  const beginning: Glob = {
    tokens: [
      { is: "text", text },
      { is: "many", colon: true },
    ],
    fold,
  };
  const partition = partitionTexts([...walked.values(), [beginning]], limits);
  if (partition.is === "exhausted") return null;
  return partition.cells
    .filter(({ members }) => hasMember(members, numbers.length))
    .map(({ members: own, sample, only }) => {
      const members = above.slice();
      for (const at of memberIndices(own)) if (at < numbers.length) addMember(members, numbers[at]!);
      return { members, sample: foldText(sample, fold), only, place: null };
    });
}

function include(members: Members, others: Members): void {
  for (let word = 0; word < members.length; word++) members[word]! |= others[word]!;
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
  /** null: not told. */
  readonly place: Place | null;
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
  const placed = found.flatMap(({ members, place }) => (place === null ? [] : [{ members, place }]));
  for (const { members, place } of placed.sort((a, b) => (a.place.text < b.place.text ? -1 : 1))) {
    const places = cells.get(membersKey(members))?.places;
    if (places !== undefined && places.length < MOST_PLACES) places.push(place);
  }
  return [...cells.values()];
}
