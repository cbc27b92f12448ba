// Trusted: AWS's decision procedure. AWS pages: reference_policies_evaluation-logic_policy-eval-denyallow,
// reference_policies_evaluation-logic-cross-account, orgs_manage_policies_scps, orgs_manage_policies_rcps, access_policies_boundaries.
import { KMS_ACROSS_ACCOUNTS, PARTITIONS } from "@keyaki/catalog";
import { foldAscii, type Policy } from "@keyaki/policy";
import {
  ACCOUNT_CALLERS,
  BOUNDED_CALLERS,
  type CallerKind,
  FEDERATED_CALLERS,
  IDENTITY_CALLERS,
  SCP_CALLERS,
  SESSION_POLICY_CALLERS,
} from "./caller.ts";
import type { Formula } from "./formula.ts";
import { callerIs } from "./principal.ts";
import type { Rules } from "./rules.ts";
import { type StatementMeaning, statementMeaning } from "./statement.ts";
import { type Glob, type GlobToken, globSet, makeGlob, textsIn } from "./value-set.ts";

/** A layer of policies that the input does not show, and why. */
export interface UnknownLayer {
  readonly unknown: string;
}

/** The policies that take part in one decision. */
export interface Layers {
  /** All identity policies of the caller, groups included; none allows nothing. */
  readonly identity: readonly Policy[] | UnknownLayer;
  /** The policy of the resource; null: it has none. */
  readonly resource: Policy | null | UnknownLayer;
  /** Permissions boundaries; none: no limit. */
  readonly boundaries: readonly Policy[] | UnknownLayer;
  /** Session policies; null: the session has none. */
  readonly session: readonly Policy[] | null | UnknownLayer;
  /** Service control policies of the caller's account, one list a level, root first; none: not in an organization. */
  readonly scps: readonly (readonly Policy[])[] | UnknownLayer;
  /** Resource control policies of the resource's account, likewise. */
  readonly rcps: readonly (readonly Policy[])[] | UnknownLayer;
  /** The policy of the VPC endpoint that the request came through; null: none, or the default one. */
  readonly endpoint: readonly Policy[] | null | UnknownLayer;
}

export type LayerName = keyof Layers;

/** Facts of the input that no policy shows. */
export interface DecisionFacts {
  /** The caller's account is the management account of its organization: service control policies do not limit it. */
  readonly managementAccount: boolean;
  /** Action prefixes of the services under resource control policies: `s3`, `sts`. */
  readonly rcpActions: readonly string[];
}

/** What a layer says: some Allow applies, some Deny applies. */
export interface LayerMeaning {
  readonly layer: LayerName;
  readonly statements: readonly StatementMeaning[];
  readonly allows: Formula;
  readonly denies: Formula;
}

/** When a request is allowed and when it is explicitly denied; neither is an implicit denial. */
export interface Decision {
  readonly allowed: Formula;
  readonly denied: Formula;
  /** The limits and grants one by one, for explanations: the request needs all of `limits` and the grant. */
  readonly layers: readonly LayerMeaning[];
  readonly limits: readonly { readonly layer: LayerName; readonly passes: Formula }[];
  readonly granted: Formula;
  /** The call needs no permission and none can be taken away: whatever the layers say, it is allowed. */
  readonly free: Formula;
  /** No policy can grant the request, whatever the layers say. */
  readonly barred: Formula;
  /** When each layer denies, for callers and actions that it limits at all; one entry for each of `layers`. */
  readonly denials: readonly { readonly layer: LayerName; readonly denies: Formula }[];
}

/** The statements of some policies, in order. */
export function statementsOf(policies: readonly Policy[], rules: Rules): StatementMeaning[] {
  return policies.flatMap((policy) => policy.statements.map((statement) => statementMeaning(policy, statement, rules)));
}

/** What some policies of one layer say together: any Allow allows, any Deny denies. */
export function layerMeaning(layer: LayerName, policies: readonly Policy[], rules: Rules): LayerMeaning {
  const statements = statementsOf(policies, rules);
  return { layer, statements, allows: anyOf(statements, "Allow", rules), denies: anyOf(statements, "Deny", rules) };
}

export function anyOf(statements: readonly StatementMeaning[], effect: "Allow" | "Deny", rules: Rules): Formula {
  return rules.build.any(...statements.filter((each) => each.statement.effect === effect).map((each) => each.applies));
}

