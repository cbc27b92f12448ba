// Checked: a wrong row changes the level of a finding, never whether there is one.
import type { ClassRow } from "./classes.ts";
import type { Page } from "./page.ts";

/** AWS's machine-readable Service Authorization Reference of a service. */
const reference = (prefix: string): Page =>
  `https://servicereference.us-east-1.amazonaws.com/v1/${prefix}/${prefix}.json`;

/** An entry of pathfinding.cloud (Datadog, Apache-2.0), in the state that was read. */
const pathfinding = (folder: string, id: string): Page =>
  `https://github.com/DataDog/pathfinding.cloud/blob/84dd65c97fc21dee54f4587be6dfd5b7b5fe320c/data/paths/${folder}/${id}.yaml`;

const USER_GUIDE = "IAM/latest/UserGuide/";

type Class = ClassRow["class"];
type Group = readonly [service: string, names: string, why: string, source?: Page];

/** A group: one service, action names separated by spaces, one reason, one source (else the service's reference). */
function rows(actionClass: Class, groups: readonly Group[]): ClassRow[] {
  return groups.flatMap(([service, names, why, source]) =>
    names.split(" ").map((name) => ({
      action: `${service}:${name}`,
      class: actionClass,
      why,
      source: source ?? reference(service),
    })),
  );
}

const PASS = "Runs code with the role that an existing resource carries.";
const SELF = "Grants a principal more, the caller itself for example.";

const ESCALATION = rows("escalation", [
  ["iam", "PassRole", "Hands a role to a service, which then acts with it.", `${USER_GUIDE}id_roles_use_passrole.html`],
  ["iam", "CreatePolicyVersion", SELF, pathfinding("iam", "iam-001")],
  [
    "iam",
    "SetDefaultPolicyVersion",
    "Brings an earlier, wider version of a policy back.",
    "https://github.com/BishopFox/iam-vulnerable",
  ],
  ["iam", "CreateAccessKey", "Makes keys of another user.", pathfinding("iam", "iam-002")],
  ["iam", "CreateLoginProfile", "Sets a console password for another user.", pathfinding("iam", "iam-004")],
  ["iam", "UpdateLoginProfile", "Changes another user's console password.", pathfinding("iam", "iam-006")],
  ["iam", "PutRolePolicy", SELF, pathfinding("iam", "iam-005")],
  ["iam", "PutUserPolicy", SELF, pathfinding("iam", "iam-007")],
  ["iam", "PutGroupPolicy", SELF, pathfinding("iam", "iam-011")],
  ["iam", "AttachUserPolicy", SELF, pathfinding("iam", "iam-008")],
  ["iam", "AttachRolePolicy", SELF, pathfinding("iam", "iam-009")],
  ["iam", "AttachGroupPolicy", SELF, pathfinding("iam", "iam-010")],
  ["iam", "UpdateAssumeRolePolicy", "Lets the caller assume a role.", pathfinding("iam", "iam-012")],
  ["iam", "AddUserToGroup", "Gives a user all that a group may do.", pathfinding("iam", "iam-013")],
  ["iam", "UpdateAccessKey", "Activates another user's disabled key."],
  [
    "iam",
    "CreateServiceSpecificCredential ResetServiceSpecificCredential UploadSSHPublicKey UploadSigningCertificate",
    "Makes credentials of another user.",
  ],
  [
    "iam",
    "AddRoleToInstanceProfile",
    "Gives instances of a profile another role.",
    "https://github.com/nccgroup/PMapper/blob/master/principalmapper/graphing/ec2_edges.py",
  ],
  [
    "iam",
    "UpdateSAMLProvider CreateSAMLProvider CreateOpenIDConnectProvider AddClientIDToOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint",
    "Decides whose tokens may assume roles.",
    `${USER_GUIDE}id_roles_providers.html`,
  ],
  [
    "iam",
    "EnableMFADevice CreateVirtualMFADevice ResyncMFADevice",
    "Makes an MFA device that conditions on MFA then trust.",
    `${USER_GUIDE}id_credentials_mfa_configure-api-require.html`,
  ],
  [
    "iam",
    "EnableOrganizationsRootSessions EnableOrganizationsRootCredentialsManagement",
    "Opens root sessions in member accounts.",
    `${USER_GUIDE}id_root-user.html`,
  ],
  ["sts", "AssumeRoot", "Gives a root session in a member account.", `${USER_GUIDE}id_root-user-privileged-task.html`],
  ["apprunner", "UpdateService", PASS, pathfinding("apprunner", "apprunner-002")],
  [
    "bedrock-agentcore",
    "StartCodeInterpreterSession InvokeCodeInterpreter",
    PASS,
    pathfinding("bedrock", "bedrock-002"),
  ],
  ["bedrock-agentcore", "InvokeAgentRuntimeCommand InvokeAgentRuntimeCommandShell", PASS],
  ["cloudformation", "UpdateStack", PASS, pathfinding("cloudformation", "cloudformation-002")],
  ["cloudformation", "UpdateStackSet", PASS, pathfinding("cloudformation", "cloudformation-004")],
  ["cloudformation", "CreateChangeSet ExecuteChangeSet", PASS, pathfinding("cloudformation", "cloudformation-005")],
  [
    "codebuild",
    "StartBuild",
    "Runs a build specification of the caller's with the project's role.",
    pathfinding("codebuild", "codebuild-002"),
  ],
  [
    "codebuild",
    "StartBuildBatch",
    "Runs a build specification of the caller's with the project's role.",
    pathfinding("codebuild", "codebuild-003"),
  ],
  [
    "codebuild",
    "UpdateProject",
    PASS,
    "https://github.com/nccgroup/PMapper/blob/master/principalmapper/graphing/codebuild_edges.py",
  ],
  ["codebuild", "StartSandbox StartSandboxConnection StartCommandExecution", PASS],
  [
    "ec2",
    "ModifyInstanceAttribute",
    "Sets the user data that an instance runs when it starts.",
    pathfinding("ec2", "ec2-002"),
  ],
  [
    "ec2",
    "CreateLaunchTemplateVersion ModifyLaunchTemplate",
    "Changes what instances of a launch template run.",
    pathfinding("ec2", "ec2-004"),
  ],
  [
    "ec2",
    "AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation",
    "Gives a running instance another role.",
    "https://github.com/nccgroup/PMapper/blob/master/principalmapper/graphing/ec2_edges.py",
  ],
  ["ec2-instance-connect", "SendSSHPublicKey", PASS, pathfinding("ec2-instance-connect", "ec2instanceconnect-003")],
  ["ec2-instance-connect", "SendSerialConsoleSSHPublicKey", PASS],
  ["ssm", "StartSession", PASS, pathfinding("ssm", "ssm-001")],
  ["ssm", "ResumeSession", PASS],
  ["ssm", "SendCommand", PASS, pathfinding("ssm", "ssm-002")],
  ["ssm", "StartAutomationExecution", "Runs a document with the role it names."],
  ["ssm", "CreateActivation", "Registers machines under a role."],
  ["ecs", "ExecuteCommand", PASS],
  ["eks", "MutateViaKubernetesApi", "Changes workloads, which run with roles."],
  ["glue", "UpdateDevEndpoint", "Puts an SSH key on an endpoint that carries a role.", pathfinding("glue", "glue-002")],
  ["glue", "UpdateJob", PASS, pathfinding("glue", "glue-005")],
  ["lambda", "UpdateFunctionCode", PASS, pathfinding("lambda", "lambda-003")],
  [
    "lambda",
    "UpdateFunctionConfiguration",
    "Puts a layer or variables into a function that carries a role.",
    "https://github.com/nccgroup/PMapper/blob/master/principalmapper/graphing/lambda_edges.py",
  ],
  ["sagemaker", "CreatePresignedNotebookInstanceUrl", PASS, pathfinding("sagemaker", "sagemaker-004")],
  [
    "sagemaker",
    "CreateNotebookInstanceLifecycleConfig UpdateNotebookInstance",
    PASS,
    pathfinding("sagemaker", "sagemaker-005"),
  ],
  ["sagemaker", "UpdateNotebookInstanceLifecycleConfig CreatePresignedDomainUrl", PASS],
  ["datapipeline", "PutPipelineDefinition", PASS, pathfinding("datapipeline", "datapipeline-001")],
  ["states", "UpdateStateMachine", "Changes what runs with the state machine's role."],
  ["codepipeline", "UpdatePipeline", "Changes what runs with the pipeline's roles."],
  ["elasticmapreduce", "AddJobFlowSteps", "Runs code with the cluster's role."],
  ["scheduler", "UpdateSchedule", "Changes which call is made with the schedule's role."],
  ["eks", "CreatePodIdentityAssociation UpdatePodIdentityAssociation", "Gives pods a role."],
  [
    "rolesanywhere",
    "CreateTrustAnchor UpdateTrustAnchor EnableTrustAnchor CreateProfile UpdateProfile EnableProfile PutAttributeMapping",
    "Decides whose certificates get role sessions.",
    "rolesanywhere/latest/userguide/introduction.html",
  ],
  [
    "cognito-identity",
    "SetIdentityPoolRoles SetPrincipalTagAttributeMap UpdateIdentityPool",
    "Decides which role the users of an identity pool get.",
    "cognito/latest/developerguide/iam-roles.html",
  ],
]);

