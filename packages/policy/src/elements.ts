// Trusted: an element that is overlooked or taken twice changes what a policy means.
import { foldAscii } from "./ascii.ts";
import type { Diagnostics } from "./diagnostic.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import type { PolicyKind, Span } from "./policy.ts";

/** What is known of the document while its statements are read. */
export interface Reading {
  readonly text: string;
  readonly kind: PolicyKind;
  readonly version: "2012-10-17" | "2008-10-17";
  readonly diagnostics: Diagnostics;
}

export type ObjectNode = Extract<JsonNode, { is: "object" }>;
export type StringNode = Extract<JsonNode, { is: "string" }>;

/** The elements of an object by their proper names; unknown, misspelt and repeated ones are reported. */
export function readElements(
  node: ObjectNode,
  names: readonly string[],
  where: string,
  diagnostics: Diagnostics,
): ReadonlyMap<string, JsonMember> {
  const elements = new Map<string, JsonMember>();
  for (const member of node.members) {
    const { name, nameSpan } = member;
    if (names.includes(name)) {
      addUnlessThere(elements, name, member, where, diagnostics);
      continue;
    }
    const folded = foldAscii(name);
    const meant = names.find((known) => foldAscii(known) === folded);
    if (meant === undefined) {
      diagnostics.add("INVALID_POLICY_ELEMENT", nameSpan, { element: name, where }, null);
      continue;
    }
    // Read on under the proper name, so that the other faults of the document show too.
    diagnostics.add("ELEMENT_CASE", nameSpan, { element: name, name: meant, where }, "spell-element");
    addUnlessThere(elements, meant, member, where, diagnostics);
  }
  return elements;
}

function addUnlessThere(
  elements: Map<string, JsonMember>,
  name: string,
  member: JsonMember,
  where: string,
  diagnostics: Diagnostics,
): void {
  const other = elements.get(name);
  if (other === undefined) elements.set(name, member);
  else {
    const code = other.name === member.name ? "DUPLICATE_KEY" : "DUPLICATE_KEYS_WITH_DIFFERENT_CASE";
    diagnostics.add(code, member.nameSpan, { key: member.name, other: other.name, where });
  }
}

/** The one of a pair such as `Action`/`NotAction` that is there; both are an error, and the first counts. */
export function onePair(
  elements: ReadonlyMap<string, JsonMember>,
  name: string,
  diagnostics: Diagnostics,
): { readonly member: JsonMember; readonly negated: boolean } | null {
  const plain = elements.get(name);
  const negated = elements.get(`Not${name}`);
  if (plain !== undefined && negated !== undefined) {
    const [first, second] = plain.start < negated.start ? [plain, negated] : [negated, plain];
    const params = { element: second.name, other: first.name };
    diagnostics.add("UNSUPPORTED_ELEMENT_COMBINATION", second.nameSpan, params, "remove-element");
    return { member: first, negated: first === negated };
  }
  if (plain !== undefined) return { member: plain, negated: false };
  return negated === undefined ? null : { member: negated, negated: true };
}

/** The text of a string element; null, and a diagnostic, when it is something else. */
export function readString(member: JsonMember, diagnostics: Diagnostics): string | null {
  if (member.value.is === "string") return member.value.text;
  wrongType(diagnostics, member.value, member.name, "a string");
  return null;
}

/** The strings of an element that holds one string or a list of them; null when something in it is not a string. */
export function readStrings(member: JsonMember, diagnostics: Diagnostics): readonly StringNode[] | null {
  const { value } = member;
  if (value.is === "string") return [value];
  if (value.is !== "list") {
    wrongType(diagnostics, value, member.name, "a string or a list of strings");
    return null;
  }
  const strings = value.items.filter((item) => item.is === "string");
  if (strings.length === value.items.length) return strings;
  for (const item of value.items) {
    if (item.is !== "string") wrongType(diagnostics, item, member.name, "a string");
  }
  return null;
}

export function wrongType(diagnostics: Diagnostics, node: JsonNode, element: string, expected: string): void {
  const span: Span = { start: node.start, end: node.end };
  diagnostics.add("DATA_TYPE_MISMATCH", span, { element, expected, found: TYPE_NAMES[node.is] }, "use-valid-value");
}

const TYPE_NAMES: Readonly<Record<JsonNode["is"], string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  null: "null",
  list: "a list",
  object: "an object",
};
