// Trusted: what git hands over is taken for the content of the revision.
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Sourced, SourceProblem } from "./source.ts";

/** One running or finished git command. */
export interface GitResult {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly status: number;
}

/**
 * Settings that keep git to reading: no program that the repository's configuration names (hooks, file-system monitor), no lock, no prompt,
 * no fetch of missing objects over the network, no replaced objects, pathspecs literal.
 */
const SETTINGS = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--literal-pathspecs", "--no-pager"];
const ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_NO_REPLACE_OBJECTS: "1",
  LC_ALL: "C",
};

/** A git command with fixed arguments in a folder; no shell, so no argument is ever interpreted. */
export class Git {
  readonly #cwd: string;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** Runs a command to its end with `input` on its standard input. A status other than 0 is the caller's to judge. */
  async run(args: readonly string[], input: string | Buffer = ""): Promise<Sourced<GitResult>> {
    const chunks: Buffer[] = [];
    const ran = await this.stream(args, input, async (stdout) => {
      for await (const chunk of stdout) chunks.push(chunk);
    });
    return ran.ok ? { ok: true, value: { ...ran.value, stdout: Buffer.concat(chunks) } } : ran;
  }

  /** Runs a command and gives its output to `read` as it comes. `read` must read to the end; what it throws is thrown. */
  async stream(
    args: readonly string[],
    input: string | Buffer,
    read: (stdout: AsyncIterable<Buffer>) => Promise<void>,
  ): Promise<Sourced<GitResult>> {
    const child = spawn("git", [...SETTINGS, ...args], {
      cwd: this.#cwd,
      env: { ...process.env, ...ENVIRONMENT },
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const failed = new Promise<Error>((resolve) => child.once("error", resolve));
    const closed = once(child, "close").then(
      () => null,
      () => null,
    );
    const errors: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    // A command that ends early closes its input; its status tells why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    try {
      await read(child.stdout);
      const error = await Promise.race([failed, closed]);
      if (error !== null) return { ok: false, problem: spawnProblem(error) };
    } catch (error) {
      child.kill();
      throw error;
    }
    const stderr = Buffer.concat(errors).toString("utf8").trim();
    return { ok: true, value: { stdout: Buffer.alloc(0), stderr, status: child.exitCode ?? -1 } };
  }

  /** Runs a command that has to succeed; a failure is a problem with git's own words. */
  async output(args: readonly string[], input: string | Buffer = ""): Promise<Sourced<Buffer>> {
    const ran = await this.run(args, input);
    if (!ran.ok) return ran;
    return ran.value.status === 0 ? { ok: true, value: ran.value.stdout } : { ok: false, problem: failure(ran.value) };
  }
}

/** What a git command that failed says, as a problem. */
export function failure(result: GitResult): SourceProblem {
  const code = /not a git repository/i.test(result.stderr) ? "git-not-a-repository" : "git-failed";
  return { code, detail: result.stderr.split("\n")[0] ?? "" };
}

function spawnProblem(error: Error): SourceProblem {
  const missing = "code" in error && error.code === "ENOENT";
  return { code: missing ? "git-missing" : "git-failed", detail: missing ? "" : error.message };
}

/** Cuts output of `-z` commands into its records. */
export function records(output: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, start)) {
    parts.push(output.subarray(start, end));
    start = end + 1;
  }
  return parts;
}
