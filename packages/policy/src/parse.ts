// Trusted: text in, policy out; a null policy and an error always come together.
import { decodeUtf8 } from "./decode.ts";
import { type Diagnostic, Diagnostics } from "./diagnostic.ts";
import type { Reading } from "./elements.ts";
import { readElements, readString, wrongType } from "./elements.ts";
import type { JsonMember, JsonNode } from "./json.ts";
import { LONE_SURROGATE, readJson } from "./json.ts";
import { treeOfValue } from "./json-value.ts";
import { detectKind, KIND_RULES, type KindReading } from "./kind.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { Policy, PolicyKind, Statement } from "./policy.ts";
import { readStatement } from "./statement.ts";

export interface ParseOptions {
  /** What reports call the document; `-` when not given. */
  readonly source?: string;
  /** What the document is used as; told from the document when not given. */
  readonly kind?: PolicyKind;
  /** Accept `//` and block comments. IAM does not. */
  readonly allowComments?: boolean;
  readonly limits?: Partial<Limits>;
}

/** What became of a document. */
export interface ParseResult {
  /** Null if and only if one of the diagnostics is an error. */
  readonly policy: Policy | null;
  readonly kind: KindReading;
  /** In the order of their places in the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text that spans point into, also when there is no policy. */
  readonly text: string;
  readonly source: string;
}

const UNKNOWN_KIND: KindReading = { kind: "identity", certain: false, alternatives: [] };

/**
 * Reads a policy document. Never throws: every fault of the document is a diagnostic.
 * AWS pages: reference_policies_grammar, access-analyzer-reference-policy-checks.
 */
export function parsePolicy(input: string | Uint8Array, options: ParseOptions = {}): ParseResult {
  return parseDocument(input, null, options);
}

/** `tree`: what the text would be read as, where that is known. */
function parseDocument(input: string | Uint8Array, tree: JsonNode | null, options: ParseOptions): ParseResult {
  const diagnostics = new Diagnostics();
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const source = options.source ?? "-";
  const text = typeof input === "string" ? input : decodeUtf8(input, limits, diagnostics);
  const given: KindReading | null =
    options.kind === undefined ? null : { kind: options.kind, certain: true, alternatives: [] };
  const fail = (kind: KindReading): ParseResult => {
    return { policy: null, kind, diagnostics: diagnostics.sorted(), text, source };
  };
  if (diagnostics.hasErrors) return fail(given ?? UNKNOWN_KIND);
  const allowComments = options.allowComments === true;
  const root = tree ?? readJson(text, { limits, allowComments }, diagnostics);
  if (root === null) return fail(given ?? UNKNOWN_KIND);
  checkCharacters(text, allowComments, diagnostics);
  const kind = given ?? detectKind(root);
  const policy = readDocument(root, { text, source, kind: kind.kind, limits, diagnostics });
  if (policy === null || diagnostics.hasErrors) return fail(kind);
  return { policy, kind, diagnostics: diagnostics.sorted(), text, source };
}

/** Reads a document that is a JSON value already; spans point into its `JSON.stringify(value, null, 2)` text. */
export function parsePolicyValue(value: unknown, options: ParseOptions = {}): ParseResult {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, null, 2);
  } catch {
    // A cycle, a bigint, a nesting that overflows the stack, or a toJSON that throws.
  }
  if (text !== undefined) {
    return parseDocument(text, treeOfValue(value, text, { ...DEFAULT_LIMITS, ...options.limits }), options);
  }
  const diagnostics = new Diagnostics();
  diagnostics.add("NOT_A_JSON_VALUE", { start: 0, end: 0 });
  const kind: KindReading =
    options.kind === undefined ? UNKNOWN_KIND : { kind: options.kind, certain: true, alternatives: [] };
  return { policy: null, kind, diagnostics: diagnostics.sorted(), text: "", source: options.source ?? "-" };
}

interface Document {
  readonly text: string;
  readonly source: string;
  readonly kind: PolicyKind;
  readonly limits: Limits;
  readonly diagnostics: Diagnostics;
}

