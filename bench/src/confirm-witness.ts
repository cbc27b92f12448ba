import type { Witness } from "@keyaki/analysis";
import { AXIOMS, type Catalog, DEFAULT_ASSUMPTIONS, globalKey } from "@keyaki/catalog";
import { evaluate, faultsOf, readRequest, writeRequest } from "@keyaki/evaluator";
import type { Policy, PolicyKind } from "@keyaki/policy";
import { FormulaBuilder, type PinnedAssumptions, policySetMeaning, type Request, Rules } from "@keyaki/semantics";

/** Which claim a witness refutes: something allowed by the wider side only, or denied by the narrower side only. */
export type ClaimKind = "only" | "lifts";

const AXIOM_IDS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));

/** What one side decides on concrete requests, from formulas of its own builder with every open rule pinned. */
export class ConcreteSide {
  readonly #meaning: ReturnType<typeof policySetMeaning>;
  readonly #assumptions: PinnedAssumptions;

  constructor(policies: readonly Policy[], kind: PolicyKind, catalog: Catalog, under: PinnedAssumptions = {}) {
    this.#assumptions = { ...DEFAULT_ASSUMPTIONS, ...under };
    const facts = { arity: (key: string) => catalog.conditionKey(key)?.arity ?? "unknown" } as const;
    this.#meaning = policySetMeaning(policies, kind, new Rules(new FormulaBuilder(), facts, this.#assumptions));
  }

  allows(request: Request): boolean | null {
    return evaluate(this.#meaning.allows, request, { assumptions: this.#assumptions });
  }

  denies(request: Request): boolean | null {
    return evaluate(this.#meaning.denies, request, { assumptions: this.#assumptions });
  }
}

/**
 * Judges a witness once more, apart from the road that found it: written as JSON and read back, admissible, and decided
 * differently by two sides that are made into formulas anew. Null when it holds, else what does not.
 */
export function faultOfWitness(
  witness: Witness,
  claim: ClaimKind,
  wider: readonly Policy[],
  narrower: readonly Policy[],
  kind: PolicyKind,
  catalog: Catalog,
): string | null {
  const written = JSON.stringify(writeRequest(witness.request));
  const arity = (key: string) => globalKey(key)?.arity ?? catalog.conditionKey(key)?.arity ?? "unknown";
  const read = readRequest(JSON.parse(written), { arity });
  if ("problems" in read) return `not read back: ${JSON.stringify(read.problems)} from ${written}`;
  const { request } = read;
  if (JSON.stringify(writeRequest(request)) !== written) return `read back as another request: ${written}`;
  const [fault] = faultsOf(request, AXIOM_IDS);
  if (fault !== undefined) return `inadmissible: ${fault.code} ${fault.name}`;
  const high = new ConcreteSide(wider, kind, catalog, witness.under);
  const low = new ConcreteSide(narrower, kind, catalog, witness.under);
  const [holds, fails] =
    claim === "only" ? [high.allows(request), low.allows(request)] : [low.denies(request), high.denies(request)];
  return holds === true && fails === false ? null : `decided ${holds} and ${fails}: ${written}`;
}
