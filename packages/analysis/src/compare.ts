// Trusted: how four verdicts make a relation (soundness rule 1).
import { atomReader } from "@keyaki/evaluator";
import type { Formula, PolicySetMeaning } from "@keyaki/semantics";
import { type Claim, claimsOf, type DirectedClaims } from "./claim.ts";
import { Judge, needed } from "./confirm.ts";
import type { Context } from "./context.ts";
import type { Leaving } from "./difference.ts";
import type { Existence } from "./existence.ts";
import { findRequest } from "./exists.ts";
import type { Spellings } from "./known-actions.ts";
import type { Found } from "./requests.ts";
import type { Engine, Reason, Relation, StatementRef, Verdict, Verification, Witness } from "./verdict.ts";

/** Two sides of a comparison, and what both take for granted. */
export interface Sides {
  readonly left: PolicySetMeaning;
  readonly right: PolicySetMeaning;
  /** Requests that the question is about. */
  readonly within: Formula;
  /** Assumptions that `within` makes. */
  readonly assumed: readonly string[];
  readonly spelled: Spellings;
}

export interface FourVerdicts {
  readonly leftOnly: Verdict;
  readonly rightOnly: Verdict;
  readonly leftLifts: Verdict;
  readonly rightLifts: Verdict;
}

/** The claims of a comparison: what LEFT alone gives, and what RIGHT alone gives. */
export interface BothClaims {
  readonly forward: DirectedClaims;
  readonly backward: DirectedClaims;
}

export function bothClaims({ left, right, within }: Sides, { rules }: Context, leaving?: Leaving): BothClaims {
  return {
    forward: claimsOf(left, right, within, rules, leaving),
    backward: claimsOf(right, left, within, rules, leaving),
  };
}

/** All four claims of a comparison, decided. */
export async function fourVerdicts(
  sides: Sides,
  { forward, backward }: BothClaims,
  context: Context,
): Promise<FourVerdicts> {
  const { left, right } = sides;
  const leftOnly = await decideClaim(forward.only, left, right, sides, context);
  const rightOnly = await decideClaim(backward.only, right, left, sides, context);
  const leftLifts = await decideClaim(forward.lifts, left, right, sides, context);
  const rightLifts = await decideClaim(backward.lifts, right, left, sides, context);
  return { leftOnly, rightOnly, leftLifts, rightLifts };
}

/** One claim as a verdict; `wider` is the side that gives the request the higher decision. */
export async function decideClaim(
  claim: Claim,
  wider: PolicySetMeaning,
  narrower: PolicySetMeaning,
  sides: Sides,
  context: Context,
): Promise<Verdict> {
  const started = performance.now();
  const existence = await findRequest(claim, context, sides.spelled);
  const second = context.options.verify ? await verified(existence, claim, context, sides.spelled) : null;
  const stats = { ms: performance.now() - started, engine: existence.engine };
  const assumptions = takenForGranted(sides, context);
  const around = { claim, wider, narrower, assumptions, stats };
  if (second?.is === "disagreement") {
    return verdictOf({ is: "unknown", reason: second.reason, engine: second.engine }, around);
  }
  const verdict = verdictOf(existence, around);
  return second === null ? verdict : { ...verdict, verification: second.verification };
}

type Verified =
  | { readonly is: "verification"; readonly verification: Verification }
  | { readonly is: "disagreement"; readonly reason: Reason; readonly engine: Engine };

/** The claim asked of the engine that did not answer it; null where there is nothing to verify. */
async function verified(
  first: Existence,
  claim: Claim,
  context: Context,
  spelled: Spellings,
): Promise<Verified | null> {
  if (first.is === "unknown" || first.engine === "constant") return null;
  const second = await findRequest(claim, context, spelled, first.engine === "strings" ? "propositional" : "strings");
  if (second.is === "unknown") {
    const { engine, reason } = second;
    return { is: "verification", verification: { engine, outcome: "unknown", reason } };
  }
  if (second.is === first.is) {
    return { is: "verification", verification: { engine: second.engine, outcome: "same" } };
  }
  const [proved, refuted] = first.is === "none" ? [first.engine, second.engine] : [second.engine, first.engine];
  return { is: "disagreement", reason: { code: "engines-disagree", proved, refuted }, engine: first.engine };
}

interface Surroundings {
  readonly claim: Claim;
  readonly wider: PolicySetMeaning;
  readonly narrower: PolicySetMeaning;
  readonly assumptions: readonly string[];
  readonly stats: Verdict["stats"];
}

function verdictOf(existence: Existence, around: Surroundings): Verdict {
  const { assumptions, stats } = around;
  switch (existence.is) {
    case "none":
      return { outcome: "proved", assumptions, axioms: existence.axioms, stats };
    case "some":
      return { outcome: "refuted", witness: witnessOf(existence.found, around), assumptions, axioms: [], stats };
    case "unknown":
      return { outcome: "unknown", reason: existence.reason, assumptions, axioms: [], stats };
  }
}

function takenForGranted({ left, right, assumed }: Sides, context: Context): string[] {
  const names = [...Object.keys(context.options.assume), ...left.assumed, ...right.assumed, ...assumed];
  return [...new Set(names)].sort();
}

/** The statements behind a confirmed request on both sides. */
export function witnessOf(
  found: Found,
  { claim, wider, narrower }: Pick<Surroundings, "claim" | "wider" | "narrower">,
): Witness {
  const judge = new Judge(found.request, atomReader(found.request, { assumptions: found.assumptions }));
  const refs = (side: PolicySetMeaning, effect: "Allow" | "Deny"): StatementRef[] =>
    side.statements
      .filter((each) => each.statement.effect === effect && judge.applies(each) === true)
      .map(({ policy, statement }) => ({ policy, statement }));
  const denied = judge.says({ side: narrower, what: "denies" }) === true;
  return {
    request: found.request,
    hypothetical: !found.realistic,
    allowedBy: refs(wider, "Allow"),
    refusedBy: refs(narrower, "Deny"),
    refusal: denied ? "explicit" : "implicit",
    under: needed(claim, found.request, found.assumptions),
  };
}

/** LEFT against RIGHT from the claims about access and, unless only allow sets are compared, about denials. */
export function relationOf(
  left: readonly Pick<Verdict, "outcome">[],
  right: readonly Pick<Verdict, "outcome">[],
): Relation {
  const more = left.some((verdict) => verdict.outcome === "refuted");
  const less = right.some((verdict) => verdict.outcome === "refuted");
  if (more && less) return "incomparable";
  const open = [...left, ...right].some((verdict) => verdict.outcome === "unknown");
  if (open) return "unknown";
  return more ? "more-permissive" : less ? "less-permissive" : "equivalent";
}
