import { createAnalyzer } from "@keyaki/analysis";
import { ASSUMPTIONS, DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { chance } from "../generators/chance.ts";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { RequestsNear } from "../generators/requests.ts";
import { shown } from "./brute-force.ts";
import { type Asked, arity, CLAIMS, Oracle, optionsOf } from "./oracle.ts";
import { runs } from "./runs.ts";

const REQUESTS = 200;

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

test("no request made of what a pair mentions refutes what was proved", async () => {
  const seen = { proved: 0, refuted: 0, requests: 0, told: 0 };
  await fc.assert(
    fc.asyncProperty(policyPair, fc.boolean(), fc.nat(), async (pair, axioms, seed) => {
      const left = policiesOf(pair.left, pair.kind, "left.json");
      const right = policiesOf(pair.right, pair.kind, "right.json");
      const asked: Asked = { kind: pair.kind, assume: {}, axioms };
      const oracle = new Oracle(left, right, asked);
      const answer = await analyzer.compare(left, right, optionsOf(asked));
      const proved = CLAIMS.filter((claim) => answer[claim].outcome === "proved");
      const refuted = CLAIMS.filter((claim) => answer[claim].outcome === "refuted");
      seen.proved += proved.length;
      seen.refuted += refuted.length;
      const pick = chance(seed);
      const near = new RequestsNear(oracle.atoms, arity, pick);
      for (let at = 0; at < REQUESTS; at++) {
        const request = near.next();
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
    runs(40),
  );
  console.info(seen);
  expect(seen.proved).toBeGreaterThan(50);
  // Such requests do refute what can be refuted, or their silence says nothing.
  expect(seen.told).toBeGreaterThan(20);
}, 3_600_000);
