import { canonicalPolicy, contentHash, type Policy, type PolicyKind } from "@keyaki/policy";
import type { Change, SourceText, SourceTree } from "@keyaki/sources";
import type { Reader, ReadPolicy } from "./reading.ts";

/** A change whose documents were read. */
export interface Pair {
  readonly id: string;
  readonly path: string;
  readonly oldPath: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed" | "unchanged";
  readonly kind: PolicyKind;
  readonly kindCertain: boolean;
  readonly before: readonly Policy[];
  readonly after: readonly Policy[];
}

/** Two texts with this key in common mean the same. */
export function contentKey(reader: Reader): (text: SourceText) => string | null {
  return (text) => {
    const read = reader.parse(text);
    return read === null ? null : contentHash(canonicalPolicy(read.policy));
  };
}

/** Reads the two sides of a change; null when one cannot be read, or they are of kinds that cannot be compared. */
export async function readPair(change: Change, reader: Reader): Promise<Pair | null> {
  const { id, status } = change;
  const path = (change.after ?? change.before).path;
  const oldPath = status === "renamed" ? change.before.path : null;
  const before = change.before === null ? null : await reader.read(change.before, "old");
  const after = change.after === null ? null : await reader.read(change.after);
  if ((change.before !== null && before === null) || (change.after !== null && after === null)) return null;
  const agreed = agree(change, before, after, reader);
  if (agreed === null) {
    const reason = `it was ${kindName(before)} and is now ${kindName(after)}`;
    await reader.refuse({ id, path }, `error: ${path}: ${reason}; --kind says what both are.`, reason);
    return null;
  }
  return {
    id,
    path,
    oldPath,
    status,
    kind: agreed.kind,
    kindCertain: agreed.certain,
    before: agreed.before,
    after: agreed.after,
  };
}

interface Agreed {
  readonly kind: PolicyKind;
  readonly certain: boolean;
  readonly before: readonly Policy[];
  readonly after: readonly Policy[];
}

/** Both sides as one kind: the one that both have, else one that both can be. */
function agree(change: Change, before: ReadPolicy | null, after: ReadPolicy | null, reader: Reader): Agreed | null {
  const sides = [before, after].filter((side) => side !== null);
  const certain = sides.every(({ kind }) => kind.certain && kind.alternatives.length === 0);
  const one = (read: ReadPolicy | null) => (read === null ? [] : [read.policy]);
  if (before === null || after === null || before.kind.kind === after.kind.kind) {
    return { kind: (after ?? before)!.kind.kind, certain, before: one(before), after: one(after) };
  }
  const old = change.before === null ? null : reader.parse(change.before, after.kind.kind);
  if (old !== null) return { kind: after.kind.kind, certain: false, before: [old.policy], after: [after.policy] };
  const now = change.after === null ? null : reader.parse(change.after, before.kind.kind);
  return now === null ? null : { kind: before.kind.kind, certain: false, before: [before.policy], after: [now.policy] };
}

/** A named path that is not there or cannot be read leaves nothing to judge on its side. */
export async function readable(tree: SourceTree, reader: Reader): Promise<boolean> {
  const [only] = tree.texts;
  if (tree.kind !== "file" || only?.problem === undefined) return true;
  await reader.read(only);
  return false;
}

/** All documents of each side as one principal's, one change for each kind; null when one cannot be read. */
export async function readTogether(before: SourceTree, after: SourceTree, reader: Reader): Promise<Pair[] | null> {
  const olds = await readAll(before, reader, "old");
  const news = await readAll(after, reader, "new");
  if (olds === null || news === null) return null;
  const kinds = [...new Set([...olds, ...news].map(({ kind }) => kind.kind))];
  return kinds.map((kind): Pair => {
    const of = (side: readonly ReadPolicy[]) => side.filter((each) => each.kind.kind === kind);
    const status = of(olds).length === 0 ? "added" : of(news).length === 0 ? "removed" : changed(of(olds), of(news));
    return {
      id: kinds.length === 1 ? after.name : `${after.name} (${kind})`,
      path: after.name,
      oldPath: null,
      status,
      kind,
      kindCertain: [...of(olds), ...of(news)].every((each) => each.kind.certain && each.kind.alternatives.length === 0),
      before: of(olds).map(({ policy }) => policy),
      after: of(news).map(({ policy }) => policy),
    };
  });
}

/** The same texts on both sides change nothing, whichever files hold them. */
function changed(olds: readonly ReadPolicy[], news: readonly ReadPolicy[]): "modified" | "unchanged" {
  const texts = (side: readonly ReadPolicy[]) => JSON.stringify(side.map(({ text }) => text).sort());
  return texts(olds) === texts(news) ? "unchanged" : "modified";
}

async function readAll(tree: SourceTree, reader: Reader, side: "old" | "new"): Promise<readonly ReadPolicy[] | null> {
  const read: ReadPolicy[] = [];
  let whole = true;
  for (const text of tree.texts) {
    const one = await reader.read(text, side);
    if (one === null) whole = false;
    else read.push(one);
  }
  return whole ? read : null;
}

function kindName(read: ReadPolicy | null): string {
  const kind = read?.kind.kind ?? "identity";
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} policy`;
}
