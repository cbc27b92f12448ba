import { createAnalyzer } from "@keyaki/analysis";
import { AXIOMS } from "@keyaki/catalog";
import { faultsOf } from "@keyaki/evaluator";
import { callersUnder } from "@keyaki/semantics";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { CLAIMS } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const ALL_AXIOMS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));
const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

test("AWS could receive every witness, and the witness meets the axioms wherever they were asked for", async () => {
  const seen = { withAxioms: 0, without: 0, breaking: 0 };
  const kinds = new Set<string>();
  await hold(
    fc.asyncProperty(policyPair, async (pair) => {
      const [left, right] = [policiesOf(pair.left, pair.kind), policiesOf(pair.right, pair.kind)];
      for (const axioms of [true, false]) {
        const answer = await analyzer.compare(left, right, { kind: pair.kind, axioms });
        for (const claim of CLAIMS) {
          const verdict = answer[claim];
          if (verdict.outcome !== "refuted") continue;
          seen[axioms ? "withAxioms" : "without"]++;
          const { request } = verdict.witness;
          kinds.add(request.caller.kind);
          expect(faultsOf(request, axioms ? ALL_AXIOMS : new Set())).toEqual([]);
          if (faultsOf(request, ALL_AXIOMS).length > 0) seen.breaking++;
          const callers = callersUnder(pair.kind);
          // Where nothing asks who calls, the caller shown is an example.
          if (callers !== null) expect(callers).toContain(request.caller.kind);
        }
      }
    }),
    25,
  );
  tell({ ...seen, kinds: [...kinds] });
  expect(seen.withAxioms).toBeGreaterThan(10);
  expect(seen.without).toBeGreaterThan(10);
  expect(kinds.size).toBeGreaterThan(2);
}, 3_600_000);
