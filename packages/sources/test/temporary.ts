import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { Sourced, SourceTree } from "../src/source.ts";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder with these files, removed after the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "keyaki-sources-")));
  made.push(root);
  write(root, files);
  return root;
}

export function write(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** A policy that allows one action; different actions give different policies. */
export function policy(action: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
}

/** A git repository in a new folder, without any configuration of the machine. */
export class Repository {
  readonly root: string;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.root = folder(files);
    this.git("init", "-q", "-b", "main");
  }

  git(...args: string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"];
    return execFileSync("git", [...identity, ...args], { cwd: this.root, env, encoding: "utf8" }).trim();
  }

  commit(): string {
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", "change");
    return this.git("rev-parse", "HEAD");
  }
}

/** What a tree holds, short enough to compare: id, then the problem's code if there is one. */
export function outline(tree: SourceTree): string[] {
  return tree.texts.map((text) => (text.problem === undefined ? text.id : `${text.id} ${text.problem.code}`));
}

export function value<T>(sourced: Sourced<T>): T {
  if (!sourced.ok) throw new Error(`${sourced.problem.code}: ${sourced.problem.detail}`);
  return sourced.value;
}
