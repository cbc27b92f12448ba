// Trusted: bytes read here are what is judged. Nothing is cut short: a document over the limit is a problem.
import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { shownPath } from "./names.ts";
import type { SourceProblem, SourceText } from "./source.ts";

/** How a document is called: `id` for matching, `path` raw for display. */
export interface TextName {
  readonly id: string;
  readonly path: string;
}

/** A document that was read. */
export function readText(name: TextName, bytes: Uint8Array): SourceText {
  return { id: name.id, path: shownPath(name.path), bytes, digest: sha256(bytes) };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A document that could not be read, or must not be read as a policy. `digest` is given where the bytes are known all the same. */
export function problemText(
  name: TextName,
  code: SourceProblem["code"],
  detail: string,
  digest: string | null = null,
): SourceText {
  return { id: name.id, path: shownPath(name.path), bytes: null, digest, problem: { code, detail } };
}

/**
 * Reads one regular file. `special` also takes pipes and character devices, which are read to their end: for `<(command)` and
 * `/dev/stdin` named by the user; a pipe met in a directory would block for ever.
 */
export async function readFileText(
  file: string | Buffer,
  name: TextName,
  maxBytes: number,
  special: boolean,
): Promise<SourceText> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK opening a pipe waits for its writer. Checked after opening, so the file cannot be exchanged in between.
    handle = await open(file, special ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await handle.stat();
    if (stat.isDirectory() || !(stat.isFile() || (special && (stat.isFIFO() || stat.isCharacterDevice())))) {
      return problemText(name, "not-a-file", "");
    }
    if (stat.isFile() && stat.size <= maxBytes) {
      const bytes = new Uint8Array(await handle.readFile());
      // It may have grown since.
      return bytes.length <= maxBytes
        ? readText(name, bytes)
        : problemText(name, "too-large", String(maxBytes), sha256(bytes));
    }
    return await readStream(handle.createReadStream({ autoClose: false }), name, maxBytes, !stat.isFile());
  } catch (error) {
    return problemText(name, problemCode(error), errorCode(error));
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/**
 * The bytes of a file, pipe or device, or of standard input for `-`, piece by piece and without a limit: for records that are judged one by
 * one. Null where there is nothing to read; `readTree` says why.
 */
export async function openPieces(
  path: string,
  stdin?: AsyncIterable<Uint8Array | string>,
): Promise<AsyncIterable<Uint8Array | string> | null> {
  if (path === "-") return stdin ?? createReadStream("", { fd: 0, autoClose: false });
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const stat = await handle.stat();
    if (stat.isFile() || stat.isFIFO() || stat.isCharacterDevice())
      return handle.createReadStream({ highWaterMark: PIECE });
    await handle.close();
    return null;
  } catch {
    await handle?.close().catch(() => undefined);
    return null;
  }
}

/** So many bytes of a file are read at once. */
const PIECE = 1024 * 1024;

/** Reads standard input to its end. */
export async function readStdin(
  stream: AsyncIterable<Uint8Array | string> | undefined,
  maxBytes: number,
): Promise<SourceText> {
  const name = { id: "-", path: "-" };
  try {
    return await readStream(stream ?? createReadStream("", { fd: 0, autoClose: false }), name, maxBytes, true);
  } catch (error) {
    return problemText(name, "unreadable", errorCode(error));
  }
}

/** `endless`: the stream may never end, so over the limit it is left rather than read on for its digest. */
async function readStream(
  stream: AsyncIterable<Uint8Array | string>,
  name: TextName,
  maxBytes: number,
  endless: boolean,
): Promise<SourceText> {
  const hash = createHash("sha256");
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    const chunk = typeof piece === "string" ? Buffer.from(piece) : piece;
    size += chunk.byteLength;
    if (size > maxBytes) {
      kept.length = 0;
      if (endless) return problemText(name, "too-large", String(maxBytes));
    } else {
      kept.push(chunk);
    }
    hash.update(chunk);
  }
  const digest = hash.digest("hex");
  if (size > maxBytes) return problemText(name, "too-large", String(maxBytes), digest);
  return { id: name.id, path: shownPath(name.path), bytes: new Uint8Array(Buffer.concat(kept)), digest };
}

/** The system's short name of a fault (`EACCES`); its sentence would hold a second copy of the path. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : error instanceof Error ? error.message : String(error);
}

/** Which problem a failed system call means. */
export function problemCode(error: unknown): "not-found" | "symlink-loop" | "not-a-file" | "unreadable" {
  switch (errorCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "not-found";
    case "ELOOP":
      return "symlink-loop";
    case "ENXIO":
      // What opening a socket gives.
      return "not-a-file";
    default:
      return "unreadable";
  }
}
