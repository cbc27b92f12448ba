// Trusted: every verdict is a statement about these nodes.
import type { Atom } from "./atom.ts";
import { atomKey } from "./atom.ts";

/** A condition on one request. Nodes are hash-consed by the builder that made them: equal meaning by construction means the same object. */
export type Formula =
  | { readonly id: number; readonly is: "always" }
  | { readonly id: number; readonly is: "never" }
  | { readonly id: number; readonly is: "atom"; readonly atom: Atom }
  | { readonly id: number; readonly is: "not"; readonly of: Formula }
  | List;

interface List {
  readonly id: number;
  readonly is: "all" | "any";
  readonly of: readonly Formula[];
}

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
  readonly #denials = new Map<Formula, Formula>();
  /** By a hash of what they are made of. */
  readonly #lists = new Map<number, List[]>();

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
    const known = this.#denials.get(of);
    if (known !== undefined) return known;
    const made: Formula = { id: this.#next++, is: "not", of };
    this.#denials.set(of, made);
    return made;
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
    let parts: Formula[] = [];
    let last = -1;
    let isSorted = true;
    const add = (part: Formula): void => {
      if (part.id <= last) isSorted = false;
      last = part.id;
      parts.push(part);
    };
    for (const part of of) {
      if (part === absorbing) return absorbing;
      if (part === neutral) continue;
      if (part.is === is) for (const inner of part.of) add(inner);
      else add(part);
    }
    if (!isSorted) parts = sortedOnce(parts);
    const [first] = parts;
    if (first === undefined) return neutral;
    if (parts.length === 1) return first;
    for (const part of parts) if (part.is === "not" && holds(parts, part.of)) return absorbing;
    return this.#internList(is, parts);
  }

  /** The one conjunction or disjunction of these parts. */
  #internList(is: "all" | "any", of: readonly Formula[]): Formula {
    let hash = is === "all" ? 1 : 2;
    for (const { id } of of) {
      hash = Math.imul(hash ^ id, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const alike = this.#lists.get(hash);
    for (const known of alike ?? NOTHING) if (known.is === is && isSameList(known.of, of)) return known;
    const made: List = { id: this.#next++, is, of };
    if (alike === undefined) this.#lists.set(hash, [made]);
    else alike.push(made);
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

const NOTHING: readonly List[] = [];

function isSameList(one: readonly Formula[], other: readonly Formula[]): boolean {
  return one.length === other.length && one.every((part, at) => part === other[at]);
}

/** Each formula once, in the order in which they were made. */
function sortedOnce(formulas: Formula[]): Formula[] {
  formulas.sort((a, b) => a.id - b.id);
  return formulas.filter((part, at) => part !== formulas[at - 1]);
}

/** Whether a formula is one of some in the order in which they were made. */
function holds(sorted: readonly Formula[], { id }: Formula): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle]?.id ?? id;
    if (found === id) return true;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return false;
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
