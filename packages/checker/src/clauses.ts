// Trusted: a clause that does not follow from the question makes a proof of something else.
import { type Atom, atomKey, type Formula } from "@keyaki/semantics";

/** A variable of the clauses, wanted true; below zero: wanted false. */
export type Literal = number;

/** The clauses of one rest of a question. Variables are numbered in the order in which they are made. */
export class Clauses {
  readonly list: Literal[][] = [];
  #variables = 0;
  readonly #atoms = new Map<string, Literal>();
  readonly #nodes = new Map<number, Literal>();
  readonly #keys = new Map<number, string>();

  get variables(): number {
    return this.#variables;
  }

  variable(): Literal {
    return ++this.#variables;
  }

  add(...clause: readonly Literal[]): void {
    this.list.push([...clause]);
  }

  /** The variable of an atom; equal atoms have one. */
  atom(atom: Atom): Literal {
    const key = atomKey(atom);
    const known = this.#atoms.get(key) ?? this.variable();
    this.#atoms.set(key, known);
    return known;
  }

  /** A literal that holds exactly when the formula does. */
  formula(formula: Formula): Literal {
    const known = this.#nodes.get(formula.id);
    if (known !== undefined) return known;
    const made = this.#make(formula);
    this.#nodes.set(formula.id, made);
    return made;
  }

  #make(formula: Formula): Literal {
    switch (formula.is) {
      case "always": {
        const always = this.variable();
        this.add(always);
        return always;
      }
      case "never": {
        const never = this.variable();
        this.add(-never);
        return never;
      }
      case "atom":
        return this.atom(formula.atom);
      case "not":
        return -this.formula(formula.of);
      default: {
        // Whatever order the parts were made in: the numbers must not depend on it.
        const parts = [...formula.of]
          .sort((a, b) => (this.#keyOf(a) < this.#keyOf(b) ? -1 : 1))
          .map((part) => this.formula(part));
        const whole = this.variable();
        const sign = formula.is === "all" ? 1 : -1;
        for (const part of parts) this.add(-sign * whole, sign * part);
        this.add(sign * whole, ...parts.map((part) => -sign * part));
        return whole;
      }
    }
  }

  /** A text for a formula that does not depend on when it was made; two formulas of one text may swap their numbers, no more. */
  #keyOf(formula: Formula): string {
    const known = this.#keys.get(formula.id);
    if (known !== undefined) return known;
    let key: string;
    switch (formula.is) {
      case "atom":
        key = atomKey(formula.atom);
        break;
      case "not":
        key = `!${this.#keyOf(formula.of)}`;
        break;
      case "all":
      case "any":
        key = `${formula.is}(${digest(
          formula.of
            .map((part) => this.#keyOf(part))
            .sort()
            .join("\n"),
        )})`;
        break;
      default:
        key = formula.is;
    }
    this.#keys.set(formula.id, key);
    return key;
  }
}

/** A short text for a long one; only the order of parts depends on it. */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x1000193];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + at), 0x85ebca6b);
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}.${text.length}`;
}
