// Changes of published guardrails, mostly Deny-only: no claim that is proved may be refuted by a random request.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { writeRequest } from "@keyaki/evaluator";
import { type ClaimKind, faultOfWitness } from "../confirm-witness.ts";
import { guardrailChange, readSide } from "../real-changes.ts";
import { refuteAtRandom } from "../refute-at-random.ts";
import { print, rowsOf, Tally } from "./rows.ts";

const ATTEMPTS = 4000;
const CLAIMS = [
  ["leftOnly", "only"],
  ["rightOnly", "only"],
  ["leftLifts", "lifts"],
  ["rightLifts", "lifts"],
] as const satisfies readonly (readonly [string, ClaimKind])[];

const changes = rowsOf<Parameters<typeof guardrailChange>[0]>("org-policy-changes.jsonl.gz").map(guardrailChange);
const catalog = await loadCatalog();
const analyzer = createAnalyzer({ catalog });
const relations = new Tally();
let told = 0;
let tried = 0;
for (const change of changes) {
  const { id, kind } = change;
  const [left, right] = [readSide(change.before, change), readSide(change.after, change)];
  if (typeof left === "string" || typeof right === "string") {
    relations.add("not read");
    print(`not read: ${id}: ${[left, right].filter((side) => typeof side === "string").join(", ")}`);
    continue;
  }
  const comparison = await analyzer.compare(left, right, { kind });
  relations.add(`${kind} ${comparison.relation}`);
  for (const [claim, what] of CLAIMS) {
    const verdict = comparison[claim];
    if (verdict.outcome === "unknown") print(`unknown: ${id} ${claim}: ${JSON.stringify(verdict.reason)}`);
    if (verdict.outcome !== "refuted") continue;
    const [wider, narrower] = claim.startsWith("left") ? [left, right] : [right, left];
    const fault = faultOfWitness(verdict.witness, what, wider, narrower, kind, catalog);
    if (fault !== null) print(`witness: ${id} ${claim}: ${fault}`);
  }
  const random = refuteAtRandom(comparison, left, right, kind, catalog, ATTEMPTS);
  tried += random.tried;
  told += random.told;
  if (comparison.relation === "equivalent") print(`equivalent: ${id}`);
  if (random.refutation !== null) {
    print(`REFUTED AT RANDOM: ${id} ${random.refutation.claim}`);
    print(`  old ${JSON.stringify(change.before)}`);
    print(`  new ${JSON.stringify(change.after)}`);
    print(`  request ${JSON.stringify(writeRequest(random.refutation.request))}`);
  }
}
await analyzer.close();
relations.print();
print(`${tried} random requests, ${told} of them decided differently by the two sides`);
