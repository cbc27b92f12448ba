import { parseStringLiteral, stringLiteral, truth } from "@keyaki/smt";
import { afterAll, describe, expect, test } from "vitest";
import { createInlineSolver, createSolver, type Effort, type Question, type SolverAnswer } from "../src/index.ts";
import { allModels, deletionCore, leastChoice } from "./brute.ts";
import { pigeonhole, smallQuestion, threeSat } from "./problems.ts";

const effort: Effort = { rlimit: 50_000_000, timeoutMs: 60_000 };
const script = (text: string, ...want: string[]) => ({ smtlib: text, want });

/** Every implementation of Solver, held to the same suite. */
const implementations = [
  { name: "inline", create: () => createInlineSolver() },
  { name: "pool of 1", create: () => createSolver({ workers: 1 }) },
  { name: "pool of 4", create: () => createSolver({ workers: 4 }) },
];

describe.each(implementations)("$name", ({ create }) => {
  const solver = create();
  afterAll(() => solver.close());

  test("agrees with brute force on the outcome, the least model and the minimal core", {
    timeout: 180_000,
  }, async () => {
    const questions = Array.from({ length: 1200 }, (_, seed) => smallQuestion(seed));
    const answers = await solver.solveAll(questions, effort);
    const seen = { sat: 0, unsat: 0, core: 0, choices: 0 };
    for (const [i, question] of questions.entries()) {
      const models = allModels(question.problem);
      const assumptions = [...(question.assumptions ?? [])];
      const prefer = [...(question.prefer ?? [])];
      const least = leastChoice(models, assumptions, prefer);
      const answer = answers[i]!;
      if (least === undefined) {
        expect(answer, `seed ${i}`).toEqual({ is: "unsat", core: deletionCore(models, assumptions) });
        seen.unsat++;
        if (answer.is === "unsat" && answer.core.length > 1) seen.core++;
      } else {
        if (answer.is !== "sat") throw new Error(`seed ${i}: ${answer.is} but there is a model`);
        const { model } = answer;
        expect(
          prefer.map((literal) => truth(model, literal)),
          `seed ${i}`,
        ).toEqual(least);
        expect(assumptions.every((literal) => truth(model, literal) === true)).toBe(true);
        const asked = new Set([...assumptions, ...prefer].map(Math.abs));
        for (let variable = 1; variable <= question.problem.variables; variable++) {
          expect(truth(model, variable) === undefined).toBe(!asked.has(variable));
        }
        seen.sat++;
        if (least.includes(false) && least.includes(true)) seen.choices++;
      }
    }
    expect(Math.min(seen.sat, seen.unsat)).toBeGreaterThan(200);
    expect(Math.min(seen.core, seen.choices)).toBeGreaterThan(30);
  });

  test("the empty problem is satisfiable, the empty clause is not", async () => {
    expect(await solver.solve({ problem: { variables: 0, clauses: new Int32Array() } }, effort)).toEqual({
      is: "sat",
      model: new Uint8Array([2]),
    });
    expect(await solver.solve({ problem: { variables: 3, clauses: Int32Array.of(0) } }, effort)).toEqual({
      is: "unsat",
      core: [],
    });
    expect(
      await solver.solve(
        { problem: { variables: 1, clauses: Int32Array.of(0) }, assumptions: Int32Array.of(1) },
        effort,
      ),
    ).toEqual({ is: "unsat", core: [] });
  });

  test("opposite assumptions contradict one another", async () => {
    const problem = { variables: 3, clauses: new Int32Array() };
    const assumptions = Int32Array.of(3, 1, 2, -1);
    expect(await solver.solve({ problem, assumptions }, effort)).toEqual({ is: "unsat", core: [1, -1] });
  });

  test("a malformed problem is an error, not an answer", async () => {
    for (const question of [
      { problem: { variables: 1, clauses: Int32Array.of(2, 0) } },
      { problem: { variables: 1, clauses: Int32Array.of(1) } },
      { problem: { variables: 1, clauses: Int32Array.of(1, 0) }, prefer: Int32Array.of(-2) },
      { problem: { variables: 1, clauses: Int32Array.of(1, 0) }, assumptions: Int32Array.of(0) },
    ]) {
      expect(await solver.solve(question, effort)).toMatchObject({ is: "unknown", reason: { code: "error" } });
    }
  });

  test("an effort without limits is refused", async () => {
    const question = { problem: { variables: 1, clauses: Int32Array.of(1, 0) } };
    for (const wrong of [
      { rlimit: 0, timeoutMs: 1 },
      { rlimit: 2 ** 32, timeoutMs: 1 },
      { rlimit: 1, timeoutMs: 0 },
      { rlimit: 1, timeoutMs: Number.NaN },
    ]) {
      await expect(solver.solve(question, wrong)).rejects.toThrow(RangeError);
    }
  });

  test("a hard problem ends in unknown when the resource limit is spent, the same each time", async () => {
    const question = { problem: pigeonhole(11) };
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await solver.solve(question, { rlimit: 200_000, timeoutMs: 60_000 }));
    expect(answers[0]).toMatchObject({ is: "unknown", reason: { code: "rlimit" } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await solver.solve({ problem: pigeonhole(4) }, effort)).toEqual({ is: "unsat", core: [] });
  });

  test("the resource limit is for the whole question, not for each check of it", async () => {
    const problem = threeSat(60, 200, 1);
    const prefer = Int32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? i + 1 : -(i + 1)));
    const limited = { rlimit: 4000, timeoutMs: 60_000 };
    expect(await solver.solve({ problem }, limited)).toMatchObject({ is: "sat" });
    expect(await solver.solve({ problem, prefer }, limited)).toMatchObject({ reason: { code: "rlimit" } });
    expect(await solver.solve({ problem, prefer }, effort)).toMatchObject({ is: "sat" });
  });

  test("a question that was cancelled before it was asked is not answered", async () => {
    const answer = await solver.solve({ problem: pigeonhole(3) }, { ...effort, signal: AbortSignal.abort() });
    expect(answer).toEqual({ is: "unknown", reason: { code: "cancelled" } });
  });

  test("scripts: sat with values, unsat, unknown", async () => {
    expect(
      await solver.solve(
        script(
          '(set-logic QF_S)\n; a ( comment\n(declare-const x String)(declare-const |a (b| Bool)(declare-const free Int)\n(assert (= x "q\\u{22}(;"))(assert |a (b|)\n(check-sat)',
          "x",
          "|a (b|",
          "free",
        ),
        effort,
      ),
    ).toEqual({ is: "sat", values: ['"q""(;"', "true", undefined] });
    // Backslashes, surrogates and characters beyond the BMP arrive as they are.
    const odd = '\\u{41}"\u{1f600}\ud800\u0000';
    const answer = await solver.solve(
      script(`(declare-const x String)(assert (= x ${stringLiteral(odd)}))`, "x"),
      effort,
    );
    expect(answer.is === "sat" && parseStringLiteral(answer.values[0] ?? "")).toBe(odd);
    expect(
      await solver.solve(script("(declare-const x String)(assert (= (str.len x) (- 1)))(check-sat)"), effort),
    ).toEqual({
      is: "unsat",
      core: [],
    });
    expect(
      await solver.solve(
        script(
          "(declare-const x Int)(declare-const y Int)(declare-const z Int)(assert (and (> x 2) (> y 2) (> z 2) (= (+ (* x x x x x) (* y y y y y)) (* z z z z z))))",
        ),
        {
          rlimit: 100_000,
          timeoutMs: 60_000,
        },
      ),
    ).toMatchObject({ is: "unknown" });
  });

  test("a script that Z3 would answer in part is an error", async () => {
    const wrong = [
      "(assert (foo))",
      "(assert (and",
      "(declare-const x Bool)(assert x))",
      "(declare-const x Bool)(foo x)(assert (not x))(assert x)",
      "(declare-const x Bool)(exit)(assert (not x))(assert x)",
      "(push 1)(declare-const x Bool)(assert false)(pop 1)",
      "(declare-const x Bool)(assert false)(reset-assertions)",
      "(declare-const x Bool)(check-sat)(assert false)",
      '(declare-const x String)(assert (= x "a))',
      '(declare-const x Int)(assert (= x "a"))',
      '(include "x")',
      "p cnf 1 1\n1 0\n",
      "(assert false",
    ];
    const answers = await solver.solveAll(
      wrong.map((text) => script(text)),
      effort,
    );
    for (const [i, answer] of answers.entries()) {
      expect(answer, wrong[i]).toMatchObject({ is: "unknown", reason: { code: "error" } });
    }
  });
});

