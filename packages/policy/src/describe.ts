// Checked: words for people; programs read codes.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the hints show variables as policies write them
import type { Diagnostic, DiagnosticCode, HintCode } from "./diagnostic.ts";

type Words = (param: (name: string) => string) => string;

const KIND_NAMES: Readonly<Record<string, string>> = {
  identity: "An identity policy",
  resource: "A resource policy",
  trust: "A role trust policy",
  boundary: "A permissions boundary",
  session: "A session policy",
  scp: "A service control policy",
  rcp: "A resource control policy",
  endpoint: "A VPC endpoint policy",
};

const MESSAGES: Readonly<Record<DiagnosticCode, Words>> = {
  NOT_UTF8: (p) => `The document is not UTF-8: byte ${p("byte")} (${p("value")}) begins no character.`,
  BYTE_ORDER_MARK: () => "The document begins with a byte order mark, which JSON does not allow.",
  LONE_SURROGATE: (p) => `The unit ${p("found")} is half of a surrogate pair and not a character.`,
  DOCUMENT_TOO_LARGE: (p) => `The document is larger than the limit of ${p("limit")} bytes.`,
  NESTING_TOO_DEEP: (p) => `Objects and lists are nested deeper than the limit of ${p("limit")} levels.`,
  STRING_TOO_LONG: (p) => `The string is longer than the limit of ${p("limit")}.`,
  TOO_MANY_STATEMENTS: (p) => `The policy has ${p("found")} statements; the limit is ${p("limit")}.`,
  UNSUPPORTED_CHARACTER: (p) =>
    `IAM refuses the character ${p("found")} in the text of a document; write it as a \\u escape.`,
  EMPTY_DOCUMENT: () => "The document is empty.",
  JSON_SYNTAX_ERROR: (p) => `Not JSON: expected ${p("expected")} and found ${p("found")}.`,
  JSON_TRAILING_COMMA: () => "Not JSON: nothing follows this comma.",
  JSON_COMMENT: () => "Not JSON: JSON has no comments.",
  JSON_UNTERMINATED: (p) => `Not JSON: the ${p("what")} does not end.`,
  JSON_INVALID_ESCAPE: (p) => `Not JSON: ${p("found")} is not an escape.`,
  JSON_CONTROL_CHARACTER: (p) => `Not JSON: the control character ${p("found")} must be escaped inside a string.`,
  JSON_INVALID_NUMBER: () => "Not JSON: the number is not complete.",
  JSON_TEXT_AFTER_END: () => "Not JSON: more text follows after the end of the document.",
  NOT_A_JSON_VALUE: () => "The value cannot be written as JSON.",
  DUPLICATE_KEY: (p) => `The name ${p("key")} appears more than once in ${p("where")}.`,
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: (p) =>
    `The names ${p("key")} and ${p("other")} in ${p("where")} are the same but for case.`,
  DATA_TYPE_MISMATCH: (p) => `The value of ${p("element")} must be ${p("expected")}, not ${p("found")}.`,
  INVALID_POLICY_ELEMENT: (p) => `There is no element ${p("element")} in ${p("where")}.`,
  ELEMENT_CASE: (p) => `There is no element ${p("element")} in ${p("where")}: the case of element names counts.`,
  MISSING_STATEMENT: () => "The policy has no Statement.",
  MISSING_EFFECT: () => "The statement has no Effect.",
  MISSING_ACTION: () => "The statement has neither Action nor NotAction.",
  UNSUPPORTED_ELEMENT_COMBINATION: (p) =>
    `The elements ${p("element")} and ${p("other")} cannot stand in one statement.`,
  INVALID_EFFECT: (p) => `The Effect ${p("effect")} is neither Allow nor Deny.`,
  INVALID_VERSION: (p) => `The Version ${p("version")} does not exist.`,
  INVALID_PRINCIPAL_FORMAT: (p) =>
    `The value of ${p("element")} must be "*" or an object, not the string ${p("value")}.`,
  INVALID_PRINCIPAL_KEY: (p) => `There is no type of principal ${p("key")}.`,
  EMPTY_LIST: (p) => `The list of ${p("element")} is empty${p("effect")}.`,
  UNSUPPORTED_SID: (p) => `The Sid ${p("sid")} has characters other than A-Z, a-z and 0-9; IAM refuses them.`,
  UNIQUE_SIDS_REQUIRED: (p) => `The Sid ${p("sid")} is used twice; IAM demands unique Sids.`,
  UNSUPPORTED_ELEMENT: (p) => `${p("kind")} does not support ${p("element")}.`,
  MISSING_PRINCIPAL: (p) => `${p("kind")} needs a Principal in every statement.`,
  MISSING_RESOURCE: (p) => `${p("kind")} needs a Resource or NotResource in every statement.`,
  RESOURCE_OMITTED: () =>
    "The statement has no Resource; it is read as about whatever it is attached to. Most services refuse it.",
  ID_UNSUPPORTED: (p) => `${p("kind")} should have no Id.`,
  VERSION_REQUIRED: (p) => `${p("kind")} needs Version 2012-10-17.`,
  RCP_SYNTAX_ERROR_PRINCIPAL: () => 'The Principal of a resource control policy can only be "*".',
  RCP_SYNTAX_ERROR_ALLOW: () => "A resource control policy of your own can only deny.",
  RCP_SYNTAX_ERROR_ACTION: (p) => `The action ${p("action")} of a resource control policy must name a service.`,
  ANY_FEDERATED_PROVIDER: () => "Federated * is read as every identity provider, which AWS does not document.",
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: (p) => `Wildcards do not work in a principal: ${p("value")} of type ${p("key")}.`,
  UNRECOGNISED_PRINCIPAL: (p) => `The value ${p("value")} does not look like a principal of type ${p("key")}.`,
  TRUST_OF_EVERYONE: () => "This trust policy lets everyone ask for the role; AWS's validator refuses it.",
  ALLOW_WITH_NOT_PRINCIPAL: () => "Allow with NotPrincipal grants access to everyone else, anonymous callers included.",
  SURROUNDING_SPACE: (p) => `The value ${p("value")} has space around it, so as ${p("element")} it matches nothing.`,
  ACTION_WITHOUT_SERVICE: (p) => `The action ${p("action")} does not have the form service:name.`,
  INVALID_ARN_PREFIX: (p) => `The resource ${p("resource")} is not an ARN.`,
  MISSING_ARN_FIELD: (p) => `The resource ${p("resource")} has fewer than the six parts of an ARN.`,
  INCOMPLETE_ARN_REFUSED: (p) =>
    `${p("kind")} does not accept ${p("resource")}, which has fewer than the six parts of an ARN.`,
  EMPTY_VARIABLE: (p) => `The variable ${p("variable")} names nothing.`,
  MISSING_BRACE_IN_VARIABLE: (p) => `The variable ${p("variable")} is not closed.`,
  MISSING_QUOTE_IN_VARIABLE: (p) => `The default value in ${p("variable")} is not between single quotes.`,
  UNSUPPORTED_SPACE_IN_VARIABLE: (p) => `The name of the variable ${p("variable")} has a space.`,
  INVALID_VARIABLE: (p) => `There is no policy variable ${p("variable")}.`,
  VARIABLE_UNSUPPORTED_IN_ELEMENT: (p) => `Variables do not work in ${p("element")}: ${p("variable")}.`,
  INVALID_VARIABLE_FOR_OPERATOR: (p) => `Variables do not work with ${p("operator")}: ${p("variable")}.`,
  VARIABLE_WITH_BOOL: (p) => `AWS's pages disagree on whether ${p("operator")} takes variables: ${p("variable")}.`,
  VARIABLE_BEFORE_FIFTH_COLON: (p) =>
    `The resource ${p("variable")} has a variable before the fifth colon, where AWS documents none.`,
  VARIABLE_UNSUPPORTED_IN_VERSION: (p) =>
    `The variable in ${p("variable")} is plain text: without Version 2012-10-17 there are no variables.`,
  INVALID_CONDITION_OPERATOR: (p) => `There is no condition operator ${p("operator")}.`,
  NULL_WITH_IF_EXISTS: () => "Null cannot have the suffix IfExists.",
  NULL_WITH_SET_OPERATOR: (p) => `The operator ${p("operator")} is ${p("outcome")} true.`,
  INVALID_CONDITION_KEY_FORMAT: (p) => `The condition key ${p("key")} does not have the form service:name.`,
  UNPARSABLE_VALUE: (p) => `The value ${p("value")} is not ${p("expected")}, which ${p("operator")} compares.`,
  LITERAL_WILDCARD: (p) => `The value ${p("value")} is compared as it stands: ${p("operator")} has no wildcards.`,
};

