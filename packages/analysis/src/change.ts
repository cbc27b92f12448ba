// Checked: every list is made of claims that are decided and witnesses that are confirmed elsewhere.
import type { ChangeAnalysis } from "./analyzer.ts";
import { fourVerdicts, relationOf, type Sides } from "./compare.ts";
import type { Context } from "./context.ts";

/** What a change does; `sides.left` is AFTER and `sides.right` is BEFORE. */
export async function analyzeChange(sides: Sides, context: Context): Promise<ChangeAnalysis> {
  const verdicts = await fourVerdicts(sides, context);
  const empty = { groups: [], undecided: [] };
  return {
    relation: relationOf([verdicts.leftOnly, verdicts.leftLifts], [verdicts.rightOnly, verdicts.rightLifts]),
    allowRelation: relationOf([verdicts.leftOnly], [verdicts.rightOnly]),
    verdict: verdicts.leftOnly.outcome === "proved" ? verdicts.leftLifts : verdicts.leftOnly,
    level: null,
    newAccess: empty,
    liftedDenials: empty,
    removedAccess: empty,
    undo: new Map(),
  };
}
