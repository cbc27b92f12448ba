import type { QuestionStats } from "@keyaki/analysis";
import { counted, figures } from "./grammar.ts";
import type { CompareReport, GateReport, RunStatsJson } from "./json.ts";
import { paragraph } from "./layout.ts";
import type { ReportOptions } from "./verdict-json.ts";

/** Where the time of a run went: its questions' parts added up. Questions that were asked at once overlap. */
export function runStats(
  questions: readonly (QuestionStats | undefined)[],
  { stats, spent }: ReportOptions,
): { readonly stats?: RunStatsJson } {
  if (stats === false || spent === undefined) return {};
  const of = (part: keyof QuestionStats) => questions.reduce((sum, question) => sum + (question?.[part] ?? 0), 0);
  return {
    stats: {
      ...spent,
      meaning: of("meaning"),
      classes: of("classes"),
      solve: of("solve"),
      confirm: of("confirm"),
      z3: of("z3"),
    },
  };
}

const PARTS = ["parse", "meaning", "classes", "solve", "confirm"] as const;

/** `--stats`: where the time went and which engine answered; nothing where the report does not say. */
export function statsLines(report: CompareReport | GateReport): string[] {
  const { stats } = report;
  if (stats === undefined) return [];
  const parts = PARTS.map((part) => `${part} ${milliseconds(stats[part])}`);
  const rest = stats.ms - PARTS.reduce((sum, part) => sum + stats[part], 0);
  const time = `Time: ${milliseconds(stats.ms)} ms: ${parts.join(", ")}${rest > 0 ? `, the rest ${milliseconds(rest)}` : ""}.`;
  const z3 = stats.z3 === 0 ? "Z3 was not needed." : `Z3 was asked ${figures(stats.z3, "problem")}.`;
  return ["", ...paragraph(time), ...paragraph(`Answered by: ${enginesOf(report)}. ${z3}`)];
}

function enginesOf(report: CompareReport | GateReport): string {
  if (report.query === "compare") {
    const claims = {
      leftOnly: "LEFT allows",
      rightOnly: "RIGHT allows",
      leftLifts: "RIGHT denies",
      rightLifts: "LEFT denies",
    };
    return (Object.keys(claims) as (keyof typeof claims)[])
      .map((claim) => `${claims[claim]} ${report[claim].stats?.engine ?? "none"}`)
      .join(", ");
  }
  const counts = new Map<string, number>();
  for (const { verdict } of report.changes) {
    const engine = verdict.stats?.engine ?? "none";
    counts.set(engine, (counts.get(engine) ?? 0) + 1);
  }
  if (counts.size === 0) return "nothing was asked";
  return [...counts].map(([engine, count]) => `${engine} ${counted(count)}`).join(", ");
}

function milliseconds(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : counted(Math.round(ms));
}
