import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Analyzer, CompareOptions } from "@keyaki/analysis";
import type { Policy } from "@keyaki/policy";
import { UsageError } from "./exit.ts";
import type { Run } from "./run.ts";

/** The four questions of a comparison, by the names of their files. */
const FILES = {
  leftOnly: "left-only.smt2",
  rightOnly: "right-only.smt2",
  leftLifts: "left-lifts.smt2",
  rightLifts: "right-lifts.smt2",
} as const;

/** What an analyzer offers that can write its questions as SMT-LIB. */
export interface ScriptWriter {
  scripts(
    left: readonly Policy[],
    right: readonly Policy[],
    options: CompareOptions,
  ): Promise<Readonly<Record<keyof typeof FILES, string>>>;
}

function writesScripts(analyzer: Analyzer): analyzer is Analyzer & ScriptWriter {
  return "scripts" in analyzer && typeof analyzer.scripts === "function";
}

/** Writes the four questions into a folder, which is made when it is not there. */
export async function emitScripts(
  analyzer: Analyzer,
  left: readonly Policy[],
  right: readonly Policy[],
  options: CompareOptions,
  folder: string,
  run: Run,
): Promise<void> {
  if (!writesScripts(analyzer)) throw new UsageError("--emit-smt2 is not available yet.");
  const scripts = await analyzer.scripts(left, right, options);
  const path = resolve(run.io.cwd, folder);
  try {
    await mkdir(path, { recursive: true });
    for (const [name, file] of Object.entries(FILES)) {
      await writeFile(join(path, file), scripts[name as keyof typeof FILES]);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new UsageError(`the scripts cannot be written to ${folder} (${code}).`);
  }
}
