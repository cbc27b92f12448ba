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
    const { relation, leftOnly, rightOnly } = await analyzer.compare([wide], [narrow], { kind: "identity" });
    expect(relation).toBe("more-permissive");
    expect(leftOnly).toMatchObject({ outcome: "refuted", witness: { hypothetical: false } });
    expect(rightOnly.outcome).toBe("proved");
    // Syntax alone does not settle it: Z3 ran.
    expect([leftOnly.stats.engine, rightOnly.stats.engine]).toContain("propositional");
  } finally {
    await analyzer.close();
  }
});

test("a text that is no policy gives diagnostics that can be shown", () => {
  const { policy, diagnostics } = keyaki.parsePolicy('{"Statement": [{"Effect": "Alow"}]}');
  expect(policy).toBeNull();
  expect(diagnostics.length).toBeGreaterThan(0);
});
