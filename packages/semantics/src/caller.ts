// Trusted: how the keys that AWS fills in follow from who calls. Read by the evaluator, the encoder and the decoder alike.
import { GLOBAL_KEYS } from "@keyaki/catalog";

/** The kinds of caller that AWS tells apart. AWS page: reference_policies_variables (principal key table). */
export const CALLER_KINDS = [
  "user",
  "session",
  "federated-user",
  "root",
  "service-linked-session",
  "assumed-root",
  "federated-root",
  "service",
  "anonymous",
  "web-identity",
  "saml",
] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];

/** What a caller is made of; which of them a kind has, and in which order, is in its row. */
export type CallerPart =
  | "id"
  | "partition"
  | "account"
  | "path"
  | "parent"
  | "name"
  | "session"
  | "service"
  | "provider";

/** Characters a part may hold: inclusive ranges of code points as text pairs, and the least number of them. */
export interface PartDomain {
  readonly before: string;
  readonly chars: readonly (readonly [string, string])[];
  readonly least: number;
  /** The greatest number of characters; null where the model sets no bound (AWS's own limits only make fewer requests). */
  readonly most: number | null;
  readonly after: string;
  /** Whether the part may also be just this text. */
  readonly or: string | null;
}

const NAME: readonly (readonly [string, string])[] = [
  ["A", "Z"],
  ["a", "z"],
  ["0", "9"],
  ["+", "."],
  ["=", "="],
  ["@", "@"],
  ["_", "_"],
];
const PRINTABLE: readonly (readonly [string, string])[] = [["!", "~"]];
const UPPER: readonly (readonly [string, string])[] = [
  ["A", "Z"],
  ["0", "9"],
];
const HOST: readonly (readonly [string, string])[] = [
  ["a", "z"],
  ["0", "9"],
  ["-", "."],
];

function domain(
  chars: PartDomain["chars"],
  least: number,
  most: number | null = null,
  around: { before?: string; after?: string; or?: string } = {},
): PartDomain {
  return { before: around.before ?? "", chars, least, most, after: around.after ?? "", or: around.or ?? null };
}

const PARTITION = domain(
  [
    ["a", "z"],
    ["0", "9"],
    ["-", "-"],
  ],
  1,
  null,
  { before: "aws-", or: "aws" },
);
const ACCOUNT = domain([["0", "9"]], 12, 12);
// AWS page: reference_iam-quotas (names and paths).
const PATH = domain(PRINTABLE, 1, null, { before: "/", after: "/", or: "/" });
const NAMED = domain(NAME, 1);

/** A text made of literals and parts of the caller, in the order in which the row lists its parts. */
export type Template = readonly (string | { readonly part: CallerPart })[];

export interface CallerRow {
  readonly kind: CallerKind;
  /** In the order in which every template reads them. */
  readonly parts: readonly { readonly part: CallerPart; readonly domain: PartDomain }[];
  /** Views that follow from the parts; `null`: absent. A view that is not listed is free: absent or any text. */
  readonly views: Readonly<Record<string, Template | null>>;
}

const P = { part: "partition" } as const;
const A = { part: "account" } as const;
const PATH_PART = { part: "path" } as const;
const N = { part: "name" } as const;
const S = { part: "session" } as const;
const I = { part: "id" } as const;
const PARENT = { part: "parent" } as const;

const NOT_A_SERVICE = {
  "key:aws:assumedroot": null,
  "key:aws:principalisawsservice": ["false"],
  "key:aws:principalservicename": null,
  "key:aws:principalservicenameslist": null,
  "caller:service": null,
  "caller:provider": null,
} satisfies Record<string, Template | null>;

function row(
  kind: CallerKind,
  parts: readonly (readonly [CallerPart, PartDomain])[],
  views: Readonly<Record<string, Template | null>>,
): CallerRow {
  const named = parts.map(([part, of]) => ({ part, domain: of }));
  return { kind, parts: named, views: { ...views, "caller:kind": [kind] } };
}

const ROLE_PARTS = (path: PartDomain) =>
  [
    ["id", domain(UPPER, 1, null, { before: "AROA" })],
    ["partition", PARTITION],
    ["account", ACCOUNT],
    ["path", path],
    ["name", NAMED],
    ["session", domain(NAME, 2)],
  ] as const;

function roleViews(): Record<string, Template | null> {
  return {
    ...NOT_A_SERVICE,
    "key:aws:principalarn": ["arn:", P, ":iam::", A, ":role", PATH_PART, N],
    "key:aws:principalaccount": [A],
    "key:aws:principaltype": ["AssumedRole"],
    "key:aws:userid": [I, ":", S],
    "key:aws:username": null,
    "caller:account": [A],
    "caller:arn": ["arn:", P, ":iam::", A, ":role", PATH_PART, N],
    "caller:session-arn": ["arn:", P, ":sts::", A, ":assumed-role/", N, "/", S],
    "caller:parent-arn": null,
    "caller:unique-id": [I],
  };
}

