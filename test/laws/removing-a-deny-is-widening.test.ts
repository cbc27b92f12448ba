import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf } from "../generators/policies.ts";
import { analyzer, documentOf, editOf } from "./changes-of-statements.ts";
import { hold, tell } from "./runs.ts";

afterAll(() => analyzer.close());

test("without one of its Denies a policy lifts the denial or changes nothing, and never takes anything away", async () => {
  const seen = { lifted: 0, same: 0, allowed: 0 };
  await hold(
    fc.asyncProperty(editOf(), async ({ kind, own, other }) => {
      const deny = { ...other, Effect: "Deny" };
      const before = policiesOf(documentOf([...own, deny]), kind);
      const after = policiesOf(documentOf(own), kind);
      const found = await analyzer.compare(after, before, { kind });
      // Without an Allow the default of the service stands in, on both sides.
      expect(found.rightOnly.outcome, "access lost").not.toBe("refuted");
      expect(found.rightLifts.outcome, "a denial more").not.toBe("refuted");
      expect(["equivalent", "more-permissive", "unknown"]).toContain(found.relation);
      if (found.leftLifts.outcome === "refuted") seen.lifted++;
      if (found.leftOnly.outcome === "refuted") seen.allowed++;
      if (found.relation === "equivalent") seen.same++;
    }),
    20,
  );
  tell(seen);
  expect(seen.lifted).toBeGreaterThan(2);
  expect(seen.same + seen.allowed).toBeGreaterThan(0);
}, 3_600_000);
