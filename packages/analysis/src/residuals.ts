// Trusted: "unsatisfiable" from here is believed.

import { refutationFault } from "@keyaki/checker";
import type { Limits } from "@keyaki/encoding";
import { type Abstraction, abstractFormula, type Merged, mergeAlternatives } from "@keyaki/encoding";
import { type AxiomInstance, atomsOf, axiomInstances, type Formula, type View } from "@keyaki/semantics";
import { type Answer, eachClause, type Literal, type Problem, refute, searchSmall } from "@keyaki/smt";
import type { Context } from "./context.ts";

/** A residual with its answer. */
export interface Solved {
  readonly abstraction: Abstraction;
  readonly axioms: readonly AxiomInstance[];
  readonly answer: Answer;
}

/** Guesses that a search for a model may take back: a model is confirmed by the evaluator, wherever it comes from. */
const MODEL = { conflicts: 200 };
/** A proof is believed: what propagation settles without a guess, and what a refutation shows that the checker agrees to. Z3 proves the rest. */
const PROOF = { conflicts: 0 };
const REFUTATION = { conflicts: 1_000 };

/** Answers residuals, each formula once: small ones where they stand, the others in Z3. */
export class Residuals {
  readonly #context: Context;
  readonly #limits: Limits;
  readonly #lazy: ReadonlySet<View>;
  readonly #known = new Map<number, Solved>();
  readonly #merged: Merged = new Map();

  /** `lazy`: texts whose sets are left open; it may grow. */
  constructor(context: Context, limits: Limits, lazy: ReadonlySet<View> = new Set()) {
    this.#context = context;
    this.#limits = limits;
    this.#lazy = lazy;
  }

  /** @throws Undecidable when the classes of a field are too many or cannot be made. */
  async solve(residuals: readonly Formula[]): Promise<Solved[]> {
    const open = [
      ...new Map(residuals.filter(({ id }) => !this.#known.has(id)).map((each) => [each.id, each])).values(),
    ];
    const { spent } = this.#context;
    const prepared = spent.time("classes", () => open.map((residual) => ({ residual, ...this.#prepare(residual) })));
    const small = spent.time("solve", () => prepared.map(({ abstraction }) => settled(abstraction)));
    const large = prepared.filter((_, at) => small[at] === null);
    const answers = large.length === 0 ? [] : await this.#ask(large.map((each) => each.abstraction));
    prepared.forEach(({ residual, abstraction, axioms }, at) => {
      const answer = small[at] ?? answers[large.findIndex((each) => each.residual === residual)];
      this.#known.set(residual.id, {
        abstraction,
        axioms,
        answer: answer ?? { is: "unknown", reason: { code: "error" } },
      });
    });
    return residuals.map(({ id }) => {
      const solved = this.#known.get(id);
      if (solved === undefined) throw new RangeError("a residual was not answered");
      return solved;
    });
  }

  #prepare(given: Formula): Pick<Solved, "abstraction" | "axioms"> {
    const { rules, options, examples } = this.#context;
    const residual = mergeAlternatives(given, rules, this.#merged);
    const axioms = options.axioms ? axiomInstances(atomsOf([residual]), rules) : [];
    return {
      axioms,
      abstraction: abstractFormula(residual, [], axioms, { limits: this.#limits, lazy: this.#lazy, examples }),
    };
  }

  async #ask(abstractions: readonly Abstraction[]): Promise<Answer[]> {
    const questions = abstractions.map(({ problem, prefer, axioms }) => ({ problem, prefer, assumptions: axioms }));
    return this.#context.spent.waitForZ3(questions.length, async () => {
      const solver = await this.#context.solver();
      return solver.solveAll(questions, this.#context.options.effort);
    });
  }
}

/** The answer to a problem that needs no solver, or null. */
function settled({ problem, prefer, axioms }: Abstraction): Answer | null {
  const found = searchSmall(problem, prefer, axioms, MODEL);
  if (found?.is === "sat") return found;
  return searchSmall(problem, prefer, axioms, PROOF) ?? refuted(problem, axioms);
}

/** "Unsatisfiable" with a core that is minimal in the order of the axioms, every part of it checked step by step; null where that is not found. */
function refuted(problem: Problem, axioms: Int32Array): Answer | null {
  let core = [...new Set(axioms)];
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

/** The axioms that an unsatisfiable answer rests on. */
export function axiomsBehind({ abstraction, axioms, answer }: Solved): string[] {
  if (answer.is !== "unsat") return [];
  return answer.core.flatMap((literal) => axioms[abstraction.axioms.indexOf(literal)]?.id ?? []);
}
