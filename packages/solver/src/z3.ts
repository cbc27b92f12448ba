// Trusted: the only file that talks to Z3; an unsat that it misreports is a wrong proof.
import { setFlagsFromString } from "node:v8";
import { FALSE, type Literal, type Model, type Problem, TRUE, toDimacs } from "@keyaki/smt";
import type { Z3_ast, Z3_context, Z3_func_decl, Z3_solver, Z3LowLevel } from "z3-solver";

/** How one check went. */
export type Check =
  | "sat"
  | "unsat"
  | { readonly gaveUp: "rlimit" | "memory" | "incomplete" | "error"; readonly detail: string };

/** Z3, loaded into this thread. Holds about 60 MB; every question gets a context of its own, so that none feels the one before. */
export interface Z3 {
  clauses(problem: Problem, rlimit: number): ClauseSession;
  script(text: string, rlimit: number): ScriptSession;
  /** Bytes that Z3 holds between questions. */
  memory(): number;
  /** What Z3 said last, and whether its memory was full; of use when it has died. */
  lastWords(): string;
}

export interface ClauseSession {
  check(assumptions: readonly Literal[]): Check;
  /** The values of all variables in the model of the last check. */
  model(): Model;
  /** Assumptions of the last check that contradict the clauses; neither minimal nor in order. */
  core(): Literal[];
  /** Makes the literals part of the problem. */
  require(literals: readonly Literal[]): void;
  close(): void;
}

export interface ScriptSession {
  /** What the parser complained of, if it did; there is no right answer then. */
  readonly fault: string | undefined;
  /** How many assertions were read. */
  readonly assertions: number;
  check(): Check;
  /** The value of a constant in the model of the last check, as SMT-LIB text; `undefined` when the model leaves it open. */
  value(name: string): string | undefined;
  close(): void;
}

/** The functions of the WASM module that are called directly: their wrapped versions hand over to a thread. */
interface RawModule {
  _malloc(bytes: number): number;
  _free(address: number): void;
  _Z3_solver_from_string(context: Z3_context, solver: Z3_solver, text: number): void;
  _Z3_solver_check(context: Z3_context, solver: Z3_solver): number;
  _Z3_solver_check_assumptions(context: Z3_context, solver: Z3_solver, count: number, assumptions: number): number;
  _Z3_get_estimated_alloc_size(): bigint;
  HEAPU32: Uint32Array;
}

type Api = Z3LowLevel["Z3"];

/** Z3 reports out-of-memory in good order below this; the module's memory ends at 2048 MB, and going over it would abort. */
const MEMORY_MAX_MB = 1500;

/** Major versions of V8 seen to know the flag: those of Node 20, 22 and 24. */
const V8_WITH_LAZY_VALIDATION = [11, 12, 13];

/** Z3_error_code of the two errors told apart here. */
const OK = 0;
const MEMOUT = 7;

/** Loads a Z3 of its own: 0.2 to 0.5 seconds. */
export async function loadZ3(memoryMaxMb: number = MEMORY_MAX_MB): Promise<Z3> {
  // A function of the module is validated when it is first called, not all 35 MB of them at once. A V8 without the flag would complain.
  if (V8_WITH_LAZY_VALIDATION.includes(Number.parseInt(process.versions.v8, 10))) {
    setFlagsFromString("--wasm-lazy-validation");
  }
  const z3 = await import("z3-solver");
  // Z3 comments on unknown commands on its standard error; a caller's terminal is no place for it.
  let said: string[] = [];
  const listen = (...words: unknown[]): void => {
    said = [...said.slice(-4), words.join(" ")];
  };
  const { Z3: api, em } = await z3.init({ print: listen, printErr: listen });
  api.global_param_set("memory_max_size", String(memoryMaxMb));
  const raw = em as RawModule;
  return {
    clauses: (problem, rlimit) => new Clauses(api, raw, problem, rlimit),
    script: (text, rlimit) => new Script(api, raw, text, rlimit),
    memory: () => Number(api.get_estimated_alloc_size()),
    lastWords: () => {
      // A memory limit met in the middle of reading ends in a bare abort(), so the size has to tell.
      const full = Number(raw._Z3_get_estimated_alloc_size()) > 0.8 * memoryMaxMb * 2 ** 20;
      return [...said, ...(full ? ["out of memory"] : [])].join("; ");
    },
  };
}

