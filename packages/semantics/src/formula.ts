// Trusted: every verdict is a statement about these nodes.
import type { Atom } from "./atom.ts";
import { atomKey } from "./atom.ts";

/** A condition on one request. Nodes are hash-consed by the builder that made them: equal meaning by construction means the same object. */
export type Formula =
  | { readonly id: number; readonly is: "always" }
  | { readonly id: number; readonly is: "never" }
  | { readonly id: number; readonly is: "atom"; readonly atom: Atom }
  | { readonly id: number; readonly is: "not"; readonly of: Formula }
  | { readonly id: number; readonly is: "all" | "any"; readonly of: readonly Formula[] };

/** One reading of a formula: what atoms, negation, conjunction and disjunction become. */
export interface Algebra<B> {
  atom(atom: Atom, node: Formula): B;
  not(value: B): B;
  all(values: readonly B[]): B;
  any(values: readonly B[]): B;
}

/** Reads a formula bottom up; a shared node is visited once. `all([])` is always, `any([])` is never. */
export function fold<B>(formula: Formula, algebra: Algebra<B>, seen: Map<number, B> = new Map()): B {
  const known = seen.get(formula.id);
  if (known !== undefined) return known;
  let value: B;
  switch (formula.is) {
    case "always":
      value = algebra.all([]);
      break;
    case "never":
      value = algebra.any([]);
      break;
    case "atom":
      value = algebra.atom(formula.atom, formula);
      break;
    case "not":
      value = algebra.not(fold(formula.of, algebra, seen));
      break;
    default: {
      const values = formula.of.map((part) => fold(part, algebra, seen));
      value = formula.is === "all" ? algebra.all(values) : algebra.any(values);
    }
  }
  seen.set(formula.id, value);
  return value;
}

/**
 * Makes formulas and keeps equal ones the same object. One builder serves one question or one long-lived analyzer;
 * formulas of two builders must not be mixed.
 */
export class FormulaBuilder {
  readonly always: Formula = { id: 0, is: "always" };
  readonly never: Formula = { id: 1, is: "never" };
  #next = 2;
  readonly #atoms = new Map<string, Formula>();
  readonly #nodes = new Map<string, Formula>();

  atom(atom: Atom): Formula {
    const key = atomKey(atom);
    const known = this.#atoms.get(key);
    if (known !== undefined) return known;
    const made: Formula = { id: this.#next++, is: "atom", atom };
    this.#atoms.set(key, made);
    return made;
  }

  constant(value: boolean): Formula {
    return value ? this.always : this.never;
  }

  not(of: Formula): Formula {
    if (of.is === "always") return this.never;
    if (of.is === "never") return this.always;
    if (of.is === "not") return of.of;
    return this.#intern(`!${of.id}`, () => ({ id: this.#next++, is: "not", of }));
  }

  all(...of: readonly Formula[]): Formula {
    return this.#gather("all", of);
  }

  any(...of: readonly Formula[]): Formula {
    return this.#gather("any", of);
  }

  /** `if` implies `then`. */
  implies(condition: Formula, consequence: Formula): Formula {
    return this.any(this.not(condition), consequence);
  }

  iff(left: Formula, right: Formula): Formula {
    return this.any(this.all(left, right), this.all(this.not(left), this.not(right)));
  }

  #gather(is: "all" | "any", of: readonly Formula[]): Formula {
    const absorbing = is === "all" ? this.never : this.always;
    const neutral = is === "all" ? this.always : this.never;
    const parts = new Map<number, Formula>();
    for (const part of of) {
      if (part === absorbing) return absorbing;
      if (part === neutral) continue;
      if (part.is === is) for (const inner of part.of) parts.set(inner.id, inner);
      else parts.set(part.id, part);
    }
    for (const part of parts.values()) {
      if (part.is === "not" && parts.has(part.of.id)) return absorbing;
    }
    if (parts.size === 0) return neutral;
    const list = [...parts.values()].sort((a, b) => a.id - b.id);
    const [first] = list;
    if (list.length === 1 && first !== undefined) return first;
    const key = `${is === "all" ? "&" : "|"}${list.map((part) => part.id).join(",")}`;
    return this.#intern(key, () => ({ id: this.#next++, is, of: list }));
  }

  #intern(key: string, make: () => Formula): Formula {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#nodes.set(key, made);
    return made;
  }

  /** The formula with some atoms replaced by what is known of them; `undefined` leaves an atom as it is. */
  restrict(
    formula: Formula,
    known: (atom: Atom) => boolean | undefined,
    seen: Map<number, Formula> = new Map(),
  ): Formula {
    if (formula.is === "always" || formula.is === "never") return formula;
    const memo = seen.get(formula.id);
    if (memo !== undefined) return memo;
    const value = this.#restrictNode(formula, known, seen);
    seen.set(formula.id, value);
    return value;
  }

  #restrictNode(formula: Formula, known: (atom: Atom) => boolean | undefined, seen: Map<number, Formula>): Formula {
    switch (formula.is) {
      case "atom": {
        const value = known(formula.atom);
        return value === undefined ? formula : this.constant(value);
      }
      case "not":
        return this.not(this.restrict(formula.of, known, seen));
      case "all":
      case "any": {
        // Stops at the first part that settles it.
        const absorbing = formula.is === "all" ? this.never : this.always;
        const parts: Formula[] = [];
        let changed = false;
        for (const part of formula.of) {
          const rest = this.restrict(part, known, seen);
          if (rest === absorbing) return absorbing;
          if (rest !== part) changed = true;
          parts.push(rest);
        }
        return changed ? this.#gather(formula.is, parts) : formula;
      }
      default:
        return formula;
    }
  }
}

/** The distinct atoms of some formulas, in order of first visit. */
export function atomsOf(formulas: readonly Formula[]): Atom[] {
  const atoms: Atom[] = [];
  const seen = new Map<number, true>();
  for (const formula of formulas) {
    fold<true>(
      formula,
      {
        atom: (atom) => {
          atoms.push(atom);
          return true;
        },
        not: () => true,
        all: () => true,
        any: () => true,
      },
      seen,
    );
  }
  return atoms;
}

/** Kleene's third value: it depends on what is not known. */
export type Kleene = boolean | null;

/** Reads a formula where an atom may be true, false or not known (null). */
export function kleene(
  formula: Formula,
  known: (atom: Atom) => Kleene,
  seen: Map<number, Kleene | undefined> = new Map(),
): Kleene {
  // Written out rather than folded: conjunctions stop at the first certain part.
  const memo = seen.get(formula.id);
  if (memo !== undefined) return memo;
  let value: Kleene;
  switch (formula.is) {
    case "always":
      return true;
    case "never":
      return false;
    case "atom":
      value = known(formula.atom);
      break;
    case "not": {
      const inner = kleene(formula.of, known, seen);
      value = inner === null ? null : !inner;
      break;
    }
    default: {
      const stop = formula.is === "any";
      value = !stop;
      for (const part of formula.of) {
        const inner = kleene(part, known, seen);
        if (inner === stop) {
          value = stop;
          break;
        }
        if (inner === null) value = null;
      }
    }
  }
  seen.set(formula.id, value);
  return value;
}
