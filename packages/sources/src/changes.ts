// Trusted: two documents paired wrongly, or a change taken for none, and a widening goes unseen.
import { byId, compareIds } from "./names.ts";
import type { SourceText, SourceTree } from "./source.ts";

/** One document on its two sides. */
export type Change =
  | { readonly status: "added"; readonly id: string; readonly before: null; readonly after: SourceText }
  | { readonly status: "removed"; readonly id: string; readonly before: SourceText; readonly after: null }
  /**
   * `modified`: other bytes, or bytes that could not be read on one side (look at `problem`). `renamed`: the same content under another id; `id` is the
   * new one. `unchanged`: the same bytes under the same id; such a text may still have a problem, which then is the same on both sides.
   */
  | {
      readonly status: "modified" | "renamed" | "unchanged";
      readonly id: string;
      readonly before: SourceText;
      readonly after: SourceText;
    };

/**
 * Same-content key of a document, or null where it has none (unreadable, not a policy). Two texts with one key must mean the same:
 * they are reported as renamed without being compared.
 */
export type ContentKey = (text: SourceText) => string | null;

/**
 * Pairs the documents of two sides: by id, then the rest by content, first by equal bytes, then by `key`. Of several with the same content, those
 * with the same file name go together, then in order of id. The result is in code-point order of `id`, whatever the order of the input.
 */
export function pairChanges(
  before: readonly SourceText[],
  after: readonly SourceText[],
  key: ContentKey = () => null,
): Change[] {
  const changes: Change[] = [];
  const olds = byUniqueId(before);
  byUniqueId(after);
  let added: SourceText[] = [];
  for (const text of [...after].sort(byId)) {
    const old = olds.get(text.id);
    if (old === undefined) added.push(text);
    else
      changes.push({ status: sameBytes(old, text) ? "unchanged" : "modified", id: text.id, before: old, after: text });
    olds.delete(text.id);
  }
  let removed = [...olds.values()].sort(byId);
  for (const keyOf of [bytesKey, key]) {
    for (const sameName of [true, false]) {
      const paired = new Set<SourceText>();
      for (const [old, text] of pairByKey(removed, added, keyOf, sameName)) {
        changes.push({ status: "renamed", id: text.id, before: old, after: text });
        paired.add(old).add(text);
      }
      removed = removed.filter((text) => !paired.has(text));
      added = added.filter((text) => !paired.has(text));
    }
  }
  for (const text of removed) changes.push({ status: "removed", id: text.id, before: text, after: null });
  for (const text of added) changes.push({ status: "added", id: text.id, before: null, after: text });
  return changes.sort((a, b) => compareIds(a.id, b.id));
}

/**
 * Pairs two whole sides. Two single files are one change whatever their names. A file that one side ignored as no policy and that holds a policy
 * on the other is a text on both: it must not pass as "removed" when it is broken.
 */
export function pairTrees(before: SourceTree, after: SourceTree, key?: ContentKey): Change[] {
  const [old] = before.texts;
  const [now] = after.texts;
  if (before.kind === "file" && after.kind === "file" && old !== undefined && now !== undefined) {
    const status = sameBytes(old, now) ? "unchanged" : "modified";
    return [{ status, id: now.id, before: old, after: now }];
  }
  return pairChanges([...before.texts, ...recalled(before, after)], [...after.texts, ...recalled(after, before)], key);
}

/** Files of `side` that were ignored there and are policies under the same id on the other. */
function recalled(side: SourceTree, other: SourceTree): SourceText[] {
  const ids = new Set(other.texts.map((text) => text.id));
  return side.ignored.map((file) => file.text).filter((text) => ids.has(text.id));
}

/** Throws if two documents of one side have the same id: one of them would not be judged. */
function byUniqueId(texts: readonly SourceText[]): Map<string, SourceText> {
  const byItsId = new Map<string, SourceText>();
  for (const text of texts) {
    if (byItsId.has(text.id)) throw new Error(`two documents of one side are called ${JSON.stringify(text.id)}`);
    byItsId.set(text.id, text);
  }
  return byItsId;
}

function sameBytes(a: SourceText, b: SourceText): boolean {
  return a.digest !== null && a.digest === b.digest && a.problem?.code === b.problem?.code;
}

/** A text with a problem has no content to be found again by. */
function bytesKey(text: SourceText): string | null {
  return text.problem === undefined ? text.digest : null;
}

function pairByKey(
  removed: readonly SourceText[],
  added: readonly SourceText[],
  key: ContentKey,
  sameName: boolean,
): [SourceText, SourceText][] {
  const waiting = new Map<string, SourceText[]>();
  const fullKey = (text: SourceText): string | null => {
    const content = key(text);
    return content === null ? null : sameName ? `${content}/${fileName(text.id)}` : content;
  };
  for (const text of removed) {
    const of = fullKey(text);
    const same = of === null ? undefined : waiting.get(of);
    if (same !== undefined) same.push(text);
    else if (of !== null) waiting.set(of, [text]);
  }
  const pairs: [SourceText, SourceText][] = [];
  for (const text of added) {
    const of = fullKey(text);
    const old = of === null ? undefined : waiting.get(of)?.shift();
    if (old !== undefined) pairs.push([old, text]);
  }
  return pairs;
}

function fileName(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
