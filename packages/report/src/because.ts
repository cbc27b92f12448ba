import type { StatementRef } from "@keyaki/analysis";
import { type Condition, canonicalStatement, type Policy, printOperator, type Statement } from "@keyaki/policy";
import { folded, many } from "./grammar.ts";
import { nameOf, placeOf, refJson } from "./place.ts";

/** What changed in the text, where it changed, and whether conditions alone did. */
export interface Because {
  readonly words: string;
  readonly conditionsOnly: boolean;
  /** Nothing but the principals changed. */
  readonly principalsOnly: boolean;
  /** The statement that it was before; null where there was none. */
  readonly old: StatementRef | null;
}

/** Why a statement of AFTER gives what BEFORE did not: compared with its counterpart of BEFORE. */
export function becauseOf(ref: StatementRef, before: readonly Policy[], after: readonly Policy[]): Because {
  const place = placeWords(ref);
  const old = counterpart(ref, before, after);
  if (old === null) return { words: `${place}: statement added`, conditionsOnly: false, principalsOnly: false, old };
  if (canonicalStatement(old.statement) === canonicalStatement(ref.statement)) {
    const deny = deniesGone(before, after);
    return {
      words: deny ?? `${place}: other statements around it changed`,
      conditionsOnly: false,
      principalsOnly: false,
      old,
    };
  }
  const changes = differences(old.statement, ref.statement);
  const conditionsOnly = changes.every(({ part }) => part === "conditions");
  const principalsOnly = changes.every(({ part }) => part === "principals");
  return {
    words: `${place}: ${folded(
      changes.map((change) => change.words),
      3,
    )}`,
    conditionsOnly,
    principalsOnly,
    old,
  };
}

/** What became of a statement of BEFORE: of a Deny that no longer stops, or an Allow that no longer gives. */
export function becauseGone(ref: StatementRef, before: readonly Policy[], after: readonly Policy[]): Because {
  const now = counterpart(ref, after, before);
  const effect = ref.statement.effect;
  if (now === null)
    return { words: `${placeWords(ref)}: ${effect} removed`, conditionsOnly: false, principalsOnly: false, old: ref };
  if (canonicalStatement(now.statement) === canonicalStatement(ref.statement)) {
    return {
      words: `${placeWords(now)}: other statements around it changed`,
      conditionsOnly: false,
      principalsOnly: false,
      old: ref,
    };
  }
  const changes = differences(ref.statement, now.statement);
  return {
    words: `${placeWords(now)}: ${folded(
      changes.map((change) => change.words),
      3,
    )}`,
    conditionsOnly: changes.every(({ part }) => part === "conditions"),
    principalsOnly: false,
    old: ref,
  };
}

function placeWords(ref: StatementRef): string {
  const json = refJson(ref);
  return `${placeOf(json)}, ${nameOf(json)}`;
}

/** Denies of BEFORE that AFTER has no more or has otherwise, in words; null when there is none. */
function deniesGone(before: readonly Policy[], after: readonly Policy[]): string | null {
  const kept = new Set(after.flatMap((policy) => policy.statements.map(canonicalStatement)));
  const gone = before.flatMap((policy) =>
    policy.statements
      .filter((statement) => statement.effect === "Deny" && !kept.has(canonicalStatement(statement)))
      .map((statement): StatementRef => ({ policy, statement })),
  );
  const words = gone.map((ref) => becauseGone(ref, before, after).words);
  return words.length === 0 ? null : folded(words, 2);
}

/**
 * The statement of the other side that this one was: the same Sid, else equal meaning, else the same place, else the most
 * alike; never one that is the counterpart of another by its Sid.
 */
export function counterpart(ref: StatementRef, others: readonly Policy[], own: readonly Policy[]): StatementRef | null {
  const { statement, policy } = ref;
  const all = others.flatMap((other) =>
    other.statements.map((each): StatementRef => ({ policy: other, statement: each })),
  );
  const sid = named(statement);
  const bySid = sid === null ? [] : all.filter((each) => named(each.statement) === sid);
  if (bySid.length > 0) return bySid.find((each) => each.policy.source === policy.source) ?? bySid[0]!;
  const canonical = canonicalStatement(statement);
  const equal = all.find((each) => canonicalStatement(each.statement) === canonical);
  if (equal !== undefined) return equal;
  const taken = new Set(own.flatMap((each) => each.statements.map(named)).filter((each) => each !== null));
  const same = new Set(own.flatMap((each) => each.statements.map(canonicalStatement)));
  const free = all.filter(({ statement: each }) => {
    const name = named(each);
    return (
      each.effect === statement.effect && !(name !== null && taken.has(name)) && !same.has(canonicalStatement(each))
    );
  });
  const scored = free.map((each) => ({ each, score: likeness(statement, each.statement, policy, each.policy) }));
  scored.sort((a, b) => b.score - a.score);
  const [best] = scored;
  return best !== undefined && best.score >= 1 ? best.each : null;
}

function named({ sid }: Statement): string | null {
  return sid === "" ? null : sid;
}

/**
 * Shares of equal entries, actions twice as much as resources: below one point two statements have nothing to do with each
 * other. That both are on `*` says little.
 */
