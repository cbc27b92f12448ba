// Where the classes of a text are too many to list, each of its sets is asked by itself and what no text can be is learnt. Done always,
// that must come to what listed classes come to.

import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { sideOf } from "../pairs/pair-file.ts";
import { Decider, expectSame } from "./decide.ts";
import { type Asked, CLAIMS, Oracle } from "./oracle.ts";
import { hold, tell } from "./runs.ts";
import { spaces } from "./spaces.ts";

const decider = new Decider();
afterAll(() => decider.close());

test.each(spaces(40, 15, 60))(
  "texts asked one by one and listed classes come to the same verdict: $named",
  async ({ pairs, short }) => {
    const seen = { proved: 0, refuted: 0, undecided: 0 };
    await hold(
      fc.asyncProperty(pairs, fc.boolean(), async (pair, axioms) => {
        const [left, right] = [sideOf(pair.left, pair.kind), sideOf(pair.right, pair.kind)];
        const asked: Asked = { kind: pair.kind, assume: {}, axioms };
        const oracle = new Oracle(left, right, asked);
        const listed = await decider.verdicts(left, right, asked, {});
        const open = await decider.verdicts(left, right, asked, { listedStates: 0 });
        for (const claim of CLAIMS) {
          const [first, second] = [listed[claim], open[claim]];
          if (second.stats.engine === "constant" || first.outcome === "unknown") continue;
          if (second.outcome === "unknown") {
            expect(second.reason.code).not.toBe("invariant");
            seen.undecided++;
            continue;
          }
          expectSame(claim, first, second, oracle);
          seen[second.outcome]++;
        }
      }),
      short,
    );
    tell(seen);
    expect(seen.proved).toBeGreaterThan(5);
    expect(seen.refuted).toBeGreaterThan(5);
    // What cannot be asked so (the owner beside the resource's account, relations between texts) is given up: of policies full of variables a half.
    expect(seen.undecided).toBeLessThan(2 * (seen.proved + seen.refuted));
  },
  3_600_000,
);
