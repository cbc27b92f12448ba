import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { sideOf } from "../pairs/pair-file.ts";
import { Decider, expectSame } from "./decide.ts";
import { type Asked, CLAIMS, Oracle } from "./oracle.ts";
import { hold, tell } from "./runs.ts";
import { spaces } from "./spaces.ts";

const decider = new Decider();
afterAll(() => decider.close());

test.each(spaces(8, 6, 40))(
  "classes and the theory of strings come to the same verdict: $named",
  async ({ pairs, short }) => {
    const seen = { proved: 0, refuted: 0, undecided: 0, constant: 0 };
    await hold(
      fc.asyncProperty(pairs, fc.boolean(), async (pair, axioms) => {
        const left = sideOf(pair.left, pair.kind);
        const right = sideOf(pair.right, pair.kind);
        const asked: Asked = { kind: pair.kind, assume: {}, axioms };
        const oracle = new Oracle(left, right, asked);
        const byClasses = await decider.verdicts(left, right, asked, {});
        const byStrings = await decider.verdicts(left, right, asked, { engine: "strings" });
        for (const claim of CLAIMS) {
          const [first, second] = [byClasses[claim], byStrings[claim]];
          if (second.stats.engine === "constant") {
            seen.constant++;
            continue;
          }
          if (second.outcome === "unknown") {
            expect(second.reason.code, "no model of an exact script is refused").not.toBe("invariant");
            seen.undecided++;
            continue;
          }
          expect(second.stats.engine === "strings" || second.stats.engine === "syntactic").toBe(true);
          if (first.outcome === "unknown") continue;
          expectSame(claim, first, second, oracle);
          seen[second.outcome]++;
        }
      }),
      short,
    );
    tell(seen);
    // An engine that gives up on most would say nothing.
    expect(seen.proved).toBeGreaterThan(0);
    expect(seen.refuted).toBeGreaterThan(0);
  },
  3_600_000,
);
