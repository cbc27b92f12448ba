import { createAnalyzer } from "@keyaki/analysis";
import { DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import { readRequest, writeRequest } from "@keyaki/evaluator";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { type Asked, arity, CLAIMS, Oracle, optionsOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

test("a witness refutes for the evaluator, also once it was written and read again", async () => {
  const seen = { refuted: 0, proved: 0, under: 0 };
  await hold(
    fc.asyncProperty(policyPair, fc.boolean(), async (pair, axioms) => {
      const left = policiesOf(pair.left, pair.kind, "left.json");
      const right = policiesOf(pair.right, pair.kind, "right.json");
      const asked: Asked = { kind: pair.kind, assume: {}, axioms };
      const oracle = new Oracle(left, right, asked);
      const answer = await analyzer.compare(left, right, optionsOf(asked));
      for (const claim of CLAIMS) {
        const verdict = answer[claim];
        if (verdict.outcome !== "refuted") {
          if (verdict.outcome === "proved") seen.proved++;
          continue;
        }
        seen.refuted++;
        const { request, under } = verdict.witness;
        if (Object.keys(under).length > 0) seen.under++;
        const values = { ...DEFAULT_ASSUMPTIONS, ...under };
        expect(oracle.refutes(claim, request, values)).toBe(true);
        const read = readRequest(JSON.parse(JSON.stringify(writeRequest(request))), { arity });
        if ("problems" in read) throw new Error(`the witness cannot be read: ${JSON.stringify(read.problems)}`);
        expect(oracle.refutes(claim, read.request, values), "once written and read again").toBe(true);
        expect(oracle.isAsked(read.request), "admissible once written and read again").toBe(true);
      }
    }),
    30,
  );
  tell(seen);
  expect(seen.proved).toBeGreaterThan(10);
  expect(seen.refuted).toBeGreaterThan(10);
}, 3_600_000);
