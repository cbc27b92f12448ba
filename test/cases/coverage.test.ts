// What the documented cases cover, read from the cases themselves: a gap turns these tests red, and so does an excuse that is none.
import { describe, expect, it } from "vitest";
import { type Case, caseFiles } from "./case-file.ts";
import { ASPECTS, type Aspect, aspectsOf, counterparts, OPERATOR_NAMES, setOutcomes } from "./matrix.ts";
import * as tables from "./tables.ts";
import { TOPICS, WITHOUT_CASES } from "./topics.ts";

const all: readonly Case[] = caseFiles().flatMap((file) =>
  file.cases.map((each) => ({
    ...(file.kind === undefined ? {} : { kind: file.kind }),
    ...each,
    topic: each.topic ?? file.topic,
  })),
);

/** Cells of the matrix that no case can show, by the operators' names. */
const INAPPLICABLE: readonly {
  readonly operators: RegExp;
  readonly aspects: readonly Aspect[];
  readonly reason: string;
}[] = [
  {
    operators: /^(Numeric|Date)(Less|Greater)|^(Bool|BinaryEquals|Null)$/,
    aspects: ["negated counterpart"],
    reason: "AWS has no operator of the opposite meaning.",
  },
  {
    operators: /^String/,
    aspects: ["unparsable value"],
    reason: "Every text is a text.",
  },
  {
    operators: /^(Numeric|Date)/,
    aspects: ["letter case"],
    reason:
      "Numbers have no letters in a form that AWS documents; whether those of a date may be small is an open rule.",
  },
  {
    operators: /^Bool$/,
    aspects: ["several values, no match"],
    reason: "Both values listed leave none that is not.",
  },
  {
    operators: /^Null$/,
    aspects: ["IfExists, absent key", "IfExists, match", "IfExists, no match"],
    reason: "AWS refuses the suffix.",
  },
  {
    operators: /^Null$/,
    aspects: ["unparsable value", "letter case"],
    reason: "Null looks at no value.",
  },
];

describe("the operators", () => {
  const shown = new Set(all.flatMap((each) => aspectsOf(each).map(({ base, aspect }) => `${base}: ${aspect}`)));
  for (const name of counterparts(all)) shown.add(`${name}: negated counterpart`);

  describe.each(OPERATOR_NAMES)("%s", (name) => {
    const excused = INAPPLICABLE.filter(({ operators }) => operators.test(name)).flatMap(({ aspects }) => aspects);

    it("has a case for every aspect that it can have", () => {
      expect(ASPECTS.filter((aspect) => !excused.includes(aspect) && !shown.has(`${name}: ${aspect}`))).toEqual([]);
    });

    it("is excused from nothing that a case shows", () => {
      expect(excused.filter((aspect) => shown.has(`${name}: ${aspect}`))).toEqual([]);
      expect(new Set(excused).size).toBe(excused.length);
    });

    it.each(["ForAllValues", "ForAnyValue"] as const)(
      "has both outcomes under %s for sets that are not empty",
      (set) => {
        const wanted = [...(setOutcomes(all, set).get(name) ?? [])].filter((want) => typeof want === "boolean").sort();
        // AWS: ForAllValues:Null is always true, ForAnyValue:Null always false.
        expect(wanted).toEqual(name === "Null" ? [set === "ForAllValues"] : [false, true]);
      },
    );
  });
});

const TABLES: Readonly<Record<string, readonly tables.Row[]>> = {
  "how dates are written": tables.DATES,
  "how numbers are written": tables.NUMBERS,
  "how blocks are written": tables.BLOCKS,
  "how addresses are written": tables.ADDRESSES,
  "patterns of actions": tables.ACTIONS,
  "patterns of resources": tables.RESOURCES,
  "elements that leave out": tables.NOT_ELEMENTS,
  "empty lists": tables.EMPTY_LISTS,
  "forms of a principal": tables.PRINCIPALS,
  "keys of each kind of caller": tables.CALLERS,
  "global keys": tables.KEYS,
  "guards on multi-factor authentication": tables.MFA,
  "places and forms of variables": tables.VARIABLES,
  "grants of a resource policy inside one account": tables.GRANTS,
  "layers of a decision": tables.LAYERS,
};

describe.each(Object.entries(TABLES))("%s", (_title, rows) => {
  it("all have a case", () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !all.some((each) => row.shows(each))).map(({ name }) => name)).toEqual([]);
  });
});

describe("the topics", () => {
  it.each(Object.entries(TOPICS))("%s has its cases", (topic, { words, least }) => {
    expect(words).not.toBe("");
    expect(all.filter((each) => each.topic === topic).length).toBeGreaterThanOrEqual(least);
  });

  it("are all listed, and what has no case says why", () => {
    expect(all.flatMap(({ topic }) => (topic === undefined || !(topic in TOPICS) ? [topic] : []))).toEqual([]);
    expect(Object.values(WITHOUT_CASES).filter((reason) => reason === "")).toEqual([]);
  });
});
