// Trusted: who a Principal element means, and how strong the grant is. AWS page: reference_policies_elements_principal.
import { type PrincipalEntry, type PrincipalList, splitArn } from "@keyaki/policy";
import { ACCOUNT_CALLERS, BOUNDED_CALLERS, type CallerKind } from "./caller.ts";
import type { Formula } from "./formula.ts";
import type { Rules } from "./rules.ts";
import { globSet, makeGlob, textsIn } from "./value-set.ts";

/**
 * Whom a Principal element means, by the strength of what an Allow gives them.
 * - `direct`: named themselves (user, session, federated user, service, provider) or `*`: nothing else need allow it in one account.
 * - `indirect`: a session of a role named, or a federated user of a user named: boundaries and session policies still limit.
 * - `account`: the whole account named: its own policies must allow too.
 * AWS page: reference_policies_evaluation-logic_policy-eval-denyallow.
 */
export interface PrincipalMeaning {
  readonly direct: Formula;
  readonly indirect: Formula;
  readonly account: Formula;
}

/** The caller is of one of these kinds. */
export function callerIs(rules: Rules, kinds: readonly CallerKind[]): Formula {
  return rules.in("caller:kind", textsIn([...kinds].sort()));
}

/** The meaning of `Principal`. `ofAccount`: whom of an account its number or root ARN stands for. */
export function principalMeaning(
  list: PrincipalList,
  rules: Rules,
  ofAccount: Formula = rules.build.always,
): PrincipalMeaning {
  const entries = list.entries.map((entry) => entryMeaning(entry, rules, ofAccount));
  const { build } = rules;
  return {
    direct: build.any(...entries.map((entry) => entry.direct)),
    indirect: build.any(...entries.map((entry) => entry.indirect)),
    account: build.any(...entries.map((entry) => entry.account)),
  };
}

/** Any strength: what a Deny needs, since it stops everyone it names in any way. */
export function anyStrength(meaning: PrincipalMeaning, rules: Rules): Formula {
  return rules.build.any(meaning.direct, meaning.indirect, meaning.account);
}

/**
 * Whom a `NotPrincipal` means: everyone but the listed. AWS's page wants the user or role and its account listed together;
 * which of the two suffices to be exempt is the assumption `notprincipal-chain`. A caller with a permissions boundary is never
 * exempt from a Deny. AWS page: reference_policies_elements_notprincipal.
 */
export function notPrincipalMeaning(
  list: PrincipalList,
  effect: "Allow" | "Deny",
  rules: Rules,
  ofAccount: Formula = rules.build.always,
): Formula {
  const { build } = rules;
  const named = principalMeaning(list, rules, ofAccount);
  const itself = build.any(named.direct, named.indirect);
  const withoutAccount = build.not(callerIs(rules, ACCOUNT_CALLERS));
  const root = callerIs(rules, ["root", "assumed-root", "federated-root"]);
  const pair = build.any(
    build.all(itself, build.any(named.account, withoutAccount)),
    build.all(root, named.account),
    build.any(
      ...list.entries
        .filter((entry) => entry.value === "*")
        .map((entry) => entryMeaning(entry, rules, ofAccount).direct),
    ),
  );
  const exempt = build.any(
    build.all(rules.assume("notprincipal-chain", "strict"), pair),
    build.all(rules.assume("notprincipal-chain", "lenient"), anyStrength(named, rules)),
  );
  if (effect === "Allow") return build.not(exempt);
  const bounded = build.all(build.atom({ is: "unseen", name: "boundary-attached" }), callerIs(rules, BOUNDED_CALLERS));
  return build.any(build.not(exempt), bounded);
}

/**
 * Whom of an account an endpoint policy means that names it: at a gateway endpoint its root user. That the endpoint is one can be where
 * the action is of a service that has them. AWS pages: vpc-endpoints-access, gateway-endpoints.
 */
export function ofAccountAtEndpoint(effect: "Allow" | "Deny", rules: Rules): Formula {
  const { build } = rules;
  const services = ["s3", "s3express", "dynamodb"].map((prefix) =>
    makeGlob(
      [
        { is: "text", text: `${prefix}:` },
        { is: "many", colon: true },
      ],
      "ascii",
    ),
  );
  return build.any(
    effect === "Allow"
      ? rules.assume("endpoint-type", "interface")
      : build.not(rules.assume("endpoint-type", "gateway")),
    callerIs(rules, ["root", "assumed-root"]),
    build.not(rules.in("action", globSet(services))),
  );
}

function entryMeaning(entry: PrincipalEntry, rules: Rules, ofAccount: Formula): PrincipalMeaning {
  const { build } = rules;
  const nobody: PrincipalMeaning = { direct: build.never, indirect: build.never, account: build.never };
  switch (entry.is) {
    case "everyone":
      return { ...nobody, direct: build.always };
    case "service":
      return { ...nobody, direct: rules.in("caller:service", textsIn([entry.value])) };
    case "federated":
      return { ...nobody, direct: providerMeaning(entry.value, rules) };
    case "canonical":
      return { ...nobody, account: rules.in("caller:canonical", textsIn([entry.value])) };
    case "aws":
      return awsMeaning(entry.value, rules, nobody, ofAccount);
  }
}

/** Applicants who come from a provider: SAML providers are named by their ARNs, web identity providers by host or ARN. */
function providerMeaning(value: string, rules: Rules): Formula {
  if (value === "*") return callerIs(rules, ["web-identity", "saml"]);
  const kind = value.includes(":saml-provider/") ? "saml" : "web-identity";
  return rules.build.all(callerIs(rules, [kind]), rules.in("caller:provider", textsIn([value])));
}

function awsMeaning(value: string, rules: Rules, nobody: PrincipalMeaning, ofAccount: Formula): PrincipalMeaning {
  const { build } = rules;
  const anyOf = (account: string): PrincipalMeaning => {
    return { ...nobody, account: build.all(rules.in("caller:account", textsIn([account])), ofAccount) };
  };
  if (value === "*") {
    const services = rules.assume("aws-star-services", "included");
    return { ...nobody, direct: build.any(build.not(callerIs(rules, ["service"])), services) };
  }
  if (/^\d{12}$/.test(value)) return anyOf(value);
  if (/^AROA[A-Z0-9]+$/.test(value)) return { ...nobody, indirect: rules.in("caller:unique-id", textsIn([value])) };
  if (/^AIDA[A-Z0-9]+$/.test(value)) return { ...nobody, direct: rules.in("caller:unique-id", textsIn([value])) };
  const arn = splitArn(value);
  if (arn === null) return nobody;
  const { service, account, resource } = arn;
  if (service === "iam" && resource === "root") return anyOf(account);
  const named = textsIn([value]);
  const itself = (kinds: readonly CallerKind[]) => build.all(callerIs(rules, kinds), rules.in("caller:arn", named));
  if (service === "iam" && resource.startsWith("user/")) {
    return { ...nobody, direct: itself(["user"]), indirect: rules.in("caller:parent-arn", named) };
  }
  if (service === "iam" && resource.startsWith("role/")) {
    return { ...nobody, indirect: itself(["session", "service-linked-session"]) };
  }
  if (service === "sts" && resource.startsWith("assumed-role/")) {
    return { ...nobody, direct: rules.in("caller:session-arn", named) };
  }
  if (service === "sts" && resource.startsWith("federated-user/")) {
    return { ...nobody, direct: itself(["federated-user", "federated-root"]) };
  }
  return nobody;
}
