// Trusted: an instant that is left out is a request that a proof need not explain.
import { type Atom, keyView, parseInstant, renderInstant, type ValueSet } from "@keyaki/semantics";
import { basesOf, readsValues, type ValueAtom } from "./patterns.ts";
import { signatureOf } from "./signatures.ts";
import { Unproved } from "./unproved.ts";

const EPOCH = keyView("aws:epochtime");

/** Whether an atom on the time holds at an instant. */
export function clockHolds(instant: number, atom: Atom): boolean {
  if (atom.is === "present") return true;
  if (!readsValues(atom)) return false;
  const text = atom.view === EPOCH ? String(Math.floor(instant / 1000)) : renderInstant(instant);
  return signatureOf([atom.set], text) === "1";
}

/** The clock of a request: from the first day whose epoch seconds are no year, to the last that a date can name. */
const FIRST = Date.UTC(1970, 0, 2);
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** Instants around everything that the atoms tell the time by: between two neighbours all are alike. */
export function instants(atoms: readonly Atom[]): number[] {
  const found = new Set([FIRST, LAST]);
  const add = (instant: number): void => {
    const second = Math.floor(instant / 1000) * 1000;
    for (const near of [
      instant - 1,
      instant,
      instant + 1,
      second - 1,
      second,
      second + 999,
      second + 1000,
      second + 1001,
    ]) {
      if (near >= FIRST && near <= LAST) found.add(Math.round(near));
    }
  };
  for (const atom of atoms.filter((each): each is ValueAtom => readsValues(each))) {
    for (const base of basesOf(atom.set)) for (const instant of pointsOf(base)) add(instant);
  }
  return [...found];
}

function pointsOf(set: ValueSet): number[] {
  switch (set.is) {
    case "date":
      return [...set.values];
    case "number":
      return set.values.map(({ digits, exponent }) => Number(`${digits}e${exponent}`) * 1000).filter(Number.isFinite);
    case "globs":
      return set.globs.flatMap(({ tokens }) => {
        const [first] = tokens;
        if (tokens.length === 1 && first?.is === "many" && first.colon) return [];
        if (tokens.length > 1 || (first !== undefined && first.is !== "text")) {
          throw new Unproved("a pattern on the time of a request");
        }
        const instant = parseInstant(first?.text ?? "", "utc", "any");
        return instant === null ? [] : [instant];
      });
    case "bool":
    case "parses":
      return [];
    default:
      throw new Unproved(`${set.is} values of the time of a request`);
  }
}
