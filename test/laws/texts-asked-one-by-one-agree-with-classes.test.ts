// Where the classes of a text are too many to list, each of its sets is asked by itself and what no text can be is learnt. Done always,
// that must come to what listed classes come to.

import { DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { policySetMeaning } from "@keyaki/semantics";
import { createSolver, type Solver } from "@keyaki/solver";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { bothClaims, type FourVerdicts, fourVerdicts } from "../../packages/analysis/src/compare.ts";
import { createContext } from "../../packages/analysis/src/context.ts";
import { policyPair } from "../generators/policies.ts";
import { variablePair } from "../generators/variable-policies.ts";
import { type Pair, pairFiles, sideOf } from "../pairs/pair-file.ts";
import { type Asked, CLAIMS, catalog, Oracle } from "./oracle.ts";
import { runs } from "./runs.ts";

let solver: Solver | undefined;
afterAll(() => solver?.close());

async function verdicts(
  left: readonly Policy[],
  right: readonly Policy[],
  { kind, axioms }: Asked,
  listedStates: number,
): Promise<FourVerdicts> {
  const context = createContext(
    catalog,
    {
      assume: {},
      axioms,
      engine: "propositional",
      verify: false,
      effort: { rlimit: 4_000_000, timeoutMs: 30_000 },
      maxStates: 200_000,
      listedStates,
    },
    async () => (solver ??= createSolver({ workers: 1 })),
  );
  const sides = {
    left: policySetMeaning(left, kind, context.rules),
    right: policySetMeaning(right, kind, context.rules),
    within: context.rules.build.always,
    assumed: [],
    spelled: new Map<string, string>(),
  };
  return fourVerdicts(sides, bothClaims(sides, context), context);
}

const written = pairFiles("pairs").flatMap(({ pairs }) =>
  pairs.filter(({ want }) => want.resourceAccount === undefined),
);

const SPACES: readonly { named: string; pairs: fc.Arbitrary<Pick<Pair, "kind" | "left" | "right">>; short: number }[] =
  [
    { named: "policies of every kind", pairs: policyPair, short: 40 },
    { named: "policies full of variables", pairs: variablePair, short: 15 },
    { named: "pairs of the corpus", pairs: fc.constantFrom(...written), short: 60 },
  ];

test.each(SPACES)(
  "texts asked one by one and listed classes come to the same verdict: $named",
  async ({ pairs, short }) => {
    const seen = { proved: 0, refuted: 0, undecided: 0, decided: 0 };
    await fc.assert(
      fc.asyncProperty(pairs, fc.boolean(), async (pair, axioms) => {
        const [left, right] = [sideOf(pair.left, pair.kind), sideOf(pair.right, pair.kind)];
        const asked: Asked = { kind: pair.kind, assume: {}, axioms };
        const oracle = new Oracle(left, right, asked);
        const [listed, open] = [await verdicts(left, right, asked, 20_000), await verdicts(left, right, asked, 0)];
        for (const claim of CLAIMS) {
          const [first, second] = [listed[claim], open[claim]];
          if (second.stats.engine === "constant" || first.outcome === "unknown") continue;
          if (second.outcome === "unknown") {
            expect(second.reason.code).not.toBe("invariant");
            seen.undecided++;
            continue;
          }
          seen.decided++;
          expect(second.outcome, claim).toBe(first.outcome);
          seen[second.outcome]++;
          if (second.outcome !== "refuted") continue;
          const { request, under } = second.witness;
          expect(oracle.isAsked(request)).toBe(true);
          expect(oracle.refutes(claim, request, { ...DEFAULT_ASSUMPTIONS, ...under })).toBe(true);
        }
      }),
      runs(short),
    );
    console.info(seen);
    expect(seen.proved).toBeGreaterThan(5);
    expect(seen.refuted).toBeGreaterThan(5);
    // What cannot be asked so (the owner beside the resource's account, relations between texts) is given up.
    expect(seen.undecided).toBeLessThan(seen.decided);
  },
  3_600_000,
);
