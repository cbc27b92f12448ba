// Trusted: a glob compiled to another language than its own cuts the wrong classes.
import { type Fold, foldPoint, foldVariants } from "./fold.ts";
import { type Glob, globKey, letterSymbol, type TextSet } from "./glob.ts";
import { SignatureTable } from "./signatures.ts";

/** Instructions below zero; one of zero or more is a symbol to read, with the marks below. */
export const ONE = -1;
export const ONE_BUT_COLON = -2;
export const MANY = -3;
export const MANY_BUT_COLON = -4;
/** The glob has matched what was read so far. */
export const END = -5;
/** The glob has matched, whatever is read from here on. */
export const ALL = -6;

/** Marks of a symbol that stands for its case variants too, only where the globs of one program fold differently. */
export const MARK_ASCII: number = 1 << 21;
export const MARK_UNICODE: number = 1 << 22;
export const SYMBOL_MASK: number = MARK_ASCII - 1;

/**
 * Many globs as one sequence of instructions. Identical globs are merged, and the membership of a glob is the set of
 * all indices that hold it, as a number of `signatures`: equal memberships are one block, whatever the number of globs.
 */
export interface Program {
  readonly ops: Int32Array;
  /** By position: the membership of the glob it belongs to. */
  readonly block: Int32Array;
  /** By position of a MANY or MANY_BUT_COLON, and meaning nothing for others: all from here up to it are subsumed. */
  readonly low: Int32Array;
  /** First position of each glob, ascending. */
  readonly starts: readonly number[];
  /** The one fold of all globs with a cased letter, or undefined where they differ and symbols carry marks. */
  readonly fold: Fold | undefined;
  /** By position of a symbol: the character as the pattern spells it. Undefined where nothing folds: the symbol itself. */
  readonly spelled: Int32Array | undefined;
  /** Symbols of all letters, ascending. */
  readonly letters: readonly number[];
  readonly signatures: SignatureTable;
}

/** A glob and the indices that hold it, ascending. */
interface Held {
  readonly glob: Glob;
  readonly indices: number[];
}

/** Compiles sets of globs; the membership of a glob is the indices of the sets that hold it. */
export function compileTexts(sets: readonly TextSet[]): Program {
  const held = new Map<string, Held>();
  for (let index = 0; index < sets.length; index++) hold(held, sets[index]!, index);
  return assemble([...held.values()], sets.length, false);
}

/** One set of globs that reads one of several texts. */
export interface Atom {
  readonly view: number;
  readonly set: TextSet;
}

/**
 * Compiles sets that read different texts; the membership of a glob is the indices of the atoms that hold it. Gives for
 * each view the first position of its globs, and one entry more for the end: positions of a view stand together.
 */
export function compileAtoms(atoms: readonly Atom[], views: number): { program: Program; bounds: readonly number[] } {
  const held = Array.from({ length: views }, () => new Map<string, Held>());
  for (let index = 0; index < atoms.length; index++) hold(held[atoms[index]!.view]!, atoms[index]!.set, index);
  const globs = held.flatMap((ofView) => [...ofView.values()]);
  const program = assemble(globs, atoms.length, true);
  let first = 0;
  const firsts = held.map((ofView) => {
    const at = program.starts[first] ?? program.ops.length;
    first += ofView.size;
    return at;
  });
  return { program, bounds: [...firsts, program.ops.length] };
}

function hold(held: Map<string, Held>, set: TextSet, index: number): void {
  for (const glob of set) {
    const key = globKey(glob);
    const known = held.get(key);
    if (known === undefined) held.set(key, { glob, indices: [index] });
    else if (known.indices[known.indices.length - 1] !== index) known.indices.push(index);
  }
}

/**
 * Lays out globs in the order given. Symbols of one fold may stand for all their variants, unless asked to be marked:
 * where something else than the globs tells upper from lower case.
 */
function assemble(globs: readonly Held[], width: number, marks: boolean): Program {
  const signatures = new SignatureTable(width);
  let size = 0;
  const folds = new Set<Fold>();
  for (const { glob } of globs) {
    size += 1;
    for (const token of glob.tokens) {
      size += token.is === "text" ? token.text.length : 1;
      if (token.is === "text" && token.text !== "") folds.add(glob.fold);
    }
  }
  const single = [...folds][0] ?? "none";
  const fold = folds.size > 1 || (marks && single !== "none") ? undefined : single;
  const ops = new Int32Array(size);
  const block = new Int32Array(size);
  const low = new Int32Array(size);
  const spelled = fold === "none" || fold === undefined ? undefined : new Int32Array(size);
  const letters = new Set<number>();
  const starts: number[] = [];
  const words = Math.max(1, (width + 31) >>> 5);
  let at = 0;
  for (const { glob, indices } of globs) {
    const start = at;
    let hasMany = false;
    starts.push(start);
    for (const token of glob.tokens) {
      if (token.is === "text") {
        for (let i = 0; i < token.text.length; i++) {
          let point = token.text.charCodeAt(i);
          if (point >= 0xd800 && point <= 0xdfff) {
            point = token.text.codePointAt(i)!;
            if (point > 0xffff) i++;
          }
          if (spelled !== undefined) spelled[at] = point;
          if (fold === undefined) ops[at++] = marked(point, glob.fold);
          else if (fold === "none" || (point >= 97 && point <= 122)) ops[at++] = point;
          else ops[at++] = foldPoint(point, fold);
        }
      } else if (token.is === "letter") {
        const symbol = letterSymbol(token.id, token.colon === true);
        letters.add(symbol);
        if (spelled !== undefined) spelled[at] = symbol;
        ops[at++] = symbol;
      } else if (token.is === "one") ops[at++] = token.colon ? ONE : ONE_BUT_COLON;
      else {
        hasMany = true;
        // A run of `many` is one of them, the widest.
        const op = token.colon ? MANY : MANY_BUT_COLON;
        const last = at > start ? ops[at - 1] : END;
        if (last === MANY || last === MANY_BUT_COLON) {
          if (op === MANY) ops[at - 1] = MANY;
        } else ops[at++] = op;
      }
    }
    if (at > start && ops[at - 1] === MANY) ops[at - 1] = ALL;
    else ops[at++] = END;
    const members = new Uint32Array(words);
    for (const index of indices) members[index >>> 5]! |= 1 << (index & 31);
    block.fill(signatures.intern(members), start, at);
    if (hasMany) markSubsumed(ops, low, start, at);
  }
  return {
    ops: ops.subarray(0, at),
    block,
    low,
    starts,
    fold,
    spelled,
    letters: [...letters].sort((a, b) => a - b),
    signatures,
  };
}

function marked(point: number, fold: Fold): number {
  if (fold === "none" || foldVariants(point, fold).length === 1) return point;
  return foldPoint(point, fold) | (fold === "ascii" ? MARK_ASCII : MARK_UNICODE);
}

/**
 * Once a glob may stand at a `many`, its earlier positions add nothing: what they have still to read before the `many`
 * could be read by it. For a `many` without colons that holds back to the last piece that may read ":".
 */
function markSubsumed(ops: Int32Array, low: Int32Array, start: number, end: number): void {
  let from = start;
  for (let at = start; at < end; at++) {
    const op = ops[at]!;
    if (op === MANY || op === MANY_BUT_COLON) low[at] = op === MANY ? start : from;
    if (op === MANY || op === ONE || readsColon(op)) from = at + 1;
  }
}

function readsColon(op: number): boolean {
  // Letters that may hold ":" are as unreadable to a `many` without colons as ":" itself.
  return op === 0x3a || (op >= 0xdc00 + 512 && op <= 0xdfff);
}
