// Pairs that two engines are compared on.
import fc from "fast-check";
import { policyPair } from "../generators/policies.ts";
import { variablePair } from "../generators/variable-policies.ts";
import { type Pair, pairFiles } from "../pairs/pair-file.ts";

/** Pairs of one sort, and how often the short run draws one. */
export interface Space {
  readonly named: string;
  readonly pairs: fc.Arbitrary<Pick<Pair, "kind" | "left" | "right">>;
  readonly short: number;
}

const written = [...pairFiles("pairs"), ...pairFiles("regressions")].flatMap(({ pairs }) =>
  pairs.filter(({ want }) => want.resourceAccount === undefined),
);

/** Policies of every kind, policies full of variables, and the pairs of the corpus. */
export function spaces(every: number, variables: number, corpus: number): readonly Space[] {
  return [
    { named: "policies of every kind", pairs: policyPair, short: every },
    { named: "policies full of variables", pairs: variablePair, short: variables },
    { named: "pairs of the corpus", pairs: fc.constantFrom(...written), short: corpus },
  ];
}
