import { createAnalyzer } from "@keyaki/analysis";
import { ASSUMPTIONS, DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import type { Request } from "@keyaki/semantics";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { chance } from "../generators/chance.ts";
import { type PolicyPair, policiesOf, policyPair } from "../generators/policies.ts";
import { RequestsNear } from "../generators/requests.ts";
import { matching, requestBy, variablePair } from "../generators/variable-policies.ts";
import { shown } from "./brute-force.ts";
import { type Asked, arity, CLAIMS, Oracle, optionsOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

/** Pairs of policies, and requests near what a pair mentions. */
interface Space {
  readonly named: string;
  readonly pairs: fc.Arbitrary<PolicyPair>;
  readonly requests: number;
  readonly short: number;
  requestsFor(oracle: Oracle, pick: (length: number) => number): () => Request;
}

const SPACES: readonly Space[] = [
  {
    named: "policies of every kind",
    pairs: policyPair,
    requests: 200,
    short: 40,
    requestsFor(oracle, pick) {
      const near = new RequestsNear(oracle.atoms, arity, pick);
      return () => near.next();
    },
  },
  {
    named: "policies full of variables",
    pairs: variablePair,
    requests: 300,
    short: 40,
    requestsFor: (oracle, pick) => () => {
      const drawn = requestBy(pick);
      return pick(3) === 0 ? drawn : matching(drawn, oracle.atoms, pick);
    },
  },
];

test.each(SPACES)(
  "no request made of what a pair mentions refutes what was proved: $named",
  async ({ pairs, requests, short, requestsFor }) => {
    const seen = { proved: 0, refuted: 0, unknown: 0, requests: 0, told: 0 };
    await hold(
      fc.asyncProperty(pairs, fc.boolean(), fc.nat(), async (pair, axioms, seed) => {
        const left = policiesOf(pair.left, pair.kind, "left.json");
        const right = policiesOf(pair.right, pair.kind, "right.json");
        const asked: Asked = { kind: pair.kind, assume: {}, axioms };
        const oracle = new Oracle(left, right, asked);
        const answer = await analyzer.compare(left, right, optionsOf(asked));
        for (const claim of CLAIMS) seen[answer[claim].outcome]++;
        const proved = CLAIMS.filter((claim) => answer[claim].outcome === "proved");
        const refuted = CLAIMS.filter((claim) => answer[claim].outcome === "refuted");
        const pick = chance(seed);
        const next = requestsFor(oracle, pick);
        for (let at = 0; at < requests; at++) {
          const request = next();
          if (!oracle.isAsked(request)) continue;
          seen.requests++;
          const assumptions = Object.fromEntries(
            ASSUMPTIONS.map(({ id, values }) => [
              id,
              pick(2) === 0 ? DEFAULT_ASSUMPTIONS[id] : (values[pick(values.length)] ?? ""),
            ]),
          );
          for (const claim of proved) {
            if (oracle.refutes(claim, request, assumptions))
              throw new Error(`a false proof of ${claim}: ${shown({ request, assumptions })}`);
          }
          for (const claim of refuted) if (oracle.refutes(claim, request, assumptions)) seen.told++;
        }
      }),
      short,
    );
    tell(seen);
    expect(seen.proved).toBeGreaterThan(50);
    // Such requests do refute what can be refuted, or their silence says nothing.
    expect(seen.told).toBeGreaterThan(20);
    expect(seen.unknown).toBeLessThan(0.1 * (seen.proved + seen.refuted));
  },
  3_600_000,
);
