// Trusted: a statement that is left out here must not bear on what is forbidden, and which verdict belongs to which set of policies.
import type { Policy } from "@keyaki/policy";
import { StatementReach, statementKey } from "@keyaki/semantics";
import type { StatementRef, Verdict } from "./verdict.ts";

/** Decides "no request that `forbidden` denies is allowed by the policies". */
export type Decide = (policies: readonly Policy[], forbidden: Policy) => Promise<Verdict>;

/** A question that was decided, and the statements of the set that it was asked of. */
interface Decided {
  readonly refs: readonly StatementRef[];
  readonly verdict: Verdict;
}

/**
 * Verdicts for every set and every question. Of a set only the statements are asked that name an action which is forbidden: no other
 * applies to a request that the question is about. What is left is the same for many sets, and is decided once; each is answered with
 * its own statements.
 */
export async function forbiddenAccess(
  sets: readonly (readonly Policy[])[],
  forbidden: readonly Policy[],
  decide: Decide,
): Promise<readonly (readonly Verdict[])[]> {
  const questions = forbidden.map((question) => ({
    question,
    near: nearOf(question),
    known: new Map<string, Decided>(),
  }));
  const answers: (readonly Verdict[])[] = [];
  for (const policies of sets) {
    const verdicts: Verdict[] = [];
    for (const { question, near, known } of questions) {
      const asked = policies.map((policy) => ({
        policy,
        statements: policy.statements.filter((each) => near(policy, each)),
      }));
      const refs = asked.flatMap(({ policy, statements }) => statements.map((statement) => ({ policy, statement })));
      const key = asked.map(({ policy, statements }) => `${policy.kind} ${keyOf(statements)}`).join("\n");
      let decided = known.get(key);
      if (decided === undefined) {
        const left = asked.map(({ policy, statements }) =>
          statements.length === policy.statements.length ? policy : { ...policy, statements },
        );
        decided = { refs, verdict: await decide(left, question) };
        known.set(key, decided);
      }
      verdicts.push(withRefs(decided.verdict, decided.refs, refs));
    }
    answers.push(verdicts);
  }
  return answers;
}

/** Tells the statements that may apply to what a question denies. */
function nearOf(question: Policy): (policy: Policy, statement: Policy["statements"][number]) => boolean {
  const reach = new StatementReach(
    question.statements.filter(({ effect }) => effect === "Deny"),
    question.kind,
  );
  // Of policies that limit, it matters whether there is an Allow at all.
  return ({ kind }, statement) => kind !== "identity" || kind !== question.kind || reach.mayMeet(statement);
}

/** Equal for two lists only if each statement of the one means what the statement at its place in the other means. */
function keyOf(statements: Policy["statements"]): string {
  let made = `${statements.length} `;
  for (const statement of statements) {
    const key = statementKey(statement);
    made += `${key.length}:${key}`;
  }
  return made;
}

/** The verdict with other statements in the place of some; what the question itself denies stands in no set and is left. */
function withRefs(verdict: Verdict, from: readonly StatementRef[], to: readonly StatementRef[]): Verdict {
  if (verdict.outcome !== "refuted") return verdict;
  const own = (refs: readonly StatementRef[]): StatementRef[] =>
    refs.map((ref) => to[from.findIndex((each) => each.statement === ref.statement)] ?? ref);
  const { witness } = verdict;
  return { ...verdict, witness: { ...witness, allowedBy: own(witness.allowedBy), refusedBy: own(witness.refusedBy) } };
}
