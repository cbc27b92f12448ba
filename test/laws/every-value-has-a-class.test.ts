import { textSignatures, Unproved } from "@keyaki/checker";
import { accepts } from "@keyaki/evaluator";
import {
  type Atom,
  CALLER_ROWS,
  CLOCK_VIEWS,
  type DateLetters,
  type NumberForms,
  type Order,
  OWNER_VIEWS,
  parseBlock,
  parseDecimal,
  parseInstant,
  type Request,
  readView,
  textsIn,
  type ValueSet,
  type View,
  type Zoneless,
} from "@keyaki/semantics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ActionClasses } from "../../packages/encoding/src/action-classes.ts";
import { callerChoices } from "../../packages/encoding/src/caller-choices.ts";
import { type Choice, readsValues } from "../../packages/encoding/src/choice.ts";
import { clockChoices } from "../../packages/encoding/src/clock-choices.ts";
import { ownedChoices } from "../../packages/encoding/src/owned-choices.ts";
import { isRelation } from "../../packages/encoding/src/relations/relation.ts";
import { Undecidable } from "../../packages/encoding/src/undecidable.ts";
import { valueCells } from "../../packages/encoding/src/value-cells.ts";
import { everyCaller } from "../generators/callers.ts";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { ODD_TEXTS, textsNear } from "../generators/values.ts";
import { Oracle } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const LIMITS = { maxStates: 200_000 };
const nothing = () => null;

