// Trusted: a condition that is lost or misread changes when a statement applies.
import { foldAscii } from "./ascii.ts";
import type { ObjectNode, Reading } from "./elements.ts";
import { wrongType } from "./elements.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import { isOperand, OPERAND_NAMES } from "./operand.ts";
import { OPERATORS, parseOperator, suggestOperator, valuePlace } from "./operator.ts";
import { type PatternPlace, parsePattern } from "./pattern.ts";
import { reportFaults } from "./pattern-faults.ts";
import type { Condition, ConditionValue, OperatorName, Statement } from "./policy.ts";

/** What a `Condition` element says. */
export type ConditionElement = Pick<Statement, "conditions" | "emptyCondition">;

/**
 * Reads a `Condition` element into one condition for each key under each operator; null when an error keeps one from
 * being read. AWS pages: reference_policies_elements_condition, reference_policies_elements_condition_operators.
 */
export function readConditions(member: JsonMember, reading: Reading): ConditionElement | null {
  const { value } = member;
  if (value.is !== "object") {
    wrongType(reading.diagnostics, value, "Condition", "an object");
    return null;
  }
  const conditions: Condition[] = [];
  const empty: OperatorName[] = [];
  let whole = true;
  const seen = new Map<string, string>();
  if (value.members.length === 0) addEmpty(value, member.name, reading);
  for (const block of value.members) {
    checkRepeated(seen, block, "Condition", reading);
    const operator = readOperator(block, reading);
    if (block.value.is !== "object") {
      wrongType(reading.diagnostics, block.value, block.name, "an object of condition keys");
      whole = false;
    } else if (!readBlock(block.value, block.name, operator, conditions, reading)) whole = false;
    else if (block.value.members.length === 0 && operator !== null) {
      addEmpty(block.value, block.name, reading);
      empty.push(operator);
    }
  }
  if (!whole) return null;
  return { conditions, emptyCondition: value.members.length === 0 || empty.length > 0 ? empty : null };
}

function addEmpty({ start, end }: ObjectNode, element: string, { diagnostics }: Reading): void {
  diagnostics.add("EMPTY_LIST", { start, end }, { element, effect: "no-condition" }, "list-or-omit");
}

function readOperator(block: JsonMember, { diagnostics }: Reading): OperatorName | null {
  const operator = parseOperator(block.name);
  if (operator === null) {
    const suggestion = suggestOperator(block.name);
    const params = { operator: block.name, name: suggestion ?? "" };
    diagnostics.add("INVALID_CONDITION_OPERATOR", block.nameSpan, params, suggestion === null ? null : "spell-element");
  } else if (operator.base === "Null") {
    const params = { operator: block.name };
    if (operator.ifExists) diagnostics.add("NULL_WITH_IF_EXISTS", block.nameSpan, params, "use-null");
    if (operator.set !== null) {
      const outcome = operator.set === "ForAllValues" ? "always" : "never";
      diagnostics.add("NULL_WITH_SET_OPERATOR", block.nameSpan, { ...params, outcome }, "use-null");
    }
  }
  return operator;
}

/** Reads the keys under one operator, also an unknown one, so that the shape of its values is judged all the same. */
function readBlock(
  node: ObjectNode,
  written: string,
  operator: OperatorName | null,
  conditions: Condition[],
  reading: Reading,
): boolean {
  let whole = operator !== null;
  const seen = new Map<string, string>();
  const place = operator === null ? NO_PLACE : valuePlace(operator, reading.version);
  for (const member of node.members) {
    checkRepeated(seen, member, written, reading);
    checkKey(member, reading);
    const nodes = readScalars(member, reading);
    if (nodes === null) {
      whole = false;
      continue;
    }
    if (operator === null) continue;
    const values: ConditionValue[] = [];
    for (const scalar of nodes) values.push({ pattern: readValue(scalar, operator, place, reading) });
    const { name, start, end } = member;
    conditions.push({ operator, written, key: foldAscii(name), keyWritten: name, values, span: { start, end } });
  }
  return whole;
}

