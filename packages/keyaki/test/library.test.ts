import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Policy } from "../src/index.ts";

// What a user imports: the built files, with Z3 in the bundled worker.
const entry = join(import.meta.dirname, "../dist/index.js");
let keyaki: typeof import("../src/index.ts");

beforeAll(async () => {
  expect(existsSync(entry), "built by the test command: node packages/keyaki/scripts/bundle.js").toBe(true);
  keyaki = await import(/* @vite-ignore */ entry);
});

function read(text: string): Policy {
  const { policy, diagnostics } = keyaki.parsePolicy(text);
  if (policy === null) throw new Error(JSON.stringify(diagnostics));
  return policy;
}

const allow = (action: string, resource: string, condition?: unknown) =>
  read(
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: action, Resource: resource, Condition: condition }],
    }),
  );

test("two policies are compared, with Z3 in the bundled worker", async () => {
  const analyzer = keyaki.createAnalyzer({ workers: 1 });
  try {
    const address = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
    const half = { IpAddress: { "aws:SourceIp": "203.0.113.128/25" } };
    const wide = allow("s3:Get*", "arn:aws:s3:::orchard/*", address);
    const narrow = allow("s3:GetObject", "arn:aws:s3:::orchard/a*b", half);
    // Small questions are answered in place; the theory of strings is Z3's.
    for (const engine of ["auto", "strings"] as const) {
      const { relation, leftOnly, rightOnly } = await analyzer.compare([wide], [narrow], { kind: "identity", engine });
      expect(relation).toBe("more-permissive");
      expect(leftOnly).toMatchObject({ outcome: "refuted", witness: { hypothetical: false } });
      expect(rightOnly.outcome).toBe("proved");
      expect(leftOnly.stats.engine).toBe(engine === "auto" ? "propositional" : "strings");
    }
  } finally {
    await analyzer.close();
  }
});

test("questions are answered in threads, with both bundled workers", async () => {
  const analyzer = keyaki.createThreadedAnalyzer({ threads: 2 });
  try {
    // The theory of strings is Z3's, so a thread has to ask it below itself.
    const options = { kind: "identity", engine: "strings" } as const;
    const [wide, narrow] = [allow("s3:*", "arn:aws:s3:::orchard/*"), allow("s3:Get*", "arn:aws:s3:::orchard/*")];
    const asked = [[narrow], [wide], [narrow], [wide]].map((before) => analyzer.compare([wide], before, options));
    const answers = await Promise.all(asked);
    expect(answers.map(({ relation }) => relation)).toEqual([
      "more-permissive",
      "equivalent",
      "more-permissive",
      "equivalent",
    ]);
    const { leftOnly, stats } = answers[0]!;
    expect(stats?.z3).toBeGreaterThan(0);
    expect(leftOnly.outcome === "refuted" && leftOnly.witness.allowedBy[0]?.statement).toBe(wide.statements[0]);
  } finally {
    await analyzer.close();
  }
});

test("a text that is no policy gives diagnostics that can be shown", () => {
  const { policy, diagnostics } = keyaki.parsePolicy('{"Statement": [{"Effect": "Alow"}]}');
  expect(policy).toBeNull();
  expect(diagnostics.length).toBeGreaterThan(0);
});

test("requests are decided under policies that are compiled once", async () => {
  const catalog = await keyaki.loadCatalog();
  const keys = { arity: (key: string) => catalog.conditionKey(key)?.arity ?? ("unknown" as const) };
  const statement = { Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::orchard/*" };
  const read = keyaki.readLayers({ identity: [{ Version: "2012-10-17", Statement: [statement] }] });
  if (!("layers" in read)) throw new Error(JSON.stringify(read));
  const decider = new keyaki.Decider(read.layers, { keys, rcpActions: ["s3"] });
  const words = ["s3:GetObject", "s3:PutObject"].map((action) => {
    const principal = { arn: "arn:aws:iam::111122223333:user/mai" };
    const request = keyaki.readRequest({ principal, action, resource: { arn: "arn:aws:s3:::orchard/a" } }, keys);
    if ("problems" in request) throw new Error(JSON.stringify(request.problems));
    const prepared = keyaki.prepareRequest(request.request);
    expect(decider.evaluate(prepared)).toMatchObject(decider.settle(prepared));
    return decider.word(prepared);
  });
  expect(words).toEqual(["Allowed", "ImplicitlyDenied"]);
});
