// Every mistake on the list has a case or a pair, and every case and pair that names one names one of the list.
import { expect, it, test } from "vitest";
import { caseFiles } from "../cases/case-file.ts";
import { pairFiles } from "./pair-file.ts";
import { ELSEWHERE, TRAPS } from "./traps.ts";

const named = [
  ...caseFiles().flatMap((file) => file.cases),
  ...pairFiles("pairs").flatMap(({ pairs }) => pairs),
].flatMap(({ trap, note }) => (trap === undefined ? [] : [{ trap, note }]));

it.each(Object.entries(TRAPS))("%s is kept out", (trap, words) => {
  expect(words).toMatch(/\.$/);
  expect(named.some((each) => each.trap === trap)).toBe(true);
});

test("no case and no pair names a mistake that is not on the list", () => {
  expect(named.filter(({ trap }) => !(trap in TRAPS))).toEqual([]);
  expect(Object.values(ELSEWHERE).filter((place) => place === "")).toEqual([]);
});
