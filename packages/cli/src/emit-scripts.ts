import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { CompareOptions } from "@keyaki/analysis";
import type { Policy } from "@keyaki/policy";
import { UsageError } from "./exit.ts";
import type { Analyzer, Run } from "./run.ts";

/** Writes the four questions of a comparison into a folder, which is made when it is not there. */
export async function emitScripts(
  analyzer: Analyzer,
  { left, right }: { readonly left: readonly Policy[]; readonly right: readonly Policy[] },
  options: CompareOptions,
  folder: string,
  run: Run,
): Promise<void> {
  const scripts = await analyzer.scripts(left, right, options);
  const path = resolve(run.io.cwd, folder);
  try {
    await mkdir(path, { recursive: true });
    for (const [name, text] of Object.entries(scripts)) await writeFile(join(path, name), text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new UsageError(`the scripts cannot be written to ${folder} (${code}).`);
  }
}
