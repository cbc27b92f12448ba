// Checked: the shapes that programs read; published as JSON Schemas, against which every report is tested.
import type { Level, Relation } from "@keyaki/analysis";
import type { ProofsJson } from "./proofs-json.ts";
import type { VerifyReport } from "./verify-report.ts";

/** How every report begins. Another major version is another format. */
export interface ReportHead {
  readonly formatVersion: `1.${number}`;
  readonly tool: { readonly name: "keyaki"; readonly version: string; readonly catalog: string | null };
}

/** Where a statement stands; line and column are 1-based and count code points. */
export interface StatementRefJson {
  readonly source: string;
  readonly index: number;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly line: number;
  readonly column: number;
}

/** What a caller asks AWS, as the evaluator reads and writes it. */
export interface RequestJson {
  readonly principal: {
    readonly arn?: string;
    readonly role?: string;
    readonly id?: string;
    readonly account?: string;
    readonly parent?: string;
    readonly service?: string;
    readonly anonymous?: true;
    readonly federated?: string;
    readonly protocol?: "saml" | "web-identity";
    readonly serviceLinked?: boolean;
    readonly assumedRoot?: boolean;
    readonly canonical?: string;
  };
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string | null };
  readonly context: Readonly<Record<string, string | readonly string[] | null>>;
  readonly unseen?: Readonly<Record<string, boolean>>;
}

/** A request, and why it is decided as it is on each side. */
export interface WitnessJson {
  readonly request: RequestJson;
  /** No realistic request exists: this one needs an action or a resource that AWS does not have yet. */
  readonly hypothetical: boolean;
  readonly allowedBy: readonly StatementRefJson[];
  readonly refusedBy: readonly StatementRefJson[];
  readonly refusal: "explicit" | "implicit";
  readonly under: Readonly<Record<string, string>>;
}

/** Why there is no answer: a code with parameters, and the same in words. */
export interface ReasonJson {
  readonly code: string;
  readonly words: string;
  readonly [parameter: string]: unknown;
}

export interface StatsJson {
  readonly ms: number;
  /** `constant`, `syntactic`, `propositional` or `strings`; later versions may name others. */
  readonly engine: string;
}

/** Where the time of a question went, in milliseconds; parts of several questions that were asked at once overlap. */
export interface QuestionStatsJson {
  /** All of it. */
  readonly ms: number;
  /** Policies to formulas, and what is asked of them. */
  readonly meaning: number;
  /** Fields of requests to classes, and the rest of the question as clauses or scripts. */
  readonly classes: number;
  /** Answers to these, in place or by Z3. */
  readonly solve: number;
  /** Requests made and judged by the evaluator. */
  readonly confirm: number;
  /** Problems that Z3 was asked; 0: it was not needed. */
  readonly z3: number;
}

/** The same for a whole run, from its start to its report. */
export interface RunStatsJson extends QuestionStatsJson {
  /** Policies read from their texts. */
  readonly parse: number;
}

/** The answer to a claim "there is no such request". */
export interface VerdictJson {
  readonly outcome: "proved" | "refuted" | "unknown";
  /** Whether there is such a request; null when unknown. */
  readonly exists: boolean | null;
  readonly reason: ReasonJson | null;
  readonly witness: WitnessJson | null;
  readonly assumptions: readonly string[];
  readonly axioms: readonly string[];
  /** `--verify`: what the other engine said. */
  readonly verification?: VerificationJson;
  readonly stats?: StatsJson;
}

/** What the engine that did not make a verdict said of it. */
export interface VerificationJson {
  readonly engine: string;
  /** `same`: the same verdict. `unknown`: none, for the reason given. */
  readonly outcome: "same" | "unknown";
  readonly reason: ReasonJson | null;
}

export interface CompareReport extends ReportHead {
  readonly query: "compare";
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly kind: string;
  /** The kind was given, or only this one fits the documents. */
  readonly kindCertain: boolean;
  /** LEFT is … against RIGHT. */
  readonly relation: Relation;
  /** The same for what is allowed alone. */
  readonly allowRelation: Relation;
  /** `--alone`: `relation` is `allowRelation`. */
  readonly alone: boolean;
  /** Relations that were asked for; empty when none were. */
  readonly expected: readonly string[];
  /** `--proofs`. */
  readonly proofs?: ProofsJson;
  readonly leftOnly: VerdictJson;
  readonly rightOnly: VerdictJson;
  readonly leftLifts: VerdictJson;
  readonly rightLifts: VerdictJson;
  readonly notAnalysed: readonly NotAnalysed[];
  /** `--no-stats` leaves it out. */
  readonly stats?: RunStatsJson;
}

