// Trusted where it says what a certificate means; what is searched for here is checked before it is given away.

import type { Catalog } from "@keyaki/catalog";
import { checkProof, type Proof } from "@keyaki/checker";
import type { Limits } from "@keyaki/encoding";
import type { Policy } from "@keyaki/policy";
import { type Asked, type ClaimName, claimsOfPolicies } from "./claims-of-policies.ts";
import { prove } from "./prove.ts";

/** A statement of one side: the place of its policy, and its place there. */
export type StatementPlace = readonly [policy: number, statement: number];

/**
 * Why a claim holds, for anyone to check without a solver. The claim is proved for fewer statements than there are: of those that can only
 * make it harder to refute (Allows of the side that must allow too, Denies of the side that must not) only the ones listed are used.
 */
export interface Certificate {
  readonly left: readonly StatementPlace[];
  readonly right: readonly StatementPlace[];
  readonly axioms: readonly string[];
  readonly proof: Proof;
}

/** A proved claim for which no certificate could be made, and why. */
export interface Uncertified {
  readonly none: string;
}

/** What came of a certificate. */
export type Verified = ReturnType<typeof checkProof>;

/** Statements that are tried to be left out, in groups that are halved. */
const MOST_TRIES = 40;

/** The statements that a claim can only lose by: without them it is harder to prove, never easier. */
function optional(name: ClaimName, side: "left" | "right"): "Allow" | "Deny" | null {
  const isClaimed = name.startsWith(side);
  if (name.endsWith("Only")) return isClaimed ? "Deny" : "Allow";
  return isClaimed ? "Deny" : null;
}

/** The policies with only the listed of their optional statements. */
function reduced(
  policies: readonly Policy[],
  effect: "Allow" | "Deny" | null,
  kept: readonly StatementPlace[],
): Policy[] {
  const isKept = (policy: number, statement: number) => kept.some(([p, s]) => p === policy && s === statement);
  return policies.map((policy, at) => ({
    ...policy,
    statements: policy.statements.filter((statement, index) => statement.effect !== effect || isKept(at, index)),
  }));
}

function placesOf(policies: readonly Policy[], effect: "Allow" | "Deny" | null): StatementPlace[] {
  return policies.flatMap((policy, at) =>
    policy.statements.flatMap((statement, index): StatementPlace[] =>
      statement.effect === effect ? [[at, index]] : [],
    ),
  );
}

/**
 * Checks a certificate: whether it shows that no request refutes the claim. Nothing in it is believed; there is no solver.
 *
 * Kinds of policies that stand beside a default of their service need an Allow to be left, or they would mean something else.
 */
export function verifyCertificate(
  left: readonly Policy[],
  right: readonly Policy[],
  name: ClaimName,
  asked: Asked,
  catalog: Catalog,
  { left: ofLeft, right: ofRight, proof }: Pick<Certificate, "left" | "right" | "proof">,
): Verified {
  const sides = [
    { policies: left, effect: optional(name, "left"), kept: ofLeft },
    { policies: right, effect: optional(name, "right"), kept: ofRight },
  ].map(({ policies, effect, kept }) => ({ whole: policies, left: reduced(policies, effect, kept) }));
  if (sides.some(({ whole, left: rest }) => hasAllow(whole) !== hasAllow(rest))) {
    return { holds: false, why: "no Allow is left of those that a side has" };
  }
  const [first, second] = sides.map((side) => side.left);
  const { claims, rules } = claimsOfPolicies(first ?? [], second ?? [], asked, catalog);
  return checkProof(claims[name].formula, proof, asked.axioms ?? true, rules);
}

function hasAllow(policies: readonly Policy[]): boolean {
  return policies.some(({ statements }) => statements.some(({ effect }) => effect === "Allow"));
}

/** Makes a certificate of a proved claim, with as few optional statements as can be found by leaving groups of them out. */
export function certify(
  left: readonly Policy[],
  right: readonly Policy[],
  name: ClaimName,
  asked: Asked,
  catalog: Catalog,
  limits: Limits,
): Certificate | Uncertified {
  const effects = { left: optional(name, "left"), right: optional(name, "right") };
  const attempt = (kept: Places): Certificate | Uncertified => {
    const sides = [reduced(left, effects.left, kept.left), reduced(right, effects.right, kept.right)] as const;
    if (hasAllow(left) !== hasAllow(sides[0]) || hasAllow(right) !== hasAllow(sides[1]))
      return { none: "no Allow is left" };
    const { claims, rules } = claimsOfPolicies(...sides, asked, catalog);
    const made = prove(claims[name].formula, asked.axioms ?? true, limits, rules);
    if (made.is === "none") return { none: made.why };
    const axioms = made.proof.readings.flatMap(({ leaves }) => leaves.flatMap((leaf) => leaf.axioms));
    return { ...kept, axioms: [...new Set(axioms)].sort(), proof: made.proof };
  };
  let kept: Places = { left: placesOf(left, effects.left), right: placesOf(right, effects.right) };
  let made = attempt(kept);
  if ("none" in made) return made;
  const all = [
    ...kept.left.map((place) => ["left", place] as const),
    ...kept.right.map((place) => ["right", place] as const),
  ];
  let tries = 0;
  for (
    let size = Math.ceil(all.length / 2);
    size >= 1 && tries < MOST_TRIES;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = 0; start < all.length && tries < MOST_TRIES; start += size) {
      const gone = new Set(all.slice(start, start + size).map(([, place]) => place));
      const fewer: Places = {
        left: kept.left.filter((place) => !gone.has(place)),
        right: kept.right.filter((place) => !gone.has(place)),
      };
      if (fewer.left.length + fewer.right.length === kept.left.length + kept.right.length) continue;
      tries++;
      const less = attempt(fewer);
      if ("none" in less) continue;
      kept = fewer;
      made = less;
    }
  }
  return made;
}

interface Places {
  readonly left: readonly StatementPlace[];
  readonly right: readonly StatementPlace[];
}
