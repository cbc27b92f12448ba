import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ANY_VALUE,
  charactersOf,
  type Domain,
  DomainAutomaton,
  matchesTexts,
  memberIndices,
  membersKey,
  membersOf,
  partitionTuples,
  repeated,
  type TextSet,
  type TupleProblem,
  textGlob,
  type View,
  viewText,
} from "../src/index.ts";
import { allTexts, globs } from "./globs.ts";

const text = (value: string) => ({ is: "text", text: value }) as const;
const component = (index: number) => ({ is: "component", index }) as const;
const many: TextSet[number]["tokens"][number] = { is: "many", colon: true };

function keyOf({ atoms, views }: TupleProblem, tuple: readonly string[]): string {
  const holding = atoms.flatMap(({ view, set }, index) =>
    matchesTexts(set, viewText(views[view]!, tuple)) ? [index] : [],
  );
  return membersKey(membersOf(atoms.length, holding));
}

function cellsOf(problem: TupleProblem) {
  const partition = partitionTuples(problem);
  if (partition.is === "exhausted") throw new Error("exhausted");
  return partition.cells;
}

const domains: fc.Arbitrary<Domain> = fc.oneof(
  fc.constantFrom<Domain>(
    repeated(charactersOf("ab:"), 0, 3),
    repeated(charactersOf("ab"), 1, 3),
    repeated(charactersOf("a"), 2, 4),
    charactersOf("ab"),
    { is: "choice", of: [{ is: "literal", text: "ab" }, repeated(charactersOf("b:"), 1, 2)] },
    { is: "sequence", of: [{ is: "literal", text: "a" }, repeated(charactersOf("ab"), 0, 2)] },
    { is: "choice", of: [] },
    { is: "sequence", of: [] },
  ),
  fc.constant(repeated({ is: "choice", of: [{ is: "literal", text: "ab" }, charactersOf("b")] }, 0, 2)),
);

const views = (components: number): fc.Arbitrary<View> =>
  fc
    .tuple(
      fc.subarray(Array.from({ length: components }, (_, i) => i)),
      fc.array(fc.constantFrom("", "a", ":", "b:"), { minLength: 4, maxLength: 4 }),
    )
    .map(([chosen, texts]) => [
      text(texts[0]!),
      ...chosen.flatMap((index, i) => [component(index), text(texts[i + 1]!)]),
    ]);

const problems: fc.Arbitrary<TupleProblem> = fc
  .array(domains, { maxLength: 3 })
  .chain((components) =>
    fc.record({
      components: fc.constant(components),
      views: fc.array(views(components.length), { minLength: 1, maxLength: 3 }),
    }),
  )
  .chain(({ components, views }) =>
    fc.record({
      components: fc.constant(components),
      views: fc.constant(views),
      atoms: fc.array(
        fc.record({
          view: fc.nat(views.length - 1),
          set: fc.array(globs("ab:", fc.constantFrom("none", "ascii")), { maxLength: 2 }),
        }),
        { maxLength: 4 },
      ),
      examples: fc.array(
        fc.array(fc.constantFrom("a", "b", "ab", ":"), { minLength: components.length, maxLength: components.length }),
        { maxLength: 2 },
      ),
    }),
  );

