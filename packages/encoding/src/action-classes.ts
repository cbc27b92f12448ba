// Trusted: a class of actions that is missing here is a request that is never looked at.
import {
  hasMember,
  memberIndices,
  membersKey,
  membersOf,
  type Place,
  type PlacedCell,
  partitionBeginnings,
  partitionTexts,
  type TextSet,
} from "@keyaki/domains";
import { type Atom, foldAscii, type ValueSet } from "@keyaki/semantics";
import { ActionIndex } from "./action-index.ts";
import { type Choice, readsValues } from "./choice.ts";
import { forListing, type Limits } from "./limits.ts";
import { textSetOf } from "./membership.ts";
import { Undecidable } from "./undecidable.ts";

/** Actions that lie in the same sets. */
export interface ActionClass extends Choice<string> {
  readonly value: string;
  readonly key: string;
  /** Actions of the class, in lower case, and beginnings of some; empty where none is known. */
  readonly places: readonly Place[];
}

/** A class among all that some sets make. */
export interface ListedClass extends ActionClass {
  /** Those of the sets that hold its actions. */
  sets(): readonly ValueSet[];
}

/** Every action is a service prefix, a colon and a name. */
export const ACTIONS: TextSet = [
  {
    tokens: [
      { is: "many", colon: true },
      { is: "text", text: ":" },
      { is: "many", colon: true },
    ],
    fold: "none",
  },
];

/** The actions for which some atoms come out as in one model, where the classes are too many to list. */
export function lazyAction(
  truths: ReadonlyMap<Atom, boolean>,
  sample: string,
): { readonly action: ActionClass; readonly classes: ActionLookup } {
  const asked = [...truths].filter(([atom]) => readsValues(atom) && atom.view === "action");
  const has = (atom: Atom) => atom.is === "present" || truths.get(atom) === true;
  const action = { value: foldAscii(sample), key: "", has, places: [] };
  const isInside = (lower: string) =>
    asked.every(
      ([atom, wanted]) => readsValues(atom) && atom.set.is === "globs" && indexOf(atom.set).has(lower) === wanted,
    );
  return {
    action,
    classes: { classes: [action], classOf: (name) => (isInside(foldAscii(name)) ? action : undefined) },
  };
}

const indices = new WeakMap<ValueSet, ActionIndex>();

function indexOf(set: ValueSet & { readonly is: "globs" }): ActionIndex {
  const known = indices.get(set) ?? new ActionIndex(set);
  indices.set(set, known);
  return known;
}

/** What some sets cut all actions into; the members of each cell are the sets', and one more that holds every action. */
function actionCells(sets: readonly ValueSet[], limits: Limits): readonly PlacedCell[] {
  const texts = sets.map((set) => textSetOf(set) ?? []);
  const listing = forListing(limits, sets.length);
  const plain = partitionBeginnings(texts, ":", listing);
  if (plain !== null) return plain;
  const partition = partitionTexts([...texts, ACTIONS], listing);
  if (partition.is === "exhausted") {
    throw new Undecidable({ code: "classes-exhausted", states: partition.states }, "action");
  }
  return partition.cells
    .filter((cell) => hasMember(cell.members, sets.length))
    .map((cell) => ({ ...cell, places: [] }));
}

/** Classes of actions: those that are listed, and what class an action is of (undefined where it is of none). */
export interface ActionLookup {
  readonly classes: readonly ActionClass[];
  classOf(name: string): ActionClass | undefined;
}

/** What some sets of action patterns cut all actions into. */
export class ActionClasses implements ActionLookup {
  readonly classes: readonly ListedClass[];
  readonly #sets: readonly (ValueSet & { readonly is: "globs" })[];
  readonly #byKey: ReadonlyMap<string, ActionClass>;
  readonly #known = new Map<string, ActionClass | undefined>();

  /** @throws Undecidable when the classes are too many to list. */
  constructor(sets: readonly ValueSet[], limits: Limits) {
    const distinct = [...new Set(sets)];
    this.#sets = distinct.filter((set) => set.is === "globs");
    const index = new Map<ValueSet, number>(this.#sets.map((set, at) => [set, at]));
    this.classes = actionCells(this.#sets, limits).map(({ members, sample, key, places }) => ({
      // Actions fold: the lower-case spelling is in the same class.
      value: foldAscii(sample),
      key,
      places,
      sets: () => memberIndices(members).flatMap((at) => this.#sets[at] ?? []),
      has: (atom: Atom) => {
        if (!readsValues(atom)) return atom.is === "present";
        const at = index.get(atom.set);
        if (at === undefined) throw new RangeError("the classes of actions were not made from this set");
        return hasMember(members, at);
      },
    }));
    this.#byKey = new Map(this.classes.map((each) => [each.key, each]));
  }

  /** The class of an action. */
  classOf(name: string): ActionClass | undefined {
    const lower = foldAscii(name);
    if (this.#known.has(lower)) return this.#known.get(lower);
    const found = this.#classOf(lower);
    this.#known.set(lower, found);
    return found;
  }

  #classOf(lower: string): ActionClass | undefined {
    const inside = this.#sets.flatMap((set, at) => (indexOf(set).has(lower) ? [at] : []));
    return this.#byKey.get(membersKey(membersOf(this.#sets.length + 1, [...inside, this.#sets.length])));
  }
}
