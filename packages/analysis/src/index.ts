export type { Analyzer, ChangeAnalysis, CompareOptions, Comparison, Undo } from "./analyzer.ts";
export { type AnalyzerOptions, createAnalyzer } from "./create-analyzer.ts";
export { type EmittedComparison, emitComparison } from "./emit.ts";
export type {
  AccessGroup,
  AccessList,
  Engine,
  EngineChoice,
  Level,
  Reason,
  Relation,
  StatementRef,
  UndecidedActions,
  Verdict,
  Verification,
  When,
  Witness,
} from "./verdict.ts";