function rootViews(): Record<string, Template | null> {
  return {
    ...NOT_A_SERVICE,
    "key:aws:principalarn": ["arn:", P, ":iam::", A, ":root"],
    "key:aws:principalaccount": [A],
    "key:aws:principaltype": ["Account"],
    "key:aws:userid": [A],
    "key:aws:username": null,
    "caller:account": [A],
    "caller:arn": ["arn:", P, ":iam::", A, ":root"],
    "caller:session-arn": null,
    "caller:parent-arn": null,
    "caller:unique-id": null,
  };
}

/** A session of sts:AssumeRoot has the root user's ARN; AWS's table of principals has no row for its type and id, which are free. */
function assumedRootViews(): Record<string, Template | null> {
  const { "key:aws:principaltype": _type, "key:aws:userid": _id, ...views } = rootViews();
  return { ...views, "key:aws:assumedroot": ["true"] };
}

function federatedViews(parent: Template): Record<string, Template | null> {
  return {
    ...NOT_A_SERVICE,
    "key:aws:principalarn": ["arn:", P, ":sts::", A, ":federated-user/", N],
    "key:aws:principalaccount": [A],
    "key:aws:principaltype": ["FederatedUser"],
    "key:aws:userid": [A, ":", N],
    "key:aws:username": null,
    "caller:account": [A],
    "caller:arn": ["arn:", P, ":sts::", A, ":federated-user/", N],
    "caller:session-arn": null,
    "caller:parent-arn": parent,
    "caller:unique-id": null,
  };
}

/** AWS signs no call of an applicant with credentials, so that it has no aws:PrincipalIsAWSService. AWS page: reference_policies_condition-keys. */
function applicantViews(): Record<string, Template | null> {
  return {
    ...NO_ACCOUNT,
    "key:aws:username": null,
    "key:aws:principalisawsservice": null,
    "key:aws:principalservicename": null,
    "key:aws:principalservicenameslist": null,
    "caller:service": null,
    "caller:provider": [{ part: "provider" }],
  };
}

const NO_ACCOUNT = {
  "key:aws:assumedroot": null,
  "caller:account": null,
  "caller:arn": null,
  "caller:session-arn": null,
  "caller:parent-arn": null,
  "caller:unique-id": null,
  "caller:canonical": null,
} satisfies Record<string, Template | null>;

/**
 * One row a kind of caller.
 * AWS pages: reference_policies_variables (principal key table), reference_policies_condition-keys (presence of each key),
 * reference_identifiers (ARNs and unique ids). What a service principal's or an applicant's keys hold is not documented: they are free.
 */
export const CALLER_ROWS: readonly CallerRow[] = [
  row(
    "user",
    [
      ["id", domain(UPPER, 1, null, { before: "AIDA" })],
      ["partition", PARTITION],
      ["account", ACCOUNT],
      ["path", PATH],
      ["name", NAMED],
    ],
    {
      ...NOT_A_SERVICE,
      "key:aws:principalarn": ["arn:", P, ":iam::", A, ":user", PATH_PART, N],
      "key:aws:principalaccount": [A],
      "key:aws:principaltype": ["User"],
      "key:aws:userid": [I],
      "key:aws:username": [N],
      "caller:account": [A],
      "caller:arn": ["arn:", P, ":iam::", A, ":user", PATH_PART, N],
      "caller:session-arn": null,
      "caller:parent-arn": null,
      "caller:unique-id": [I],
    },
  ),
  row("session", ROLE_PARTS(PATH), roleViews()),
  row(
    "federated-user",
    [
      ["partition", PARTITION],
      ["account", ACCOUNT],
      ["path", PATH],
      ["parent", NAMED],
      ["name", domain(NAME, 2)],
    ],
    federatedViews(["arn:", P, ":iam::", A, ":user", PATH_PART, PARENT]),
  ),
  row(
    "root",
    [
      ["partition", PARTITION],
      ["account", ACCOUNT],
    ],
    rootViews(),
  ),
  row(
    "service-linked-session",
    ROLE_PARTS(domain(HOST, 1, null, { before: "/aws-service-role/", after: "/" })),
    roleViews(),
  ),
  row(
    "assumed-root",
    [
      ["partition", PARTITION],
      ["account", ACCOUNT],
    ],
    assumedRootViews(),
  ),
  row(
    "federated-root",
    [
      ["partition", PARTITION],
      ["account", ACCOUNT],
      ["name", domain(NAME, 2)],
    ],
    federatedViews(["arn:", P, ":iam::", A, ":root"]),
  ),
  row("service", [["service", domain(HOST, 1)]], {
    ...NO_ACCOUNT,
    "key:aws:principalisawsservice": ["true"],
    "key:aws:principalservicename": [{ part: "service" }],
    "key:aws:username": null,
    "caller:service": [{ part: "service" }],
    "caller:provider": null,
  }),
  row("anonymous", [], {
    ...NO_ACCOUNT,
    "key:aws:principalarn": null,
    "key:aws:principalaccount": ["anonymous"],
    "key:aws:principaltype": ["Anonymous"],
    "key:aws:userid": ["anonymous"],
    "key:aws:username": null,
    "key:aws:principalisawsservice": null,
    "key:aws:principalservicename": null,
    "key:aws:principalservicenameslist": null,
    "caller:service": null,
    "caller:provider": null,
  }),
  row("web-identity", [["provider", domain(PRINTABLE, 1)]], applicantViews()),
  row("saml", [["provider", domain(PRINTABLE, 1)]], applicantViews()),
];

