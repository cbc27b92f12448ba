// Trusted: every value of a field must have its class here (soundness rule 7).
import { hasMember, memberIndices, partitionTexts, type TextSet } from "@keyaki/domains";
import { Remembered, renderAddress, type ValueSet, type View } from "@keyaki/semantics";
import { addressValues, familyTexts, type TextGroup } from "./family-texts.ts";
import { forListing, type Limits } from "./limits.ts";
import { baseSets, familyOf, isMember, type ParsedFamily, textSetOf } from "./membership.ts";
import { holdsAddress } from "./sorted-values.ts";
import { Undecidable } from "./undecidable.ts";

/** Values of one text that lie in the same sets. */
export interface ValueCell {
  /** A value of the cell; null where none was found and none was excluded: the cell may be empty. */
  readonly sample: string | null;
  /** True: the cell holds this value only. */
  readonly only: boolean;
  /** Whether the cell's values lie in a set that the cells were made from. */
  has(set: ValueSet): boolean;
  /** The sets, no differences, that they lie in. */
  sets(): readonly ValueSet[];
}

/**
 * The classes that some sets cut out of all texts. Exact but for cells without a sample: where patterns and parsed values meet on one
 * key, a combination that no tried text hits is kept as possible.
 *
 * `examples` are preferred as samples.
 *
 * @throws Undecidable when the classes are too many to list.
 */
export function valueCells(sets: readonly ValueSet[], limits: Limits, examples: readonly string[] = []): ValueCell[] {
  const bases = [...new Set(sets.flatMap(baseSets))];
  return withExamples(makeCells(bases, limits), bases, examples);
}

/** Classes that are kept for other questions; what belongs to all classes of some sets takes the room of so many more. */
const MOST_CELLS = 20_000;
const BESIDE_CELLS = 8;
const sizeOf = (_key: string, made: readonly ValueCell[] | Undecidable) =>
  BESIDE_CELLS + (made instanceof Undecidable ? 0 : made.length);
const remembered = new WeakMap<object, Remembered<readonly ValueCell[] | Undecidable>>();
const numbers = new WeakMap<ValueSet, number>();
let nextNumber = 0;

/** A number for the set as an object: the same set in another question is mostly the same object. */
export function numberOf(set: ValueSet): number {
  const known = numbers.get(set);
  if (known !== undefined) return known;
  numbers.set(set, nextNumber);
  return nextNumber++;
}

/**
 * `valueCells`, made once for the same sets in the same order: one question asks the same of a field for many classes of actions, and
 * other questions ask it again. The examples must be the owner's own for these sets.
 */
export function rememberedCells(
  owner: object,
  name: View,
  sets: readonly ValueSet[],
  limits: Limits,
  examples: readonly string[] = [],
): readonly ValueCell[] {
  const ofOwner = remembered.get(owner) ?? new Remembered<readonly ValueCell[] | Undecidable>(MOST_CELLS, sizeOf);
  remembered.set(owner, ofOwner);
  // The name comes last: one with spaces and digits in it could pass for another name and its sets.
  const key = `${limits.listedStates} ${limits.maxStates} ${sets.map(numberOf).join(" ")} ${name}`;
  const made = ofOwner.get(key, () => cellsOrNone(name, sets, limits, examples));
  if (made instanceof Undecidable) throw made;
  return made;
}

function cellsOrNone(
  view: View,
  sets: readonly ValueSet[],
  limits: Limits,
  examples: readonly string[],
): ValueCell[] | Undecidable {
  const isAskable = sets.flatMap(baseSets).every((set) => textSetOf(set) !== null);
  try {
    return valueCells(sets, isAskable ? forListing(limits, sets.length) : limits, examples);
  } catch (error) {
    if (error instanceof Undecidable) return new Undecidable(error.reason, isAskable ? view : null);
    throw error;
  }
}

/** Samples that read well, where an example lies in the cell. */
function withExamples(cells: ValueCell[], bases: readonly ValueSet[], examples: readonly string[]): ValueCell[] {
  const better = new Map<ValueCell, string>();
  for (const text of examples) {
    const inside = new Set(bases.filter((set) => isMember(set, text)));
    const cell = cells.find((each) => bases.every((set) => each.has(set) === inside.has(set)));
    if (cell !== undefined && !better.has(cell)) better.set(cell, text);
  }
  const sampled = cells.map((cell) => {
    const sample = better.get(cell);
    return { readsWell: sample !== undefined, cell: sample === undefined ? cell : { ...cell, sample } };
  });
  // What comes first is what a witness shows; the empty string comes last.
  const rank = (each: (typeof sampled)[number]) => (each.readsWell ? 0 : each.cell.sample === "" ? 2 : 1);
  return sampled.sort((a, b) => rank(a) - rank(b)).map((each) => each.cell);
}

function makeCells(bases: readonly ValueSet[], limits: Limits): ValueCell[] {
  const texts = bases.filter((set) => familyOf(set) === null);
  const families = [...new Set(bases.map(familyOf).filter((family) => family !== null))].sort();
  if (families.length === 0) return globCells(texts, limits);
  if (texts.every((set) => isEverything(set)) && families.length === 1) {
    const tried = families[0] === "address" ? addressTexts(bases, limits) : firstTexts(families, bases);
    return [...cellsOf(bases, tried, limits).values()];
  }
  return mixedCells(bases, texts, families, limits);
}

