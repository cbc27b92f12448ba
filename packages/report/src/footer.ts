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

/** `--verify`: how far the other engine came to the same answers; nothing where it was not asked. */
export function verifiedWords(verdicts: readonly Pick<VerdictJson, "verification">[]): string | null {
  const asked = verdicts.flatMap(({ verification }) => verification ?? []);
  if (asked.length === 0) return null;
  const open = asked.filter(({ outcome }) => outcome === "unknown");
  const count = (of: number) => `${of} answer${of === 1 ? "" : "s"}`;
  if (open.length === 0) return `Two engines came to the same ${count(asked.length)}.`;
  const reasons = [...new Set(open.map(({ reason }) => reason?.words ?? "no reason was given"))];
  return `Two engines came to the same ${count(asked.length - open.length)}; the second came to none for ${open.length} more: ${listed(reasons)}.`;
}
