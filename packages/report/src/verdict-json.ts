import type { Verdict, Verification, Witness } from "@keyaki/analysis";
import type { ReportHead, RequestJson, VerdictJson, VerificationJson, WitnessJson } from "./json.ts";
import { refJson } from "./place.ts";
import { reasonJson } from "./reason.ts";

/** Which Keyaki made a report, and the list of AWS actions it went by. */
export interface ToolFacts {
  readonly version: string;
  readonly catalog: { readonly date: string } | null;
}

/** What every report needs besides its verdicts. */
export interface ReportOptions {
  readonly tool: ToolFacts;
  /** Writes a request so that it can be read again; the evaluator's `writeRequest`. */
  readonly write: (request: Witness["request"]) => RequestJson;
  /** `--no-stats` leaves out what differs from run to run. Default true. */
  readonly stats?: boolean;
  /** Milliseconds of the run until its report is made, and what of them went into reading policies. */
  readonly spent?: { readonly ms: number; readonly parse: number };
}

/** How every report begins. */
export function head({ tool }: ReportOptions): ReportHead {
  return {
    formatVersion: "1.0",
    tool: { name: "keyaki", version: tool.version, catalog: tool.catalog?.date ?? null },
  };
}

export function witnessJson(witness: Witness, { write }: ReportOptions): WitnessJson {
  return {
    request: write(witness.request),
    hypothetical: witness.hypothetical,
    allowedBy: witness.allowedBy.map(refJson),
    refusedBy: witness.refusedBy.map(refJson),
    refusal: witness.refusal,
    under: witness.under,
  };
}

export function verdictJson(verdict: Verdict, options: ReportOptions): VerdictJson {
  const { outcome, assumptions, axioms, stats, verification } = verdict;
  return {
    outcome,
    exists: outcome === "unknown" ? null : outcome === "refuted",
    reason: verdict.outcome === "unknown" ? reasonJson(verdict.reason) : null,
    witness: verdict.outcome === "refuted" ? witnessJson(verdict.witness, options) : null,
    assumptions,
    axioms,
    ...(verification === undefined ? {} : { verification: verificationJson(verification) }),
    ...(options.stats === false ? {} : { stats: { ms: stats.ms, engine: stats.engine } }),
  };
}

function verificationJson({ engine, outcome, reason }: Verification): VerificationJson {
  return { engine, outcome, reason: reason === undefined ? null : reasonJson(reason) };
}