const PERMISSIONS = rows("permissions", [
  ["iam", "CreateRole", "Makes a principal and says who may assume it."],
  ["iam", "CreateUser", "Makes a principal."],
  [
    "iam",
    "AcceptDelegationRequest AssociateDelegationRequest SendDelegationToken",
    "Lets a partner act in the account.",
    `${USER_GUIDE}access_policies-temporary-delegation.html`,
  ],
  [
    "organizations",
    "CreatePolicy UpdatePolicy RegisterDelegatedAdministrator EnableAWSServiceAccess",
    "Says what accounts or services may do across the organization.",
    "organizations/latest/userguide/orgs_manage_policies_authorization_policies.html",
  ],
  [
    "sso",
    "CreateAccountAssignment CreateApplicationAssignment CreatePermissionSet PutInlinePolicyToPermissionSet ProvisionPermissionSet AssociateProfile CreateProfile UpdateProfile PutApplicationAccessScope PutApplicationGrant PutApplicationAuthenticationMethod CreateTrustedTokenIssuer UpdateTrustedTokenIssuer AssociateDirectory CreateInstanceAccessControlAttributeConfiguration UpdateInstanceAccessControlAttributeConfiguration",
    "Says which people get which role in which account.",
    "singlesignon/latest/userguide/permissionsetsconcept.html",
  ],
  ["identitystore", "CreateGroupMembership", "Puts a person into a group that has account assignments."],
  [
    "sso-directory",
    "AddMemberToGroup UpdatePassword CreateBearerToken",
    "Changes who is in a group, or signs in as somebody else.",
  ],
  [
    "eks",
    "CreateAccessEntry UpdateAccessEntry AssociateAccessPolicy AssociateIdentityProviderConfig",
    "Says who may do what in a cluster.",
    "eks/latest/userguide/access-entries.html",
  ],
  [
    "ram",
    "CreateResourceShare AssociateResourceShare AssociateResourceSharePermission UpdateResourceShare CreatePermission CreatePermissionVersion ReplacePermissionAssociations SetDefaultPermissionVersion PromotePermissionCreatedFromPolicy PromoteResourceShareCreatedFromPolicy AcceptResourceShareInvitation",
    "Shares resources with other accounts.",
    "ram/latest/userguide/what-is.html",
  ],
  ["*", "PutResourcePolicy", "Says who may use a resource."],
  ["*", "AddPermission", "Says who may use a resource."],
  ["codeartifact", "PutDomainPermissionsPolicy PutRepositoryPermissionsPolicy", "Says who may use a resource."],
  [
    "aoss",
    "CreateAccessPolicy UpdateAccessPolicy CreateSecurityPolicy UpdateSecurityPolicy",
    "Says who may use a collection, and from where.",
  ],
  ["es", "UpdateDomainConfig", "Sets a domain's access policy, among others."],
  ["iotsitewise", "CreateAccessPolicy UpdateAccessPolicy", "Says who may use a portal or project."],
  ["lex", "CreateResourcePolicy CreateResourcePolicyStatement UpdateResourcePolicy", "Says who may use a bot."],
  ["mediaconvert", "PutPolicy", "Says what jobs may read."],
  ["omics", "PutS3AccessPolicy CreateShare", "Says who may read a store."],
  ["signin", "PutResourcePermissionStatement", "Says who may sign in from where."],
  [
    "ec2",
    "ModifyImageAttribute ModifyFpgaImageAttribute",
    "Shares an image with other accounts or everyone.",
    "AWSEC2/latest/UserGuide/sharing-amis.html",
  ],
  [
    "ec2",
    "ModifyVpcEndpointServicePermissions ModifyVpcEndpoint",
    "Sets an endpoint's policy, or who may connect to a service.",
  ],
  [
    "rds",
    "ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute",
    "Shares a snapshot with other accounts or everyone.",
    "AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html",
  ],
  [
    "redshift",
    "AuthorizeSnapshotAccess AuthorizeDataShare AuthorizeEndpointAccess AssociateDataShareConsumer",
    "Shares data with other accounts.",
  ],
  ["redshift-serverless", "PutResourcePolicy", "Shares data with other accounts."],
  [
    "lambda",
    "CreateFunctionUrlConfig UpdateFunctionUrlConfig",
    "Gives a function an address, with or without authentication.",
    "lambda/latest/dg/urls-auth.html",
  ],
  ["servicecatalog", "AcceptPortfolioShare", "Shares a portfolio with other accounts."],
  [
    "quicksight",
    "UpdateResourcePermissions UpdateDashboardPermissions UpdateDataSetPermissions UpdateDataSourcePermissions",
    "Shares data with other users.",
  ],
  ["ds", "ShareDirectory", "Shares a directory with another account."],
  ["workdocs", "AddResourcePermissions", "Shares documents."],
  ["workmail", "PutMailboxPermissions", "Lets somebody read another's mailbox."],
  [
    "cognito-idp",
    "AdminAddUserToGroup UpdateGroup CreateGroup CreateIdentityProvider UpdateIdentityProvider AdminUpdateUserAttributes AdminLinkProviderForUser",
    "Changes which role or claims the users of a pool get.",
    "cognito/latest/developerguide/role-based-access-control.html",
  ],
  ["appsync", "CreateApiKey UpdateApiKey", "Lets the holders of a key call the interface."],
]);

