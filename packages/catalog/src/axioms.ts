// Trusted: a wrong axiom hides real access, in silence.
import type { Evidence } from "./assumptions.ts";
import type { Page } from "./page.ts";

export type AxiomId =
  | "vpc-with-vpce"
  | "orgpaths-with-orgid"
  | "orgpaths-in-orgid"
  | "mfa-age-with-mfa"
  | "calledvia-first-last"
  | "anonymous-keys"
  | "securetransport-present"
  | "requestedregion-present"
  | "currenttime-present"
  | "epochtime-present";

/**
 * A fact about requests that AWS documents and nowhere contradicts. It rules requests out, so each is asserted under its
 * own name and a verdict says which ones it rests on.
 *
 * What follows from who the caller is (`aws:PrincipalArn` against `aws:PrincipalAccount`, `aws:username` only for users,
 * …) is no axiom: those keys are functions of the caller.
 */
export interface Axiom {
  readonly id: AxiomId;
  readonly text: string;
  readonly page: Page;
  readonly tag: Evidence;
}

const KEYS = "IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-";

export const AXIOMS: readonly Axiom[] = [
  {
    id: "vpc-with-vpce",
    text: "aws:SourceVpc is present exactly when aws:SourceVpce is: both when the request goes through a VPC endpoint.",
    page: `${KEYS}sourcevpce`,
    tag: "D",
  },
  {
    id: "orgpaths-with-orgid",
    text: "Where aws:PrincipalOrgPaths is present, aws:PrincipalOrgID is.",
    page: `${KEYS}principalorgpaths`,
    tag: "D",
  },
  {
    id: "orgpaths-in-orgid",
    text: "Every value of aws:PrincipalOrgPaths begins with the value of aws:PrincipalOrgID and a slash.",
    page: "IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html#access_policies_last-accessed-viewing-orgs-entity-path",
    tag: "D",
  },
  {
    id: "mfa-age-with-mfa",
    text: "Where aws:MultiFactorAuthAge is present, aws:MultiFactorAuthPresent is true: the age is absent if MFA was not used.",
    page: "IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html#MFAProtectedAPI-policies",
    tag: "D",
  },
  {
    id: "calledvia-first-last",
    text: "Where aws:CalledVia has values, aws:CalledViaFirst and aws:CalledViaLast are present and are two of them, or one and the same.",
    page: `${KEYS}calledvia`,
    tag: "D",
  },
  {
    id: "anonymous-keys",
    text: "An anonymous request has no organization and no tags of a principal, and no property of a role session.",
    page: `${KEYS}role-session-properties`,
    tag: "D",
  },
  {
    id: "securetransport-present",
    text: "aws:SecureTransport is in every request.",
    page: `${KEYS}securetransport`,
    tag: "D",
  },
  {
    id: "requestedregion-present",
    text: "aws:RequestedRegion is in every request.",
    page: `${KEYS}requestedregion`,
    tag: "D",
  },
  { id: "currenttime-present", text: "aws:CurrentTime is in every request.", page: `${KEYS}currenttime`, tag: "D" },
  { id: "epochtime-present", text: "aws:EpochTime is in every request.", page: `${KEYS}epochtime`, tag: "D" },
];

/** The axiom of that name, or undefined when there is none. */
export function axiom(id: string): Axiom | undefined {
  return AXIOMS.find((row) => row.id === id);
}

/** A fact that looks like an axiom and is not asserted. */
export interface NotAsserted {
  readonly id: string;
  /** What one might want to assert. */
  readonly claim: string;
  /** Why it is left out. */
  readonly reason: string;
  readonly page: Page;
}

export const NOT_ASSERTED: readonly NotAsserted[] = [
  {
    id: "tagkeys-with-requesttag",
    claim: "A key is among aws:TagKeys exactly when aws:RequestTag/key is present.",
    reason:
      "Requests that remove tags name keys without values, and aws:TagKeys keeps the letter case that the name of aws:RequestTag loses.",
    page: `${KEYS}tagkeys`,
  },
  {
    id: "sourceip-or-sourcevpce",
    claim: "A request has exactly one of aws:SourceIp and aws:SourceVpce.",
    reason:
      "A call that a service forwards after one through a VPC endpoint has neither: the endpoint's keys are not carried over, and there was no public address.",
    page: "IAM/latest/UserGuide/access_forward_access_sessions.html",
  },
  {
    id: "viaawsservice-present",
    claim: "aws:ViaAWSService is in every request.",
    reason: "The page of the key says so; the page on forward access sessions describes a direct call without it.",
    page: "IAM/latest/UserGuide/access_forward_access_sessions.html",
  },
  {
    id: "principalarn-of-services",
    claim: "aws:PrincipalArn is present when an AWS service principal calls.",
    reason: "The page lists roles, users, federated users and the root user; service principals are not among them.",
    page: `${KEYS}principalarn`,
  },
  {
    id: "useragent-present",
    claim: "aws:UserAgent is in every request.",
    reason: "The page says so, and that the caller writes the header; a caller can leave a header out.",
    page: `${KEYS}useragent`,
  },
  {
    id: "resourceaccount-present",
    claim: "aws:ResourceAccount is in every request.",
    reason: "AWS lists actions that do not support it, all of Amazon EBS among them.",
    page: `${KEYS}resourceaccount`,
  },
  {
    id: "calledviafirst-with-calledvia",
    claim: "aws:CalledVia is present wherever aws:CalledViaFirst is.",
    reason: "aws:CalledVia is documented only for services that support it, aws:CalledViaFirst for any service.",
    page: `${KEYS}calledvia`,
  },
  {
    id: "orgid-with-orgpaths",
    claim: "aws:PrincipalOrgPaths is present wherever aws:PrincipalOrgID is.",
    reason: "Both are documented as present only for members of an organization, neither as present for each of them.",
    page: `${KEYS}principalorgid`,
  },
  {
    id: "mfa-with-temporary-credentials",
    claim: "aws:MultiFactorAuthPresent is present exactly when aws:TokenIssueTime is.",
    reason: "The key is absent for federated identities, which have temporary credentials.",
    page: `${KEYS}multifactorauthpresent`,
  },
  {
    id: "sourcevpcarn-with-sourcevpc",
    claim: "aws:SourceVpcArn, aws:VpceAccount and aws:VpceOrgID are present wherever aws:SourceVpc is.",
    reason: "Only the services on a list support them.",
    page: `${KEYS}sourcevpcarn`,
  },
];
