// AWS's own CheckNoNewAccess answers: FAIL exactly when NEW allows something that EXISTING does not.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { writeRequest } from "@keyaki/evaluator";
import type { PolicyKind } from "@keyaki/policy";
import { faultOfWitness } from "../confirm-witness.ts";
import { readPolicy } from "../managed-policies.ts";
import { print, rowsOf, Tally } from "./rows.ts";

interface Row {
  readonly id: string;
  readonly policyType: PolicyKind;
  readonly existing: unknown;
  readonly new: unknown;
  readonly expected: { readonly checkNoNewAccess: "PASS" | "FAIL"; readonly note: string };
}

const rows = rowsOf<Row>("aa-custom-checks.jsonl.gz");
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });
const outcomes = new Tally();
let wrong = 0;
for (const row of rows) {
  const existing = [readPolicy(row.existing, `${row.id}/existing`, row.policyType)];
  const changed = [readPolicy(row.new, `${row.id}/new`, row.policyType)];
  const { rightOnly } = await analyzer.compare(existing, changed, { kind: row.policyType });
  const said = rightOnly.outcome === "proved" ? "PASS" : rightOnly.outcome === "refuted" ? "FAIL" : "unknown";
  outcomes.add(`${row.policyType}: AWS ${row.expected.checkNoNewAccess}, here ${said}`);
  if (rightOnly.outcome === "refuted") {
    const fault = faultOfWitness(rightOnly.witness, "only", changed, existing, row.policyType, catalog);
    if (fault !== null) print(`witness: ${row.id}: ${fault}`);
  }
  if (said === row.expected.checkNoNewAccess) continue;
  wrong++;
  print(`${row.id}: AWS ${row.expected.checkNoNewAccess} (${row.expected.note}), here ${said}`);
  print(`  existing ${JSON.stringify(row.existing)}`);
  print(`  new      ${JSON.stringify(row.new)}`);
  if (rightOnly.outcome === "refuted") {
    print(
      `  witness  ${JSON.stringify(writeRequest(rightOnly.witness.request))} under ${JSON.stringify(rightOnly.witness.under)}`,
    );
  } else if (rightOnly.outcome === "unknown") print(`  reason   ${JSON.stringify(rightOnly.reason)}`);
}
await analyzer.close();
outcomes.print();
print(`${rows.length} pairs, ${wrong} disagreements`);
