// How long one warm question takes, by what settles it; each as a ratio to the equal pair of the same run.
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import { type Policy, parsePolicyValue } from "@keyaki/policy";
import benchmark from "benchmark";

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

const PAIRS: readonly (readonly [name: string, left: readonly Policy[], right: readonly Policy[]])[] = [
  ["equal (constant)", read, policy(allow("s3:GetObject", bucket))],
  ["an action added (folded)", policy(allow(["s3:GetObject", "s3:PutObject"], bucket)), read],
  [
    "contained patterns (folded)",
    policy(allow("s3:Get*", "arn:aws:s3:::reports/2026/*")),
    policy(allow("s3:*", bucket)),
  ],
  ["a condition widened (propositional)", team("red", "blue"), team("red")],
  [
    "a variable under its parent (propositional)",
    policy(allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/in/*")),
    policy(allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*")),
  ],
];

const analyzer = createAnalyzer({ catalog: await loadCatalog(), workers: 1 });
const suite = new benchmark.Suite();
for (const [name, left, right] of PAIRS) {
  suite.add(name, {
    defer: true,
    fn: (deferred) => {
      void analyzer.compare(left, right, { kind: "identity" }).then(() => deferred.resolve());
    },
  });
}

let first: number | undefined;
console.log(`node ${process.version} · ${process.platform} ${process.arch} · ${new Date().toISOString().slice(0, 10)}`);
suite
  .on("cycle", ({ target: { name, stats } }) => {
    first ??= stats.mean;
    const ms = (stats.mean * 1000).toFixed(3);
    console.log(`${name.padEnd(46)} ${ms} ms ±${stats.rme.toFixed(1)} %  ${(stats.mean / first).toFixed(1)} ×`);
  })
  .on("complete", () => {
    void analyzer.close();
  })
  .run({ async: true });