/**
 * What an applicant, who has no credentials yet, can ask for: to take on a role, and what is authorised within that call.
 * AWS pages: reference_policies_elements_principal (OIDC and SAML federated principals), id_session-tags,
 * id_credentials_temp_control-access_monitor.
 */
const APPLICANT_ACTIONS: ReadonlyMap<CallerKind, readonly string[]> = new Map([
  ["web-identity", ["sts:assumerolewithwebidentity", "sts:setsourceidentity", "sts:tagsession"]],
  ["saml", ["sts:assumerolewithsaml", "sts:setsourceidentity", "sts:tagsession"]],
]);

/** The actions, in lower case, that a caller of this kind can ask for; null: any. */
export function actionsOf(kind: CallerKind): readonly string[] | null {
  return APPLICANT_ACTIONS.get(kind) ?? null;
}

const NOT_ANONYMOUS: ReadonlySet<string> = new Set([
  "aws:principalorgid",
  "aws:principalorgpaths",
  ...GLOBAL_KEYS.filter(({ subject }) => subject === "session").map(({ name }) => name.toLowerCase()),
]);

/**
 * Whether anonymous requests lack the key, by its lower-cased name: the organization and the tags of a principal, and the properties
 * of a session. AWS page: reference_policies_condition-keys (availability of each, and what precedes the properties of a role session).
 */
export function isNeverAnonymous(key: string): boolean {
  return NOT_ANONYMOUS.has(key) || key.startsWith("aws:principaltag/");
}

const byKind = new Map(CALLER_ROWS.map((each) => [each.kind, each]));

/** The row of a kind. */
export function callerRow(kind: CallerKind): CallerRow {
  const found = byKind.get(kind);
  if (found === undefined) throw new RangeError(`no such kind of caller: ${kind}`);
  return found;
}

/** The views that follow from the caller for at least one kind; every other key is independent of who calls. */
export const CALLER_VIEWS: ReadonlySet<string> = new Set(CALLER_ROWS.flatMap((each) => Object.keys(each.views)));

/** Callers that an identity policy, a boundary or a session policy can belong to. */
export const IDENTITY_CALLERS: readonly CallerKind[] = ["user", "session", "federated-user", "service-linked-session"];
/** Callers that can have a permissions boundary: users and roles (service-linked roles cannot). AWS page: access_policies_boundaries. */
export const BOUNDED_CALLERS: readonly CallerKind[] = ["user", "session", "federated-user"];
/** Callers with temporary credentials for which a session policy can be passed. AWS page: access_policies (session policies). */
export const SESSION_POLICY_CALLERS: readonly CallerKind[] = [
  "session",
  "federated-user",
  "federated-root",
  "assumed-root",
];
/** Callers whose session has rights only where a session policy was passed. AWS page: STS API_GetFederationToken. */
export const FEDERATED_CALLERS: readonly CallerKind[] = ["federated-user", "federated-root"];
/** Callers of member accounts that service control policies limit. AWS page: orgs_manage_policies_scps. */
export const SCP_CALLERS: readonly CallerKind[] = [
  "user",
  "session",
  "federated-user",
  "root",
  "assumed-root",
  "federated-root",
];
/** Callers whose account takes part in the decision: everyone with credentials of an account. */
export const ACCOUNT_CALLERS: readonly CallerKind[] = [
  "user",
  "session",
  "federated-user",
  "root",
  "service-linked-session",
  "assumed-root",
  "federated-root",
];
