// What the pairs cover: every open rule decides one, and every axiom that is asserted decides one alone.
import { ASSUMPTIONS, AXIOMS, NOT_ASSERTED } from "@keyaki/catalog";
import { describe, expect, it, test } from "vitest";
import { caseFiles } from "../cases/case-file.ts";
import { pairFiles } from "./pair-file.ts";

const pairs = pairFiles("pairs").flatMap((file) => file.pairs);
const cases = caseFiles().flatMap((file) => file.cases);

describe("the pairs", () => {
  test("stand each on a page of AWS", () => {
    const pages = /^[A-Za-z0-9/-]+\/[\w.-]+\.html(#[\w.-]+)?$/;
    expect(pairs.filter(({ page }) => !pages.test(page ?? "")).map(({ note }) => note)).toEqual([]);
  });
});

/** Rules that no decision about one request rests on, with the reason: only pairs can tell their values apart. */
const ONLY_IN_PAIRS: Readonly<Record<string, string>> = {
  "default-attached":
    "It says what stands beside a set of policies that is compared; a decision has the policies it is given.",
};

describe("every open rule", () => {
  describe.each(ASSUMPTIONS.map((rule) => [rule.id, rule] as const))("%s", (id, { values }) => {
    it("has cases that tell each of its values from the others", () => {
      const wanted = cases.flatMap(({ rule, want }) =>
        rule === id ? [want as Readonly<Record<string, unknown>>] : [],
      );
      expect(wanted.length > 0).toBe(!(id in ONLY_IN_PAIRS));
      if (id in ONLY_IN_PAIRS) return;
      const alike = values.flatMap((one, at) =>
        values.slice(at + 1).filter((other) => wanted.every((want) => want[one] === want[other])),
      );
      expect(alike).toEqual([]);
    });

    it("decides a pair", () => {
      const decided = pairs.flatMap(({ want }) => (want.when?.[id] === undefined ? [] : [want.when[id]]));
      for (const relations of decided) expect(Object.keys(relations)).toEqual(values);
      expect(decided.some((relations) => new Set(Object.values(relations)).size > 1)).toBe(true);
      const alike = values.flatMap((one, at) =>
        values.slice(at + 1).filter((other) => decided.every((relations) => relations[one] === relations[other])),
      );
      expect(alike).toEqual([]);
    });

    it("is named by the verdict of a pair", () => {
      const names = pairs.flatMap(({ want }) => [...Object.keys(want.under ?? {}), ...(want.assumptions ?? [])]);
      expect(names.includes(id)).toBe(true);
    });
  });
});

/** Axioms that no formula carries: a request has a clock as it has an action, and both keys read it, asked with axioms or without. */
const BUILT_IN: Readonly<Record<string, string>> = {
  "currenttime-present": "aws:CurrentTime",
  "epochtime-present": "aws:EpochTime",
};

describe("every axiom", () => {
  it.each(AXIOMS.map(({ id }) => id).filter((id) => !(id in BUILT_IN)))("%s alone decides a pair", (id) => {
    const decided = pairs.filter(({ want }) => want.axioms?.length === 1 && want.axioms[0] === id);
    expect(decided.length).toBeGreaterThan(0);
    for (const { want } of decided) {
      expect(want.withoutAxioms).toBeDefined();
      expect(want.withoutAxioms).not.toBe(want.relation);
    }
  });

  it.each(Object.entries(BUILT_IN))("%s is part of a request, with axioms and without", (id, key) => {
    expect(AXIOMS.map((axiom) => axiom.id)).toContain(id);
    const [pair] = pairs.filter(
      ({ left, want }) => JSON.stringify(left).includes(`{"Null":{"${key}":"true"}}`) && want.axioms,
    );
    expect(pair?.want).toEqual({ relation: "equivalent", axioms: [], withoutAxioms: "equivalent" });
  });

  it.each(NOT_ASSERTED.map(({ id }) => id))("%s is not asserted, and a pair would tell", (id) => {
    const kept = pairs.filter(({ trap }) => trap === `not-asserted/${id}`);
    expect(kept.map(({ want }) => want.relation)).toEqual(["more-permissive"]);
  });
});
