import type { ClaimName, Comparison } from "@keyaki/analysis";
import { AXIOMS, type Catalog } from "@keyaki/catalog";
import { faultsOf } from "@keyaki/evaluator";
import type { Policy, PolicyKind } from "@keyaki/policy";
import type { Request } from "@keyaki/semantics";
import { ConcreteSide } from "./confirm-witness.ts";
import { RandomRequests } from "./random-requests.ts";

const AXIOM_IDS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));

export interface RandomRefutation {
  readonly claim: ClaimName;
  readonly request: Request;
}

/**
 * Looks for a request that refutes a claim which was proved, among admissible random ones near both sides' patterns.
 * `tried` counts the requests; `told` those that the sides decide differently at all.
 */
export function refuteAtRandom(
  comparison: Comparison,
  left: readonly Policy[],
  right: readonly Policy[],
  kind: PolicyKind,
  catalog: Catalog,
  attempts: number,
): { readonly refutation: RandomRefutation | null; readonly tried: number; readonly told: number } {
  const isSet = (key: string) => catalog.conditionKey(key)?.arity === "multi";
  const random = new RandomRequests([...left, ...right], isSet, 1);
  const one = new ConcreteSide(left, kind, catalog);
  const two = new ConcreteSide(right, kind, catalog);
  let tried = 0;
  let told = 0;
  for (let at = 0; at < attempts; at++) {
    const request = random.next();
    if (faultsOf(request, AXIOM_IDS).length > 0) continue;
    tried++;
    const claims: [ClaimName, boolean][] = [
      ["leftOnly", one.allows(request) === true && two.allows(request) === false],
      ["rightOnly", two.allows(request) === true && one.allows(request) === false],
      ["leftLifts", two.denies(request) === true && one.denies(request) === false],
      ["rightLifts", one.denies(request) === true && two.denies(request) === false],
    ];
    if (claims.some(([, refuted]) => refuted)) told++;
    for (const [claim, refuted] of claims) {
      const verdict = comparison[claim];
      if (refuted && verdict.outcome === "proved") {
        return { refutation: { claim, request }, tried, told };
      }
    }
  }
  return { refutation: null, tried, told };
}
