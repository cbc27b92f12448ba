// Pairs of policies with the answers of a string model counter. Its model of requests differs from AWS's in places.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { writeRequest } from "@keyaki/evaluator";
import { type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { refuteAtRandom } from "../refute-at-random.ts";
import { print, rowsOf, Tally } from "./rows.ts";

interface Row {
  readonly id: string;
  readonly policyType: PolicyKind;
  readonly existing: unknown;
  readonly new: unknown;
  readonly expected?: {
    readonly newGrantsMore: boolean;
    readonly existingGrantsMore: boolean;
    readonly trust?: string;
  };
}

const rows = rowsOf<Row>("quacky-pairs.jsonl.gz");
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });
const outcomes = new Tally();
for (const row of rows) {
  const kind = row.policyType;
  const [left, right] = [row.existing, row.new].map((document) => parsePolicyValue(document, { kind }).policy);
  if (!left || !right) {
    outcomes.add("not read");
    continue;
  }
  const comparison = await analyzer.compare([left], [right], { kind });
  const said = [comparison.rightOnly, comparison.leftOnly].map((verdict) => verdict.outcome);
  const random = refuteAtRandom(comparison, [left], [right], kind, catalog, 600);
  if (random.refutation !== null) print(`REFUTED AT RANDOM: ${row.id} ${random.refutation.claim}`);
  const { expected } = row;
  if (expected === undefined) {
    outcomes.add("no answer to compare with");
    continue;
  }
  const wanted = [expected.newGrantsMore, expected.existingGrantsMore].map((more) => (more ? "refuted" : "proved"));
  const agrees = said.join() === wanted.join();
  outcomes.add(
    `${kind}, trust ${expected.trust ?? "not given"}: ${agrees ? "agree" : `theirs ${wanted}, here ${said}`}`,
  );
  if (agrees || expected.trust !== "high") continue;
  print(`${row.id} ${kind}: new more / existing more: theirs ${wanted}, here ${said}`);
  print(`  existing ${JSON.stringify(row.existing)}`);
  print(`  new      ${JSON.stringify(row.new)}`);
  for (const verdict of [comparison.rightOnly, comparison.leftOnly]) {
    if (verdict.outcome === "unknown") print(`  reason   ${JSON.stringify(verdict.reason)}`);
    if (verdict.outcome === "refuted")
      print(
        `  witness  ${JSON.stringify(writeRequest(verdict.witness.request))} under ${JSON.stringify(verdict.witness.under)}`,
      );
  }
}
await analyzer.close();
outcomes.print();
