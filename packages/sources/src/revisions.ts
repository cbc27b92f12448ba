// Trusted: the wrong revision compared is the wrong question answered.
import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, posix, relative, resolve } from "node:path";
import { failure, Git } from "./git.ts";
import { listTree } from "./git-tree.ts";
import { type ListedTree, readListing, type WalkRequest } from "./git-walk.ts";
import { byId } from "./names.ts";
import { problemText } from "./read-file.ts";
import type { ReadOptions, Sourced, SourceProblem, SourceTree } from "./source.ts";
import { listWorkingTree } from "./working-tree.ts";

export interface GitOptions extends ReadOptions {
  /** The folder the command runs in; paths are relative to it. Default: the process's. */
  readonly cwd?: string;
}

/** A revision that a range names. */
export interface Revision {
  readonly typed: string;
  /** The commit's full id. */
  readonly commit: string;
}

/** Both sides of a range. */
export interface GitRange {
  readonly base: Revision;
  /** Null: the working tree. */
  readonly head: Revision | null;
  readonly before: SourceTree;
  readonly after: SourceTree;
  /** Paths, as typed, that neither side has. */
  readonly missingPaths: readonly string[];
}

/**
 * Reads the two sides of `BASE..HEAD`, of `BASE...HEAD` (from where HEAD left BASE) or of `BASE` (against the working tree: tracked
 * files as on disk and new files that are not ignored), below `paths` (all of the repository when empty). Uses the `git` program for reading only: no hook,
 * no filter of a stored document, no network. Symbolic links are followed inside the repository. Never throws for what it is given.
 */
export async function readGitRange(
  range: string,
  paths: readonly string[],
  options: GitOptions = {},
): Promise<Sourced<GitRange>> {
  const place = await locate(options.cwd ?? process.cwd(), paths);
  if (!place.ok) return place;
  const { git, top } = place.value;
  const ends = await resolveRange(git, range);
  if (!ends.ok) return ends;
  const { base, head } = ends.value;
  const before = await readCommit(place.value, base, options);
  if (!before.ok) return before;
  const after =
    head === null ? await readWorkingTree(place.value, options) : await readCommit(place.value, head, options);
  if (!after.ok) return after;
  const missing = before.value.absent.filter((path) => after.value.absent.includes(path));
  const missingPaths = missing.map((path) => posix.relative(place.value.prefix, path) || ".");
  return { ok: true, value: { base, head, before: before.value.tree, after: after.value.tree, missingPaths } };

  async function readWorkingTree(where: Place, reading: GitOptions): Promise<Sourced<ListedTree>> {
    if (top === null) return fault("git-failed", "this repository has no working tree");
    const listed = await listWorkingTree(git, top);
    return listed.ok ? readListing(git, listed.value, { ...where, name: "" }, reading) : listed;
  }
}

/** Reads what a single revision holds below `paths`. A path it does not have is a text with problem `not-found`. */
export async function readGitTree(
  rev: string,
  paths: readonly string[],
  options: GitOptions = {},
): Promise<Sourced<SourceTree>> {
  const place = await locate(options.cwd ?? process.cwd(), paths);
  if (!place.ok) return place;
  const revision = await resolveRevision(place.value.git, rev);
  if (!revision.ok) return revision;
  const read = await readCommit(place.value, revision.value, options);
  if (!read.ok) return read;
  const { tree, absent } = read.value;
  const notes = absent.map((id) => problemText({ id, path: posix.relative(place.value.prefix, id) }, "not-found", rev));
  return { ok: true, value: { ...tree, texts: [...tree.texts, ...notes].sort(byId) } };
}

/** Where the command runs: the repository, and the paths as seen from its root. */
interface Place extends Omit<WalkRequest, "name"> {
  /** Runs in the root of the working tree. */
  readonly git: Git;
  /** Null in a bare repository. */
  readonly top: string | null;
}

