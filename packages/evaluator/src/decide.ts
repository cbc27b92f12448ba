// Trusted: one request's decision. What explains it (reasons, the layer that settles it) is Checked: wrong words, never a wrong decision.
import type { Condition } from "@keyaki/policy";
import {
  type Atom,
  type Decision,
  type Formula,
  type KeyValues,
  type Kleene,
  keyView,
  kleene,
  type LayerName,
  type Request,
  readView,
  type StatementMeaning,
} from "@keyaki/semantics";
import { atomReader, type Reading, waitsFor } from "./atoms.ts";
import { openAtoms, settlingLayer } from "./settle.ts";

export type DecisionWord = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Undetermined";

/** One condition of a statement against one request. */
export interface ConditionReason {
  readonly condition: Condition;
  /** The operator and the key as the policy wrote them. */
  readonly operator: string;
  readonly key: string;
  /** The policy's values, as written. */
  readonly wanted: readonly string[];
  /** The request's values; null: the key is absent. */
  readonly actual: KeyValues | null;
  /** null: it depends on what the request does not say. */
  readonly holds: Kleene;
}

/** Why a statement that names the action does not apply: the first part of it that fails. */
export type Mismatch =
  | { readonly part: "principal" | "action" | "resource" | "empty-condition" | "variables" }
  | { readonly part: "condition"; readonly condition: Condition };

/** What one statement had to do with the decision. */
export interface StatementReason {
  readonly layer: LayerName;
  /** The level of an SCP or RCP, root first from 0; null in other layers. */
  readonly level: number | null;
  readonly effect: "Allow" | "Deny";
  readonly meaning: StatementMeaning;
  /** null: it depends on what the request leaves unseen. */
  readonly applies: Kleene;
  /** The first part that fails; null where the statement applies or may apply. */
  readonly mismatch: Mismatch | null;
  /** Every condition of the statement. */
  readonly conditions: readonly ConditionReason[];
}

export interface Decided {
  readonly decision: DecisionWord;
  /** The layer that settles it; null for an undetermined request, and where no policy can change it. */
  readonly decidedBy: LayerName | null;
  /** The statements that apply, and of those that do not, every one that names the action and the resource. */
  readonly reasons: readonly StatementReason[];
  /** What an undetermined decision waits for: names of unseen policies, condition keys and open rules, sorted; otherwise empty. */
  readonly dependsOn: readonly string[];
}

/** Decides one request under the decision formula, and explains it. */
export function decideRequest(decision: Decision, request: Request, reading: Reading): Decided {
  const known = atomReader(request, reading);
  const memo = new Map<number, Kleene | undefined>();
  return explained(decision, request, reading, (formula) => kleene(formula, known, memo));
}

/** The decision on a request and what explains it, from the values of formulas on it. */
export function explained(
  decision: Decision,
  request: Request,
  reading: Reading,
  value: (formula: Formula) => Kleene,
): Decided {
  if (value(decision.free) === true) return { decision: "Allowed", decidedBy: null, reasons: [], dependsOn: [] };
  const word = wordOf(decision, value);
  if (word === "ImplicitlyDenied" && value(decision.barred) === true) {
    return { decision: word, decidedBy: null, reasons: [], dependsOn: [] };
  }
  const reasons = reasonsOf(decision, request, value);
  if (word === "Undetermined") {
    const waits = (atom: Atom) => waitsFor(atom, request, reading);
    const open = [decision.denied, decision.allowed].flatMap((formula) => openAtoms(formula, value, waits));
    return { decision: word, decidedBy: null, reasons, dependsOn: [...new Set(open)].sort() };
  }
  const grants = (layer: LayerName) =>
    reasons.some((each) => each.layer === layer && each.effect === "Allow" && each.applies === true);
  return { decision: word, decidedBy: settlingLayer(word, decision, grants, request, value), reasons, dependsOn: [] };
}

/** The decision alone. */
export function wordOf(decision: Decision, value: (formula: Formula) => Kleene): DecisionWord {
  const denied = value(decision.denied);
  if (denied === true) return "ExplicitlyDenied";
  const allowed = value(decision.allowed);
  if (allowed === true) return "Allowed";
  return denied === null || allowed === null ? "Undetermined" : "ImplicitlyDenied";
}

function reasonsOf(decision: Decision, request: Request, value: (formula: Formula) => Kleene): StatementReason[] {
  const levels = new Map<LayerName, number>();
  return decision.layers.flatMap(({ layer, statements }) => {
    const level = levels.get(layer) ?? 0;
    levels.set(layer, level + 1);
    return statements.flatMap((meaning) => {
      const applies = value(meaning.applies);
      const named = value(meaning.action) !== false && value(meaning.resource) !== false;
      if (applies !== true && !named) return [];
      const reason: StatementReason = {
        layer,
        level: layer === "scps" || layer === "rcps" ? level : null,
        effect: meaning.statement.effect,
        meaning,
        applies,
        mismatch: applies === false ? mismatchOf(meaning, value) : null,
        conditions: meaning.conditions.map((each) => conditionReason(each.condition, each.holds, request, value)),
      };
      return [reason];
    });
  });
}

function conditionReason(
  condition: Condition,
  holds: Formula,
  request: Request,
  value: (formula: Formula) => Kleene,
): ConditionReason {
  return {
    condition,
    operator: condition.written,
    key: condition.keyWritten,
    wanted: condition.values.map((each) => each.pattern.written),
    actual: readView(request, keyView(condition.key)),
    holds: value(holds),
  };
}

/** The first part of a statement that the request does not meet: action, resource, conditions, an empty condition, variables, principal. */
export function mismatchOf(meaning: StatementMeaning, value: (formula: Formula) => Kleene): Mismatch {
  if (value(meaning.action) === false) return { part: "action" };
  if (value(meaning.resource) === false) return { part: "resource" };
  const failing = meaning.conditions.find((each) => value(each.holds) === false);
  if (failing !== undefined) return { part: "condition", condition: failing.condition };
  if (value(meaning.body) !== false) return { part: "principal" };
  return { part: meaning.statement.emptyCondition === null ? "variables" : "empty-condition" };
}
