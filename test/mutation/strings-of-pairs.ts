// The theory of strings alone on every pair: what it gives up on in this time is left out, since it fails on the code as it is.
import { createAnalyzer } from "@keyaki/analysis";
import { createInlineSolver } from "@keyaki/solver";
import { afterAll, describe, expect, test } from "vitest";
import { compared, pairFiles } from "../pairs/pair-file.ts";

const analyzer = createAnalyzer({ solver: async () => createInlineSolver() });
afterAll(() => analyzer.close());

for (const folder of ["pairs", "regressions"] as const) {
  describe.each(pairFiles(folder).map(({ name, pairs }) => [name, pairs] as const))(`${folder}/%s`, (_, pairs) => {
    test.each(pairs.map((pair) => [pair.note, pair] as const))("%s", async (_note, pair) => {
      const found = await compared(analyzer, pair, { engine: "strings", timeoutMs: 300 });
      expect(found.relation).toBe(pair.want.relation);
    });
  });
}