function readDocument(root: JsonNode, document: Document): Policy | null {
  const { text, source, kind, diagnostics } = document;
  if (root.is !== "object") {
    wrongType(diagnostics, root, "the policy", "an object");
    return null;
  }
  const elements = readElements(root, ["Version", "Id", "Statement"], "a policy", diagnostics);
  const versionElement = elements.get("Version");
  const version = readVersion(versionElement, root, document);
  const idElement = elements.get("Id");
  const id = idElement === undefined ? null : readString(idElement, diagnostics);
  if (idElement !== undefined && !KIND_RULES[kind].id) diagnostics.add("ID_UNSUPPORTED", idElement.nameSpan, { kind });
  const statement = elements.get("Statement");
  if (statement === undefined) {
    diagnostics.add("MISSING_STATEMENT", { start: root.start, end: root.start + 1 });
    return null;
  }
  const statements = readStatements(statement, { text, kind, version, diagnostics }, document.limits);
  if (statements === null) return null;
  checkSids(statements, kind, diagnostics);
  return { kind, version, versionWritten: versionElement !== undefined, id, statements, source, text };
}

function readVersion(
  member: JsonMember | undefined,
  root: JsonNode,
  { kind, diagnostics }: Document,
): Policy["version"] {
  const version = member === undefined ? null : readString(member, diagnostics);
  const span = member?.value ?? { start: root.start, end: root.start + 1 };
  const known = version === "2012-10-17" || version === "2008-10-17";
  if (version !== null && !known) {
    diagnostics.add("INVALID_VERSION", span, { version }, "use-version-2012");
    // The variables of a document whose Version is misspelt are worth looking at too.
    return "2012-10-17";
  }
  if (KIND_RULES[kind].version2012 && version !== "2012-10-17") {
    diagnostics.add("VERSION_REQUIRED", span, { kind }, "use-version-2012");
  }
  return version === "2012-10-17" ? version : "2008-10-17";
}

function readStatements(member: JsonMember, reading: Reading, limits: Limits): readonly Statement[] | null {
  const { value } = member;
  const span = { start: value.start, end: value.end };
  if (value.is !== "list" && value.is !== "object") {
    wrongType(reading.diagnostics, value, "Statement", "an object or a list of objects");
    return null;
  }
  const nodes = value.is === "list" ? value.items : [value];
  if (nodes.length > limits.statements) {
    const params = { found: nodes.length, limit: limits.statements };
    reading.diagnostics.add("TOO_MANY_STATEMENTS", member.nameSpan, params, "raise-limit");
    return null;
  }
  if (nodes.length === 0) {
    reading.diagnostics.add("EMPTY_LIST", span, { element: "Statement", effect: "nothing" }, "list-or-omit");
  }
  const statements: Statement[] = [];
  for (const [index, node] of nodes.entries()) {
    const statement = readStatement(node, index, reading);
    if (statement !== null) statements.push(statement);
  }
  return statements.length === nodes.length ? statements : null;
}

function checkSids(statements: readonly Statement[], kind: PolicyKind, diagnostics: Diagnostics): void {
  if (!KIND_RULES[kind].strictSids) return;
  const seen = new Set<string>();
  for (const { sid, span } of statements) {
    if (sid === null || sid === "") continue;
    if (seen.has(sid)) diagnostics.add("UNIQUE_SIDS_REQUIRED", { start: span.start, end: span.start + 1 }, { sid });
    seen.add(sid);
  }
}

function checkCharacters(text: string, allowComments: boolean, diagnostics: Diagnostics): void {
  const outside = text.search(/[^\t\n\r\u0020-\u00ff]/);
  if (outside < 0) return;
  const lone = text.search(LONE_SURROGATE);
  if (lone >= 0) {
    const found = `U+${text.charCodeAt(lone).toString(16).toUpperCase()}`;
    diagnostics.add("LONE_SURROGATE", { start: lone, end: lone + 1 }, { found });
  } else if (!allowComments) {
    const code = text.codePointAt(outside) ?? 0;
    const found = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    diagnostics.add("UNSUPPORTED_CHARACTER", { start: outside, end: outside + (code > 0xffff ? 2 : 1) }, { found });
  }
}
