import { createAnalyzer } from "@keyaki/analysis";
import { createThreadedAnalyzer } from "@keyaki/batch";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { bytesOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const one = createAnalyzer({ workers: 1 });
const four = createAnalyzer({ workers: 4 });
const threaded = createThreadedAnalyzer({ threads: 2 });
afterAll(() => Promise.all([one.close(), four.close(), threaded.close()]));

test("a comparison has the same bytes whoever makes it: one worker or four, threads, a warm analyzer or a fresh one, alone or among others", async () => {
  const outcomes = { proved: 0, refuted: 0, unknown: 0 };
  await hold(
    fc.asyncProperty(fc.array(policyPair, { minLength: 1, maxLength: 4 }), async (pairs) => {
      const asked = pairs.map((pair) => ({
        left: policiesOf(pair.left, pair.kind, "left.json"),
        right: policiesOf(pair.right, pair.kind, "right.json"),
        options: { kind: pair.kind },
      }));
      const inTurn: string[] = [];
      for (const { left, right, options } of asked) {
        const answer = await one.compare(left, right, options);
        outcomes[answer.leftOnly.outcome]++;
        inTurn.push(bytesOf(answer));
      }
      for (const analyzer of [four, threaded]) {
        const together = asked.map(({ left, right, options }) => analyzer.compare(left, right, options));
        expect((await Promise.all(together)).map(bytesOf)).toEqual(inTurn);
      }
      const [first] = asked;
      if (first === undefined) return;
      const fresh = createAnalyzer({ workers: 1 });
      try {
        expect(bytesOf(await fresh.compare(first.left, first.right, first.options))).toBe(inTurn[0]);
      } finally {
        await fresh.close();
      }
    }),
    8,
  );
  tell(outcomes);
  expect(outcomes.proved).toBeGreaterThan(1);
  expect(outcomes.refuted).toBeGreaterThan(1);
}, 3_600_000);

test("a change has the same bytes whoever analyses it", async () => {
  let groups = 0;
  await hold(
    fc.asyncProperty(policyPair, async (pair) => {
      const [before, after] = [
        policiesOf(pair.left, pair.kind, "before.json"),
        policiesOf(pair.right, pair.kind, "after.json"),
      ];
      const options = { kind: pair.kind };
      const answer = await one.change(before, after, options);
      groups += answer.newAccess.groups.length;
      for (const analyzer of [four, threaded]) {
        expect(bytesOf(await analyzer.change(before, after, options))).toBe(bytesOf(answer));
      }
    }),
    8,
  );
  tell({ groups });
  expect(groups).toBeGreaterThan(0);
}, 3_600_000);
