// Trusted: the bytes of a revision's documents.
import { createHash } from "node:crypto";
import type { Git } from "./git.ts";
import type { Sourced } from "./source.ts";

/** A blob's content; `bytes` is null when it is larger than the limit, `missing` when the repository does not hold it. */
export type Blob = { readonly bytes: Uint8Array | null; readonly digest: string } | "missing";

/**
 * Reads many blobs with one `git cat-file --batch`, which gives stored bytes: no text conversion, no filter, no replacement program.
 * The result has an entry for each id asked for.
 */
export async function readBlobs(
  git: Git,
  ids: readonly string[],
  maxBytes: number,
): Promise<Sourced<Map<string, Blob>>> {
  const blobs = new Map<string, Blob>();
  const asked = [...new Set(ids)];
  if (asked.length === 0) return { ok: true, value: blobs };
  const input = `${asked.join("\n")}\n`;
  const ran = await git.stream(["cat-file", "--batch"], input, (stdout) => parseBatch(stdout, maxBytes, blobs));
  if (!ran.ok) return ran;
  // Fewer answers than questions: git broke off. Those it did not answer are not there.
  for (const id of asked) if (!blobs.has(id)) blobs.set(id, "missing");
  return { ok: true, value: blobs };
}

/** The batch format: `<id> blob <size>\n<bytes>\n`, or `<id> missing\n`. */
async function parseBatch(stdout: AsyncIterable<Buffer>, maxBytes: number, blobs: Map<string, Blob>): Promise<void> {
  let header = Buffer.alloc(0);
  let open: OpenBlob | null = null;
  for await (const chunk of stdout) {
    let at = 0;
    while (at < chunk.length) {
      if (open !== null) {
        at += open.take(chunk.subarray(at));
        if (!open.complete) continue;
        blobs.set(open.id, open.blob());
        open = null;
        continue;
      }
      const end = chunk.indexOf(0x0a, at);
      const stop = end === -1 ? chunk.length : end;
      header = Buffer.concat([header, chunk.subarray(at, stop)]);
      at = stop + 1;
      if (end === -1) break;
      const [id = "", type = "", size = ""] = header.toString("latin1").split(" ");
      header = Buffer.alloc(0);
      if (type === "blob") open = new OpenBlob(id, Number(size), maxBytes);
      else if (type !== "missing") throw new Error(`git cat-file answered ${JSON.stringify(type)} for ${id}`);
      else blobs.set(id, "missing");
    }
  }
}

/** A blob whose bytes are arriving. */
class OpenBlob {
  readonly id: string;
  readonly #size: number;
  readonly #kept: Buffer[] = [];
  readonly #keep: boolean;
  readonly #hash = createHash("sha256");
  #seen = 0;

  constructor(id: string, size: number, maxBytes: number) {
    this.id = id;
    this.#size = size;
    this.#keep = size <= maxBytes;
  }

  /** Takes what belongs to this blob, and the newline after it; says how many bytes that was. */
  take(chunk: Buffer): number {
    const own = chunk.subarray(0, Math.max(0, this.#size - this.#seen));
    this.#hash.update(own);
    if (this.#keep) this.#kept.push(own);
    const taken = own.length < chunk.length ? own.length + 1 : own.length;
    this.#seen += taken;
    return taken;
  }

  get complete(): boolean {
    return this.#seen > this.#size;
  }

  blob(): Blob {
    const digest = this.#hash.digest("hex");
    return { bytes: this.#keep ? new Uint8Array(Buffer.concat(this.#kept)) : null, digest };
  }
}
