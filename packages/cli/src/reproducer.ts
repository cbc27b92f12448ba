import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompareOptions, Reason, UndecidedActions, Verdict } from "@keyaki/analysis";
import type { Policy } from "@keyaki/policy";
import { documentsJson } from "@keyaki/report";
import type { Run } from "./run.ts";
import { VERSION } from "./version.ts";

/** The reasons that are faults of Keyaki itself. */
export function faultsOf(answers: readonly (Verdict | UndecidedActions)[]): Reason[] {
  return answers.flatMap((answer) => {
    const reason = "reason" in answer ? answer.reason : null;
    return reason?.code === "invariant" || reason?.code === "engines-disagree" ? [reason] : [];
  });
}

/** The first line of an error's message, with a full stop. */
export function shortMessage(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first.endsWith(".") ? first : `${first}.`;
}

/**
 * Saves what is needed to look at a fault: both sides and how they were asked. Beside other temporary files, since a run in a
 * repository must leave nothing there.
 */
export async function saveReproducer(
  left: readonly Policy[],
  right: readonly Policy[],
  question: CompareOptions,
  reasons: readonly Reason[],
  run: Run,
): Promise<void> {
  const { signal: _, ...asked } = question;
  const text = `${JSON.stringify({ keyaki: VERSION, reasons, asked, ...documentsJson(left, right) }, null, 2)}\n`;
  const name = `keyaki-fault-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.json`;
  const path = join(run.io.env.TMPDIR ?? tmpdir(), name);
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch {
    await run.note(
      "keyaki: what is needed to look at this fault could not be saved; please report it with both documents.",
    );
    return;
  }
  await run.note(
    `keyaki: a fault of Keyaki was met. Please report it with ${path}, which holds both policies: look through it first.`,
  );
}
