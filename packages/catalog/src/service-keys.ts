// Trusted: type and arity of these keys decide verdicts, also where the catalog's data is not loaded.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: AWS's own way to write a family of keys
import type { Arity, ConditionKey, KeyType } from "./condition-key.ts";

const IAM = "IAM/latest/UserGuide/reference_policies_iam-condition-keys.html";
const KMS = "kms/latest/developerguide/conditions-kms.html";
const REFERENCE = "service-authorization/latest/reference/";
const S3 = `${REFERENCE}list_s3.html`;

function key(page: string, name: string, type: KeyType, presence: string, arity: Arity = "single"): ConditionKey {
  return { name, ...(name.includes("${") ? { family: name } : {}), type, arity, presence, page };
}

const ENCRYPTION_CONTEXT = "When the request to AWS KMS has an encryption context with that key.";
const THROUGH_ACCESS_POINT = "Only in requests made through an access point.";

/**
 * Keys of single services that policies use so often that their type and arity must be known without loading the
 * catalog. Where the catalog has the same key, these rows win; a test compares the two.
 */
export const SERVICE_KEYS: readonly ConditionKey[] = [
  key(IAM, "iam:PassedToService", "String", "In iam:PassRole; some services do not support it."),
  key(IAM, "iam:AssociatedResourceArn", "ARN", "In iam:PassRole; some services do not support it."),
  key(IAM, "iam:PermissionsBoundary", "ARN", "When the user or role has, or is given, a permissions boundary."),
  key(IAM, "iam:PolicyARN", "ARN", "In requests that involve a managed policy."),
  key(IAM, "iam:AWSServiceName", "String", "In requests about service-linked roles."),
  key(IAM, "iam:OrganizationsPolicyId", "String", "In requests about an AWS Organizations policy."),
  key(IAM, "iam:ResourceTag/${TagKey}", "String", "When the user or role has the tag."),

  key(IAM, "sts:ExternalId", "String", "When the caller gives an external ID while assuming a role."),
  key(IAM, "sts:RoleSessionName", "String", "When a role is assumed from the console, the command line or the API."),
  key(IAM, "sts:SourceIdentity", "String", "When the caller sets a source identity while assuming a role."),
  key(IAM, "sts:TransitiveTagKeys", "String", "When session tags are passed while assuming a role.", "multi"),
  key(IAM, "sts:AWSServiceName", "String", "When a service bearer token is requested."),
  key(IAM, "sts:DurationSeconds", "Numeric", "When a bearer token or JSON Web Token is requested. In seconds."),
  key(IAM, "sts:IdentityTokenAudience", "String", "In sts:GetWebIdentityToken.", "multi"),
  key(IAM, "sts:SigningAlgorithm", "String", "In sts:GetWebIdentityToken."),
  key(IAM, "sts:RequestContext/${ContextKey}", "String", "When AssumeRole carries a context assertion with that key."),
  key(IAM, "sts:RequestContextProviders", "ARN", "When AssumeRole carries a context assertion.", "multi"),
  key(IAM, "sts:RoleAuthorizedByIdp", "Bool", "In every sts:AssumeRoleWithWebIdentity."),
  key(IAM, "sts:TaskPolicyArn", "ARN", "In sts:AssumeRoot."),

  key(KMS, "kms:ViaService", "String", "When an integrated AWS service calls AWS KMS for the principal."),
  key(KMS, "kms:CallerAccount", "String", "In every request about a KMS key."),
  key(KMS, "kms:GrantIsForAWSResource", "Bool", "In CreateGrant, ListGrants and RevokeGrant."),
  key(KMS, "kms:GrantOperations", "String", "In CreateGrant.", "multi"),
  key(KMS, "kms:GranteePrincipal", "String", "In CreateGrant."),
  key(KMS, "kms:KeySpec", "String", "In CreateKey and in requests about a KMS key."),
  key(KMS, "kms:RequestAlias", "String", "When the request names the key by an alias."),
  key(KMS, "kms:ResourceAliases", "String", "When the key has aliases.", "multi"),
  key(KMS, "kms:EncryptionContext:${EncryptionContextKey}", "String", ENCRYPTION_CONTEXT),
  key(KMS, "kms:EncryptionContextKeys", "String", "When the request to AWS KMS has an encryption context.", "multi"),

  key(S3, "s3:prefix", "String", "In requests that list, when they give a prefix; it may be empty."),
  key(S3, "s3:delimiter", "String", "In requests that list, when they give a delimiter."),
  key(S3, "s3:max-keys", "Numeric", "In requests that list, when they give a maximum."),
  key(S3, "s3:versionid", "String", "In requests about a version of an object."),
  key(S3, "s3:x-amz-acl", "String", "When the request sets a canned ACL."),
  key(S3, "s3:x-amz-copy-source", "String", "When an object is copied."),
  key(S3, "s3:x-amz-server-side-encryption", "String", "When the request names a kind of encryption."),
  key(S3, "s3:x-amz-server-side-encryption-aws-kms-key-id", "ARN", "When the request names a KMS key."),
  key(S3, "s3:x-amz-server-side-encryption-customer-algorithm", "String", "When the request brings its own key."),
  key(S3, "s3:ExistingObjectTag/${TagKey}", "String", "When the object has the tag."),
  key(S3, "s3:RequestObjectTag/${TagKey}", "String", "When the request gives the object the tag."),
  key(S3, "s3:RequestObjectTagKeys", "String", "When the request gives the object tags.", "multi"),
  key(S3, "s3:ResourceAccount", "String", "In requests about buckets and objects."),
  key(S3, "s3:DataAccessPointArn", "ARN", THROUGH_ACCESS_POINT),
  key(S3, "s3:DataAccessPointAccount", "String", THROUGH_ACCESS_POINT),
  key(S3, "s3:AccessPointNetworkOrigin", "String", THROUGH_ACCESS_POINT),
  key(S3, "s3:signatureAge", "Numeric", "In signed requests. In milliseconds."),
  key(S3, "s3:TlsVersion", "Numeric", "In requests over TLS."),
  key(S3, "s3:authType", "String", "In signed requests."),
  key(`${REFERENCE}list_ec2.html`, "ec2:ResourceTag/${TagKey}", "String", "When the resource has the tag."),
  key(`${REFERENCE}list_ec2.html`, "ec2:InstanceType", "String", "In requests about an instance."),
  key(`${REFERENCE}list_lambda.html`, "lambda:FunctionUrlAuthType", "String", "In requests about a function URL."),
];
