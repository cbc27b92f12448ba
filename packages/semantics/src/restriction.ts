// Trusted: what comes out must be what `FormulaBuilder.restrict` makes of the same values.
import type { Atom } from "./atom.ts";
import type { Formula, FormulaBuilder } from "./formula.ts";

/** What is known of an atom: its value, or `undefined` where it is left as it is. */
type Known = boolean | undefined;

/** A part of the formula. */
interface Place {
  readonly formula: Formula;
  readonly parents: Place[];
  /** What it comes to where every atom is as usual. */
  readonly usual: Formula;
  /** Of a conjunction or disjunction: what parts come to that neither settle it nor say nothing, by the part's id. */
  readonly kept: ReadonlyMap<number, Formula>;
  /** How many parts settle it. */
  readonly settling: number;
}

/**
 * A formula that is restricted again and again where most atoms have their usual value each time: for each time only those parts are
 * looked at that hold an atom with another one. A thousand classes of resources lie in one pattern of a thousand each.
 */
export class Restriction {
  readonly #build: FormulaBuilder;
  readonly #usual: (atom: Atom) => Known;
  readonly #places = new Map<number, Place>();
  readonly #atoms = new Map<Atom, Place>();
  readonly #root: Place;

  constructor(formula: Formula, usual: (atom: Atom) => Known, build: FormulaBuilder) {
    this.#build = build;
    this.#usual = usual;
    this.#root = this.#placeOf(formula);
  }

  /** The formula where these atoms have these values, and all others their usual ones. */
  under(values: ReadonlyMap<Atom, Known>): Formula {
    const now = new Map<Place, Formula>();
    /** By parent: its parts that are not as usual. */
    const changed = new Map<Place, Place[]>();
    const set = (place: Place, value: Formula): void => {
      if (value === place.usual) return;
      now.set(place, value);
      for (const parent of place.parents) {
        const parts = changed.get(parent);
        if (parts === undefined) changed.set(parent, [place]);
        else parts.push(place);
      }
    };
    const started: Place[] = [];
    for (const [atom, value] of values) {
      const place = this.#atoms.get(atom);
      if (place === undefined) continue;
      started.push(place);
      set(place, this.#valueOf(place.formula, value));
    }
    // A part was made before what it is a part of.
    for (const place of above(started).sort((a, b) => a.formula.id - b.formula.id)) {
      const parts = changed.get(place);
      if (parts !== undefined) set(place, this.#remade(place, parts, now));
    }
    return now.get(this.#root) ?? this.#root.usual;
  }

  #valueOf(atom: Formula, value: Known): Formula {
    return value === undefined ? atom : this.#build.constant(value);
  }

  #remade({ formula, kept, settling }: Place, changed: readonly Place[], now: ReadonlyMap<Place, Formula>): Formula {
    const values = changed.map((part) => now.get(part) ?? part.usual);
    if (formula.is === "not") return this.#build.not(values[0] ?? this.#build.never);
    const { settles } = this.#ends(formula);
    const left = settling - changed.filter((part) => part.usual === settles).length;
    if (left > 0) return settles;
    const ids = new Set(changed.map((part) => part.formula.id));
    for (const [id, value] of kept) if (!ids.has(id)) values.push(value);
    return this.#gathered(formula, values);
  }

  #ends({ is }: Formula): { readonly settles: Formula; readonly neutral: Formula } {
    const { always, never } = this.#build;
    return is === "all" ? { settles: never, neutral: always } : { settles: always, neutral: never };
  }

  #gathered({ is }: Formula, values: readonly Formula[]): Formula {
    return is === "all" ? this.#build.all(...values) : this.#build.any(...values);
  }

  #placeOf(formula: Formula): Place {
    const known = this.#places.get(formula.id);
    if (known !== undefined) return known;
    const parts = formula.is === "not" ? [formula.of] : "of" in formula ? formula.of : [];
    const places = parts.map((part) => this.#placeOf(part));
    const made = this.#made(formula, places);
    for (const place of places) place.parents.push(made);
    this.#places.set(formula.id, made);
    if (formula.is === "atom") this.#atoms.set(formula.atom, made);
    return made;
  }

  #made(formula: Formula, parts: readonly Place[]): Place {
    const bare = { formula, parents: [], kept: NOTHING_KEPT, settling: 0 };
    switch (formula.is) {
      case "always":
      case "never":
        return { ...bare, usual: formula };
      case "atom":
        return { ...bare, usual: this.#valueOf(formula, this.#usual(formula.atom)) };
      case "not":
        return { ...bare, usual: this.#build.not(parts[0]?.usual ?? this.#build.never) };
      default: {
        const { settles, neutral } = this.#ends(formula);
        const settling = parts.filter(({ usual }) => usual === settles).length;
        const open = parts.filter(({ usual }) => usual !== settles && usual !== neutral);
        const kept = new Map(open.map((part) => [part.formula.id, part.usual]));
        const usual = settling > 0 ? settles : this.#gathered(formula, [...kept.values()]);
        return { ...bare, kept, settling, usual };
      }
    }
  }
}

const NOTHING_KEPT: ReadonlyMap<number, Formula> = new Map();

/** Everything that some places are parts of. */
function above(places: readonly Place[]): Place[] {
  const found = new Set<Place>();
  const waiting = [...places];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const parent of place.parents) {
      if (found.has(parent)) continue;
      found.add(parent);
      waiting.push(parent);
    }
  }
  return [...found];
}
