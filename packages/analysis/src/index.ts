export type { Analyzer, Certificates, ChangeAnalysis, CompareOptions, Comparison, Undo } from "./analyzer.ts";
export {
  type Certificate,
  type StatementPlace,
  type Uncertified,
  type Verified,
  verifyCertificate,
} from "./certificate.ts";
export { type Asked, CLAIM_NAMES, type ClaimName } from "./claims-of-policies.ts";
export { relationOf } from "./compare.ts";
export { type AnalyzerOptions, createAnalyzer } from "./create-analyzer.ts";
export { type EmittedComparison, emitComparison, SCRIPT_OF_CLAIM } from "./emit.ts";
export { forbiddenAccess } from "./forbidden.ts";
export { refutesClaim } from "./recheck.ts";
export type { QuestionStats } from "./spent.ts";
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
