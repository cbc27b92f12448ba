import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import progress from "cli-progress";
import { type Figure, figureLines } from "./figures.ts";

/** What a run was measured on; the load is that of the last minute, which other processes may have made. */
export function machine(): Record<string, string | number> {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? "unknown",
    processors: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    platform: `${platform()} ${arch()}`,
    node: process.version,
    z3: z3Version(),
  };
}

export function machineLine(): string {
  return Object.entries(machine())
    .map((each) => each.join(" "))
    .join(" · ");
}

/** The version of the package `z3-solver`, which is Z3's own. */
function z3Version(): string {
  const solver = createRequire(join(import.meta.dirname, "..", "..", "packages", "solver", "package.json"));
  return solver("z3-solver/package.json").version;
}

/** Wall and processor seconds since it was started. */
export function stopwatch(): () => { readonly wall: number; readonly cpu: number } {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
  };
}

/** The greatest resident size of this process so far, in MiB. */
export function maxRssMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** A progress bar on stderr; a line now and then where stderr is no terminal. */
export function progressBar(what: string, total: number): { step(): void; stop(): void } {
  const bar = new progress.SingleBar({
    format: `${what} {bar} {value}/{total} · {eta_formatted} left`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
    etaBuffer: 200,
  });
  let done = 0;
  let told = performance.now();
  bar.start(total, 0);
  return {
    step: () => {
      bar.update(++done);
      if (process.stderr.isTTY || performance.now() - told < 10_000) return;
      told = performance.now();
      process.stderr.write(`${what}: ${done} of ${total}\n`);
    },
    stop: () => bar.stop(),
  };
}

/** Where a bench's figures lie as JSON. */
export function resultFile(name: string): string {
  return join(import.meta.dirname, "..", "results", `${name}.json`);
}

/** Keeps a run's figures beside the code, out of version control; with them go machine, versions and memory. */
export function saveResult(name: string, result: object): string {
  const file = resultFile(name);
  mkdirSync(dirname(file), { recursive: true });
  const whole = { bench: basename(name), machine: machine(), maxRssMiB: maxRssMiB(), ...result };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  return file;
}

/** Prints what a bench reached beside its targets, and keeps it. */
export function report(name: string, figures: readonly Figure[], more: object = {}): void {
  console.log();
  for (const line of figureLines(figures)) console.log(line);
  console.log(`\n${machineLine()} · greatest memory ${maxRssMiB()} MiB`);
  console.log(`written to ${saveResult(name, { figures, ...more })}`);
}

/** The figures that a bench's last run kept; null where there was none. */
export function readResult(name: string): { readonly figures?: readonly Figure[] } | null {
  const file = resultFile(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** The value after `--name`, as a number; undefined where it is not given. */
export function numberOption(name: string): number | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : Number(process.argv[at + 1]);
}
