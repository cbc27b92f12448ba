export type { Answer, Sat, Unknown, UnknownCode, UnknownReason, Unsat } from "./answer.ts";
export { ClauseBuilder } from "./builder.ts";
export { toDimacs } from "./dimacs.ts";
export { checkModel, FALSE, type Model, TRUE, truth, UNASKED } from "./model.ts";
export { assertWellFormed, clauseCount, eachClause, type Literal, type Problem } from "./problem.ts";
