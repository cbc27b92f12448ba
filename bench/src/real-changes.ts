import { join } from "node:path";
import { type Policy, type PolicyKind, parsePolicy } from "@keyaki/policy";
import { rowsIn } from "./data/rows.ts";
import { managedChanges } from "./managed-policies.ts";

/** A change of one policy that somebody made. */
export interface RealChange {
  readonly id: string;
  readonly source: "managed-changes" | "org-policy-changes";
  readonly kind: PolicyKind;
  readonly before: unknown;
  readonly after: unknown;
}

interface Row {
  readonly id: string;
  readonly policyType?: PolicyKind;
  readonly path?: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** Changes recorded in a folder; without one those of AWS managed policies that the project's package knows. */
export function realChanges(folder: string | undefined): RealChange[] {
  if (folder === undefined) {
    return managedChanges().map(({ name, from, to, before, after }) => {
      return { id: `${name} ${from}→${to}`, source: "managed-changes", kind: "identity", before, after };
    });
  }
  const managed = rowsIn<Row>(join(folder, "managed-changes.jsonl.gz")).map((row): RealChange => {
    return { id: row.id, source: "managed-changes", kind: "identity", before: row.old, after: row.new };
  });
  const guardrails = rowsIn<Row>(join(folder, "org-policy-changes.jsonl.gz")).map(guardrailChange);
  return [...managed, ...guardrails];
}

/** A row of changes of published guardrails, which leave out account and Region. */
export function guardrailChange({ id, policyType = "scp", path = "", old, new: now }: Row): RealChange {
  const kind = /vpc_endpoint_policies/.test(path) ? "endpoint" : policyType;
  return { id, source: "org-policy-changes", kind, before: filled(old), after: filled(now) };
}

/** Placeholders of these examples look like policy variables that do not exist. */
function filled(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document).replaceAll(/\$\{(Account|AccountId|Region)\}/gi, "111122223333"));
}

/** One side of a change, or the codes of what is wrong with it. */
export function readSide(document: unknown, { kind, id }: RealChange): readonly Policy[] | string {
  const { policy, diagnostics } = parsePolicy(JSON.stringify(document), { kind, source: id });
  if (policy !== null) return [policy];
  const codes = diagnostics.filter((each) => each.severity === "error").map((each) => each.code);
  return [...new Set(codes)].join(", ");
}
