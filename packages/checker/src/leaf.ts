// Trusted: what a proof must refute, and how its parts become clauses. The maker of proofs asks here too, so that both number alike.
import {
  type Atom,
  type AxiomInstance,
  atomKey,
  atomsOf,
  axiomInstances,
  type Formula,
  type Rules,
} from "@keyaki/semantics";
import { Clauses, type Literal } from "./clauses.ts";
import { factFormula } from "./facts.ts";
import { Fields } from "./fields.ts";
import { readsValues } from "./patterns.ts";
import type { LeafProof } from "./proof.ts";
import { signatureOf } from "./signatures.ts";
import { Unproved } from "./unproved.ts";

/** The atoms of a formula in the order of their keys: facts name them by their places. */
export function orderedAtoms(formula: Formula): Atom[] {
  return atomsOf([formula]).sort((a, b) => (atomKey(a) < atomKey(b) ? -1 : 1));
}

/** The question for one action. */
export function restFor(question: Formula, action: string, rules: Rules): Formula {
  return rules.build.restrict(question, (atom) => {
    if (!("view" in atom) || atom.view !== "action") return undefined;
    return readsValues(atom) ? signatureOf([atom.set], action) === "1" : true;
  });
}

/** The rests of a question that are not false already, each once, in the order in which the actions lead to them. */
export function restsOf(question: Formula, actions: readonly string[], rules: Rules): Formula[] {
  const rests = new Map<number, Formula>();
  for (const action of actions) {
    const rest = restFor(question, action, rules);
    if (rest.is !== "never") rests.set(rest.id, rest);
  }
  return [...rests.values()];
}

/** A rest as clauses, with all that holds in every request beside it. */
export interface LeafClauses {
  readonly clauses: readonly (readonly Literal[])[];
  readonly variables: number;
}

/**
 * What the clauses of a leaf say: the rest, and the axioms and facts beside it.
 *
 * @throws Unproved where a fact does not hold.
 */
export function leafFormulas(
  rest: Formula,
  { axioms, facts }: Pick<LeafProof, "axioms" | "facts">,
  axiomsAllowed: boolean,
  rules: Rules,
): Formula[] {
  const atoms = orderedAtoms(rest);
  const instances = axiomInstances(atoms, rules);
  const holding = axioms.map((id): AxiomInstance => {
    const found = instances.find((each) => each.id === id);
    if (!axiomsAllowed || found === undefined) throw new Unproved(`no such axiom here: ${id}`);
    return found;
  });
  return [rest, ...holding.map(({ holds }) => holds), ...facts.map((fact) => factFormula(fact, atoms, rules))];
}

/** @throws Unproved where a table leaves something out or a fact does not hold. */
export function leafClauses(
  rest: Formula,
  proof: Omit<LeafProof, "steps">,
  axiomsAllowed: boolean,
  rules: Rules,
): LeafClauses {
  const formulas = leafFormulas(rest, proof, axiomsAllowed, rules);
  const clauses = new Clauses();
  for (const formula of formulas) clauses.add(clauses.formula(formula));
  const fields = new Fields(orderedAtoms(rules.build.all(...formulas)), rest, clauses);
  for (const table of proof.tables) fields.add(table);
  return { clauses: clauses.list, variables: clauses.variables };
}