describe("same bytes", () => {
  const questions: Question[] = [
    ...Array.from({ length: 40 }, (_, seed) => ({
      problem: threeSat(40, 150 + seed, seed),
      prefer: Int32Array.from({ length: 40 }, (_, i) => (seed % 2 === 0 ? i + 1 : -(i + 1))),
    })),
    ...Array.from({ length: 40 }, (_, seed) => ({
      problem: threeSat(30, 110, 1000 + seed),
      assumptions: Int32Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? -(i + 1) : i + 1)),
    })),
    // Cut off by the budget: the cut must not move either.
    ...Array.from({ length: 20 }, (_, seed) => ({ problem: threeSat(150, 640, seed), prefer: Int32Array.of(1, 2, 3) })),
    script('(declare-const x String)(assert (str.in_re x (re.+ (re.range "a" "c"))))(assert (> (str.len x) 3))', "x"),
  ];
  const tight: Effort = { rlimit: 60_000, timeoutMs: 60_000 };

  test("warm and fresh, 1 and 4 workers, any order, one by one and in batches", { timeout: 180_000 }, async () => {
    const one = createSolver({ workers: 1 });
    const four = createSolver({ workers: 4, recycleAfter: 20 });
    try {
      const first = await one.solveAll(questions, tight);
      const codes = new Set(first.map((answer) => (answer.is === "unknown" ? answer.reason.code : answer.is)));
      expect(codes).toEqual(new Set(["sat", "unsat", "rlimit"]));
      const again = await one.solveAll(questions, tight);
      expect(again).toEqual(first);
      const backwards = await four.solveAll([...questions].reverse(), tight);
      expect(backwards.reverse()).toEqual(first);
      const single: SolverAnswer[] = await Promise.all(questions.map((question) => four.solve(question, tight)));
      expect(single).toEqual(first);
      expect(four.stats().recycled).toBeGreaterThan(0);
    } finally {
      await Promise.all([one.close(), four.close()]);
    }
  });
});
