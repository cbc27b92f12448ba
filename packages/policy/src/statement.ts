// Trusted: what a statement says.
import { type ConditionElement, readConditions } from "./condition.ts";
import type { Reading, StringNode } from "./elements.ts";
import { onePair, readElements, readString, readStrings, wrongType } from "./elements.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import { KIND_RULES } from "./kind.ts";
import { ACTION_PLACE, type ParsedPattern, parsePattern } from "./pattern.ts";
import { reportFaults } from "./pattern-faults.ts";
import type { Pattern, PatternList, PrincipalList, Span, Statement } from "./policy.ts";
import { readPrincipals } from "./principal.ts";
import { checkRcpStatement } from "./rcp.ts";

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

// A service, a colon and a name, without space or a list inside the string.
const ACTION = /^[^:\s,]+:[^\s,]+$/;

type Elements = ReadonlyMap<string, JsonMember>;

const NO_CONDITIONS: ConditionElement = { conditions: [], emptyCondition: null };

/** Reads one statement; null when an error keeps it from being read. */
export function readStatement(node: JsonNode, index: number, reading: Reading): Statement | null {
  const { diagnostics, kind } = reading;
  if (node.is !== "object") {
    wrongType(diagnostics, node, "Statement", "an object");
    return null;
  }
  const span = { start: node.start, end: node.end };
  const elements = readElements(node, ELEMENTS, "a statement", diagnostics);
  const sid = readSid(elements.get("Sid"), reading);
  const effect = readEffect(elements.get("Effect"), span, reading);
  const principal = readPrincipalPair(elements, effect, span, reading);
  const action = readAction(elements, span, reading);
  const resource = readResource(elements, span, reading);
  const condition = elements.get("Condition");
  const read = condition === undefined ? NO_CONDITIONS : readConditions(condition, reading);
  if (effect === null || action === null || read === null) return null;
  const { conditions, emptyCondition } = read;
  const statement: Statement = { index, sid, effect, principal, action, resource, conditions, emptyCondition, span };
  if (kind === "rcp") checkRcpStatement(statement, diagnostics);
  return statement;
}

function readSid(member: JsonMember | undefined, { kind, diagnostics }: Reading): string | null {
  if (member === undefined) return null;
  const sid = readString(member, diagnostics);
  if (sid !== null && KIND_RULES[kind].strictSids && !/^[A-Za-z0-9]*$/.test(sid)) {
    diagnostics.add("UNSUPPORTED_SID", spanOf(member.value), { sid });
  }
  return sid;
}

function readEffect(
  member: JsonMember | undefined,
  statement: Span,
  { diagnostics }: Reading,
): "Allow" | "Deny" | null {
  if (member === undefined) {
    diagnostics.add("MISSING_EFFECT", opening(statement));
    return null;
  }
  const effect = readString(member, diagnostics);
  if (effect === "Allow" || effect === "Deny") return effect;
  if (effect !== null) {
    const name = /^\s*allow\s*$/i.test(effect) ? "Allow" : /^\s*deny\s*$/i.test(effect) ? "Deny" : "";
    diagnostics.add("INVALID_EFFECT", spanOf(member.value), { effect, name }, name === "" ? null : "spell-element");
  }
  return null;
}

function readPrincipalPair(
  elements: Elements,
  effect: "Allow" | "Deny" | null,
  statement: Span,
  reading: Reading,
): PrincipalList | null {
  const { diagnostics, kind } = reading;
  const rules = KIND_RULES[kind];
  const found = onePair(elements, "Principal", diagnostics);
  if (found === null) {
    if (rules.principal === "required") diagnostics.add("MISSING_PRINCIPAL", opening(statement), { kind });
    return null;
  }
  const { member, negated } = found;
  if (rules.principal === "forbidden" || (negated && !rules.notPrincipal)) {
    diagnostics.add("UNSUPPORTED_ELEMENT", member.nameSpan, { element: member.name, kind }, "remove-element");
  } else if (negated && effect === "Allow") {
    diagnostics.add("ALLOW_WITH_NOT_PRINCIPAL", member.nameSpan, {}, "name-by-condition");
  }
  const principals = readPrincipals(member, negated, reading);
  const everyone = principals?.entries.find((entry) => entry.value === "*");
  if (kind === "trust" && effect === "Allow" && everyone !== undefined)
    diagnostics.add("TRUST_OF_EVERYONE", everyone.span);
  return principals;
}

