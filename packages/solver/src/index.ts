export { createInlineSolver } from "./inline.ts";
export { createSolver, type SolverOptions } from "./queue.ts";
export type {
  AnswerTo,
  ClauseQuestion,
  Effort,
  Question,
  ScriptAnswer,
  ScriptQuestion,
  ScriptSat,
  Solver,
  SolverAnswer,
  SolverStats,
} from "./solver.ts";