function layer(
  name: LayerName,
  given: readonly Policy[] | null | UnknownLayer,
  rules: Rules,
  without: LayerMeaning,
): LayerMeaning {
  if (given === null) return without;
  if (isUnknown(given)) {
    const unseen = (what: string) => rules.build.atom({ is: "unseen", name: `${name}-${what}` });
    return { layer: name, statements: [], allows: unseen("allows"), denies: unseen("denies") };
  }
  return layerMeaning(name, given, rules);
}

export function isUnknown(given: unknown): given is UnknownLayer {
  return typeof given === "object" && given !== null && "unknown" in given;
}

/** How strongly a resource policy grants. */
export interface Grants {
  readonly direct: Formula;
  readonly indirect: Formula;
  readonly account: Formula;
}

/** The three strengths in which the Allow statements of a resource policy apply. */
export function grantsOf(statements: readonly StatementMeaning[], rules: Rules): Grants {
  const { build } = rules;
  const allows = statements.filter((each) => each.statement.effect === "Allow");
  const of = (strength: keyof Grants) =>
    build.any(
      ...allows.map((each) => (each.principal === null ? build.never : build.all(each.body, each.principal[strength]))),
    );
  return { direct: of("direct"), indirect: of("indirect"), account: of("account") };
}

/**
 * Whether something grants the request, once nothing denies it: the identity policies, or the resource policy, or both, as the accounts
 * and the strength of the grant ask. `strict`: trust and key policies, without which nobody has access in the own account either.
 */
export function granted(
  grants: Grants,
  around: { readonly identity: Formula; readonly boundary: Formula; readonly session: Formula },
  strict: Formula,
  rules: Rules,
): Formula {
  const { build } = rules;
  const { direct, indirect, account } = grants;
  const root = callerIs(rules, ["root"]);
  const identity = build.any(
    build.all(around.identity, callerIs(rules, IDENTITY_CALLERS)),
    root,
    callerIs(rules, ["assumed-root", "federated-root"]),
  );
  const limits = build.any(root, build.all(around.boundary, around.session));
  const same = build.atom({ is: "same", left: "caller:account", right: "owner" });
  const loose = build.any(direct, build.all(build.any(indirect, identity), limits));
  const tight = build.any(direct, build.all(build.any(indirect, build.all(account, identity)), limits));
  const sameAccount = build.any(build.all(build.not(strict), loose), build.all(strict, tight));
  const crossAccount = build.all(build.any(direct, indirect, account), identity, limits);
  const withAccount = callerIs(rules, ACCOUNT_CALLERS);
  return build.any(
    build.all(withAccount, same, sameAccount),
    build.all(withAccount, build.not(same), crossAccount),
    build.all(build.not(withAccount), direct),
  );
}

/**
 * The requests for which a resource policy is the only authority: actions on keys, and taking on a role, also where its trust
 * policy is not among the input. Not those on `*`, such as kms:ListKeys: they are on no key; nor those on an alias, which has no policy.
 * AWS page: kms alias-access.
 */
export function strictActions(rules: Rules): Formula {
  const assumeRole = makeGlob([{ is: "text", text: "sts:assumerole" }], "ascii");
  const everything = makeGlob([{ is: "text", text: "*" }], "none");
  return rules.build.all(
    rules.in("action", globSet([ofService("kms"), assumeRole])),
    rules.build.not(rules.in("resource", globSet([everything, arnOf("kms", "alias/")]))),
  );
}

/** The ARNs of a service's resources whose last part begins so, in any partition, region and account. */
function arnOf(service: string, beginning: string): Glob {
  const part: GlobToken = { is: "many", colon: false };
  const text = (of: string): GlobToken => ({ is: "text", text: of });
  const rest: GlobToken = { is: "many", colon: true };
  return makeGlob(
    [text("arn:"), part, text(`:${service}:`), part, text(":"), part, text(`:${beginning}`), rest],
    "none",
  );
}

/**
 * Operations of AWS KMS off the list on keys of another account: the caller's account cannot be given them.
 * AWS page: kms key-policy-modifying-external-accounts.
 */
function notAcrossAccounts(rules: Rules): Formula {
  const { build } = rules;
  return build.all(
    callerIs(rules, ACCOUNT_CALLERS),
    build.not(build.atom({ is: "same", left: "caller:account", right: "owner" })),
    rules.in("action", globSet([ofService("kms")])),
    build.not(rules.in("action", textsIn(KMS_ACROSS_ACCOUNTS.actions.map(foldAscii), "ascii"))),
  );
}

