import { createAnalyzer, type Verdict } from "@keyaki/analysis";
import { ASSUMPTIONS, type AssumptionId, assumption, DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import { atomKey, type Formula, fold, type PinnedAssumptions } from "@keyaki/semantics";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { chance } from "../generators/chance.ts";
import { type PolicyPair, policiesOf, policyPair } from "../generators/policies.ts";
import { variablePair } from "../generators/variable-policies.ts";
import { type Asked, CLAIMS, Oracle, optionsOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

/** Rules of one pair whose values are tried: of more than this many, those are left out by chance that no witness needs. */
const MOST_RULES = 3;

/**
 * Rules that a comparison takes at their default unless they are pinned, and names in its verdict: it never says that it holds for the
 * other values. The first two change what is compared, and of the third nothing but `unknown` is said under its other value.
 */
const TAKEN_FOR_GRANTED: ReadonlySet<string> = new Set([
  "default-attached",
  "resource-policy-suffices",
  "substituted-wildcards",
]);

/** The rules whose values give the policies another meaning: told by the meanings under each value, not by what is left open. */
function rulesThatMatter({ kind, left, right }: PolicyPair): AssumptionId[] {
  return ASSUMPTIONS.flatMap(({ id, values }) => {
    if (TAKEN_FOR_GRANTED.has(id)) return [];
    const meanings = values.map((value) => {
      const assume = { ...DEFAULT_ASSUMPTIONS, [id]: value };
      const oracle = new Oracle(policiesOf(left, kind), policiesOf(right, kind), { kind, assume, axioms: true });
      return [oracle.left, oracle.right].map(({ allows, denies }) => [written(allows), written(denies)]).join("\n");
    });
    return new Set(meanings).size > 1 ? [id] : [];
  });
}

/** The formula as a text: equal ones have equal texts, whoever built them. */
function written(formula: Formula): string {
  return fold<string>(formula, {
    atom: (atom) => atomKey(atom),
    not: (value) => `!${value}`,
    all: (values) => `(${[...values].sort().join("&")})`,
    any: (values) => `(${[...values].sort().join("|")})`,
  });
}

const pair = fc.oneof({ weight: 6, arbitrary: policyPair }, { weight: 1, arbitrary: variablePair });

test("a claim that is proved for open rules is proved for each value of each", async () => {
  const seen = { held: 0, refutedPinned: 0, depends: 0, witnesses: 0, pinnedUnder: 0, unknown: 0 };
  const tried = new Set<string>();
  await hold(
    fc.asyncProperty(pair, fc.boolean(), fc.nat(), async (pair, axioms, seed) => {
      const { kind } = pair;
      const left = policiesOf(pair.left, kind, "left.json");
      const right = policiesOf(pair.right, kind, "right.json");
      const open: Asked = { kind, assume: {}, axioms };
      const pinned = (assume: PinnedAssumptions) =>
        // The last resort for what classes cannot tell takes long, and pinned or not it is the same.
        analyzer.compare(left, right, { ...optionsOf({ ...open, assume }), engine: "propositional" });
      const unpinned = await pinned({});
      const needs = new Set(CLAIMS.flatMap((claim) => Object.keys(underOf(unpinned[claim]))));
      const rules = rulesThatMatter(pair);
      const pick = chance(seed);
      while (rules.length > MOST_RULES) {
        const spare = rules.filter((id) => !needs.has(id));
        const gone = spare.length > 0 ? spare[pick(spare.length)] : rules[0];
        rules.splice(rules.indexOf(gone ?? "date-letters"), 1);
      }
      for (const id of rules) {
        tried.add(id);
        const outcomes = new Set<string>();
        for (const value of assumption(id).values) {
          const answer = await pinned({ [id]: value });
          for (const claim of CLAIMS) {
            const [whole, part] = [unpinned[claim], answer[claim]];
            outcomes.add(`${claim} ${part.outcome}`);
            if (part.outcome === "unknown") seen.unknown++;
            if (part.outcome === "refuted") {
              seen.refutedPinned++;
              expect(whole.outcome, `${claim} is refuted where ${id} is ${value}`).not.toBe("proved");
            }
            if (whole.outcome === "proved" && part.outcome === "proved") seen.held++;
            // A witness that does not need another value refutes whatever the rule says.
            if (whole.outcome === "refuted" && (underOf(whole)[id] ?? value) === value) {
              expect(part.outcome, `${claim}: its witness stands where ${id} is ${value}`).not.toBe("proved");
            }
          }
        }
        for (const claim of CLAIMS) {
          const found = (outcome: string) => outcomes.has(`${claim} ${outcome}`);
          if (found("refuted") && found("proved")) seen.depends++;
          // What every value proves is proved where none is pinned, or not decided there.
          if (!found("refuted") && !found("unknown")) expect(unpinned[claim].outcome, claim).not.toBe("refuted");
        }
      }
      for (const claim of CLAIMS) {
        if (unpinned[claim].outcome === "refuted") seen.witnesses++;
        const under = underOf(unpinned[claim]);
        if (Object.keys(under).length === 0) continue;
        seen.pinnedUnder++;
        expect((await pinned(under))[claim].outcome, `${claim} under ${JSON.stringify(under)}`).toBe("refuted");
      }
    }),
    14,
  );
  tell({ ...seen, rules: tried.size });
  expect(seen.held).toBeGreaterThan(50);
  expect(seen.refutedPinned).toBeGreaterThan(20);
  // Rules must matter, or nothing was pinned that could have made a difference.
  expect(seen.depends).toBeGreaterThan(0);
  expect(seen.pinnedUnder).toBeGreaterThan(1);
  expect(seen.unknown).toBeLessThan(0.1 * (seen.held + seen.refutedPinned));
}, 3_600_000);

/** The values of open rules that a verdict's witness needs. */
function underOf(verdict: Verdict): PinnedAssumptions {
  return verdict.outcome === "refuted" ? verdict.witness.under : {};
}
