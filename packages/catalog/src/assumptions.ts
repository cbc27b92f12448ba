// Trusted: the defaults decide concrete evaluations, and the lists of values say what a verdict must hold for.
import type { Page } from "./page.ts";

/**
 * How far a rule is known. `D`: AWS documents it. `O`: not documented, but observed by independent evaluators that are
 * tested against AWS. `K`: general knowledge, not checked against a source. `?`: AWS is silent or contradicts itself.
 */
export type Evidence = "D" | "O" | "K" | "?";

/** The values each named assumption can take. */
export interface AssumptionValues {
  readonly "resource-wildcard": "aws-2026" | "whole-string" | "segment";
  readonly "notprincipal-chain": "strict" | "lenient";
  readonly "aws-star-services": "excluded" | "included";
  readonly "endpoint-type": "interface" | "gateway" | "gateway-grants";
  readonly "null-empty-string": "present" | "null";
  readonly "negated-unparsable": "no-match" | "match";
  readonly "service-prefix-wildcard": "whole-only" | "glob";
  readonly "ignore-case-folding": "ascii" | "unicode";
  readonly "mapped-ipv4": "separate" | "same";
  readonly "ipv6-no-prefix": "host" | "slash-32";
  readonly "date-without-zone": "utc" | "unparsable";
  readonly "date-letters": "capital" | "any";
  readonly "number-forms": "decimal" | "extended";
  readonly "empty-string-set": "value" | "empty";
  readonly "multivalued-plain": "no-match" | "as-set";
  readonly "absent-variable": "no-value" | "statement-invalid";
  readonly "empty-not-list": "everything" | "nothing";
  readonly "scp-allow-resource": "matched" | "statement-void";
  readonly "empty-value-list": "no-match" | "general" | "ignored";
  readonly "empty-condition": "no-condition" | "statement-void";
  readonly "non-arn-pattern": "nothing" | "glob";
  readonly "short-arn": "by-kind" | "literal" | "completed";
  readonly "bool-variables": "literal" | "substituted";
  readonly "default-attached": "attached" | "none";
  readonly "resource-policy-suffices": "either" | "both";
  readonly "federated-without-session-policy": "nothing" | "unlimited";
  readonly "substituted-wildcards": "literal" | "wildcard";
}

export type AssumptionId = keyof AssumptionValues;

/** A rule on which AWS is silent or contradicts itself. It is a variable of every question that rests on it. */
export interface Assumption<Id extends AssumptionId = AssumptionId> {
  readonly id: Id;
  /** All values, the default first. A verdict that names none of them pinned was decided for every one. */
  readonly values: readonly AssumptionValues[Id][];
  /** What a concrete evaluation takes unless told otherwise. */
  readonly default: AssumptionValues[Id];
  /** The question left open. */
  readonly text: string;
  /** What each value says. */
  readonly meaning: { readonly [Value in AssumptionValues[Id]]: string };
  /** The AWS page that is silent, or that contradicts another. */
  readonly page: Page;
  /** How far the default is known. */
  readonly tag: Evidence;
  /** The subject, for a list in groups. */
  readonly section: "resource" | "action" | "principal" | "condition" | "variable" | "decision";
}

