import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY_VALUE, automatonOf, charactersOf, type Domain, DomainAutomaton, repeated } from "../src/index.ts";
import { allTexts } from "./globs.ts";

/** Every value of a domain up to a length, straight from what its parts mean. */
function valuesOf(domain: Domain, longest: number): Set<string> {
  const short = (values: Iterable<string>) => new Set([...values].filter((value) => value.length <= longest));
  const then = (values: Iterable<string>, part: Domain) => {
    const next = [...valuesOf(part, longest)];
    return short([...values].flatMap((value) => next.map((more) => value + more)));
  };
  switch (domain.is) {
    case "literal":
      return short([domain.text]);
    case "class":
      return short(
        domain.ranges.flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
        ),
      );
    case "choice":
      return new Set(domain.of.flatMap((part) => [...valuesOf(part, longest)]));
    case "sequence":
      return domain.of.reduce((values, part) => then(values, part), new Set([""]));
    case "repeat": {
      const found = new Set<string>();
      let values = new Set([""]);
      // What is short enough after more copies than this is so after as many.
      for (let copies = 0; copies <= (domain.max ?? domain.min + longest); copies++) {
        if (copies >= domain.min) for (const value of values) found.add(value);
        values = then(values, domain.of);
      }
      return found;
    }
  }
}

const domains: fc.Arbitrary<Domain> = fc.letrec<{ domain: Domain }>((tie) => ({
  domain: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Domain>(
      { is: "literal", text: "" },
      { is: "literal", text: "ab" },
      { is: "literal", text: "b" },
      charactersOf("ab"),
      charactersOf("b-c"),
    ),
    fc.record({ is: fc.constant("sequence" as const), of: fc.array(tie("domain"), { maxLength: 3 }) }),
    fc.record({ is: fc.constant("choice" as const), of: fc.array(tie("domain"), { maxLength: 3 }) }),
    fc
      .tuple(tie("domain"), fc.nat(2), fc.constantFrom(0, 1, 2, null))
      .map(([of, min, more]) => repeated(of, min, more === null ? null : min + more)),
  ),
})).domain;

const classesOf = (domain: Domain) => new DomainAutomaton(domain).classes.map(({ ranges, size }) => ({ ranges, size }));
const states = (automaton: DomainAutomaton, text: string) =>
  [...text].reduce((state, c) => (state < 0 ? -1 : automaton.step(state, automaton.classOf(c.codePointAt(0)!))), 0);

