// Trusted: type and arity of these keys decide verdicts. Source: AWS's page of global condition keys, state 2026-09.
import type { ConditionKey, KeySubject, KeyType } from "./condition-key.ts";

const PAGE = "IAM/latest/UserGuide/reference_policies_condition-keys.html";

type Extra = Partial<Pick<ConditionKey, "alternative" | "sensitive" | "callerControlled">>;

const row =
  (arity: "single" | "multi") =>
  (
    subject: KeySubject,
    name: string,
    type: KeyType,
    anchor: string,
    presence: string,
    extra: Extra = {},
  ): ConditionKey => ({
    name,
    ...(name.includes("${") ? { family: name } : {}),
    type,
    arity,
    presence,
    page: `${PAGE}#condition-keys-${anchor}`,
    subject,
    ...extra,
  });
const one = row("single");
const set = row("multi");
const SENSITIVE = { sensitive: true } as const;

const WITH_ENDPOINT = "Only when the request goes through a VPC endpoint.";
const WITH_LISTED_ENDPOINT = "Only when the request goes through a VPC endpoint to a service on AWS's list.";
const BY_SERVICE = "Only when an AWS service principal makes the call itself, on behalf of a resource.";

/** Every global and cross-service condition key of AWS's page, in its order. Tag families carry `${TagKey}`. */
export const GLOBAL_KEYS: readonly ConditionKey[] = [
  one(
    "principal",
    "aws:PrincipalArn",
    "ARN",
    "principalarn",
    "In every signed request, never in an anonymous one. The role's ARN for role sessions.",
  ),
  one(
    "principal",
    "aws:PrincipalAccount",
    "String",
    "principalaccount",
    'Always; "anonymous" in anonymous requests.',
    SENSITIVE,
  ),
  set(
    "principal",
    "aws:PrincipalOrgPaths",
    "String",
    "principalorgpaths",
    "Only when the principal's account is in an organization; never in an anonymous request.",
  ),
  one(
    "principal",
    "aws:PrincipalOrgID",
    "String",
    "principalorgid",
    "Only when the principal's account is in an organization; never in an anonymous request.",
    SENSITIVE,
  ),
  one(
    "principal",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to write a family of keys
    "aws:PrincipalTag/${TagKey}",
    "String",
    "principaltag",
    "When the user or role has the tag or the session was given it; never in an anonymous request.",
  ),
  one(
    "principal",
    "aws:PrincipalIsAWSService",
    "Bool",
    "principalisawsservice",
    "In every signed request, never in an anonymous one.",
  ),
  one(
    "principal",
    "aws:PrincipalServiceName",
    "String",
    "principalservicename",
    "Only when an AWS service principal makes the call itself.",
  ),
  set(
    "principal",
    "aws:PrincipalServiceNamesList",
    "String",
    "principalservicenameslist",
    "Only when an AWS service principal makes the call itself.",
  ),
  one("principal", "aws:PrincipalType", "String", "principaltype", "Always, also in anonymous requests."),
  one("principal", "aws:userid", "String", "userid", "Always, also in anonymous requests."),
  one(
    "principal",
    "aws:username",
    "String",
    "username",
    "Always for IAM users; never for the root user, roles, IAM Identity Center or anonymous requests.",
  ),

  one("session", "aws:AssumedRoot", "Bool", "assumedroot", "Only with credentials from sts:AssumeRoot."),
  one(
    "session",
    "aws:FederatedProvider",
    "String",
    "federatedprovider",
    "In sessions of a role assumed through an OIDC provider, and when AssumeRoleWithWebIdentity is decided.",
    { alternative: "ARN" },
  ),
  one("session", "aws:TokenIssueTime", "Date", "tokenissuetime", "Only with temporary credentials."),
  one(
    "session",
    "aws:SignInSessionArn",
    "ARN",
    "signinsessionarn",
    "Only in AWS Sign-In OAuth sessions; not in console sessions.",
  ),
  one(
    "session",
    "aws:MultiFactorAuthAge",
    "Numeric",
    "multifactorauthage",
    "Only with temporary credentials for which MFA was used. In seconds.",
  ),
  one(
    "session",
    "aws:MultiFactorAuthPresent",
    "Bool",
    "multifactorauthpresent",
    "Only with temporary credentials; absent for long-term access keys and for federated identities.",
  ),
  one(
    "session",
    "aws:ChatbotSourceArn",
    "ARN",
    "chatbotsourcearn",
    "Only in role sessions of Amazon Q Developer in chat applications.",
  ),
  one(
    "session",
    "aws:Ec2InstanceSourceVpc",
    "String",
    "ec2instancesourcevpc",
    "Only with credentials of an EC2 instance role.",
  ),
  one(
    "session",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "IPAddress",
    "ec2instancesourceprivateip4",
    "Only with credentials of an EC2 instance role.",
  ),
  one(
    "session",
    "aws:SourceIdentity",
    "String",
    "sourceidentity",
    "Once a source identity was set when a role was assumed; it survives role chaining.",
  ),
  one(
    "session",
    "aws:ViaCustomerDomain",
    "String",
    "viacustomerdomain",
    "Only with credentials from temporary access delegation; the partner's account.",
  ),
  one(
    "session",
    "ec2:RoleDelivery",
    "Numeric",
    "ec2-role-delivery",
    "Only in role sessions created by an EC2 instance; 1.0 or 2.0, the version of the metadata service.",
  ),
  one(
    "session",
    "ec2:SourceInstanceArn",
    "ARN",
    "ec2-source-instance-arn",
    "Only in role sessions created by an EC2 instance.",
  ),
  one(
    "session",
    "glue:RoleAssumedBy",
    "String",
    "glue-role-assumed-by",
    "Only when AWS Glue itself calls with a service role; glue.amazonaws.com.",
  ),
  one(
    "session",
    "glue:CredentialIssuingService",
    "String",
    "glue-credential-issuing",
    "Only in requests of an AWS Glue job or developer endpoint; glue.amazonaws.com.",
  ),
  one(
    "session",
    "codebuild:BuildArn",
    "ARN",
    "codebuild-build-arn",
    "Only in requests of a role that CodeBuild assumed.",
  ),
  one(
    "session",
    "codebuild:ProjectArn",
    "ARN",
    "codebuild-project-arn",
    "Only in requests of a role that CodeBuild assumed.",
  ),
  one(
    "session",
    "lambda:SourceFunctionArn",
    "ARN",
    "lambda-source-function-arn",
    "Only in requests of a Lambda function's execution role.",
  ),
  one(
    "session",
    "ssm:SourceInstanceArn",
    "ARN",
    "ssm-source-instance-arn",
    "Only with credentials delivered to a Systems Manager managed instance; not with an EC2 instance profile.",
  ),
  // The page says single-valued; AWS's data of the identity store service types the same name as a list.
  {
    ...one(
      "session",
      "identitystore:UserId",
      "String",
      "identity-store-user-id",
      "Only when the caller is a user of IAM Identity Center.",
    ),
    arity: "unknown",
  },

  one(
    "network",
    "aws:SourceIp",
    "IPAddress",
    "sourceip",
    "In all requests that do not go through a VPC endpoint; public addresses only.",
  ),
  one("network", "aws:SourceVpc", "String", "sourcevpc", WITH_ENDPOINT, SENSITIVE),
  one("network", "aws:SourceVpcArn", "ARN", "sourcevpcarn", WITH_LISTED_ENDPOINT),
  one("network", "aws:SourceVpce", "String", "sourcevpce", WITH_ENDPOINT, SENSITIVE),
  one("network", "aws:VpceAccount", "String", "vpceaccount", WITH_LISTED_ENDPOINT, SENSITIVE),
  one(
    "network",
    "aws:VpceOrgID",
    "String",
    "vpceorgid",
    `${WITH_LISTED_ENDPOINT} The endpoint's owner must be in an organization.`,
    SENSITIVE,
  ),
  set(
    "network",
    "aws:VpceOrgPaths",
    "String",
    "vpceorgpaths",
    `${WITH_LISTED_ENDPOINT} The endpoint's owner must be in an organization.`,
  ),
  one("network", "aws:VpcSourceIp", "IPAddress", "vpcsourceip", WITH_ENDPOINT),

  one(
    "resource",
    "aws:ResourceAccount",
    "String",
    "resourceaccount",
    "For most actions always; AWS lists the actions that lack it (all of EBS, some of EC2, invitations).",
    SENSITIVE,
  ),
  set(
    "resource",
    "aws:ResourceOrgPaths",
    "String",
    "resourceorgpaths",
    "Only when the resource's owner is in an organization; not for the actions that lack aws:ResourceAccount.",
  ),
  one(
    "resource",
    "aws:ResourceOrgID",
    "String",
    "resourceorgid",
    "Only when the resource's owner is in an organization; not for the actions that lack aws:ResourceAccount.",
    SENSITIVE,
  ),
  one(
    "resource",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to write a family of keys
    "aws:ResourceTag/${TagKey}",
    "String",
    "resourcetag",
    "When the resource has the tag, or is created with it, and its service supports authorization by tags.",
  ),

  set(
    "request",
    "aws:CalledVia",
    "String",
    "calledvia",
    "Only when a service that supports the key calls on with the caller's credentials. Ordered.",
  ),
  one(
    "request",
    "aws:CalledViaFirst",
    "String",
    "calledviafirst",
    "Only when a service calls on with the caller's credentials.",
  ),
  one(
    "request",
    "aws:CalledViaLast",
    "String",
    "calledvialast",
    "Only when a service calls on with the caller's credentials.",
  ),
  one(
    "request",
    "aws:ViaAWSService",
    "Bool",
    "viaawsservice",
    "The page says always; AWS's page on forward access sessions shows a direct call without it.",
  ),
  one(
    "request",
    "aws:CalledViaAWSMCP",
    "String",
    "calledviaawasmcp",
    "Only when an AWS MCP service calls on with the caller's credentials.",
  ),
  one(
    "request",
    "aws:ViaAWSMCPService",
    "Bool",
    "viaawsmcpservice",
    "When an AWS MCP server calls on for a principal; false in direct calls where present.",
  ),
  one("request", "aws:CurrentTime", "Date", "currenttime", "Always."),
  one("request", "aws:EpochTime", "Date", "epochtime", "Always. In seconds since 1970.", { alternative: "Numeric" }),
  one(
    "request",
    "aws:referer",
    "String",
    "referer",
    "Only when the request carries a Referer header, which the caller writes.",
    { callerControlled: true },
  ),
  one(
    "request",
    "aws:RequestedRegion",
    "String",
    "requestedregion",
    "Always; us-east-1 for services with one global endpoint there.",
  ),
  one(
    "request",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to write a family of keys
    "aws:RequestTag/${TagKey}",
    "String",
    "requesttag",
    "When the request passes a tag with that key.",
  ),
  set("request", "aws:TagKeys", "String", "tagkeys", "When the operation supports passing tags in the request."),
  one("request", "aws:SecureTransport", "Bool", "securetransport", "Always."),
  one("request", "aws:SourceAccount", "String", "sourceaccount", BY_SERVICE, SENSITIVE),
  one("request", "aws:SourceArn", "ARN", "sourcearn", BY_SERVICE),
  one(
    "request",
    "aws:SourceOrgID",
    "String",
    "sourceorgid",
    `${BY_SERVICE} Its owner must be in an organization.`,
    SENSITIVE,
  ),
  set(
    "request",
    "aws:SourceOrgPaths",
    "String",
    "sourceorgpaths",
    `${BY_SERVICE} Its owner must be in an organization.`,
  ),
  one("request", "aws:UserAgent", "String", "useragent", "The page says always; the caller writes the header.", {
    callerControlled: true,
  }),
  one(
    "request",
    "aws:IsMcpServiceAction",
    "Bool",
    "ismcpserviceaction",
    "Only, and then true, when an AWS MCP service authorizes an action of its own.",
  ),
];