async function locate(cwd: string, typed: readonly string[]): Promise<Sourced<Place>> {
  const here = new Git(cwd);
  const inside = await here.output(["rev-parse", "--is-inside-work-tree"]);
  if (!inside.ok) return inside;
  const bare = inside.value.toString("latin1").trim() !== "true";
  const shown = bare ? null : await here.output(["rev-parse", "--show-toplevel"]);
  const under = bare ? null : await here.output(["rev-parse", "--show-prefix"]);
  if (shown?.ok === false) return shown;
  if (under?.ok === false) return under;
  const top = shown === null ? null : withoutNewline(shown.value);
  const prefix = under === null ? "" : withoutNewline(under.value);
  const paths: string[] = [];
  for (const path of typed.length === 0 ? [resolve(top ?? cwd)] : typed) {
    const fromRoot = isAbsolute(path) ? await belowTop(top ?? cwd, path) : posix.normalize(posix.join(prefix, path));
    const clean = fromRoot.replace(/\/+$/, "").replace(/^\.$/, "");
    if (clean === ".." || clean.startsWith("../")) return fault("git-path-outside", path);
    paths.push(clean);
  }
  return { ok: true, value: { git: top === null ? here : new Git(top), top, prefix, paths } };
}

async function belowTop(top: string, path: string): Promise<string> {
  const straight = relative(top, path);
  if (!straight.startsWith("..")) return straight;
  try {
    // Git gives the root's real path; the typed one may lead through links.
    return relative(await realpath(top), resolve(await realpath(dirname(path)), basename(path)));
  } catch {
    return straight;
  }
}

async function resolveRange(git: Git, range: string): Promise<Sourced<{ base: Revision; head: Revision | null }>> {
  const [, left = "", dots, right = ""] = /^(.*?)(?:(\.{2,3})(.*))?$/s.exec(range) ?? [];
  if (range === "" || right.includes("..")) return fault("git-bad-range", range);
  const base = await resolveRevision(git, left === "" ? "HEAD" : left);
  if (!base.ok) return base;
  if (dots === undefined) return { ok: true, value: { base: base.value, head: null } };
  const head = await resolveRevision(git, right === "" ? "HEAD" : right);
  if (!head.ok) return head;
  if (dots === "..") return { ok: true, value: { base: base.value, head: head.value } };
  const common = await git.run(["merge-base", base.value.commit, head.value.commit]);
  if (!common.ok) return common;
  if (common.value.status === 1) return fault("git-unknown-revision", range);
  if (common.value.status !== 0) return { ok: false, problem: failure(common.value) };
  const commit = withoutNewline(common.value.stdout);
  return { ok: true, value: { base: { typed: range, commit }, head: head.value } };
}

async function resolveRevision(git: Git, typed: string): Promise<Sourced<Revision>> {
  // No revision begins with a hyphen; without this it could be an option.
  if (typed.startsWith("-") || /[\0\n]/.test(typed)) return fault("git-unknown-revision", typed);
  const found = await git.run(["rev-parse", "--verify", "--quiet", "--end-of-options", `${typed}^{commit}`]);
  if (!found.ok) return found;
  const lines = found.value.stdout.toString("latin1").trim().split("\n");
  const commit = lines[lines.length - 1] ?? "";
  if (found.value.status !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) return fault("git-unknown-revision", typed);
  return { ok: true, value: { typed, commit } };
}

async function readCommit(place: Place, revision: Revision, options: GitOptions): Promise<Sourced<ListedTree>> {
  const listing = await listTree(place.git, revision.commit);
  if (!listing.ok) return listing;
  const fromDisk = () => Promise.reject(new Error("an entry of a commit has an object"));
  return readListing(place.git, { listing: listing.value, fromDisk }, { ...place, name: revision.typed }, options);
}

function withoutNewline(output: Buffer): string {
  return output.toString("utf8").replace(/\r?\n$/, "");
}

function fault(code: SourceProblem["code"], detail: string): { readonly ok: false; readonly problem: SourceProblem } {
  return { ok: false, problem: { code, detail } };
}
