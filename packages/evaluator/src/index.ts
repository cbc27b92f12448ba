export { faultsOf, type Inadmissible } from "./admissible.ts";
export { atomReader, evaluate, type Reading } from "./atoms.ts";
export {
  type Decided,
  type DecisionWord,
  decideRequest,
  type Mismatch,
  mismatchOf,
  type StatementReason,
} from "./decide.ts";
export { accepts, matches, type Substitution } from "./match.ts";