/** Texts at, beside and far from the edges of the sets, and some by chance. */
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary-ascii", maxLength: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  fc
    .date({ noInvalidDate: true, min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z") })
    .map((date) => date.toISOString()),
  fc.ipV4(),
  fc.ipV6(),
  fc.base64String({ maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(..."arnwsiam:*?/1x"), maxLength: 40 }),
);

function setsOf(atoms: readonly Atom[], isView: (view: View) => boolean): ValueSet[] {
  return atoms.flatMap((atom) => (readsValues(atom) && !isRelation(atom) && isView(atom.view) ? [atom.set] : []));
}

const asked = fc.record({ pair: policyPair, more: policyPair, drawn: fc.array(text, { minLength: 5, maxLength: 20 }) });

/** The atoms of some policies, those of two pairs together: classes of many sets. */
function atomsFrom({
  pair,
  more,
}: {
  pair: typeof policyPair extends fc.Arbitrary<infer P> ? P : never;
  more: typeof policyPair extends fc.Arbitrary<infer P> ? P : never;
}): readonly Atom[] {
  const of = (each: typeof pair) =>
    new Oracle(policiesOf(each.left, each.kind), policiesOf(each.right, each.kind), {
      kind: each.kind,
      assume: {},
      axioms: true,
    }).atoms;
  return [...of(pair), ...of(more)];
}

test("every text of every key and of the resource lies in a class, and each class holds its sample", () => {
  let classes = 0;
  let checked = 0;
  let unsampled = 0;
  hold(
    fc.property(asked, (drawn) => {
      const atoms = atomsFrom(drawn);
      const views = new Set(atoms.flatMap((atom) => (readsValues(atom) && !isRelation(atom) ? [atom.view] : [])));
      for (const view of views) {
        if (view.startsWith("caller:") || view === "action" || CLOCK_VIEWS.has(view) || OWNER_VIEWS.has(view)) continue;
        const sets = [...new Set(setsOf(atoms, (other) => other === view))];
        const cells = unlessUndecidable(() => valueCells(sets, LIMITS));
        if (cells === null) continue;
        classes += cells.length;
        const signature = (value: string) => sets.map((set) => (accepts(set, value, nothing) ? "1" : "0")).join("");
        const known = new Set(cells.map((cell) => sets.map((set) => (cell.has(set) ? "1" : "0")).join("")));
        for (const cell of cells) {
          if (cell.sample === null) unsampled++;
          else expect(signature(cell.sample)).toBe(sets.map((set) => (cell.has(set) ? "1" : "0")).join(""));
        }
        const ofChecker = unlessUnproved(() => textSignatures("any", sets));
        for (const value of [...sets.flatMap((set) => textsNear(set)), ...ODD_TEXTS, ...drawn.drawn]) {
          checked++;
          if (!known.has(signature(value))) throw new Error(`${JSON.stringify(value)} of ${view} has no class`);
          if (ofChecker?.has(signature(value)) === false) {
            throw new Error(`the checker has no class for ${JSON.stringify(value)} of ${view}`);
          }
        }
      }
    }),
    40,
  );
  tell({ classes, checked, unsampled });
  tell({ classes });
  expect(classes).toBeGreaterThan(150);
  expect(checked).toBeGreaterThan(5_000);
});

const order = fc.constantFrom<Order>("=", "<", "<=", ">", ">=");
const zoneless = fc.constantFrom<Zoneless>("utc", "unparsable");
const letters = fc.constantFrom<DateLetters>("capital", "any");
const forms = fc.constantFrom<NumberForms>("decimal", "extended");

/** Sets of one family close together, and at the ends of what its texts can name. */
const familySet: fc.Arbitrary<fc.Arbitrary<ValueSet>> = fc.constantFrom<fc.Arbitrary<ValueSet>>(
  fc.record({
    is: fc.constant("number" as const),
    order,
    values: fc
      .array(
        fc.constantFrom(
          "0",
          "9.5",
          "10",
          "10.001",
          "11",
          "-1",
          "-1e400",
          "1e500",
          "1e501",
          "1e-900",
          "9e999",
          "9".repeat(400),
          `0.${"0".repeat(397)}7`,
          "-1e399",
          "1e350",
        ),
        {
          maxLength: 2,
        },
      )
      .map((texts) => texts.flatMap((each) => parseDecimal(each, "extended") ?? [])),
    forms,
  }),
  fc.record({
    is: fc.constant("date" as const),
    order,
    values: fc
      .array(
        fc.constantFrom(
          "0000-01-01",
          "2026-01-01",
          "2026-01-01T00:00:00.001Z",
          "2026-01-02",
          "9999-12-31",
          "999999999999",
          "-99999999999",
        ),
        { maxLength: 2 },
      )
      .map((texts) => texts.flatMap((each) => parseInstant(each, "utc", "any") ?? [])),
    zoneless,
    letters,
  }),
  fc.record({
    is: fc.constant("address" as const),
    blocks: fc
      .array(
        fc.constantFrom(
          "0.0.0.0/0",
          "10.0.0.0/8",
          "10.1.0.0/16",
          "255.255.255.255/32",
          "::/0",
          "::ffff:10.0.0.0/104",
          "ffff::/16",
        ),
        { maxLength: 2 },
      )
      .map((texts) => texts.flatMap((each) => parseBlock(each, "host") ?? [])),
    mapped: fc.constantFrom("separate" as const, "same" as const),
  }),
  fc.record({ is: fc.constant("parses" as const), family: fc.constant("number" as const), forms }),
  fc.record({ is: fc.constant("parses" as const), family: fc.constant("date" as const), zoneless, letters }),
);

/** Found here once: a class of texts that are numbers or dates under one reading only was lost. */
const LOST: [ValueSet[], string[], boolean][] = [
  [
    [
      { is: "number", order: "<=", values: [{ digits: 1n, exponent: 501 }], forms: "decimal" },
      { is: "number", order: "<", values: [{ digits: BigInt("9".repeat(400)), exponent: 0 }], forms: "extended" },
    ],
    ["+10"],
    false,
  ],
  [
    [
      { is: "parses", family: "date", zoneless: "utc", letters: "capital" },
      { is: "parses", family: "date", zoneless: "unparsable", letters: "capital" },
    ],
    ["2026-06-01T12:00:00"],
    false,
  ],
];

test("every text lies in a class of the numbers, dates and addresses that sets name", () => {
  let checked = 0;
  let byChecker = 0;
  const sets = familySet.chain((one) => fc.array(one, { minLength: 1, maxLength: 4 }));
  hold(
    fc.property(sets, fc.array(text, { maxLength: 5 }), fc.boolean(), (families, drawn, withPattern) => {
      const all: ValueSet[] = withPattern ? [...families, textsIn(["10", "2026-01-01"])] : families;
      const cells = unlessUndecidable(() => valueCells(all, LIMITS));
      const known = new Set(cells?.map((cell) => all.map((set) => (cell.has(set) ? "1" : "0")).join("")));
      const ofChecker = unlessUnproved(() => textSignatures("any", all));
      for (const value of [...all.flatMap((set) => textsNear(set)), ...ODD_TEXTS, ...drawn]) {
        const signature = all.map((set) => (accepts(set, value, nothing) ? "1" : "0")).join("");
        if (cells !== null) checked++;
        if (cells !== null && !known.has(signature)) throw new Error(`${JSON.stringify(value)} has no class`);
        if (ofChecker !== null) byChecker++;
        if (ofChecker?.has(signature) === false)
          throw new Error(`the checker has no class for ${JSON.stringify(value)}`);
      }
    }),
    300,
    { examples: LOST },
  );
  tell({ checked, byChecker });
  expect(checked).toBeGreaterThan(5_000);
  expect(byChecker).toBeGreaterThan(5_000);
});

test("every action lies in a class, and is looked up in it", () => {
  let classes = 0;
  hold(
    fc.property(asked, (drawn) => {
      const sets = [...new Set(setsOf(atomsFrom(drawn), (view) => view === "action"))];
      const made = new ActionClasses(sets, LIMITS);
      classes += made.classes.length;
      const names = [...sets.flatMap((set) => textsNear(set)), ...drawn.drawn.map((name) => `s3:${name}`)];
      for (const name of names.filter((each) => each.includes(":"))) {
        const found = made.classOf(name);
        const inside = sets.map((set) => accepts(set, name, nothing));
        const wanted = made.classes.find((each) =>
          sets.every((set, at) => each.has({ is: "in", view: "action", set }) === inside[at]),
        );
        if (wanted === undefined) throw new Error(`${JSON.stringify(name)} has no class`);
        expect(found).toBe(wanted);
      }
    }),
    40,
  );
  tell({ classes });
  expect(classes).toBeGreaterThan(150);
});

test("every caller, every instant and every resource with its owner lies in a class", () => {
  const seen = { callers: 0, instants: 0, owned: 0 };
  const callers = everyCaller();
  hold(
    fc.property(
      asked,
      fc.array(fc.integer({ min: 172_800, max: 253_402_300_799 }), { maxLength: 10 }),
      (drawn, seconds) => {
        const atoms = atomsFrom(drawn).filter((atom) => !isRelation(atom));
        const callerAtoms = atoms.filter(
          (atom) => "view" in atom && CALLER_ROWS.some((row) => row.views[atom.view] !== undefined),
        );
        const base: Request = {
          caller: callers[0] ?? raise(),
          action: "",
          resource: "*",
          owner: null,
          clock: null,
          keys: new Map(),
          unseen: new Map(),
        };
        const choices = unlessUndecidable(() => callerChoices(CALLER_ROWS, callerAtoms, LIMITS));
        for (const caller of choices === null ? [] : callers) {
          seen.callers++;
          const row = CALLER_ROWS.find((each) => each.kind === caller.kind) ?? raise();
          // Views that the kind leaves free are not told apart here.
          const derived = callerAtoms.filter((atom) => "view" in atom && (row.views[atom.view] ?? null) !== null);
          const holds = derived.map((atom) => heldBy(atom, { ...base, caller }));
          const ofKind = choices?.filter((choice) => choice.value?.kind === caller.kind) ?? [];
          expectClass(ofKind, derived, holds, () => JSON.stringify(caller));
        }
        const clockAtoms = atoms.filter((atom) => "view" in atom && CLOCK_VIEWS.has(atom.view));
        const instants = unlessUndecidable(() => clockChoices(clockAtoms));
        const near = clockAtoms.flatMap((atom) => (readsValues(atom) ? textsNear(atom.set) : []));
        const given = [
          ...seconds.map((at) => at * 1000 + 7),
          ...near.flatMap((each) => (/^\d+(\.\d+)?$/.test(each) ? [Number(each) * 1000] : [Date.parse(each)])),
        ];
        for (const clock of instants === null ? [] : given) {
          if (!Number.isInteger(clock) || clock < 172_800_000 || clock >= 253_402_300_800_000) continue;
          seen.instants++;
          expectClass(
            instants ?? [],
            clockAtoms,
            clockAtoms.map((atom) => heldBy(atom, { ...base, clock })),
            () => String(clock),
          );
        }
        const ownedAtoms = atoms.filter(
          (atom) => "view" in atom && (OWNER_VIEWS.has(atom.view) || atom.view === "resource") && readsValues(atom),
        );
        const owned = unlessUndecidable(() => ownedChoices(ownedAtoms, LIMITS));
        const texts = [
          ...ODD_TEXTS,
          ...drawn.drawn,
          ...ownedAtoms.flatMap((atom) => (readsValues(atom) && atom.view === "resource" ? textsNear(atom.set) : [])),
        ];
        for (const resource of owned === null || ownedAtoms.length === 0 ? [] : texts) {
          const written = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
          for (const owner of written === undefined ? ["111122223333", "444455556666", "000000000000"] : [written]) {
            seen.owned++;
            const keys = new Map(
              ["aws:resourceaccount", "s3:resourceaccount"].map((key) => [key, { set: false, values: [owner] }]),
            );
            expectClass(
              owned ?? [],
              ownedAtoms,
              ownedAtoms.map((atom) => heldBy(atom, { ...base, resource, owner, keys })),
              () => `${resource} of ${owner}`,
            );
          }
        }
      },
    ),
    40,
  );
  tell(seen);
  expect(Math.min(seen.callers, seen.instants, seen.owned)).toBeGreaterThan(200);
});

function heldBy(atom: Atom, request: Request): boolean {
  if (!("view" in atom)) return false;
  const held = readView(request, atom.view);
  const [value] = held?.values ?? [];
  return value !== undefined && (!readsValues(atom) || accepts(atom.set, value, nothing));
}

function expectClass<V>(
  choices: readonly Choice<V>[],
  atoms: readonly Atom[],
  holds: readonly boolean[],
  what: () => string,
): void {
  if (!choices.some((choice) => atoms.every((atom, at) => choice.has(atom) === holds[at])))
    throw new Error(`${what()} has no class`);
}

function unlessUnproved<V>(make: () => V): V | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unproved) return null;
    throw error;
  }
}

function unlessUndecidable<V>(make: () => V): V | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Undecidable) return null;
    throw error;
  }
}

function raise(): never {
  throw new RangeError("there is none");
}
