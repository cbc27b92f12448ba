import { createAnalyzer } from "@keyaki/analysis";
import { DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import type { PinnedAssumptions } from "@keyaki/semantics";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { bruteForce, shown } from "./brute-force.ts";
import { type Asked, CLAIMS, Oracle, optionsOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

const MODES: readonly { readonly named: string; readonly assume: PinnedAssumptions; readonly short: number }[] = [
  { named: "every open rule at its default", assume: { ...DEFAULT_ASSUMPTIONS }, short: 40 },
  { named: "every open rule open", assume: {}, short: 25 },
];

const question = fc.record({
  pair: policyPair,
  axioms: fc.boolean(),
  resourceAccount: fc.constantFrom(undefined, undefined, "111122223333"),
  seed: fc.nat(),
});

test.each(MODES)(
  "what brute force refutes is refuted, and witnesses refute: $named",
  async ({ assume, short }) => {
    const seen = { proved: 0, refuted: 0, unknown: 0, byForce: 0, looked: 0 };
    await hold(
      fc.asyncProperty(question, async ({ pair, axioms, resourceAccount, seed }) => {
        const left = policiesOf(pair.left, pair.kind, "left.json");
        const right = policiesOf(pair.right, pair.kind, "right.json");
        const pinned = resourceAccount === undefined ? {} : { resourceAccount };
        const asked: Asked = { kind: pair.kind, assume, axioms, ...pinned };
        const oracle = new Oracle(left, right, asked);
        const answer = await analyzer.compare(left, right, optionsOf(asked));
        for (const claim of CLAIMS) {
          const verdict = answer[claim];
          seen[verdict.outcome]++;
          if (verdict.outcome === "refuted") {
            const { request, under } = verdict.witness;
            expect(oracle.isAsked(request), `${claim}: the witness is admissible`).toBe(true);
            const refutes = oracle.refutes(claim, request, { ...DEFAULT_ASSUMPTIONS, ...under });
            expect(refutes, `${claim}: the witness refutes`).toBe(true);
          }
          const { found, looked } = bruteForce(oracle, claim, { universes: 30, requests: 1_500, seed });
          seen.looked += looked;
          if (found === null) continue;
          if (verdict.outcome === "proved") throw new Error(`a false proof of ${claim}: ${shown(found)}`);
          if (verdict.outcome === "refuted") seen.byForce++;
        }
      }),
      short,
    );
    tell(seen);
    expect(seen.proved).toBeGreaterThan(10);
    // Brute force must be able to find what there is, or its silence says nothing.
    expect(seen.byForce).toBeGreaterThan(0.6 * seen.refuted);
    expect(seen.byForce).toBeGreaterThan(10);
    // A refutation is missed now and then where patterns hold variables, and hardly ever else.
    expect(seen.unknown).toBeLessThan(0.1 * (seen.proved + seen.refuted));
  },
  3_600_000,
);