const IAM = "IAM/latest/UserGuide/";
const OPERATORS = `${IAM}reference_policies_elements_condition_operators.html`;
const SETS = `${IAM}reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const VARIABLES = `${IAM}reference_policies_variables.html`;
const RESOURCE = `${IAM}reference_policies_elements_resource.html`;
const CHECKS = `${IAM}access-analyzer-reference-policy-checks.html`;

const TABLE: { readonly [Id in AssumptionId]: Assumption<Id> } = {
  "resource-wildcard": {
    id: "resource-wildcard",
    values: ["aws-2026", "whole-string", "segment"],
    default: "aws-2026",
    text: "How far a * in a Resource pattern reaches.",
    meaning: {
      "aws-2026":
        "Within its segment, except that a * at a segment's end also passes colons; the sixth segment takes the rest.",
      "whole-string": "Over the whole ARN, colons included.",
      segment: "Never past one of the first five colons.",
    },
    page: RESOURCE,
    tag: "D",
    section: "resource",
  },
  "short-arn": {
    id: "short-arn",
    values: ["by-kind", "literal", "completed"],
    default: "by-kind",
    text: "What a Resource pattern with fewer than six segments matches in an SCP, resource or endpoint policy; of identity policies AWS says that the missing segments are *.",
    meaning: {
      "by-kind":
        "In resource and endpoint policies what its text matches, if it holds a wildcard; in an SCP if it ends in one; else nothing.",
      literal: "Exactly the resources that its text matches as it stands.",
      completed: "As in identity policies: the missing segments are *.",
    },
    page: `${IAM}reference_policies_grammar.html`,
    tag: "O",
    section: "resource",
  },
  "empty-not-list": {
    id: "empty-not-list",
    values: ["everything", "nothing"],
    default: "everything",
    text: "What an empty NotAction, NotResource or NotPrincipal stands for.",
    meaning: {
      everything: "Everything: nothing is left out.",
      nothing: "Nothing: a statement with an empty list has no effect.",
    },
    page: CHECKS,
    tag: "?",
    section: "resource",
  },
  "empty-value-list": {
    id: "empty-value-list",
    values: ["no-match", "general", "ignored"],
    default: "no-match",
    text: "What a condition with an empty list of values says. AWS's checks say that it matches nothing, that it returns true and that it changes nothing.",
    meaning: {
      "no-match":
        "No value of the key matches, whatever the operator: it never holds, under ForAllValues only where the key is missing or empty, under IfExists only where it is missing.",
      general: "What the operator says of any list: negated operators hold for every value, since none is listed.",
      ignored: "Nothing, the condition is left out; under ForAllValues, ForAnyValue and IfExists as no-match.",
    },
    page: `${CHECKS}#access-analyzer-reference-policy-checks-suggestion-empty-array-condition`,
    tag: "?",
    section: "condition",
  },
  "empty-condition": {
    id: "empty-condition",
    values: ["no-condition", "statement-void"],
    default: "no-condition",
    text: "What an empty Condition, or an operator in it without keys, does. AWS's check says that the block changes nothing and that the statement has no effect.",
    meaning: {
      "no-condition": "Nothing: the statement is as if it were not there.",
      "statement-void": "The whole statement has no effect.",
    },
    page: `${CHECKS}#access-analyzer-reference-policy-checks-suggestion-empty-object-condition`,
    tag: "?",
    section: "condition",
  },
  "scp-allow-resource": {
    id: "scp-allow-resource",
    values: ["matched", "statement-void"],
    default: "matched",
    text: "What resources other than * do in an Allow of an SCP. The table of AWS's page lists Resource and NotResource for Allow, a paragraph below says that an Allow can have * only.",
    meaning: {
      matched: "As in a Deny: the statement allows what its resources match.",
      "statement-void": "The statement allows nothing.",
    },
    page: "organizations/latest/userguide/orgs_manage_policies_scps_syntax.html#scp-syntax-resource",
    tag: "?",
    section: "resource",
  },
  "service-prefix-wildcard": {
    id: "service-prefix-wildcard",
    values: ["whole-only", "glob"],
    default: "whole-only",
    text: "Whether a wildcard works in the service prefix of an action.",
    meaning: {
      "whole-only": "Only as the whole prefix: * and *:* match, s*:Get* matches nothing.",
      glob: "Like anywhere else: s*:Get* matches s3:GetObject.",
    },
    page: `${IAM}reference_policies_elements_action.html`,
    tag: "O",
    section: "action",
  },
  "notprincipal-chain": {
    id: "notprincipal-chain",
    values: ["strict", "lenient"],
    default: "strict",
    text: "Which entries a Deny with NotPrincipal must list before it spares a caller.",
    meaning: {
      strict: "The user and its account, or the role and its account.",
      lenient: "Any one of the session, the role or user, and the account.",
    },
    page: `${IAM}reference_policies_elements_notprincipal.html`,
    tag: "?",
    section: "principal",
  },
  "aws-star-services": {
    id: "aws-star-services",
    values: ["excluded", "included"],
    default: "excluded",
    text: 'Whether Principal {"AWS":"*"} matches an AWS service that calls as itself.',
    meaning: {
      excluded: 'No: services match "*" and their own name only.',
      included: 'Yes: {"AWS":"*"} says the same as "*".',
    },
    page: `${IAM}reference_policies_elements_principal.html`,
    tag: "?",
    section: "principal",
  },
  "endpoint-type": {
    id: "endpoint-type",
    values: ["interface", "gateway", "gateway-grants"],
    default: "interface",
    text: "Of which type the VPC endpoint of an endpoint policy is, which its policy does not show: in that of a gateway endpoint (S3, DynamoDB) an account stands for its root user.",
    meaning: {
      interface: "An interface endpoint: an account stands for all its callers.",
      gateway: "A gateway endpoint: an account stands for its root user, in an Allow and in a Deny.",
      "gateway-grants":
        "A gateway endpoint: an account stands for its root user in an Allow, which is all that AWS's page speaks of, and in a Deny for all its callers.",
    },
    page: "vpc/latest/privatelink/vpc-endpoints-access.html#vpc-endpoint-policies-gateway",
    tag: "?",
    section: "principal",
  },
  "null-empty-string": {
    id: "null-empty-string",
    values: ["present", "null"],
    default: "present",
    text: "Whether Null takes a single-valued key that holds the empty string for absent.",
    meaning: {
      present: "No: the key is present.",
      null: "Yes: an empty value is null.",
    },
    page: `${OPERATORS}#Conditions_Null`,
    tag: "?",
    section: "condition",
  },
  "empty-string-set": {
    id: "empty-string-set",
    values: ["value", "empty"],
    default: "value",
    text: "Whether a multivalued key that holds only the empty string counts as empty under ForAllValues, ForAnyValue and Null.",
    meaning: {
      value: "No: it is a set of one value.",
      empty: "Yes: it is an empty set.",
    },
    page: SETS,
    tag: "?",
    section: "condition",
  },
  "multivalued-plain": {
    id: "multivalued-plain",
    values: ["no-match", "as-set"],
    default: "no-match",
    text: "What an operator without ForAllValues or ForAnyValue does to a multivalued key.",
    meaning: {
      "no-match": "It never matches, not even a negated one.",
      "as-set": "It matches when some value matches; negated, when none of them is listed.",
    },
    page: SETS,
    tag: "O",
    section: "condition",
  },
  "negated-unparsable": {
    id: "negated-unparsable",
    values: ["no-match", "match"],
    default: "no-match",
    text: "What a negated operator says when a value on either side cannot be read as a number, date, address or ARN.",
    meaning: {
      "no-match": "The condition does not match.",
      match: "The condition matches, since the values are not equal.",
    },
    page: OPERATORS,
    tag: "?",
    section: "condition",
  },
  "non-arn-pattern": {
    id: "non-arn-pattern",
    values: ["nothing", "glob"],
    default: "nothing",
    text: "What an Arn operator does with a pattern that is no ARN, for example a lone *.",
    meaning: {
      nothing: "The pattern matches no value.",
      glob: "The pattern is compared with the whole value.",
    },
    page: `${OPERATORS}#Conditions_ARN`,
    tag: "O",
    section: "condition",
  },
  "ignore-case-folding": {
    id: "ignore-case-folding",
    values: ["ascii", "unicode"],
    default: "ascii",
    text: "Which letters StringEqualsIgnoreCase takes for equal.",
    meaning: {
      ascii: "A to Z and a to z only.",
      unicode: "All letters with a simple case folding in Unicode.",
    },
    page: `${OPERATORS}#Conditions_String`,
    tag: "?",
    section: "condition",
  },
  "mapped-ipv4": {
    id: "mapped-ipv4",
    values: ["separate", "same"],
    default: "separate",
    text: "Whether an IPv4 address or range written in IPv6 (::ffff:192.0.2.1, ::ffff:192.0.2.0/120) is the IPv4 one, in a request and in a policy.",
    meaning: {
      separate: "No: the two families never match each other.",
      same: "Yes. An IPv6 range that holds more than IPv4 addresses stays one of IPv6.",
    },
    page: `${OPERATORS}#Conditions_IPAddress`,
    tag: "?",
    section: "condition",
  },
  "ipv6-no-prefix": {
    id: "ipv6-no-prefix",
    values: ["host", "slash-32"],
    default: "host",
    text: "Which range an IPv6 address without a prefix length stands for.",
    meaning: {
      host: "That address alone, /128.",
      "slash-32": "The /32 around it, as AWS's page can be read.",
    },
    page: `${OPERATORS}#Conditions_IPAddress`,
    tag: "?",
    section: "condition",
  },
  "date-without-zone": {
    id: "date-without-zone",
    values: ["utc", "unparsable"],
    default: "utc",
    text: "What a date with a time of day and no zone means.",
    meaning: {
      utc: "That time in UTC.",
      unparsable: "It is no date.",
    },
    page: `${OPERATORS}#Conditions_Date`,
    tag: "?",
    section: "condition",
  },
  "date-letters": {
    id: "date-letters",
    values: ["capital", "any"],
    default: "capital",
    text: "Whether the T and the Z of a date may be small letters. AWS's page names a format that has capital ones, and does not say what becomes of others.",
    meaning: {
      capital: "No: with small letters it is no date.",
      any: "Yes: 2026-01-31t00:00:00z is a date.",
    },
    page: `${OPERATORS}#Conditions_Date`,
    tag: "?",
    section: "condition",
  },
  "number-forms": {
    id: "number-forms",
    values: ["decimal", "extended"],
    default: "decimal",
    text: "How a number may be written, in a policy and in a request. AWS's page speaks of an integer or decimal value.",
    meaning: {
      decimal: "Digits, perhaps a minus sign in front and a point between digits: 10, -1.5.",
      extended: "Also a plus sign, an exponent, and a point without digits on one side: +10, 1e3, .5, 5.",
    },
    page: `${OPERATORS}#Conditions_Numeric`,
    tag: "?",
    section: "condition",
  },
  "absent-variable": {
    id: "absent-variable",
    values: ["no-value", "statement-invalid"],
    default: "no-value",
    text: "What a condition says when a variable in it, without a default, has no value in the request.",
    meaning: {
      "no-value": "The policy's value is null: positive operators do not match, negated ones do.",
      "statement-invalid": "The whole statement has no effect.",
    },
    page: VARIABLES,
    tag: "?",
    section: "variable",
  },
  "bool-variables": {
    id: "bool-variables",
    values: ["literal", "substituted"],
    default: "literal",
    text: "Whether variables work in the values of a Bool operator. AWS's page on operators says yes, its page on variables no.",
    meaning: {
      literal: "No: the text stands for itself and is neither true nor false.",
      substituted: "Yes: the variable is replaced.",
    },
    page: `${OPERATORS}#Conditions_Boolean`,
    tag: "?",
    section: "variable",
  },
  "substituted-wildcards": {
    id: "substituted-wildcards",
    values: ["literal", "wildcard"],
    default: "literal",
    text: "Whether a * or ? inside the value that replaces a variable acts as a wildcard.",
    meaning: {
      literal: "No: it is an ordinary character.",
      wildcard:
        "Yes: whoever sets the value widens the pattern. How far is not decided: a verdict that rests on it is unknown, a decision undetermined.",
    },
    page: VARIABLES,
    tag: "O",
    section: "variable",
  },
  "default-attached": {
    id: "default-attached",
    values: ["attached", "none"],
    default: "attached",
    text: "Whether SCPs or RCPs that allow nothing are compared together with the policy that their service attaches by default, and no boundary, session or endpoint policy at all as no limit.",
    meaning: {
      attached:
        "Yes: FullAWSAccess, RCPFullAWSAccess or the endpoint's default policy stands there, and no boundary or session policy limits nothing.",
      none: "No: the set as it stands allows nothing.",
    },
    page: "organizations/latest/userguide/orgs_manage_policies_scps.html",
    tag: "K",
    section: "decision",
  },
  "resource-policy-suffices": {
    id: "resource-policy-suffices",
    values: ["either", "both"],
    default: "either",
    text: "Whether, inside one account and for services other than IAM and KMS, an Allow of the identity policy or of the resource policy alone is enough.",
    meaning: {
      either: "Either is enough.",
      both: "The service also wants an explicit Allow in the resource policy.",
    },
    page: `${IAM}reference_policies_evaluation-logic_policy-eval-denyallow.html`,
    tag: "D",
    section: "decision",
  },
  "federated-without-session-policy": {
    id: "federated-without-session-policy",
    values: ["nothing", "unlimited"],
    default: "nothing",
    text: "What a federated user may do to whom no session policy was passed. The STS reference says nothing, AWS's page on the decision speaks of a default policy that allows.",
    meaning: {
      nothing: "Only what a resource policy gives to the session itself or to everyone.",
      unlimited: "All that its user or root user may.",
    },
    page: "STS/latest/APIReference/API_GetFederationToken.html",
    tag: "?",
    section: "decision",
  },
};

/** Every named assumption, by subject. */
export const ASSUMPTIONS: readonly Assumption[] = Object.values(TABLE) as readonly Assumption[];

/** The value of each assumption that a concrete evaluation takes unless told otherwise. */
export const DEFAULT_ASSUMPTIONS: AssumptionValues = Object.fromEntries(
  ASSUMPTIONS.map(({ id, default: value }) => [id, value]),
) as unknown as AssumptionValues;

/** The assumption of that name, or undefined when there is none. */
export function assumption<Id extends AssumptionId>(id: Id): Assumption<Id>;
export function assumption(id: string): Assumption | undefined;
export function assumption(id: string): Assumption | undefined {
  return ASSUMPTIONS.find((row) => row.id === id);
}
