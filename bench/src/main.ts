// `pnpm bench` runs every bench that has a target, each in a process of its own, and sums up; `pnpm bench NAME` runs one.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { BENCHES } from "./benches.ts";
import { figureLines } from "./figures.ts";
import { machineLine, readResult, resultFile, saveResult } from "./run.ts";

/** Megabytes of heap that a bench may use: what an analysis needs more of is a fault. */
const HEAP_MB = 700;

/**
 * The loader of TypeScript, for the benches themselves. What they measure was built: the loader wraps every function that it loads, and in
 * threads it loads modules a second time that are imported late, whose errors are of other classes then.
 */
const LOADER = `import { isMainThread } from "node:worker_threads";
if (isMainThread) await import(${JSON.stringify(import.meta.resolve("tsx"))});`;

const [name, ...rest] = process.argv.slice(2);
if (name === undefined) await runAll();
else if (BENCHES[name] !== undefined) process.exitCode = await run(name, rest);
else {
  const known = Object.entries(BENCHES).map(([each, { shows }]) => `  ${each.padEnd(26)}${shows}`);
  const fault = name === "--list" ? "" : `There is no bench "${name}". `;
  console.log(`${fault}pnpm bench NAME runs one of these, pnpm bench all that have a target:\n${known.join("\n")}`);
  process.exitCode = name === "--list" ? 0 : 2;
}

async function runAll(): Promise<void> {
  const started = performance.now();
  const ran: { readonly name: string; readonly ok: boolean; readonly seconds: number }[] = [];
  for (const [each, { inAll }] of Object.entries(BENCHES)) {
    if (inAll === null) continue;
    console.log(`\n=== ${each}`);
    // Figures of another day must not stand for those of a run that failed.
    rmSync(resultFile(each), { force: true });
    const begun = performance.now();
    const code = await run(each, inAll);
    ran.push({ name: each, ok: code === 0, seconds: Math.round((performance.now() - begun) / 1000) });
  }
  const all = ran.map((bench) => ({ ...bench, figures: readResult(bench.name)?.figures ?? [] }));
  const minutes = (performance.now() - started) / 60_000;
  console.log(`\n=== all of it, ${minutes.toFixed(1)} minutes\n${machineLine()}\n`);
  const named = all.flatMap(({ name: bench, figures }) =>
    figures.map((figure) => ({ ...figure, what: `${bench}: ${figure.what}` })),
  );
  for (const line of figureLines(named)) console.log(line);
  console.log(`\n${all.map(({ name: bench, seconds }) => `${bench} ${seconds} s`).join(" · ")}`);
  const failed = all.filter(({ ok }) => !ok).map(({ name: bench }) => bench);
  if (failed.length > 0) console.log(`FAILED: ${failed.join(", ")}`);
  console.log(`written to ${saveResult("all", { minutes, benches: all })}`);
  if (failed.length > 0) process.exitCode = 1;
}

/** Runs a bench with its heap bounded; gives its exit code. */
function run(bench: string, args: readonly string[]): Promise<number> {
  const file = join(import.meta.dirname, `${bench}.ts`);
  const loader = ["--import", `data:text/javascript,${encodeURIComponent(LOADER)}`];
  const child = spawn(process.execPath, [...loader, file, ...args], {
    stdio: "inherit",
    env: { ...process.env, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