const LOGGING = "Stops or thins a log of what is done in the account.";
const DETECTION = "Stops or blinds the detection of threats.";
const RECORD = "Stops or thins the record of configurations, or the checks on it.";
const PERIMETER = "Takes a network protection away.";
const LIMIT = "Takes away or changes a limit on what principals may do.";
const ORGANIZATION = "Takes an account out of the organization's policies.";
const RETENTION = "Takes away what keeps data from being deleted or overwritten.";

const GUARD = rows("guard", [
  [
    "iam",
    "DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary PutRolePermissionsBoundary PutUserPermissionsBoundary",
    LIMIT,
    `${USER_GUIDE}access_policies_boundaries.html`,
  ],
  [
    "iam",
    "DetachRolePolicy DetachUserPolicy DetachGroupPolicy DeleteRolePolicy DeleteUserPolicy DeleteGroupPolicy DeletePolicyVersion DeletePolicy RemoveUserFromGroup",
    "Can take away a policy that denies.",
    `${USER_GUIDE}reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html`,
  ],
  [
    "iam",
    "DeactivateMFADevice DeleteVirtualMFADevice",
    "Takes a second factor away.",
    `${USER_GUIDE}id_credentials_mfa.html`,
  ],
  [
    "iam",
    "UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy",
    "Weakens the rules for passwords.",
    `${USER_GUIDE}id_credentials_passwords_account-policy.html`,
  ],
  [
    "iam",
    "DisableOrganizationsRootSessions DisableOrganizationsRootCredentialsManagement",
    "Gives the care of root users back to member accounts.",
  ],
  [
    "sso",
    "DeletePermissionsBoundaryFromPermissionSet PutPermissionsBoundaryToPermissionSet PutMfaDeviceManagementForDirectory",
    LIMIT,
  ],
  [
    "organizations",
    "DetachPolicy DeletePolicy DisablePolicyType DeleteResourcePolicy DisableAWSServiceAccess DeregisterDelegatedAdministrator",
    LIMIT,
    "organizations/latest/userguide/orgs_manage_policies_scps.html",
  ],
  [
    "organizations",
    "LeaveOrganization MoveAccount RemoveAccountFromOrganization DeleteOrganization DeleteOrganizationalUnit",
    ORGANIZATION,
    "organizations/latest/userguide/orgs_manage_accounts_remove.html",
  ],
  ["account", "DisableRegion EnableRegion", "Opens or closes a Region for the account."],
  [
    "account",
    "PutAlternateContact DeleteAlternateContact PutContactInformation StartPrimaryEmailUpdate AcceptPrimaryEmailUpdate",
    "Changes who hears of abuse, or who recovers the account.",
  ],
  ["controltower", "DisableControl ResetEnabledControl DisableBaseline DeleteLandingZone", LIMIT],
  [
    "s3",
    "PutBucketPublicAccessBlock PutAccountPublicAccessBlock PutAccessPointPublicAccessBlock",
    "Switches Block Public Access off, or changes it.",
    "AmazonS3/latest/userguide/access-control-block-public-access.html",
  ],
  [
    "s3",
    "PutBucketOwnershipControls",
    "Switches access control lists on.",
    "AmazonS3/latest/userguide/about-object-ownership.html",
  ],
  [
    "s3",
    "BypassGovernanceRetention PutObjectRetention PutObjectLegalHold PutBucketObjectLockConfiguration PutBucketVersioning PutLifecycleConfiguration",
    RETENTION,
    "AmazonS3/latest/userguide/object-lock.html",
  ],
  ["s3", "PutBucketLogging", LOGGING],
  ["s3", "PutEncryptionConfiguration", "Changes how new objects are encrypted."],
  [
    "*",
    "DeleteResourcePolicy",
    "Can take away a policy that denies.",
    `${USER_GUIDE}reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html`,
  ],
  [
    "kms",
    "DisableKey DisableKeyRotation",
    "Takes a key out of use or stops its rotation; what it protects, logs too, stops.",
    "kms/latest/developerguide/enabling-keys.html",
  ],
  [
    "kms",
    "ScheduleKeyDeletion DeleteImportedKeyMaterial",
    "Deletes a key, and with it all it protects.",
    "kms/latest/developerguide/deleting-keys.html",
  ],
  [
    "cloudtrail",
    "StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors DeleteEventDataStore UpdateEventDataStore StopEventDataStoreIngestion DeleteChannel UpdateChannel PutEventConfiguration DeregisterOrganizationDelegatedAdmin",
    LOGGING,
    "awscloudtrail/latest/userguide/cloudtrail-user-guide.html",
  ],
  [
    "logs",
    "DeleteLogGroup DeleteLogStream DeleteSubscriptionFilter DeleteMetricFilter DeleteDelivery DeleteDestination DisassociateKmsKey",
    LOGGING,
  ],
  ["logs", "DeleteDataProtectionPolicy DeleteAccountPolicy", "Shows data that was masked in logs."],
  ["ec2", "DeleteFlowLogs", LOGGING, "vpc/latest/userguide/flow-logs.html"],
  ["route53resolver", "DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig", LOGGING],
  [
    "route53resolver",
    "DisassociateFirewallRuleGroup DeleteFirewallRule UpdateFirewallConfig UpdateFirewallRule",
    PERIMETER,
  ],
  [
    "config",
    "StopConfigurationRecorder DeleteConfigurationRecorder PutConfigurationRecorder DeleteServiceLinkedConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel DeleteConfigRule DeleteOrganizationConfigRule DeleteConformancePack DeleteOrganizationConformancePack DeleteRemediationConfiguration PutRemediationExceptions DeleteRetentionConfiguration DeleteConfigurationAggregator DeleteEvaluationResults",
    RECORD,
    "config/latest/developerguide/stop-start-recorder.html",
  ],
  [
    "guardduty",
    "DeleteDetector UpdateDetector UpdateMemberDetectors StopMonitoringMembers DisassociateMembers DisassociateFromAdministratorAccount DisassociateFromMasterAccount DeleteMembers DisableOrganizationAdminAccount CreateFilter UpdateFilter CreateIPSet UpdateIPSet CreateTrustedEntitySet UpdateTrustedEntitySet DeletePublishingDestination UpdatePublishingDestination DeleteThreatIntelSet DeleteMalwareProtectionPlan ArchiveFindings UpdateOrganizationConfiguration",
    DETECTION,
  ],
  [
    "securityhub",
    "DisableSecurityHub DisableSecurityHubV2 DisableSecurityHubFeatureV2 BatchDisableStandards UpdateStandardsControl BatchUpdateStandardsControlAssociations UpdateSecurityControl DisassociateMembers DisassociateFromAdministratorAccount DisassociateFromMasterAccount DeleteMembers DisableOrganizationAdminAccount DisableImportFindingsForProduct DeleteFindingAggregator DeleteConfigurationPolicy UpdateConfigurationPolicy",
    DETECTION,
  ],
  [
    "access-analyzer",
    "DeleteAnalyzer DeleteServiceLinkedAnalyzer UpdateAnalyzer CreateArchiveRule UpdateArchiveRule ApplyArchiveRule UpdateFindings",
    DETECTION,
    `${USER_GUIDE}what-is-access-analyzer.html`,
  ],
  [
    "macie2",
    "DisableMacie DisableOrganizationAdminAccount DisassociateFromAdministratorAccount DisassociateFromMasterAccount DisassociateMember DeleteMember",
    DETECTION,
  ],
  ["inspector2", "Disable DisableDelegatedAdminAccount DisassociateMember CreateFilter UpdateFilter", DETECTION],
  ["detective", "DeleteGraph DeleteMembers DisassociateMembership", DETECTION],
  [
    "securitylake",
    "DeleteDataLake DeleteAwsLogSource DeleteCustomLogSource DeleteDataLakeOrganizationConfiguration",
    LOGGING,
  ],
  [
    "wafv2",
    "DeleteWebACL DisassociateWebACL UpdateWebACL DeleteRuleGroup UpdateRuleGroup UpdateIPSet DeleteLoggingConfiguration DeleteFirewallManagerRuleGroups",
    PERIMETER,
  ],
  [
    "network-firewall",
    "DeleteFirewall DeleteFirewallPolicy DeleteRuleGroup UpdateFirewallPolicy UpdateRuleGroup DisassociateSubnets UpdateLoggingConfiguration UpdateFirewallDeleteProtection",
    PERIMETER,
  ],
  ["shield", "DeleteProtection DeleteSubscription DisableApplicationLayerAutomaticResponse", PERIMETER],
  ["fms", "DeletePolicy DisassociateAdminAccount PutPolicy", PERIMETER],
  [
    "ec2",
    "DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess ModifyVpcBlockPublicAccessOptions CreateVpcBlockPublicAccessExclusion ModifyVpcBlockPublicAccessExclusion",
    "Lets images, snapshots or networks be public.",
    "AWSEC2/latest/UserGuide/block-public-access-to-amis.html",
  ],
  [
    "ec2",
    "DisableEbsEncryptionByDefault ModifyEbsDefaultKmsKeyId ModifyInstanceMetadataDefaults ModifyInstanceMetadataOptions EnableSerialConsoleAccess DisableAllowedImagesSettings",
    "Weakens a default that protects instances.",
  ],
  ["ec2", "UnlockSnapshot", RETENTION],
  ["rbin", "DeleteRule UpdateRule UnlockRule", RETENTION],
  [
    "backup",
    "DeleteBackupVaultLockConfiguration DeleteBackupVaultAccessPolicy DeleteBackupPlan DeleteBackupSelection UpdateRecoveryPointLifecycle UpdateGlobalSettings",
    RETENTION,
    "aws-backup/latest/devguide/vault-lock.html",
  ],
  ["elasticmapreduce", "PutBlockPublicAccessConfiguration", "Lets clusters be public."],
  [
    "lambda",
    "DeleteFunctionCodeSigningConfig PutFunctionCodeSigningConfig UpdateCodeSigningConfig",
    "Lets unsigned code into functions.",
  ],
  [
    "ssm",
    "UpdateServiceSetting ResetServiceSetting",
    "Changes account-wide settings, public sharing of documents among them.",
  ],
  [
    "cloudformation",
    "SetStackPolicy",
    "Takes away what keeps a stack's resources from being changed.",
    "AWSCloudFormation/latest/UserGuide/protect-stack-resources.html",
  ],
  [
    "cloudformation",
    "UpdateTerminationProtection DeactivateType SetTypeConfiguration",
    "Takes away what keeps a stack from deletion, or a hook that checks it.",
  ],
  [
    "cognito-idp",
    "SetRiskConfiguration SetUserPoolMfaConfig AdminSetUserMFAPreference",
    "Weakens how the users of a pool prove who they are.",
  ],
]);

