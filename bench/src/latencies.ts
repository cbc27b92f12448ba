/** Durations in milliseconds, and how they spread. */
export class Latencies {
  readonly #all: number[] = [];

  add(ms: number): void {
    this.#all.push(ms);
  }

  summary(): LatencySummary {
    const sorted = [...this.#all].sort((a, b) => a - b);
    const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
    const total = sorted.reduce((sum, each) => sum + each, 0);
    return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1), total: round(total) };
  }
}

export interface LatencySummary {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly total: number;
}

export function latencyLine(name: string, { count, p50, p90, p99, max, total }: LatencySummary): string {
  const cells = [p50, p90, p99, max].map((each) => String(each).padStart(9)).join("");
  return `${name.padEnd(24)}${String(count).padStart(8)}${cells}${String(Math.round(total)).padStart(10)}`;
}

export const LATENCY_HEAD: string = `${"milliseconds".padEnd(24)}${"count".padStart(8)}${["p50", "p90", "p99", "max"].map((each) => each.padStart(9)).join("")}${"total".padStart(10)}`;

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
