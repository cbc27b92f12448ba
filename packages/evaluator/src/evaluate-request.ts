// Trusted: policies and a request in, a decision out.
import { ASSUMPTIONS, type AssumptionId, globalKey } from "@keyaki/catalog";
import {
  atomsOf,
  type Decision,
  type DecisionFacts,
  decide,
  FormulaBuilder,
  type KeyFacts,
  kleene,
  type Layers,
  type PinnedAssumptions,
  type Request,
  Rules,
} from "@keyaki/semantics";
import { atomReader, rulesReadBy } from "./atoms.ts";
import { type Decided, type DecisionWord, decideRequest, wordOf } from "./decide.ts";

export interface EvaluateOptions {
  /** The arity of condition keys; the tables of global keys when not given. */
  readonly keys?: KeyFacts;
  readonly assumptions?: PinnedAssumptions;
  /** The caller's account is its organization's management account. */
  readonly managementAccount?: boolean;
  /** The caller's role is service-linked, whatever its path says. */
  readonly serviceLinkedRole?: boolean;
  /** Action prefixes of the services under resource control policies. */
  readonly rcpActions: readonly string[];
}

/** A rule that AWS leaves open and that this decision rests on. */
export interface OpenRule {
  readonly id: AssumptionId;
  /** The value that was taken. */
  readonly value: string;
  /** Other values, with the decision that they would give. */
  readonly otherwise: readonly { readonly value: string; readonly decision: DecisionWord }[];
}

export interface Evaluated extends Decided {
  /** Open rules that were not pinned and whose other values would decide otherwise. */
  readonly restsOn: readonly OpenRule[];
}

/** Arity from AWS's tables of global and common service keys; `unknown` for every other key. */
export const GLOBAL_KEY_FACTS: KeyFacts = { arity: (key) => globalKey(key)?.arity ?? "unknown" };

/** Decides one request under layers of policies. */
export function evaluateRequest(layers: Layers, request: Request, options: EvaluateOptions): Evaluated {
  return evaluateDecision(decisionUnder(layers, options), asLinked(request, options), options.assumptions);
}

/** What the layers say of any request, as formulas. */
export function decisionUnder(layers: Layers, options: EvaluateOptions): Decision {
  const facts: DecisionFacts = {
    managementAccount: options.managementAccount ?? false,
    rcpActions: options.rcpActions,
  };
  const rules = new Rules(new FormulaBuilder(), options.keys ?? GLOBAL_KEY_FACTS, options.assumptions ?? {});
  return decide(layers, facts, rules);
}

/** Decides one request under a decision that is already made into formulas: for many requests under the same policies. */
export function evaluateDecision(decision: Decision, request: Request, pinned: PinnedAssumptions = {}): Evaluated {
  const decided = decideRequest(decision, request, { assumptions: pinned });
  const under = (id: AssumptionId, value: string) => {
    const known = atomReader(request, { assumptions: { ...pinned, [id]: value } });
    const memo = new Map();
    return wordOf(decision, (formula) => kleene(formula, known, memo));
  };
  return { ...decided, restsOn: openRules(decision, pinned, decided.decision, under) };
}

/** The open rules that are not pinned and whose other values decide otherwise; `under` is the decision with one of them. */
export function openRules(
  decision: Decision,
  pinned: PinnedAssumptions,
  taken: DecisionWord,
  under: (id: AssumptionId, value: string) => DecisionWord,
): readonly OpenRule[] {
  const open = rulesAskedBy(decision);
  return ASSUMPTIONS.flatMap((rule): OpenRule[] => {
    if (!open.has(rule.id) || pinned[rule.id] !== undefined) return [];
    const otherwise = rule.values
      .filter((value) => value !== rule.default)
      .map((value) => ({ value, decision: under(rule.id, value) }))
      .filter((other) => other.decision !== taken);
    return otherwise.length === 0 ? [] : [{ id: rule.id, value: rule.default, otherwise }];
  });
}

const asked = new WeakMap<Decision, ReadonlySet<string>>();

/** The open rules that a decision reads at all. */
function rulesAskedBy(decision: Decision): ReadonlySet<string> {
  const known = asked.get(decision);
  if (known !== undefined) return known;
  const atoms = atomsOf([decision.denied, decision.allowed]);
  const made = new Set(atoms.flatMap(rulesReadBy));
  asked.set(decision, made);
  return made;
}

/** The request as one of a service-linked role, where the options say that it is. */
export function asLinked(request: Request, options: EvaluateOptions): Request {
  if (options.serviceLinkedRole !== true || request.caller.kind !== "session") return request;
  return { ...request, caller: { ...request.caller, kind: "service-linked-session" } };
}
