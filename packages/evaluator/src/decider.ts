// Trusted: policies and requests in, decisions out, as evaluateRequest does for one request; held to it by the law
// evaluator-compiled-agrees-with-formula.
import type { AssumptionId } from "@keyaki/catalog";
import type { Decision, Layers, PinnedAssumptions, Request } from "@keyaki/semantics";
import { type CompiledDecision, compileDecision, type Settled } from "./compiled/compile.ts";
import { type PreparedRequest, prepareRequest } from "./compiled/prepared.ts";
import type { DecisionWord } from "./decide.ts";
import { asLinked, decisionUnder, type Evaluated, type EvaluateOptions, openRules } from "./evaluate-request.ts";

/** Decides many requests under the same layers of policies, which are compiled once. */
export class Decider {
  readonly #options: EvaluateOptions;
  readonly #pinned: PinnedAssumptions;
  readonly #decision: Decision;
  readonly #compiled: CompiledDecision;
  /** The same under another value of one open rule. */
  readonly #others = new Map<string, CompiledDecision>();

  constructor(layers: Layers, options: EvaluateOptions) {
    this.#options = options;
    this.#pinned = options.assumptions ?? {};
    this.#decision = decisionUnder(layers, options);
    this.#compiled = compileDecision(this.#decision, { assumptions: this.#pinned });
  }

  /** The decision. */
  word(request: Request | PreparedRequest): DecisionWord {
    return this.#compiled.word(this.#ready(request));
  }

  /** The decision and the layer that settles it. */
  settle(request: Request | PreparedRequest): Settled {
    return this.#compiled.settle(this.#ready(request));
  }

  /** The decision with everything that explains it: what `evaluateRequest` says. */
  evaluate(request: Request | PreparedRequest): Evaluated {
    const ready = this.#ready(request);
    const decided = this.#compiled.explain(ready);
    const under = (id: AssumptionId, value: string) => this.#under(id, value).word(ready);
    return { ...decided, restsOn: openRules(this.#decision, this.#pinned, decided.decision, under) };
  }

  #ready(given: Request | PreparedRequest): PreparedRequest {
    if ("keys" in given) return prepareRequest(asLinked(given, this.#options));
    const isLinked = this.#options.serviceLinkedRole === true && given.caller.kind === "session";
    return isLinked ? prepareRequest(asLinked(given.request, this.#options)) : given;
  }

  #under(id: AssumptionId, value: string): CompiledDecision {
    const key = `${id}=${value}`;
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const made = compileDecision(this.#decision, { assumptions: { ...this.#pinned, [id]: value } });
    this.#others.set(key, made);
    return made;
  }
}
