import { describe, expect, test } from "vitest";
import { answer } from "../src/answer.ts";
import { isOutOfMemory } from "../src/solver.ts";
import { loadZ3 } from "../src/z3.ts";
import { threeSat } from "./problems.ts";

const limits = { rlimit: 4_000_000_000, timeoutMs: 60_000 };

describe("memory", () => {
  test("a question that needs more than Z3 may have dies saying so", async () => {
    const z3 = await loadZ3(40);
    let died: unknown;
    try {
      died = answer(z3, { problem: threeSat(100_000, 400_000, 1) }, limits);
    } catch (error) {
      died = `${String(error)}; ${z3.lastWords()}`;
    }
    expect(isOutOfMemory(typeof died === "string" ? died : JSON.stringify(died))).toBe(true);
  });

  test("a text larger than the module's stack arrives whole", async () => {
    const z3 = await loadZ3();
    // Long clauses of few literals: 25 MB of text that is quickly read. The contradiction is in the last clauses.
    const length = 5000 * 1001;
    const clauses = new Int32Array(length + 4);
    for (let i = 0; i < length; i++) clauses[i] = i % 1001 === 1000 ? 0 : 1000 + (i % 10);
    clauses.set([999, 0, -999, 0], length);
    expect(answer(z3, { problem: { variables: 2000, clauses } }, limits)).toEqual({ is: "unsat", core: [] });
  }, 60_000);

  test("questions leave nothing behind in Z3", async () => {
    const z3 = await loadZ3();
    const ask = (from: number, to: number): void => {
      for (let i = from; i < to; i++)
        answer(z3, { problem: threeSat(40, 170, i), prefer: Int32Array.of(1, -2, 3) }, limits);
    };
    ask(0, 50);
    const before = z3.memory();
    ask(50, 250);
    expect(z3.memory() - before).toBeLessThan(20_000);
  });
});
