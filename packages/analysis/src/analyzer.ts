// Checked: wiring only; what is decided is decided elsewhere.
import type { Policy, PolicyKind } from "@keyaki/policy";
import type { Effort } from "@keyaki/solver";
import type { Certificate, Uncertified } from "./certificate.ts";
import type { ClaimName } from "./claims-of-policies.ts";
import type { EmittedComparison } from "./emit.ts";
import type { QuestionStats } from "./spent.ts";
import type { Universe } from "./universe.ts";
import type { AccessList, EngineChoice, Level, Relation, Verdict } from "./verdict.ts";

/** What two sets of policies are compared as. */
export interface CompareOptions {
  readonly kind: PolicyKind;
  /** The account of the resource; without it the question is asked for the same and for other accounts at once. */
  readonly resourceAccount?: string;
  /** `catalog`: only actions that AWS has on the catalog's day, a named assumption; `open` unless given. */
  readonly universe?: Universe;
  /** Values given for open rules (`--assume`). */
  readonly assume?: Readonly<Record<string, string>>;
  /** Use documented facts about requests; true unless told otherwise. */
  readonly axioms?: boolean;
  /** Which engine decides; `auto` unless given. */
  readonly engine?: EngineChoice;
  /** Ask the other engine too: a verdict on which they disagree is `unknown`. */
  readonly verify?: boolean;
  /** Make a certificate of every claim that is proved. */
  readonly certificates?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: Effort["signal"];
}

export interface Comparison {
  /** LEFT against RIGHT. */
  readonly relation: Relation;
  /** The same for what is allowed alone, explicit denials apart. */
  readonly allowRelation: Relation;
  /** "No request is allowed by LEFT only", and so on. */
  readonly leftOnly: Verdict;
  readonly rightOnly: Verdict;
  /** "No request is explicitly denied by RIGHT and not by LEFT." */
  readonly leftLifts: Verdict;
  readonly rightLifts: Verdict;
  /** `certificates`: of the claims that are proved. */
  readonly certificates?: Certificates;
  /** Where the time went; absent where nothing was asked. */
  readonly stats?: QuestionStats;
}

/** By claim: its certificate, or why there is none; claims that are not proved are left out. */
export type Certificates = Readonly<Partial<Record<ClaimName, Certificate | Uncertified>>>;

/** The smallest edit found after which nothing new is allowed; proved before it is returned. */
export interface Undo {
  readonly statement: Policy["statements"][number];
  readonly policy: Policy;
  readonly edit:
    | { readonly is: "remove-actions" | "remove-resources"; readonly values: readonly string[] }
    | { readonly is: "put-back-condition"; readonly old: Policy["statements"][number]; readonly oldPolicy: Policy }
    | { readonly is: "put-back-statement"; readonly old: Policy["statements"][number]; readonly oldPolicy: Policy }
    | { readonly is: "remove-statement" };
}

/** What a change of policies does: AFTER against BEFORE. */
export interface ChangeAnalysis {
  readonly relation: Relation;
  readonly allowRelation: Relation;
  /** "AFTER gives no request a higher decision than BEFORE": new access and lifted denials together. */
  readonly verdict: Verdict;
  /** The gravest level of the new access and lifted denials; null when there are none. */
  readonly level: Level | null;
  readonly newAccess: AccessList;
  readonly liftedDenials: AccessList;
  readonly removedAccess: AccessList;
  /** By fingerprint of the group that it undoes. */
  readonly undo: ReadonlyMap<string, Undo>;
  /** `certificates`: of the claims about AFTER (left) against BEFORE (right) that are proved. */
  readonly certificates?: Certificates;
  /** Where the time went; absent where nothing was asked. */
  readonly stats?: QuestionStats;
}

export interface Analyzer {
  compare(left: readonly Policy[], right: readonly Policy[], options: CompareOptions): Promise<Comparison>;
  /** `before` and `after` are all policies of one principal or resource, or one document each; none has no opinion. */
  change(before: readonly Policy[], after: readonly Policy[], options: CompareOptions): Promise<ChangeAnalysis>;
  /** One of the four claims of `compare` alone. */
  decide(
    left: readonly Policy[],
    right: readonly Policy[],
    claim: ClaimName,
    options: CompareOptions,
  ): Promise<Verdict>;
  /**
   * "No request that `forbidden` denies is allowed", for each set of policies (those of one principal) and each question, in their order.
   * What is forbidden is written as a policy of Deny statements. Sets that say the same of it are decided once; a verdict names what was
   * taken for granted of the statements that bear on the question.
   */
  forbidden(
    sets: readonly (readonly Policy[])[],
    forbidden: readonly Policy[],
    options: CompareOptions,
  ): Promise<readonly (readonly Verdict[])[]>;
  /** The four questions of `compare` as SMT-LIB 2.6 texts, by file name, for other solvers. */
  scripts(left: readonly Policy[], right: readonly Policy[], options: CompareOptions): Promise<EmittedComparison>;
  /** Ends the solver's workers. */
  close(): Promise<void>;
}
