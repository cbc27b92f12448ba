// Trusted: a file of the working tree that is not listed here is never judged.
import { lstat, readlink } from "node:fs/promises";
import { type Git, records } from "./git.ts";
import type { TreeEntry, TreeListing } from "./git-tree.ts";
import type { Listed } from "./git-walk.ts";
import { decodeName } from "./names.ts";
import { errorCode, problemText, readFileText } from "./read-file.ts";
import type { Sourced } from "./source.ts";

/** How many files are looked at together. */
const BATCH = 64;

/**
 * Lists the working tree as git sees it: tracked files as they are on disk, and new ones that no ignore rule covers. `top` is its root,
 * in which `git` runs. A tracked file that is gone from disk is gone, unless a sparse checkout leaves it out: then it is as in the index.
 */
export async function listWorkingTree(git: Git, top: string): Promise<Sourced<Listed>> {
  const tracked = await git.output(["ls-files", "-z", "-t", "--stage"]);
  if (!tracked.ok) return tracked;
  const others = await git.output(["ls-files", "-z", "--others", "--exclude-standard"]);
  if (!others.ok) return others;
  const files = new Map<string, IndexedFile>();
  for (const record of records(tracked.value)) {
    // `<tag> <mode> <object> <stage>\t<path>`
    const tab = record.indexOf(0x09);
    const [tag = "", mode = "", object = ""] = record.subarray(0, tab).toString("latin1").split(" ");
    const file = record.subarray(tab + 1);
    files.set(decodeName(file), { file, mode, object, sparse: tag === "S" });
  }
  for (const record of records(others.value)) {
    // A repository inside the repository is listed as a folder.
    const nested = record.at(-1) === 0x2f;
    const file = nested ? record.subarray(0, -1) : record;
    files.set(decodeName(file), { file, mode: nested ? SUBMODULE : "", object: null, sparse: false });
  }
  const changed = await changedSubmodules(git, files);
  if (!changed.ok) return changed;
  const entries = new Map<string, TreeEntry>();
  const links = new Map<string, string>();
  const pending = [...files];
  for (let start = 0; start < pending.length; start += BATCH) {
    const seen = await Promise.all(pending.slice(start, start + BATCH).map(([, file]) => look(top, file)));
    seen.forEach((entry, i) => {
      const path = pending[start + i]?.[0];
      if (entry === null || path === undefined) return;
      const dirty = entry.is === "submodule" && changed.value.has(path);
      entries.set(path, { is: entry.is, object: dirty ? null : entry.object });
      if (entry.link !== undefined) links.set(path, entry.link);
    });
  }
  const listing: TreeListing = { entries, links };
  return {
    ok: true,
    value: {
      listing,
      fromDisk: (path, name, maxBytes) => {
        const file = files.get(path)?.file;
        if (file === undefined) return Promise.resolve(problemText(name, "not-found", ""));
        return readFileText(onDisk(top, file), name, maxBytes, false);
      },
    },
  };
}

interface IndexedFile {
  readonly file: Buffer;
  readonly mode: string;
  readonly object: string | null;
  readonly sparse: boolean;
}

const SUBMODULE = "160000";

interface Looked extends TreeEntry {
  readonly link?: string;
}

/** What is on disk under a tracked or new name; null if nothing. */
async function look(top: string, { file, mode, object, sparse }: IndexedFile): Promise<Looked | null> {
  if (mode === SUBMODULE) return { is: "submodule", object };
  const path = onDisk(top, file);
  try {
    const stat = await lstat(path);
    if (!stat.isSymbolicLink()) return { is: "file", object: null };
    return { is: "link", object: null, link: decodeName(await readlink(path, { encoding: "buffer" })) };
  } catch (error) {
    const gone = errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR";
    if (gone) return sparse ? { is: "file", object } : null;
    // Listed, so that reading it says what is wrong.
    return { is: "file", object: null };
  }
}

/** Submodules whose checkout is not what the index says, or has changes of its own: what they hold is not known by an id. */
async function changedSubmodules(git: Git, files: ReadonlyMap<string, IndexedFile>): Promise<Sourced<Set<string>>> {
  if (![...files.values()].some((file) => file.mode === SUBMODULE)) return { ok: true, value: new Set() };
  const differing = await git.output(["diff-files", "-z", "--name-only", "--ignore-submodules=none"]);
  return differing.ok ? { ok: true, value: new Set(records(differing.value).map(decodeName)) } : differing;
}

function onDisk(top: string, file: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${top}/`), file]);
}