/** Z3's terms are addresses in its memory; 0 is none. The declared type hides the number. */
function addressOf(term: Z3_ast): number {
  return term as unknown as number;
}

/** A context with one solver in it, and the budget of one question. */
class Engine {
  readonly api: Api;
  readonly raw: RawModule;
  readonly context: Z3_context;
  readonly solver: Z3_solver;
  readonly #rlimit: number;

  constructor(api: Api, raw: RawModule, rlimit: number, logic?: string) {
    this.api = api;
    this.raw = raw;
    this.#rlimit = rlimit;
    const config = api.mk_config();
    this.context = api.mk_context_rc(config);
    api.del_config(config);
    const { context } = this;
    this.solver =
      logic === undefined
        ? api.mk_solver(context)
        : api.mk_solver_for_logic(context, api.mk_string_symbol(context, logic));
    api.solver_inc_ref(context, this.solver);
  }

  /** The message of the last call's error, if it made one. */
  error(): { readonly code: number; readonly message: string } | undefined {
    const code: number = this.api.get_error_code(this.context);
    return code === OK ? undefined : { code, message: this.api.get_error_msg(this.context, code) };
  }

  /**
   * Adds the assertions of SMT-LIB or DIMACS text; parse errors come back as text. (The other way in, `Z3_eval_smtlib2_string`,
   * hands its text to a thread and was seen to corrupt it.) The text goes to the heap: the wrapped call puts it on
   * the module's 20 MB stack, and a larger text overwrites what lies below.
   */
  read(text: string): string | undefined {
    const bytes = new TextEncoder().encode(text);
    const address = this.raw._malloc(bytes.length + 1);
    if (address === 0) throw new Error("out of memory: no room for the question's text");
    const heap = new Uint8Array(this.raw.HEAPU32.buffer, address, bytes.length + 1);
    heap.set(bytes);
    heap[bytes.length] = 0;
    this.raw._Z3_solver_from_string(this.context, this.solver, address);
    this.raw._free(address);
    return this.error()?.message;
  }

  check(assumptions: readonly Z3_ast[]): Check {
    const { api, raw, context, solver } = this;
    const left = this.#rlimit - this.#spent();
    if (left <= 0) return { gaveUp: "rlimit", detail: "spent between two checks" };
    const params = api.mk_params(context);
    api.params_inc_ref(context, params);
    api.params_set_uint(context, params, api.mk_string_symbol(context, "rlimit"), left);
    api.solver_set_params(context, solver, params);
    api.params_dec_ref(context, params);
    let outcome: number;
    if (assumptions.length === 0) {
      outcome = raw._Z3_solver_check(context, solver);
    } else {
      const address = raw._malloc(4 * assumptions.length);
      raw.HEAPU32.set(assumptions.map(addressOf), address / 4);
      outcome = raw._Z3_solver_check_assumptions(context, solver, assumptions.length, address);
      raw._free(address);
    }
    const error = this.error();
    if (error !== undefined) return { gaveUp: error.code === MEMOUT ? "memory" : "error", detail: error.message };
    if (outcome === 1) return "sat";
    if (outcome === -1) return "unsat";
    const detail = api.solver_get_reason_unknown(context, solver);
    if (/memory|memout/.test(detail)) return { gaveUp: "memory", detail };
    // Z3 has several words for a spent budget ("sat.canceled" among them), so the count decides.
    return {
      gaveUp: this.#spent() >= this.#rlimit || /cancel|resource/.test(detail) ? "rlimit" : "incomplete",
      detail,
    };
  }

  close(): void {
    this.api.solver_dec_ref(this.context, this.solver);
    this.api.del_context(this.context);
  }

  /** Resource units spent in this context. */
  #spent(): number {
    const { api, context } = this;
    const stats = api.solver_get_statistics(context, this.solver);
    api.stats_inc_ref(context, stats);
    let spent = 0;
    const size = api.stats_size(context, stats);
    for (let i = size - 1; i >= 0; i--) {
      if (!/^rlimit.count$/.test(api.stats_get_key(context, stats, i))) continue;
      spent = api.stats_is_uint(context, stats, i)
        ? api.stats_get_uint_value(context, stats, i)
        : api.stats_get_double_value(context, stats, i);
      break;
    }
    api.stats_dec_ref(context, stats);
    return spent;
  }
}

