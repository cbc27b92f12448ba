// Trusted: what is asked.
import {
  type Formula,
  type PolicySetMeaning,
  type Rules,
  textsIn,
  underActions,
  underCallers,
} from "@keyaki/semantics";
import { allowedByFirstOnly, deniedBySecondOnly, type Leaving } from "./difference.ts";

/** What one side says of a request: that it allows it, or that it denies it explicitly. */
export interface Saying {
  readonly side: PolicySetMeaning;
  readonly what: "allows" | "denies";
}

/** "No request makes `holds` true and `fails` false." The formula is the question whether there is one. */
export interface Claim {
  readonly holds: Saying;
  readonly fails: Saying;
  /** Who may ask for what at all: callers that this kind of policy decides about, their actions, the pinned owner of the resource. */
  readonly within: Formula;
  readonly formula: Formula;
}

/** What the asker pinned about every request: the account that owns the resource. */
export function pinnedOwner(resourceAccount: string | undefined, rules: Rules): Formula {
  return resourceAccount === undefined ? rules.build.always : rules.in("owner", textsIn([resourceAccount]));
}

/** What is said, as a formula over the whole policies. */
export function formulaOf({ side, what }: Saying): Formula {
  return side[what];
}

export interface DirectedClaims {
  readonly only: Claim;
  readonly lifts: Claim;
}

/**
 * The two claims of a comparison in one direction, among the requests that `within` leaves: what FIRST allows and SECOND does not, what
 * SECOND denies and FIRST does not. Their formulas leave out what cannot tell the sides apart.
 */
export function claimsOf(
  first: PolicySetMeaning,
  second: PolicySetMeaning,
  within: Formula,
  rules: Rules,
  leaving: Leaving = "actions",
): DirectedClaims {
  return claimsBy(first, second, within, rules, {
    only: () => allowedByFirstOnly(first, second, leaving, rules),
    lifts: () => deniedBySecondOnly(first, second, leaving, rules),
  });
}

/** The same claims with formulas over the whole policies: what is handed to others, who need not believe that a statement may be left out. */
export function wholeClaimsOf(
  first: PolicySetMeaning,
  second: PolicySetMeaning,
  within: Formula,
  rules: Rules,
): DirectedClaims {
  const { build } = rules;
  return claimsBy(first, second, within, rules, {
    only: () => build.all(first.allows, build.not(second.allows)),
    lifts: () => build.all(second.denies, build.not(first.denies)),
  });
}

function claimsBy(
  first: PolicySetMeaning,
  second: PolicySetMeaning,
  within: Formula,
  rules: Rules,
  questions: Readonly<Record<keyof DirectedClaims, () => Formula>>,
): DirectedClaims {
  const { build } = rules;
  const make = (holds: Saying, fails: Saying, question: Formula): Claim => {
    const possible = [underCallers(question, first.kind, rules), underActions(question, first.kind, rules)];
    const among = build.all(within, ...possible);
    return { holds, fails, within: among, formula: build.all(question, among) };
  };
  return {
    only: make({ side: first, what: "allows" }, { side: second, what: "allows" }, questions.only()),
    lifts: make({ side: second, what: "denies" }, { side: first, what: "denies" }, questions.lifts()),
  };
}