const NO_PLACE: PatternPlace = { wildcards: false, variables: false };

/** Names fold, so two spellings of one operator or key would be two conditions on the same thing: AWS refuses them. */
function checkRepeated(seen: Map<string, string>, member: JsonMember, where: string, reading: Reading): void {
  const folded = foldAscii(member.name);
  const earlier = seen.get(folded);
  if (earlier === undefined) {
    seen.set(folded, member.name);
    return;
  }
  const code = earlier === member.name ? "DUPLICATE_KEY" : "DUPLICATE_KEYS_WITH_DIFFERENT_CASE";
  reading.diagnostics.add(code, member.nameSpan, { key: member.name, other: earlier, where });
}

function checkKey({ name, nameSpan }: JsonMember, { diagnostics, version }: Reading): void {
  if (version === "2012-10-17" && name.includes("${")) {
    const params = { element: "a condition key", variable: name };
    diagnostics.add("VARIABLE_UNSUPPORTED_IN_ELEMENT", nameSpan, params, "variable-places");
  } else if (name.trim() !== name)
    diagnostics.add("SURROUNDING_SPACE", nameSpan, { element: "a condition key", value: name });
  else if (!/^[^:]+:./s.test(name)) diagnostics.add("INVALID_CONDITION_KEY_FORMAT", nameSpan, { key: name });
}

type Scalar = Extract<JsonNode, { is: "string" | "number" | "boolean" }>;

function readScalars(member: JsonMember, { diagnostics }: Reading): readonly Scalar[] | null {
  const { value } = member;
  if (isScalar(value)) return [value];
  if (value.is !== "list") {
    wrongType(diagnostics, value, member.name, "a string, number or boolean, or a list of them");
    return null;
  }
  const scalars = value.items.filter(isScalar);
  if (scalars.length < value.items.length) {
    for (const item of value.items)
      if (!isScalar(item)) wrongType(diagnostics, item, member.name, "a string, number or boolean");
    return null;
  }
  if (scalars.length === 0) {
    const span = { start: value.start, end: value.end };
    diagnostics.add("EMPTY_LIST", span, { element: member.name, effect: "no-value" }, "list-or-omit");
  }
  return scalars;
}

function isScalar(node: JsonNode): node is Scalar {
  return node.is === "string" || node.is === "number" || node.is === "boolean";
}

function readValue(
  node: Scalar,
  operator: OperatorName,
  place: PatternPlace,
  reading: Reading,
): ConditionValue["pattern"] {
  const { diagnostics, version } = reading;
  const span = { start: node.start, end: node.end };
  const { pattern, faults } = parsePattern(node.text, place, span);
  reportFaults(faults, node, reading);
  const syntax = OPERATORS.get(operator.base);
  if (syntax === undefined || faults.length > 0) return pattern;
  const name = operator.base;
  if (node.text.includes("${")) {
    const params = { operator: name, variable: node.text };
    if (version !== "2012-10-17") diagnostics.add("VARIABLE_UNSUPPORTED_IN_VERSION", span, params, "use-version-2012");
    else if (syntax.variables === "no") {
      diagnostics.add("INVALID_VARIABLE_FOR_OPERATOR", span, params, "variable-places");
      return pattern;
    } else if (syntax.variables === "disputed") diagnostics.add("VARIABLE_WITH_BOOL", span, params);
  }
  if (syntax.operand === "text" && !syntax.wildcards && hasWildcard(pattern)) {
    diagnostics.add("LITERAL_WILDCARD", span, { operator: name, value: node.text }, "use-like-operator");
  }
  if (!isOperand(pattern, syntax.operand)) {
    diagnostics.add("UNPARSABLE_VALUE", span, {
      operator: name,
      value: node.text,
      expected: OPERAND_NAMES[syntax.operand],
    });
  }
  return pattern;
}

function hasWildcard({ written }: ConditionValue["pattern"]): boolean {
  // The escapes of `*` and `?` say on purpose that the character itself is meant.
  return /[*?]/.test(written) && /[*?]/.test(written.replace(/\$\{[*?]\}/g, ""));
}
