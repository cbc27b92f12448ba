// Trusted: what is left of a formula where some of its atoms are settled. Unlike a FormulaBuilder it draws no conclusion from a part and
// its negation: of an unknown part the plain path knows neither, and a compiled decision is to be unknown where it is.
import { type Atom, type Formula, type Glob, globSet, type ValueSet, type View, variablesIn } from "@keyaki/semantics";

/** A formula with its constants folded away; shared parts are one object. */
export type Part =
  | { readonly is: "constant"; readonly value: boolean }
  | { readonly is: "atom"; readonly atom: Atom }
  | { readonly is: "not"; readonly of: Part }
  | { readonly is: "all" | "any"; readonly of: readonly Part[] };

const ALWAYS: Part = { is: "constant", value: true };
const NEVER: Part = { is: "constant", value: false };

/** Specialises the formulas of one decision. */
export class Specialiser {
  readonly #known: (atom: Atom) => boolean | Atom;
  readonly #parts = new Map<number, Part>();

  /** `known`: the value of an atom, or the atom with what is settled about it left out. */
  constructor(known: (atom: Atom) => boolean | Atom) {
    this.#known = known;
  }

  part(formula: Formula): Part {
    const made = this.#parts.get(formula.id) ?? this.#make(formula);
    this.#parts.set(formula.id, made);
    return made;
  }

  #make(formula: Formula): Part {
    switch (formula.is) {
      case "always":
        return ALWAYS;
      case "never":
        return NEVER;
      case "atom": {
        const known = this.#known(formula.atom);
        return typeof known === "boolean" ? constant(known) : { is: "atom", atom: known };
      }
      case "not":
        return negated(this.part(formula.of));
      default:
        return gathered(
          formula.is,
          formula.of.map((part) => this.part(part)),
        );
    }
  }
}

function constant(value: boolean): Part {
  return value ? ALWAYS : NEVER;
}

function negated(of: Part): Part {
  if (of.is === "constant") return constant(!of.value);
  return of.is === "not" ? of.of : { is: "not", of };
}

/** A conjunction or disjunction without its neutral parts; a disjunction asks a view once for all texts that it may be. */
export function gathered(is: "all" | "any", of: readonly Part[]): Part {
  const absorbing = is === "any";
  const parts = new Set<Part>();
  const texts = new Map<View, Part[]>();
  for (const part of of.flatMap((each) => (each.is === is ? each.of : [each]))) {
    if (part.is === "constant") {
      if (part.value === absorbing) return part;
      continue;
    }
    const view = is === "any" ? textsAsked(part)?.view : undefined;
    if (view === undefined) parts.add(part);
    else insert(texts, view, part);
  }
  for (const [view, asking] of texts) parts.add(union(view, asking));
  const [first] = parts;
  if (first === undefined) return constant(!absorbing);
  return parts.size === 1 ? first : { is, of: [...parts] };
}

function insert(texts: Map<View, Part[]>, view: View, part: Part): void {
  const known = texts.get(view);
  if (known === undefined) texts.set(view, [part]);
  else known.push(part);
}

function union(view: View, parts: readonly Part[]): Part {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const globs = parts.flatMap((part) => textsAsked(part)?.globs ?? []);
  return { is: "atom", atom: { is: "in", view, set: globSet(globs) } };
}

/** The patterns that a part asks one text for, where that is all it does. */
export function textsAsked(part: Part): { readonly view: string; readonly globs: readonly Glob[] } | null {
  if (part.is !== "atom" || part.atom.is !== "in") return null;
  const { view, set } = part.atom;
  return isPlain(set) ? { view, globs: set.globs } : null;
}

/** Texts alone: no number, no variable. */
function isPlain(set: ValueSet): set is Extract<ValueSet, { readonly is: "globs" }> {
  return set.is === "globs" && variablesIn(set).length === 0;
}