describe("partitionTuples", () => {
  it("has the signatures of all tuples, and no other", () => {
    const texts = allTexts(["a", "b", ":"], 4);
    const seen = { cells: 0, only: 0, more: 0, none: 0 };
    fc.assert(
      fc.property(problems, (problem) => {
        const values = problem.components.map((domain) => {
          const automaton = new DomainAutomaton(domain);
          return texts.filter((value) => automaton.has(value));
        });
        const counts = new Map<string, number>();
        const spell = (tuple: readonly string[]): void => {
          if (tuple.length < values.length) {
            for (const value of values[tuple.length]!) spell([...tuple, value]);
            return;
          }
          const key = keyOf(problem, tuple);
          counts.set(key, (counts.get(key) ?? 0) + 1);
        };
        spell([]);
        const cells = cellsOf(problem);
        expect(cells.map((cell) => cell.key).sort()).toEqual([...counts.keys()].sort());
        for (const cell of cells) {
          expect(keyOf(problem, cell.sample)).toBe(cell.key);
          expect(cell.sample.map((value, i) => values[i]!.includes(value))).not.toContain(false);
          if (cell.only) expect(counts.get(cell.key)).toBe(1);
          seen.cells++;
          seen[cell.only ? "only" : "more"]++;
        }
        if (cells.length === 0) seen.none++;
      }),
      { numRuns: 3000 },
    );
    expect(seen.only).toBeGreaterThan(200);
    expect(seen.more).toBeGreaterThan(1000);
    expect(seen.none).toBeGreaterThan(50);
  });

  const account = repeated(charactersOf("0-9"), 12);
  const path: Domain = {
    is: "choice",
    of: [
      { is: "literal", text: "/" },
      {
        is: "sequence",
        of: [{ is: "literal", text: "/" }, repeated(charactersOf("!-~"), 1, 510), { is: "literal", text: "/" }],
      },
    ],
  };
  const name = repeated(charactersOf("A-Za-z0-9_+=,.@-"), 1, 64);
  const users: Omit<TupleProblem, "atoms"> = {
    components: [account, path, name],
    views: [
      [text("arn:aws:iam::"), component(0), text(":user"), component(1), component(2)],
      [component(0)],
      [component(2)],
    ],
  };

  it("knows that one component is seen by several views", () => {
    const one = "111122223333";
    const problem: TupleProblem = {
      ...users,
      atoms: [
        { view: 0, set: [{ tokens: [text(`arn:aws:iam::${one}:`), many], fold: "none" }] },
        { view: 1, set: [textGlob(one)] },
        { view: 2, set: [textGlob("alice")] },
        { view: 0, set: [{ tokens: [many, text("/alice")], fold: "none" }] },
      ],
      examples: [
        [one, "/", "alice"],
        ["444455556666", "/team/", "bob"],
      ],
    };
    const cells = cellsOf(problem).map(({ members, sample }) => [memberIndices(members).join(), sample.join(" ")]);
    expect(new Map(cells as [string, string][])).toEqual(
      new Map([
        ["", "444455556666 /team/ bob"],
        ["0,1", `${one} / bob`],
        ["2,3", "444455556666 / alice"],
        ["0,1,2,3", `${one} / alice`],
      ]),
    );
  });

  it("respects what a component cannot be", () => {
    const tooLong = "x".repeat(65);
    const problem: TupleProblem = {
      ...users,
      atoms: [
        { view: 2, set: [textGlob(tooLong)] },
        { view: 2, set: [{ tokens: [many, text(":"), many], fold: "none" }] },
        { view: 1, set: [{ tokens: [text("a"), many], fold: "none" }] },
        { view: 2, set: [textGlob("x".repeat(64))] },
      ],
    };
    expect(cellsOf(problem).map(({ members, only }) => [memberIndices(members), only])).toEqual([
      [[], false],
      [[3], false],
    ]);
  });

  it("goes on where a longer beginning leaves more open than a shorter one", () => {
    const choice: Domain = { is: "choice", of: ["a", "bb", "bb:"].map((value) => ({ is: "literal", text: value })) };
    const cells = cellsOf({
      components: [{ is: "sequence", of: [choice, { is: "literal", text: "b" }] }],
      views: [[component(0)]],
      atoms: [{ view: 0, set: [{ tokens: [many, text(":"), many], fold: "none" }] }],
    });
    expect(cells.map(({ sample }) => sample)).toEqual(expect.arrayContaining([["ab"], ["bb:b"]]));
  });

  it("knows a component of one value", () => {
    const cells = cellsOf({
      components: [{ is: "literal", text: "root" }, repeated(charactersOf("0-9"), 2)],
      views: [[component(0), text(":"), component(1)]],
      atoms: [{ view: 0, set: [textGlob("root:12")] }],
    });
    expect(cells.map(({ sample, only }) => [sample.join(), only])).toEqual(
      expect.arrayContaining([
        ["root,12", true],
        ["root,10", false],
      ]),
    );
    expect(cells).toHaveLength(2);
  });

  it("holds free text with newlines and characters beyond the BMP, and folds", () => {
    const problem: TupleProblem = {
      components: [ANY_VALUE],
      views: [[component(0)]],
      atoms: [
        { view: 0, set: [textGlob("k", "unicode")] },
        { view: 0, set: [textGlob("K", "ascii")] },
        { view: 0, set: [textGlob("\n")] },
        { view: 0, set: [{ tokens: [{ is: "one", colon: false }], fold: "none" }] },
        { view: 0, set: [textGlob("\u{1f600}")] },
      ],
    };
    expect(cellsOf(problem).map(({ members, sample }) => [memberIndices(members).join(), sample[0]])).toEqual(
      expect.arrayContaining([
        ["0,3", "\u212a"],
        ["0,1,3", "K"],
        ["2,3", "\n"],
        ["3,4", "\u{1f600}"],
        ["3", "a"],
      ]),
    );
  });

  /** Cells as `members: sample`, with "!" where it is the only one. */
  const shown = (problem: TupleProblem) =>
    cellsOf(problem).map(
      ({ members, sample, only }) => `${memberIndices(members)}: ${sample.join(" ")}${only ? "!" : ""}`,
    );
  const glob = (...tokens: TextSet[number]["tokens"][number][]): TextSet => [{ tokens, fold: "none" }];

  it("tries each character that tells, and one for those that are left of a class", () => {
    const one = (spelling: string, ...sets: TextSet[]) =>
      shown({
        components: [charactersOf(spelling)],
        views: [[component(0)]],
        atoms: sets.map((set) => ({ view: 0, set })),
      });
    expect(one("a", [textGlob("a")])).toEqual(["0: a!"]);
    expect(one("ab", [textGlob("a")])).toEqual(["0: a!", ": b!"]);
    expect(one("abc", [textGlob("a")])).toEqual(["0: a!", ": b"]);
    expect(one("a-z", [textGlob("a")], [textGlob("b")])).toEqual(["0: a!", "1: b!", ": c"]);
    // Characters that are no letters, digits or marks: the first of the ranges that is left.
    expect(one("+@", [textGlob("+")])).toEqual(["0: +!", ": @!"]);
    expect(one("+@", [textGlob("@")])).toEqual(["0: @!", ": +!"]);
    expect(one("!-#", [textGlob("!")])).toEqual(["0: !!", ': "']);
    expect(one("!-#", [textGlob("!")], [textGlob('"')])).toEqual(["0: !!", '1: "!', ": #!"]);
    expect(
      shown({ components: [ANY_VALUE], views: [[component(0)]], atoms: [{ view: 0, set: [textGlob("\0")] }] }),
    ).toEqual([": ", "0: \0!"]);
    // A colon is told apart by wildcards that do not match it.
    for (const is of ["one", "many"] as const) {
      expect(one("a:", glob({ is, colon: false }))).toEqual([": :!", "0: a!"]);
      expect(one("ab:", glob({ is, colon: false }))).toEqual([": :!", "0: a"]);
      expect(one("ab:", glob({ is, colon: true }))).toEqual(["0: a"]);
      expect(one("ab", glob({ is, colon: false }))).toEqual(["0: a"]);
      expect(one("a:", glob({ is, colon: false }), [textGlob(":")])).toEqual(["1: :!", "0: a!"]);
    }
    // All that folds alike is tried.
    expect(one("a\u212a", [textGlob("k", "unicode")])).toEqual(["0: \u212a!", ": a!"]);
    expect(one("a\u212a", [textGlob("k", "ascii")])).toEqual([": a"]);
    expect(one("a-zA-Z\u212a", [textGlob("k", "unicode")], [textGlob("K", "ascii")], [textGlob("k")])).toEqual([
      "0,1: K!",
      "0,1,2: k!",
      "0: \u212a!",
      ": a",
    ]);
  });

  it("counts what has the same signature in several ways", () => {
    const literals = (...texts: string[]): Domain => ({
      is: "choice",
      of: texts.map((value) => ({ is: "literal", text: value })),
    });
    const two = (first: Domain, second: Domain, ...sets: TextSet[]) =>
      shown({
        components: [first, second],
        views: [[component(0), component(1)]],
        atoms: sets.map((set) => ({ view: 0, set })),
      });
    expect(two(literals("ab", "ba"), literals("c"))).toEqual([": ab c"]);
    expect(two(literals("ab", "ba"), literals("c"), [textGlob("abc")])).toEqual(["0: ab c!", ": ba c!"]);
    expect(two(literals("a", "ab"), literals("b", "bb"), [textGlob("abb")])).toEqual([": a b", "0: a bb"]);
    expect(two(literals("a"), literals(), [textGlob("a")])).toEqual([]);
    expect(two(literals(), literals("a"), [textGlob("a")])).toEqual([]);
    expect(two(literals(""), literals(""), [textGlob("")])).toEqual(["0:  !"]);
    expect(shown({ components: [], views: [[text("a")]], atoms: [{ view: 0, set: [textGlob("a")] }] })).toEqual([
      "0: !",
    ]);
  });

  it("prefers examples, whole ones and then value by value, if the cell is the same", () => {
    const letters = repeated(charactersOf("a-z"), 1, 5);
    const problem = (...examples: (readonly string[])[]): TupleProblem => ({
      components: [letters, letters],
      views: [[component(0)], [component(1)]],
      atoms: [
        { view: 0, set: [{ tokens: [text("x"), many], fold: "none" }] },
        { view: 1, set: [textGlob("y")] },
      ],
      examples,
    });
    expect(new Set(shown(problem()))).toEqual(new Set(["0,1: x y", "0: x a", "1: a y", ": a a"]));
    expect(new Set(shown(problem(["xi", "pq"], ["rs", "y"])))).toEqual(
      new Set(["0,1: xi y", "0: xi pq", "1: rs y", ": rs pq"]),
    );
    // The first that fits.
    expect(new Set(shown(problem(["k", "l"], ["m", "n"])))).toEqual(new Set(["0,1: x y", "0: x l", "1: k y", ": k l"]));
    // Outside the domains, too short or too long: passed over, but for the single values that are inside.
    expect(new Set(shown(problem(["K", "l"], ["m"], ["n", "o", "p"], [])))).toEqual(
      new Set(["0,1: x y", "0: x l", "1: m y", ": m l"]),
    );
    // The only tuple of its cell is what it is.
    expect(
      shown({ components: [charactersOf("a")], views: [[component(0)]], atoms: [], examples: [["a"], ["b"]] }),
    ).toEqual([": a!"]);
  });

  it("asks its caller once in a while, and bounds its work", () => {
    let checks = 0;
    const check = () => {
      checks++;
    };
    const wide: TupleProblem = {
      components: [repeated(charactersOf("a-z0-9"), 0, 20)],
      views: [[component(0)]],
      atoms: Array.from({ length: 60 }, (_, i) => ({
        view: 0,
        set: glob(many, text(String.fromCharCode(97 + (i % 26)) + String.fromCharCode(97 + ((7 * i) % 25)))),
      })),
    };
    const problem = { ...users, atoms: [{ view: 2, set: [textGlob("alice")] }] };
    expect(partitionTuples(problem, { check }).is).toBe("cells");
    expect(checks).toBe(0);
    // The beginnings "", "a" and "ab".
    const small = {
      components: [{ is: "literal", text: "ab" } as const],
      views: [[component(0)]],
      atoms: [{ view: 0, set: [textGlob("ab")] }],
    };
    expect(partitionTuples(small, { maxStates: 3 }).is).toBe("cells");
    expect(partitionTuples(small, { maxStates: 2 })).toEqual({ is: "exhausted", states: 3 });
    // Work runs out before states do.
    const partition = partitionTuples(wide, { check, maxStates: 1000 });
    expect(partition.is).toBe("exhausted");
    if (partition.is === "exhausted") expect(partition.states).toBeLessThan(200);
    expect(checks).toBe(1);
    const stop = () => {
      throw new Error("enough");
    };
    expect(() => partitionTuples(wide, { check: stop })).toThrow("enough");
  });

  it("gives up at its limit, and refuses views out of order", () => {
    const atoms = [{ view: 0, set: [textGlob("arn:aws:iam::111122223333:user/x")] }];
    expect(partitionTuples({ ...users, atoms }, { maxStates: 5 }).is).toBe("exhausted");
    expect(() => partitionTuples({ ...users, views: [[component(1), component(0)]], atoms: [] })).toThrow(RangeError);
    expect(() => partitionTuples({ ...users, views: [[component(3)]], atoms: [] })).toThrow(RangeError);
  });
});
