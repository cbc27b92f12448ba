/** One figure of a bench, held against its target where it has one. */
export interface Figure {
  readonly what: string;
  /** null: it never came so far that there would be a figure. */
  readonly reached: number | null;
  readonly unit: Unit;
  /** What it is for: the figure must not be more, or not be less. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number };
  /** How the single measurements spread, in words: "p90 12 ms". */
  readonly spread?: string;
  /** How often the peer's or the reference's time goes into ours, or the other way round; `to` says which. */
  readonly ratio?: { readonly of: number; readonly to: string };
}

export type Unit = "ms" | "s" | "MiB" | "×" | "a second";

/** Whether a figure meets its target; null where it has none. */
export function isMet({ reached, target }: Figure): boolean | null {
  if (target === undefined) return null;
  if (reached === null) return false;
  return "atMost" in target ? reached <= target.atMost : reached >= target.atLeast;
}

/** A figure with its unit, to three places that count. */
export function amount(value: number, unit: Unit): string {
  return `${rounded(value)} ${unit}`;
}

/** The figures of one bench or of many, a line each. */
export function figureLines(figures: readonly Figure[]): string[] {
  const rows = figures.map((figure) => {
    const met = isMet(figure);
    return [
      figure.what,
      figure.reached === null ? "none" : amount(figure.reached, figure.unit),
      figure.spread ?? "",
      targetWords(figure),
      met === null ? "" : met ? "met" : "MISSED",
      figure.ratio === undefined ? "" : `${rounded(figure.ratio.of)} × ${figure.ratio.to}`,
    ];
  });
  const table = [["what", "reached", "spread", "target", "", "ratio"], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function targetWords({ target, unit }: Figure): string {
  if (target === undefined) return "";
  return "atMost" in target ? `≤ ${amount(target.atMost, unit)}` : `≥ ${amount(target.atLeast, unit)}`;
}

function rounded(value: number): string {
  const size = Math.abs(value);
  const places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return Number(value.toFixed(places)).toLocaleString("en-US", { maximumFractionDigits: places });
}
