// How long one warm question takes, by what settles it; each as a ratio to the equal pair of the same run.
import { createAnalyzer, type Engine, type Relation } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { type Policy, parsePolicyValue } from "@keyaki/policy";
import benchmark from "benchmark";
import type { Figure } from "./figures.ts";
import { report } from "./run.ts";

type Json = Readonly<Record<string, unknown>>;

function policy(...statements: readonly Json[]): readonly Policy[] {
  const { policy: parsed } = parsePolicyValue({ Version: "2012-10-17", Statement: statements }, { source: "bench" });
  if (parsed === null) throw new Error("a policy of the bench cannot be read");
  return [parsed];
}

function allow(action: unknown, resource: unknown = "*", condition?: Json): Json {
  const statement = { Effect: "Allow", Action: action, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

const bucket = "arn:aws:s3:::reports/*";
const read = policy(allow("s3:GetObject", bucket));
const team = (...values: string[]) =>
  policy(allow("s3:GetObject", bucket, { StringEquals: { "aws:PrincipalTag/team": values } }));

const PAIRS: readonly (readonly [
  name: string,
  settledBy: Engine,
  relation: Relation,
  left: readonly Policy[],
  right: readonly Policy[],
])[] = [
  ["equal", "constant", "equivalent", read, policy(allow("s3:GetObject", bucket))],
  ["an action added", "syntactic", "more-permissive", policy(allow(["s3:GetObject", "s3:PutObject"], bucket)), read],
  [
    "contained patterns",
    "syntactic",
    "less-permissive",
    policy(allow("s3:Get*", "arn:aws:s3:::reports/2026/*")),
    policy(allow("s3:*", bucket)),
  ],
  ["a condition widened", "propositional", "more-permissive", team("red", "blue"), team("red")],
  [
    "a variable under its parent",
    "propositional",
    "less-permissive",
    policy(allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/in/*")),
    policy(allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*")),
  ],
];

const analyzer = createAnalyzer({ catalog: await loadCatalog(), workers: 1 });
const suite = new benchmark.Suite();
for (const [name, settledBy, relation, left, right] of PAIRS) {
  const asked = await analyzer.compare(left, right, { kind: "identity" });
  const engines = [asked.leftOnly, asked.rightOnly].map(({ stats }) => stats.engine);
  if (asked.relation !== relation || !engines.includes(settledBy)) {
    throw new Error(`${name}: ${asked.relation} by ${engines.join(" and ")}, not ${relation} by ${settledBy}`);
  }
  suite.add(`${name} (${settledBy})`, {
    defer: true,
    fn: (deferred) => {
      void analyzer.compare(left, right, { kind: "identity" }).then(() => deferred.resolve());
    },
  });
}

const figures: Figure[] = [];
suite
  .on("cycle", ({ target: { name, stats } }) => {
    const ms = [...stats.sample].map((seconds) => seconds * 1000).sort((a, b) => a - b);
    const at = (share: number) => ms[Math.floor((ms.length - 1) * share)] ?? 0;
    const reached = at(0.5);
    const first = figures[0]?.reached ?? reached;
    figures.push({
      what: name,
      reached,
      unit: "ms",
      spread: `p10 ${at(0.1).toFixed(3)}, p90 ${at(0.9).toFixed(3)}`,
      ratio: { of: reached / first, to: "the equal pair" },
    });
    console.log(`${name}: ${ms.length} samples`);
  })
  .on("complete", () => {
    void analyzer.close();
    report("questions", figures);
  })
  .run({ async: true });
