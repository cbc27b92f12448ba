import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf } from "../generators/policies.ts";
import { analyzer, documentOf, editOf } from "./changes-of-statements.ts";
import { hold, tell } from "./runs.ts";

afterAll(() => analyzer.close());

test("with one Allow more a policy allows more or the same", async () => {
  const seen = { more: 0, same: 0 };
  await hold(
    fc.asyncProperty(editOf(["identity", "resource", "trust", "session"]), async ({ kind, own, other }) => {
      // Allow beside NotPrincipal is refused by AWS.
      const { NotPrincipal: spared, ...rest } = other;
      const allow = { ...rest, Effect: "Allow", ...(spared === undefined ? {} : { Principal: spared }) };
      const before = policiesOf(documentOf(own), kind);
      const after = policiesOf(documentOf([...own, allow]), kind);
      const found = await analyzer.compare(after, before, { kind });
      expect(["equivalent", "more-permissive", "unknown"]).toContain(found.relation);
      expect([found.leftLifts.outcome, found.rightLifts.outcome], "denials stay").toEqual(["proved", "proved"]);
      if (found.leftOnly.outcome === "refuted") seen.more++;
      if (found.relation === "equivalent") seen.same++;
    }),
    20,
  );
  tell(seen);
  expect(seen.more).toBeGreaterThan(2);
  expect(seen.same).toBeGreaterThan(0);
}, 3_600_000);
