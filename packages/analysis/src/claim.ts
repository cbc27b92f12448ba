// Trusted: what is asked.
import {
  type Formula,
  type PolicySetMeaning,
  type Rules,
  textsIn,
  underActions,
  underCallers,
} from "@keyaki/semantics";

/** "No request makes `holds` true and `fails` false." The formula is the question whether there is one. */
export interface Claim {
  readonly holds: Formula;
  readonly fails: Formula;
  /** Who may ask for what at all: callers that this kind of policy decides about, their actions, the pinned owner of the resource. */
  readonly within: Formula;
  readonly formula: Formula;
}

export function claim(holds: Formula, fails: Formula, within: Formula, rules: Rules): Claim {
  return { holds, fails, within, formula: rules.build.all(holds, rules.build.not(fails), within) };
}

/** What the asker pinned about every request: the account that owns the resource. */
export function pinnedOwner(resourceAccount: string | undefined, rules: Rules): Formula {
  return resourceAccount === undefined ? rules.build.always : rules.in("owner", textsIn([resourceAccount]));
}

/** The two claims of a comparison in one direction, among the requests that `within` leaves: what FIRST allows and SECOND does not, what SECOND denies and FIRST does not. */
export function claimsOf(
  first: PolicySetMeaning,
  second: PolicySetMeaning,
  within: Formula,
  rules: Rules,
): { readonly only: Claim; readonly lifts: Claim } {
  const { build } = rules;
  const make = (holds: Formula, fails: Formula): Claim => {
    const question = build.all(holds, build.not(fails));
    const possible = [underCallers(question, first.kind, rules), underActions(question, first.kind, rules)];
    return claim(holds, fails, build.all(within, ...possible), rules);
  };
  return { only: make(first.allows, second.allows), lifts: make(second.denies, first.denies) };
}
