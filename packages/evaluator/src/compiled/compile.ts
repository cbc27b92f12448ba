// Trusted: many requests decided under the same policies. It decides as decideRequest does, which stays the judge: held by the law
// evaluator-compiled-agrees-with-formula.
import type { Decision, Formula, Kleene, LayerName } from "@keyaki/semantics";
import type { Reading } from "../atoms.ts";
import { type Decided, type DecisionWord, decidedBy, explained } from "../decide.ts";
import type { Test, Truth } from "./atom-tests.ts";
import type { PreparedRequest } from "./prepared.ts";
import { Profile } from "./profile.ts";
import { Program } from "./program.ts";

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

/** One profile's tests, each of them made when it is first wanted. */
interface Tests {
  readonly denied: Test;
  readonly allowed: Test;
  readonly program: Program;
  readonly grants: Map<LayerName, Test>;
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
    this.#epoch.now++;
    return wordOf(this.#testsOf(request), request);
  }

  settle(request: PreparedRequest): Settled {
    this.#epoch.now++;
    const tests = this.#testsOf(request);
    const value = valueIn(tests, request);
    const grants = (layer: LayerName) => this.#grants(tests, layer)(request) === 1;
    const decision = wordOf(tests, request);
    return { decision, decidedBy: decidedBy(decision, this.#decision, grants, request.request, value) };
  }

  explain(request: PreparedRequest): Decided {
    this.#epoch.now++;
    const tests = this.#testsOf(request);
    return explained(this.#decision, request.request, this.#reading, valueIn(tests, request));
  }

  #testsOf(request: PreparedRequest): Tests {
    return this.#byProfile[request.profile] ?? this.#make(request);
  }

  #make(request: PreparedRequest): Tests {
    const { denied, allowed } = this.#decision;
    const program = new Program(new Profile(request), this.#reading, this.#epoch, [denied, allowed]);
    const tests: Tests = {
      denied: program.test(denied),
      allowed: program.test(allowed),
      program,
      grants: new Map(),
    };
    this.#byProfile[request.profile] = tests;
    return tests;
  }

  /** Whether an Allow of the layer applies. */
  #grants({ program, grants }: Tests, layer: LayerName): Test {
    const known = grants.get(layer);
    if (known !== undefined) return known;
    const statements = this.#decision.layers.flatMap((each) => (each.layer === layer ? each.statements : []));
    const allows = statements.filter(({ statement }) => statement.effect === "Allow");
    const made = program.testAny(allows.map(({ applies }) => applies));
    grants.set(layer, made);
    return made;
  }
}

function wordOf({ denied, allowed }: Tests, request: PreparedRequest): DecisionWord {
  const isDenied = denied(request);
  if (isDenied === 1) return "ExplicitlyDenied";
  const isAllowed = allowed(request);
  if (isAllowed === 1) return "Allowed";
  return isDenied === 2 || isAllowed === 2 ? "Undetermined" : "ImplicitlyDenied";
}

function valueIn({ program }: Tests, request: PreparedRequest): (formula: Formula) => Kleene {
  return (formula) => kleeneOf(program.test(formula)(request));
}

function kleeneOf(truth: Truth): Kleene {
  return truth === 2 ? null : truth === 1;
}