function isEverything(set: ValueSet): boolean {
  if (set.is !== "globs" || set.globs.length !== 1) return false;
  const tokens = set.globs[0]?.tokens ?? [];
  return tokens.length === 1 && tokens[0]?.is === "many" && tokens[0].colon;
}

function globCells(sets: readonly ValueSet[], limits: Limits): ValueCell[] {
  const languages = sets.map((set): TextSet => textSetOf(set) ?? []);
  const partition = partitionTexts(languages, limits);
  if (partition.is === "exhausted") throw new Undecidable({ code: "classes-exhausted", states: partition.states });
  const index = new Map(sets.map((set, at) => [set, at]));
  return partition.cells.map(({ members, sample, only }) => {
    const hasBase = (set: ValueSet): boolean => {
      if (set.is === "difference") return hasBase(set.from) && !hasBase(set.minus);
      const at = index.get(set);
      if (at === undefined) throw new RangeError("the cells were not made from this set");
      return hasMember(members, at);
    };
    return { sample, only, has: hasBase, sets: () => memberIndices(members).flatMap((at) => sets[at] ?? []) };
  });
}

/** The cells in which some texts lie, by signature. */
function cellsOf(bases: readonly ValueSet[], texts: Iterable<string>, limits: Limits): Map<string, ValueCell> {
  const cells = new Map<string, ValueCell>();
  for (const text of watched(texts, limits)) {
    const signature = signatureOf(bases, text);
    if (!cells.has(signature)) cells.set(signature, sampledCell(bases, text, signature));
  }
  return cells;
}

/** Values that are tried between two looks at the clock. */
const CHECK_EACH = 1_000;

/** One after the other, with a look at the clock once in a while. */
function* watched<T>(values: Iterable<T>, { check }: Limits): Generator<T> {
  let tried = 0;
  for (const value of values) {
    if (++tried % CHECK_EACH === 0) check?.();
    yield value;
  }
}

function firstTexts(families: readonly ParsedFamily[], bases: readonly ValueSet[]): string[] {
  return families.flatMap((family) => familyTexts(family, bases)).flatMap((group) => group.texts.slice(0, 1));
}

/** A text for each class of addresses: only those that lie in other sets than those before are written out. */
function* addressTexts(bases: readonly ValueSet[], limits: Limits): Generator<string> {
  const asked = bases.filter((set) => set.is === "address");
  const known = new Set<string>();
  for (const { family, value } of watched(addressValues(bases), limits)) {
    const inside = asked.map((set) => (holdsAddress(set, family, value) ? "1" : "0")).join("");
    if (known.has(inside)) continue;
    known.add(inside);
    yield renderAddress(family, value);
  }
  yield "not-an-address";
}

function signatureOf(bases: readonly ValueSet[], text: string): string {
  return bases.map((set) => (isMember(set, text) ? "1" : "0")).join("");
}

function sampledCell(bases: readonly ValueSet[], sample: string | null, signature: string): ValueCell {
  const inside = new Set(bases.filter((_, at) => signature[at] === "1"));
  const has = (set: ValueSet): boolean =>
    set.is === "difference" ? has(set.from) && !has(set.minus) : inside.has(set);
  return { sample, only: false, has, sets: () => [...inside] };
}

/** Patterns and parsed values on one key: every pair of a pattern class and a value class, sampled where a text is found. */
function mixedCells(
  bases: readonly ValueSet[],
  texts: readonly ValueSet[],
  families: readonly ParsedFamily[],
  limits: Limits,
): ValueCell[] {
  const patterns = globCells(texts, limits);
  const groups = families.map((family) => familyTexts(family, bases));
  const candidates = [
    ...patterns.flatMap((cell) => cell.sample ?? []),
    ...groups.flat().flatMap((group) => group.texts),
  ];
  const cells = cellsOf(bases, candidates, limits);
  const valueSignatures = crossSignatures(bases, families, groups);
  for (const pattern of patterns) {
    // A class of one text was tried as it stands.
    if (pattern.only) continue;
    for (const values of valueSignatures) {
      const signature = bases
        .map((set, at) => (familyOf(set) === null ? (pattern.has(set) ? "1" : "0") : (values[at] ?? "0")))
        .join("");
      if (!cells.has(signature)) cells.set(signature, sampledCell(bases, null, signature));
    }
  }
  return [...cells.values()];
}

/** Memberships in the parsed sets, for every combination of the families' classes. */
function crossSignatures(
  bases: readonly ValueSet[],
  families: readonly ParsedFamily[],
  groups: readonly (readonly TextGroup[])[],
): string[][] {
  let combined: string[][] = [bases.map(() => "0")];
  families.forEach((family, index) => {
    const classes = new Map<string, { bits: string[]; all: boolean }>();
    for (const { texts, all } of groups[index] ?? []) {
      const [text] = texts;
      if (text === undefined) continue;
      const bits = bases.map((set) => (familyOf(set) === family && isMember(set, text) ? "1" : "0"));
      const key = bits.join("");
      classes.set(key, { bits, all: all && (classes.get(key)?.all ?? true) });
    }
    // A class whose texts were all tried can be in no further combination.
    const open = [...classes.values()].filter((each) => !each.all).map((each) => each.bits);
    combined = combined.flatMap((left) =>
      open.map((right) => left.map((bit, at) => (bit === "1" || right[at] === "1" ? "1" : "0"))),
    );
  });
  return combined;
}
