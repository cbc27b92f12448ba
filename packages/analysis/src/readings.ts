// Trusted: together the readings must cover every value of the rule.
import { assumption, DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import { atomsOf, type Formula, type PinnedAssumptions, type Rules } from "@keyaki/semantics";

/** The question under one value of the rule that changes what patterns match. */
export interface QuestionReading {
  readonly formula: Formula;
  readonly assumptions: PinnedAssumptions;
}

const RULE = "resource-wildcard";

/**
 * The question once for each value of `resource-wildcard`, the default first: each value has its own classes of resources.
 * Values that make the same formula are asked once. The other open rules stay booleans of the question.
 */
export function readingsOf(question: Formula, rules: Rules): QuestionReading[] {
  const isOpen = atomsOf([question]).some((atom) => atom.is === "assume" && atom.name === RULE);
  const pinned: PinnedAssumptions = { ...DEFAULT_ASSUMPTIONS, ...rules.pinned };
  if (!isOpen) return [{ formula: question, assumptions: pinned }];
  const readings = new Map<number, QuestionReading>();
  for (const value of assumption(RULE).values) {
    const formula = rules.build.restrict(question, (atom) =>
      atom.is === "assume" && atom.name === RULE ? atom.value === value : undefined,
    );
    if (!readings.has(formula.id)) readings.set(formula.id, { formula, assumptions: { ...pinned, [RULE]: value } });
  }
  return [...readings.values()];
}
