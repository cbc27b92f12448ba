// Pairs of policies with the verdict they must have; the data is in corpus/pairs and corpus/regressions.
import { createAnalyzer } from "@keyaki/analysis";
import { afterAll, describe, expect, test } from "vitest";
import { compared, pairFiles } from "./pair-file.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

for (const folder of ["pairs", "regressions"] as const) {
  describe.each(pairFiles(folder).map(({ name, pairs }) => [name, pairs] as const))(`${folder}/%s`, (_, pairs) => {
    test.each(pairs.map((pair) => [pair.note, pair] as const))("%s", async (_note, pair) => {
      const { want } = pair;
      // What stays unknown takes the last resort all the time that there is: how far it comes rests on the machine.
      const found = await compared(analyzer, pair, want.relation === "unknown" ? { engine: "propositional" } : {});
      expect(found.relation).toBe(want.relation);
      if (want.allowRelation !== undefined) expect(found.allowRelation).toBe(want.allowRelation);
      const verdicts = [found.leftOnly, found.rightOnly, found.leftLifts, found.rightLifts];
      const witnesses = verdicts.flatMap((verdict) => (verdict.outcome === "refuted" ? [verdict.witness] : []));
      if (want.axioms !== undefined) {
        expect([...new Set(verdicts.flatMap((verdict) => verdict.axioms))].sort()).toEqual([...want.axioms].sort());
      }
      if (want.under !== undefined) expect(witnesses.map((witness) => witness.under)).toContainEqual(want.under);
      if (want.assumptions !== undefined)
        expect(verdicts.flatMap((verdict) => verdict.assumptions)).toEqual(
          expect.arrayContaining([...want.assumptions]),
        );
      if (want.callerKind !== undefined)
        expect(witnesses.map((witness) => witness.request.caller.kind)).toContain(want.callerKind);
      if (want.resource !== undefined)
        expect(witnesses.map((witness) => witness.request.resource)).toContain(want.resource);
      if (want.withoutAxioms !== undefined) {
        expect((await compared(analyzer, pair, { axioms: false })).relation).toBe(want.withoutAxioms);
      }
      for (const [rule, relations] of Object.entries(want.when ?? {})) {
        for (const [value, relation] of Object.entries(relations)) {
          const under = await compared(analyzer, pair, { pinned: { [rule]: value } });
          expect([rule, value, under.relation]).toEqual([rule, value, relation]);
        }
      }
    });
  });
}
