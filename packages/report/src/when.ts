import type { StatementRef, When } from "@keyaki/analysis";
import { type Condition, canonicalStatement, type PrincipalList } from "@keyaki/policy";
import { conditionWords } from "./condition-words.ts";
import { folded } from "./grammar.ts";
import { nameOf, placeOf, refJson } from "./place.ts";

/** The group that a When belongs to. */
export interface WhenContext {
  readonly resources: readonly string[];
  /** Whom the granting statement names; null without principals. */
  readonly principal: PrincipalList | null;
  /** What the resource is called. */
  readonly noun: string;
}

/** Statements named one by one in a When; more are counted. */
const NAMED = 3;

/**
 * When the access of a group holds, in words; null: always. What the statement asks for, and not where a statement
 * already decides: the opposite of its conditions, or of its resources where these are fewer.
 */
export function whenWords({ conditions, unless }: When, context: WhenContext): string | null {
  const { noun } = context;
  const own = conditions.map((condition) => conditionWords(condition, noun).holds);
  const keys = new Set(conditions.map(conditionKey));
  const others = distinct(unless).map((ref) => exceptWords(ref, keys, context));
  const shown = others.slice(0, NAMED);
  const more = others.length - shown.length;
  const parts = [...own, ...shown, ...(more > 0 ? [`${more} more statements do not decide it already`] : [])];
  return parts.length === 0 ? null : parts.length === 1 ? parts[0]! : parts.join("; and ");
}

function distinct(refs: readonly StatementRef[]): readonly StatementRef[] {
  const seen = new Set<string>();
  return refs.filter(({ statement }) => {
    const key = canonicalStatement(statement);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** Where a statement does not apply. Conditions that the granting statement has too cannot be what fails. */
function exceptWords(ref: StatementRef, own: ReadonlySet<string>, context: WhenContext): string {
  const { resources, principal, noun } = context;
  const { statement } = ref;
  const failing = statement.conditions.filter((condition) => !own.has(conditionKey(condition)));
  const fails = failing.map((condition) => conditionWords(condition, noun).fails);
  const patterns = statement.resource?.patterns.map((pattern) => pattern.written) ?? [];
  const whole = patterns.includes("*") && statement.resource?.negated !== true;
  const same = whole || (patterns.length === resources.length && patterns.every((each) => resources.includes(each)));
  if (patterns.length > 0 && !same) {
    const list = folded(patterns, 3, "or");
    fails.unshift(statement.resource?.negated === true ? `it is on ${list}` : `it is not on ${list}`);
  }
  const callers = statement.principal;
  if (callers !== null && principalKey(callers) !== principalKey(principal)) {
    const list = folded(
      callers.entries.map(({ value }) => value),
      3,
      "or",
    );
    fails.unshift(callers.negated ? `the caller is ${list}` : `the caller is not ${list}`);
  }
  if (fails.length > 0) return fails.join(", or ");
  const json = refJson(ref);
  return `${nameOf(json)} (${placeOf(json)}) does not apply`;
}

function conditionKey({ written, key, values }: Condition): string {
  return JSON.stringify([written.toLowerCase(), key, values.map(({ pattern }) => pattern.written).sort()]);
}

function principalKey(list: PrincipalList | null): string {
  if (list === null) return "";
  return JSON.stringify([list.negated, list.entries.map(({ is, value }) => [is, value]).sort()]);
}
