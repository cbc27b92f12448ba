import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf } from "../generators/policies.ts";
import { analyzer, documentOf, editOf } from "./changes-of-statements.ts";
import { hold, tell } from "./runs.ts";

afterAll(() => analyzer.close());

test("a Deny of everything leaves nothing, and a Deny beside an Allow of the same takes the Allow away", async () => {
  const seen = { denied: 0, spared: 0 };
  await hold(
    fc.asyncProperty(
      editOf(["identity", "resource", "boundary", "session", "scp", "endpoint"]),
      async ({ kind, own, other }) => {
        const principal = "Principal" in other || "NotPrincipal" in other ? { Principal: "*" } : {};
        const everything = { Effect: "Deny", Action: "*", Resource: "*", ...principal };
        const nothing = policiesOf(documentOf([everything]), kind);
        const stopped = await analyzer.compare(policiesOf(documentOf([...own, everything]), kind), nothing, { kind });
        expect(stopped.relation).toBe("equivalent");
        // The same statement as Allow and as Deny: the Allow is without effect.
        const { NotPrincipal: named, ...rest } = other;
        const one = { ...rest, ...(named === undefined ? {} : { Principal: named }) };
        const deny = { ...one, Effect: "Deny" };
        const guard = { Effect: "Allow", Action: "zz:Guard", Resource: "*", ...principal };
        const without = policiesOf(documentOf([...own, guard, deny]), kind);
        const beside = policiesOf(documentOf([...own, guard, { ...one, Effect: "Allow" }, deny]), kind);
        // It is proved, however busy the machine.
        const found = await analyzer.compare(beside, without, { kind, timeoutMs: 300_000 });
        expect(found.relation).not.toBe("incomparable");
        expect(found.leftOnly.outcome).toBe("proved");
        expect(found.rightOnly.outcome).toBe("proved");
        seen.denied++;
        // Were the Deny not there, the Allow would mostly give something.
        const alone = await analyzer.compare(
          policiesOf(documentOf([...own, guard, { ...one, Effect: "Allow" }]), kind),
          without,
          { kind },
        );
        if (alone.leftOnly.outcome === "refuted") seen.spared++;
      },
    ),
    15,
  );
  tell(seen);
  expect(seen.denied).toBeGreaterThan(5);
  expect(seen.spared).toBeGreaterThan(1);
}, 3_600_000);
