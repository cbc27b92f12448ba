// Trusted: a value that a key cannot have here is a request that is never looked at.
import type { Arity } from "@keyaki/catalog";
import { type Atom, type GlobToken, type KeyValues, parseAddress, type ValueSet, type View } from "@keyaki/semantics";
import { equal, implies, inRegular, isSayable, range, star, string, type Term, union, word } from "@keyaki/smt";
import { readsValues } from "../choice.ts";
import { any, every, negate, YES } from "./connectives.ts";
import { NUMBER_TEXTS } from "./languages.ts";
import { type Held, holdsIn, needsText } from "./membership.ts";
import type { ModelValues } from "./model-values.ts";
import type { Sink } from "./sink.ts";
import { spellings } from "./spellings.ts";
import { pinnedTo, type TypedFamily, typedFamily, unknownValue } from "./typed-values.ts";
import { NOTHING, type Substitution } from "./variable-pattern.ts";

interface Element extends KeyValue {
  readonly name: string;
  readonly there: Term;
}

interface KeyValue extends Held {
  /** Where each value has spellings besides the texts that the policy names: these texts. A model's own text is then one of them, or stands for none. */
  readonly named: readonly string[] | null;
}

/**
 * A key that does not follow from anything else: absent, one text, or a set of texts. A set needs one value for each atom that
 * asks for some value, and no more: taking the others away changes no atom.
 */
export class KeyTerms {
  readonly #view: View;
  readonly #sink: Sink;
  readonly #isSet: boolean;
  readonly #present: Term;
  readonly #lone: Term;
  readonly #elements: readonly Element[];

  /** `asText`: some variable or equality reads the view. */
  constructor(view: View, atoms: readonly Atom[], arity: Arity, asText: boolean, sink: Sink) {
    this.#view = view;
    this.#sink = sink;
    const present = sink.constant(`${view} is present`, "Bool");
    this.#present = present;
    const sets = atoms.filter(readsValues).map((atom) => atom.set);
    this.#isSet = arity !== "single" || atoms.some((atom) => atom.is === "some" || atom.is === "lone");
    if (!this.#isSet) {
      this.#lone = present;
      this.#elements = [{ name: view, there: present, ...this.#held(view, sets, asText) }];
      return;
    }
    const count = Math.max(1, atoms.filter((atom) => atom.is === "some").length);
    const elements = Array.from({ length: count }, (_, at): Element => {
      const name = `${view} value ${at + 1}`;
      const there = sink.constant(`${name} is there`, "Bool", (made) => implies(made, present));
      return { name, there, ...this.#held(name, sets, asText) };
    });
    this.#elements = elements;
    const [first, ...rest] = elements.map((element) => element.there);
    this.#lone = sink.constant(`${view} is no set`, "Bool", (made) =>
      implies(made, every(first ?? YES, ...rest.map(negate))),
    );
  }