const SECRETS = "Reads a secret.";
const TOKEN = "Mints a token or credentials to act with.";
const KEYS = "Reads or makes a key or password to sign in with.";

const CREDENTIALS = rows("credentials", [
  [
    "sts",
    "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity",
    "Mints a role's session.",
    `${USER_GUIDE}id_credentials_temp_request.html`,
  ],
  [
    "sts",
    "GetFederationToken GetSessionToken GetServiceBearerToken GetWebIdentityToken GetDelegatedAccessToken",
    TOKEN,
    `${USER_GUIDE}id_credentials_temp_request.html`,
  ],
  [
    "sts",
    "SetContext SetSourceIdentity TagSession",
    "Chooses what conditions will say about the session.",
    `${USER_GUIDE}id_session-tags.html`,
  ],
  [
    "secretsmanager",
    "GetSecretValue BatchGetSecretValue",
    SECRETS,
    "secretsmanager/latest/userguide/retrieving-secrets.html",
  ],
  [
    "ssm",
    "GetParameter GetParameters GetParametersByPath GetParameterHistory",
    "Reads parameters, SecureString ones too.",
  ],
  ["ssm", "GetAccessToken RequestManagedInstanceRoleToken", TOKEN],
  [
    "kms",
    "Decrypt ReEncryptFrom DeriveSharedSecret",
    "Recovers what a key protects.",
    "kms/latest/APIReference/API_Decrypt.html",
  ],
  [
    "kms",
    "GenerateDataKey GenerateDataKeyPair",
    "Gives data keys in plain text.",
    "kms/latest/APIReference/API_GenerateDataKey.html",
  ],
  ["kms", "Sign GenerateMac", "Signs in the key's name.", "kms/latest/APIReference/API_Sign.html"],
  ["payment-cryptography", "DecryptData ExportKey", "Recovers what a key protects, or the key."],
  ["ecr", "GetAuthorizationToken", "Mints a registry password.", "AmazonECR/latest/userguide/registry_auth.html"],
  ["ecr-public", "GetAuthorizationToken", "Mints a registry password."],
  [
    "codeartifact",
    "GetAuthorizationToken",
    "Mints a repository token.",
    "codeartifact/latest/ug/tokens-authentication.html",
  ],
  ["codeconnections", "GetConnectionToken GetIndividualAccessToken", TOKEN],
  ["codestar-connections", "GetConnectionToken GetIndividualAccessToken", TOKEN],
  ["rds-db", "connect", "Signs in to a database.", "AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"],
  ["dsql", "DbConnect DbConnectAdmin", "Signs in to a database."],
  [
    "redshift",
    "GetClusterCredentials GetClusterCredentialsWithIAM GetIdentityCenterAuthToken JoinGroup",
    "Mints database credentials.",
    "redshift/latest/mgmt/generating-user-credentials.html",
  ],
  ["redshift-serverless", "GetCredentials GetIdentityCenterAuthToken", "Mints database credentials."],
  ["elasticache", "Connect", "Signs in to a cache."],
  ["memorydb", "Connect", "Signs in to a database."],
  [
    "cognito-identity",
    "GetCredentialsForIdentity GetOpenIdToken GetOpenIdTokenForDeveloperIdentity",
    TOKEN,
    "cognito/latest/developerguide/authentication-flow.html",
  ],
  [
    "cognito-idp",
    "AdminInitiateAuth AdminRespondToAuthChallenge AdminSetUserPassword AdminResetUserPassword GetTokensFromRefreshToken",
    "Signs in as a user of the pool, or changes the password.",
    "cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html",
  ],
  [
    "cognito-idp",
    "DescribeUserPoolClient ListUserPoolClientSecrets AddUserPoolClientSecret DescribeIdentityProvider",
    "Reads or makes client secrets.",
  ],
  ["ec2", "GetPasswordData CreateKeyPair ImportKeyPair", KEYS, "AWSEC2/latest/UserGuide/ec2-key-pairs.html"],
  [
    "lightsail",
    "CreateBucketAccessKey GetBucketAccessKeys DownloadDefaultKeyPair GetInstanceAccessDetails GetRelationalDatabaseMasterUserPassword CreateKeyPair",
    KEYS,
  ],
  [
    "eks",
    "AccessKubernetesApi",
    "Talks to a cluster as oneself; what it reads, secrets too, the cluster decides.",
    "eks/latest/userguide/view-kubernetes-resources.html",
  ],
  ["eks-auth", "AssumeRoleForPodIdentity", TOKEN],
  [
    "elasticmapreduce",
    "GetClusterSessionCredentials CreateStudioPresignedUrl GetOnClusterAppUIPresignedURL GetPersistentAppUIPresignedURL",
    TOKEN,
  ],
  ["emr-containers", "GetManagedEndpointSessionCredentials", TOKEN],
  ["emr-serverless", "GetDashboardForJobRun AccessInteractiveEndpoints", TOKEN],
  ["airflow", "CreateCliToken CreateWebLoginToken", TOKEN, "mwaa/latest/userguide/access-policies.html"],
  ["athena", "CreatePresignedNotebookUrl", TOKEN],
  [
    "sagemaker",
    "CreatePresignedMlflowTrackingServerUrl CreatePresignedMlflowAppUrl CreatePartnerAppPresignedUrl StartSession",
    TOKEN,
  ],
  ["grafana", "CreateWorkspaceApiKey CreateWorkspaceServiceAccountToken", TOKEN],
  ["kinesisanalytics", "CreateApplicationPresignedUrl", TOKEN],
  ["datazone", "GetEnvironmentCredentials GetDomainExecutionRoleCredentials", TOKEN],
  [
    "lakeformation",
    "GetTemporaryGlueTableCredentials GetTemporaryGluePartitionCredentials GetDataAccess",
    "Mints credentials to data.",
    "lake-formation/latest/dg/access-control-underlying-data.html",
  ],
  ["s3", "GetDataAccess", "Mints credentials to data.", "AmazonS3/latest/userguide/access-grants-credentials.html"],
  [
    "s3express",
    "CreateSession",
    "Mints a session to a bucket.",
    "AmazonS3/latest/userguide/s3-express-create-session.html",
  ],
  ["finspace-api", "GetProgrammaticAccessCredentials", TOKEN],
  ["gamelift", "GetComputeAccess GetComputeAuthToken GetInstanceAccess RequestUploadCredentials", TOKEN],
  ["deadline", "Assume*", TOKEN],
  ["events", "RetrieveConnectionCredentials", SECRETS],
  ["states", "RevealSecrets", SECRETS],
  [
    "bedrock-agentcore",
    "GetResourceApiKey GetResourceOauth2Token GetResourcePaymentToken GetWorkloadAccessToken GetWorkloadAccessTokenForJWT GetWorkloadAccessTokenForUserId",
    TOKEN,
  ],
  ["acm", "ExportCertificate", "Gives a certificate's private key.", "acm/latest/userguide/export-private.html"],
  ["acm-pca", "IssueCertificate", "Makes certificates in the authority's name."],
  ["signer", "SignPayload StartSigningJob", "Signs in the profile's name."],
  ["iot", "CreateKeysAndCertificate CreateProvisioningClaim", KEYS],
  ["cloud9", "CreateEnvironmentToken ModifyTemporaryCredentialsOnEnvironmentEC2", TOKEN],
  ["cloudshell", "PutCredentials", "Carries the caller's credentials into a shell."],
  ["connect", "GetFederationToken AdminGetEmergencyAccessToken", TOKEN],
  ["ds", "ResetUserPassword", KEYS],
  ["workmail", "ResetPassword", KEYS],
  ["sso-oauth", "CreateTokenWithIAM", TOKEN],
  ["signin", "CreateOAuth2Token", TOKEN],
  ["license-manager", "CreateToken GetAccessToken", TOKEN],
  ["wafv2", "GetDecryptedAPIKey", SECRETS],
  ["pca-connector-scep", "GetChallengePassword", SECRETS],
  ["appsync", "ListApiKeys", SECRETS],
  ["ivs", "CreateParticipantToken", TOKEN],
  ["ivschat", "CreateChatToken", TOKEN],
]);