const HINTS: Readonly<Record<HintCode, Words>> = {
  "accept-comments": () => "remove the comment, or allow comments for this file",
  "add-fifth-colon": () => "write all of arn:partition:service:region:account:resource",
  "close-variable": () => "add } after the variable, or write ${$} for a dollar sign",
  "default-syntax": () => "a variable is ${key} or ${key, 'default'}: a comma, one space and single quotes",
  "escape-dollar": () => "name a condition key, such as ${aws:username}, or write ${$} for a dollar sign",
  "list-or-omit": () => "list what is meant, or remove the element or statement",
  "multi-byte-encoding": () => "it looks like UTF-16; save it as UTF-8",
  "name-by-condition": () =>
    'use Principal "*" with a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID',
  "raise-limit": () => "the limit can be raised",
  "remove-element": (p) => `remove ${p("element")}`,
  "spell-element": (p) => `write ${p("name")}`,
  "template-reference": () =>
    "it looks like a template's reference: analyse the document after it is filled in, or write ${$}{ for the text itself",
  "use-like-operator": () =>
    "use StringLike or StringNotLike for wildcards, or ${*} and ${?} to show that the character is meant",
  "use-map": () => 'write { "AWS": … }, { "Service": … }, { "Federated": … } or { "CanonicalUser": … }',
  "use-null": () => 'write "Null" with "true" (the key is absent) or "false" (it is present)',
  "use-valid-value": (p) => `write ${p("expected")}`,
  "use-version-2012": () => 'write "Version": "2012-10-17"',
  "variable-places": () => "variables work in Resource, NotResource and the values of String and Arn operators",
};

