// Trusted: an entry of the revision that is not listed here is never judged.
import { type Git, records } from "./git.ts";
import { readBlobs } from "./git-objects.ts";
import { decodeName } from "./names.ts";
import type { Sourced } from "./source.ts";

/** One entry of a revision's tree, folders left out. */
export interface TreeEntry {
  readonly is: "file" | "link" | "submodule";
  /** The object's id (a submodule's commit). Null: as it is on disk, in a working tree; a submodule with changes of its own. */
  readonly object: string | null;
}

/** Everything in a revision by path from the repository's root, and where its symbolic links lead. */
export interface TreeListing {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Link target by the link's path. */
  readonly links: ReadonlyMap<string, string>;
}

const LINK_BYTES = 4096;

/** Lists a revision, given as a full object id. */
export async function listTree(git: Git, commit: string): Promise<Sourced<TreeListing>> {
  const listed = await git.output(["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (!listed.ok) return listed;
  const entries = new Map<string, TreeEntry>();
  for (const record of records(listed.value)) {
    // `<mode> <type> <object>\t<path>`
    const tab = record.indexOf(0x09);
    const [mode = "", , object = ""] = record.subarray(0, tab).toString("latin1").split(" ");
    const is = mode === "120000" ? "link" : mode === "160000" ? "submodule" : "file";
    entries.set(decodeName(record.subarray(tab + 1)), { is, object });
  }
  const ids = [...entries.values()].flatMap((entry) => (entry.is === "link" ? (entry.object ?? []) : []));
  const blobs = await readBlobs(git, ids, LINK_BYTES);
  if (!blobs.ok) return blobs;
  const links = new Map<string, string>();
  for (const [path, entry] of entries) {
    const blob = blobs.value.get(entry.object ?? "");
    if (entry.is !== "link" || blob === undefined || blob === "missing" || blob.bytes === null) continue;
    links.set(path, decodeName(blob.bytes));
  }
  return { ok: true, value: { entries, links } };
}

/** What a path in the listing is found to be once links are followed. */
export type Resolved =
  | { readonly is: "file"; readonly path: string; readonly object: string | null }
  | { readonly is: "directory"; readonly path: string }
  | { readonly is: "submodule"; readonly object: string | null }
  | { readonly is: "broken" | "outside" | "loop" };

/** As many links as Linux follows before it gives up. */
const MOST_LINKS = 40;

/**
 * Follows a path through the tree's links, folder by folder, as a file system would. `folders` are all paths that have something below them.
 * A link that is absolute or climbs out of the repository is `outside`: what it shows is not part of the revision.
 */
export function resolvePath(listing: TreeListing, folders: ReadonlyMap<string, unknown>, path: string): Resolved {
  let pending = path.split("/").filter((part) => part !== "");
  const here: string[] = [];
  let followed = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (part === ".") continue;
    if (part === "..") {
      if (here.pop() === undefined) return { is: "outside" };
      continue;
    }
    here.push(part);
    const at = here.join("/");
    const entry = listing.entries.get(at);
    if (entry?.is === "link") {
      const target = listing.links.get(at);
      if (target === undefined) return { is: "broken" };
      if (target.startsWith("/")) return { is: "outside" };
      followed += 1;
      if (followed > MOST_LINKS) return { is: "loop" };
      here.pop();
      pending = [...target.split("/").filter((piece) => piece !== ""), ...pending];
    } else if (entry?.is === "submodule") {
      return { is: "submodule", object: entry.object };
    } else if (entry !== undefined) {
      return pending.length === 0 ? { is: "file", path: at, object: entry.object } : { is: "broken" };
    } else if (!folders.has(at)) {
      return { is: "broken" };
    }
  }
  return { is: "directory", path: here.join("/") };
}

/** What each folder of a listing holds, by the folder's path; the root is `""`. */
export function foldersOf(listing: TreeListing): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([["", new Set()]]);
  for (const path of listing.entries.keys()) {
    for (let child = path; child !== ""; ) {
      const cut = child.lastIndexOf("/");
      const folder = cut === -1 ? "" : child.slice(0, cut);
      const known = folders.get(folder);
      const name = child.slice(cut + 1);
      if (known === undefined) folders.set(folder, new Set([name]));
      else known.add(name);
      child = folder;
    }
  }
  return folders;
}
