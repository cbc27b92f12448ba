// Trusted: the condition keys that a request is judged by.
import type { Arity } from "@keyaki/catalog";
import { foldAscii, type KeyValues } from "@keyaki/semantics";
import { isObject, type RequestProblems } from "./request-problem.ts";

/** One condition key as the JSON gives it; null values: the key is forced to be absent. */
export interface GivenKey {
  readonly path: string;
  readonly held: KeyValues | null;
}

/** The condition keys that the JSON gives, by lower-cased name. */
export type GivenKeys = ReadonlyMap<string, GivenKey>;

/** Reads `context`: one value or a list a key, as many values as the key's arity lets it hold. */
export function readContext(
  context: unknown,
  facts: { arity(key: string): Arity },
  problems: RequestProblems,
): GivenKeys {
  const given = new Map<string, GivenKey>();
  if (context === undefined) return given;
  if (!isObject(context)) {
    problems.add("WRONG_TYPE", "$.context", { expected: "an object" });
    return given;
  }
  const spelled = new Map<string, string>();
  for (const [written, value] of Object.entries(context)) {
    const path = `$.context[${JSON.stringify(written)}]`;
    const key = foldAscii(written);
    const other = spelled.get(key);
    if (other !== undefined) {
      problems.add("DUPLICATE_KEY", path, { key: written, other });
      continue;
    }
    spelled.set(key, written);
    if (!written.isWellFormed()) {
      problems.add("LONE_SURROGATE", path);
      continue;
    }
    const held = value === null ? null : heldBy(value, facts.arity(key), path, problems);
    if (held !== undefined) given.set(key, { path, held });
  }
  return given;
}

function heldBy(value: unknown, arity: Arity, path: string, problems: RequestProblems): KeyValues | undefined {
  if (!Array.isArray(value)) {
    const text = textOf(value, path, problems);
    return text === null ? undefined : { set: arity === "multi", values: [text] };
  }
  if (arity === "single") {
    problems.add("NOT_MULTIVALUED", path);
    return undefined;
  }
  const values = value.map((item, index) => textOf(item, `${path}[${index}]`, problems));
  return values.includes(null) ? undefined : { set: true, values: values.filter((text) => text !== null) };
}

/** The text of a scalar: numbers and booleans count as their JSON text. */
function textOf(value: unknown, path: string, problems: RequestProblems): string | null {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  if (typeof value !== "string") {
    return problems.add("WRONG_TYPE", path, { expected: "a string, number or boolean, or a list of them" });
  }
  return value.isWellFormed() ? value : problems.add("LONE_SURROGATE", path);
}

/** The one value that the JSON gives a key, or undefined where it gives none or several. */
export function lone(given: GivenKeys, key: string): string | undefined {
  const held = given.get(key)?.held;
  return held?.values.length === 1 ? held.values[0] : undefined;
}
