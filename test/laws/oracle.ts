// What a comparison should say, told by the evaluator on concrete requests: no class, no solver.
import { AXIOMS, type Catalog, loadCatalog } from "@keyaki/catalog";
import { evaluate, faultsOf } from "@keyaki/evaluator";
import type { Policy, PolicyKind } from "@keyaki/policy";
import {
  type Atom,
  atomsOf,
  callersUnder,
  type Formula,
  FormulaBuilder,
  type PinnedAssumptions,
  type PolicySetMeaning,
  policySetMeaning,
  type Request,
  Rules,
} from "@keyaki/semantics";

export const catalog: Catalog = await loadCatalog();
const ALL_AXIOMS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));
const NO_AXIOMS: ReadonlySet<string> = new Set();

export const CLAIMS = ["leftOnly", "rightOnly", "leftLifts", "rightLifts"] as const;
export type ClaimName = (typeof CLAIMS)[number];

/** How a comparison was asked. */
export interface Asked {
  readonly kind: PolicyKind;
  readonly assume: PinnedAssumptions;
  readonly axioms: boolean;
  readonly resourceAccount?: string;
}

/** The options of `compare` that ask so. */
export function optionsOf({ kind, assume, axioms, resourceAccount }: Asked): {
  kind: PolicyKind;
  assume: Record<string, string>;
  axioms: boolean;
  resourceAccount?: string;
} {
  const pinned = Object.fromEntries(
    Object.entries(assume).flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])),
  );
  return { kind, assume: pinned, axioms, ...(resourceAccount === undefined ? {} : { resourceAccount }) };
}

/** Both sides of a comparison as formulas of their own builder. */
export class Oracle {
  readonly asked: Asked;
  readonly left: PolicySetMeaning;
  readonly right: PolicySetMeaning;
  readonly atoms: readonly Atom[];

  constructor(left: readonly Policy[], right: readonly Policy[], asked: Asked) {
    const rules = new Rules(new FormulaBuilder(), { arity }, asked.assume);
    this.asked = asked;
    this.left = policySetMeaning(left, asked.kind, rules);
    this.right = policySetMeaning(right, asked.kind, rules);
    this.atoms = atomsOf([this.left.allows, this.left.denies, this.right.allows, this.right.denies]);
  }

  /** What must be true and what false of a request that refutes the claim. */
  sides(claim: ClaimName): { readonly holds: Formula; readonly fails: Formula } {
    const { left, right } = this;
    switch (claim) {
      case "leftOnly":
        return { holds: left.allows, fails: right.allows };
      case "rightOnly":
        return { holds: right.allows, fails: left.allows };
      case "leftLifts":
        return { holds: right.denies, fails: left.denies };
      case "rightLifts":
        return { holds: left.denies, fails: right.denies };
    }
  }

  /** Whether AWS could receive the request, and the comparison is about it. */
  isAsked(request: Request): boolean {
    const { kind, axioms, resourceAccount } = this.asked;
    if (faultsOf(request, axioms ? ALL_AXIOMS : NO_AXIOMS).length > 0) return false;
    const callers = callersUnder(kind);
    if (callers !== null && !callers.includes(request.caller.kind)) return false;
    return resourceAccount === undefined || request.owner === resourceAccount;
  }

  /** Whether the request refutes the claim under these values of the rules that are not pinned; the default of the others. */
  refutes(claim: ClaimName, request: Request, assumptions: PinnedAssumptions = {}): boolean {
    const { holds, fails } = this.sides(claim);
    const reading = { assumptions: { ...assumptions, ...this.asked.assume } };
    return evaluate(holds, request, reading) === true && evaluate(fails, request, reading) === false;
  }
}

export function arity(key: string): ReturnType<Rules["facts"]["arity"]> {
  return catalog.conditionKey(key)?.arity ?? "unknown";
}

/** The words of a verdict that must be the same bytes whoever asks: everything but the statistics. */
export function bytesOf(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) => {
    if (key === "stats") return undefined;
    return value instanceof Map ? [...value] : value;
  });
}