function readAction(elements: Elements, statement: Span, reading: Reading): PatternList | null {
  const { diagnostics, kind } = reading;
  const found = onePair(elements, "Action", diagnostics);
  if (found === null) {
    diagnostics.add("MISSING_ACTION", opening(statement));
    return null;
  }
  const { member, negated } = found;
  if (negated && !KIND_RULES[kind].notAction) {
    diagnostics.add("UNSUPPORTED_ELEMENT", member.nameSpan, { element: member.name, kind }, "remove-element");
  }
  return readPatterns(member, negated, reading, readActionPattern);
}

function readActionPattern({ text, start, end }: StringNode, { diagnostics, version }: Reading): Pattern {
  const span = { start, end };
  if (version === "2012-10-17" && text.includes("${")) {
    const params = { element: "Action", variable: text };
    diagnostics.add("VARIABLE_UNSUPPORTED_IN_ELEMENT", span, params, "variable-places");
  } else if (text.trim() !== text) diagnostics.add("SURROUNDING_SPACE", span, { element: "an action", value: text });
  else if (text !== "*" && !ACTION.test(text)) diagnostics.add("ACTION_WITHOUT_SERVICE", span, { action: text });
  return parsePattern(text, ACTION_PLACE, span).pattern;
}

function readResource(elements: Elements, statement: Span, reading: Reading): PatternList | null {
  const { diagnostics, kind } = reading;
  const rules = KIND_RULES[kind];
  const found = onePair(elements, "Resource", diagnostics);
  if (found === null) {
    if (rules.resource === "required") diagnostics.add("MISSING_RESOURCE", opening(statement), { kind });
    if (rules.resource === "omissible") diagnostics.add("RESOURCE_OMITTED", opening(statement), { kind });
    return null;
  }
  const { member, negated } = found;
  if (rules.resource === "forbidden") {
    diagnostics.add("UNSUPPORTED_ELEMENT", member.nameSpan, { element: member.name, kind }, "remove-element");
  }
  return readPatterns(member, negated, reading, readResourcePattern);
}

function readResourcePattern(node: StringNode, reading: Reading): Pattern {
  const { text, start, end } = node;
  const span = { start, end };
  const { diagnostics, version, kind } = reading;
  const parsed = parsePattern(text, { wildcards: true, variables: version === "2012-10-17" }, span);
  reportFaults(parsed.faults, node, reading);
  if (text === "*" || parsed.faults.length > 0) return parsed.pattern;
  if (text.includes("${")) {
    const params = { element: "Resource", variable: text };
    if (version !== "2012-10-17") diagnostics.add("VARIABLE_UNSUPPORTED_IN_VERSION", span, params, "use-version-2012");
    else if (colonsBefore(text, text.indexOf("${")) < 5) diagnostics.add("VARIABLE_BEFORE_FIFTH_COLON", span, params);
  }
  if (!/^arn:/.test(text)) diagnostics.add("INVALID_ARN_PREFIX", span, { resource: text });
  else if (colonsOf(parsed) < 5) {
    const code = KIND_RULES[kind].completeArns ? "INCOMPLETE_ARN_REFUSED" : "MISSING_ARN_FIELD";
    diagnostics.add(code, span, { resource: text, kind }, "add-fifth-colon");
  }
  return parsed.pattern;
}

function colonsBefore(text: string, end: number): number {
  return text.slice(0, end).split(":", 6).length - 1;
}

/** The colons of the text itself: those inside `${aws:…}` cut no ARN. */
function colonsOf({ pattern }: ParsedPattern): number {
  let colons = 0;
  for (const part of pattern.parts) if (part.is === "text") colons += part.text.split(":", 6).length - 1;
  return colons;
}

function readPatterns(
  member: JsonMember,
  negated: boolean,
  reading: Reading,
  read: (node: StringNode, reading: Reading) => Pattern,
): PatternList | null {
  const strings = readStrings(member, reading.diagnostics);
  if (strings === null) return null;
  const span = spanOf(member.value);
  if (strings.length === 0) {
    const params = { element: member.name, effect: negated ? "everything" : "nothing" };
    reading.diagnostics.add("EMPTY_LIST", span, params, "list-or-omit");
  }
  const patterns: Pattern[] = [];
  for (const string of strings) patterns.push(read(string, reading));
  return { negated, patterns, span };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** A missing element is reported at the brace that opens its statement. */
function opening({ start }: Span): Span {
  return { start, end: start + 1 };
}