/** Labelled words about one group of access; null where a label adds nothing. Made from the other fields, for people. */
export interface GroupWords {
  readonly new: string;
  readonly who: string | null;
  readonly on: string;
  readonly when: string | null;
  readonly because: string | null;
  readonly example: string;
  /** How the example was decided before, and how after. */
  readonly decided: string;
  readonly undo: string | null;
  /** What makes the level. */
  readonly level: string;
}

export interface ConditionJson {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface GroupJson {
  readonly fingerprint: string;
  readonly level: Level;
  /** Names and exact patterns. */
  readonly actions: readonly string[];
  readonly actionCount: number;
  /** With `--full`: every known action by name. */
  readonly actionsComplete?: readonly string[];
  /** Patterns that also reach actions AWS does not have yet. */
  readonly future: readonly string[];
  readonly resources: readonly string[];
  /** Every resource but these. */
  readonly resourcesNegated: boolean;
  /** Null: always. */
  readonly when: {
    readonly conditions: readonly ConditionJson[];
    readonly unless: readonly StatementRefJson[];
  } | null;
  /** Whom the granting statement names; null in a policy without principals. */
  readonly callers: { readonly negated: boolean; readonly principals: readonly string[] } | null;
  readonly grantedBy: readonly StatementRefJson[];
  readonly witness: WitnessJson;
  readonly words: GroupWords;
}

export interface UndecidedJson {
  readonly actions: readonly string[];
  readonly reason: ReasonJson;
}

export interface ChangeJson {
  /** `--proofs`; LEFT is AFTER. */
  readonly proofs?: ProofsJson;
  readonly id: string;
  readonly path: string;
  readonly kind: string;
  readonly kindCertain: boolean;
  readonly status: "added" | "removed" | "modified" | "renamed" | "recreated" | "unchanged";
  /** AFTER is … than BEFORE. */
  readonly relation: Relation;
  readonly allowRelation: Relation;
  readonly level: Level | null;
  readonly newAccess: readonly GroupJson[];
  readonly liftedDenials: readonly GroupJson[];
  readonly removedAccess: readonly GroupJson[];
  readonly undecided: readonly UndecidedJson[];
  /** Of what was removed; it decides nothing unless `--fail-on-removed`. */
  readonly removedUndecided: readonly UndecidedJson[];
  readonly verdict: VerdictJson;
  readonly waivedBy: string | null;
  /** What happened to the text where access stayed the same; empty otherwise. */
  readonly note: string;
  /** `--no-stats` leaves it out; absent too where there was no question. */
  readonly stats?: QuestionStatsJson;
}

export interface NotAnalysed {
  readonly id: string;
  readonly reason: string;
}

export interface GateReport extends ReportHead {
  readonly query: "gate";
  readonly result: "pass" | "fail" | "undecided" | "nothing";
  readonly failOn: Level;
  readonly failOnRemoved: boolean;
  readonly onUnknown: "fail" | "warn" | "pass";
  readonly changes: readonly ChangeJson[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly summary: {
    readonly read: number;
    readonly changed: number;
    readonly widened: number;
    readonly narrowed: number;
    readonly equivalent: number;
    readonly undecided: number;
    readonly waived: number;
  };
  /** `--no-stats` leaves it out. */
  readonly stats?: RunStatsJson;
}

export interface EvaluateReason {
  readonly layer: string;
  readonly level: number | null;
  readonly statement: StatementRefJson;
  /** null: it depends on what the request does not say. */
  readonly applies: boolean | null;
  readonly mismatch: string | null;
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly wanted: readonly string[];
    readonly actual: readonly string[] | null;
    readonly holds: boolean | null;
  }[];
  readonly words: string;
}

export interface EvaluateReport extends ReportHead {
  readonly query: "evaluate";
  /** The number of the record in JSON lines; absent for a single request. */
  readonly line?: number;
  readonly request: RequestJson;
  readonly decision: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Undetermined";
  readonly decidedBy: string | null;
  readonly expected: readonly string[];
  readonly reasons: readonly EvaluateReason[];
  readonly dependsOn: readonly string[];
  /** Open rules whose other values would decide otherwise. */
  readonly restsOn: readonly {
    readonly id: string;
    readonly value: string;
    readonly otherwise: readonly { readonly value: string; readonly decision: string }[];
  }[];
}

export type Report = CompareReport | GateReport | EvaluateReport | VerifyReport;
