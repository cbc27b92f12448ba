// Trusted: an instant that is missing is a request that is never looked at.
import { type Atom, keyView, parseInstant, renderInstant, type ValueSet, type View } from "@keyaki/semantics";
import { type Choice, readsValues } from "./choice.ts";
import { familyTexts } from "./family-texts.ts";
import { baseSets, isMember, textSetOf } from "./membership.ts";
import { Undecidable } from "./undecidable.ts";

const EPOCH = keyView("aws:epochtime");

/** The choices of the clock, milliseconds since 1970: every instant that some set names, and the gaps between. */
export function clockChoices(atoms: readonly Atom[]): Choice<number>[] {
  const read = atoms.filter(readsValues);
  const bases = read.flatMap((atom) => baseSets(atom.set).map((set) => ({ view: atom.view, set })));
  const written = bases.flatMap(({ set }) => textsOf(set));
  // Numbers on the epoch key are seconds: the instants they cut at are read from their texts.
  const instants = new Set<number>();
  for (const { set } of bases) {
    const family = set.is === "date" || set.is === "number" ? set.is : null;
    if (family === null) continue;
    for (const {
      texts: [text],
    } of familyTexts(
      family,
      bases.map((each) => each.set),
    )) {
      if (text === undefined) continue;
      const at = family === "number" ? Number(text) * 1000 : parseInstant(text, "utc", "any");
      if (at === null || !Number.isFinite(at)) continue;
      for (const near of [at, Math.floor(at / 1000) * 1000, Math.ceil(at / 1000) * 1000, at + 1, at - 1]) {
        if (near >= FIRST_INSTANT && near <= LAST_INSTANT) instants.add(Math.round(near));
      }
    }
  }
  // A text that is written out is the clock's at one instant, or never.
  for (const text of written) {
    const at = parseInstant(text, "utc", "capital");
    if (at !== null && at >= FIRST_INSTANT && at <= LAST_INSTANT)
      for (const near of [at, at + 1, at - 1]) instants.add(near);
  }
  for (const instant of [Date.UTC(2026, 0, 1), FIRST_INSTANT, LAST_INSTANT]) instants.add(instant);
  const cells = new Map<string, Choice<number>>();
  for (const instant of [...instants].sort((a, b) => a - b)) {
    const text = (view: View) => (view === EPOCH ? String(Math.floor(instant / 1000)) : renderInstant(instant));
    const signature = bases.map(({ view, set }) => (isMember(set, text(view)) ? "1" : "0")).join("");
    if (cells.has(signature)) continue;
    cells.set(signature, {
      value: instant,
      has: (atom) => atom.is === "present" || (readsValues(atom) && isMember(atom.set, text(atom.view))),
    });
  }
  return [...cells.values()];
}

/** The texts that a set writes out; patterns that the time may match in part cannot be told apart here. */
function textsOf(set: ValueSet): string[] {
  if (textSetOf(set) === null) return [];
  if (set.is !== "globs") return ["true", "false"];
  return set.globs.flatMap(({ tokens }) => {
    if (tokens.every((token) => token.is === "text")) return [tokens.map((token) => token.text).join("")];
    if (tokens.length === 1 && tokens[0]?.is === "many" && tokens[0].colon) return [];
    throw new Undecidable({ code: "unsupported", what: "a pattern on the request's time" });
  });
}

/** The clock of a request, milliseconds since 1970: from the first day whose epoch seconds are no year … */
export const FIRST_INSTANT: number = Date.UTC(1970, 0, 2);
/** … to the end of the last that a date can name. */
export const LAST_INSTANT: number = Date.parse("9999-12-31T23:59:59.999Z");
