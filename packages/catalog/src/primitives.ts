// Checked: an error here adds or loses a path to more rights; single decisions do not read it.
import type { Page } from "./page.ts";

/** What carrying out a primitive gains. */
export type PrimitiveEffect =
  /** The rights of another user or role. */
  | "principal"
  /** Code or requests run as a role that is passed or that a resource carries. */
  | "role"
  /** More rights for the caller itself. */
  | "self";

/** A known way to more rights: whoever may do all of its actions, on the right resources, gains its effect. */
export interface Primitive {
  readonly id: string;
  /** All of them are needed. */
  readonly actions: readonly string[];
  readonly effect: PrimitiveEffect;
  /**
   * The service that must be trusted by the role, where a role is passed: `iam:PassRole` is then needed on a role in the
   * same account.
   */
  readonly passedTo?: string;
  readonly source: Page;
}

const PATHFINDING =
  "https://github.com/DataDog/pathfinding.cloud/blob/84dd65c97fc21dee54f4587be6dfd5b7b5fe320c/data/paths/";
const FOLDERS: Readonly<Record<string, string>> = { ec2instanceconnect: "ec2-instance-connect" };

function known(id: string, effect: PrimitiveEffect, actions: string, passedTo?: string): Primitive {
  const [name = id, variant] = id.split(".");
  const service = name.slice(0, name.lastIndexOf("-"));
  return {
    id: variant ? `${name}.${variant}` : name,
    actions: actions.split(" "),
    effect,
    ...(passedTo ? { passedTo } : {}),
    source: `${PATHFINDING}${FOLDERS[service] ?? service}/${name}.yaml`,
  };
}

function other(id: string, effect: PrimitiveEffect, actions: string, source: Page, passedTo?: string): Primitive {
  return { ...known(id, effect, actions, passedTo), id, source };
}

const PMAPPER = "https://github.com/nccgroup/PMapper/blob/master/principalmapper/graphing/";
const CLOUDFORMATION = "cloudformation.amazonaws.com";
const CODEBUILD = "codebuild.amazonaws.com";
const EC2 = "ec2.amazonaws.com";
const ECS = "ecs-tasks.amazonaws.com";
const GLUE = "glue.amazonaws.com";
const LAMBDA = "lambda.amazonaws.com";
const SAGEMAKER = "sagemaker.amazonaws.com";

/**
 * The catalogue of pathfinding.cloud (Datadog, Apache-2.0), read in December 2025, whose numbers it keeps (a variant
 * after the dot), and primitives from other public catalogues.
 */
