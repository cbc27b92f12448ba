// The axioms as formulas against the judge's own checks of them, which share no code.
import { AXIOMS } from "@keyaki/catalog";
import {
  type Atom,
  axiomInstances,
  type Caller,
  EVERY_TEXT,
  FormulaBuilder,
  globSet,
  type KeyValues,
  keyView,
  makeGlob,
  Rules,
  textsIn,
} from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, faultsOf, GLOBAL_KEY_FACTS } from "../src/index.ts";

const one = (...values: string[]) =>
  fc.option(fc.constantFrom(...values).map((value): KeyValues => ({ set: false, values: [value] })));
const many = (...values: string[]) =>
  fc.option(fc.subarray(values).map((drawn): KeyValues => ({ set: true, values: drawn })));

const keys = fc.record({
  "aws:sourcevpc": one("vpc-1"),
  "aws:sourcevpce": one("vpce-1"),
  "aws:principalorgid": one("o-a", "o-ab"),
  "aws:principalorgpaths": many("o-a/r-a/", "o-ab/r-a/", "o-c/r-a/"),
  "aws:multifactorauthpresent": one("true", "false", "maybe"),
  "aws:multifactorauthage": one("10"),
  "aws:calledvia": many("a.amazonaws.com", "b.amazonaws.com"),
  "aws:calledviafirst": one("a.amazonaws.com", "b.amazonaws.com"),
  "aws:calledvialast": one("a.amazonaws.com", "b.amazonaws.com"),
  "aws:securetransport": one("true"),
  "aws:requestedregion": one("us-east-1"),
  "aws:principaltag/team": one("a"),
});
const callers = fc.constantFrom<Caller>(
  { kind: "user", parts: { id: "AIDAX", partition: "aws", account: "111122223333", path: "/", name: "a" } },
  { kind: "anonymous", parts: {} },
);

/** A question that speaks of every key, and of every value that can be drawn. */
function atoms(): Atom[] {
  const texts = ["o-a", "o-ab", "a.amazonaws.com", "b.amazonaws.com"];
  const below = globSet(
    ["o-a/", "o-ab/", "o-c/"].map((text) =>
      makeGlob(
        [
          { is: "text", text },
          { is: "many", colon: true },
        ],
        "none",
      ),
    ),
  );
  const of = (key: string, set: "in" | "some"): Atom[] =>
    [EVERY_TEXT, below, ...texts.map((text) => textsIn([text]))].map((values) => ({
      is: set,
      view: keyView(key),
      set: values,
    }));
  const sets = ["aws:principalorgpaths", "aws:calledvia"];
  const single = [
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:principalorgid",
    "aws:multifactorauthpresent",
    "aws:multifactorauthage",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:securetransport",
    "aws:requestedregion",
    "aws:principaltag/team",
    "aws:principaltype",
  ];
  return [...sets.flatMap((key) => of(key, "some")), ...single.flatMap((key) => of(key, "in"))];
}

describe("an axiom", () => {
  it.each(AXIOMS.map(({ id }) => id).filter((id) => id !== "currenttime-present" && id !== "epochtime-present"))(
    "%s as a formula says what the judge checks",
    (id) => {
      const rules = new Rules(new FormulaBuilder(), GLOBAL_KEY_FACTS);
      const instances = axiomInstances(atoms(), rules).filter((instance) => instance.id === id);
      expect(instances).toHaveLength(1);
      const outcomes = new Set<boolean>();
      fc.assert(
        fc.property(keys, callers, (drawn, caller) => {
          const held = new Map(
            Object.entries(drawn).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
          );
          const request = {
            caller,
            action: "s3:GetObject",
            resource: "*",
            owner: "111122223333",
            clock: null,
            keys: held,
            unseen: new Map<string, boolean>(),
          } as const;
          const kept = faultsOf(request, new Set([id])).length === 0;
          outcomes.add(kept);
          expect(instances.map(({ holds }) => evaluate(holds, request, { assumptions: {} }))).toEqual([kept]);
        }),
        { numRuns: 400 },
      );
      expect(outcomes.size).toBe(2);
    },
  );
});
