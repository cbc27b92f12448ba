// Checked: an edit is returned only after the edited policy was proved to give nothing new.
import { canonicalStatement, type Policy, type Statement } from "@keyaki/policy";
import { policySetMeaning } from "@keyaki/semantics";
import type { Undo } from "./analyzer.ts";
import { claimsOf } from "./claim.ts";
import type { Sides } from "./compare.ts";
import type { Context } from "./context.ts";
import { findRequest } from "./exists.ts";
import type { AccessGroup, StatementRef } from "./verdict.ts";

/** Groups beyond this many are not worth an edit each. */
const MOST_GROUPS = 12;

/**
 * For each group the smallest edit of its statement, such that all edits together leave nothing new; the proof is made here.
 * Groups for which none was found are left out.
 */
export async function findUndo(
  groups: readonly AccessGroup[],
  sides: Sides,
  context: Context,
): Promise<ReadonlyMap<string, Undo>> {
  if (groups.length === 0 || groups.length > MOST_GROUPS) return new Map();
  const options = groups.map((group) => ({ group, edits: editsFor(group, sides) }));
  // The smallest edits of all, then ever coarser ones.
  const most = Math.max(0, ...options.map((each) => each.edits.length));
  for (let coarse = 0; coarse < most; coarse++) {
    const chosen = options.flatMap(({ group, edits }) => {
      const edit = edits[Math.min(coarse, edits.length - 1)];
      return edit === undefined ? [] : [{ group, edit }];
    });
    if (chosen.length === 0) return new Map();
    if (
      await givesNothingNew(
        chosen.map((each) => each.edit),
        sides,
        context,
      )
    ) {
      return new Map(chosen.map(({ group, edit }) => [group.fingerprint, edit]));
    }
  }
  return new Map();
}

async function givesNothingNew(edits: readonly Undo[], sides: Sides, context: Context): Promise<boolean> {
  const policies = new Map<Policy, Statement[]>();
  for (const { policy } of sides.left.statements) policies.set(policy, [...policy.statements]);
  for (const edit of edits) {
    const target = policies.get(edit.policy) ?? [...edit.policy.statements];
    apply(edit, target);
    policies.set(edit.policy, target);
  }
  const edited = [...policies].map(([policy, statements]) => ({ ...policy, statements }));
  const after = policySetMeaning(edited, sides.left.kind, context.rules);
  const { only, lifts } = claimsOf(after, sides.right, sides.within, context.rules);
  for (const claim of [only, lifts]) {
    if ((await findRequest(claim, context, sides.spelled, "propositional")).is !== "none") return false;
  }
  return true;
}

function apply({ statement, edit }: Undo, target: Statement[]): void {
  const at = target.findIndex((other) => other.index === statement.index);
  const here = target[at];
  switch (edit.is) {
    case "put-back-statement":
      if (at >= 0 && edit.old.effect === statement.effect && statement !== edit.old) target[at] = edit.old;
      else target.push(edit.old);
      return;
    case "remove-statement":
      if (at >= 0) target.splice(at, 1);
      return;
    case "put-back-condition":
      if (here !== undefined) target[at] = { ...here, conditions: edit.old.conditions };
      return;
    case "remove-actions":
      if (here !== undefined) target[at] = { ...here, action: without(here.action, edit.values) };
      return;
    case "remove-resources":
      if (here?.resource) target[at] = { ...here, resource: without(here.resource, edit.values) };
  }
}

function without(list: Statement["action"], values: readonly string[]): Statement["action"] {
  return { ...list, patterns: list.patterns.filter((pattern) => !values.includes(pattern.written)) };
}

/** Edits for a group, the smallest first. */
function editsFor(group: AccessGroup, sides: Sides): Undo[] {
  const [given] = group.grantedBy;
  if (given === undefined) return [];
  const { policy, statement } = given;
  if (statement.effect === "Deny") return liftedEdits(given, sides);
  const old = counterpart(given, sides);
  // An unchanged statement is not what gave the access: a Deny beside it was lifted, and that is what is put back.
  if (old !== null && canonicalStatement(old.statement) === canonicalStatement(statement)) return [];
  const edits: Undo["edit"][] = [];
  if (old !== null) {
    const actions = added(statement.action, old.statement.action);
    const resources =
      statement.resource && old.statement.resource ? added(statement.resource, old.statement.resource) : [];
    if (actions.length > 0 && actions.length < statement.action.patterns.length)
      edits.push({ is: "remove-actions", values: actions });
    if (resources.length > 0 && resources.length < (statement.resource?.patterns.length ?? 0))
      edits.push({ is: "remove-resources", values: resources });
    if (!sameConditions(statement, old.statement))
      edits.push({ is: "put-back-condition", old: old.statement, oldPolicy: old.policy });
    edits.push({ is: "put-back-statement", old: old.statement, oldPolicy: old.policy });
  }
  edits.push({ is: "remove-statement" });
  return edits.map((edit) => ({ policy, statement, edit }));
}

/** A lifted Deny is put back into the policy that now stands in the place of the one that held it. */
function liftedEdits({ policy, statement }: StatementRef, sides: Sides): Undo[] {
  const successor =
    sides.left.statements.map((each) => each.policy).find((each) => each.source === policy.source) ??
    sides.left.statements[0]?.policy;
  if (successor === undefined) return [];
  const changed = successor.statements.find(
    (other) => other.sid !== null && other.sid === statement.sid && other.effect === "Deny",
  );
  return [
    {
      policy: successor,
      statement: changed ?? statement,
      edit: { is: "put-back-statement", old: statement, oldPolicy: policy },
    },
  ];
}

function added(now: Statement["action"], before: Statement["action"]): string[] {
  if (now.negated || before.negated) return [];
  const known = new Set(before.patterns.map((pattern) => pattern.written));
  return now.patterns.map((pattern) => pattern.written).filter((written) => !known.has(written));
}

function sameConditions(left: Statement, right: Statement): boolean {
  const plain = (statement: Statement, conditions: Statement["conditions"]) =>
    canonicalStatement({ ...statement, conditions, sid: null });
  return plain(left, left.conditions) === plain(left, right.conditions);
}

/** The statement of BEFORE that this one grew out of: the same Sid, else the most alike. */
export function counterpart({ statement }: StatementRef, sides: Sides): StatementRef | null {
  const old = sides.right.statements.filter((each) => each.statement.effect === statement.effect);
  const named = old.find((each) => statement.sid !== null && each.statement.sid === statement.sid);
  if (named !== undefined) return named;
  const scored = old
    .map((each) => ({ each, score: likeness(statement, each.statement) }))
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  return best !== undefined && best.score > 0 ? best.each : null;
}

function likeness(left: Statement, right: Statement): number {
  return (
    shared(left.action, right.action) + (left.resource && right.resource ? shared(left.resource, right.resource) : 0)
  );
}

function shared(left: Statement["action"], right: Statement["action"]): number {
  if (left.negated !== right.negated) return 0;
  const known = new Set(right.patterns.map((pattern) => pattern.written));
  const both = left.patterns.filter((pattern) => known.has(pattern.written)).length;
  return both / Math.max(1, left.patterns.length, right.patterns.length);
}
