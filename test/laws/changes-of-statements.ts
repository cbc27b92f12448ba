// What laws about edits of one policy share.
import { createAnalyzer } from "@keyaki/analysis";
import type { PolicyKind } from "@keyaki/policy";
import fc from "fast-check";
import { type Document, KINDS, type Statement, statementOf } from "../generators/policies.ts";

/** Statements of one kind of policy, and one more. */
export interface Edit {
  readonly kind: PolicyKind;
  readonly own: readonly Statement[];
  readonly other: Statement;
}

/** `kinds`: those whose policies may hold what the law is about. */
export function editOf(kinds: readonly PolicyKind[] = KINDS): fc.Arbitrary<Edit> {
  return fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      own: fc.array(statementOf(kind), { minLength: 1, maxLength: 3 }),
      other: statementOf(kind),
    }),
  );
}

export function documentOf(statements: readonly Statement[]): Document {
  return { Version: "2012-10-17", Statement: statements };
}

export const analyzer: ReturnType<typeof createAnalyzer> = createAnalyzer({ workers: 1 });
