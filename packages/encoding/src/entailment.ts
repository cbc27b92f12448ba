// Trusted: what is said to follow must follow; false says nothing.
import type { Atom, Formula, Glob, ValueSet } from "@keyaki/semantics";

/** Formulas and patterns that are compared before it is given up: enough for what one action is asked, and little beside its classes. */
const MOST_STEPS = 4_000;

/**
 * Whether one formula follows from another as they are written: part by part, and sets by their patterns. Two versions of a policy of which
 * one asks for more, or names more, are told so whatever else their statements ask.
 */
export class Entailment {
  readonly #known = new Map<number, Map<number, boolean>>();
  #left = MOST_STEPS;

  /** Nothing more is told. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  follows(from: Formula, to: Formula): boolean {
    if (from === to || from.is === "never" || to.is === "always") return true;
    if (from.is === "always" || to.is === "never") return false;
    const ofFrom = this.#known.get(from.id) ?? new Map<number, boolean>();
    this.#known.set(from.id, ofFrom);
    const known = ofFrom.get(to.id);
    if (known !== undefined) return known;
    if (this.#left-- <= 0) return false;
    const told = this.#told(from, to);
    ofFrom.set(to.id, told);
    return told;
  }

  #told(from: Formula, to: Formula): boolean {
    if (to.is === "all") return to.of.every((part) => this.follows(from, part));
    if (from.is === "any") return from.of.every((part) => this.follows(part, to));
    if (from.is === "not" && to.is === "not") return this.follows(to.of, from.of);
    if (from.is === "atom" && to.is === "atom") return this.#isWithin(from.atom, to.atom);
    if (from.is === "all" && from.of.some((part) => this.follows(part, to))) return true;
    return to.is === "any" && to.of.some((part) => this.follows(from, part));
  }

  /** Whether a value that lies in the one set lies in the other, told by their patterns. */
  #isWithin(one: Atom, other: Atom): boolean {
    if (one.is !== other.is || (one.is !== "in" && one.is !== "some")) return false;
    return "set" in other && one.view === other.view && this.#isSubset(one.set, other.set);
  }

  #isSubset(one: ValueSet, other: ValueSet): boolean {
    if (one.is !== "globs" || other.is !== "globs") return false;
    return one.globs.every((glob) =>
      other.globs.some((wider) => this.#left-- > 0 && (wider.key === glob.key || goesOn(wider, glob))),
    );
  }
}

/** Whether a pattern ends in "anything", and the other one goes on as it begins: with the same values for the same variables. */
function goesOn(wider: Glob, { tokens, fold }: Glob): boolean {
  const last = wider.tokens.at(-1);
  if (last?.is !== "many" || !last.colon) return false;
  const begun = wider.tokens.slice(0, -1);
  if (begun.length > 0 && wider.fold !== fold) return false;
  return begun.every((token, at) => {
    const own = tokens[at];
    if (own === undefined || token.is !== own.is) return false;
    if (token.is === "text" && own.is === "text") {
      return at === begun.length - 1 ? own.text.startsWith(token.text) : own.text === token.text;
    }
    if (token.is === "variable" && own.is === "variable" && !isSameVariable(token, own)) return false;
    return "colon" in token && "colon" in own && token.colon === own.colon;
  });
}

type Variable = Glob["tokens"][number] & { readonly is: "variable" };

function isSameVariable(one: Variable, other: Variable): boolean {
  return one.view === other.view && one.fallback === other.fallback;
}
