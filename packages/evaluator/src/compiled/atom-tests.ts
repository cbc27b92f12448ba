// Trusted: what an atom is worth in requests of one profile, as a test that is made once. Held to atoms.ts by the law
// evaluator-compiled-agrees-with-formula.
import { type Atom, CLOCK_VIEWS, type Glob, type ValueSet, type View, variablesIn } from "@keyaki/semantics";
import { asksForTime, atomReader, isOpen, type Reading } from "../atoms.ts";
import { accepts } from "../match.ts";
import { actionTest } from "./action-sets.ts";
import type { SetTest, Variable } from "./glob-steps.ts";
import type { PreparedRequest } from "./prepared.ts";
import type { Profile } from "./profile.ts";
import { instantTest, setTest } from "./value-tests.ts";

/** Kleene's three values as small numbers: 0 false, 1 true, 2 not known. */
export type Truth = 0 | 1 | 2;
export type Test = (request: PreparedRequest) => Truth;

/** A test, and what is known of it beforehand. */
export interface Costed {
  readonly test: Test;
  /** It is never 2. */
  readonly certain: boolean;
  /** About how long it takes: quick ones are asked first. */
  readonly cost: number;
}

const nothing = () => null;

/** The small number of a value of Kleene's. */
export function truthOf(value: boolean | null): Truth {
  return value === null ? 2 : value ? 1 : 0;
}

/** Makes tests of atoms for the requests of one profile. */
export class AtomTests {
  readonly #profile: Profile;
  readonly #reading: Reading;

  constructor(profile: Profile, reading: Reading) {
    this.#profile = profile;
    this.#reading = reading;
  }

