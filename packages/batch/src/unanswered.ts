// Trusted: a question without an answer is unknown, never a pass.
import type { ChangeAnalysis, Comparison, Reason, Verdict } from "@keyaki/analysis";

/** Why a question has no answer: its thread died, for want of memory or otherwise, or nobody wants to know any more. */
export type Ending = "cancelled" | "crash" | "memory";

export function noVerdict(ending: Ending): Verdict {
  const reason: Reason = { code: "solver", detail: ending };
  return { outcome: "unknown", reason, assumptions: [], axioms: [], stats: { ms: 0, engine: "constant" } };
}

export function noComparison(ending: Ending): Comparison {
  const verdict = noVerdict(ending);
  return {
    relation: "unknown",
    allowRelation: "unknown",
    leftOnly: verdict,
    rightOnly: verdict,
    leftLifts: verdict,
    rightLifts: verdict,
  };
}

export function noAnalysis(ending: Ending): ChangeAnalysis {
  const none = { groups: [], undecided: [] };
  return {
    relation: "unknown",
    allowRelation: "unknown",
    verdict: noVerdict(ending),
    level: null,
    newAccess: none,
    liftedDenials: none,
    removedAccess: none,
    undo: new Map(),
  };
}

/** @throws Error always: scripts have no "unknown". */
export function noScripts(ending: Ending): never {
  throw new Error(`no scripts: ${ending === "cancelled" ? "cancelled" : `the thread died (${ending})`}`);
}
