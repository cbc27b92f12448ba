import { listed } from "./grammar.ts";
import type { VerdictJson } from "./json.ts";

/** Which list of actions the answers go by. */
export function catalogWords(date: string | null): string {
  return date === null ? "No list of AWS actions was used." : `AWS action list of ${date}.`;
}

/** What the answers take for granted. */
export function restsOnWords(verdicts: readonly Pick<VerdictJson, "assumptions" | "axioms">[]): string {
  const assumptions = [...new Set(verdicts.flatMap((verdict) => verdict.assumptions))].sort();
  const axioms = [...new Set(verdicts.flatMap((verdict) => verdict.axioms))].sort();
  const assumed =
    assumptions.length === 0
      ? "Nothing assumed."
      : `Assumed: ${listed(assumptions)} (keyaki assumptions explains them).`;
  return axioms.length === 0 ? assumed : `${assumed} Facts about requests used: ${listed(axioms)}.`;
}
