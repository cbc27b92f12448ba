export { faultsOf, type Inadmissible } from "./admissible.ts";
export { asksForTime, atomReader, evaluate, type Reading } from "./atoms.ts";
export { type CompiledDecision, compileDecision, type Settled } from "./compiled/compile.ts";
export { LineReader } from "./compiled/line-template.ts";
export { type PreparedRequest, prepareRequest } from "./compiled/prepared.ts";
export { QuickReader } from "./compiled/quick-request.ts";
export {
  type ConditionReason,
  type Decided,
  type DecisionWord,
  decideRequest,
  type Mismatch,
  mismatchOf,
  type StatementReason,
} from "./decide.ts";
export { Decider } from "./decider.ts";
export {
  type Evaluated,
  type EvaluateOptions,
  evaluateDecision,
  evaluateRequest,
  GLOBAL_KEY_FACTS,
  type OpenRule,
} from "./evaluate-request.ts";
export { type LayersFaults, type PolicyFault, readLayers } from "./layers-json.ts";
export { accepts, matches, type Substitution } from "./match.ts";
export { readRequest } from "./request-json.ts";
export type { RequestProblem, RequestProblemCode } from "./request-problem.ts";
export { type PrincipalJson, type RequestJson, writeRequest } from "./write-request.ts";
