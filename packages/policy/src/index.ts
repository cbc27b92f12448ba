export {
  type AddressBlock,
  type Ipv6NoPrefix,
  mapToIpv6,
  parseAddress,
  parseBlock,
  renderAddress,
  unmapBlock,
  unmapIpv6,
} from "./address.ts";
export { type Arn, splitArn } from "./arn.ts";
export { foldAscii } from "./ascii.ts";
export { parseBase64, renderBase64 } from "./base64.ts";
export { canonicalPolicy, canonicalStatement } from "./canonical.ts";
export { compareDecimals, type Decimal, type NumberForms, parseDecimal, renderDecimal } from "./decimal.ts";
export { describeDiagnostic, printable } from "./describe.ts";
export {
  DIAGNOSTIC_CODES,
  type Diagnostic,
  type DiagnosticCode,
  type HintCode,
  isShapeCode,
  type Severity,
} from "./diagnostic.ts";
export { contentHash } from "./hash.ts";
export {
  type DateLetters,
  hasSmallLetters,
  isZoneless,
  parseInstant,
  renderInstant,
  type Zoneless,
} from "./instant.ts";
export { KIND_RULES, type KindReading, type KindRules } from "./kind.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { type Location, locate } from "./locate.ts";
export { OPERATORS, type OperandKind, type OperatorSyntax, parseOperator, printOperator } from "./operator.ts";
export { type ParseOptions, type ParseResult, parsePolicy, parsePolicyValue } from "./parse.ts";
export { ACTION_PLACE, type ParsedPattern, type PatternFault, type PatternPlace, parsePattern } from "./pattern.ts";
export type {
  Condition,
  ConditionValue,
  OperatorName,
  Part,
  Pattern,
  PatternList,
  Policy,
  PolicyKind,
  PrincipalEntry,
  PrincipalList,
  Span,
  Statement,
  VariablePart,
} from "./policy.ts";
export { printPattern, printPolicy } from "./print.ts";
export { renderDiagnostic } from "./render.ts";
export { parseBool } from "./truth.ts";
