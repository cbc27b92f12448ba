// Trusted: "unsatisfiable" from here is believed.
import type { Limits } from "@keyaki/encoding";
import { type Abstraction, abstractFormula, type Merged, mergeAlternatives } from "@keyaki/encoding";
import { type AxiomInstance, atomsOf, axiomInstances, type Formula, type View } from "@keyaki/semantics";
import type { Answer } from "@keyaki/smt";
import { answerInPlace } from "./answer-in-place.ts";
import type { Context } from "./context.ts";

/** A residual with its answer. */
export interface Solved {
  readonly abstraction: Abstraction;
  readonly axioms: readonly AxiomInstance[];
  readonly answer: Answer;
}

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
    const small = spent.time("solve", () =>
      prepared.map(({ abstraction: { problem, prefer, axioms } }) => answerInPlace(problem, prefer, axioms)),
    );
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

/** The axioms that an unsatisfiable answer rests on. */
export function axiomsBehind({ abstraction, axioms, answer }: Solved): string[] {
  if (answer.is !== "unsat") return [];
  return answer.core.flatMap((literal) => axioms[abstraction.axioms.indexOf(literal)]?.id ?? []);
}
