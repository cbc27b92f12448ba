// Law: what the analyzer decides with classes, other solvers decide alike with strings, from the base components of a request.
import { loadCatalog } from "@keyaki/catalog";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createAnalyzer, emitComparison } from "../../analysis/src/index.ts";
import { parsePolicy } from "../../policy/src/index.ts";
import { ask, installedSolvers, type OutsideSolver } from "./outside-solvers.ts";
import { type Document, type Pair, policyPair } from "./policy-pairs.ts";
import { WRITTEN_PAIRS } from "./written-pairs.ts";

const solvers = installedSolvers();
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

const FILES = {
  leftOnly: "left-only.smt2",
  rightOnly: "right-only.smt2",
  leftLifts: "left-lifts.smt2",
  rightLifts: "right-lifts.smt2",
} as const;
const CLAIMS = ["leftOnly", "rightOnly", "leftLifts", "rightLifts"] as const;

function read(document: Document, { kind }: Pair) {
  const { policy, diagnostics } = parsePolicy(JSON.stringify(document), { kind });
  if (policy === null) throw new Error(JSON.stringify(diagnostics));
  return [policy];
}

interface Tally {
  readonly counts: Map<string, number>;
  readonly disagreements: unknown[];
}

/** Asks all about the four questions of a pair; a solver that gives up, or an analyzer that does, disagrees with nobody. */
async function compareAnswers(pair: Pair, tally: Tally): Promise<void> {
  const [left, right] = [read(pair.left, pair), read(pair.right, pair)];
  const options = { kind: pair.kind, axioms: pair.axioms };
  const decided = await analyzer.compare(left, right, options);
  const texts = emitComparison(left, right, options, catalog);
  for (const claim of CLAIMS) {
    const { outcome } = decided[claim];
    const text = texts[FILES[claim]];
    const relaxed = text.startsWith("; relaxed\n");
    const answers = await Promise.all(solvers.map((solver: OutsideSolver) => ask(solver, text)));
    for (const [at, answer] of answers.entries()) {
      const key = `${outcome}${relaxed ? " (relaxed)" : ""}: ${solvers[at]?.name} ${answer}`;
      tally.counts.set(key, (tally.counts.get(key) ?? 0) + 1);
      const wrong =
        (outcome === "proved" && answer === "sat" && !relaxed) || (outcome === "refuted" && answer === "unsat");
      if (wrong) tally.disagreements.push({ claim, outcome, solver: solvers[at]?.name, answer, pair });
    }
  }
}

function newTally(): Tally {
  return { counts: new Map(), disagreements: [] };
}

function report(title: string, { counts }: Tally): void {
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => `  ${key}: ${count}`);
  process.stderr.write(`${title}\n${lines.join("\n")}\n`);
}

describe.skipIf(solvers.length === 0)("other solvers", () => {
  test("agree on the pairs that a naive reading gets wrong", { timeout: 600_000 }, async () => {
    const tally = newTally();
    for (const pair of WRITTEN_PAIRS) await compareAnswers({ ...pair, axioms: pair.axioms ?? true }, tally);
    report("written pairs", tally);
    expect(tally.disagreements).toEqual([]);
    for (const { name } of solvers) {
      expect(tally.counts.get(`refuted: ${name} sat`) ?? 0).toBeGreaterThan(10);
      expect(tally.counts.get(`proved: ${name} unsat`) ?? 0).toBeGreaterThan(10);
    }
  });

  test("agree on generated pairs", { timeout: 900_000 }, async () => {
    const tally = newTally();
    const numRuns = Number(process.env.KEYAKI_RUNS ?? "25");
    const seed = Number(process.env.KEYAKI_SEED ?? "20260101");
    for (const pair of fc.sample(policyPair, { numRuns, seed })) await compareAnswers(pair, tally);
    report(`generated pairs, seed ${seed}`, tally);
    expect(tally.disagreements).toEqual([]);
    for (const { name } of solvers) {
      expect(tally.counts.get(`refuted: ${name} sat`) ?? 0).toBeGreaterThan(0);
      expect(tally.counts.get(`proved: ${name} unsat`) ?? 0).toBeGreaterThan(0);
    }
  });
});
