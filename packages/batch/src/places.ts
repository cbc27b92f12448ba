// Trusted: which statement of the caller stands behind an answer. What cannot be placed is thrown, never left out.
import type { Policy, Statement } from "@keyaki/policy";
import { ELSEWHERE } from "./pattern-text.ts";

/** Stands in an answer for a policy of the message, one of its statements, or the conditions of that. */
interface Place {
  readonly "@": readonly [policy: number, statement?: number, conditions?: true];
}

/** The answer with places where it has a thread's policies, statements and conditions; all else of it as it is. */
export class Departure {
  readonly #places = new Map<object, Place>();

  constructor(policies: readonly Policy[]) {
    for (const [at, policy] of policies.entries()) {
      this.#places.set(policy, { "@": [at] });
      for (const [index, statement] of policy.statements.entries()) {
        this.#places.set(statement, { "@": [at, index] });
        this.#places.set(statement.conditions, { "@": [at, index, true] });
      }
    }
  }

  /** @throws RangeError where the answer holds something of a policy that has no place. */
  placed(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const place = this.#places.get(value);
    if (place !== undefined) return place;
    if (Array.isArray(value)) return value.map((each) => this.placed(each));
    if (value instanceof Map) {
      return new Map([...value].map(([key, each]) => [this.placed(key), this.placed(each)] as const));
    }
    // What has a place in a document, or statements, is of a policy and none of those sent.
    const isLost = value === ELSEWHERE || "statements" in value || "@" in value;
    if (isLost || Object.getPrototypeOf(value) !== Object.prototype) {
      throw new RangeError(`a part of an answer has no place in what was asked: ${Object.keys(value).join(", ")}`);
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.placed(each)]));
  }
}

/** The answer that arrived, with the caller's own policies, statements and conditions in their places. @throws RangeError where there is no such place. */
export function arrived(value: unknown, policies: readonly Policy[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => arrived(each, policies));
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [arrived(key, policies), arrived(each, policies)] as const));
  }
  if ("@" in value) return atPlace(value as Place, policies);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, arrived(each, policies)]));
}

function atPlace(
  { "@": [at, index, conditions] }: Place,
  policies: readonly Policy[],
): Policy | Statement | Statement["conditions"] {
  const policy = policies[at];
  const found = index === undefined ? policy : policy?.statements[index];
  if (found === undefined) throw new RangeError(`an answer names a place that was not asked about: ${at}, ${index}`);
  return conditions === true ? (found as Statement).conditions : found;
}