function likeness(a: Statement, b: Statement, policyA: Policy, policyB: Policy): number {
  const actions = overlap(patternsOf(a.action), patternsOf(b.action));
  const resources = overlap(patternsOf(a.resource), patternsOf(b.resource));
  const everywhere = patternsOf(a.resource).includes("*");
  const sameIndex = a.index === b.index && policyA.statements.length === policyB.statements.length;
  return 2 * actions + (everywhere ? resources / 4 : resources) + (actions > 0 && sameIndex ? 1 : 0);
}

function overlap(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((each) => b.includes(each)).length;
  return shared === 0 ? 0 : shared / Math.max(a.length, b.length);
}

function patternsOf(list: Statement["resource"]): readonly string[] {
  return list?.patterns.map((pattern) => pattern.written) ?? [];
}

interface Difference {
  readonly words: string;
  readonly part: "conditions" | "principals" | "other";
}

function differences(old: Statement, now: Statement): readonly Difference[] {
  const found: Difference[] = [];
  const add = (words: string, part: Difference["part"] = "other") => found.push({ words, part });
  if (old.effect !== now.effect) add(`${old.effect} became ${now.effect}`);
  for (const words of listDifferences(old.action, now.action, "action", true)) add(words);
  for (const words of listDifferences(old.resource, now.resource, "resource", false)) add(words);
  const principals = (statement: Statement) => statement.principal?.entries.map(({ value }) => value) ?? [];
  if ((old.principal?.negated ?? false) !== (now.principal?.negated ?? false)) {
    add(now.principal?.negated === true ? "Principal became NotPrincipal" : "NotPrincipal became Principal");
  } else
    for (const words of setDifferences(principals(old), principals(now), "principal", false)) add(words, "principals");
  for (const words of conditionDifferences(old.conditions, now.conditions)) add(words, "conditions");
  if (found.length === 0) add("written otherwise");
  return found;
}

function listDifferences(
  old: Statement["resource"],
  now: Statement["resource"],
  noun: "action" | "resource",
  fold: boolean,
): readonly string[] {
  const element = noun === "action" ? "Action" : "Resource";
  if ((old?.negated ?? false) !== (now?.negated ?? false)) {
    return [now?.negated === true ? `${element} became Not${element}` : `Not${element} became ${element}`];
  }
  const excluded = now?.negated === true ? `excluded ${noun}` : noun;
  return setDifferences(patternsOf(old), patternsOf(now), excluded, fold);
}

function setDifferences(
  old: readonly string[],
  now: readonly string[],
  noun: string,
  fold: boolean,
): readonly string[] {
  const key = (text: string) => (fold ? text.toLowerCase() : text);
  const olds = new Set(old.map(key));
  const nows = new Set(now.map(key));
  const added = now.filter((each) => !olds.has(key(each)));
  const removed = old.filter((each) => !nows.has(key(each)));
  if (added.length === 1 && removed.length === 1) return [`${noun} "${removed[0]}" became "${added[0]}"`];
  const words: string[] = [];
  if (added.length === 1) words.push(`${noun} "${added[0]}" added`);
  else if (added.length > 1) words.push(`${many(added.length, noun)} added`);
  if (removed.length === 1) words.push(`${noun} "${removed[0]}" removed`);
  else if (removed.length > 1) words.push(`${many(removed.length, noun)} removed`);
  return words;
}

function conditionDifferences(old: readonly Condition[], now: readonly Condition[]): readonly string[] {
  const olds = byBlock(old);
  const nows = byBlock(now);
  const words: string[] = [];
  const gone = [...olds].filter(([block]) => !nows.has(block));
  const fresh = [...nows].filter(([block]) => !olds.has(block));
  for (const [block, was] of [...gone]) {
    const [key] = block.split("\u0000");
    const other = fresh.findIndex(([each]) => each.split("\u0000")[0] === key);
    if (other < 0) continue;
    const [[, is]] = fresh.splice(other, 1) as [[string, Condition]];
    gone.splice(
      gone.findIndex(([each]) => each === block),
      1,
    );
    words.push(`condition on ${is.keyWritten}: ${printOperator(was.operator)} became ${printOperator(is.operator)}`);
  }
  for (const [block, was] of olds) {
    const is = nows.get(block);
    if (is === undefined) continue;
    const [changed] = setDifferences(valuesOf(was), valuesOf(is), "value", false);
    if (changed !== undefined)
      words.push(`condition on ${is.keyWritten}: ${changed.replace(/^value (?=".*became)/, "")}`);
  }
  if (gone.length > 0)
    words.unshift(
      conditionWords(
        gone.map(([, each]) => each),
        old.length,
        now.length,
        "removed",
      ),
    );
  if (fresh.length > 0)
    words.push(
      conditionWords(
        fresh.map(([, each]) => each),
        now.length,
        old.length,
        "added",
      ),
    );
  return words;
}

/** The only condition of a statement needs no name. */
function conditionWords(changed: readonly Condition[], all: number, others: number, verb: string): string {
  if (changed.length === all && others === 0 && all === 1) return `condition ${verb}`;
  if (changed.length > 2) return `${many(changed.length, "condition")} ${verb}`;
  return `condition on ${changed.map(({ keyWritten }) => keyWritten).join(" and ")} ${verb}`;
}

function byBlock(conditions: readonly Condition[]): Map<string, Condition> {
  return new Map(conditions.map((each) => [`${each.key}\u0000${printOperator(each.operator)}`, each]));
}

function valuesOf(condition: Condition): readonly string[] {
  return condition.values.map(({ pattern }) => pattern.written);
}