/** The resource lies in one of AWS's partitions and the caller in another. AWS page: access_policies-cross-account-resource-access. */
function betweenPartitions(rules: Rules): Formula {
  const { build } = rules;
  const within = (partition: string) =>
    globSet([
      makeGlob(
        [
          { is: "text", text: `arn:${partition}:` },
          { is: "many", colon: true },
        ],
        "none",
      ),
    ]);
  return build.any(
    ...PARTITIONS.names.flatMap((one) =>
      PARTITIONS.names
        .filter((other) => other !== one)
        .map((other) => build.all(rules.in("resource", within(one)), rules.in("caller:arn", within(other)))),
    ),
  );
}

/**
 * Calls that no policy decides about: everyone with credentials may ask who it is, and users and the root user may authenticate.
 * AWS pages: STS API_GetCallerIdentity, id_credentials_temp_control-access_getsessiontoken.
 */
function withoutPermission(rules: Rules): Formula {
  const { build } = rules;
  const asks = (action: string, callers: readonly CallerKind[]) =>
    build.all(rules.in("action", textsIn([action], "ascii")), callerIs(rules, callers));
  return build.any(asks("sts:getcalleridentity", ACCOUNT_CALLERS), asks("sts:getsessiontoken", ["user", "root"]));
}

/** What a session without a session policy may, as far as that goes: all, but of federated users AWS says both. */
export function withoutSessionPolicy(rules: Rules): Formula {
  return rules.build.any(
    rules.build.not(callerIs(rules, FEDERATED_CALLERS)),
    rules.assume("federated-without-session-policy", "unlimited"),
  );
}

function ofService(prefix: string): Glob {
  return makeGlob(
    [
      { is: "text", text: `${prefix}:` },
      { is: "many", colon: true },
    ],
    "ascii",
  );
}

/**
 * Whether both policies must allow in one account, for services that ask so: an assumption that keeps its default, either suffices,
 * unless it is pinned. AWS page: reference_policies_evaluation-logic_policy-eval-denyallow.
 */
export function bothMustAllow(rules: Rules): Formula {
  return rules.build.constant(rules.pinned["resource-policy-suffices"] === "both");
}

