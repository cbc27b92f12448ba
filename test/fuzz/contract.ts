// What holds of every run of the command, whatever it was given.
import { createAnalyzer } from "@keyaki/analysis";
import { afterAll, expect } from "vitest";
import { schemaOf } from "../../packages/cli/src/schemas/reports.ts";
import { keyaki, type Ran } from "../e2e/run.ts";

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());
/** One for all runs: each of its own would load a solver anew. */
const shared = { createAnalyzer: () => ({ ...analyzer, close: async () => undefined }) };

/** What a terminal would obey: it may be read, and is shown escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for.
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** A run that kept to the contract, and its reports. */
export interface Kept extends Ran {
  // biome-ignore lint/suspicious/noExplicitAny: reports are checked by their schema here.
  readonly reports: readonly any[];
}

/** Runs a verb for people to read. */
export async function shownTo(format: "text" | "markdown", args: readonly string[], stdin = ""): Promise<Ran> {
  const ran = await keyaki([...args, "--format", format], stdin, {}, shared);
  keepsContract({ ...ran, stdout: "" });
  expect(ran.stdout).not.toMatch(OBEYED);
  return ran;
}

/** Runs a verb with `--format json`. */
export async function runOf(args: readonly string[], stdin: string | Uint8Array = ""): Promise<Kept> {
  const ran = await keyaki([...args, "--format", "json"], stdin, {}, shared);
  // Only a saved report speaks for itself.
  if (ran.code === 2 && args[0] !== "render") expect(ran.stderr).toMatch(/error|^Not read/m);
  return { ...ran, reports: keepsContract(ran) };
}

/** @returns the reports on standard output. */
export function keepsContract({ code, stdout, stderr }: Ran): Kept["reports"] {
  expect([0, 1, 2, 3, 4]).toContain(code);
  expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(stderr).not.toContain("internal error");
  expect(stderr).not.toMatch(OBEYED);
  const reports = records(stdout).map((text) => JSON.parse(text));
  for (const report of reports) expect(schemaOf(report.query).safeParse(report).error).toBeUndefined();
  return reports;
}

/** One report, several one after the other, or one a line. */
function records(stdout: string): readonly string[] {
  return stdout.split(/\n(?=\{)/).filter((text) => text.trim() !== "");
}

/** Counts of what came of runs: none of the outcomes named may be missing. */
export class Seen {
  readonly #counts = new Map<string, number>();

  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  expectAll(...wanted: readonly string[]): void {
    console.info(Object.fromEntries([...this.#counts].sort()));
    expect(wanted.filter((what) => !this.#counts.has(what))).toEqual([]);
  }
}
