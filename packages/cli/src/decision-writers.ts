import { type FileHandle, open } from "node:fs/promises";
import { colourise } from "@keyaki/report";
import { wantsColour } from "./io.ts";
import type { BriefFormat, Format, ReportFlags } from "./options.ts";
import { notWritten, type Target } from "./outputs.ts";
import type { Run } from "./run.ts";

const HEADER = "line,decision,decidedBy\n";

type Write = (text: string) => void | Promise<void>;

/** Writes decisions to their targets as they are made, so that no run keeps them. */
export class DecisionWriters {
  readonly #writers: readonly Write[];

  private constructor(writers: readonly Write[]) {
    this.#writers = writers;
  }

  /** Opens the targets. @throws UsageError when a file cannot be written. */
  static async open(
    targets: readonly Target<Format | BriefFormat>[],
    flags: Pick<ReportFlags, "color">,
    run: Run,
  ): Promise<DecisionWriters> {
    const writers: Write[] = [];
    for (const target of targets) {
      const write = await openTarget(target, flags, run);
      if (target.format === "csv") await write(HEADER);
      writers.push(write);
    }
    return new DecisionWriters(writers);
  }

  /** One text for each target. */
  async write(texts: readonly string[]): Promise<void> {
    for (const [at, write] of this.#writers.entries()) {
      const text = texts[at] ?? "";
      if (text !== "") await write(text);
    }
  }
}

async function openTarget(
  { format, file }: Target<Format | BriefFormat>,
  flags: Pick<ReportFlags, "color">,
  run: Run,
): Promise<Write> {
  const { stdout, env } = run.io;
  if (file === null) {
    const isColoured = format === "text" && wantsColour(flags.color, env, stdout.isTTY);
    return (text) => stdout.write(isColoured ? colourise(text) : text);
  }
  let handle: FileHandle;
  try {
    handle = await open(file, "w");
  } catch (error) {
    throw notWritten(file, error);
  }
  run.atEnd(() => handle.close());
  return async (text) => {
    try {
      await handle.appendFile(text);
    } catch (error) {
      throw notWritten(file, error);
    }
  };
}
