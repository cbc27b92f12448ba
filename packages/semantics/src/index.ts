export {
  type AddressBlock,
  compareDecimals,
  type DateLetters,
  type Decimal,
  foldAscii,
  hasSmallLetters,
  isZoneless,
  type NumberForms,
  parseAddress,
  parseBase64,
  parseBlock,
  parseBool,
  parseDecimal,
  parseInstant,
  renderAddress,
  renderBase64,
  renderDecimal,
  renderInstant,
  unmapIpv6,
  type Zoneless,
} from "@keyaki/policy";
export { patternsNear } from "./action-reach.ts";
export { type Atom, atomKey, keyView, type View } from "./atom.ts";
export { type AxiomInstance, axiomInstances } from "./axiom-meaning.ts";
export { Beginnings, beginningOf, endingOf } from "./beginnings.ts";
export {
  ACCOUNT_CALLERS,
  actionsOf,
  CALLER_KINDS,
  CALLER_ROWS,
  CALLER_VIEWS,
  type CallerKind,
  type CallerPart,
  type CallerRow,
  callerRow,
  isNeverAnonymous,
  type PartDomain,
  type Template,
} from "./caller.ts";
export { conditionMeaning } from "./condition.ts";
export {
  type Decision,
  type DecisionFacts,
  decide,
  isUnknown,
  type LayerMeaning,
  type LayerName,
  type Layers,
  type UnknownLayer,
} from "./decision.ts";
export {
  type Algebra,
  atomsOf,
  type Formula,
  FormulaBuilder,
  fold,
  type Kleene,
  kleene,
} from "./formula.ts";
export { actionGlob, type ResourceWildcard } from "./glob.ts";
export { OPERATORS, type OperatorRow } from "./operators.ts";
export { resourceGlobs } from "./pattern-lists.ts";
export { callersUnder, type PolicySetMeaning, policySetMeaning, underActions, underCallers } from "./policy-set.ts";
export { callerIs, type PrincipalMeaning } from "./principal.ts";
export { PatternKeys, Remembered } from "./remembered.ts";
export {
  type Caller,
  CLOCK_VIEWS,
  callerText,
  type KeyValues,
  OWNER_VIEWS,
  type Request,
  readView,
} from "./request.ts";
export { Restriction } from "./restriction.ts";
export { type KeyFacts, type PinnedAssumptions, Rules } from "./rules.ts";
export {
  keyButAction,
  type StatementMeaning,
  samePattern,
  sameStatement,
  statementKey,
  statementMeaning,
} from "./statement.ts";
export { StatementReach } from "./statement-reach.ts";
export {
  type DateReading,
  EVERY_TEXT,
  type Family,
  type Folding,
  type Glob,
  type GlobToken,
  globSet,
  type MappedIpv4,
  makeGlob,
  type Order,
  type ParsesSet,
  textsIn,
  type ValueSet,
  valueSetKey,
  variablesIn,
} from "./value-set.ts";
