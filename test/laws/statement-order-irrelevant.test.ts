import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf } from "../generators/policies.ts";
import { analyzer, documentOf, editOf } from "./changes-of-statements.ts";
import { hold, tell } from "./runs.ts";

afterAll(() => analyzer.close());

test("statements in another order, in two documents, or twice, mean the same", async () => {
  let compared = 0;
  let different = 0;
  await hold(
    fc.asyncProperty(editOf(), fc.nat(3), async ({ kind, own, other }, cut) => {
      const all = [...own, other];
      const left = policiesOf(documentOf(all), kind);
      const turned = policiesOf(documentOf([...all].reverse()), kind);
      const [head, tail] = [all.slice(0, cut), all.slice(cut)];
      const parts = [head, tail, head].filter((part) => part.length > 0);
      const split = parts.flatMap((part, at) => policiesOf(documentOf(part), kind, `part-${at}.json`));
      for (const right of [turned, split]) {
        compared++;
        expect((await analyzer.compare(left, right, { kind })).relation).toBe("equivalent");
      }
      // Another order is not always another text, and another text is not always the same meaning.
      const less = await analyzer.compare(left, policiesOf(documentOf(own), kind), { kind });
      if (less.relation !== "equivalent") different++;
    }),
    20,
  );
  tell({ compared, different });
  expect(compared).toBeGreaterThan(20);
  expect(different).toBeGreaterThan(2);
}, 3_600_000);
