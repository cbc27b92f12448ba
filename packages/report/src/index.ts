// biome-ignore-all assist/source/organizeImports: the exports stand in the order in which to meet them

// What every report holds.
export { type ReportOptions, type ToolFacts, verdictJson, witnessJson } from "./verdict-json.ts";
export type {
  ChangeJson,
  CompareReport,
  ConditionJson,
  EvaluateReason,
  EvaluateReport,
  GateReport,
  GroupJson,
  GroupWords,
  NotAnalysed,
  QuestionStatsJson,
  ReasonJson,
  Report,
  ReportHead,
  RequestJson,
  RunStatsJson,
  StatementRefJson,
  StatsJson,
  UndecidedJson,
  VerdictJson,
  WitnessJson,
} from "./json.ts";

// Verdicts to reports, and the exit codes they ask for.
export { compareExit, type CompareInput, compareReport } from "./compare-report.ts";
export { gateExit, type GateChange, type GateInput, gateReport, gateResult } from "./gate-report.ts";
export { type CertificateJson, type DocumentJson, documentsJson, type ProofsJson, proofsJson } from "./proofs-json.ts";
export { type CheckedAnswer, verifyExit, type VerifyInput, type VerifyReport, verifyReport } from "./verify-report.ts";
export { evaluateExit, type EvaluatedInput, evaluateReport } from "./evaluate-report.ts";

// Reports to words.
export { reportMarkdown, reportText } from "./report-text.ts";
export { colourise, type TextOptions } from "./layout.ts";

// Single words.
export { reasonWords } from "./reason.ts";
export { problemWords } from "./problem-words.ts";
export { LEVELS } from "./level.ts";
export { conditionWords, type ConditionWords } from "./condition-words.ts";