const CONTENT = "Reads content.";
const LOGS = "Reads logs, which hold whatever was written to them.";
const CODE = "Reads code or configuration, which often hold secrets.";
const COPY = "Copies content to where it can be read.";
const RUN = "Runs what somebody else set up, with its role, and sees or steers the result.";

const DATA = rows("data", [
  [
    "s3",
    "GetObject GetObjectVersion GetObjectTorrent GetObjectVersionTorrent GetObjectVersionForReplication GetObjectAnnotation GetObjectVersionAnnotation",
    CONTENT,
    "AmazonS3/latest/API/API_GetObject.html",
  ],
  ["s3", "ReplicateObject PutReplicationConfiguration PutInventoryConfiguration CreateJob", COPY],
  ["s3-object-lambda", "GetObject GetObjectVersion", CONTENT],
  ["s3-outposts", "GetObject GetObjectVersion", CONTENT],
  ["s3tables", "GetTableData", CONTENT],
  ["s3vectors", "GetVectors QueryVectors ListVectors", CONTENT],
  ["glacier", "GetJobOutput InitiateJob", CONTENT],
  [
    "dynamodb",
    "GetItem BatchGetItem Query Scan PartiQLSelect GetRecords",
    CONTENT,
    "amazondynamodb/latest/developerguide/read-only-permissions-on-table-items.html",
  ],
  ["dynamodb", "ExportTableToPointInTime RestoreTableFromBackup RestoreTableToPointInTime", COPY],
  [
    "rds-data",
    "ExecuteStatement BatchExecuteStatement ExecuteSql",
    "Runs statements on a database.",
    "AmazonRDS/latest/AuroraUserGuide/data-api.html",
  ],
  ["rds", "DownloadCompleteDBLogFile DownloadDBLogFilePortion", LOGS],
  [
    "rds",
    "CopyDBSnapshot CopyDBClusterSnapshot StartExportTask RestoreDBInstanceFromDBSnapshot RestoreDBClusterFromSnapshot RestoreDBInstanceToPointInTime RestoreDBClusterToPointInTime",
    COPY,
  ],
  [
    "redshift-data",
    "ExecuteStatement BatchExecuteStatement GetStatementResult",
    "Runs statements on a warehouse, or reads their results.",
  ],
  ["redshift", "RestoreFromClusterSnapshot RestoreTableFromClusterSnapshot CopyClusterSnapshot", COPY],
  ["athena", "GetQueryResults GetQueryResultsStream StartQueryExecution", "Runs queries, or reads their results."],
  ["timestream", "Select", CONTENT],
  ["cassandra", "Select", CONTENT],
  ["qldb", "SendCommand PartiQLSelect GetBlock GetRevision", CONTENT],
  ["neptune-db", "ReadDataViaQuery GetStreamRecords connect", CONTENT],
  ["neptune-graph", "ReadDataViaQuery", CONTENT],
  ["es", "ESHttpGet ESHttpPost ESHttpHead", CONTENT, "opensearch-service/latest/developerguide/ac.html"],
  ["aoss", "APIAccessAll DashboardsAccessAll", CONTENT],
  ["sqs", "ReceiveMessage", CONTENT, "AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"],
  ["sqs", "StartMessageMoveTask", COPY],
  ["sns", "Subscribe", "Has content delivered to the subscriber.", "sns/latest/api/API_Subscribe.html"],
  ["kinesis", "GetRecords SubscribeToShard", CONTENT, "kinesis/latest/APIReference/API_GetRecords.html"],
  [
    "kinesisvideo",
    "GetMedia GetMediaForFragmentList GetClip GetImages GetHLSStreamingSessionURL GetDASHStreamingSessionURL",
    CONTENT,
  ],
  ["kafka-cluster", "ReadData", CONTENT, "msk/latest/developerguide/iam-access-control.html"],
  [
    "logs",
    "GetLogEvents FilterLogEvents GetLogRecord GetQueryResults StartQuery StartLiveTail Unmask",
    LOGS,
    "AmazonCloudWatch/latest/logs/permissions-reference-cwl.html",
  ],
  ["logs", "PutSubscriptionFilter CreateExportTask", COPY],
  ["cloudtrail", "LookupEvents GetQueryResults StartQuery", LOGS],
  ["xray", "BatchGetTraces", LOGS],
  ["ebs", "GetSnapshotBlock", "Reads a disk's blocks.", "ebs/latest/userguide/ebs-accessing-snapshot.html"],
  [
    "ec2",
    "CopySnapshot CopyImage CreateImage CreateSnapshot CreateSnapshots CreateVolume ExportImage CreateStoreImageTask CreateInstanceExportTask",
    COPY,
  ],
  ["ec2", "GetConsoleOutput GetConsoleScreenshot GetLaunchTemplateData", CODE],
  ["ec2", "CreateTrafficMirrorSession CreateTrafficMirrorTarget", "Copies network traffic."],
  ["lambda", "GetFunction GetFunctionConfiguration GetLayerVersion", CODE, "lambda/latest/api/API_GetFunction.html"],
  ["lambda", "InvokeFunction InvokeAsync InvokeFunctionUrl", RUN, "lambda/latest/api/API_Invoke.html"],
  ["states", "StartExecution StartSyncExecution", RUN],
  ["states", "GetExecutionHistory DescribeExecution", "Reads what executions were given and gave back."],
  [
    "execute-api",
    "Invoke",
    RUN,
    "apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html",
  ],
  ["vpc-lattice-svcs", "Invoke", RUN],
  ["apigateway", "GET", "Reads the whole configuration, values of API keys among it."],
  ["appsync", "GraphQL", CONTENT],
  ["sagemaker", "InvokeEndpoint", RUN],
  ["sagemaker", "GetRecord BatchGetRecord", CONTENT],
  ["ecr", "BatchGetImage GetDownloadUrlForLayer", CODE, "AmazonECR/latest/userguide/repository-policies.html"],
  ["codecommit", "GitPull GetFile GetBlob GetFolder GetDifferences BatchGetCommits GetCommit", CODE],
  ["codeartifact", "GetPackageVersionAsset ReadFromRepository", CODE],
  ["glue", "GetConnection GetConnections", "Reads connections, their passwords too."],
  ["ssm", "GetCommandInvocation ListCommandInvocations", "Reads what commands wrote."],
  ["elasticfilesystem", "ClientMount ClientRootAccess", CONTENT, "efs/latest/ug/iam-access-control-nfs-efs.html"],
  ["backup", "StartRestoreJob StartCopyJob GetRecoveryPointRestoreMetadata", COPY],
  ["backup-storage", "GetChunk GetObjectMetadata", CONTENT],
  ["datasync", "StartTaskExecution CreateTask", COPY],
  ["dms", "StartReplicationTask StartReplication", COPY],
  ["transfer", "StartFileTransfer", COPY],
  ["workdocs", "GetDocument GetDocumentVersion DownloadDocumentVersion", CONTENT],
  ["workmail", "StartMailboxExportJob", COPY],
  ["chime", "ListChannelMessages GetChannelMessage", CONTENT],
  ["connect", "GetContactAttributes DescribeContact", CONTENT],
  ["quicksight", "GenerateEmbedUrlForAnonymousUser GenerateEmbedUrlForRegisteredUser GetDashboardEmbedUrl", CONTENT],
  ["cleanrooms", "StartProtectedQuery GetProtectedQuery", CONTENT],
  ["bedrock", "Retrieve RetrieveAndGenerate", CONTENT],
  ["healthlake", "ReadResource SearchWithGet SearchWithPost StartFHIRExportJob", CONTENT],
  ["medical-imaging", "GetImageFrame GetImageSetMetadata", CONTENT],
  ["omics", "GetReadSet GetReference", CONTENT],
  ["cognito-idp", "ListUsers AdminGetUser", "Reads what is known of the users of a pool."],
  ["identitystore", "ListUsers DescribeUser", "Reads what is known of people."],
  ["iot", "Receive Subscribe GetThingShadow GetRetainedMessage", CONTENT],
  ["macie2", "GetSensitiveDataOccurrences", CONTENT],
]);

