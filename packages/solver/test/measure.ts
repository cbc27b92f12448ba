// Measures the pool; run with: tsx --conditions=source test/measure.ts [questions]
import { availableParallelism, cpus, loadavg } from "node:os";
import { createInlineSolver, createSolver, type Solver } from "../src/index.ts";
import { threeSat } from "./problems.ts";

const total = Number(process.argv[2] ?? 20_000);
const effort = { rlimit: 50_000_000, timeoutMs: 60_000 };
const question = (seed: number) => ({ problem: threeSat(60, 120, seed) });
const least = (seed: number) => ({ ...question(seed), prefer: Int32Array.from({ length: 60 }, (_, i) => i + 1) });
const quantile = (sorted: readonly number[], q: number): string =>
  sorted[Math.floor(q * (sorted.length - 1))]!.toFixed(2);
const megabytes = (): string => `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`;

async function latency(
  solver: Solver,
  ask: (seed: number) => ReturnType<typeof question>,
  label: string,
): Promise<void> {
  const times: number[] = [];
  for (let seed = 0; seed < 600; seed++) {
    const begun = performance.now();
    await solver.solve(ask(seed), effort);
    if (seed >= 100) times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  console.log(`${label}: p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms`);
}

console.log(
  `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}, RSS ${megabytes()}`,
);
for (const workers of [0, 1, 2]) {
  const name = workers === 0 ? "inline" : `${workers} worker(s)`;
  const solver = workers === 0 ? createInlineSolver() : createSolver({ workers });
  const cold = performance.now();
  await solver.solve(question(0), effort);
  console.log(`${name}: first question ${(performance.now() - cold).toFixed(0)} ms, RSS ${megabytes()}`);
  await latency(solver, question, `${name}, one by one`);
  await latency(solver, least, `${name}, one by one, least model of 60 preferences`);
  const batch = performance.now();
  await solver.solveAll(
    Array.from({ length: 2000 }, (_, seed) => question(seed)),
    effort,
  );
  console.log(
    `${name}, batch of 2000: ${((performance.now() - batch) / 2000).toFixed(2)} ms a question, RSS ${megabytes()}`,
  );
  await solver.close();
}
const solver = createSolver({ workers: 2, recycleAfter: 1e9 });
const begun = performance.now();
for (let done = 0; done < total; done += total / 5) {
  await solver.solveAll(
    Array.from({ length: total / 5 }, (_, i) => question(done + i)),
    effort,
  );
  console.log(`after ${done + total / 5} questions without recycling: RSS ${megabytes()}`);
}
console.log(
  `${total} questions, 2 workers: ${((performance.now() - begun) / total).toFixed(2)} ms a question`,
  solver.stats(),
);
await solver.close();
