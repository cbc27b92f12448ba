// Trusted: a class of actions that is missing here is a request that is never looked at.
import { hasMember, membersKey, membersOf, partitionTexts, type TextSet } from "@keyaki/domains";
import { type Atom, foldAscii, type ValueSet } from "@keyaki/semantics";
import { ActionIndex } from "./action-index.ts";
import { type Choice, readsValues } from "./choice.ts";
import { textSetOf } from "./membership.ts";
import { Undecidable } from "./undecidable.ts";

/** Actions that lie in the same sets. */
export interface ActionClass extends Choice<string> {
  readonly value: string;
  readonly key: string;
}

/** Every action is a service prefix, a colon and a name. */
const ACTIONS: TextSet = [
  {
    tokens: [
      { is: "many", colon: true },
      { is: "text", text: ":" },
      { is: "many", colon: true },
    ],
    fold: "none",
  },
];

/** What some sets of action patterns cut all actions into. */
export class ActionClasses {
  readonly classes: readonly ActionClass[];
  readonly #sets: readonly (ValueSet & { readonly is: "globs" })[];
  readonly #byKey: ReadonlyMap<string, ActionClass>;
  readonly #indices = new Map<ValueSet, ActionIndex>();
  readonly #known = new Map<string, ActionClass | undefined>();

  /** @throws Undecidable when the classes are too many to list. */
  constructor(sets: readonly ValueSet[], maxStates: number) {
    const distinct = [...new Set(sets)];
    this.#sets = distinct.filter((set) => set.is === "globs");
    const index = new Map<ValueSet, number>(this.#sets.map((set, at) => [set, at]));
    const partition = partitionTexts([...this.#sets.map((set) => textSetOf(set) ?? []), ACTIONS], { maxStates });
    if (partition.is === "exhausted") throw new Undecidable({ code: "classes-exhausted", states: partition.states });
    const actions = this.#sets.length;
    this.classes = partition.cells
      .filter((cell) => hasMember(cell.members, actions))
      .map(({ members, sample, key }) => ({
        // Actions fold: the lower-case spelling is in the same class.
        value: foldAscii(sample),
        key,
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
    const inside = this.#sets.flatMap((set, at) => (this.#index(set).has(lower) ? [at] : []));
    return this.#byKey.get(membersKey(membersOf(this.#sets.length + 1, [...inside, this.#sets.length])));
  }

  #index(set: ValueSet & { readonly is: "globs" }): ActionIndex {
    const known = this.#indices.get(set);
    if (known !== undefined) return known;
    const made = new ActionIndex(set);
    this.#indices.set(set, made);
    return made;
  }
}
