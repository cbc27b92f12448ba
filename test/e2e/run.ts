import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MainOptions, main } from "../../packages/cli/src/index.ts";

/** The repository: the folder in which the examples run. */
export const ROOT: string = join(import.meta.dirname, "../..");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, its streams caught; paths are relative to the repository. */
export async function keyaki(
  args: readonly string[],
  stdin: string | Uint8Array = "",
  env: object = {},
  asks: Pick<MainOptions, "createAnalyzer"> = {},
): Promise<Ran> {
  const out = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    isTTY: false,
    write: (text: string) => {
      out[name] += text;
    },
  });
  async function* input(): AsyncGenerator<Uint8Array | string> {
    yield stdin;
  }
  const io = { stdout: sink("stdout"), stderr: sink("stderr"), stdin: input(), env: { ...env }, cwd: process.cwd() };
  const code = await main(args, { io, ...asks });
  return { code, ...out };
}

/** Starts the command as a process of its own, from source. */
export function start(args: readonly string[], options: { readonly node?: readonly string[] } = {}): ChildProcess {
  const node = ["--import", "tsx", "--conditions=source", ...(options.node ?? [])];
  return spawn(process.execPath, [...node, join(import.meta.dirname, "keyaki.ts"), ...args], { cwd: ROOT });
}

/** Runs the command as a process to its end. */
export async function keyakiProcess(args: readonly string[], stdin = ""): Promise<Ran> {
  const child = start(args);
  return finished(child, stdin);
}

/** Waits for a process's end with what it wrote. */
export function finished(child: ChildProcess, stdin = ""): Promise<Ran> {
  const out = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk: Buffer) => {
    out.stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    out.stderr += chunk.toString();
  });
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(stdin);
  return new Promise((settle) => child.on("close", (code) => settle({ code, ...out })));
}

/** A folder that is there while `use` runs. */
export async function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "keyaki-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