const GONE = "What it deletes cannot be brought back.";

const DESTROY = rows("destroy", [
  [
    "s3",
    "DeleteBucket DeleteObject DeleteObjectVersion",
    GONE,
    "AmazonS3/latest/userguide/DeletingObjectVersions.html",
  ],
  ["s3", "ReplicateDelete", GONE],
  ["dynamodb", "DeleteTable DeleteBackup DeleteItem PartiQLDelete", GONE],
  [
    "rds",
    "DeleteDBInstance DeleteDBCluster DeleteDBSnapshot DeleteDBClusterSnapshot DeleteDBInstanceAutomatedBackup DeleteGlobalCluster",
    GONE,
    "AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  ],
  ["redshift", "DeleteCluster DeleteClusterSnapshot", GONE],
  [
    "ec2",
    "TerminateInstances DeleteVolume DeleteSnapshot DeregisterImage",
    GONE,
    "AWSEC2/latest/UserGuide/terminating-instances.html",
  ],
  ["elasticfilesystem", "DeleteFileSystem", GONE],
  ["fsx", "DeleteFileSystem DeleteVolume DeleteBackup", GONE],
  ["backup", "DeleteRecoveryPoint DeleteBackupVault", GONE, "aws-backup/latest/devguide/deleting-backups.html"],
  [
    "secretsmanager",
    "DeleteSecret",
    "Deletes a secret after a waiting time, or at once.",
    "secretsmanager/latest/userguide/manage_delete-secret.html",
  ],
  ["ecr", "DeleteRepository BatchDeleteImage", GONE],
  ["eks", "DeleteCluster", GONE],
  ["cloudformation", "DeleteStack DeleteStackSet", "Deletes all that a stack made."],
  ["organizations", "CloseAccount", "Closes an account."],
  ["account", "CloseAccount", "Closes an account."],
  ["sqs", "PurgeQueue DeleteQueue", GONE],
  ["kinesis", "DeleteStream", GONE],
  ["route53", "DeleteHostedZone", GONE],
  ["route53domains", "DeleteDomain TransferDomainToAnotherAwsAccount", "Gives a domain away."],
  ["cloudfront", "DeleteDistribution", GONE],
  ["ebs", "PutSnapshotBlock", "Overwrites a snapshot's blocks."],
  ["elasticache", "DeleteCacheCluster DeleteReplicationGroup DeleteSnapshot", GONE],
  ["es", "DeleteDomain ESHttpDelete", GONE],
  ["cognito-idp", "DeleteUserPool AdminDeleteUser", GONE],
]);

/** The reviewed rows, one an action or pattern. AWS's access level decides all that no row names. */
export const CLASS_ROWS: readonly ClassRow[] = [
  ...ESCALATION,
  ...PERMISSIONS,
  ...GUARD,
  ...CREDENTIALS,
  ...DATA,
  ...DESTROY,
];
