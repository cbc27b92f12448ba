// Trusted: what is said here of atoms that classes cannot express must hold in every request (soundness rule 6).
import { atomsOf, type Formula, globSet, type Rules, type ValueSet, variablesIn } from "@keyaki/semantics";
import { readsValues, type ValueAtom } from "../choice.ts";
import { cancellationFacts } from "./cancel.ts";
import { containments } from "./containment.ts";
import { instanceFacts } from "./instances.ts";
import { canStand, globsIn, isDependent, widened, withSet } from "./relation.ts";
import { equalityFacts } from "./same.ts";

/**
 * Facts about the relations of a question, as formulas that hold in every request; their atoms become classes too.
 * They make many proofs possible; leaving one out can only turn a proof into a candidate.
 */
export function relationFacts(formula: Formula, rules: Rules): Formula[] {
  const atoms = atomsOf([formula]);
  const dependent = atoms.filter((atom): atom is ValueAtom => readsValues(atom) && variablesIn(atom.set).length > 0);
  const instances = instanceFacts(dependent, atoms, rules);
  const facts = dependent.flatMap((atom) => dependentFacts(atom, rules));
  facts.push(...instances, ...containments(dependent, rules), ...cancellationFacts(dependent, rules));
  facts.push(...equalityFacts(atomsOf([formula, ...facts]), rules));
  return facts;
}

function dependentFacts(atom: ValueAtom, rules: Rules): Formula[] {
  const { build } = rules;
  const holds = build.atom(atom);
  if (atom.set.is === "difference") {
    const { from, minus } = atom.set;
    if (minus.is !== "globs" || globsIn(from).some(isDependent)) return [];
    // What lies outside the widened patterns lies outside the patterns.
    const least: ValueSet = { is: "difference", from, minus: globSet(minus.globs.map(widened)) };
    return [build.implies(withSet(atom, least, rules), holds)];
  }
  if (atom.set.is !== "globs") return [];
  const facts = [build.implies(holds, withSet(atom, globSet(atom.set.globs.map(widened)), rules))];
  const [glob] = atom.set.globs;
  if (atom.set.globs.length === 1 && glob !== undefined) {
    for (const token of glob.tokens) {
      if (token.is === "variable" && token.fallback === null)
        facts.push(build.implies(holds, canStand(token.view, rules)));
    }
  }
  return facts;
}

/**
 * No facts: patterns with variables that match nothing do so for a reason that classes can say, since the text fits the pattern under no
 * values or a variable has none. With these conditions a request is found more easily; that there is none under them says nothing.
 */
export function plainMisses(formula: Formula, rules: Rules): Formula[] {
  const { build } = rules;
  return atomsOf([formula]).flatMap((atom) => {
    if (!readsValues(atom) || variablesIn(atom.set).length === 0 || atom.set.is !== "globs") return [];
    const isWide = withSet(atom, globSet(atom.set.globs.map(widened)), rules);
    const absent = variablesIn(atom.set).map((view) => build.not(canStand(view, rules)));
    return [build.any(build.atom(atom), build.not(isWide), ...absent)];
  });
}
