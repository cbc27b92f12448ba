import { type Certificate, createAnalyzer, verifyCertificate } from "@keyaki/analysis";
import type { LeafProof, Table } from "@keyaki/checker";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { certify } from "../../packages/analysis/src/certificate.ts";
import { chance } from "../generators/chance.ts";
import { policiesOf, policyPair } from "../generators/policies.ts";
import { variablePair } from "../generators/variable-policies.ts";
import { type Asked, CLAIMS, catalog, optionsOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

const other = {
  leftOnly: "rightOnly",
  rightOnly: "leftOnly",
  leftLifts: "rightLifts",
  rightLifts: "leftLifts",
} as const;

test.each([
  { named: "policies of every kind", pairs: policyPair, short: 30 },
  { named: "policies full of variables", pairs: variablePair, short: 20 },
])(
  "what is proved has a proof that holds without a solver, and what is refuted has none: $named",
  async ({ pairs, short }) => {
    const seen = { proved: 0, uncertified: 0, refuted: 0, spoilt: 0, steps: 0, unknown: 0 };
    const missing: string[] = [];
    await hold(
      fc.asyncProperty(pairs, fc.boolean(), fc.nat(), async (pair, axioms, seed) => {
        const left = policiesOf(pair.left, pair.kind, "left.json");
        const right = policiesOf(pair.right, pair.kind, "right.json");
        const asked: Asked = { kind: pair.kind, assume: {}, axioms };
        const options = optionsOf(asked);
        const answer = await analyzer.compare(left, right, { ...options, engine: "propositional" });
        const pick = chance(seed);
        for (const claim of CLAIMS) {
          const { outcome } = answer[claim];
          if (outcome === "unknown") {
            seen.unknown++;
            continue;
          }
          const made = certify(left, right, claim, options, catalog, { maxStates: 200_000 });
          if (outcome === "refuted") {
            seen.refuted++;
            // No table, fact and step can show what is not so.
            expect(made, claim).toHaveProperty("none");
            continue;
          }
          seen.proved++;
          if ("none" in made) {
            seen.uncertified++;
            missing.push(made.none);
            continue;
          }
          const checked = verifyCertificate(left, right, claim, options, catalog, made);
          expect(checked).toMatchObject({ holds: true, axioms: made.axioms });
          if (checked.holds) seen.steps += checked.steps;
          // The proof of one claim is none of its opposite where that does not hold.
          if (answer[other[claim]].outcome === "refuted") {
            const turned = { ...made, left: made.right, right: made.left };
            for (const forged of [made, turned]) {
              expect(verifyCertificate(left, right, other[claim], options, catalog, forged).holds).toBe(false);
            }
          }
          const { readings } = made.proof;
          const at = pick(Math.max(1, readings.length));
          if (readings[at] !== undefined && readings[at].leaves.length > 0) {
            seen.spoilt++;
            for (const spoilt of spoiltProofs(made, at, pick)) {
              expect(verifyCertificate(left, right, claim, options, catalog, spoilt).holds).toBe(false);
            }
          }
        }
      }),
      short,
    );
    tell({ ...seen, missing: missing.slice(0, 5) });
    expect(seen.proved).toBeGreaterThan(20);
    expect(seen.refuted).toBeGreaterThan(8);
    expect(seen.spoilt).toBeGreaterThan(2);
    expect(seen.uncertified).toBeLessThan(0.05 * seen.proved);
  },
  3_600_000,
);

/** The same proof with something missing that it cannot do without. */
function spoiltProofs(made: Certificate, at: number, pick: (length: number) => number): Certificate[] {
  const reading = made.proof.readings[at];
  if (reading === undefined) return [];
  const withReading = (changed: Partial<typeof reading> | null): Certificate => ({
    ...made,
    proof: {
      readings: made.proof.readings.flatMap((each, i) =>
        i !== at ? [each] : changed === null ? [] : [{ ...each, ...changed }],
      ),
    },
  });
  const leaf = pick(reading.leaves.length);
  const withLeaf = (change: (of: LeafProof) => Partial<LeafProof>): Certificate =>
    withReading({ leaves: reading.leaves.map((each, i) => (i === leaf ? { ...each, ...change(each) } : each)) });
  return [
    withReading(null),
    withReading({ actions: reading.actions.slice(0, pick(reading.actions.length)) }),
    withReading({ leaves: reading.leaves.slice(1) }),
    withLeaf(() => ({ steps: [] })),
    withLeaf(({ steps }) => ({ steps: steps.slice(0, -1) })),
    withLeaf(() => ({ steps: [1_000_000, 0, 0] })),
    ...(reading.leaves[leaf]?.tables ?? []).flatMap((table, place) =>
      "callers" in table && table.callers.length === 0
        ? []
        : withLeaf(({ tables }) => ({
            tables: tables.map((each, i) => (i === place ? withoutRow(table, pick) : each)),
          })),
    ),
  ];
}

/** A table that leaves one class out. */
function withoutRow(table: Table, pick: (length: number) => number): Table {
  const without = <Row>(rows: readonly Row[]): Row[] => {
    const gone = pick(rows.length);
    return rows.filter((_, at) => at !== gone);
  };
  if ("texts" in table) return { ...table, texts: without(table.texts) };
  if ("callers" in table) return { ...table, callers: without(table.callers) };
  // Resources with an account in their ARN and those without may lie in the same sets.
  if ("owned" in table) return { ...table, owned: [] };
  return { ...table, instants: without(table.instants) };
}
