// Trusted: what is reported here is never silently taken for something else.

/** What is wrong with a request's JSON. */
export type RequestProblemCode =
  /** A value of another JSON type than `expected`. */
  | "WRONG_TYPE"
  /** A field that must be there is not. */
  | "MISSING"
  /** A text that does not have the form `expected`. */
  | "INVALID_VALUE"
  /** Two parts of the request that cannot both be so: `given` here, and `derived` from the rest. */
  | "CONTRADICTION"
  /** Two spellings of one condition key: `key` and `other`. */
  | "DUPLICATE_KEY"
  /** A list for a condition key that holds one value. */
  | "NOT_MULTIVALUED"
  /** A part that takes no part in decisions yet: refused rather than ignored. */
  | "UNSUPPORTED"
  /** A field that nothing is known of, where ignoring one could make a decision milder; the names that are `known`. */
  | "UNKNOWN_FIELD"
  /** Half a surrogate pair, which is no text. */
  | "LONE_SURROGATE";

/** One fault of a request's JSON and where it is. */
export interface RequestProblem {
  readonly code: RequestProblemCode;
  /** A JSON path such as `$.context["aws:SourceIp"]`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Collects the faults of one request, so that all of them are reported at once. */
export class RequestProblems {
  readonly found: RequestProblem[] = [];

  add(code: RequestProblemCode, path: string, params: Readonly<Record<string, string>> = {}): null {
    this.found.push({ code, path, params });
    return null;
  }

  contradiction(path: string, given: string, derived: string | null): null {
    return this.add("CONTRADICTION", path, { given, derived: derived ?? "(absent)" });
  }
}

/** A JSON object, as opposed to a list, a scalar or null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of an optional field; null when it is missing or, as reported, no text. */
export function textField(
  object: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
  problems: RequestProblems,
): string | null {
  const value = object[name];
  if (value === undefined) return null;
  if (typeof value !== "string") return problems.add("WRONG_TYPE", `${path}.${name}`, { expected: "a string" });
  if (!value.isWellFormed()) return problems.add("LONE_SURROGATE", `${path}.${name}`);
  return value;
}
