import { DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import { isRelation } from "@keyaki/encoding";
import { atomReader, faultsOf } from "@keyaki/evaluator";
import { atomsOf, CALLER_ROWS, FormulaBuilder, kleene, policySetMeaning, Rules } from "@keyaki/semantics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { relationFacts } from "../../packages/encoding/src/relations/facts.ts";
import { jointFacts } from "../../packages/encoding/src/relations/joint.ts";
import { chance } from "../generators/chance.ts";
import { policiesOf } from "../generators/policies.ts";
import { matching, requestBy, variablePair } from "../generators/variable-policies.ts";
import { arity } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const REQUESTS = 150;

test("what is said of equalities and policy variables holds in every request", () => {
  const seen = { facts: 0, joint: 0, requests: 0, related: 0, unrelated: 0 };
  hold(
    fc.property(variablePair, fc.nat(), (pair, seed) => {
      const rules = new Rules(new FormulaBuilder(), { arity }, { "resource-wildcard": "aws-2026" });
      const sides = [pair.left, pair.right].map((document) =>
        policySetMeaning(policiesOf(document, pair.kind), pair.kind, rules),
      );
      const question = rules.build.any(...sides.flatMap(({ allows, denies }) => [allows, denies]));
      const general = relationFacts(question, rules);
      const joint = jointFacts(rules.build.all(question, ...general), CALLER_ROWS, null, rules);
      seen.facts += general.length;
      seen.joint += joint.length;
      const relations = atomsOf([question]).filter(isRelation);
      const pick = chance(seed);
      for (let at = 0; at < REQUESTS; at++) {
        const drawn = requestBy(pick);
        const request = pick(3) === 0 ? drawn : matching(drawn, relations, pick);
        expect(faultsOf(request, new Set())).toEqual([]);
        seen.requests++;
        const read = atomReader(request, { assumptions: { ...DEFAULT_ASSUMPTIONS } });
        for (const atom of relations) seen[read(atom) === true ? "related" : "unrelated"]++;
        const memo = new Map();
        for (const fact of [...general, ...joint]) {
          if (kleene(fact, read, memo) === true) continue;
          throw new Error(
            `a fact does not hold: ${shownFact(fact)} in ${JSON.stringify({ ...request, keys: [...request.keys] })}`,
          );
        }
      }
    }),
    60,
  );
  tell(seen);
  expect(seen.joint).toBeGreaterThan(200);
  // Relations must hold now and then, or what follows from them was never asked.
  expect(seen.related).toBeGreaterThan(0.05 * seen.unrelated);
});

function shownFact(fact: Parameters<typeof kleene>[0]): string {
  return JSON.stringify(fact, (key, value: unknown) =>
    key === "id" || key === "key" ? undefined : typeof value === "bigint" ? String(value) : value,
  ).slice(0, 4_000);
}
