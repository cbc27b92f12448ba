// Trusted: every later stage matches against these parts.
import { foldAscii } from "./ascii.ts";
import type { HintCode } from "./diagnostic.ts";
import type { Part, Pattern, Span, VariablePart } from "./policy.ts";

/** What has a meaning in a string, by its place in the policy, its operator and the policy's Version. */
export interface PatternPlace {
  /** `*` and `?` are wildcards; otherwise they are text. */
  readonly wildcards: boolean;
  /** `${…}` is a variable or an escape; otherwise it is text. */
  readonly variables: boolean;
}

/** A fault inside `${…}`, by UTF-16 offsets into the written string. */
export interface PatternFault {
  readonly code:
    | "EMPTY_VARIABLE"
    | "MISSING_BRACE_IN_VARIABLE"
    | "MISSING_QUOTE_IN_VARIABLE"
    | "UNSUPPORTED_SPACE_IN_VARIABLE"
    | "INVALID_VARIABLE";
  readonly start: number;
  readonly end: number;
  readonly variable: string;
  readonly hint: HintCode;
}

export interface ParsedPattern {
  readonly pattern: Pattern;
  /** When there are any, their `${…}` stand in the pattern as text and the pattern must not be used. */
  readonly faults: readonly PatternFault[];
}

/** Where an Action is: wildcards, never variables. */
export const ACTION_PLACE: PatternPlace = { wildcards: true, variables: false };

const NOWHERE: Span = { start: 0, end: 0 };

/**
 * Cuts a string into parts: `*` is any characters, `?` is one character, `${key}` and `${key, 'default'}` are variables,
 * `${*}`, `${?}` and `${$}` are the characters themselves. A `$` without `{` is text.
 * AWS pages: reference_policies_variables, reference_policies_elements_resource.
 */
export function parsePattern(written: string, place: PatternPlace, span: Span = NOWHERE): ParsedPattern {
  if (!mayHaveMeaning(written, place)) {
    return {
      pattern: { parts: written === "" ? NO_PARTS : [{ is: "text", text: written }], written, span },
      faults: NO_FAULTS,
    };
  }
  const special = specialCharacters(place);
  const parts: Part[] = [];
  const faults: PatternFault[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") parts.push({ is: "text", text });
    text = "";
  };
  let at = 0;
  while (at < written.length) {
    special.lastIndex = at;
    const found = special.exec(written);
    if (found === null) break;
    text += written.slice(at, found.index);
    at = found.index;
    if (found[0] === "${") {
      const read = readVariable(written, at);
      if ("code" in read) faults.push(read);
      if ("is" in read) {
        flush();
        parts.push(read.is);
      } else text += "text" in read ? read.text : written.slice(at, read.end);
      at = read.end;
    } else {
      flush();
      parts.push(found[0] === "*" ? MANY : ONE);
      at += 1;
    }
  }
  text += written.slice(at);
  flush();
  return { pattern: { parts, written, span }, faults };
}

const NO_PARTS: readonly Part[] = [];
const NO_FAULTS: readonly PatternFault[] = [];
const MANY: Part = { is: "many" };
const ONE: Part = { is: "one" };

// Kept and not made for each of a policy's thousands of strings; the reader sets where each begins.
const WILDCARDS = /[*?]/g;
const VARIABLES = /\$\{/g;
const BOTH = /[*?]|\$\{/g;

function specialCharacters({ wildcards, variables }: PatternPlace): RegExp {
  if (wildcards) return variables ? BOTH : WILDCARDS;
  return VARIABLES;
}

/** Most strings are plain text: told without a regular expression, which matters for a process that reads one policy. */
function mayHaveMeaning(written: string, { wildcards, variables }: PatternPlace): boolean {
  return (wildcards && (written.includes("*") || written.includes("?"))) || (variables && written.includes("${"));
}

type ReadVariable = { is: VariablePart; end: number } | { text: string; end: number } | PatternFault;

// A key name is a prefix, a colon and the rest (tag keys may hold colons and letters of any script), without what has a
// meaning of its own around it. Two colons in a row are CloudFormation's (`AWS::Region`). Prefixes hold dots and slashes: OIDC providers are keys' prefixes.
const KEY = /^[^\s:*?$'",{}\p{Cc}]+:[^\s:*?$'",{}\p{Cc}][^\s*?$'",{}\p{Cc}]*$/u;

function readVariable(written: string, start: number): ReadVariable {
  const close = written.indexOf("}", start + 2);
  const end = close < 0 ? written.length : close + 1;
  const fault = (code: PatternFault["code"], hint: HintCode): PatternFault => {
    return { code, start, end, variable: written.slice(start, end), hint };
  };
  if (close < 0) return fault("MISSING_BRACE_IN_VARIABLE", "close-variable");
  const body = written.slice(start + 2, close);
  if (body === "*" || body === "?" || body === "$") return { text: body, end };
  if (body.trim() === "") return fault("EMPTY_VARIABLE", "escape-dollar");
  const comma = body.indexOf(",");
  const name = comma < 0 ? body : body.slice(0, comma);
  if (!KEY.test(name)) {
    if (/\s/.test(name) && name.includes(":") && !/[{}]/.test(name)) {
      return fault("UNSUPPORTED_SPACE_IN_VARIABLE", "default-syntax");
    }
    return fault(
      "INVALID_VARIABLE",
      name.includes(":") && !name.includes("::") ? "escape-dollar" : "template-reference",
    );
  }
  const key = foldAscii(name);
  if (comma < 0) return { is: { is: "variable", key }, end };
  const fallback = body.slice(comma + 1);
  const quotes = fallback.split("'").length - 1;
  if (quotes < 2 || !fallback.endsWith("'")) return fault("MISSING_QUOTE_IN_VARIABLE", "default-syntax");
  // One space exactly, and no quote inside: where AWS would end the default is not documented.
  if (quotes > 2 || !fallback.startsWith(" '")) return fault("INVALID_VARIABLE", "default-syntax");
  return { is: { is: "variable", key, fallback: fallback.slice(2, -1) }, end };
}