  /** One value of the key: its text, what it parses as, or both. */
  #held(name: string, sets: readonly ValueSet[], asText: boolean): KeyValue {
    const sink = this.#sink;
    const families = [...new Set(sets.flatMap(familiesIn))];
    const isText = asText || sets.some(needsText);
    const text = isText ? sink.constant(name, "String") : null;
    const value = families.length === 0 ? null : unknownValue(name, sink);
    const [family] = families;
    // Between such numbers a solver finds some that no text of the length that is read can say.
    if (sets.some(hasFarNumbers)) sink.relaxed = true;
    if (value === null || (families.length === 1 && text === null)) return { text, value, named: null };
    const literals = literalsIn(sets);
    if (text !== null) {
      for (const each of families)
        for (const literal of literals)
          sink.require(implies(equal(text, string(literal)), pinnedTo(literal, each, value)));
    }
    // Beside a few texts that the policy names, each value has a spelling of its own: then no more need be said.
    if (text !== null && families.length === 1 && family !== undefined && !asText && sets.every(namesTexts)) {
      const only = literals.filter((literal) => hasOneSpelling(literal, family));
      for (const literal of only) sink.require(implies(pinnedTo(literal, family, value), equal(text, string(literal))));
      if (literals.filter((literal) => hasFewSpellings(literal, family)).length <= 1)
        return { text, value, named: literals };
    }
    sink.relaxed = true;
    if (text !== null) {
      for (const each of families) sink.require(implies(value[each].parses, inRegular(text, SHAPES[each])));
    }
    return { text, value, named: null };
  }

  /** The key's only value, for a variable: a set is none, not even one of one value. */
  get only(): { readonly when: Term; readonly text: Term } {
    const [first] = this.#elements;
    return first === undefined || first.text === null ? NOTHING : { when: this.#lone, text: first.text };
  }

  /** What the key holds in a model; null: absent. */
  read(model: ModelValues): KeyValues | null {
    if (!model.truth(`${this.#view} is present`)) return null;
    const there = this.#elements.filter(({ name }) => !this.#isSet || model.truth(`${name} is there`));
    const values = there.map((element) => textOf(element, model));
    const lone = !this.#isSet || (model.truth(`${this.#view} is no set`) && values.length === 1);
    return { set: !lone, values: [...new Set(values)] };
  }

  /** An atom on this view. */
  atom(atom: Atom, negated: boolean, substitute: Substitution): Term {
    if (atom.is === "present") return this.#present;
    if (atom.is === "lone") return this.#lone;
    if (!readsValues(atom)) throw new RangeError(`no reading of ${atom.is} on ${this.#view}`);
    const sink = this.#sink;
    const some = any(
      ...this.#elements.map((element) => every(element.there, holdsIn(element, atom.set, negated, substitute, sink))),
    );
    if (atom.is === "some" || this.#elements[0]?.there === this.#present) return some;
    // One value asked of what may be a set: how many values there are is not said.
    const open = sink.open(`${this.#view} holds one value`);
    sink.require(implies(open, some));
    return open;
  }
}

/** The text of a value in a model: as it is, or one that is read as the number, date or address that it is. */
function textOf({ name, text, value, named }: Element, model: ModelValues): string {
  const said = text === null ? null : (model.text(name) ?? "example");
  if (said !== null && (named === null || named.includes(said))) return said;
  if (value === null) return "example";
  const spelled = spellings(name, model);
  const texts = spelled.length > 0 ? spelled : ["unreadable", "not readable", "readable by nobody"];
  return texts.find((each) => !named?.includes(each)) ?? said ?? "unreadable";
}

const DIGITS = union(range("0", "9"), word("."), word(":"), word("-"), word("+"));
/** More than the texts that a family reads. */
const SHAPES: Readonly<Record<TypedFamily, Term>> = {
  number: NUMBER_TEXTS,
  date: star(union(DIGITS, word("T"), word("Z"), word("t"), word("z"))),
  address: star(union(DIGITS, range("a", "f"), range("A", "F"))),
};

/** Whether the set's texts are listed one by one (or all texts, or typed values). */
function namesTexts(set: ValueSet): boolean {
  if (set.is === "difference") return namesTexts(set.from) && namesTexts(set.minus);
  if (!needsText(set)) return true;
  return (
    set.is === "globs" &&
    set.globs.every(
      ({ tokens, fold }) =>
        fold === "none" && tokens.length <= 1 && (tokens[0] === undefined || isPlainText(tokens[0])),
    )
  );
}

function isPlainText(token: GlobToken): boolean {
  return token.is === "text" && isSayable(token.text);
}

/** An IPv4 address has one spelling. */
function hasOneSpelling(text: string, family: TypedFamily): boolean {
  return family === "address" && parseAddress(text)?.family === 4;
}

/** An IPv6 address has two spellings at least; numbers and dates have more than a policy can list. */
function hasFewSpellings(text: string, family: TypedFamily): boolean {
  return family === "address" && parseAddress(text)?.family === 6;
}

/** Places beyond which a number counts as far from those that are written. */
const FAR = 100;

function hasFarNumbers(set: ValueSet): boolean {
  if (set.is === "difference") return hasFarNumbers(set.from) || hasFarNumbers(set.minus);
  return (
    set.is === "number" && set.values.some(({ digits, exponent }) => String(digits).length + Math.abs(exponent) > FAR)
  );
}

function familiesIn(set: ValueSet): TypedFamily[] {
  if (set.is === "difference") return [...familiesIn(set.from), ...familiesIn(set.minus)];
  const family = typedFamily(set);
  return family === null ? [] : [family];
}

/** The texts that some sets name as they stand. */
function literalsIn(sets: readonly ValueSet[]): string[] {
  const texts = sets.flatMap((set): string[] => {
    if (set.is === "difference") return literalsIn([set.from, set.minus]);
    if (set.is !== "globs") return [];
    return set.globs.flatMap(({ tokens }) => {
      const [first] = tokens;
      if (first === undefined) return [""];
      return tokens.length === 1 && first.is === "text" && isSayable(first.text) ? [first.text] : [];
    });
  });
  return [...new Set(texts)];
}
