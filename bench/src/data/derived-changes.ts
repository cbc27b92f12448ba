// Changes of managed policies with relations derived by syntactic containment, where that settles them.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { readPolicy } from "../managed-policies.ts";
import { refuteAtRandom } from "../refute-at-random.ts";
import { progressBar } from "../run.ts";
import { print, rowsOf, Tally } from "./rows.ts";

interface Row {
  readonly id: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly expected: { readonly relation: string; readonly noNewAccess: boolean | null };
}

/** What the relation of OLD against NEW may be. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  equivalent: ["equivalent"],
  "new-ge-old": ["equivalent", "less-permissive"],
  "new-le-old": ["equivalent", "more-permissive"],
  "strictly-wider": ["less-permissive"],
  "strictly-narrower": ["more-permissive"],
  incomparable: ["incomparable"],
};

const rows = rowsOf<Row>("managed-changes.jsonl.gz");
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });
const outcomes = new Tally();
const bar = progressBar("comparing", rows.length);
const disagreements: string[] = [];
for (const row of rows) {
  const left = [readPolicy(row.old, `${row.id}/old`)];
  const right = [readPolicy(row.new, `${row.id}/new`)];
  const comparison = await analyzer.compare(left, right, { kind: "identity" });
  const { relation, rightOnly } = comparison;
  outcomes.add(`derived ${row.expected.relation}, here ${relation}`);
  const allowed = ALLOWED[row.expected.relation];
  if (allowed !== undefined && !allowed.includes(relation)) {
    disagreements.push(`${row.id}: derived ${row.expected.relation}, here ${relation}`);
  }
  const { noNewAccess } = row.expected;
  if (noNewAccess !== null && rightOnly.outcome !== (noNewAccess ? "proved" : "refuted")) {
    disagreements.push(`${row.id}: derived noNewAccess ${noNewAccess}, here ${rightOnly.outcome}`);
  }
  const { refutation } = refuteAtRandom(comparison, left, right, "identity", catalog, 40);
  if (refutation !== null) disagreements.push(`${row.id}: ${refutation.claim} refuted at random`);
  bar.step();
}
bar.stop();
await analyzer.close();
outcomes.print();
print(`${rows.length} pairs, ${disagreements.length} disagreements`);
for (const each of disagreements) print(`  ${each}`);
