// Trusted: the last word on every witness. Three checks: the request is admissible, the one side holds, the other does not.
import { AXIOMS } from "@keyaki/catalog";
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

/** The open rules whose value a confirmed request needs; it refutes the claim whatever the others say. */
export function needed(claim: Claim, request: Request, assumptions: PinnedAssumptions): Record<string, string> {
  const names = new Set(atomsOf([claim.formula]).flatMap((atom) => (atom.is === "assume" ? [atom.name] : [])));
  if (names.size === 0) return {};
  const read = atomReader(request, { assumptions });
  const open = new Set(names);
  const isEnough = (free: ReadonlySet<string>) =>
    refutes(claim, (atom) => (atom.is === "assume" && free.has(atom.name) ? null : read(atom)));
  if (isEnough(open)) return {};
  const free = new Set<string>();
  for (const name of [...names].sort()) {
    free.add(name);
    if (!isEnough(free)) free.delete(name);
  }
  return Object.fromEntries(
    [...names]
      .filter((name) => !free.has(name))
      .sort()
      .map((name) => [name, assumptions[name] ?? ""]),
  );
}
