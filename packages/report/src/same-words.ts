import { canonicalPolicy, canonicalStatement, type Policy } from "@keyaki/policy";
import type { GateChange } from "./gate-report.ts";

/** What happened to a text whose access stayed the same: `reordered`, `moved from old.json`. Empty: nothing to say. */
export function sameWords({ status, oldPath, before, after }: GateChange): string {
  if (status === "renamed") return oldPath === null ? "moved" : `moved from ${oldPath}`;
  if (status !== "modified") return "";
  const statements = (policies: readonly Policy[]) => policies.flatMap((policy) => policy.statements);
  if (canonical(before) !== canonical(after)) return "rewritten";
  const sids = (policies: readonly Policy[]) => statements(policies).map(({ sid }) => sid ?? "");
  const olds = statements(before);
  const news = statements(after);
  const inOrder =
    olds.length === news.length &&
    olds.every((statement, index) => canonicalStatement(statement) === canonicalStatement(news[index]!));
  const listsInOrder = inOrder && olds.every((statement, index) => written(statement) === written(news[index]!));
  if (!listsInOrder) return "reordered";
  return sids(before).join("\n") === sids(after).join("\n") ? "reformatted" : "a Sid renamed";
}

function canonical(policies: readonly Policy[]): string {
  return policies.map(canonicalPolicy).sort().join("\n");
}

function written({ action, resource, conditions }: Policy["statements"][number]): string {
  const texts = (list: typeof resource) => list?.patterns.map((pattern) => pattern.written.toLowerCase()) ?? [];
  const values = conditions.map(({ key, values }) => [key, ...values.map(({ pattern }) => pattern.written)]);
  return JSON.stringify([texts(action), texts(resource), values]);
}