describe("the automaton of a domain", () => {
  it("has the values that the parts of the domain make, and tells what can still follow", () => {
    const texts = allTexts(["a", "b", "c"], 4);
    const seen = { yes: 0, no: 0, within: 0 };
    fc.assert(
      fc.property(domains, (domain) => {
        const automaton = new DomainAutomaton(domain);
        const values = valuesOf(domain, 4);
        for (const text of texts) {
          if (automaton.has(text) !== values.has(text)) throw new Error(`${text} is ${automaton.has(text)}`);
          seen[values.has(text) ? "yes" : "no"]++;
        }
        const begun = new Map<number, string>();
        for (const text of allTexts(["a", "b", "c"], 2)) {
          if ([...text].some((c) => automaton.classOf(c.codePointAt(0)!) < 0)) continue;
          const state = states(automaton, text);
          if (state >= 0 && !begun.has(state)) begun.set(state, text);
        }
        for (const [inner, one] of begun) {
          for (const [outer, other] of begun) {
            if (!automaton.within(inner, outer)) continue;
            for (const more of allTexts(["a", "b", "c"], 2)) {
              if (automaton.has(one + more) && !automaton.has(other + more))
                throw new Error(`${one} is not within ${other}`);
            }
            seen.within++;
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(seen.yes).toBeGreaterThan(300);
    expect(seen.no).toBeGreaterThan(300);
    expect(seen.within).toBeGreaterThan(200);
  });

  it("treats characters alike that are read alike", () => {
    expect(classesOf({ is: "choice", of: [charactersOf("a-f"), charactersOf("c-z")] })).toEqual([
      { ranges: [[97, 98]], size: 2 },
      { ranges: [[99, 102]], size: 4 },
      { ranges: [[103, 122]], size: 20 },
    ]);
    expect(classesOf(charactersOf("x-za-c"))).toEqual([
      {
        ranges: [
          [97, 99],
          [120, 122],
        ],
        size: 6,
      },
    ]);
    expect(classesOf({ is: "literal", text: "aba" })).toEqual([
      { ranges: [[97, 97]], size: 1 },
      { ranges: [[98, 98]], size: 1 },
    ]);
    expect(classesOf({ is: "choice", of: [] })).toEqual([]);
  });

  it("has no halves of characters", () => {
    const kept = (from: number, to: number) => classesOf({ is: "class", ranges: [[from, to]] })[0]?.ranges;
    expect(kept(0, 0x10ffff)).toEqual([
      [0, 0xd7ff],
      [0xe000, 0x10ffff],
    ]);
    expect(kept(0xd7ff, 0xd800)).toEqual([[0xd7ff, 0xd7ff]]);
    expect(kept(0xdfff, 0xe000)).toEqual([[0xe000, 0xe000]]);
    expect(kept(0xd800, 0xdfff)).toBeUndefined();
    expect(kept(0xd7ff, 0xd7ff)).toEqual([[0xd7ff, 0xd7ff]]);
    expect(kept(0xe000, 0xe000)).toEqual([[0xe000, 0xe000]]);
    expect(automatonOf(ANY_VALUE).has("a\n:\u{1f600}")).toBe(true);
    expect(automatonOf(ANY_VALUE).has("")).toBe(true);
    expect(automatonOf(ANY_VALUE).has("\udc00")).toBe(false);
  });

  it("knows its characters, its ends and its dead ends", () => {
    const automaton = new DomainAutomaton({
      is: "sequence",
      of: [charactersOf("b-d"), { is: "literal", text: "\u{1f600}" }],
    });
    expect([0x61, 0x62, 0x63, 0x64, 0x65, 0x1f600, 0x1f601].map((point) => automaton.classOf(point))).toEqual([
      -1, 0, 0, 0, -1, 1, -1,
    ]);
    const [first, dead] = [automaton.step(0, 0), automaton.step(0, 1)];
    expect(dead).toBe(-1);
    expect([0, first, automaton.step(first, 1)].map((state) => automaton.accepts(state))).toEqual([false, false, true]);
    expect(automaton.step(0, 0)).toBe(first);
    expect(automaton.has("b\u{1f600}")).toBe(true);
    expect(automaton.has("b\u{1f600}\u{1f600}")).toBe(false);
    expect(automaton.has("ba")).toBe(false);
  });

  it("sees that fewer copies read leave more open", () => {
    const automaton = new DomainAutomaton(repeated(charactersOf("a"), 0, 3));
    const after = [0, 1, 2, 3].map((copies) => states(automaton, "a".repeat(copies)));
    expect(new Set(after).size).toBe(4);
    // Asked twice, since an answer is remembered.
    for (const _ of [1, 2]) {
      expect(after.map((inner) => after.map((outer) => automaton.within(inner, outer)))).toEqual([
        [true, false, false, false],
        [true, true, false, false],
        [true, true, true, false],
        [true, true, true, true],
      ]);
    }
  });

  it("comes back to a state that it knows", () => {
    const loop = new DomainAutomaton(repeated({ is: "choice", of: ["ab", "ba"].map(literal) }, 0, null));
    expect(states(loop, "ab")).toBe(0);
    expect(states(loop, "abba")).toBe(0);
    expect(states(loop, "aba")).toBe(states(loop, "a"));
    expect(states(loop, "a")).not.toBe(states(loop, "b"));
    // What is passed without reading is no part of a state.
    const empty: Domain = { is: "choice", of: [literal("")] };
    const roundabout: Domain = { is: "choice", of: [literal("x"), { is: "sequence", of: [literal("y"), empty] }] };
    const both = new DomainAutomaton({ is: "sequence", of: [roundabout, literal("p")] });
    expect(states(both, "x")).toBe(states(both, "y"));
  });

  it("is made once for each domain", () => {
    const domain = charactersOf("a");
    expect(automatonOf(domain)).toBe(automatonOf(domain));
    expect(automatonOf(domain)).not.toBe(automatonOf(charactersOf("a")));
  });
});

function literal(text: string): Domain {
  return { is: "literal", text };
}

describe("domains", () => {
  it("spell characters and ranges", () => {
    expect(charactersOf("A-Za-z0-9_+=,.@-")).toEqual({
      is: "class",
      ranges: [[65, 90], [97, 122], [48, 57], ...[..."_+=,.@-"].map((c) => [c.charCodeAt(0), c.charCodeAt(0)])],
    });
    expect(charactersOf("-a")).toEqual({
      is: "class",
      ranges: [
        [45, 45],
        [97, 97],
      ],
    });
    expect(charactersOf("\u{1f600}-\u{1f602}")).toEqual({ is: "class", ranges: [[0x1f600, 0x1f602]] });
    expect(charactersOf("")).toEqual({ is: "class", ranges: [] });
  });

  it("repeat a number of times", () => {
    const of = charactersOf("a");
    expect(repeated(of, 2)).toEqual({ is: "repeat", of, min: 2, max: 2 });
    expect(repeated(of, 2, 5)).toEqual({ is: "repeat", of, min: 2, max: 5 });
    expect(repeated(of, 2, null)).toEqual({ is: "repeat", of, min: 2, max: null });
    expect(() => new DomainAutomaton(repeated(of, 2, 1))).toThrow(RangeError);
    expect(new DomainAutomaton(repeated(of, 0, 0)).has("")).toBe(true);
  });
});
