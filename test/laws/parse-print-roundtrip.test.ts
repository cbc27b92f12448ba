import { parsePolicy, printPolicy } from "@keyaki/policy";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf } from "../generators/policies.ts";
import { analyzer, documentOf, editOf } from "./changes-of-statements.ts";
import { hold, tell } from "./runs.ts";

afterAll(() => analyzer.close());

test("a policy printed and parsed again is equivalent to itself, and a policy with a statement less mostly is not", async () => {
  let different = 0;
  await hold(
    fc.asyncProperty(editOf(), async ({ kind, own, other }) => {
      const given = policiesOf(documentOf([...own, other]), kind);
      const again = given.map((policy) => parsePolicy(printPolicy(policy), { kind }).policy ?? raise());
      const found = await analyzer.compare(given, again, { kind });
      expect(found.relation).toBe("equivalent");
      expect(found.leftOnly.outcome).toBe("proved");
      const less = await analyzer.compare(given, policiesOf(documentOf(own), kind), { kind });
      if (less.relation !== "equivalent") different++;
    }),
    20,
  );
  tell({ different });
  expect(different).toBeGreaterThan(2);
}, 3_600_000);

function raise(): never {
  throw new RangeError("what was printed does not parse");
}
