// Changes of published guardrails, mostly Deny-only: no claim that is proved may be refuted by a random request.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { writeRequest } from "@keyaki/evaluator";
import { type PolicyKind, parsePolicy } from "@keyaki/policy";
import { type ClaimKind, faultOfWitness } from "../confirm-witness.ts";
import { refuteAtRandom } from "../refute-at-random.ts";
import { print, rowsOf, Tally } from "./rows.ts";

interface Row {
  readonly id: string;
  readonly policyType: PolicyKind;
  readonly path: string;
  readonly old: unknown;
  readonly new: unknown;
}

const ATTEMPTS = 4000;
const CLAIMS = [
  ["leftOnly", "only"],
  ["rightOnly", "only"],
  ["leftLifts", "lifts"],
  ["rightLifts", "lifts"],
] as const satisfies readonly (readonly [string, ClaimKind])[];

const rows = rowsOf<Row>("org-policy-changes.jsonl.gz");
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });
const relations = new Tally();
let told = 0;
let tried = 0;
for (const row of rows) {
  const kind: PolicyKind = /vpc_endpoint_policies/.test(row.path) ? "endpoint" : row.policyType;
  // Placeholders of these examples, which look like policy variables that do not exist.
  const sides = [row.old, row.new].map((document) => {
    const text = JSON.stringify(document).replaceAll(/\$\{(Account|AccountId|Region)\}/gi, "111122223333");
    return parsePolicy(text, { kind, source: row.id });
  });
  const [left, right] = sides.map((side) => (side.policy === null ? null : [side.policy]));
  if (!left || !right) {
    relations.add("not read");
    const codes = sides.flatMap((side) => side.diagnostics.filter((each) => each.severity === "error"));
    print(`not read: ${row.id}: ${[...new Set(codes.map((each) => each.code))].join(", ")}`);
    continue;
  }
  const comparison = await analyzer.compare(left, right, { kind });
  relations.add(`${kind} ${comparison.relation}`);
  for (const [claim, what] of CLAIMS) {
    const verdict = comparison[claim];
    if (verdict.outcome === "unknown") print(`unknown: ${row.id} ${claim}: ${JSON.stringify(verdict.reason)}`);
    if (verdict.outcome !== "refuted") continue;
    const [wider, narrower] = claim.startsWith("left") ? [left, right] : [right, left];
    const fault = faultOfWitness(verdict.witness, what, wider, narrower, kind, catalog);
    if (fault !== null) print(`witness: ${row.id} ${claim}: ${fault}`);
  }
  const random = refuteAtRandom(comparison, left, right, kind, catalog, ATTEMPTS);
  tried += random.tried;
  told += random.told;
  if (comparison.relation === "equivalent") print(`equivalent: ${row.id}`);
  if (random.refutation !== null) {
    print(`REFUTED AT RANDOM: ${row.id} ${random.refutation.claim}`);
    print(`  old ${JSON.stringify(row.old)}`);
    print(`  new ${JSON.stringify(row.new)}`);
    print(`  request ${JSON.stringify(writeRequest(random.refutation.request))}`);
  }
}
await analyzer.close();
relations.print();
print(`${tried} random requests, ${told} of them decided differently by the two sides`);
