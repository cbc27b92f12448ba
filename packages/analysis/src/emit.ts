// Trusted: the emitted questions must be those that `compare` decides.
import type { Catalog } from "@keyaki/catalog";
import { emitSmtLib, narrowQuestion } from "@keyaki/encoding";
import type { Policy } from "@keyaki/policy";
import { atomsOf, axiomInstances } from "@keyaki/semantics";
import type { CompareOptions } from "./analyzer.ts";
import type { Claim } from "./claim.ts";
import { type ClaimName, claimsOfPolicies } from "./claims-of-policies.ts";

/** The script that asks what a claim denies, by claim. */
export const SCRIPT_OF_CLAIM: Readonly<Record<ClaimName, keyof EmittedComparison>> = {
  leftOnly: "left-only.smt2",
  rightOnly: "right-only.smt2",
  leftLifts: "left-lifts.smt2",
  rightLifts: "right-lifts.smt2",
};

/** The four questions of a comparison as SMT-LIB texts, by file name. */
export interface EmittedComparison {
  readonly "left-only.smt2": string;
  readonly "right-only.smt2": string;
  readonly "left-lifts.smt2": string;
  readonly "right-lifts.smt2": string;
}

/**
 * The questions that `compare` decides, as SMT-LIB 2.6 scripts for other solvers: each is satisfiable exactly when the verdict of the
 * same name is `refuted`. A text that begins with `; relaxed` had to leave something open and must only be satisfiable when it is refuted.
 * Nothing is decided here, so questions that `compare` gives up on can be emitted too. `narrowed` emits equal questions with less to
 * read, as the engines ask them: for solvers whom the whole question is too large.
 */
export function emitComparison(
  left: readonly Policy[],
  right: readonly Policy[],
  options: CompareOptions,
  catalog: Catalog,
  how: { readonly narrowed?: boolean } = {},
): EmittedComparison {
  const { claims, rules } = claimsOfPolicies(left, right, options, catalog);
  const emit = (claim: Claim, asked: string): string => {
    const question = how.narrowed === true ? narrowQuestion(claim.formula, rules) : claim.formula;
    const axioms = options.axioms === false ? [] : axiomInstances(atomsOf([question]), rules);
    const header = [
      `Is there a request that ${asked}?`,
      `Both sides are ${options.kind} policies. unsat: proved, there is none. sat: refuted, there is one.`,
    ];
    return emitSmtLib(question, axioms, { header, arity: (view) => rules.arity(view) }).text;
  };
  return {
    "left-only.smt2": emit(claims.leftOnly, "LEFT allows and RIGHT does not"),
    "right-only.smt2": emit(claims.rightOnly, "RIGHT allows and LEFT does not"),
    "left-lifts.smt2": emit(claims.leftLifts, "RIGHT explicitly denies and LEFT does not"),
    "right-lifts.smt2": emit(claims.rightLifts, "LEFT explicitly denies and RIGHT does not"),
  };
}
