import { expect, test } from "vitest";
import {
  ACTION_CLASSES,
  CLASS_ROWS,
  classOf,
  classRows,
  levelOf,
  loadCatalog,
  PRIMITIVES,
  pageAddress,
} from "../src/index.ts";

const catalog = await loadCatalog();

test("every literal action of the rows exists in AWS's spelling, every pattern matches one", () => {
  for (const { action } of CLASS_ROWS) {
    if (action.includes("*")) {
      const pattern = new RegExp(`^${action.replaceAll("*", ".*")}$`);
      expect([action, catalog.actionNames.some((name) => pattern.test(name))]).toEqual([action, true]);
    } else {
      expect(catalog.action(action)?.name).toBe(action);
    }
  }
});

test("every row says why and where from, and no action is listed twice", () => {
  for (const { why, source } of CLASS_ROWS) {
    expect(why).toMatch(/[.]$/);
    expect(URL.canParse(pageAddress(source))).toBe(true);
  }
  const actions = CLASS_ROWS.map(({ action }) => action);
  expect(actions.filter((action, index) => actions.indexOf(action) !== index)).toEqual([]);
});

test.each([
  ["iam:PassRole", "escalation"],
  ["IAM:passrole", "escalation"],
  ["lambda:UpdateFunctionCode", "escalation"],
  ["ssm:StartSession", "escalation"],
  ["s3:PutBucketPolicy", "permissions"],
  ["sso:CreateAccountAssignment", "permissions"],
  ["kinesis:PutResourcePolicy", "permissions"],
  ["cloudtrail:StopLogging", "guard"],
  ["iam:DeleteRolePermissionsBoundary", "guard"],
  ["s3:PutAccountPublicAccessBlock", "guard"],
  ["kms:ScheduleKeyDeletion", "guard"],
  ["secretsmanager:GetSecretValue", "credentials"],
  ["ssm:GetParametersByPath", "credentials"],
  ["sts:AssumeRole", "credentials"],
  ["kms:Decrypt", "credentials"],
  ["ecr:GetAuthorizationToken", "credentials"],
  ["deadline:AssumeQueueRoleForUser", "credentials"],
  ["s3:GetObject", "data"],
  ["dynamodb:Scan", "data"],
  ["lambda:InvokeFunction", "data"],
  ["ec2:TerminateInstances", "destroy"],
  ["apprunner:DeleteService", "destroy"],
  ["dynamodb:PutItem", "write"],
  ["ec2:CreateTags", "write"],
  ["s3:GetBucketTagging", "read"],
  ["s3:ListAllMyBuckets", "list"],
])("%s is %s", (action, expected) => {
  expect(classOf(action, catalog.action(action)?.accessLevel)).toBe(expected);
});

test("an action AWS does not have counts as a write, or by its name as destroying", () => {
  expect(classOf("bedrock:NewThing")).toBe("write");
  expect(classOf("bedrock:DeleteNewThing")).toBe("destroy");
});

test("permissions management is never lighter than its access level, and read and list stay below write", () => {
  for (const name of catalog.actionNames) {
    const { accessLevel } = catalog.action(name)!;
    const rank = ACTION_CLASSES.indexOf(classOf(name, accessLevel));
    if (accessLevel === "Permissions management")
      expect([name, levelOf(classOf(name, accessLevel))]).toEqual([name, "high"]);
    if (accessLevel === "Write" || accessLevel === "Tagging") expect(rank).toBeLessThan(ACTION_CLASSES.indexOf("read"));
  }
});

test("levels follow the class, and reading data is graver on any resource", () => {
  expect(ACTION_CLASSES.map((actionClass) => levelOf(actionClass))).toEqual(
    "high high high high high medium medium low low".split(" "),
  );
  expect(levelOf("data", "named")).toBe("medium");
  expect(levelOf("credentials", "named")).toBe("high");
});

test("rows about an action come gravest first", () => {
  expect(classRows("s3:GetObject").map((row) => row.class)).toEqual(["data"]);
  expect(classRows("cloudtrail:PutResourcePolicy").map((row) => row.class)).toEqual(["permissions"]);
  expect(classRows("ec2:DescribeInstances")).toEqual([]);
});

test("every action of a primitive exists, and each primitive holds an action of class escalation or of credentials", () => {
  for (const { id, actions } of PRIMITIVES) {
    for (const action of actions) expect([id, catalog.action(action)?.name]).toEqual([id, action]);
    expect([
      id,
      actions
        .map((action) => classOf(action, catalog.action(action)?.accessLevel))
        .some((found) => found === "escalation" || found === "credentials"),
    ]).toEqual([id, true]);
  }
});

test("primitives: ids once, a service exactly where a role is passed", () => {
  expect(new Set(PRIMITIVES.map(({ id }) => id)).size).toBe(PRIMITIVES.length);
  expect(PRIMITIVES.filter(({ source }) => source.includes("pathfinding.cloud"))).toHaveLength(65);
  for (const { id, actions, passedTo } of PRIMITIVES) {
    expect([id, actions.includes("iam:PassRole")]).toEqual([id, passedTo !== undefined]);
  }
});
