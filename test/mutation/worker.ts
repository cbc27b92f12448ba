// Runs the suite in a thread of its own: a mutant may never end, and then the thread is ended.
import { runInThisContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import * as catalog from "@keyaki/catalog";
import * as policy from "@keyaki/policy";
import * as smt from "@keyaki/smt";
import { createInlineSolver } from "@keyaki/solver";
import * as expect from "@vitest/expect";
import * as fastCheck from "fast-check";
import type { Collected } from "./collect.ts";
import { cpuMs } from "./cpu.ts";

/** What the thread is asked. */
export interface Task {
  /** null: the code as it is, all tests run to the end and tell what they reach. */
  readonly mutant: string | null;
  /** The script; not given when it is the last one again. */
  readonly script?: string | undefined;
  /** Tests to run, by their place in the suite, in this order. */
  readonly order: readonly number[];
  /** It acts when the code is loaded: nothing that is loaded already will do. */
  readonly atStart: boolean;
}

/** How a test went on the code as it is. */
export interface Reached {
  readonly name: string;
  readonly ms: number;
  readonly fault: string | null;
  readonly mutants: readonly string[];
}

export type Told =
  | { readonly is: "survived" }
  | { readonly is: "killed"; readonly by: number }
  | { readonly is: "whole"; readonly tests: readonly Reached[]; readonly atStart: readonly string[] };

// That a property fails is enough: the smallest example is nobody's business here.
fastCheck.configureGlobal({ seed: 20_261_122, endOnFailure: true });
// Laws tell what they saw; here nobody asks.
console.info = () => undefined;

/** Z3 is no part of what is mutated: one for all runs. */
const real = createInlineSolver();
const solver = {
  solve: real.solve.bind(real),
  solveAll: real.solveAll.bind(real),
  close: async () => undefined,
  stats: () => real.stats(),
};
const SHARED: Readonly<Record<string, unknown>> = {
  "@keyaki/policy": policy,
  "@keyaki/catalog": catalog,
  "@keyaki/smt": smt,
  "@keyaki/solver": { createSolver: () => solver, createInlineSolver: () => solver },
  "fast-check": fastCheck,
  "@vitest/expect": expect,
};
const given = (name: string): unknown => SHARED[name] ?? require(name);

/** Of one part of the code. */
const MOST_MUTANTS = 20_000;

/** Where the thread is: the test's place, 0 before the first, and since when. */
const clock = new Float64Array(workerData as SharedArrayBuffer);
let make: ((require: unknown, mutation: unknown) => { collected: Collected[] }) | undefined;

let packaged: catalog.Catalog | undefined;

/** The suite as it was loaded for an earlier mutant of the same script: what it has run already is fast. */
let warm: { readonly mutation: { active: string }; readonly tests: readonly Collected[] } | undefined;

parentPort?.on("message", async ({ mutant, script, order, atStart }: Task) => {
  packaged ??= await catalog.loadCatalog();
  if (script !== undefined) {
    make = runInThisContext(script);
    warm = undefined;
  }
  parentPort?.postMessage(await (mutant === null ? whole() : oneMutant(mutant, order, atStart)));
});

/**
 * A mutant that is noticed is noticed once more by the same test in a suite loaded for it alone, or it may be another's
 * doing; and one that is not may be hidden by what the code has made once and keeps, so it gets such a suite, too.
 */
async function oneMutant(active: string, order: readonly number[], atStart: boolean): Promise<Told> {
  if (atStart) return noticed(active, order);
  warm ??= load("");
  warm.mutation.active = active;
  const told = await run(warm.tests, order);
  warm.mutation.active = "";
  if (told.is !== "killed") return noticed(active, order);
  const again = await noticed(active, [told.by]);
  return again.is === "killed" ? again : noticed(active, order);
}

async function noticed(active: string, order: readonly number[]): Promise<Told> {
  at(-1);
  try {
    return await run(load(active).tests, order);
  } catch {
    return { is: "killed", by: -1 };
  }
}

async function run(tests: readonly Collected[], order: readonly number[]): Promise<Told> {
  for (const index of order) {
    at(index);
    try {
      await tests[index]!.run();
    } catch {
      return { is: "killed", by: index };
    }
  }
  return { is: "survived" };
}

function load(active: string): NonNullable<typeof warm> {
  const mutation = { active, reached: new Uint8Array(), catalog: packaged };
  return { mutation, tests: make!(given, mutation).collected };
}

async function whole(): Promise<Told> {
  const mutation = { active: "", reached: new Uint8Array(MOST_MUTANTS), catalog: packaged };
  const reached = () => [...mutation.reached.keys()].filter((id) => mutation.reached[id] === 1).map(String);
  const tests = make!(given, mutation).collected;
  const atStart = reached();
  const told: Reached[] = [];
  for (const [index, { name, run }] of tests.entries()) {
    at(index);
    mutation.reached.fill(0);
    const start = cpuMs();
    let fault: string | null = null;
    try {
      await run();
    } catch (error) {
      fault = String(error);
    }
    told.push({ name, ms: cpuMs() - start, fault, mutants: reached() });
  }
  return { is: "whole", tests: told, atStart };
}

function at(index: number): void {
  clock[0] = index;
  clock[1] = Date.now();
}
