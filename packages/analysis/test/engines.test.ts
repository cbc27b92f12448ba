import { type Policy, parsePolicyValue } from "@keyaki/policy";
import { createInlineSolver, type Question, type Solver, type SolverAnswer } from "@keyaki/solver";
import { afterAll, describe, expect, test } from "vitest";
import { createAnalyzer } from "../src/index.ts";

const USER = "$" + "{aws:username}";
const solver = createInlineSolver();
const analyzer = createAnalyzer({ solver: async () => solver });
afterAll(() => analyzer.close());

function policies(...statements: readonly object[]): Policy[] {
  const { policy } = parsePolicyValue({ Version: "2012-10-17", Statement: statements }, { kind: "identity" });
  if (policy === null) throw new Error("not a policy");
  return [policy];
}

const own = policies({ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::b/home/${USER}/*` });
const ana = policies({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/home/ana/*" });
const anaAlone = policies({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::b/home/ana/*",
  Condition: { StringEquals: { "aws:username": "ana" } },
});
const options = { kind: "identity" } as const;

describe("the theory of strings alone", () => {
  test("proves, and says that it did", async () => {
    const answer = await analyzer.compare(anaAlone, own, { ...options, engine: "strings" });
    expect(answer.relation).toBe("less-permissive");
    expect(answer.leftOnly).toMatchObject({ outcome: "proved", stats: { engine: "strings" } });
  });

  test("refutes with a request that reads like one of AWS's", async () => {
    const { rightOnly } = await analyzer.compare(own, ana, { ...options, engine: "strings" });
    if (rightOnly.outcome !== "refuted") throw new Error(rightOnly.outcome);
    expect(rightOnly.stats.engine).toBe("strings");
    expect(rightOnly.witness.hypothetical).toBe(false);
    expect(rightOnly.witness.request.action).toBe("s3:GetObject");
  });

  test("names the axioms that a proof cannot do without, and no others", async () => {
    const left = policies({
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:SourceVpc": "vpc-1", "aws:MultiFactorAuthPresent": "true" },
        StringNotLike: { "aws:SourceVpce": "*" },
        NumericLessThan: { "aws:MultiFactorAuthAge": "10" },
      },
    });
    const answer = await analyzer.compare(left, policies(), { ...options, engine: "strings" });
    expect(answer.leftOnly).toMatchObject({ outcome: "proved", axioms: ["vpc-with-vpce"] });
    const bare = await analyzer.compare(left, policies(), { ...options, engine: "strings", axioms: false });
    expect(bare.leftOnly.outcome).toBe("refuted");
  });

  test("knows every instant that a request's clock can show", async () => {
    const on = (Condition: object) => policies({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition });
    const [first, last] = ["1970-01-02T00:00:00Z", "9999-12-31T23:59:59.999Z"];
    const edges = on({ DateEquals: { "aws:CurrentTime": [first, last] } });
    const { rightOnly } = await analyzer.compare(policies(), edges, { ...options, engine: "strings" });
    expect(rightOnly.outcome).toBe("refuted");
    for (const Condition of [
      { DateLessThan: { "aws:CurrentTime": first } },
      {
        DateGreaterThan: { "aws:CurrentTime": "9999-12-31T23:59:59.998Z" },
        DateNotEquals: { "aws:CurrentTime": last },
      },
    ]) {
      const outside = await analyzer.compare(policies(), on(Condition), { ...options, engine: "strings" });
      expect(outside.rightOnly.outcome).toBe("proved");
    }
    const late = on({ DateGreaterThan: { "aws:CurrentTime": "9999-12-31T23:59:59.998Z" } });
    expect((await analyzer.compare(policies(), late, { ...options, engine: "strings" })).rightOnly.outcome).toBe(
      "refuted",
    );
  });

  test("asks nothing of a pair that is equal", async () => {
    const before = solver.stats().questions;
    const answer = await analyzer.compare(own, own, { ...options, engine: "strings" });
    expect(answer.relation).toBe("equivalent");
    expect(solver.stats().questions).toBe(before);
  });

  test("counts too little effort as unknown", async () => {
    const answer = await analyzer.compare(own, ana, { ...options, engine: "strings", timeoutMs: 1 });
    expect(answer.relation).toBe("unknown");
    expect(answer.leftOnly).toMatchObject({ outcome: "unknown", reason: { code: "solver" } });
  });
});

describe("both engines", () => {
  test("come to the same, and say so", async () => {
    const { leftOnly, rightOnly } = await analyzer.compare(anaAlone, own, { ...options, verify: true });
    expect(leftOnly).toMatchObject({ outcome: "proved", verification: { engine: "strings", outcome: "same" } });
    expect(rightOnly).toMatchObject({ outcome: "refuted", verification: { engine: "strings", outcome: "same" } });
  });

  test("a change says it of both its claims", async () => {
    const { verdict } = await analyzer.change(ana, own, { ...options, verify: true });
    expect(verdict).toMatchObject({ outcome: "refuted", verification: { outcome: "same" } });
  });

  test("a verdict that one of them alone gives is none", async () => {
    const liar = createAnalyzer({ solver: async () => answering(() => ({ is: "unsat", core: [] })) });
    const { relation, rightOnly } = await liar.compare(own, ana, { ...options, verify: true });
    expect(rightOnly).toMatchObject({
      outcome: "unknown",
      reason: { code: "engines-disagree", proved: "strings", refuted: "propositional" },
    });
    expect(relation).toBe("unknown");
    await liar.close();
  });

  test("where the second comes to nothing the verdict stands and says so", async () => {
    const lazy = createAnalyzer({
      solver: async () => answering(() => ({ is: "unknown", reason: { code: "rlimit" } })),
    });
    const { rightOnly } = await lazy.compare(own, ana, { ...options, verify: true });
    expect(rightOnly).toMatchObject({
      outcome: "refuted",
      verification: { engine: "strings", outcome: "unknown", reason: { code: "solver", detail: "rlimit" } },
    });
    await lazy.close();
  });
});

test("a request that the evaluator refuses is believed of no engine", async () => {
  // Whatever is asked, the answer is a model in which nothing has a value.
  const empty = createAnalyzer({
    solver: async () =>
      answering((question) => ({ is: "sat", values: "want" in question ? question.want.map(() => undefined) : [] })),
  });
  const { leftOnly } = await empty.compare(anaAlone, own, { ...options, engine: "strings" });
  expect(leftOnly.outcome).toBe("unknown");
  await empty.close();
});

/** A solver that answers every script like this, and clauses rightly. */
function answering(script: (question: Question) => unknown): Solver {
  const real = createInlineSolver();
  return {
    ...real,
    solve: async (question, effort) =>
      ("smtlib" in question ? script(question) : await real.solve(question, effort)) as never,
    solveAll: (questions, effort) => real.solveAll(questions, effort) as Promise<SolverAnswer[]> as never,
    close: () => real.close(),
    stats: () => real.stats(),
  };
}
