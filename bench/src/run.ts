import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import progress from "cli-progress";

/** What a run was measured on. */
export function machine(): Record<string, string | number> {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? "unknown",
    processors: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    node: process.version,
  };
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

/** Keeps a run's figures beside the code, out of version control. */
export function saveResult(name: string, result: unknown): string {
  const folder = join(import.meta.dirname, "..", "results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

/** The value after `--name`, as a number; undefined where it is not given. */
export function numberOption(name: string): number | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : Number(process.argv[at + 1]);
}
