// Trusted: what is said of a saved answer.
import { type Catalog, DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import type { Request } from "@keyaki/semantics";
import { type Asked, type ClaimName, claimsOfPolicies } from "./claims-of-policies.ts";
import { confirms } from "./confirm.ts";

/** Whether a request refutes a claim, for the evaluator alone; `under`: values of open rules that it needs. */
export function refutesClaim(
  left: readonly Policy[],
  right: readonly Policy[],
  name: ClaimName,
  asked: Asked,
  catalog: Catalog,
  request: Request,
  under: Readonly<Record<string, string>>,
): boolean {
  const { claims } = claimsOfPolicies(left, right, asked, catalog);
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...under, ...asked.assume };
  return confirms(claims[name], request, assumptions, asked.axioms ?? true);
}
