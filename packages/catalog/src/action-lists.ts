// Trusted: a missing entry here denies or allows a concrete request wrongly; comparisons do not read these lists.
import type { Page } from "./page.ts";

/** Actions that an AWS page lists, as they were on one day. */
export interface ActionList {
  /** The day on which the page was read, `YYYY-MM-DD`. */
  readonly date: string;
  readonly page: Page;
  /** In AWS's spelling; `prefix:*` for all of a service. */
  readonly actions: readonly string[];
}

/**
 * The operations of AWS KMS that work on keys of other accounts; whatever policies say, no other does. The page names cryptographic
 * operations as a group: those that the table of kms-cryptography has. `kms-api-permissions-reference` says yes to the same ones.
 */
export const KMS_ACROSS_ACCOUNTS: ActionList = {
  date: "2026-11-27",
  page: "kms/latest/developerguide/key-policy-modifying-external-accounts.html",
  actions: [
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DeriveSharedSecret",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GenerateMac",
    "kms:GenerateRandom",
    "kms:GetKeyRotationStatus",
    "kms:GetPublicKey",
    "kms:ListGrants",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:Sign",
    "kms:Verify",
    "kms:VerifyMac",
  ],
};

/**
 * Actions whose requests have no `aws:ResourceAccount` (nor the resource's organization). `events:PutEvents`, which the page lists for
 * event buses that were targets across accounts before March 2023, is left out: a request does not show since when its bus is one.
 */
export const WITHOUT_RESOURCE_ACCOUNT: ActionList = {
  date: "2026-11-27",
  page: "IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount",
  actions: [
    "auditmanager:UpdateAssessmentFrameworkShare",
    "detective:AcceptInvitation",
    "ds:AcceptSharedDirectory",
    "ebs:*",
    "ec2:AcceptTransitGatewayPeeringAttachment",
    "ec2:AcceptVpcEndpointConnections",
    "ec2:AcceptVpcPeeringConnection",
    "ec2:CreateTransitGatewayPeeringAttachment",
    "ec2:CreateVpcEndpoint",
    "ec2:CreateVpcPeeringConnection",
    "es:AcceptInboundConnection",
    "guardduty:AcceptAdministratorInvitation",
    "macie2:AcceptInvitation",
    "route53:AssociateVpcWithHostedZone",
    "route53:CreateVPCAssociationAuthorization",
    "securityhub:AcceptAdministratorInvitation",
  ],
};

/** AWS's partitions: accounts, and access between them, belong to one of them. */
export const PARTITIONS: { readonly date: string; readonly page: Page; readonly names: readonly string[] } = {
  date: "2026-11-27",
  page: "IAM/latest/UserGuide/reference-arns.html",
  names: ["aws", "aws-cn", "aws-us-gov"],
};