/** The decision on a request under all layers. */
export function decide(layers: Layers, facts: DecisionFacts, rules: Rules): Decision {
  const { build } = rules;
  const nothing = (name: LayerName): LayerMeaning => ({
    layer: name,
    statements: [],
    allows: build.never,
    denies: build.never,
  });
  const unlimited = (name: LayerName): LayerMeaning => ({ ...nothing(name), allows: build.always });

  const identity = layer("identity", layers.identity, rules, nothing("identity"));
  const boundaries = layer("boundaries", emptyAsNull(layers.boundaries), rules, unlimited("boundaries"));
  const noSession = { ...nothing("session"), allows: withoutSessionPolicy(rules) };
  const session = layer("session", layers.session, rules, noSession);
  const endpoint = layer("endpoint", layers.endpoint, rules, unlimited("endpoint"));
  const given = layers.resource;
  const resource = layer("resource", given === null || isUnknown(given) ? given : [given], rules, nothing("resource"));
  const scps = levels("scps", layers.scps, rules);
  const rcps = levels("rcps", layers.rcps, rules);

  const underIdentity = callerIs(rules, IDENTITY_CALLERS);
  const underBoundary = callerIs(rules, BOUNDED_CALLERS);
  const underSession = callerIs(rules, SESSION_POLICY_CALLERS);
  const underScps = facts.managementAccount ? build.never : callerIs(rules, SCP_CALLERS);
  // Resource control policies do not touch calls by service-linked roles, services that take on such a role, nor kms:RetireGrant.
  // AWS page: orgs_manage_policies_rcps.
  const takesLinked = build.all(
    callerIs(rules, ["service"]),
    rules.in("action", textsIn(["sts:assumerole"], "ascii")),
    rules.in("resource", globSet([arnOf("iam", "role/aws-service-role/")])),
  );
  const underRcps = build.all(
    build.not(callerIs(rules, ["service-linked-session"])),
    build.not(takesLinked),
    rules.in("action", globSet(facts.rcpActions.map(ofService))),
    build.not(rules.in("action", textsIn(["kms:retiregrant"], "ascii"))),
  );

  const denials: [LayerMeaning, Formula][] = [
    [identity, underIdentity],
    [resource, build.always],
    [boundaries, underBoundary],
    [session, underSession],
    [endpoint, build.always],
    ...scps.map((level): [LayerMeaning, Formula] => [level, underScps]),
    ...rcps.map((level): [LayerMeaning, Formula] => [level, underRcps]),
  ];
  const free = withoutPermission(rules);
  const denying = denials.map(([{ layer, denies }, applies]) => {
    return { layer, denies: build.all(applies, denies, build.not(free)) };
  });
  const denied = build.any(...denying.map((each) => each.denies));

  const boundary = build.any(build.not(underBoundary), boundaries.allows);
  const sessionPasses = build.any(build.not(underSession), session.allows);
  const strict = build.any(
    build.constant(resourceKind(layers) === "trust"),
    strictActions(rules),
    build.all(bothMustAllow(rules), build.constant(layers.resource !== null)),
  );
  const grants = isUnknown(layers.resource) ? unseenGrants(rules) : grantsOf(resource.statements, rules);
  const around = { identity: identity.allows, boundary, session: sessionPasses };
  const barred = build.any(notAcrossAccounts(rules), betweenPartitions(rules));
  const grant = build.all(granted(grants, around, strict, rules), build.not(barred));
  const limits = [
    ...scps.map((level) => ({ layer: level.layer, passes: build.any(build.not(underScps), level.allows) })),
    { layer: "endpoint" as const, passes: endpoint.allows },
  ];
  const allowed = build.any(free, build.all(build.not(denied), ...limits.map((limit) => limit.passes), grant));
  const all = [identity, resource, boundaries, session, endpoint, ...scps, ...rcps];
  const made: Decision = { allowed, denied, layers: all, limits, granted: grant, free, barred, denials: denying };
  const spares = all.some((each) => each.statements.some(({ statement }) => statement.principal?.negated));
  return isUnknown(layers.boundaries) || !spares ? made : withBoundary(made, layers.boundaries.length > 0, rules);
}

/** The decision where it is known whether the caller has a permissions boundary, which a Deny with NotPrincipal asks about. */
function withBoundary(decision: Decision, attached: boolean, rules: Rules): Decision {
  const seen = new Map<number, Formula>();
  const know = (formula: Formula): Formula =>
    rules.build.restrict(
      formula,
      (atom) => (atom.is === "unseen" && atom.name === "boundary-attached" ? attached : undefined),
      seen,
    );
  const statement = (each: StatementMeaning): StatementMeaning => {
    const principal = each.principal && { ...each.principal, direct: know(each.principal.direct) };
    return { ...each, principal, applies: know(each.applies) };
  };
  return {
    allowed: know(decision.allowed),
    denied: know(decision.denied),
    granted: know(decision.granted),
    free: decision.free,
    barred: decision.barred,
    limits: decision.limits.map((each) => ({ ...each, passes: know(each.passes) })),
    denials: decision.denials.map((each) => ({ ...each, denies: know(each.denies) })),
    layers: decision.layers.map((each) => ({
      ...each,
      statements: each.statements.map(statement),
      allows: know(each.allows),
      denies: know(each.denies),
    })),
  };
}

function resourceKind(layers: Layers): string | null {
  const { resource } = layers;
  return resource === null || isUnknown(resource) ? null : resource.kind;
}

function unseenGrants(rules: Rules): Grants {
  const unseen = (strength: string) => rules.build.atom({ is: "unseen", name: `resource-allows-${strength}` });
  return { direct: unseen("direct"), indirect: unseen("indirect"), account: unseen("account") };
}

function emptyAsNull(given: Layers["boundaries"]): readonly Policy[] | null | UnknownLayer {
  return isUnknown(given) || given.length > 0 ? given : null;
}

function levels(name: "scps" | "rcps", given: Layers["scps"], rules: Rules): LayerMeaning[] {
  if (isUnknown(given)) {
    const unseen = (what: string) => rules.build.atom({ is: "unseen", name: `${name}-${what}` });
    return [{ layer: name, statements: [], allows: unseen("allows"), denies: unseen("denies") }];
  }
  return given.map((level) => layerMeaning(name, level, rules));
}