export const PRIMITIVES: readonly Primitive[] = [
  known("sts-001", "principal", "sts:AssumeRole"),
  known("iam-001", "self", "iam:CreatePolicyVersion"),
  known("iam-002", "principal", "iam:CreateAccessKey"),
  known("iam-003", "principal", "iam:CreateAccessKey iam:DeleteAccessKey"),
  known("iam-004", "principal", "iam:CreateLoginProfile"),
  known("iam-005", "self", "iam:PutRolePolicy"),
  known("iam-006", "principal", "iam:UpdateLoginProfile"),
  known("iam-007", "self", "iam:PutUserPolicy"),
  known("iam-008", "self", "iam:AttachUserPolicy"),
  known("iam-009", "self", "iam:AttachRolePolicy"),
  known("iam-010", "self", "iam:AttachGroupPolicy"),
  known("iam-011", "self", "iam:PutGroupPolicy"),
  known("iam-012", "principal", "iam:UpdateAssumeRolePolicy"),
  known("iam-013", "self", "iam:AddUserToGroup"),
  known("iam-014", "principal", "iam:AttachRolePolicy sts:AssumeRole"),
  known("iam-015", "principal", "iam:AttachUserPolicy iam:CreateAccessKey"),
  known("iam-016", "principal", "iam:CreatePolicyVersion sts:AssumeRole"),
  known("iam-017", "principal", "iam:PutRolePolicy sts:AssumeRole"),
  known("iam-018", "principal", "iam:PutUserPolicy iam:CreateAccessKey"),
  known("iam-019", "principal", "iam:AttachRolePolicy iam:UpdateAssumeRolePolicy"),
  known("iam-020", "principal", "iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy"),
  known("iam-021", "principal", "iam:PutRolePolicy iam:UpdateAssumeRolePolicy"),
  known("apprunner-001", "role", "iam:PassRole apprunner:CreateService", "tasks.apprunner.amazonaws.com"),
  known("apprunner-002", "role", "apprunner:UpdateService"),
  known(
    "bedrock-001",
    "role",
    "iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter",
    "bedrock-agentcore.amazonaws.com",
  ),
  known("bedrock-002", "role", "bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter"),
  known("cloudformation-001", "role", "iam:PassRole cloudformation:CreateStack", CLOUDFORMATION),
  known("cloudformation-002", "role", "cloudformation:UpdateStack"),
  known(
    "cloudformation-003",
    "role",
    "iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances",
    CLOUDFORMATION,
  ),
  known("cloudformation-004", "role", "iam:PassRole cloudformation:UpdateStackSet", CLOUDFORMATION),
  known("cloudformation-005", "role", "cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet"),
  known("codebuild-001", "role", "iam:PassRole codebuild:CreateProject codebuild:StartBuild", CODEBUILD),
  known("codebuild-002", "role", "codebuild:StartBuild"),
  known("codebuild-003", "role", "codebuild:StartBuildBatch"),
  known("codebuild-004", "role", "iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch", CODEBUILD),
  known(
    "datapipeline-001",
    "role",
    "iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline",
    "datapipeline.amazonaws.com",
  ),
  known("ec2-001", "role", "iam:PassRole ec2:RunInstances", EC2),
  known("ec2-002", "role", "ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances"),
  known("ec2-003", "role", "iam:PassRole ec2:RequestSpotInstances", EC2),
  known("ec2-004", "role", "ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate"),
  known("ec2instanceconnect-003", "role", "ec2-instance-connect:SendSSHPublicKey"),
  known("ssm-001", "role", "ssm:StartSession"),
  known("ssm-002", "role", "ssm:SendCommand"),
  known("ecs-001", "role", "iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService", ECS),
  known("ecs-002", "role", "iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask", ECS),
  known("ecs-003", "role", "iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService", ECS),
  known("ecs-004", "role", "iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask", ECS),
  known("ecs-005", "role", "iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask", ECS),
  known("glue-001", "role", "iam:PassRole glue:CreateDevEndpoint", GLUE),
  known("glue-002", "role", "glue:UpdateDevEndpoint"),
  known("glue-003", "role", "iam:PassRole glue:CreateJob glue:StartJobRun", GLUE),
  known("glue-004", "role", "iam:PassRole glue:CreateJob glue:CreateTrigger", GLUE),
  known("glue-005", "role", "iam:PassRole glue:UpdateJob glue:StartJobRun", GLUE),
  known("glue-006", "role", "iam:PassRole glue:UpdateJob glue:CreateTrigger", GLUE),
  known("lambda-001", "role", "iam:PassRole lambda:CreateFunction lambda:InvokeFunction", LAMBDA),
  known("lambda-002", "role", "iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping", LAMBDA),
  known("lambda-003", "role", "lambda:UpdateFunctionCode"),
  known("lambda-004", "role", "lambda:UpdateFunctionCode lambda:InvokeFunction"),
  known("lambda-005", "role", "lambda:UpdateFunctionCode lambda:AddPermission"),
  known("lambda-006", "role", "iam:PassRole lambda:CreateFunction lambda:AddPermission", LAMBDA),
  known("sagemaker-001", "role", "iam:PassRole sagemaker:CreateNotebookInstance", SAGEMAKER),
  known("sagemaker-002", "role", "iam:PassRole sagemaker:CreateTrainingJob", SAGEMAKER),
  known("sagemaker-003", "role", "iam:PassRole sagemaker:CreateProcessingJob", SAGEMAKER),
  known("sagemaker-004", "role", "sagemaker:CreatePresignedNotebookInstanceUrl"),
  known(
    "sagemaker-005",
    "role",
    "sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance",
  ),
  other(
    "setdefaultpolicyversion",
    "self",
    "iam:SetDefaultPolicyVersion",
    "https://github.com/BishopFox/iam-vulnerable",
  ),
  other("updatefunctionconfiguration", "role", "lambda:UpdateFunctionConfiguration", `${PMAPPER}lambda_edges.py`),
  other(
    "associateinstanceprofile",
    "role",
    "iam:PassRole ec2:AssociateIamInstanceProfile",
    `${PMAPPER}ec2_edges.py`,
    EC2,
  ),
  other(
    "addroletoinstanceprofile",
    "role",
    "iam:PassRole iam:AddRoleToInstanceProfile ec2:AssociateIamInstanceProfile",
    `${PMAPPER}ec2_edges.py`,
    EC2,
  ),
  other(
    "autoscalinggroup",
    "role",
    "iam:PassRole autoscaling:CreateLaunchConfiguration autoscaling:CreateAutoScalingGroup",
    `${PMAPPER}autoscaling_edges.py`,
    EC2,
  ),
  other(
    "updateproject",
    "role",
    "iam:PassRole codebuild:UpdateProject codebuild:StartBuild",
    `${PMAPPER}codebuild_edges.py`,
    CODEBUILD,
  ),
  other(
    "createstatemachine",
    "role",
    "iam:PassRole states:CreateStateMachine states:StartExecution",
    "step-functions/latest/dg/concept-create-iam-advanced.html",
    "states.amazonaws.com",
  ),
];
