// Checked: explains a decision that is made elsewhere; an error here names the wrong layer, never a wrong decision.
import type { Atom, Decision, Formula, Kleene, LayerName, Request } from "@keyaki/semantics";

type Value = (formula: Formula) => Kleene;

/**
 * The layer that settles a decision: a Deny, a limit that does not let the request pass, or where the grant is or is missing.
 * `grants`: whether an Allow of a layer applies.
 */
export function settlingLayer(
  word: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied",
  decision: Decision,
  grants: (layer: LayerName) => boolean,
  request: Request,
  value: Value,
): LayerName | null {
  if (word === "ExplicitlyDenied") return decision.denials.find((each) => value(each.denies) === true)?.layer ?? null;
  if (word === "Allowed") {
    // The root user needs no policy at all.
    return grants("identity") ? "identity" : grants("resource") ? "resource" : null;
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
