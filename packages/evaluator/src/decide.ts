// Trusted: one request's decision and why.
import type { Condition } from "@keyaki/policy";
import {
  type Decision,
  type Formula,
  type Kleene,
  kleene,
  type LayerName,
  type Request,
  type StatementMeaning,
} from "@keyaki/semantics";
import { atomReader, type Reading } from "./atoms.ts";

export type DecisionWord = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Undetermined";

/** Why a statement that names the action does not apply: the first part of it that fails. */
export type Mismatch =
  | { readonly part: "principal" | "action" | "resource" | "variables" }
  | { readonly part: "condition"; readonly condition: Condition };

/** What one statement had to do with the decision. */
export interface StatementReason {
  readonly layer: LayerName;
  readonly meaning: StatementMeaning;
  /** null: it depends on what the request leaves unseen. */
  readonly applies: Kleene;
  readonly mismatch: Mismatch | null;
}

export interface Decided {
  readonly decision: DecisionWord;
  /** The layer that settles it; null for an allowed or undetermined request that no single layer settles. */
  readonly decidedBy: LayerName | null;
  /** The statements that apply, and of those that do not, every one that names the action and the resource. */
  readonly reasons: readonly StatementReason[];
}

/** Decides one request under the decision formula, and explains it. */
export function decideRequest(decision: Decision, request: Request, reading: Reading): Decided {
  const value = (formula: Formula) => kleene(formula, known, memo);
  const known = atomReader(request, reading);
  const memo = new Map<number, Kleene | undefined>();
  const denied = value(decision.denied);
  const allowed = value(decision.allowed);
  const reasons = decision.layers.flatMap((layer) =>
    layer.statements.flatMap((meaning) => {
      const reason = reasonOf(layer.layer, meaning, value);
      return reason === null ? [] : [reason];
    }),
  );
  if (denied === true) return { decision: "ExplicitlyDenied", decidedBy: denyingLayer(reasons), reasons };
  if (allowed === true) return { decision: "Allowed", decidedBy: grantingLayer(reasons), reasons };
  if (denied === null || allowed === null) return { decision: "Undetermined", decidedBy: null, reasons };
  const limit = decision.limits.find((each) => value(each.passes) === false);
  const granted = value(decision.granted);
  return { decision: "ImplicitlyDenied", decidedBy: limit?.layer ?? (granted === false ? "identity" : null), reasons };
}

function denyingLayer(reasons: readonly StatementReason[]): LayerName | null {
  return reasons.find((each) => each.applies === true && each.meaning.statement.effect === "Deny")?.layer ?? null;
}

function grantingLayer(reasons: readonly StatementReason[]): LayerName | null {
  const grants = reasons.filter((each) => each.applies === true && each.meaning.statement.effect === "Allow");
  return (
    (grants.find((each) => each.layer === "identity") ?? grants.find((each) => each.layer === "resource"))?.layer ??
    null
  );
}

function reasonOf(
  layer: LayerName,
  meaning: StatementMeaning,
  value: (formula: Formula) => Kleene,
): StatementReason | null {
  const applies = value(meaning.applies);
  if (applies === true) return { layer, meaning, applies, mismatch: null };
  if (value(meaning.action) === false || value(meaning.resource) === false) return null;
  return { layer, meaning, applies, mismatch: applies === null ? null : mismatchOf(meaning, value) };
}

/** The first part of a statement that the request does not meet, in the order of the statement's elements. */
export function mismatchOf(meaning: StatementMeaning, value: (formula: Formula) => Kleene): Mismatch {
  if (value(meaning.action) === false) return { part: "action" };
  if (value(meaning.resource) === false) return { part: "resource" };
  const failing = meaning.conditions.find((each) => value(each.holds) === false);
  if (failing !== undefined) return { part: "condition", condition: failing.condition };
  return { part: value(meaning.body) === false ? "variables" : "principal" };
}
