// Trusted: a file left out of a directory's list is never judged.
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { classifyDocument } from "./classify.ts";
import { byId, compareIds, decodeName, isPolicyName } from "./names.ts";
import { errorCode, problemCode, problemText, readFileText, readStdin } from "./read-file.ts";
import {
  type IgnoredFile,
  limitsOf,
  type ReadLimits,
  type ReadOptions,
  type SourceText,
  type SourceTree,
} from "./source.ts";

export interface ReadTreeOptions extends ReadOptions {
  /** What `-` reads; the process's standard input when absent. */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
}

/**
 * Reads what a path names: a file, `-` for standard input, or a directory with everything below it.
 * In a directory `*.json` files are taken, symbolic links are followed, folders named `.git` are left out; whatever cannot be read is in the result
 * with its problem. Never throws; a path that does not exist is a single text with problem `not-found`.
 */
export async function readTree(path: string, options: ReadTreeOptions = {}): Promise<SourceTree> {
  const limits = limitsOf(options);
  if (path === "-") return single(path, await readStdin(options.stdin, limits.maxBytes));
  const name = { id: baseName(path), path };
  try {
    if (!(await stat(path)).isDirectory()) return single(path, await readFileText(path, name, limits.maxBytes, true));
  } catch (error) {
    const broken = await isLink(path);
    const code = problemCode(error);
    return single(path, problemText(name, broken && code === "not-found" ? "symlink-broken" : code, errorCode(error)));
  }
  const found = new Findings(path, options.comments ?? false, limits);
  await visitDirectory(found, Buffer.from(path), [], new Set());
  return found.tree("directory");
}

/** What is gathered on the way through a directory or a working tree. */
export class Findings {
  readonly #name: string;
  readonly #comments: boolean;
  readonly #limits: ReadLimits;
  readonly #texts: SourceText[] = [];
  readonly #ignored: IgnoredFile[] = [];
  #otherFiles = 0;
  #visited = 0;
  #full = false;

  constructor(name: string, comments: boolean, limits: ReadLimits) {
    this.#name = name;
    this.#comments = comments;
    this.#limits = limits;
  }

  get maxBytes(): number {
    return this.#limits.maxBytes;
  }

  /** Counts one more entry; false when there are too many, which is then reported once. */
  enter(): boolean {
    this.#visited += 1;
    if (this.#visited <= this.#limits.maxFiles) return true;
    if (!this.#full) {
      const name = { id: "", path: this.#name };
      this.#texts.push(problemText(name, "too-many-files", String(this.#limits.maxFiles)));
    }
    this.#full = true;
    return false;
  }

  /** Whether the name asks for the file to be read; counted as another file if not. */
  wants(fileName: string): boolean {
    if (isPolicyName(fileName, this.#comments)) return true;
    this.#otherFiles += 1;
    return false;
  }

  /** Takes a document that was found by its name and not named itself, so that it may turn out to be no policy. */
  add(text: SourceText): void {
    if (text.bytes === null) {
      this.#texts.push(text);
      return;
    }
    const is = classifyDocument(text.bytes);
    if (is === "policy") this.#texts.push(text);
    else if (is === "wrapped-policy") this.#texts.push({ ...text, bytes: null, problem: { code: is, detail: "" } });
    else this.#ignored.push({ text, reason: is });
  }

  /** Takes a document that the user named: it must be a policy. */
  addNamed(text: SourceText): void {
    this.#texts.push(text);
  }

  tree(kind: SourceTree["kind"]): SourceTree {
    return {
      kind,
      name: this.#name,
      texts: this.#texts.sort(byId),
      ignored: this.#ignored.sort((a, b) => byId(a.text, b.text)),
      otherFiles: this.#otherFiles,
    };
  }
}

/** `names` leads from the root to here; `above` holds the real paths of the folders on that way, to see loops. */
async function visitDirectory(
  found: Findings,
  root: Buffer,
  names: readonly Buffer[],
  above: ReadonlySet<string>,
): Promise<void> {
  const here = pathOf(root, names);
  const name = nameOf(root, names);
  let entries: Buffer[];
  let real: string;
  try {
    // Both as bytes: a folder's name need not be UTF-8.
    real = (await realpath(here, { encoding: "buffer" })).toString("latin1");
    entries = await readdir(here, { encoding: "buffer" });
  } catch (error) {
    found.add(problemText(name, problemCode(error), errorCode(error)));
    return;
  }
  if (above.has(real)) {
    found.add(problemText(name, "symlink-loop", ""));
    return;
  }
  const inside = new Set(above).add(real);
  entries.sort((a, b) => compareIds(decodeName(a), decodeName(b)));
  for (const entry of entries) {
    if (!found.enter()) return;
    await visitEntry(found, root, [...names, entry], inside);
  }
}

async function visitEntry(
  found: Findings,
  root: Buffer,
  names: readonly Buffer[],
  above: ReadonlySet<string>,
): Promise<void> {
  const here = pathOf(root, names);
  const name = nameOf(root, names);
  const fileName = decodeName(names[names.length - 1] ?? Buffer.alloc(0));
  try {
    // Follows links: a linked folder of policies is read like any other.
    if ((await stat(here)).isDirectory()) {
      if (fileName !== ".git") await visitDirectory(found, root, names, above);
      return;
    }
  } catch (error) {
    // Where a broken link leads nobody knows: it is reported whatever its own name ends in.
    const code = problemCode(error);
    found.add(problemText(name, code === "not-found" ? "symlink-broken" : code, errorCode(error)));
    return;
  }
  if (found.wants(fileName)) found.add(await readFileText(here, name, found.maxBytes, false));
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}

function single(name: string, text: SourceText): SourceTree {
  return { kind: "file", name, texts: [text], ignored: [], otherFiles: 0 };
}

function pathOf(root: Buffer, names: readonly Buffer[]): Buffer {
  const separator = Buffer.from("/");
  return Buffer.concat([root, ...names.flatMap((name) => [separator, name])]);
}

function nameOf(root: Buffer, names: readonly Buffer[]): { id: string; path: string } {
  const id = names.map(decodeName).join("/");
  return { id, path: join(root.toString(), id) };
}

function baseName(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts[parts.length - 1] ?? path;
}
