// Trusted: what is compared when two sets of policies of one kind stand against each other (soundness rules 1 and 2).
import type { Pattern, Policy, PolicyKind } from "@keyaki/policy";
import type { Atom } from "./atom.ts";
import {
  actionsOf,
  BOUNDED_CALLERS,
  CALLER_KINDS,
  CALLER_VIEWS,
  type CallerKind,
  IDENTITY_CALLERS,
  SCP_CALLERS,
  SESSION_POLICY_CALLERS,
} from "./caller.ts";
import {
  anyOf,
  bothMustAllow,
  granted,
  grantsOf,
  statementsOf,
  strictActions,
  withoutSessionPolicy,
} from "./decision.ts";
import { atomsOf, type Formula } from "./formula.ts";
import { callerIs } from "./principal.ts";
import { once } from "./remembered.ts";
import type { Rules } from "./rules.ts";
import type { StatementMeaning } from "./statement.ts";
import { textsIn, variablesIn } from "./value-set.ts";

/** When some policies of one kind allow a request, and when they explicitly deny it. */
export interface PolicySetMeaning {
  readonly kind: PolicyKind;
  readonly statements: readonly StatementMeaning[];
  readonly allows: Formula;
  readonly denies: Formula;
  /** `allows` says that some Allow applies and no Deny, and nothing else. */
  readonly plain: boolean;
  /** Named assumptions that this meaning took for granted rather than left open. */
  readonly assumed: readonly string[];
}

/** Kinds that limit rather than grant: where there is none of them at all, nothing is limited. */
const LIMITING: ReadonlySet<PolicyKind> = new Set(["scp", "rcp", "boundary", "session", "endpoint"]);
/**
 * Kinds that stand beside a policy which their service attaches, so that one without an Allow leaves all that it does not deny.
 * A boundary is one policy, and an endpoint policy replaces the default one: without an Allow they let nothing pass.
 * AWS pages: orgs_manage_policies_scps, access_policies_boundaries, vpc-endpoints-access.
 */
const WITH_DEFAULT: ReadonlySet<PolicyKind> = new Set(["scp", "rcp"]);

/** The meaning of all policies of one kind together. */
export function policySetMeaning(policies: readonly Policy[], kind: PolicyKind, rules: Rules): PolicySetMeaning {
  const { build } = rules;
  const statements = statementsOf(policies, rules);
  const denies = once(() => anyOf(statements, "Deny", rules));
  const assumed: string[] = statements.some(substitutesAmongWildcards) ? ["substituted-wildcards"] : [];
  let allow: () => Formula;
  let plain = false;
  if (kind === "resource" || kind === "trust") {
    allow = () => grantedAmongUnseen(statements, kind, rules);
    if (kind === "resource") assumed.push("resource-policy-suffices");
  } else {
    const hasAllow = statements.some((each) => each.statement.effect === "Allow");
    const attached =
      (policies.length === 0 ? LIMITING : WITH_DEFAULT).has(kind) &&
      !hasAllow &&
      (rules.pinned["default-attached"] ?? "attached") === "attached";
    if (attached) assumed.push("default-attached");
    plain = !attached;
    const unlimited = () => (kind === "session" ? withoutSessionPolicy(rules) : build.always);
    allow = () => (attached ? unlimited() : anyOf(statements, "Allow", rules));
  }
  const allows = once(() => build.all(build.not(denies()), allow()));
  return {
    kind,
    statements,
    get allows() {
      return allows();
    },
    get denies() {
      return denies();
    },
    plain,
    assumed,
  };
}

const WILDCARD_OPERATORS: ReadonlySet<string> = new Set([
  "StringLike",
  "StringNotLike",
  "ArnLike",
  "ArnNotLike",
  "ArnEquals",
  "ArnNotEquals",
]);

/** A variable stands where wildcards work: that a `*` in its value is none is taken for granted (`substituted-wildcards`). */
function substitutesAmongWildcards({ statement }: StatementMeaning): boolean {
  const hasVariable = ({ parts }: Pattern) => parts.some((part) => part.is === "variable");
  if (statement.resource?.patterns.some(hasVariable) === true) return true;
  return statement.conditions.some(
    ({ operator, values }) =>
      WILDCARD_OPERATORS.has(operator.base) && values.some(({ pattern }) => hasVariable(pattern)),
  );
}

/**
 * The decision around a resource policy, where the caller's own policies are not shown: what they allow is a free choice,
 * the same on both sides of a comparison.
 */
function grantedAmongUnseen(statements: readonly StatementMeaning[], kind: PolicyKind, rules: Rules): Formula {
  const { build } = rules;
  const unseen = (name: string) => build.atom({ is: "unseen", name });
  // A boundary or session policy limits only callers that can have one.
  const limits = (kinds: readonly CallerKind[], attached: string, allows: string) =>
    build.any(build.not(build.all(unseen(attached), callerIs(rules, kinds))), unseen(allows));
  const boundary = limits(BOUNDED_CALLERS, "boundary-attached", "boundary-allows");
  const session = limits(SESSION_POLICY_CALLERS, "session-policy", "session-allows");
  const strict = kind === "trust" ? build.always : build.any(strictActions(rules), bothMustAllow(rules));
  return granted(
    grantsOf(statements, rules),
    { identity: unseen("identity-allows"), boundary, session },
    strict,
    rules,
  );
}

/** The callers that policies of this kind can decide about; null: any. */
export function callersUnder(kind: PolicyKind): readonly CallerKind[] | null {
  switch (kind) {
    case "identity":
    case "boundary":
      return IDENTITY_CALLERS;
    case "session":
      return SESSION_POLICY_CALLERS;
    case "scp":
      return SCP_CALLERS;
    default:
      return null;
  }
}

/** "The caller is one that this kind of policy decides about"; always, where the question reads nothing of the caller. */
export function underCallers(question: Formula, kind: PolicyKind, rules: Rules): Formula {
  const kinds = callersUnder(kind);
  if (kinds === null) return rules.build.always;
  const readsCaller = atomsOf([question]).some((atom) => readsCallerView(atom));
  return readsCaller ? callerIs(rules, kinds) : rules.build.always;
}

/**
 * "The caller can ask for the action at all": applicants ask to take on a role and for nothing else. Always, where the question reads
 * nothing of the caller or this kind of policy does not decide about applicants.
 */
export function underActions(question: Formula, kind: PolicyKind, rules: Rules): Formula {
  const { build } = rules;
  if (callersUnder(kind) !== null || !atomsOf([question]).some((atom) => readsCallerView(atom))) return build.always;
  return build.all(
    ...CALLER_KINDS.flatMap((caller) => {
      const actions = actionsOf(caller);
      if (actions === null) return [];
      return [build.implies(callerIs(rules, [caller]), rules.in("action", textsIn(actions, "ascii")))];
    }),
  );
}

function readsCallerView(atom: Atom): boolean {
  if (atom.is === "same") return CALLER_VIEWS.has(atom.left) || CALLER_VIEWS.has(atom.right);
  if (!("view" in atom)) return false;
  return CALLER_VIEWS.has(atom.view) || ("set" in atom && variablesIn(atom.set).some((view) => CALLER_VIEWS.has(view)));
}
