// Documented cases, as data in corpus/cases: what AWS's pages say, against what the code says.
import { ASSUMPTIONS } from "@keyaki/catalog";
import { describe, expect, it } from "vitest";
import { type Case, caseFiles, decisionOf, deviations, type Outcome, outcomeOf } from "./case-file.ts";

const files = caseFiles();

describe.each(files.map((file) => [file.title, file] as const))("%s", (_title, file) => {
  it.each(file.cases.map((each) => [each.note, { ...(file.kind ? { kind: file.kind } : {}), ...each }] as const))(
    "%s",
    (_note, each: Case) => {
      expect(each.page ?? file.page).toMatch(/^[A-Za-z/-]+\/[\w.-]+\.html(#[\w.-]+)?$/);
      if (each.rule === undefined) {
        expect(outcomeOf(each, {})).toBe(each.want);
        // A documented outcome may rest on no open rule.
        const otherwise = deviations().filter(({ id, value }) => outcomeOf(each, { [id]: value }) !== each.want);
        expect(otherwise).toEqual([]);
      } else {
        const rule = ASSUMPTIONS.find(({ id }) => id === each.rule);
        const wanted = each.want as Readonly<Record<string, Outcome>>;
        expect(Object.keys(wanted)).toEqual(rule?.values);
        for (const [value, outcome] of Object.entries(wanted)) {
          expect([value, outcomeOf(each, { [each.rule]: value })]).toEqual([value, outcome]);
        }
        expect(outcomeOf(each, {})).toBe(wanted[rule?.default ?? ""]);
      }
      if (each.by !== undefined) expect(decisionOf(each, {}).decidedBy).toBe(each.by);
    },
  );
});

describe("the corpus", () => {
  const all = files.flatMap((file) => file.cases);

  it("holds enough cases, each under its own note within its file", () => {
    expect(all.length).toBeGreaterThan(300);
    for (const file of files) expect(new Set(file.cases.map((each) => each.note)).size).toBe(file.cases.length);
  });

  it("has both outcomes, and every value of each open rule that a concrete request can tell apart", () => {
    for (const outcome of [true, false, null, "Allowed", "ImplicitlyDenied", "ExplicitlyDenied", "Undetermined"]) {
      expect(all.some((each) => each.want === outcome)).toBe(true);
    }
    const ruled = new Set(all.flatMap((each) => each.rule ?? []));
    // Rules that no formula reads: compared sets only, or not modelled yet.
    const elsewhere = ["default-attached", "resource-policy-suffices", "substituted-wildcards"];
    expect(ASSUMPTIONS.map(({ id }) => id).filter((id) => !ruled.has(id) && !elsewhere.includes(id))).toEqual([]);
  });
});
