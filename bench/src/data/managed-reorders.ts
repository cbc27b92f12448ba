// One version of a managed policy as AWS's interface gave it at two times: written differently, the same policy.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { readPolicy } from "../managed-policies.ts";
import { progressBar } from "../run.ts";
import { print, rowsOf, Tally } from "./rows.ts";

interface Row {
  readonly id: string;
  readonly old: unknown;
  readonly new: unknown;
}

const rows = rowsOf<Row>("managed-reorders.jsonl.gz");
const analyzer = createAnalyzer({ catalog: await loadCatalog() });
const relations = new Tally();
const bar = progressBar("comparing", rows.length);
const others: string[] = [];
for (const row of rows) {
  const left = [readPolicy(row.old, `${row.id}/old`)];
  const right = [readPolicy(row.new, `${row.id}/new`)];
  const comparison = await analyzer.compare(left, right, { kind: "identity" });
  relations.add(comparison.relation);
  if (comparison.relation !== "equivalent") others.push(row.id);
  bar.step();
}
bar.stop();
await analyzer.close();
relations.print();
for (const id of others) print(`not equivalent: ${id}`);
