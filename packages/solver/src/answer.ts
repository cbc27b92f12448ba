// Trusted: unsat is believed as it is; the least model and the minimal core are compared with brute force in the tests.
import { type Answer, assertWellFormed, checkModel, type Literal, type Model, truth, UNASKED } from "@keyaki/smt";
import { mirroredSession } from "./mirror.ts";
import { Propagation } from "./propagation.ts";
import { scriptFault, symbolContent } from "./script.ts";
import {
  type ClauseQuestion,
  type Effort,
  type Question,
  type ScriptAnswer,
  type ScriptQuestion,
  type SolverAnswer,
  unknown,
} from "./solver.ts";
import type { Check, ClauseSession, Z3 } from "./z3.ts";

/** The part of the effort that is honoured between two checks; inside a check only `rlimit` counts. */
export type Limits = Pick<Effort, "rlimit" | "timeoutMs">;

/**
 * Answers one question with a Z3 of this thread, without a pause.
 * @throws whatever the WASM module throws when it dies; it must not be used again then.
 */
export function answer(z3: Z3, question: Question, limits: Limits): SolverAnswer {
  return "problem" in question ? answerClauses(z3, question, limits) : answerScript(z3, question, limits);
}

function answerClauses(z3: Z3, question: ClauseQuestion, limits: Limits): Answer {
  const { problem } = question;
  const deadline = performance.now() + limits.timeoutMs;
  const assumptions = [...new Set(question.assumptions ?? [])];
  const prefer = question.prefer ?? new Int32Array(0);
  try {
    assertWellFormed(problem);
    assertLiterals(problem.variables, assumptions);
    assertLiterals(problem.variables, prefer);
  } catch (error) {
    return unknown("error", error instanceof Error ? error.message : String(error));
  }
  const session = mirroredSession(z3, problem, prefer, limits.rlimit);
  const check = (literals: readonly Literal[]): Check | "late" =>
    performance.now() > deadline ? "late" : session.check(literals);
  try {
    const first = check(assumptions);
    if (first === "unsat") return minimalCore(session, assumptions, check);
    if (first !== "sat") return gaveUp(first);
    const model = leastModel(question, session, assumptions, prefer, check);
    if (!(model instanceof Uint8Array)) return gaveUp(model);
    if (!checkModel(problem, model) || assumptions.some((literal) => truth(model, literal) !== true)) {
      return unknown("error", "the model does not satisfy the clauses");
    }
    return { is: "sat", model: onlyAsked(model, [...assumptions, ...prefer]) };
  } finally {
    session.close();
  }
}

/** The least complete model in the order of preference; the last check was sat. */
function leastModel(
  question: ClauseQuestion,
  session: ClauseSession,
  assumptions: readonly Literal[],
  prefer: Int32Array,
  check: (literals: readonly Literal[]) => Check | "late",
): Model | Exclude<Check | "late", "sat" | "unsat"> {
  let model = session.model();
  if (prefer.every((literal) => truth(model, literal) === true)) return model;
  const propagation = new Propagation(question.problem);
  let pending: Literal[] = [];
  const fix = (literal: Literal): void => {
    propagation.fix(literal);
    pending.push(literal);
  };
  for (const literal of assumptions) fix(literal);
  for (const literal of prefer) {
    if (propagation.value(literal) !== undefined) continue;
    if (truth(model, literal) === true) {
      fix(literal);
      continue;
    }
    session.require(pending);
    pending = [];
    const outcome = check([literal]);
    if (outcome === "sat") {
      model = session.model();
      fix(literal);
    } else if (outcome === "unsat") {
      fix(-literal);
    } else {
      return outcome;
    }
  }
  return model;
}

/**
 * A minimal core that does not depend on the core Z3 happens to find: each assumption in turn is dropped if the others left
 * are still contradictory. Z3's core only answers that question early, when it shows a contradiction without the assumption;
 * and it is believed only after a check of its own, since Z3 leaves out assumptions that a unit clause contradicts.
 */
function minimalCore(
  session: ClauseSession,
  assumptions: readonly Literal[],
  check: (literals: readonly Literal[]) => Check | "late",
): Answer {
  let contradiction = confirmedCore(session, assumptions, check);
  let left = assumptions;
  for (const literal of assumptions) {
    const others = left.filter((other) => other !== literal);
    if (contradiction.has(literal)) {
      const outcome = check(others);
      if (outcome === "sat") continue;
      if (outcome !== "unsat") return gaveUp(outcome);
      contradiction = confirmedCore(session, others, check);
    }
    left = others;
  }
  return { is: "unsat", core: left };
}

/** Z3's core of the last check, which was of these assumptions; all of them when it does not hold up or saves nothing. */
function confirmedCore(
  session: ClauseSession,
  assumptions: readonly Literal[],
  check: (literals: readonly Literal[]) => Check | "late",
): Set<Literal> {
  if (assumptions.length < 2) return new Set(assumptions);
  const core = session.core();
  // Confirming costs one check, which must save at least one.
  const smaller = core.length + 1 < assumptions.length && core.every((literal) => assumptions.includes(literal));
  return smaller && check(core) === "unsat" ? new Set(core) : new Set(assumptions);
}

function answerScript(z3: Z3, question: ScriptQuestion, limits: Limits): ScriptAnswer {
  const read = scriptFault(question.smtlib);
  if (typeof read === "string") return unknown("error", read);
  const session = z3.script(question.smtlib, limits.rlimit);
  try {
    if (session.fault !== undefined) return unknown("error", session.fault);
    // Z3 skips what it does not understand; every assertion must have arrived.
    if (session.assertions !== read.assertions) {
      return unknown("error", `Z3 read ${session.assertions} of ${read.assertions} assertions`);
    }
    const outcome = session.check();
    if (outcome === "unsat") return { is: "unsat", core: [] };
    if (outcome !== "sat") return gaveUp(outcome);
    return { is: "sat", values: question.want.map((name) => session.value(symbolContent(name))) };
  } finally {
    session.close();
  }
}

function gaveUp(outcome: Exclude<Check | "late", "sat" | "unsat">): ReturnType<typeof unknown> {
  return outcome === "late" ? unknown("timeout") : unknown(outcome.gaveUp, outcome.detail);
}

/** Hides the values that the preferences do not settle: they depend on what the solver did. */
function onlyAsked(model: Model, asked: readonly Literal[]): Model {
  const shown = new Uint8Array(model.length).fill(UNASKED);
  for (const literal of asked) shown[Math.abs(literal)] = model[Math.abs(literal)]!;
  return shown;
}

function assertLiterals(variables: number, literals: Iterable<Literal>): void {
  for (const literal of literals) {
    if (literal === 0 || Math.abs(literal) > variables) throw new RangeError(`literal ${literal} names no variable`);
  }
}
