export type {
  AccessGroup,
  AccessList,
  Analyzer,
  AnalyzerOptions,
  ChangeAnalysis,
  CompareOptions,
  Comparison,
  Level,
  Reason,
  Relation,
  StatementRef,
  Verdict,
  Witness,
} from "@keyaki/analysis";
export { createAnalyzer } from "@keyaki/analysis";
export { createThreadedAnalyzer, type ThreadedOptions } from "@keyaki/batch";
export { loadCatalog } from "@keyaki/catalog";
export type {
  Evaluated,
  EvaluateOptions,
  PreparedRequest,
  RequestJson,
  RequestProblem,
  Settled,
} from "@keyaki/evaluator";
export { Decider, prepareRequest, readLayers, readRequest } from "@keyaki/evaluator";
export type {
  Diagnostic,
  DiagnosticCode,
  Limits,
  ParseOptions,
  ParseResult,
  Policy,
  PolicyKind,
  Statement,
} from "@keyaki/policy";
export { parsePolicy, parsePolicyValue, printPolicy, renderDiagnostic } from "@keyaki/policy";
