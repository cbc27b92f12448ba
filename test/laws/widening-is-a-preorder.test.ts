import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { policiesOf } from "../generators/policies.ts";
import { analyzer, documentOf, editOf } from "./changes-of-statements.ts";
import { hold, tell } from "./runs.ts";

afterAll(() => analyzer.close());

const IS_WITHIN = {
  equivalent: true,
  "less-permissive": true,
  "more-permissive": false,
  incomparable: false,
  unknown: null,
} as const;

test("a policy is as wide as itself, both sides may change places, and wider than wider is wider", async () => {
  const seen = { chains: 0, strict: 0, incomparable: 0 };
  await hold(
    fc.asyncProperty(
      editOf(),
      editOf(["identity"]),
      fc.boolean(),
      async ({ kind, own, other }, { other: third }, turns) => {
        // One statement more each time, or another one: often wider and wider, or narrower and narrower.
        const last = kind === "identity" ? third : { ...(own[0] ?? other), Effect: "Deny" };
        const documents = [
          documentOf(own),
          documentOf([...own, other]),
          documentOf([...(turns ? own.slice(1) : own), other, last]),
        ];
        const [a, b, c] = documents.map((document) => policiesOf(document, kind));
        if (a === undefined || b === undefined || c === undefined) return;
        const relation = async (left: typeof a, right: typeof a) =>
          (await analyzer.compare(left, right, { kind })).relation;
        expect(await relation(a, a)).toBe("equivalent");
        const [ab, ba, bc, ac] = [
          await relation(a, b),
          await relation(b, a),
          await relation(b, c),
          await relation(a, c),
        ];
        const mirror = {
          equivalent: "equivalent",
          "more-permissive": "less-permissive",
          "less-permissive": "more-permissive",
          incomparable: "incomparable",
          unknown: "unknown",
        };
        expect(ba).toBe(mirror[ab]);
        if (ab === "incomparable") seen.incomparable++;
        if (IS_WITHIN[ab] && IS_WITHIN[bc]) {
          seen.chains++;
          expect(IS_WITHIN[ac], `${ab} and ${bc} make ${ac}`).not.toBe(false);
          if (ab === "less-permissive" || bc === "less-permissive") seen.strict++;
          if (ab === "less-permissive" || bc === "less-permissive") expect(ac).not.toBe("equivalent");
        }
        const wider = (one: typeof ab) => one === "equivalent" || one === "more-permissive";
        if (wider(ab) && wider(bc)) {
          seen.chains++;
          if (ab === "more-permissive" || bc === "more-permissive") {
            seen.strict++;
            expect(ac).not.toBe("equivalent");
          }
          expect(wider(ac) || ac === "unknown", `${ab} and ${bc} make ${ac}`).toBe(true);
        }
      },
    ),
    20,
  );
  tell(seen);
  expect(seen.chains).toBeGreaterThan(2);
  expect(seen.strict).toBeGreaterThan(0);
}, 3_600_000);
