import { type Answer, ClauseBuilder, type Literal, type Problem, searchSmall } from "@keyaki/smt";
import { createSolver } from "@keyaki/solver";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { answerInPlace } from "../../packages/analysis/src/answer-in-place.ts";
import { hold, tell } from "./runs.ts";

const EFFORT = { rlimit: 40_000_000, timeoutMs: 20_000 };
const solver = createSolver({ workers: 1 });
afterAll(async () => (await solver).close());

interface Drawn {
  readonly problem: Problem;
  readonly prefer: Int32Array;
  readonly assumptions: Int32Array;
}

/** Clauses near the threshold where half of the problems have a model, with choices of one among several as the encoder makes them. */
const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 3, max: 16 }).chain((variables) => {
  const literal = fc
    .tuple(fc.integer({ min: 1, max: variables }), fc.boolean())
    .map(([at, sign]): Literal => (sign ? at : -at));
  const clauses = fc.array(fc.array(literal, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: variables * 4,
  });
  return fc
    .record({
      clauses: fc.oneof(
        clauses,
        fc.array(fc.array(literal, { minLength: 2, maxLength: 4 }), { maxLength: variables * 5 }),
      ),
      choice: fc.integer({ min: 0, max: 5 }),
      prefer: fc.uniqueArray(literal, { maxLength: variables, selector: Math.abs }),
      assumptions: fc.uniqueArray(literal, { maxLength: 4, selector: Math.abs }),
    })
    .map(({ clauses: given, choice, prefer, assumptions }) => {
      const builder = new ClauseBuilder();
      const names = Array.from({ length: variables }, () => builder.variable());
      for (const clause of given) builder.clauseOf(clause);
      if (choice > 1) builder.exactlyOne(names.slice(0, choice));
      return { problem: builder.build(), prefer: Int32Array.from(prefer), assumptions: Int32Array.from(assumptions) };
    });
});

function plain(answer: Answer | undefined) {
  return answer?.is === "sat" ? { ...answer, model: [...answer.model] } : answer;
}

test("the same model of what is preferred, and the same core", async () => {
  const seen = { sat: 0, unsat: 0, core: 0, gaveUp: 0, inPlace: 0, refuted: 0, leftToZ3: 0 };
  await hold(
    fc.asyncProperty(fc.array(drawn, { minLength: 10, maxLength: 40 }), async (problems) => {
      const answers = await (await solver).solveAll(problems, EFFORT);
      problems.forEach(({ problem, prefer, assumptions }, at) => {
        const own = searchSmall(problem, prefer, assumptions, { conflicts: 5_000 });
        if (own === null) {
          seen.gaveUp++;
          return;
        }
        const z3 = answers[at];
        if (own.is === "unsat") seen[own.core.length > 0 ? "core" : "unsat"]++;
        else seen.sat++;
        expect(plain(own)).toEqual(plain(z3));
        // What is believed without a solver is what the solver says.
        const inPlace = answerInPlace(problem, prefer, assumptions);
        if (inPlace === null) seen.leftToZ3++;
        else {
          expect(plain(inPlace)).toEqual(plain(z3));
          seen.inPlace++;
          if (inPlace.is === "unsat" && searchSmall(problem, prefer, assumptions, { conflicts: 0 }) === null)
            seen.refuted++;
        }
        // A budget of nothing gives no answer rather than a wrong one.
        const poor = searchSmall(problem, prefer, assumptions, { conflicts: 0 });
        if (poor !== null) expect(poor.is).toBe(own.is);
      });
    }),
    20,
  );
  tell(seen);
  expect(Math.min(seen.sat, seen.unsat, seen.core)).toBeGreaterThan(10);
  expect(seen.gaveUp).toBeLessThan(seen.sat);
  expect(seen.inPlace).toBeGreaterThan(100);
  expect(seen.refuted).toBeGreaterThan(3);
}, 3_600_000);
