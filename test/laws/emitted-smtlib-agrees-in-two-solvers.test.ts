import { type CompareOptions, createAnalyzer, SCRIPT_OF_CLAIM } from "@keyaki/analysis";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type PolicyPair, policiesOf, policyPair } from "../generators/policies.ts";
import { variablePair } from "../generators/variable-policies.ts";
import { askSolver, missingSolvers, type NativeSolver } from "../native-solvers.ts";
import { CLAIMS } from "./oracle.ts";
import { hold, tell } from "./runs.ts";
import { WRITTEN_PAIRS } from "./written-pairs.ts";

const missing = missingSolvers();
const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

/** Seconds for one script: what takes longer is counted apart. */
const SECONDS = 5;

/** How often each verdict met each answer: `proved: cvc5 unsat`. */
type Tally = Record<string, number>;

/**
 * Asks both solvers the four questions of a pair. An answer must be that of the other solver and that of the verdict; who gives none,
 * a solver or the analyzer, agrees with nobody and is counted apart. Where something was left open (`; relaxed`) only `unsat` binds.
 */
async function askBoth(pair: PolicyPair, axioms: boolean, tally: Tally): Promise<void> {
  const left = policiesOf(pair.left, pair.kind, "left.json");
  const right = policiesOf(pair.right, pair.kind, "right.json");
  const options: CompareOptions = { kind: pair.kind, axioms, engine: "propositional" };
  const decided = await analyzer.compare(left, right, options);
  const scripts = await analyzer.scripts(left, right, options);
  for (const claim of CLAIMS) {
    const { outcome, stats } = decided[claim];
    const script = scripts[SCRIPT_OF_CLAIM[claim]];
    const isRelaxed = script.startsWith("; relaxed\n");
    // The formula was a constant: there is nothing to disagree on, and it is no news that solvers know.
    const isTrivial = stats.engine === "constant";
    if (isTrivial && outcome === "proved") {
      count(tally, "constant");
      continue;
    }
    const ask = (name: NativeSolver) => askSolver(name, script, SECONDS);
    const [cvc5, z3] = await Promise.all([ask("cvc5"), ask("z3")]);
    for (const [name, answer] of Object.entries({ cvc5, z3 })) {
      count(tally, `${outcome}${isRelaxed ? " (relaxed)" : ""}: ${name} ${answer}`);
      if (answer === "unsat") expect(outcome, `${claim}: ${name} finds no request`).not.toBe("refuted");
      if (answer === "sat" && !isRelaxed) expect(outcome, `${claim}: ${name} finds a request`).not.toBe("proved");
    }
    const bothSay = ["sat", "unsat"].includes(cvc5) && ["sat", "unsat"].includes(z3);
    if (bothSay) expect(cvc5, `${claim}: two solvers, two answers`).toBe(z3);
    if (bothSay) count(tally, `both ${cvc5}`);
  }
}

function count(tally: Tally, what: string): void {
  tally[what] = (tally[what] ?? 0) + 1;
}

/** Both solvers gave both answers, and gave them where the verdict says so. */
function expectBoth(tally: Tally, least: number): void {
  tell(Object.fromEntries(Object.entries(tally).sort(([a], [b]) => (a < b ? -1 : 1))));
  for (const name of ["cvc5", "z3"]) {
    expect(tally[`refuted: ${name} sat`] ?? 0, name).toBeGreaterThan(least);
    expect(tally[`proved: ${name} unsat`] ?? 0, name).toBeGreaterThan(least);
  }
  expect(tally["both sat"] ?? 0).toBeGreaterThan(least);
  expect(tally["both unsat"] ?? 0).toBeGreaterThan(least);
}

test("the pairs that a naive reading gets wrong", async ({ skip }) => {
  skip(missing.length > 0, `not installed: ${missing.join(", ")}`);
  const tally: Tally = {};
  for (const { axioms, ...pair } of WRITTEN_PAIRS) await askBoth(pair, axioms, tally);
  expectBoth(tally, 10);
}, 3_600_000);

test("what is decided with classes, other solvers decide alike with strings", async ({ skip }) => {
  skip(missing.length > 0, `not installed: ${missing.join(", ")}`);
  const tally: Tally = {};
  await hold(
    fc.asyncProperty(fc.oneof(policyPair, variablePair), fc.boolean(), async (pair, axioms) =>
      askBoth(pair, axioms, tally),
    ),
    12,
  );
  expectBoth(tally, 0);
}, 3_600_000);
