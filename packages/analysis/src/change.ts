// Checked: every list is made of claims that are decided and witnesses that are confirmed elsewhere.
import type { PolicySetMeaning, StatementMeaning } from "@keyaki/semantics";
import { gravest, type ListKind, listAccess } from "./access-list.ts";
import type { ChangeAnalysis } from "./analyzer.ts";
import type { Claim } from "./claim.ts";
import { bothClaims, type FourVerdicts, fourVerdicts, relationOf, type Sides, witnessOf } from "./compare.ts";
import type { Context } from "./context.ts";
import { allowsOf, deniesOf } from "./difference.ts";
import { findUndo } from "./undo.ts";
import type { AccessList, Verdict } from "./verdict.ts";

const NOTHING: AccessList = { groups: [], undecided: [] };

/** What a change does; `sides.left` is AFTER and `sides.right` is BEFORE. */
export async function analyzeChange(
  sides: Sides,
  context: Context,
): Promise<ChangeAnalysis & { readonly verdicts: FourVerdicts }> {
  const { left: after, right: before } = sides;
  const claims = context.spent.time("meaning", () => bothClaims(sides, context, "statements"));
  const verdicts = await fourVerdicts(sides, claims, context);
  const { forward, backward } = claims;
  const list = (
    verdict: Verdict,
    kind: ListKind,
    claim: Claim,
    wider: PolicySetMeaning,
    narrower: PolicySetMeaning,
  ) => {
    if (verdict.outcome === "proved") return NOTHING;
    const giving = kind === "access" ? allowsOf(wider) : deniesOf(narrower);
    const deciding = kind === "access" ? [...allowsOf(narrower), ...deniesOf(wider)] : deniesOf(wider);
    // A Deny that stands on both sides is lifted nowhere; an Allow on both sides gives nothing new unless a Deny was lifted.
    const twins = kind === "denials" ? deniesOf(wider) : wider.denies === narrower.denies ? allowsOf(narrower) : [];
    const shared = sharedWith(giving, twins);
    return listAccess({ claim, giving, deciding, shared }, kind, context, sides.spelled, (found) =>
      witnessOf(found, { claim, wider, narrower }),
    );
  };
  const newAccess = await list(verdicts.leftOnly, "access", forward.only, after, before);
  const liftedDenials = await list(verdicts.leftLifts, "denials", forward.lifts, after, before);
  const removedAccess = await list(verdicts.rightOnly, "access", backward.only, before, after);
  const groups = [...newAccess.groups, ...liftedDenials.groups];
  const levels = groups.map((group) => group.level);
  // What the service's default newly allows stands in no statement, so no group weighs it: it is everything.
  const byDefault = (side: PolicySetMeaning) => side.assumed.includes("default-attached");
  if (verdicts.leftOnly.outcome === "refuted" && byDefault(after) && !byDefault(before)) levels.push("critical");
  return {
    relation: relationOf([verdicts.leftOnly, verdicts.leftLifts], [verdicts.rightOnly, verdicts.rightLifts]),
    allowRelation: relationOf([verdicts.leftOnly], [verdicts.rightOnly]),
    verdict: worse(verdicts.leftOnly, verdicts.leftLifts),
    level: gravest(levels),
    newAccess,
    liftedDenials,
    removedAccess,
    undo: await findUndo(groups, sides, context),
    verdicts,
  };
}

/** The statements that mean the same as some statement of the others, principals and their strengths included. */
function sharedWith(
  statements: readonly StatementMeaning[],
  others: readonly StatementMeaning[],
): ReadonlySet<StatementMeaning> {
  const known = new Set(others.map(meaningKey));
  return new Set(statements.filter((each) => known.has(meaningKey(each))));
}

/** Formulas of one builder are equal exactly when their ids are. */
function meaningKey({ body, principal }: StatementMeaning): string {
  const strengths = principal === null ? [] : [principal.direct.id, principal.indirect.id, principal.account.id];
  return [body.id, ...strengths].join(" ");
}

/** The one of two verdicts that says more against the change: refuted, then unknown, then proved. */
function worse(first: Verdict, second: Verdict): Verdict {
  const rank = { refuted: 0, unknown: 1, proved: 2 } as const;
  const [gravestOne, other] = rank[first.outcome] <= rank[second.outcome] ? [first, second] : [second, first];
  const axioms = [...new Set([...gravestOne.axioms, ...other.axioms])].sort();
  const stats = { ...gravestOne.stats, ms: first.stats.ms + second.stats.ms };
  const verifications = [first, second].flatMap(({ verification }) => verification ?? []);
  const verification = verifications.find(({ outcome }) => outcome === "unknown") ?? verifications[0];
  return { ...gravestOne, axioms, stats, ...(verification === undefined ? {} : { verification }) };
}