class Clauses implements ClauseSession {
  readonly #engine: Engine;
  readonly #problem: Problem;
  /** Index: variable. Filled when first used. */
  readonly #positive: Z3_ast[] = [];
  readonly #negative: Z3_ast[] = [];
  readonly #declared: Z3_func_decl[] = [];
  /** From the term of an assumption back to its literal. */
  readonly #literals = new Map<Z3_ast, Literal>();

  constructor(api: Api, raw: RawModule, problem: Problem, rlimit: number) {
    // QF_FD is Z3's plain incremental SAT solver.
    this.#engine = new Engine(api, raw, rlimit, "QF_FD");
    this.#problem = problem;
    const fault = this.#engine.read(toDimacs(problem));
    if (fault !== undefined) throw new Error(`Z3 refused DIMACS text: ${fault}`);
  }

  check(assumptions: readonly Literal[]): Check {
    return this.#engine.check(assumptions.map((literal) => this.#term(literal)));
  }

  model(): Model {
    const { api, context, solver } = this.#engine;
    const model = api.solver_get_model(context, solver);
    api.model_inc_ref(context, model);
    const values = new Uint8Array(this.#problem.variables + 1);
    for (let variable = 1; variable <= this.#problem.variables; variable++) {
      this.#term(variable);
      const value = api.model_get_const_interp(context, model, this.#declared[variable]!);
      // A variable that Z3 leaves open may have either value; the whole assignment is checked against the clauses later.
      values[variable] = addressOf(value) !== 0 && api.get_bool_value(context, value) === 1 ? TRUE : FALSE;
    }
    api.model_dec_ref(context, model);
    return values;
  }

  core(): Literal[] {
    const { api, context, solver } = this.#engine;
    const vector = api.solver_get_unsat_core(context, solver);
    api.ast_vector_inc_ref(context, vector);
    const core: Literal[] = [];
    for (let i = 0; i < api.ast_vector_size(context, vector); i++) {
      const literal = this.#literals.get(api.ast_vector_get(context, vector, i));
      if (literal === undefined) throw new Error("Z3 named a core literal that was not assumed");
      core.push(literal);
    }
    api.ast_vector_dec_ref(context, vector);
    return core;
  }

  require(literals: readonly Literal[]): void {
    const { api, context, solver } = this.#engine;
    for (const literal of literals) api.solver_assert(context, solver, this.#term(literal));
  }

  close(): void {
    // Deleting the context frees the terms with it.
    this.#engine.close();
  }

  #term(literal: Literal): Z3_ast {
    const variable = Math.abs(literal);
    const terms = literal > 0 ? this.#positive : this.#negative;
    const known = terms[variable];
    if (known !== undefined) return known;
    const { api, context } = this.#engine;
    let term: Z3_ast;
    if (literal > 0) {
      // The reader of DIMACS names variable n by the integer symbol n.
      term = api.mk_const(context, api.mk_int_symbol(context, variable), api.mk_bool_sort(context));
      this.#declared[variable] = api.get_app_decl(context, api.to_app(context, term));
    } else {
      term = api.mk_not(context, this.#term(variable));
    }
    api.inc_ref(context, term);
    terms[variable] = term;
    this.#literals.set(term, literal);
    return term;
  }
}

class Script implements ScriptSession {
  readonly #engine: Engine;
  readonly fault: string | undefined;
  readonly assertions: number;

  constructor(api: Api, raw: RawModule, text: string, rlimit: number) {
    this.#engine = new Engine(api, raw, rlimit);
    this.fault = this.#engine.read(text);
    const { context, solver } = this.#engine;
    this.assertions =
      this.fault === undefined ? api.ast_vector_size(context, api.solver_get_assertions(context, solver)) : 0;
  }

  check(): Check {
    return this.#engine.check([]);
  }

  value(name: string): string | undefined {
    const { api, context, solver } = this.#engine;
    const model = api.solver_get_model(context, solver);
    api.model_inc_ref(context, model);
    let text: string | undefined;
    for (let i = 0; i < api.model_get_num_consts(context, model); i++) {
      const declared = api.model_get_const_decl(context, model, i);
      if (api.get_symbol_string(context, api.get_decl_name(context, declared)) !== name) continue;
      const value = api.model_get_const_interp(context, model, declared);
      if (addressOf(value) !== 0) text = api.ast_to_string(context, value);
      break;
    }
    api.model_dec_ref(context, model);
    return text;
  }

  close(): void {
    this.#engine.close();
  }
}
