// Trusted: the meaning of a question and of its answer.
import type { Answer, Problem, Unknown, UnknownCode, Unsat } from "@keyaki/smt";

/** Is there an assignment that satisfies the clauses, with the assumptions? */
export interface ClauseQuestion {
  readonly problem: Problem;
  /**
   * Literals wanted true, most wanted first. The model answered is the least in this order: the first literal holds if it
   * holds in any model, the second if it holds in any of the models left, and so on. So the same question has the same
   * model, whatever the solver did before. Variables that are not named here are `UNASKED` in the model (except those
   * of the assumptions).
   */
  readonly prefer?: Int32Array;
  /** Literals that must hold too, and that an unsat answer names in its core. */
  readonly assumptions?: Int32Array;
}

/** Are the assertions of an SMT-LIB script satisfiable? */
export interface ScriptQuestion {
  /** SMT-LIB 2.6 text; its last command may be a `check-sat`. Scripts that push, pop, reset or exit are refused. */
  readonly smtlib: string;
  /** The constants whose values are wanted, spelled as in the script. */
  readonly want: readonly string[];
}

export type Question = ClauseQuestion | ScriptQuestion;

/** A script is satisfiable; the model is any model, not the least of anything. */
export interface ScriptSat {
  readonly is: "sat";
  /** SMT-LIB text of each wanted constant's value, in the order asked; `undefined` where any value will do. */
  readonly values: readonly (string | undefined)[];
}

export type ScriptAnswer = ScriptSat | Unsat | Unknown;
export type SolverAnswer = Answer | ScriptAnswer;

/** The kind of answer that a kind of question gets. */
export type AnswerTo<Q extends Question> = Q extends ClauseQuestion ? Answer : ScriptAnswer;

/** How hard to try for one question. */
export interface Effort {
  /** The deterministic budget, in Z3's resource units (1 to 4294967295). A million are 1 to 4 seconds; a question of 60 variables takes a few thousand. */
  readonly rlimit: number;
  /** The clock, in milliseconds from when an engine takes the question up; meant as the last resort behind `rlimit`. */
  readonly timeoutMs: number;
  /** Aborted: the answer is `unknown` with code `cancelled`, and the engine is freed. */
  readonly signal?: AbortSignal;
}

/** What a solver did so far. Only for people: no answer depends on it. */
export interface SolverStats {
  readonly questions: number;
  /** Engines started; more than there are workers when some were recycled or replaced. */
  readonly started: number;
  /** Engines put down in good health because they had grown old or large. */
  readonly recycled: number;
  /** Engines stopped because of the clock or a cancellation. */
  readonly stopped: number;
  /** Engines that died on their own. */
  readonly crashed: number;
}

/**
 * Answers questions. Whatever happens to a question, the promise is fulfilled: with `unknown` and a code when there is no answer.
 * Answers of `sat` and `unsat` are the same bytes whatever was asked before, by how many workers and in what order.
 */
export interface Solver {
  /** @throws RangeError (as a rejection) when the effort is not one. */
  solve<Q extends Question>(question: Q, effort: Effort): Promise<AnswerTo<Q>>;
  /** Many questions with the effort of each, sent in few messages; the answers are in the order of the questions. */
  solveAll<Q extends Question>(questions: readonly Q[], effort: Effort): Promise<AnswerTo<Q>[]>;
  /** Ends every engine, answering what is under way with `cancelled`; later questions too. */
  close(): Promise<void>;
  stats(): SolverStats;
}

export function unknown(code: UnknownCode, detail?: string): Unknown {
  return { is: "unknown", reason: detail === undefined ? { code } : { code, detail } };
}

/** @throws RangeError when the effort is out of range: a limit of 0 would mean "no limit" to Z3. */
export function assertEffort(effort: Effort): void {
  if (!Number.isInteger(effort.rlimit) || effort.rlimit < 1 || effort.rlimit > 0xffff_ffff) {
    throw new RangeError(`rlimit must be an integer from 1 to 4294967295: ${effort.rlimit}`);
  }
  if (!(effort.timeoutMs > 0) || effort.timeoutMs > 0x7fff_ffff) {
    throw new RangeError(`timeoutMs must be above 0 and at most 2147483647: ${effort.timeoutMs}`);
  }
}

/** Whether Z3 died for want of memory; its words differ with where it happens. */
export function isOutOfMemory(error: unknown): boolean {
  return (
    /out of memory|memory exhausted|bad_alloc/i.test(String(error)) && !/ERR_WORKER_OUT_OF_MEMORY/.test(String(error))
  );
}
