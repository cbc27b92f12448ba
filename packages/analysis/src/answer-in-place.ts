// Trusted: "unsatisfiable" from here is believed.
import { refutationFault } from "@keyaki/checker";
import { type Answer, eachClause, type Literal, type Problem, refute, searchSmall } from "@keyaki/smt";

/** Guesses that a search for a model may take back: a model is confirmed by the evaluator, wherever it comes from. */
const MODEL = { conflicts: 200 };
/** A proof is believed: what propagation settles without a guess, and what a refutation shows that the checker agrees to. Z3 proves the rest. */
const PROOF = { conflicts: 0 };
const REFUTATION = { conflicts: 100 };

/**
 * The answer to a problem that needs no solver, or null. It is the one that a solver gives: the model is the least in the order of
 * `prefer`, and a core is minimal in the order of the assumptions.
 *
 * @throws RangeError when the checker does not agree to a refutation: a fault of Keyaki.
 */
export function answerInPlace(problem: Problem, prefer: Int32Array, assumptions: Int32Array): Answer | null {
  const found = searchSmall(problem, prefer, assumptions, MODEL);
  if (found?.is === "sat") return found;
  return searchSmall(problem, prefer, assumptions, PROOF) ?? refuted(problem, assumptions);
}

/** "Unsatisfiable" with a core that is minimal, every refutation checked step by step; null where one is not found. */
function refuted(problem: Problem, assumptions: Int32Array): Answer | null {
  let core = [...new Set(assumptions)];
  if (isRefuted(problem, core) !== true) return null;
  for (const literal of [...core]) {
    const rest = core.filter((other) => other !== literal);
    const without = isRefuted(problem, rest);
    if (without === null) return null;
    if (without) core = rest;
  }
  return { is: "unsat", core };
}

/** Null: not told within the budget. */
function isRefuted({ variables, clauses }: Problem, assumed: readonly Literal[]): boolean | null {
  const all = Int32Array.from([...clauses, ...assumed.flatMap((literal) => [literal, 0])]);
  const found = refute({ variables, clauses: all }, REFUTATION);
  if (found.is !== "refuted") return found.is === "satisfiable" ? false : null;
  const fault = refutationFault(eachClause({ variables, clauses: all }), variables, [...found.steps]);
  if (fault !== null) throw new RangeError(`step ${fault.step} of a refutation does not follow`);
  return true;
}
