// Trusted: a choice that is missing is a request that is never looked at.
import { hasMember, type Members, type TextSet } from "@keyaki/domains";
import type { Atom, ValueSet, View } from "@keyaki/semantics";
import { baseSets, textSetOf } from "./membership.ts";
import { Undecidable } from "./undecidable.ts";
import { numberOf, type ValueCell } from "./value-cells.ts";

/** What a field of the request can be, as far as some atoms can tell: exactly one choice of a field is made. */
export interface Choice<V> {
  /** A value of this choice; null where none was found, though there may be one. */
  readonly value: V | null;
  has(atom: Atom): boolean;
}

/** An atom that reads values. */
export type ValueAtom = Atom & { readonly is: "in" | "some" };

export function readsValues(atom: Atom): atom is ValueAtom {
  return atom.is === "in" || atom.is === "some";
}

/** Equal for atoms that read the same sets of the same views in the same order: the choices of a field rest on nothing else of them. */
export function askedKey(atoms: readonly Atom[]): string {
  return JSON.stringify(atoms.filter(readsValues).map(({ view, set }) => `${numberOf(set)} ${view}`));
}

/** The choices of a view that holds one text: absent (value `undefined`) unless it is always there, then one for each of its classes. */
export function textChoices(of: readonly ValueCell[], optional: boolean): Choice<string | undefined>[] {
  const cells = of.map(
    (cell): Choice<string | undefined> => ({
      value: cell.sample,
      has: (atom) => atom.is === "present" || (readsValues(atom) && cell.has(atom.set)),
    }),
  );
  return optional ? [{ value: undefined, has: () => false }, ...cells] : cells;
}

/** The sets that are asked of several views of one field, numbered. */
export class ReadSets {
  readonly list: { readonly view: View; readonly set: ValueSet; readonly language: TextSet }[] = [];
  readonly #index = new Map<View, Map<ValueSet, number>>();

  /** @throws Undecidable for a set that is no language of texts. */
  constructor(atoms: readonly Atom[], viewOf: (view: View) => View | null) {
    for (const atom of atoms) {
      const view = readsValues(atom) ? viewOf(atom.view) : null;
      if (view === null || !readsValues(atom)) continue;
      const sets = this.#index.get(view) ?? new Map<ValueSet, number>();
      this.#index.set(view, sets);
      for (const set of baseSets(atom.set)) {
        if (sets.has(set)) continue;
        const language = textSetOf(set);
        if (language === null) throw new Undecidable({ code: "unsupported", what: `${set.is} values in ${view}` });
        sets.set(set, this.list.length);
        this.list.push({ view, set, language });
      }
    }
  }

  /** Whether a class with these members lies in a set that was asked of the view. */
  has(members: Members, view: View, set: ValueSet): boolean {
    if (set.is === "difference") return this.has(members, view, set.from) && !this.has(members, view, set.minus);
    const at = this.#index.get(view)?.get(set);
    if (at === undefined) throw new RangeError(`the classes of ${view} were not made from this set`);
    return hasMember(members, at);
  }
}
