// Inputs that were once taken for something else; the data is in corpus/regressions/inputs.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../e2e/run.ts";
import { runOf } from "./contract.ts";

interface Input {
  readonly note: string;
  readonly args: readonly string[];
  /** What standard input holds: a text, or bytes that are none. */
  readonly text?: string;
  readonly base64?: string;
  readonly want: { readonly code: number; readonly stderr?: string };
}

const FOLDER = join(ROOT, "corpus/regressions/inputs");

describe.each(readdirSync(FOLDER))("%s", (name) => {
  const { note, args, text, base64, want } = JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Input;
  test(note, async () => {
    const { code, stderr } = await runOf(args, text ?? new Uint8Array(Buffer.from(base64 ?? "", "base64")));
    expect(code).toBe(want.code);
    expect(stderr).toContain(want.stderr ?? "");
  });
});
