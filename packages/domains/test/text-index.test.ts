import fc from "fast-check";
import { expect, it } from "vitest";
import { matchesTexts, type TextSet } from "../src/index.ts";
import { TextIndex } from "../src/text-index.ts";
import { allTexts, globs } from "./globs.ts";

it("names the sets that hold a text, as each set does", () => {
  const texts = allTexts(["a", "B", ":"], 4);
  const seen = { held: 0, not: 0 };
  const sets = fc.array(fc.array(globs("abB:", fc.constantFrom("none", "ascii")), { maxLength: 3 }), { maxLength: 5 });
  fc.assert(
    fc.property(sets, (of: readonly TextSet[]) => {
      const index = new TextIndex();
      of.forEach((set, at) => {
        index.add(set, at);
      });
      for (const text of texts) {
        const wanted = of.flatMap((set, at) => (matchesTexts(set, text) ? [at] : []));
        seen[wanted.length > 0 ? "held" : "not"]++;
        expect([...new Set(index.holding(text))].sort()).toEqual(wanted);
      }
    }),
  );
  expect(seen.held).toBeGreaterThan(0);
  expect(seen.not).toBeGreaterThan(0);
});
