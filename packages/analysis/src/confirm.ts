// Trusted: the last word on every witness. Three checks: the request is admissible, the one side holds, the other does not.
import { AXIOMS, assumption } from "@keyaki/catalog";
import { atomReader, faultsOf } from "@keyaki/evaluator";
import {
  type Atom,
  atomsOf,
  type Formula,
  type Kleene,
  kleene,
  type PinnedAssumptions,
  patternsNear,
  type Request,
  type StatementMeaning,
} from "@keyaki/semantics";
import { type Claim, formulaOf, type Saying } from "./claim.ts";

const ALL_AXIOMS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));
const NO_AXIOMS: ReadonlySet<string> = new Set();

/** Whether the request refutes the claim under these values of the open rules. */
export function confirms(claim: Claim, request: Request, assumptions: PinnedAssumptions, axioms: boolean): boolean {
  if (faultsOf(request, axioms ? ALL_AXIOMS : NO_AXIOMS).length > 0) return false;
  return new Judge(request, atomReader(request, { assumptions })).refutes(claim);
}

/** Reads whole policies on one request, statement by statement. */
export class Judge {
  readonly #action: string;
  readonly #read: (atom: Atom) => Kleene;
  readonly #memo = new Map<number, Kleene | undefined>();

  constructor({ action }: Pick<Request, "action">, read: (atom: Atom) => Kleene) {
    this.#action = action;
    this.#read = read;
  }

  refutes({ holds, fails, within }: Claim): boolean {
    return this.says(holds) === true && this.says(fails) === false && this.value(within) === true;
  }

  value(formula: Formula): Kleene {
    return kleene(formula, this.#read, this.#memo);
  }

  /** Whether a side says so of the request. */
  says(saying: Saying): Kleene {
    const { side, what } = saying;
    if (!side.plain) return this.value(formulaOf(saying));
    const denied = this.#some("Deny", side);
    if (what === "denies" || denied === true) return what === "denies" ? denied : false;
    const allowed = this.#some("Allow", side);
    return allowed === false ? false : denied === null ? null : allowed;
  }

  /** Whether a statement applies. Most name other actions: of their lists no more is read than patterns that begin as this one does. */
  applies(meaning: StatementMeaning): Kleene {
    const { negated, patterns } = meaning.statement.action;
    if (negated) return this.#applies(meaning);
    const near = patternsNear(patterns, this.#action);
    if (near.length === 0) return false;
    return this.#applies(near.length === patterns.length ? meaning : meaning.among(near));
  }

  #applies(meaning: StatementMeaning): Kleene {
    return this.value(meaning.action) === false ? false : this.value(meaning.applies);
  }

  #some(effect: "Allow" | "Deny", side: Saying["side"]): Kleene {
    let found: Kleene = false;
    for (const each of side.statements) {
      if (each.statement.effect !== effect) continue;
      const applies = this.applies(each);
      if (applies === true) return true;
      if (applies === null) found = null;
    }
    return found;
  }
}

/** Combinations of open rules that are tried one by one to find out which of them matter. */
const MOST_COMBINATIONS = 256;

/** The open rules whose value a confirmed request needs; it refutes the claim whatever the others say. */
export function needed(claim: Claim, request: Request, assumptions: PinnedAssumptions): Record<string, string> {
  const names = [
    ...new Set(atomsOf([claim.formula]).flatMap((atom) => (atom.is === "assume" ? [atom.name] : []))),
  ].sort();
  const readerOf = readersOn(request, assumptions, names);
  const holdsWithout = (free: readonly string[]) =>
    combinations(free, assumptions).every((values) => new Judge(request, readerOf(values)).refutes(claim));
  let free: string[] = [];
  for (const name of names) {
    const more = [...free, name];
    if (countOf(more) <= MOST_COMBINATIONS && holdsWithout(more)) free = more;
  }
  return Object.fromEntries(
    names.filter((name) => !free.includes(name)).map((name) => [name, assumptions[name] ?? ""]),
  );
}

/** A rule by which atoms themselves are read otherwise. */
const READS_ATOMS = "substituted-wildcards";

/** Readers of one request under several values of open rules, where what no rule touches is read once. */
function readersOn(
  request: Request,
  assumptions: PinnedAssumptions,
  names: readonly string[],
): (values: PinnedAssumptions) => (atom: Atom) => Kleene {
  if (names.includes(READS_ATOMS)) return (values) => atomReader(request, { assumptions: values });
  const read = atomReader(request, { assumptions });
  const held = new Map<Atom, Kleene>();
  return (values) => (atom) => {
    if (atom.is === "assume") return values[atom.name] === atom.value;
    const known = held.get(atom);
    if (known !== undefined) return known;
    const value = read(atom);
    held.set(atom, value);
    return value;
  };
}

function valuesOf(name: string): readonly string[] {
  return assumption(name)?.values ?? [];
}

function countOf(names: readonly string[]): number {
  return names.reduce((count, name) => count * valuesOf(name).length, 1);
}

function combinations(names: readonly string[], fixed: PinnedAssumptions): PinnedAssumptions[] {
  return names.reduce<PinnedAssumptions[]>(
    (made, name) => made.flatMap((values) => valuesOf(name).map((value) => ({ ...values, [name]: value }))),
    [fixed],
  );
}
