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
} from "@keyaki/semantics";
import type { Claim } from "./claim.ts";

const ALL_AXIOMS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));
const NO_AXIOMS: ReadonlySet<string> = new Set();

/** Whether the request refutes the claim under these values of the open rules. */
export function confirms(claim: Claim, request: Request, assumptions: PinnedAssumptions, axioms: boolean): boolean {
  if (faultsOf(request, axioms ? ALL_AXIOMS : NO_AXIOMS).length > 0) return false;
  return refutes(claim, atomReader(request, { assumptions }));
}

function refutes(claim: Claim, known: (atom: Atom) => Kleene): boolean {
  const memo = new Map<number, Kleene | undefined>();
  const value = (formula: Formula) => kleene(formula, known, memo);
  return value(claim.holds) === true && value(claim.fails) === false && value(claim.within) === true;
}

/** Combinations of open rules that are tried one by one to find out which of them matter. */
const MOST_COMBINATIONS = 256;

/** The open rules whose value a confirmed request needs; it refutes the claim whatever the others say. */
export function needed(claim: Claim, request: Request, assumptions: PinnedAssumptions): Record<string, string> {
  const names = [
    ...new Set(atomsOf([claim.formula]).flatMap((atom) => (atom.is === "assume" ? [atom.name] : []))),
  ].sort();
  const holdsWithout = (free: readonly string[]) =>
    combinations(free, assumptions).every((values) => refutes(claim, atomReader(request, { assumptions: values })));
  let free: string[] = [];
  for (const name of names) {
    const more = [...free, name];
    if (countOf(more) <= MOST_COMBINATIONS && holdsWithout(more)) free = more;
  }
  return Object.fromEntries(
    names.filter((name) => !free.includes(name)).map((name) => [name, assumptions[name] ?? ""]),
  );
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
