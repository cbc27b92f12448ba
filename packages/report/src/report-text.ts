import { compareText } from "./compare-report.ts";
import { evaluateText } from "./evaluate-report.ts";
import { gateText } from "./gate-text.ts";
import type { Report } from "./json.ts";
import type { TextOptions } from "./layout.ts";
import { verifyText } from "./verify-report.ts";

/** A report in words. */
export function reportText(report: Report, options: TextOptions): string {
  switch (report.query) {
    case "compare":
      return compareText(report, options);
    case "gate":
      return gateText(report, options);
    case "evaluate":
      return evaluateText(report);
    case "verify":
      return verifyText(report);
  }
}

/** The text as Markdown: the first line in bold, the rest as it stands in a fence that nothing inside it can close. */
export function reportMarkdown(report: Report, options: TextOptions): string {
  const [first = "", ...rest] = reportText(report, options).trimEnd().split("\n");
  const body = rest.join("\n").replace(/^\n+/, "");
  const [word = "", words = ""] = first.split(/ {2,}/, 2);
  const title = `**${word}** ${escaped(words)}`.trimEnd();
  if (body === "") return `${title}\n`;
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${title}\n\n${fence}text\n${body}\n${fence}\n`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
