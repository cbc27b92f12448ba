import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { createSolver, type Effort, type Solver } from "../src/index.ts";
import { pigeonhole, threeSat } from "./problems.ts";

const effort: Effort = { rlimit: 4_000_000_000, timeoutMs: 60_000 };
const easy = { problem: pigeonhole(3) };
const hard = { problem: pigeonhole(11) };
const unsat = { is: "unsat", core: [] };
const scratch = mkdtempSync(join(tmpdir(), "solver-test-"));
afterAll(() => rmSync(scratch, { recursive: true }));

async function using(solver: Solver, run: (solver: Solver) => Promise<void>): Promise<void> {
  try {
    await run(solver);
  } finally {
    await solver.close();
  }
}

describe("clock and cancellation", () => {
  test("a question that overruns its clock is unknown in time, and the next one is answered", () =>
    using(createSolver({ workers: 1 }), async (solver) => {
      await solver.solve(easy, effort);
      const begun = performance.now();
      expect(await solver.solve(hard, { ...effort, timeoutMs: 400 })).toEqual({
        is: "unknown",
        reason: { code: "timeout" },
      });
      expect(performance.now() - begun).toBeLessThan(5000);
      expect(await solver.solve(easy, effort)).toEqual(unsat);
      expect(solver.stats()).toMatchObject({ started: 2, stopped: 1, crashed: 0 });
    }));

  test("in a batch only the question that overruns is unknown", () =>
    using(createSolver({ workers: 1 }), async (solver) => {
      const questions = [easy, easy, hard, easy, easy, easy, easy, easy];
      const answers = await solver.solveAll(questions, { ...effort, timeoutMs: 2500 });
      expect(answers.map((answer) => answer.is)).toEqual(
        questions.map((question) => (question === hard ? "unknown" : "unsat")),
      );
    }));

  test("waiting in the queue does not use up the clock", () =>
    using(createSolver({ workers: 1 }), async (solver) => {
      const slow = solver.solve(hard, { ...effort, timeoutMs: 5000 });
      const quick = solver.solve(easy, { ...effort, timeoutMs: 2500 });
      expect(await quick).toEqual(unsat);
      expect(await slow).toMatchObject({ is: "unknown" });
    }));

  test("an abort frees the worker", () =>
    using(createSolver({ workers: 1 }), async (solver) => {
      await solver.solve(easy, effort);
      const abort = new AbortController();
      const asked = solver.solve(hard, { ...effort, signal: abort.signal });
      const waiting = solver.solve(hard, { ...effort, signal: abort.signal });
      setTimeout(() => abort.abort(), 200);
      const begun = performance.now();
      expect(await asked).toEqual({ is: "unknown", reason: { code: "cancelled" } });
      expect(await waiting).toEqual({ is: "unknown", reason: { code: "cancelled" } });
      expect(performance.now() - begun).toBeLessThan(5000);
      expect(await solver.solve(easy, effort)).toEqual(unsat);
    }));

  test("close answers what is under way, and what comes after", async () => {
    const solver = createSolver({ workers: 1 });
    const asked = [solver.solve(hard, effort), solver.solve(hard, effort)];
    setTimeout(() => void solver.close(), 800);
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ reason: { code: "cancelled" } });
    expect(await solver.solve(easy, effort)).toMatchObject({ reason: { code: "cancelled" } });
    await solver.close();
  });
});

describe("workers that die", () => {
  const workerFile = new URL("./fixtures/dying-worker.ts", import.meta.url);

  test.each(["exit", "throw", "exhaust"])(
    "%s: tried twice, then unknown",
    (how) =>
      using(createSolver({ workers: 1, workerFile }), async (solver) => {
        expect(await solver.solve({ smtlib: `; ${how}\n(check-sat)`, want: [] }, effort)).toMatchObject({
          is: "unknown",
          reason: { code: "crash" },
        });
        expect(solver.stats().crashed).toBe(2);
        expect(await solver.solve(easy, effort)).toEqual(unsat);
      }),
    60_000,
  );

  test("a worker that dies once costs nothing but time", () =>
    using(createSolver({ workers: 1, workerFile }), async (solver) => {
      const once = `; exit once ${join(scratch, "died")}\n(assert false)(check-sat)`;
      expect(await solver.solve({ smtlib: once, want: [] }, effort)).toEqual(unsat);
      expect(solver.stats().crashed).toBe(1);
    }));

  test("the others of a batch are answered", () =>
    using(createSolver({ workers: 1, workerFile }), async (solver) => {
      const script = (text: string) => ({ smtlib: `${text}\n(assert false)(check-sat)`, want: [] });
      const questions = [script(""), script(""), script("; throw"), ...Array.from({ length: 13 }, () => script(""))];
      const answers = await solver.solveAll(questions, effort);
      expect(answers.map((answer) => answer.is)).toEqual(questions.map((_, i) => (i === 2 ? "unknown" : "unsat")));
    }));

  test("a worker that cannot start is a crash, not a wait for ever", () =>
    using(
      createSolver({ workers: 1, workerFile: new URL("./fixtures/broken-worker.ts", import.meta.url) }),
      async (solver) => {
        expect(await solver.solve(easy, effort)).toMatchObject({ is: "unknown", reason: { code: "crash" } });
      },
    ));

  test("workers are recycled by age and by size", () =>
    using(createSolver({ workers: 1, recycleAfter: 3 }), async (solver) => {
      for (let i = 0; i < 7; i++) expect(await solver.solve(easy, effort)).toEqual(unsat);
      expect(solver.stats()).toMatchObject({ questions: 7, started: 3, recycled: 2, crashed: 0 });
    }).then(() =>
      using(createSolver({ workers: 1, recycleAbove: 1 }), async (solver) => {
        await solver.solve(easy, effort);
        await solver.solve({ problem: threeSat(30, 60, 1) }, effort);
        expect(solver.stats()).toMatchObject({ started: 2, recycled: 2 });
      }),
    ));
});

describe("the process", () => {
  const program = fileURLToPath(new URL("./fixtures/ask.ts", import.meta.url));
  const start = (mode: string) =>
    spawn(process.execPath, ["--import", "tsx", "--conditions=source", program, mode], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      stdio: ["ignore", "pipe", "pipe"],
    });

  test.each([
    ["close", "unsat unsat\n[]\n"],
    ["idle", "unsat unsat\n"],
    ["busy-close", "unsat unsat\ncancelled\n"],
  ])(
    "ends by itself: %s",
    async (mode, expected) => {
      const child = start(mode);
      let out = "";
      child.stdout.on("data", (data) => (out += data));
      child.stderr.on("data", (data) => (out += data));
      const code = await new Promise((resolve) => child.on("exit", resolve));
      expect({ code, out }).toEqual({ code: 0, out: expected });
    },
    40_000,
  );

  test("an interrupt in the middle of a question leaves nothing behind", async () => {
    const child = start("hang");
    await new Promise<void>((resolve) =>
      child.stdout.on("data", (data) => String(data).includes("hanging") && resolve()),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const ended = new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
    child.kill("SIGINT");
    expect(await ended).toBe("SIGINT");
    expect(() => process.kill(child.pid!, 0)).toThrow();
  }, 40_000);
});
