// Checked: a fault reported with the wrong words misleads a reader; whether one is reported is decided where the text is read.
import type { Span } from "./policy.ts";

/** An error means that there is no policy; a warning, that AWS accepts the document and may not do what it seems to say. */
export type Severity = "error" | "warning";

// `shape`: the fault can be told from the shape of the JSON alone, so that a schema can say it too.
// Codes that IAM Access Analyzer has too are spelled as its policy check reference spells them.
const CODES = {
  // the text
  NOT_UTF8: { severity: "error" },
  BYTE_ORDER_MARK: { severity: "error" },
  LONE_SURROGATE: { severity: "error" },
  DOCUMENT_TOO_LARGE: { severity: "error" },
  NESTING_TOO_DEEP: { severity: "error" },
  STRING_TOO_LONG: { severity: "error" },
  TOO_MANY_STATEMENTS: { severity: "error" },
  UNSUPPORTED_CHARACTER: { severity: "warning" },
  // JSON
  EMPTY_DOCUMENT: { severity: "error" },
  JSON_SYNTAX_ERROR: { severity: "error" },
  JSON_TRAILING_COMMA: { severity: "error" },
  JSON_COMMENT: { severity: "error" },
  JSON_UNTERMINATED: { severity: "error" },
  JSON_INVALID_ESCAPE: { severity: "error" },
  JSON_CONTROL_CHARACTER: { severity: "error" },
  JSON_INVALID_NUMBER: { severity: "error" },
  JSON_TEXT_AFTER_END: { severity: "error" },
  NOT_A_JSON_VALUE: { severity: "error" },
  DUPLICATE_KEY: { severity: "error" },
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: { severity: "error" },
  // the grammar
  DATA_TYPE_MISMATCH: { severity: "error", shape: true },
  INVALID_POLICY_ELEMENT: { severity: "error", shape: true },
  ELEMENT_CASE: { severity: "error", shape: true },
  MISSING_STATEMENT: { severity: "error", shape: true },
  MISSING_EFFECT: { severity: "error", shape: true },
  MISSING_ACTION: { severity: "error", shape: true },
  UNSUPPORTED_ELEMENT_COMBINATION: { severity: "error", shape: true },
  INVALID_EFFECT: { severity: "error", shape: true },
  INVALID_VERSION: { severity: "error", shape: true },
  INVALID_PRINCIPAL_FORMAT: { severity: "error", shape: true },
  INVALID_PRINCIPAL_KEY: { severity: "error", shape: true },
  EMPTY_LIST: { severity: "warning" },
  UNSUPPORTED_SID: { severity: "warning" },
  UNIQUE_SIDS_REQUIRED: { severity: "warning" },
  // what each kind of policy forbids or needs
  UNSUPPORTED_ELEMENT: { severity: "error" },
  MISSING_PRINCIPAL: { severity: "error" },
  MISSING_RESOURCE: { severity: "error" },
  RESOURCE_OMITTED: { severity: "warning" },
  ID_UNSUPPORTED: { severity: "warning" },
  VERSION_REQUIRED: { severity: "error" },
  RCP_SYNTAX_ERROR_PRINCIPAL: { severity: "error" },
  RCP_SYNTAX_ERROR_ALLOW: { severity: "error" },
  RCP_SYNTAX_ERROR_ACTION: { severity: "error" },
  // principals, actions, resources
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: { severity: "error" },
  ANY_FEDERATED_PROVIDER: { severity: "warning" },
  UNRECOGNISED_PRINCIPAL: { severity: "warning" },
  TRUST_OF_EVERYONE: { severity: "warning" },
  ALLOW_WITH_NOT_PRINCIPAL: { severity: "warning" },
  SURROUNDING_SPACE: { severity: "warning" },
  ACTION_WITHOUT_SERVICE: { severity: "warning" },
  INVALID_ARN_PREFIX: { severity: "warning" },
  MISSING_ARN_FIELD: { severity: "warning" },
  INCOMPLETE_ARN_REFUSED: { severity: "error" },
  // variables
  EMPTY_VARIABLE: { severity: "error" },
  MISSING_BRACE_IN_VARIABLE: { severity: "error" },
  MISSING_QUOTE_IN_VARIABLE: { severity: "error" },
  UNSUPPORTED_SPACE_IN_VARIABLE: { severity: "error" },
  INVALID_VARIABLE: { severity: "error" },
  VARIABLE_UNSUPPORTED_IN_ELEMENT: { severity: "error" },
  INVALID_VARIABLE_FOR_OPERATOR: { severity: "error" },
  VARIABLE_WITH_BOOL: { severity: "warning" },
  VARIABLE_BEFORE_FIFTH_COLON: { severity: "warning" },
  VARIABLE_UNSUPPORTED_IN_VERSION: { severity: "warning" },
  // conditions
  INVALID_CONDITION_OPERATOR: { severity: "error" },
  NULL_WITH_IF_EXISTS: { severity: "error" },
  NULL_WITH_SET_OPERATOR: { severity: "warning" },
  INVALID_CONDITION_KEY_FORMAT: { severity: "warning" },
  UNPARSABLE_VALUE: { severity: "warning" },
  LITERAL_WILDCARD: { severity: "warning" },
} as const;

/** What is wrong; stable, for programs. */
export type DiagnosticCode = keyof typeof CODES;

/** Which advice goes with a diagnostic; its words are made by `describeDiagnostic`. */
export type HintCode =
  | "accept-comments"
  | "add-fifth-colon"
  | "close-variable"
  | "default-syntax"
  | "escape-dollar"
  | "list-or-omit"
  | "multi-byte-encoding"
  | "name-by-condition"
  | "raise-limit"
  | "remove-element"
  | "spell-element"
  | "template-reference"
  | "use-like-operator"
  | "use-map"
  | "use-null"
  | "use-valid-value"
  | "use-version-2012"
  | "variable-places";

/** A fault of a document, or a doubt about it: a code with parameters and the place in the text. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly span: Span;
  readonly params: Readonly<Record<string, string | number>>;
  readonly hint: HintCode | null;
}

/** Whether a fault with this code lies in the shape of the JSON (types, elements, enumerations), whatever the kind and the strings. */
export function isShapeCode(code: DiagnosticCode): boolean {
  return "shape" in CODES[code];
}

/** Every code with its severity, in the order of the reading. */
export const DIAGNOSTIC_CODES: Readonly<Record<DiagnosticCode, { readonly severity: Severity }>> = CODES;

/** Gathers diagnostics while a document is read, and gives them in the order of their places. */
export class Diagnostics {
  private readonly list: Diagnostic[] = [];
  private errors = 0;

  add(code: DiagnosticCode, span: Span, params: Diagnostic["params"] = {}, hint: HintCode | null = null): void {
    const { severity } = CODES[code];
    if (severity === "error") this.errors++;
    this.list.push({ code, severity, span: { start: span.start, end: span.end }, params, hint });
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  sorted(): readonly Diagnostic[] {
    return this.list.sort((a, b) => a.span.start - b.span.start);
  }
}
