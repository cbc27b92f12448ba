import { createAnalyzer } from "@keyaki/analysis";
import { writeRequest } from "@keyaki/evaluator";
import { type Policy, type PolicyKind, parsePolicy } from "@keyaki/policy";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { compareReport, type GateReport, gateReport } from "../../packages/report/src/index.ts";
import { KINDS, pairOf, statementOf } from "../generators/policies.ts";
import { REWRITINGS, type Rewriting } from "../generators/rewritings.ts";
import { documentOf } from "./changes-of-statements.ts";
import { catalog } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

function read(text: string, kind: PolicyKind, source: string): readonly Policy[] {
  const { policy, diagnostics } = parsePolicy(text, { kind, source });
  if (policy === null) throw new Error(`not a policy: ${JSON.stringify(diagnostics)}`);
  return [policy];
}

/** What `compare` and `gate` say of a change, as their JSON. */
async function reportsOf(before: readonly Policy[], after: readonly Policy[], kind: PolicyKind) {
  // No clock decides here, and no search that takes as long as it likes.
  const asked = { kind, engine: "propositional", timeoutMs: 300_000 } as const;
  const options = { tool: { version: "0", catalog }, write: writeRequest, stats: false };
  const around = { kind, kindCertain: true, notAnalysed: [] };
  const sides = { left: ["after.json"], right: ["before.json"], alone: false, expected: [] };
  const compare = compareReport(await analyzer.compare(after, before, asked), { ...around, ...sides }, options);
  const analysis = await analyzer.change(before, after, asked);
  const change = { id: "a", path: "a", status: "modified", oldPath: null, before, after, analysis, ...around } as const;
  const how = { failOn: "low", failOnRemoved: false, onUnknown: "fail", full: true } as const;
  const gate = gateReport({ changes: [change], notAnalysed: [], read: 1, ...how, catalog }, options);
  return { compare, gate };
}

type Reports = Awaited<ReturnType<typeof reportsOf>>;

/** Positions, and words, which name them. */
const PLACES = ["source", "line", "column", "index", "sid", "words", "note"];

/**
 * What must be the same of two reports: all but positions. Where patterns are spelled otherwise the report spells them as the policy does,
 * and so do the fingerprints of groups and the examples' actions that AWS does not have. Where the statements are others, so are the groups,
 * one for each, and an example is one of those that the first of them gives: what stays is every verdict, and which actions are listed.
 */
function kept(reports: Reports, changes: Rewriting["changes"]): unknown {
  if (changes === "statements") return verdictsIn(reports);
  const left = changes === "places" ? PLACES : [...PLACES, "fingerprint"];
  return JSON.parse(JSON.stringify(reports), (key, value: unknown) => {
    if (left.includes(key)) return undefined;
    if (changes === "places") return value;
    if (Array.isArray(value)) return value.map((each) => JSON.stringify(each)).sort();
    return typeof value === "string" ? value.replace(/\*+/g, "*").toLowerCase() : value;
  });
}

function verdictsIn({ compare, gate }: Reports): unknown {
  const { relation, allowRelation, leftOnly, rightOnly, leftLifts, rightLifts } = compare;
  const [change] = gate.changes;
  if (change === undefined) throw new RangeError("no change");
  type Groups = GateReport["changes"][number]["newAccess"];
  const actions = (groups: Groups) => [...new Set(groups.flatMap((group) => group.actionsComplete ?? []))].sort();
  return {
    relations: [relation, allowRelation, change.relation, change.allowRelation],
    verdicts: [leftOnly, rightOnly, leftLifts, rightLifts, change.verdict].map(
      ({ outcome, exists, reason, assumptions }) => ({ outcome, exists, reason, assumptions }),
    ),
    result: [gate.result, change.level, gate.summary],
    actions: [change.newAccess, change.liftedDenials, change.removedAccess].map(actions),
  };
}

const change = fc.constantFrom(...KINDS).chain((kind) =>
  fc.record({
    pair: pairOf(kind),
    other: statementOf(kind),
    rewritings: fc.shuffledSubarray([...REWRITINGS], { minLength: 2, maxLength: 2 }),
  }),
);

test("a policy written otherwise has the same verdicts, and one that says something else often has not", async () => {
  const seen = { itself: 0, places: 0, spelling: 0, statements: 0, refuted: 0, proved: 0, told: 0, untold: 0 };
  const tried: Record<string, number> = {};
  await hold(
    fc.asyncProperty(change, async ({ pair: { kind, left, right }, other, rewritings }) => {
      const asIs = (document: object) => JSON.stringify(document, null, 2);
      const before = read(asIs(left), kind, "before.json");
      const given = await reportsOf(before, read(asIs(right), kind, "after.json"), kind);
      seen[given.compare.leftOnly.outcome === "proved" ? "proved" : "refuted"]++;
      for (const { named, write } of REWRITINGS) {
        const itself = await analyzer.compare(before, read(write(left), kind, "again.json"), {
          kind,
          timeoutMs: 300_000,
        });
        expect(itself.relation, named).toBe("equivalent");
        seen.itself++;
      }
      for (const { named, changes, write } of rewritings) {
        const written = [read(write(left), kind, "before.json"), read(write(right), kind, "after.json")] as const;
        const again = await reportsOf(...written, kind);
        expect(kept(again, changes), named).toEqual(kept(given, changes));
        seen[changes]++;
        tried[named] = (tried[named] ?? 0) + 1;
      }
      // One statement more is not another way to write the same.
      const more = read(asIs(documentOf([...right.Statement, other])), kind, "after.json");
      const changed = await analyzer.compare(more, before, { kind, engine: "propositional" });
      const outcomes = ({ leftOnly, rightOnly, leftLifts, rightLifts }: typeof changed | Reports["compare"]) =>
        [leftOnly, rightOnly, leftLifts, rightLifts].map(({ outcome }) => outcome).join();
      seen[outcomes(changed) === outcomes(given.compare) ? "untold" : "told"]++;
    }),
    9,
  );
  tell({ ...seen, tried });
  expect(Math.min(seen.places, seen.spelling, seen.statements)).toBeGreaterThan(2);
  expect(Math.min(seen.refuted, seen.proved)).toBeGreaterThan(0);
  expect(seen.told, "what says something else is told apart").toBeGreaterThan(2);
}, 3_600_000);
