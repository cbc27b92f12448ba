// Trusted: the last word on a proof.
import { assumption } from "@keyaki/catalog";
import { atomsOf, type Formula, type Rules } from "@keyaki/semantics";
import { setsOf } from "./fields.ts";
import { leafClauses, restsOf } from "./leaf.ts";
import type { Proof, ReadingProof } from "./proof.ts";
import { refutationFault } from "./refutation.ts";
import { signatureOf, textSignatures } from "./signatures.ts";
import { Unproved } from "./unproved.ts";

/** What came of a proof. */
export type Checked =
  | { readonly holds: true; readonly axioms: readonly string[]; readonly steps: number }
  | { readonly holds: false; readonly why: string };

const RULE = "resource-wildcard";

/**
 * Whether a proof shows that no request satisfies the question. `axioms`: whether documented facts about requests may be used.
 * What the proof says is not believed: classes are checked to leave nothing out, facts to hold in every request, and steps to follow by
 * unit propagation. Neither a solver nor the classes of a verdict take part.
 */
export function checkProof(question: Formula, proof: Proof, axioms: boolean, rules: Rules): Checked {
  try {
    const used = new Set<string>();
    let steps = 0;
    for (const { formula, value } of readings(question, rules)) {
      const reading = proof.readings.find((each) => each.value === value);
      if (reading === undefined) throw new Unproved(`no reading ${RULE} = ${value}`);
      steps += checkReading(formula, reading, axioms, rules);
      for (const leaf of reading.leaves) for (const id of leaf.axioms) used.add(id);
    }
    return { holds: true, axioms: [...used].sort(), steps };
  } catch (error) {
    // Whatever a proof is made of, it may prove nothing and must not do more.
    if (error instanceof Unproved) return { holds: false, why: error.message };
    if (error instanceof RangeError || error instanceof TypeError) return { holds: false, why: "it is no proof" };
    throw error;
  }
}

/** The question once for each value of the rule that changes what patterns match; values that make the same question are asked once. */
export function readings(question: Formula, rules: Rules): { readonly value: string; readonly formula: Formula }[] {
  const values = assumption(RULE).values;
  const isOpen = atomsOf([question]).some((atom) => atom.is === "assume" && atom.name === RULE);
  const byFormula = new Map<number, { value: string; formula: Formula }>();
  for (const value of isOpen ? values : values.slice(0, 1)) {
    const formula = rules.build.restrict(question, (atom) =>
      atom.is === "assume" && atom.name === RULE ? atom.value === value : undefined,
    );
    if (!byFormula.has(formula.id)) byFormula.set(formula.id, { value, formula });
  }
  return [...byFormula.values()].filter(({ formula }) => formula.is !== "never");
}

function checkReading(question: Formula, reading: ReadingProof, axioms: boolean, rules: Rules): number {
  const atoms = atomsOf([question]);
  const sets = setsOf(atoms, "action");
  const known = new Set(reading.actions.map((action) => signatureOf(sets, action)));
  for (const signature of textSignatures("action", sets)) {
    if (!known.has(signature)) throw new Unproved("the actions leave out some class");
  }
  const rests = restsOf(question, reading.actions, rules);
  if (rests.length !== reading.leaves.length)
    throw new Unproved("there are not as many leaves as there is left to show");
  let count = 0;
  for (const [at, rest] of rests.entries()) {
    const leaf = reading.leaves[at];
    if (leaf === undefined) throw new Unproved("a leaf is missing");
    const { clauses, variables } = leafClauses(rest, leaf, axioms, rules);
    const fault = refutationFault(clauses, variables, leaf.steps);
    if (fault !== null) throw new Unproved(`step ${fault.step + 1} of a leaf does not follow`);
    count += leaf.steps.filter((literal) => literal === 0).length;
  }
  return count;
}
