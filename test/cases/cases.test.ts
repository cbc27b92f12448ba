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
    expect(all.length).toBeGreaterThanOrEqual(650);
    for (const file of files) expect(new Set(file.cases.map((each) => each.note)).size).toBe(file.cases.length);
  });

  it("has every outcome", () => {
    for (const outcome of [true, false, null, "Allowed", "ImplicitlyDenied", "ExplicitlyDenied", "Undetermined"]) {
      expect(all.some((each) => each.want === outcome)).toBe(true);
    }
  });

  it("says nothing twice", () => {
    const seen = new Map<string, string>();
    const twice = files.flatMap((file) =>
      file.cases.flatMap(({ note, page: _page, topic: _topic, trap: _trap, ...rest }) => {
        const text = JSON.stringify([file.kind, Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1))]);
        const before = seen.get(text);
        seen.set(text, note);
        return before === undefined ? [] : [[before, note]];
      }),
    );
    expect(twice).toEqual([]);
  });
});
