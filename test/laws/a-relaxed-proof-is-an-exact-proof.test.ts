// Questions are asked relaxed, that is of more requests than there are, and a proof is believed all the same. What is relaxed today:
// equalities and patterns with variables are free booleans, limited by facts that are added in steps (of single values, then of texts that
// match several patterns together); a class of values of which no text is known is kept as possible; documented facts (axioms) are left out
// where `--no-axioms` says so, or where a proof does not name them; the action need not have a colon; the universe is open and the
// resource anybody's. Narrowing (narrow.ts) relaxes nothing: it is held by `two-paths-agree`. Scripts that begin with `; relaxed` are held
// by `emitted-smtlib-agrees-in-two-solvers`.
import { createAnalyzer } from "@keyaki/analysis";
import { abstractFormula, exampleValues, isRelation, relationFacts, Undecidable } from "@keyaki/encoding";
import {
  type AxiomInstance,
  atomsOf,
  axiomInstances,
  CALLER_ROWS,
  type Formula,
  type Rules,
  type View,
} from "@keyaki/semantics";
import { searchSmall } from "@keyaki/smt";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { claimsOfPolicies } from "../../packages/analysis/src/claims-of-policies.ts";
import { readingsOf } from "../../packages/analysis/src/readings.ts";
import { jointFacts } from "../../packages/encoding/src/relations/joint.ts";
import { type PolicyPair, policiesOf, policyPair } from "../generators/policies.ts";
import { variablePair } from "../generators/variable-policies.ts";
import { bruteForce, shown } from "./brute-force.ts";
import { documentOf } from "./changes-of-statements.ts";
import { type Asked, CLAIMS, catalog, Oracle, optionsOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";
import { WRITTEN_PAIRS } from "./written-pairs.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

const examples = (view: View) => exampleValues(view, catalog, () => undefined);

/** From the question that most requests satisfy to the one that fewest do. */
interface Step {
  readonly named: string;
  facts(question: Formula, rules: Rules): readonly Formula[];
  axioms(question: Formula, rules: Rules): readonly AxiomInstance[];
}

const none = () => [];
const joint = (question: Formula, rules: Rules): Formula[] => {
  const general = relationFacts(question, rules);
  return [...general, ...jointFacts(rules.build.all(question, ...general), CALLER_ROWS, null, rules)];
};
const STEPS: readonly Step[] = [
  { named: "relations free", facts: none, axioms: none },
  { named: "facts of relations", facts: relationFacts, axioms: none },
  { named: "facts of joint texts", facts: joint, axioms: none },
  {
    named: "axioms",
    facts: joint,
    axioms: (question, rules) => axiomInstances(atomsOf([question]), rules),
  },
];

interface Said {
  readonly said: "proved" | "possible" | "undecided";
  /** A class without a known text was kept as possible. */
  readonly openClasses: boolean;
}

/** What a step says of the whole question, neither cut into leaves nor narrowed. */
function saidBy(step: Step, question: Formula, rules: Rules): Said {
  try {
    const [facts, axioms] = [step.facts(question, rules), step.axioms(question, rules)];
    const made = abstractFormula(question, facts, axioms, { limits: { maxStates: 20_000 }, examples });
    const found = searchSmall(made.problem, made.prefer, made.axioms, { conflicts: 20_000 });
    const said = found === null ? "undecided" : found.is === "sat" ? "possible" : "proved";
    return { said, openClasses: made.relaxed && !atomsOf([question, ...facts]).some(isRelation) };
  } catch (error) {
    if (!(error instanceof Undecidable)) throw error;
    return { said: "undecided", openClasses: false };
  }
}

/** Pairs that nothing proves while relations are free, or without documented facts: tried in every run. */
const DECISIVE: readonly PolicyPair[] = WRITTEN_PAIRS.filter(({ note }) =>
  ["a documented fact decides", "equal keys", "a pattern with a variable lies within one without"].includes(note),
);

type Conditions = readonly (readonly [operator: string, value: string])[];

/** Patterns, numbers, dates and addresses on one key: combinations that no tried text hits are kept as possible. */
function mixed(key: string, left: Conditions, right: Conditions): PolicyPair {
  const document = (conditions: Conditions) => {
    const Condition = Object.fromEntries(conditions.map(([operator, value]) => [operator, { [key]: value }]));
    return documentOf([{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition }]);
  };
  return { kind: "identity", left: document(left), right: document(right) };
}

const conditions = fc.uniqueArray(
  fc.constantFrom<Conditions[number]>(
    ["StringLike", "1*"],
    ["StringLike", "?0"],
    ["StringNotLike", "*0*"],
    ["NumericLessThan", "10"],
    ["NumericGreaterThanEquals", "1"],
    ["NumericNotEquals", "10"],
    ["DateLessThan", "2026-01-01"],
    ["IpAddress", "10.0.0.0/8"],
  ),
  { minLength: 1, maxLength: 3, selector: ([operator]) => operator },
);
const mixedPair = fc
  .tuple(fc.constantFrom("acme:Unlisted", "aws:PrincipalTag/level"), conditions, conditions)
  .map(([key, left, right]) => mixed(key, left, right));
const IN_OPEN_CLASSES = mixed(
  "acme:Unlisted",
  [
    ["StringLike", "1*"],
    ["IpAddress", "10.0.0.0/8"],
  ],
  [["IpAddress", "10.0.0.0/8"]],
);

test("what is proved with something left open is proved with all refinements, by strings and by brute force", async () => {
  const seen = { possible: 0, refined: 0, refuted: 0, undecided: 0, unknown: 0, openClasses: 0, strings: 0, looked: 0 };
  const proofs: Record<string, number> = {};
  const pairs = fc.oneof(policyPair, variablePair, mixedPair);
  await hold(
    fc.asyncProperty(pairs, fc.constantFrom(true, false, false), fc.nat(), async (pair, byStrings, seed) => {
      const left = policiesOf(pair.left, pair.kind, "left.json");
      const right = policiesOf(pair.right, pair.kind, "right.json");
      const asked: Asked = { kind: pair.kind, assume: {}, axioms: true };
      const options = optionsOf(asked);
      const oracle = new Oracle(left, right, asked);
      const { claims, rules } = claimsOfPolicies(left, right, options, catalog);
      const exact = await analyzer.compare(left, right, { ...options, engine: "propositional" });
      const second = byStrings
        ? await analyzer.compare(left, right, { ...options, engine: "strings", timeoutMs: 500 })
        : null;
      for (const claim of CLAIMS) {
        const question = claims[claim].formula;
        if (question.is === "never") continue;
        const { outcome } = exact[claim];
        if (outcome === "unknown") seen.unknown++;
        if (outcome === "refuted") seen.refuted++;
        let isProved = false;
        for (const step of STEPS) {
          const parts = readingsOf(question, rules).map(({ formula }) => saidBy(step, formula, rules));
          if (parts.some(({ said }) => said === "undecided")) {
            seen.undecided++;
            continue;
          }
          const proved = parts.every(({ said }) => said === "proved");
          if (isProved) expect(proved, `${claim}: ${step.named} proves what is proved without`).toBe(true);
          isProved = proved;
          if (!proved) {
            seen.possible++;
            // A step that leaves something open may find a request where there is none.
            if (outcome === "proved") seen.refined++;
            continue;
          }
          proofs[step.named] = (proofs[step.named] ?? 0) + 1;
          if (parts.some(({ openClasses }) => openClasses)) seen.openClasses++;
          expect(outcome, `${claim} is proved with ${step.named}`).not.toBe("refuted");
          if (second !== null && second[claim].outcome !== "unknown") {
            seen.strings++;
            expect(second[claim].outcome, `${claim} is proved with ${step.named}, by strings`).toBe("proved");
          }
        }
        if (!isProved) continue;
        const { found, looked } = bruteForce(oracle, claim, { universes: 3, requests: 1_500, seed });
        seen.looked += looked;
        if (found !== null) throw new Error(`a false proof of ${claim}: ${shown(found)}`);
      }
    }),
    20,
    { examples: [...DECISIVE, IN_OPEN_CLASSES].map((pair) => [pair, false, 0]) },
  );
  tell({ ...seen, proofs });
  for (const { named } of STEPS) expect(proofs[named] ?? 0, named).toBeGreaterThan(5);
  expect(seen.refuted).toBeGreaterThan(10);
  expect(seen.refined, "something is relaxed").toBeGreaterThan(1);
  expect(seen.openClasses, "classes without a known text are kept in what is proved").toBeGreaterThan(0);
  expect(seen.strings).toBeGreaterThan(2);
  expect(seen.looked).toBeGreaterThan(1_000);
  expect(seen.undecided).toBeLessThan(0.1 * seen.possible);
}, 3_600_000);

test("what is proved of more requests is proved of fewer: without axioms, for every owner, for actions that AWS does not have yet", async () => {
  const seen = { held: 0, narrower: 0, withoutAxioms: 0, restsOnAxioms: 0, unknown: 0 };
  const pairs = fc.oneof(
    { weight: 3, arbitrary: policyPair },
    { weight: 2, arbitrary: fc.constantFrom(...WRITTEN_PAIRS) },
  );
  await hold(
    fc.asyncProperty(pairs, async (pair) => {
      const left = policiesOf(pair.left, pair.kind, "left.json");
      const right = policiesOf(pair.right, pair.kind, "right.json");
      const options = { kind: pair.kind, engine: "propositional" } as const;
      const widest = await analyzer.compare(left, right, { ...options, axioms: false });
      const plain = await analyzer.compare(left, right, options);
      const narrower = [
        plain,
        await analyzer.compare(left, right, { ...options, axioms: false, resourceAccount: "111122223333" }),
        await analyzer.compare(left, right, { ...options, axioms: false, universe: "catalog" }),
      ];
      for (const claim of CLAIMS) {
        const whole = widest[claim];
        for (const { [claim]: part } of narrower) {
          if (whole.outcome === "proved") {
            // A pinned owner is asked for together with the resource, which may be too much to decide.
            expect(part.outcome, claim).not.toBe("refuted");
            seen[part.outcome === "proved" ? "held" : "unknown"]++;
          } else if (whole.outcome === "refuted" && part.outcome === "proved") seen.narrower++;
        }
        const { outcome, axioms } = plain[claim];
        if (outcome !== "proved") continue;
        // A proof that names no axiom is a proof without them.
        if (axioms.length > 0) seen.restsOnAxioms++;
        else {
          expect(whole.outcome, claim).toBe("proved");
          seen.withoutAxioms++;
        }
      }
    }),
    12,
    { examples: DECISIVE.map((pair) => [pair]) },
  );
  tell(seen);
  expect(seen.held).toBeGreaterThan(50);
  expect(seen.unknown).toBeLessThan(0.1 * seen.held);
  expect(seen.narrower, "fewer requests prove more").toBeGreaterThan(0);
  expect(seen.withoutAxioms).toBeGreaterThan(20);
  expect(seen.restsOnAxioms, "documented facts prove more").toBeGreaterThan(0);
}, 3_600_000);
