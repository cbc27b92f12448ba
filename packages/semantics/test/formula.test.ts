import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Atom,
  atomsOf,
  type Formula,
  FormulaBuilder,
  fold,
  type Kleene,
  kleene,
  Restriction,
} from "../src/index.ts";

const names = ["a", "b", "c", "d"];

type Shape = { of: string } | { not: Shape } | { all: Shape[] } | { any: Shape[] };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...names).map((of) => ({ of })),
    tie("shape").map((not) => ({ not })),
    fc.array(tie("shape"), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("shape"), { maxLength: 3 }).map((any) => ({ any })),
  ),
}));

function made(of: Shape, build: FormulaBuilder): Formula {
  if ("of" in of) return build.atom({ is: "unseen", name: of.of });
  if ("not" in of) return build.not(made(of.not, build));
  if ("all" in of) return build.all(...of.all.map((each) => made(each, build)));
  return build.any(...of.any.map((each) => made(each, build)));
}

function meant(of: Shape, world: ReadonlyMap<string, boolean>): boolean {
  if ("of" in of) return world.get(of.of) ?? false;
  if ("not" in of) return !meant(of.not, world);
  if ("all" in of) return of.all.every((each) => meant(each, world));
  return of.any.some((each) => meant(each, world));
}

const world = fc
  .tuple(...names.map(() => fc.boolean()))
  .map((values) => new Map(names.map((name, at) => [name, values[at] ?? false])));
const nameOf = (atom: Atom) => (atom.is === "unseen" ? atom.name : "");

describe("FormulaBuilder", () => {
  it("keeps the meaning of what it simplifies, under every reading", () => {
    const outcomes = { true: 0, false: 0 };
    fc.assert(
      fc.property(shape, world, (of, values) => {
        const build = new FormulaBuilder();
        const formula = made(of, build);
        const wanted = meant(of, values);
        outcomes[wanted ? "true" : "false"]++;
        const boolean = fold<boolean>(formula, {
          atom: (atom) => values.get(nameOf(atom)) ?? false,
          not: (value) => !value,
          all: (each) => each.every(Boolean),
          any: (each) => each.some(Boolean),
        });
        expect(boolean).toBe(wanted);
        expect(kleene(formula, (atom) => values.get(nameOf(atom)) ?? false)).toBe(wanted);
        expect(build.restrict(formula, (atom) => values.get(nameOf(atom)))).toBe(build.constant(wanted));
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(outcomes.true, outcomes.false)).toBeGreaterThan(300);
  });

  it("makes equal formulas one object", () => {
    const build = new FormulaBuilder();
    const [a, b] = ["a", "b"].map((name) => build.atom({ is: "unseen", name })) as [Formula, Formula];
    expect(build.all(a, b)).toBe(build.all(b, build.all(a, b)));
    expect(build.not(build.not(a))).toBe(a);
    expect(build.any(a, build.not(a))).toBe(build.always);
    expect(build.all(a, build.not(a), b)).toBe(build.never);
    expect(build.all(a, build.any(b, b))).not.toBe(build.any(a, b));
  });

  it("restricts some atoms and leaves the others", () => {
    const build = new FormulaBuilder();
    const [a, b] = ["a", "b"].map((name) => build.atom({ is: "unseen", name })) as [Formula, Formula];
    const formula = build.all(a, build.not(b));
    const known = (atom: Atom) => (nameOf(atom) === "b" ? false : undefined);
    expect(build.restrict(formula, known)).toBe(a);
  });

  it("lists each atom once", () => {
    const build = new FormulaBuilder();
    const [a, b] = ["a", "b"].map((name) => build.atom({ is: "unseen", name })) as [Formula, Formula];
    expect(
      atomsOf([build.any(build.not(a), b), build.all(a, b)])
        .map(nameOf)
        .sort(),
    ).toEqual(["a", "b"]);
  });
});

describe("kleene", () => {
  it("is certain only where every completion agrees, and monotone", () => {
    let certain = 0;
    let open = 0;
    fc.assert(
      fc.property(shape, world, fc.subarray(names), (of, values, hidden) => {
        const formula = made(of, new FormulaBuilder());
        const partial = (atom: Atom): Kleene =>
          hidden.includes(nameOf(atom)) ? null : (values.get(nameOf(atom)) ?? false);
        const value = kleene(formula, partial);
        if (value === null) open++;
        else {
          certain++;
          expect(meant(of, values)).toBe(value);
        }
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(certain, open)).toBeGreaterThan(100);
  });
});

describe("Restriction", () => {
  const known = fc.constantFrom(true, false, undefined);
  const some = fc.tuple(...names.map(() => known));
  const unusual = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), known), { selector: ([name]) => name });

  it("is what restricting anew gives, one set of values after the other", () => {
    const seen = { constant: 0, open: 0, asUsual: 0, settled: 0 };
    fc.assert(
      fc.property(shape, some, fc.array(unusual, { minLength: 1, maxLength: 6 }), (of, usual, rounds) => {
        const build = new FormulaBuilder();
        const formula = made(of, build);
        const usually = new Map(names.map((name, at) => [name, usual[at]]));
        const restriction = new Restriction(formula, (atom) => usually.get(nameOf(atom)), build);
        for (const round of rounds) {
          const values = new Map(round.map(([name, value]) => [name, value] as const));
          const wanted = build.restrict(formula, (atom) => {
            const name = nameOf(atom);
            return values.has(name) ? values.get(name) : usually.get(name);
          });
          const found = restriction.under(new Map(round.map(([name, value]) => [atomNamed(name), value] as const)));
          expect(found).toBe(wanted);
          if (wanted === build.restrict(formula, (atom) => usually.get(nameOf(atom)))) seen.asUsual++;
          else seen[wanted === build.always || wanted === build.never ? "settled" : "open"]++;
          if (wanted === build.always || wanted === build.never) seen.constant++;
        }

        function atomNamed(name: string): Atom {
          const node = build.atom({ is: "unseen", name });
          return node.is === "atom" ? node.atom : { is: "unseen", name };
        }
      }),
      { numRuns: 3000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  it("gives of a thousand alternatives the one that is asked for, or two", () => {
    const build = new FormulaBuilder();
    const atoms = Array.from({ length: 1_000 }, (_, at): Atom => ({ is: "unseen", name: `r${at}` }));
    const kept = atoms.map((_, at) => build.atom({ is: "unseen", name: `c${at}` }));
    const parts = atoms.map((atom, at) => build.all(build.atom(atom), kept[at] ?? build.never));
    const formula = build.any(...parts);
    const isListed = new Set(atoms);
    const restriction = new Restriction(formula, (atom) => (isListed.has(atom) ? false : undefined), build);
    expect(restriction.under(new Map())).toBe(build.never);
    for (const [at, atom] of atoms.entries()) expect(restriction.under(new Map([[atom, true]]))).toBe(kept[at]);
    const [one, other] = atoms;
    if (one === undefined || other === undefined) throw new Error("no atoms");
    const both = new Map<Atom, boolean | undefined>([
      [one, true],
      [other, undefined],
    ]);
    expect(restriction.under(both)).toBe(build.any(kept[0] ?? build.never, parts[1] ?? build.never));
  });
});
