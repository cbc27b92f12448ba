// Trusted: three outcomes and never two; nothing here turns "unknown" into a pass.
import type { UndecidableReason } from "@keyaki/encoding";
import type { Condition, Policy, Statement } from "@keyaki/policy";
import type { Request } from "@keyaki/semantics";
import type { UnknownReason as SolverReason } from "@keyaki/smt";

/** Why a question has no answer. Codes with parameters; words are made in `report`. */
export type Reason =
  | UndecidableReason
  | { readonly code: "solver"; readonly detail: SolverReason["code"] }
  /** What the model asked of policy variables or equalities could not be turned into a request, nor excluded. */
  | { readonly code: "relations"; readonly variables: readonly string[] }
  /** Patterns and parsed values meet on one key in a class of which no value was found. */
  | { readonly code: "unsampled"; readonly keys: readonly string[] }
  /** An exact model that the evaluator refuses: a fault of Keyaki, with what is needed to look at it. */
  | { readonly code: "invariant"; readonly what: string }
  /** One engine proved and the other refuted: a fault of Keyaki. */
  | { readonly code: "engines-disagree"; readonly proved: Engine; readonly refuted: Engine };

export type Engine = "constant" | "syntactic" | "propositional" | "strings";

/** Which engine is asked: classes, the theory of strings, or (`auto`) classes first and strings where these cannot tell. */
export type EngineChoice = "auto" | "propositional" | "strings";

/** What the other engine said of a verdict. */
export interface Verification {
  readonly engine: Engine;
  /** `same`: it came to the same verdict. `unknown`: it came to none. Another verdict makes both void. */
  readonly outcome: "same" | "unknown";
  readonly reason?: Reason;
}

/** Where a statement stands. */
export interface StatementRef {
  readonly policy: Policy;
  readonly statement: Statement;
}

/** A request that refutes a claim, confirmed by the evaluator on both sides. */
export interface Witness {
  readonly request: Request;
  /** No realistic request refutes the claim: this one needs an action or a resource that AWS does not have yet. */
  readonly hypothetical: boolean;
  readonly allowedBy: readonly StatementRef[];
  readonly refusedBy: readonly StatementRef[];
  readonly refusal: "explicit" | "implicit";
  /** Open rules whose value this refutation needs; empty: it holds for every value. */
  readonly under: Readonly<Record<string, string>>;
}

export interface VerdictStats {
  readonly ms: number;
  readonly engine: Engine;
}

/** The answer to a claim "there is no such request". */
export type Verdict =
  | {
      readonly outcome: "proved";
      /** Assumptions taken for granted: pinned ones, and defaults that a service attaches. */
      readonly assumptions: readonly string[];
      /** Axioms that the proof rests on; none is strongest. */
      readonly axioms: readonly string[];
      readonly verification?: Verification;
      readonly stats: VerdictStats;
    }
  | {
      readonly outcome: "refuted";
      readonly witness: Witness;
      readonly assumptions: readonly string[];
      readonly axioms: readonly string[];
      readonly verification?: Verification;
      readonly stats: VerdictStats;
    }
  | {
      readonly outcome: "unknown";
      readonly reason: Reason;
      readonly assumptions: readonly string[];
      readonly axioms: readonly string[];
      readonly verification?: Verification;
      readonly stats: VerdictStats;
    };

/** LEFT against RIGHT in the order explicit deny < no opinion < allow. */
export type Relation = "equivalent" | "more-permissive" | "less-permissive" | "incomparable" | "unknown";

export type Level = "critical" | "high" | "medium" | "low" | "future";

/** When the access of a group holds: the granting statement's conditions, and not where others already decide. */
export interface When {
  readonly conditions: readonly Condition[];
  /** Statements of the same patterns that decide the rest: earlier grants, and Denies that still stand. */
  readonly unless: readonly StatementRef[];
}

/** Access that one statement gives (or a Deny no longer stops), to one list of resource patterns under one condition. */
export interface AccessGroup {
  readonly fingerprint: string;
  readonly level: Level;
  /** Exact: names that the catalog knows or that are written out, and patterns all of whose actions belong here. */
  readonly actions: readonly string[];
  /** How many known actions that is. */
  readonly actionCount: number;
  /** All known actions, one by one. */
  readonly actionsComplete: readonly string[];
  /** Patterns that also reach actions which AWS does not have yet, beyond those known. */
  readonly future: readonly string[];
  readonly resources: readonly string[];
  /** The statement's list is NotResource: every resource but these. */
  readonly resourcesNegated: boolean;
  readonly when: When;
  readonly grantedBy: readonly StatementRef[];
  readonly witness: Witness;
}

/** Actions whose part of a question has no answer. */
export interface UndecidedActions {
  readonly actions: readonly string[];
  readonly reason: Reason;
}

export interface AccessList {
  readonly groups: readonly AccessGroup[];
  readonly undecided: readonly UndecidedActions[];
}
