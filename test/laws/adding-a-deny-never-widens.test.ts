import type { PolicyKind } from "@keyaki/policy";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { KINDS, policiesOf, type Statement, statementOf } from "../generators/policies.ts";
import { analyzer, documentOf } from "./changes-of-statements.ts";
import { hold, tell } from "./runs.ts";

afterAll(() => analyzer.close());

/** A Deny in the form that is drawn; forms that the kind of policy may not hold fall back to the plain one. */
function denyOf(kind: PolicyKind): fc.Arbitrary<Statement> {
  const form = fc.constantFrom("Action", "NotAction", "NotResource", "NotPrincipal", "Condition");
  return fc.tuple(statementOf(kind), form).map(([statement, wanted]) => {
    const deny: Record<string, unknown> = { ...statement, Effect: "Deny" };
    const turn = (from: string, to: string) => {
      if (deny[from] === undefined) return;
      deny[to] = deny[from];
      delete deny[from];
    };
    if (wanted === "NotAction" && kind !== "rcp") turn("Action", "NotAction");
    if (wanted === "NotResource") turn("Resource", "NotResource");
    if (wanted === "NotPrincipal" && (kind === "resource" || kind === "endpoint")) turn("Principal", "NotPrincipal");
    return deny;
  });
}

const edit = fc.constantFrom(...KINDS).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    own: fc.array(statementOf(kind), { minLength: 1, maxLength: 3 }),
    deny: denyOf(kind),
    where: fc.constantFrom("first", "last", "beside"),
  }),
);

test("with one Deny more, wherever it stands, a policy allows less or the same, and what it takes away it denies explicitly", async () => {
  const seen = { taken: 0, denied: 0, same: 0, unknown: 0 };
  const forms: Record<string, number> = {};
  const kinds: Record<string, number> = {};
  await hold(
    fc.asyncProperty(edit, async ({ kind, own, deny, where }) => {
      const before = policiesOf(documentOf(own), kind);
      const after =
        where === "beside"
          ? [...before, ...policiesOf(documentOf([deny]), kind, "deny.json")]
          : policiesOf(documentOf(where === "first" ? [deny, ...own] : [...own, deny]), kind);
      const found = await analyzer.compare(after, before, { kind });
      expect(found.leftOnly.outcome, "new access").not.toBe("refuted");
      expect(found.leftLifts.outcome, "a lifted denial").not.toBe("refuted");
      expect(["equivalent", "less-permissive", "unknown"]).toContain(found.relation);
      for (const lost of [found.rightOnly, found.rightLifts]) {
        if (lost.outcome === "refuted") expect(lost.witness.refusal).toBe("explicit");
      }
      if (found.rightOnly.outcome === "refuted") seen.taken++;
      if (found.rightLifts.outcome === "refuted") seen.denied++;
      if (found.relation === "equivalent") seen.same++;
      if (found.relation === "unknown") seen.unknown++;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      for (const form of ["NotAction", "NotResource", "NotPrincipal", "Condition"]) {
        if (form in deny && found.rightLifts.outcome === "refuted") forms[form] = (forms[form] ?? 0) + 1;
      }
    }),
    40,
  );
  tell({ ...seen, forms, kinds });
  expect(seen.taken).toBeGreaterThan(5);
  expect(seen.denied).toBeGreaterThan(10);
  expect(seen.same).toBeGreaterThan(2);
  expect(seen.unknown).toBeLessThan(0.1 * (seen.denied + seen.same));
  expect(Object.keys(kinds).sort(), "every kind").toEqual([...KINDS].sort());
  expect(Object.keys(forms).sort(), "every form denies something").toEqual([
    "Condition",
    "NotAction",
    "NotPrincipal",
    "NotResource",
  ]);
}, 3_600_000);
