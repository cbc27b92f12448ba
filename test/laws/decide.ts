// The four verdicts of a comparison with everything given that an engine's answer may rest on: steps rather than a clock.

import type { Verdict } from "@keyaki/analysis";
import { DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { policySetMeaning } from "@keyaki/semantics";
import { createSolver, type Effort, type Solver } from "@keyaki/solver";
import { expect } from "vitest";
import { bothClaims, type FourVerdicts, fourVerdicts } from "../../packages/analysis/src/compare.ts";
import { createContext, type QuestionOptions } from "../../packages/analysis/src/context.ts";
import { Spellings } from "../../packages/analysis/src/known-actions.ts";
import { type Asked, type ClaimName, catalog, type Oracle } from "./oracle.ts";

/** Z3's resource units for one question: about a second on a quiet machine. The clock is for what counts no units. */
const EFFORT: Effort = { rlimit: 150_000, timeoutMs: 20_000 };

/** Decides with a solver of its own. */
export class Decider {
  #solver: Solver | undefined;

  async close(): Promise<void> {
    await this.#solver?.close();
  }

  verdicts(
    left: readonly Policy[],
    right: readonly Policy[],
    { kind, axioms }: Asked,
    given: Partial<QuestionOptions>,
  ): Promise<FourVerdicts> {
    const options: QuestionOptions = {
      assume: {},
      axioms,
      engine: "propositional",
      verify: false,
      effort: EFFORT,
      maxStates: 200_000,
      listedStates: 20_000,
      ...given,
    };
    const context = createContext(catalog, options, async () => {
      this.#solver ??= createSolver({ workers: 1 });
      return this.#solver;
    });
    const sides = {
      left: policySetMeaning(left, kind, context.rules),
      right: policySetMeaning(right, kind, context.rules),
      within: context.rules.build.always,
      assumed: [],
      spelled: new Spellings([]),
    };
    return fourVerdicts(sides, bothClaims(sides, context), context);
  }
}

/** Two engines come to the same verdict on a claim, and what the second says refutes it does so by the evaluator. */
export function expectSame(claim: ClaimName, first: Verdict, second: Verdict, oracle: Oracle): void {
  expect(second.outcome, claim).toBe(first.outcome);
  if (second.outcome !== "refuted") return;
  const { request, under } = second.witness;
  expect(oracle.isAsked(request)).toBe(true);
  expect(oracle.refutes(claim, request, { ...DEFAULT_ASSUMPTIONS, ...under })).toBe(true);
}
