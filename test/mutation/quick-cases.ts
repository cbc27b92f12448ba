// The documented cases at the defaults of open rules only: a fraction of the time that all readings of all rules take.
import { expect, test } from "vitest";
import { caseFiles, decisionOf, outcomeOf } from "../cases/case-file.ts";

for (const file of caseFiles()) {
  for (const each of file.cases) {
    const one = { ...(file.kind ? { kind: file.kind } : {}), ...each };
    test(`case: ${each.note}`, () => {
      if (each.rule === undefined) expect(outcomeOf(one, {})).toBe(each.want);
      else {
        for (const [value, outcome] of Object.entries(each.want as object)) {
          expect(outcomeOf(one, { [each.rule]: value })).toBe(outcome);
        }
      }
      if (each.by !== undefined) expect(decisionOf(one, {}).decidedBy).toBe(each.by);
    });
  }
}
