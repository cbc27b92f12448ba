import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/**
 * The rows of a file of gzipped JSON lines in the folder that the first argument names. The data is not part of the
 * project: where the folder or the file is not there, says so and ends the process with success.
 */
export function rowsOf<Row>(file: string): Row[] {
  const folder = process.argv[2];
  const path = folder === undefined ? undefined : join(folder, file);
  if (path === undefined || !existsSync(path)) {
    process.stdout.write(`skipped: ${path ?? "no folder given"} is not there\n`);
    process.exit(0);
  }
  return rowsIn(path);
}

/** The rows of a file of gzipped JSON lines. */
export function rowsIn<Row>(path: string): Row[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Counts by name, most frequent first. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  print(): void {
    for (const [name, count] of [...this.#counts].sort((a, b) => b[1] - a[1])) {
      print(`${String(count).padStart(7)}  ${name}`);
    }
  }
}
