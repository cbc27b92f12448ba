// How the time of a question grows when a policy's statements, patterns, values, keys or overlapping globs double; with plots.
import { writeFileSync } from "node:fs";
import { createAnalyzer } from "@keyaki/analysis";
import { loadCatalog } from "@keyaki/catalog";
import type { Figure } from "./figures.ts";
import { FAMILIES, type Family } from "./growth-families.ts";
import { collectGarbage } from "./heap.ts";
import { readPolicy } from "./managed-policies.ts";
import { type Panel, panelsSvg } from "./plot.ts";
import { numberOption, report, resultFile } from "./run.ts";

/** A doubling may take this many times as long. */
const MOST = 2.2;
/** Milliseconds under which a time is mostly noise. */
const NOISE_MS = 10;
/** A size is tried this often, or until it took so many milliseconds in all. */
const RUNS = 11;
const PATIENCE_MS = 2000;
/** A family is given up after a size that took so many. */
const GIVE_UP_MS = 5000;

interface Point {
  readonly n: number;
  /** Time of reading and comparing both ways: the median, since small questions mostly escape the garbage that they leave, and large ones do not. */
  readonly ms: number;
  readonly isUnknown: boolean;
}

const [, , first = "--"] = process.argv;
const wanted = FAMILIES.filter(({ group, name }) => first.startsWith("--") || `${group}: ${name}`.includes(first));
const size = numberOption("size");
const analyzer = createAnalyzer({ catalog: await loadCatalog(), workers: 1 });
// Compiled code first: the sizes that are measured have texts of their own.
for (const family of wanted) for (let at = 0; at < 3; at++) await ask(family, 24, `w${at}`);

const grown: { readonly family: Family; readonly points: readonly Point[] }[] = [];
for (const family of wanted) {
  // What one family leaves behind is not the next one's to collect.
  collectGarbage();
  const points = await measure(family, size === undefined ? family.sizes : [size]);
  grown.push({ family, points });
  console.log(`${nameOf(family).padEnd(54)} ${points.map(pointWords).join("  ")}`);
}
await analyzer.close();

const factors = new Map(grown.map(({ family, points }) => [family, factorOf(points)]));
const figures = [...new Set(wanted.map(({ group }) => group))].map((group): Figure => {
  const members = wanted.filter((family) => family.group === group);
  const worst = Math.max(...members.map((family) => factors.get(family) ?? 1));
  const missed = members.filter((family) => (factors.get(family) ?? 1) > MOST);
  const spread = missed.length === 0 ? "" : `${missed.length} of ${members.length} above`;
  return {
    what: `a doubling of ${group}, worst`,
    reached: Number.isFinite(worst) ? worst : null,
    unit: "×",
    target: { atMost: MOST },
    spread,
  };
});
for (const [family, factor] of [...factors].sort((a, b) => b[1] - a[1])) {
  if (factor > MOST) console.log(`above ${MOST}: ${nameOf(family)}, ${factorWords(factor)}`);
}
const plot = resultFile("growth").replace(/json$/, "svg");
const panels = grown.map(({ family, points }): Panel => {
  const isUnknown = points.some((point) => point.isUnknown);
  const note = `${factorWords(factorOf(points))}${isUnknown ? "; unknown at the end" : ""}`;
  return { title: nameOf(family), note, points: points.map(({ n, ms }) => ({ x: n, y: ms })) };
});
writeFileSync(plot, panelsSvg(`Milliseconds of a question by size; dashed: ${MOST} × a doubling`, panels, MOST));
report("growth", figures, { families: grown.map(({ family, points }) => ({ family: nameOf(family), points })) });
console.log(`plots in ${plot}`);

/** One size after the other in each round: what disturbs the machine for a while disturbs all of them. */
async function measure(family: Family, sizes: readonly number[]): Promise<Point[]> {
  const measured = sizes.map((n) => ({ n, times: [] as number[], spent: 0, isUnknown: false }));
  for (let round = 0; round < RUNS; round++) {
    for (const point of measured) {
      if (point.spent > PATIENCE_MS) continue;
      const { ms, relation } = await ask(family, point.n, `q${point.n.toString(36)}${round}`);
      if (relation !== "unknown" && relation !== family.relation) {
        throw new Error(`${nameOf(family)}, ${point.n}: ${relation}, not ${family.relation}`);
      }
      point.isUnknown ||= relation === "unknown";
      point.times.push(ms);
      point.spent += ms;
      if (ms > GIVE_UP_MS || point.isUnknown) break;
    }
  }
  return measured.flatMap(({ n, times, isUnknown }) =>
    times.length === 0 ? [] : [{ n, ms: times.sort((a, b) => a - b)[times.length >> 1] ?? 0, isUnknown }],
  );
}

async function ask({ name, kind, change }: Family, n: number, salt: string) {
  const { before, after } = change(n, salt);
  const sides = [after, before].map((statements) => ({ Version: "2012-10-17", Statement: statements }));
  const started = performance.now();
  const [left, right] = sides.map((document) => [readPolicy(document, name, kind)]);
  const { relation } = await analyzer.compare(left ?? [], right ?? [], { kind });
  return { relation, ms: performance.now() - started };
}

/** The worst growth of a doubling, each taken over three in a row, since a single one is noise for a third. One size alone was given up. */
function factorOf(points: readonly Point[]): number {
  if (points.length === 1 && size === undefined) return Number.POSITIVE_INFINITY;
  const gap = Math.min(3, points.length - 1);
  const factors = points.slice(gap).flatMap(({ ms }, at) => {
    const before = Math.max(points[at]?.ms ?? ms, NOISE_MS / 4);
    return ms < NOISE_MS ? [] : [(ms / before) ** (1 / gap)];
  });
  return Math.max(1, ...factors);
}

function factorWords(factor: number): string {
  return Number.isFinite(factor) ? `${factor.toFixed(2)} × a doubling` : "given up at the first size";
}

function pointWords({ n, ms, isUnknown }: Point, at: number, points: readonly Point[]): string {
  const before = points[at - 1];
  const factor = before === undefined ? "" : ` (${(ms / before.ms).toFixed(1)})`;
  return `${n}: ${ms.toFixed(1)}${factor}${isUnknown ? " unknown" : ""}`;
}

function nameOf({ group, name }: Family): string {
  return `${group}: ${name}`;
}
