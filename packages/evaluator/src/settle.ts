// Checked: explains a decision that is made elsewhere; an error here names the wrong layer, never a wrong decision.
import type { Atom, Decision, Formula, Kleene, LayerName, Request } from "@keyaki/semantics";
import type { StatementReason } from "./decide.ts";

type Value = (formula: Formula) => Kleene;

/** The layer that settles a decision: a Deny, a limit that does not let the request pass, or where the grant is or is missing. */
export function settlingLayer(
  word: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied",
  decision: Decision,
  reasons: readonly StatementReason[],
  request: Request,
  value: Value,
): LayerName | null {
  if (word === "ExplicitlyDenied") return decision.denials.find((each) => value(each.denies) === true)?.layer ?? null;
  if (word === "Allowed") {
    const grants = reasons.filter((each) => each.applies === true && each.effect === "Allow");
    const from = (layer: LayerName) => grants.some((each) => each.layer === layer);
    // The root user needs no policy at all.
    return from("identity") ? "identity" : from("resource") ? "resource" : null;
  }
  const limit = decision.limits.find((each) => value(each.passes) === false);
  if (limit !== undefined) return limit.layer;
  const allows = (layer: LayerName) =>
    value(decision.layers.find((each) => each.layer === layer)?.allows ?? decision.granted) === true;
  const { account } = request.caller.parts;
  if (account === undefined || request.caller.kind === "root") return "resource";
  if (!allows("identity") && !allows("resource")) return "identity";
  // Something grants: a layer that only limits, or the other of two that must both grant.
  if (!allows("boundaries")) return "boundaries";
  if (!allows("session")) return "session";
  return allows("identity") ? "resource" : "identity";
}

/** What a formula of unknown value waits for: what each of its atoms without a value does. */
export function openAtoms(
  formula: Formula,
  value: Value,
  waits: (atom: Atom) => string[],
  seen: Set<number> = new Set(),
): string[] {
  if (value(formula) !== null || seen.has(formula.id)) return [];
  seen.add(formula.id);
  switch (formula.is) {
    case "atom":
      return waits(formula.atom);
    case "not":
      return openAtoms(formula.of, value, waits, seen);
    case "all":
    case "any":
      return formula.of.flatMap((part) => openAtoms(part, value, waits, seen));
    default:
      return [];
  }
}
