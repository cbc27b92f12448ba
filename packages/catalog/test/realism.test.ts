import { expect, test } from "vitest";
import { fillTemplate, GLOBAL_KEYS, loadCatalog, plausibleValues } from "../src/index.ts";

const catalog = await loadCatalog();

test("every template of the catalog fills to one ARN without an open place", () => {
  let filled = 0;
  for (const { prefix } of catalog.services) {
    for (const { arnTemplate } of catalog.resourceTypesOf(prefix)) {
      const arn = fillTemplate(arnTemplate);
      // AWS's template of MediaConnect offerings has one segment too few.
      expect(arn).toMatch(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|offering)?:[^\s${}*]+$/);
      filled++;
    }
  }
  expect(filled).toBe(2334);
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: AWS's own way to write ARN templates
test("well-known places get values as AWS writes them", () => {
  expect(fillTemplate("arn:${Partition}:s3:::${BucketName}/${ObjectName}")).toBe(
    "arn:aws:s3:::example-bucket/reports/2026.csv",
  );
  expect(fillTemplate("arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}")).toBe(
    "arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0",
  );
  expect(fillTemplate("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}")).toBe(
    "arn:aws:iam::111122223333:role/example-role",
  );
  expect(fillTemplate("arn:${Partition}:connect:${Region}:${Account}:instance/${InstanceId}")).not.toContain("i-0");
});

test("given values win, in any letter case", () => {
  const values = { partition: "aws-cn", region: "cn-north-1", account: "444455556666", bucketName: "b" };
  expect(fillTemplate("arn:${Partition}:x:${Region}:${Account}:${BucketName}", values)).toBe(
    "arn:aws-cn:x:cn-north-1:444455556666:b",
  );
  expect(fillTemplate("arn:${Partition}:braket:*:*:device/${DeviceType}", values)).toBe(
    "arn:aws-cn:braket:cn-north-1:444455556666:device/example-device-type",
  );
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above

test("every key has a plausible value of its type", () => {
  for (const { name, type } of GLOBAL_KEYS) {
    const values = plausibleValues(name, type);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      if (type === "ARN") expect(value).toMatch(/^arn:aws:/);
      if (type === "Bool") expect(value).toMatch(/^(true|false)$/);
      if (type === "Numeric") expect(Number(value)).not.toBeNaN();
      if (type === "IPAddress") expect(value).toMatch(/^[0-9a-f.:]+$/);
    }
  }
  expect(plausibleValues("constructor", "Bool")).toEqual(["true", "false"]);
  expect(plausibleValues("token.actions.githubusercontent.com:sub", "String")[0]).toContain("repo:");
});