  /** What the profile and the reading settle of an atom: its value, or the atom without the patterns that cannot match. */
  known(atom: Atom): boolean | Atom {
    if (atom.is === "assume") return this.#reading.assumptions[atom.name] === atom.value;
    if (atom.is === "unseen" || asksForTime(atom) || isOpen(atom, this.#reading)) return atom;
    if (atom.is === "same") {
      const [left, right] = [this.#profile.source(atom.left), this.#profile.source(atom.right)];
      if (left.is === "absent" || right.is === "absent") return false;
      return left.is === "constant" && right.is === "constant" ? left.text === right.text : atom;
    }
    if (CLOCK_VIEWS.has(atom.view)) return atom.is === "present" || atom;
    const source = this.#profile.source(atom.view);
    if (source.is === "absent") return false;
    if (atom.is === "present" || atom.is === "lone") return source.is === "constant" || source.is === "text" || atom;
    if (source.is === "constant" && variablesIn(atom.set).length === 0) return accepts(atom.set, source.text, nothing);
    if (atom.set.is !== "globs") return atom;
    const { globs } = atom.set;
    const known = source.is === "text" ? source.known : "";
    if (known === "" && variablesIn(atom.set).length === 0 && !globs.some((glob) => takesAll(glob, known))) return atom;
    const left = globs.filter((glob) => this.#canMatch(glob, known));
    if (left.length === 0) return false;
    if (source.is === "text" && left.some((glob) => takesAll(glob, known))) return true;
    return left.length === globs.length ? atom : { ...atom, set: { is: "globs", globs: left } };
  }

  /** Whether a text that begins so can match, and its variables can have values. */
  #canMatch({ tokens, fold }: Glob, known: string): boolean {
    for (const token of tokens) {
      const isDead =
        token.is === "variable" && token.fallback === null && this.#profile.source(token.view).is === "absent";
      if (isDead) return false;
    }
    const first = tokens[0];
    if (fold !== "none" || first?.is !== "text") return true;
    const length = Math.min(known.length, first.text.length);
    return known.slice(0, length) === first.text.slice(0, length);
  }

  test(atom: Atom): Costed {
    if (atom.is === "unseen") {
      const test: Test = ({ request }) => truthOf(request.unseen.get(atom.name) ?? null);
      return { test, certain: false, cost: 2 };
    }
    if (isOpen(atom, this.#reading) || (atom.is === "lone" && CLOCK_VIEWS.has(atom.view))) {
      const test: Test = ({ request }) => truthOf(atomReader(request, this.#reading)(atom));
      return { test, certain: false, cost: 100 };
    }
    const seen = this.#seen(atom);
    if (!asksForTime(atom)) return seen;
    return { ...seen, certain: false, test: (request) => (request.clock === null ? 2 : seen.test(request)) };
  }

  /** The test where the request has all that the atom asks for. */
  #seen(atom: Atom): Costed {
    switch (atom.is) {
      case "in":
      case "some":
        return this.#setTest(atom.is, atom.view, atom.set);
      case "same": {
        if (atom.left === "caller:account" && atom.right === "owner") return certain(({ own }) => own, 1);
        const [left, right] = [this.#variable(atom.left), this.#variable(atom.right)];
        return certain((request) => {
          const text = left(request);
          return text !== null && text === right(request);
        }, 3);
      }
      case "present":
      case "lone":
        return this.#presence(atom.view, atom.is === "lone");
      default:
        throw new RangeError(`no request says what ${atom.name} is`);
    }
  }

  #presence(view: View, isLone: boolean): Costed {
    const source = this.#profile.source(view);
    if (source.is === "perhaps") return certain((request) => source.read(request) !== null, 2);
    if (source.is !== "held") return certain(() => source.is !== "absent", 0);
    return certain((request) => {
      const held = source.read(request);
      return typeof held === "string" || (held !== undefined && !(isLone && held.set));
    }, 2);
  }

  #setTest(is: "in" | "some", view: View, set: ValueSet): Costed {
    const source = this.#profile.source(view);
    if (view === "action" && set.is === "globs" && set.globs.every(isFoldedPlain)) {
      return certain(actionTest(set.globs), costOf(set));
    }
    if (view === "key:aws:currenttime" && set.is === "date") {
      const inOrder = instantTest(set);
      return certain(({ instant }) => instant !== null && inOrder(instant), 2);
    }
    const has = setTest(set, (name) => this.#variable(name));
    const cost = costOf(set) + (source.is === "held" ? 2 : 0);
    switch (source.is) {
      case "absent":
        return certain(() => false, 0);
      case "constant": {
        const { text } = source;
        return certain((request) => has(text, request), cost);
      }
      case "text": {
        if (view === "resource") return certain((request) => has(request.resource, request), cost);
        const { read } = source;
        return certain((request) => has(read(request), request), cost);
      }
      case "perhaps": {
        const { read } = source;
        return certain((request) => {
          const text = read(request);
          return text !== null && has(text, request);
        }, cost);
      }
      case "held":
        return certain(is === "in" ? heldIn(source.read, has) : heldSome(source.read, has), cost);
    }
  }

  /** What a variable stands for: a set never stands for one, not even a set of one value. */
  #variable(view: View): Variable {
    const source = this.#profile.source(view);
    switch (source.is) {
      case "absent":
        return nothing;
      case "constant":
        return () => source.text;
      case "held":
        return (request) => {
          const held = source.read(request);
          if (typeof held === "string") return held;
          return held === undefined || held.set ? null : (held.values[0] ?? null);
        };
      default:
        return source.read;
    }
  }
}

type Held = Extract<ReturnType<Profile["source"]>, { is: "held" }>["read"];

function heldIn(read: Held, has: SetTest): (request: PreparedRequest) => boolean {
  return (request) => {
    const held = read(request);
    if (typeof held === "string") return has(held, request);
    if (held === undefined || held.values.length !== 1) return false;
    const value = held.values[0];
    return value !== undefined && has(value, request);
  };
}

function heldSome(read: Held, has: SetTest): (request: PreparedRequest) => boolean {
  return (request) => {
    const held = read(request);
    if (typeof held === "string") return has(held, request);
    if (held === undefined) return false;
    for (let at = 0; at < held.values.length; at++) {
      const value = held.values[at];
      if (value !== undefined && has(value, request)) return true;
    }
    return false;
  };
}

function certain(holds: (request: PreparedRequest) => boolean, cost: number): Costed {
  return { test: (request) => (holds(request) ? 1 : 0), certain: true, cost };
}

/** Whether the pattern is one of actions: letters folded, no variable. */
function isFoldedPlain({ tokens, fold }: Glob): boolean {
  return fold === "ascii" && tokens.every((token) => token.is !== "variable");
}

/** Whether every text that begins so matches: the pattern is a beginning of it and anything. */
function takesAll({ tokens, fold }: Glob, known: string): boolean {
  const [first, second] = tokens;
  if (fold === "unicode" || first === undefined) return false;
  if (tokens.length === 1) return first.is === "many" && first.colon;
  const isBeginning = first.is === "text" && fold === "none" && known.startsWith(first.text);
  return isBeginning && tokens.length === 2 && second?.is === "many" && second.colon;
}

function costOf(set: ValueSet): number {
  switch (set.is) {
    case "globs":
      return set.globs.reduce((sum, { tokens }) => sum + (tokens.length < 3 ? 0.02 : tokens.length), 2);
    case "difference":
      return costOf(set.from) + costOf(set.minus);
    case "bool":
      return 2;
    case "number":
    case "address":
      return 6;
    default:
      return 20;
  }
}
