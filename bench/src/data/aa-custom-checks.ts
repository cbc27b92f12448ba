// AWS's own CheckNoNewAccess answers: FAIL exactly when NEW allows something that EXISTING does not.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { writeRequest } from "@keyaki/evaluator";
import { type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { faultOfWitness } from "../confirm-witness.ts";
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
  const kind = row.id.includes("role-trust") ? "trust" : row.policyType;
  const sides = [row.existing, row.new].map((document) => parsePolicyValue(document, { kind, source: row.id }));
  const [existing, changed] = sides.map(({ policy }) => (policy === null ? null : [policy]));
  if (!existing || !changed) {
    const codes = sides.flatMap((side) => side.diagnostics.filter((each) => each.severity === "error"));
    outcomes.add(`${kind}: AWS ${row.expected.checkNoNewAccess}, here not read`);
    print(`not read: ${row.id}: ${codes.map((each) => each.code).join(", ")}`);
    continue;
  }
  const { rightOnly } = await analyzer.compare(existing, changed, { kind });
  const said = rightOnly.outcome === "proved" ? "PASS" : rightOnly.outcome === "refuted" ? "FAIL" : "unknown";
  outcomes.add(`${kind}: AWS ${row.expected.checkNoNewAccess}, here ${said}`);
  if (rightOnly.outcome === "refuted") {
    const fault = faultOfWitness(rightOnly.witness, "only", changed, existing, kind, catalog);
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
