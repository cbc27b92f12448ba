export { type Abstraction, type AbstractOptions, abstractFormula, type Selection } from "./abstract.ts";
export { type ActionClass, ActionClasses } from "./action-classes.ts";
export { type Choice, readsValues, type ValueAtom } from "./choice.ts";
export { type ActionCandidate, type Candidate, exampleValues, requestsFor, type Target } from "./decode.ts";
export { narrowQuestion } from "./narrow.ts";
export { isRelation, relationFacts } from "./relations.ts";
export { emitSmtLib, type SmtLibOptions, type SmtLibQuestion } from "./smtlib/emit.ts";
export { type ActionLeaf, type ResourceLeaf, splitActions, splitResources } from "./split.ts";
export { Undecidable, type UndecidableReason } from "./undecidable.ts";
