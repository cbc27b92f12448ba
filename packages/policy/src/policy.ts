// Trusted: every later stage believes that these values say what the text said.

/** What a document is used as; it decides which elements it may hold and how it takes part in a decision. */
export type PolicyKind = "identity" | "resource" | "trust" | "boundary" | "session" | "scp" | "rcp" | "endpoint";

/** A stretch of the source text, in UTF-16 offsets: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A variable such as `${aws:username, 'nobody'}`; `key` is lower-cased, since key names fold in ASCII. */
export interface VariablePart {
  readonly is: "variable";
  readonly key: string;
  readonly fallback?: string;
}

/** One piece of a pattern. `text` is literal (escapes such as `${*}` are already resolved); a `hole` is a value not known yet. */
export type Part =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "one" }
  | { readonly is: "many" }
  | VariablePart
  | { readonly is: "hole"; readonly name: string };

/**
 * A string of the policy cut into parts: `?` is `one`, `*` is `many`, `${…}` is `variable`
 * (only under Version 2012-10-17 and only where variables are legal; elsewhere `${…}` is text).
 * In values of operators without wildcards, such as StringEquals, `?` and `*` are text.
 * In a Resource a variable before the fifth colon is a variable too, with a warning: AWS documents none there and ships one.
 * Adjacent texts are merged; an empty string has no parts.
 */
export interface Pattern {
  readonly parts: readonly Part[];
  /** The string as the policy wrote it (after JSON unescaping). */
  readonly written: string;
  readonly span: Span;
}

/** `Action`/`NotAction` or `Resource`/`NotResource`: `negated` is the Not form. */
export interface PatternList {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
  readonly span: Span;
}

/** One entry of `Principal`/`NotPrincipal`. `everyone` is the bare `"*"`; `{"AWS": "*"}` is `aws` with value `*`. */
export interface PrincipalEntry {
  readonly is: "everyone" | "aws" | "service" | "federated" | "canonical";
  /** `*`, a 12-digit account, an ARN, a unique id, a service name, a provider or a canonical id, as written. */
  readonly value: string;
  readonly span: Span;
}

export interface PrincipalList {
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly span: Span;
}

/** A condition operator, spelled canonically (`StringEquals`) whatever case the text used. */
export interface OperatorName {
  readonly set: "ForAllValues" | "ForAnyValue" | null;
  readonly base: string;
  readonly ifExists: boolean;
}

/** One value of a condition key: numbers and booleans count as their JSON text. */
export interface ConditionValue {
  readonly pattern: Pattern;
}

/** One key under one operator; all conditions of a statement are conjoined. */
export interface Condition {
  readonly operator: OperatorName;
  /** The operator as written. */
  readonly written: string;
  /** The key, ASCII lower-cased. */
  readonly key: string;
  /** The key as written. */
  readonly keyWritten: string;
  readonly values: readonly ConditionValue[];
  readonly span: Span;
}

export interface Statement {
  readonly index: number;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly principal: PrincipalList | null;
  readonly action: PatternList;
  /** Null only where the kind forbids or does not need it (trust policies; resource policies such as ECR's, with a warning): the resource that the policy is attached to. */
  readonly resource: PatternList | null;
  readonly conditions: readonly Condition[];
  /** What of `Condition` holds nothing: the operators whose blocks have no key, or none of them where the element itself is `{}`; null where nothing is empty. */
  readonly emptyCondition: readonly OperatorName[] | null;
  readonly span: Span;
}

export interface Policy {
  readonly kind: PolicyKind;
  /** An absent Version means 2008-10-17. */
  readonly version: "2012-10-17" | "2008-10-17";
  readonly versionWritten: boolean;
  readonly id: string | null;
  readonly statements: readonly Statement[];
  /** What reports call this document: a path, or `-`. */
  readonly source: string;
  /** The text that spans point into. */
  readonly text: string;
}
