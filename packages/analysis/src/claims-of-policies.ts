// Trusted: the claims must be those that are asked, wherever they are made.
import type { Catalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { FormulaBuilder, policySetMeaning, Rules } from "@keyaki/semantics";
import type { CompareOptions } from "./analyzer.ts";
import { type Claim, pinnedOwner, wholeClaimsOf } from "./claim.ts";
import { withinUniverse } from "./universe.ts";

export const CLAIM_NAMES = ["leftOnly", "rightOnly", "leftLifts", "rightLifts"] as const;

/** The four claims of a comparison: "no request is allowed by this side only", "no request is explicitly denied by the other side only". */
export type ClaimName = (typeof CLAIM_NAMES)[number];

/** What decides the meaning of a comparison's claims. */
export type Asked = Pick<CompareOptions, "kind" | "assume" | "axioms" | "resourceAccount" | "universe">;

/** The four claims in a builder of their own. */
export function claimsOfPolicies(
  left: readonly Policy[],
  right: readonly Policy[],
  asked: Asked,
  catalog: Catalog,
): { readonly claims: Readonly<Record<ClaimName, Claim>>; readonly rules: Rules } {
  const arity = (key: string) => catalog.conditionKey(key)?.arity ?? "unknown";
  const rules = new Rules(new FormulaBuilder(), { arity }, asked.assume ?? {});
  const first = policySetMeaning(left, asked.kind, rules);
  const second = policySetMeaning(right, asked.kind, rules);
  const within = rules.build.all(
    pinnedOwner(asked.resourceAccount, rules),
    withinUniverse(asked.universe ?? "open", catalog, rules),
  );
  const forward = wholeClaimsOf(first, second, within, rules);
  const backward = wholeClaimsOf(second, first, within, rules);
  const claims = {
    leftOnly: forward.only,
    rightOnly: backward.only,
    leftLifts: forward.lifts,
    rightLifts: backward.lifts,
  };
  return { claims, rules };
}