const PLAIN = new Set([
  "byte",
  "limit",
  "found",
  "where",
  "element",
  "expected",
  "kind",
  "what",
  "operator",
  "outcome",
  "name",
  "other",
]);

/** The message of a diagnostic and its hint, in English, safe to print: control characters are escaped and long values cut. */
export function describeDiagnostic(diagnostic: Diagnostic): { readonly message: string; readonly hint: string | null } {
  const param = (name: string): string => {
    const value = diagnostic.params[name] ?? "";
    if (name === "kind") return KIND_NAMES[value] ?? quote(String(value));
    if (name === "effect" && diagnostic.code === "EMPTY_LIST") return EMPTY_EFFECTS[value] ?? "";
    const text = String(value);
    return PLAIN.has(name) && text.length <= 60 && /^[ -~]*$/.test(text) ? text : quote(text);
  };
  const message = MESSAGES[diagnostic.code](param);
  const hint = diagnostic.hint === null ? null : HINTS[diagnostic.hint](param);
  return { message, hint };
}

const EMPTY_EFFECTS: Readonly<Record<string, string>> = {
  nothing: ", so it applies to nothing",
  everything: ", so it excludes nothing and applies to everything",
  "no-value": ": no value can match it",
  "no-condition": ", so it limits nothing",
};

const LONGEST = 80;

function quote(text: string): string {
  const short = text.length > LONGEST * 2 ? text.slice(0, LONGEST * 2) : text;
  const points = [...short];
  const cut = points.length > LONGEST || short.length < text.length;
  return `"${printable(points.slice(0, LONGEST).join(""))}${cut ? "…" : ""}"`;
}

/** Escapes what could move the cursor, change colours or reorder a line: controls, format characters, line separators, halves of pairs. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\u{${code}}`;
  });
}
