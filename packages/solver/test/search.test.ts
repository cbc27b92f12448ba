import { searchSmall, truth } from "@keyaki/smt";
import { expect, test } from "vitest";
import { allModels, deletionCore, leastChoice } from "./brute.ts";
import { pigeonhole, smallQuestion } from "./problems.ts";

// Lives here and not with smt because the suite of questions is the solver's: both keep one contract.
test("the small search agrees with brute force on the outcome, the least model and the minimal core", () => {
  const seen = { sat: 0, unsat: 0 };
  for (let seed = 0; seed < 4000; seed++) {
    const { problem, prefer = new Int32Array(), assumptions = new Int32Array() } = smallQuestion(seed);
    const models = allModels(problem);
    const least = leastChoice(models, [...assumptions], [...prefer]);
    const answer = searchSmall(problem, prefer, assumptions, { conflicts: 1_000_000 });
    if (answer?.is === "sat") {
      seen.sat++;
      const { model } = answer;
      expect(
        [...prefer].map((literal) => truth(model, literal)),
        `seed ${seed}`,
      ).toEqual(least);
    } else {
      seen.unsat++;
      expect(answer, `seed ${seed}`).toEqual({ is: "unsat", core: deletionCore(models, [...assumptions]) });
      expect(least).toBeUndefined();
    }
  }
  expect(Math.min(seen.sat, seen.unsat)).toBeGreaterThan(500);
});

test("the small search gives up when its budget is spent", () => {
  expect(searchSmall(pigeonhole(9), new Int32Array(), new Int32Array(), { conflicts: 100 })).toBeNull();
});
