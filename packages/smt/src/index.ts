// Propositional problems: what the solver decides.
export type { Answer, Sat, Unknown, UnknownCode, UnknownReason, Unsat } from "./answer.ts";
export { ClauseBuilder } from "./builder.ts";
export { toDimacs } from "./dimacs.ts";
export { and, bool, distinct, equal, implies, ite, not, or } from "./logic.ts";
export { checkModel, FALSE, type Model, TRUE, truth, UNASKED } from "./model.ts";
export {
  add,
  atMost,
  bitvector,
  bvAnd,
  bvAtMost,
  bvBelow,
  bvConcat,
  bvOr,
  extract,
  int,
  lessThan,
  real,
  subtract,
} from "./numbers.ts";
export { assertWellFormed, clauseCount, eachClause, type Literal, type Problem } from "./problem.ts";
// Refutations: why a problem has no model, step by step.
export { type Refutation, type RefutationBudget, type RefutationSearch, refute } from "./refute.ts";
export {
  anyCharacter,
  anyWord,
  complement,
  difference,
  intersection,
  noWord,
  optional,
  plus,
  range,
  repeat,
  sequence,
  star,
  union,
  word,
} from "./regular.ts";
// SMT-LIB text: what other solvers can re-check.
export { Script, type ScriptOptions } from "./script.ts";
// Small problems, answered where they stand.
export { type SearchBudget, searchSmall } from "./search.ts";
export { isSayable, MAX_CODE_POINT, parseStringLiteral, stringLiteral } from "./strings.ts";
export { symbol } from "./symbol.ts";
export { apply, type BitVec, constant, type Sort, sortName, type Term } from "./term.ts";
export {
  concat,
  contains,
  endsWith,
  indexOf,
  inRegular,
  length,
  startsWith,
  string,
  stringLessThan,
  substring,
  toInt,
} from "./text.ts";
