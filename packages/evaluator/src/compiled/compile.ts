// Trusted: many requests decided under the same policies. It decides as decideRequest does, which stays the judge: held by the law
// evaluator-compiled-agrees-with-formula.
import type { Decision, Formula, Kleene } from "@keyaki/semantics";
import type { Reading } from "../atoms.ts";
import { type Decided, type DecisionWord, explained } from "../decide.ts";
import type { Test, Truth } from "./atom-tests.ts";
import type { PreparedRequest } from "./prepared.ts";
import { Profile } from "./profile.ts";
import { Program } from "./program.ts";
import { Settler } from "./settler.ts";

/** A decision and the layer that settles it, as `decideRequest` says. */
export type Settled = Pick<Decided, "decision" | "decidedBy">;

/** A decision made into tests, for many requests. What depends on the kind of caller is made when the first such caller comes. */
export interface CompiledDecision {
  word(request: PreparedRequest): DecisionWord;
  settle(request: PreparedRequest): Settled;
  /** All that `decideRequest` says. */
  explain(request: PreparedRequest): Decided;
}

/** Compiles a decision under one reading of the open rules. */
export function compileDecision(decision: Decision, reading: Reading): CompiledDecision {
  return new Compiled(decision, reading);
}

/** One profile's tests. */
interface Tests {
  readonly denied: Test;
  readonly allowed: Test;
  readonly program: Program;
  settler: Settler | undefined;
}

class Compiled implements CompiledDecision {
  readonly #decision: Decision;
  readonly #reading: Reading;
  readonly #epoch = { now: 0 };
  readonly #byProfile: (Tests | undefined)[] = [];

  constructor(decision: Decision, reading: Reading) {
    this.#decision = decision;
    this.#reading = reading;
  }

  word(request: PreparedRequest): DecisionWord {
    return wordOf(this.#begin(request), request);
  }

  settle(request: PreparedRequest): Settled {
    const tests = this.#begin(request);
    const decision = wordOf(tests, request);
    tests.settler ??= new Settler(this.#decision, tests.program);
    return { decision, decidedBy: tests.settler.layerOf(decision, request) };
  }

  explain(request: PreparedRequest): Decided {
    const { program } = this.#begin(request);
    const value = (formula: Formula) => kleeneOf(program.test(formula)(request));
    return explained(this.#decision, request.request, this.#reading, value);
  }

  /** The tests of the request's profile, for a decision that begins. */
  #begin(request: PreparedRequest): Tests {
    this.#epoch.now++;
    return this.#byProfile[request.profile] ?? this.#make(request);
  }

  #make(request: PreparedRequest): Tests {
    const { denied, allowed } = this.#decision;
    const program = new Program(new Profile(request), this.#reading, this.#epoch, [denied, allowed]);
    const tests = { denied: program.test(denied), allowed: program.test(allowed), program, settler: undefined };
    this.#byProfile[request.profile] = tests;
    return tests;
  }
}

function wordOf({ denied, allowed }: Tests, request: PreparedRequest): DecisionWord {
  const isDenied = denied(request);
  if (isDenied === 1) return "ExplicitlyDenied";
  const isAllowed = allowed(request);
  if (isAllowed === 1) return "Allowed";
  return isDenied === 2 || isAllowed === 2 ? "Undetermined" : "ImplicitlyDenied";
}

function kleeneOf(truth: Truth): Kleene {
  return truth === 2 ? null : truth === 1;
}
