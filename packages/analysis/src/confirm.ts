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
  type Request,
  type StatementMeaning,
} from "@keyaki/semantics";
import { type Claim, formulaOf, type Saying } from "./claim.ts";

const ALL_AXIOMS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));
const NO_AXIOMS: ReadonlySet<string> = new Set();

/** Whether the request refutes the claim under these values of the open rules. */
export function confirms(claim: Claim, request: Request, assumptions: PinnedAssumptions, axioms: boolean): boolean {
  if (faultsOf(request, axioms ? ALL_AXIOMS : NO_AXIOMS).length > 0) return false;
  return refutes(claim, valueOn(atomReader(request, { assumptions })));
}

/** What formulas are worth on one request. */
export type Value = (formula: Formula) => Kleene;

export function valueOn(known: (atom: Atom) => Kleene): Value {
  const memo = new Map<number, Kleene | undefined>();
  return (formula) => kleene(formula, known, memo);
}

function refutes({ holds, fails, within }: Claim, value: Value): boolean {
  return saidBy(holds, value) === true && saidBy(fails, value) === false && value(within) === true;
}

/** Whether a side says so of the request, its whole policies read statement by statement. */
export function saidBy(saying: Saying, value: Value): Kleene {
  const { side, what } = saying;
  if (!side.plain) return value(formulaOf(saying));
  const some = (effect: "Allow" | "Deny"): Kleene => {
    let found: Kleene = false;
    for (const each of side.statements) {
      if (each.statement.effect !== effect) continue;
      const applies = appliesTo(each, value);
      if (applies === true) return true;
      if (applies === null) found = null;
    }
    return found;
  };
  const denied = some("Deny");
  if (what === "denies" || denied === true) return what === "denies" ? denied : false;
  const allowed = some("Allow");
  return allowed === false ? false : denied === null ? null : allowed;
}

/** Whether a statement applies. Most name another action: of those no more is made. */
export function appliesTo(meaning: StatementMeaning, value: Value): Kleene {
  return value(meaning.action) === false ? false : value(meaning.applies);
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
    combinations(free, assumptions).every((values) => refutes(claim, valueOn(readerOf(values))));
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
