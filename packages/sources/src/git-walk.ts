// Trusted: what this walk passes over is never judged.
import { posix } from "node:path";
import { Findings } from "./directory.ts";
import type { Git } from "./git.ts";
import { readBlobs } from "./git-objects.ts";
import { foldersOf, type Resolved, resolvePath, type TreeListing } from "./git-tree.ts";
import { compareIds } from "./names.ts";
import { problemText, readText, type TextName } from "./read-file.ts";
import { limitsOf, type ReadOptions, type Sourced, type SourceText, type SourceTree } from "./source.ts";

/** A listing and where the content of entries without an object id is. */
export interface Listed {
  readonly listing: TreeListing;
  /** Reads an entry that is on disk and not in git. */
  readonly fromDisk: (path: string, name: TextName, maxBytes: number) => Promise<SourceText>;
}

export interface WalkRequest {
  /** The revision as typed; for reports. */
  readonly name: string;
  /** Paths from the repository's root, `""` for all of it. */
  readonly paths: readonly string[];
  /** The folder the command runs in, from the root: `""` or ending in `/`. */
  readonly prefix: string;
}

/** A document whose name asks for it; `named` by the user itself, so that it must be a policy. */
interface Wanted {
  readonly name: TextName;
  readonly named: boolean;
  readonly file: Resolved & { is: "file" };
}

/** A side that was read; `absent` are the paths asked for that it does not have. */
export interface ListedTree {
  readonly tree: SourceTree;
  readonly absent: readonly string[];
}

/** Reads the documents below `paths` from a listing. */
export async function readListing(
  git: Git,
  listed: Listed,
  request: WalkRequest,
  options: ReadOptions,
): Promise<Sourced<ListedTree>> {
  const limits = limitsOf(options);
  const found = new Findings(request.name, options.comments ?? false, limits);
  const walk = new Walk(listed.listing, found, request.prefix);
  const absent = request.paths.filter((path) => !walk.visitNamed(path));
  const ids = walk.wanted.flatMap(({ file }) => file.object ?? []);
  const blobs = await readBlobs(git, ids, limits.maxBytes);
  if (!blobs.ok) return blobs;
  for (const { name, named, file } of walk.wanted) {
    const text = await readOne(file, name);
    if (named) found.addNamed(text);
    else found.add(text);
  }
  return { ok: true, value: { tree: found.tree("revision"), absent } };

  async function readOne(file: Wanted["file"], name: TextName): Promise<SourceText> {
    if (file.object === null) return listed.fromDisk(file.path, name, limits.maxBytes);
    const blob = blobs.ok ? blobs.value.get(file.object) : undefined;
    if (blob === undefined || blob === "missing") return problemText(name, "missing-object", file.object);
    if (blob.bytes === null) return problemText(name, "too-large", String(limits.maxBytes), blob.digest);
    return readText(name, blob.bytes);
  }
}

class Walk {
  readonly wanted: Wanted[] = [];
  readonly #listing: TreeListing;
  readonly #folders: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #found: Findings;
  readonly #prefix: string;
  readonly #seen = new Set<string>();

  constructor(listing: TreeListing, found: Findings, prefix: string) {
    this.#listing = listing;
    this.#folders = foldersOf(listing);
    this.#found = found;
    this.#prefix = prefix;
  }

  /** False if there is nothing of this name: added or removed as a whole, or mistyped. */
  visitNamed(path: string): boolean {
    const at = resolvePath(this.#listing, this.#folders, path);
    if (at.is === "broken" && !this.#listing.entries.has(path)) return false;
    this.#take(path, at, true, new Set());
    return true;
  }

  #visitFolder(path: string, id: string, above: ReadonlySet<string>): void {
    if (above.has(path)) {
      this.#found.add(problemText(this.#nameOf(id), "symlink-loop", ""));
      return;
    }
    const inside = new Set(above).add(path);
    for (const child of [...(this.#folders.get(path) ?? [])].sort(compareIds)) {
      if (!this.#found.enter()) return;
      const below = path === "" ? child : `${path}/${child}`;
      const at = resolvePath(this.#listing, this.#folders, below);
      this.#take(id === "" ? child : `${id}/${child}`, at, false, inside);
    }
  }

  #take(id: string, at: Resolved, named: boolean, above: ReadonlySet<string>): void {
    if (at.is === "directory") {
      this.#visitFolder(at.path, id, above);
      return;
    }
    // Two of the named paths may hold the same file.
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const name = this.#nameOf(id);
    if (at.is === "file") {
      if (named || this.#found.wants(id)) this.wanted.push({ name, named, file: at });
    } else if (at.is === "submodule") {
      this.#found.add(problemText(name, "submodule", at.object ?? "", at.object));
    } else {
      this.#found.add(problemText(name, `symlink-${at.is}`, this.#listing.links.get(id) ?? ""));
    }
  }

  #nameOf(id: string): TextName {
    return { id, path: posix.relative(this.#prefix, id) };
  }
}
