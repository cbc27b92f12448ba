import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogModule } from "../scripts/catalog-module.ts";
import { compileCatalog, familyName } from "../scripts/compile-catalog.ts";
import { type CatalogData, loadCatalog, readCatalog } from "../src/index.ts";

const catalog = await loadCatalog();

test("the packaged module is what its source compiles to", async () => {
  const packaged = readFileSync(new URL("../src/data/catalog.ts", import.meta.url), "utf8");
  expect(catalogModule(await compileCatalog()) === packaged).toBe(true);
});

test("counts and date are those of the pinned source", () => {
  expect(catalog.date).toBe("2026-09-26");
  expect(catalog.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(catalog.services).toHaveLength(456);
  expect(catalog.actionNames).toHaveLength(22_091);
});

test("names are sorted in lower case and unique", () => {
  const lower = catalog.actionNames.map((name) => name.toLowerCase());
  expect(lower.every((name, index) => index === 0 || lower[index - 1]! < name)).toBe(true);
});

test("an action is found without regard to letter case and keeps AWS's spelling", () => {
  const action = catalog.action("S3:GETOBJECT");
  expect(action).toMatchObject({ name: "s3:GetObject", service: "s3", accessLevel: "Read", wildcardOnly: false });
  expect(action?.resourceTypes.map(({ name }) => name)).toEqual(["accesspointobject", "object"]);
  expect(catalog.resourceTypesFor("s3:getobject")[1]?.arnTemplate).toBe(
    "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
  );
  expect(catalog.keysOf("s3:GetObject")).toContain("s3:ExistingObjectTag/${TagKey}");
});

test("every action is found by its own name, and neighbours are not confused", () => {
  for (const name of catalog.actionNames) expect(catalog.action(name)?.name).toBe(name);
  for (const name of ["", ":", "s3", "s3:", "s3:GetObjec", "s3:GetObjectZ", "zz:Z", "s3 :GetObject", "s\u2133:X"]) {
    expect(catalog.action(name)).toBeUndefined();
  }
  // U+212A folds to k in Unicode; action names fold in ASCII only.
  expect(catalog.action("\u212Ams:Decrypt")).toBeUndefined();
});

test("access levels are the five of AWS", () => {
  expect(catalog.action("iam:PutRolePolicy")?.accessLevel).toBe("Permissions management");
  expect(catalog.action("ec2:CreateTags")?.accessLevel).toBe("Tagging");
  expect(catalog.action("s3:ListAllMyBuckets")?.accessLevel).toBe("List");
  expect(catalog.action("iam:PassRole")?.accessLevel).toBe("Write");
});

test("actions without resource types are wildcard-only", () => {
  expect(catalog.action("ec2:DescribeInstances")?.wildcardOnly).toBe(true);
  expect(catalog.action("ec2:TerminateInstances")?.wildcardOnly).toBe(false);
  expect(catalog.actionNames.filter((name) => catalog.action(name)?.wildcardOnly)).toHaveLength(6724);
});

test("required types of an action", () => {
  const types = catalog.resourceTypesFor("ec2:RunInstances");
  expect(types.filter(({ required }) => required).map(({ name }) => name)).toEqual([
    "image",
    "instance",
    "network-interface",
    "security-group",
    "subnet",
  ]);
});

test("actions by service", () => {
  expect(catalog.actionsOf("STS")).toContain("sts:AssumeRole");
  expect(catalog.actionsOf("nosuch")).toEqual([]);
  expect(catalog.service("s3")?.name).toBe("Amazon S3");
  const total = catalog.services.reduce((sum, { prefix }) => sum + catalog.actionsOf(prefix).length, 0);
  expect(total).toBe(catalog.actionNames.length);
});

test("actionsWithPrefix gives what filtering gives", () => {
  let some = 0;
  let none = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: catalog.actionNames.length - 1 }),
      fc.nat(40),
      fc.constantFrom("", "~", "A"),
      (index, length, tail) => {
        const start = catalog.actionNames[index]!.slice(0, length) + tail;
        const wanted = catalog.actionNames.filter((name) => name.toLowerCase().startsWith(start.toLowerCase()));
        if (wanted.length > 0) some++;
        else none++;
        expect(catalog.actionsWithPrefix(start)).toEqual(wanted);
      },
    ),
  );
  expect(Math.min(some, none)).toBeGreaterThan(0);
});

test("condition keys of any service, families included", () => {
  expect(catalog.conditionKey("ec2:INSTANCEMETADATATAGS")).toMatchObject({ name: "ec2:InstanceMetadataTags" });
  expect(catalog.conditionKey("dynamodb:leadingkeys")).toMatchObject({ arity: "multi", type: "String" });
  expect(catalog.conditionKey("dynamodb:FisTargetArns")).toMatchObject({ arity: "multi", type: "ARN" });
  expect(catalog.conditionKey("rds:db-tag/Team")).toMatchObject({ name: "rds:db-tag/Team", arity: "single" });
  expect(catalog.conditionKey("secretsmanager:ResourceTag/x")?.arity).toBe("single");
  expect(catalog.conditionKey("events:metadata/a")?.name).toBe("events:Metadata/a");
  expect(catalog.conditionKey("events:metadata/a/MATCHER")?.name).toBe("events:Metadata/a/Matcher");
  expect(catalog.conditionKey("codebuild:secondarySources/x.location")?.name).toBe(
    "codebuild:secondarySources/x.location",
  );
  expect(catalog.conditionKey("aws:ResourceTag/anything")?.arity).toBe("single");
  expect(catalog.conditionKey("nosuch:key")).toBeUndefined();
  expect(catalog.conditionKey("rds:db-tag/")).toBeUndefined();
});

test("a key that two services type differently has unknown arity", async () => {
  const data = await compileCatalog();
  expect(data.keys.filter(([, , arity]) => arity === "unknown")).toEqual([
    ["identitystore:UserId", "String", "unknown"],
  ]);
});

test("AWS's four ways to write a family become one", () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: AWS's own way to write a family of keys
  expect(familyName("s3:ExistingObjectTag/<key>")).toBe("s3:ExistingObjectTag/${TagKey}");
  expect(familyName("secretsmanager:ResourceTag/tag-key")).toBe("secretsmanager:ResourceTag/${TagKey}");
  expect(familyName("glacier:ResourceTag/")).toBe("glacier:ResourceTag/${TagKey}");
  expect(familyName("rds:db-tag/${TagKey}")).toBe("rds:db-tag/${TagKey}");
  expect(familyName("s3:prefix")).toBe("s3:prefix");
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
});

test("services under RCPs, by action prefix", async () => {
  const { rcp } = await compileCatalog();
  expect(rcp).toHaveLength(62);
  for (const prefix of ["s3", "sts", "sqs", "kms", "secretsmanager", "dynamodb", "es", "opensearch", "KMS"]) {
    expect(catalog.underRcp(prefix)).toBe(true);
  }
  for (const prefix of ["ec2", "iam", "lambda", "sns", "", "s3express"]) expect(catalog.underRcp(prefix)).toBe(false);
  for (const [, ...prefixes] of rcp) for (const prefix of prefixes) expect(catalog.service(prefix)).toBeDefined();
});

test("two catalogs live side by side", () => {
  const small: CatalogData = {
    format: 1,
    date: "2020-01-01",
    source: "test",
    digest: "0",
    rcp: [],
    keys: [["x:Key", "Bool", "multi"]],
    keySets: [[], [0]],
    services: [
      {
        prefix: "x",
        name: "X",
        types: [["thing", ":thing/1", 1]],
        uses: [[], [0, 1, 0]],
        actions: "Do Get",
        levels: "WR",
        links: [1, 0, 0, 1],
      },
    ],
  };
  const other = readCatalog(small);
  expect(other.action("x:do")).toMatchObject({ wildcardOnly: false, accessLevel: "Write" });
  expect(other.resourceTypesOf("x")[0]?.arnTemplate).toBe("arn:${Partition}:x:${Region}:${Account}:thing/1");
  expect(other.keysOf("x:Do")).toEqual(["x:Key"]);
  expect(other.action("x:get")).toMatchObject({ wildcardOnly: true, conditionKeys: ["x:Key"] });
  expect(other.conditionKey("x:key")?.type).toBe("Bool");
  expect(other.action("s3:GetObject")).toBeUndefined();
  expect(other.underRcp("s3")).toBe(false);
  expect(catalog.action("x:do")).toBeUndefined();
  expect(() => readCatalog({ ...small, format: 2 } as unknown as CatalogData)).toThrow(RangeError);
});

test("loadCatalog gives the same catalog again", async () => {
  expect(await loadCatalog()).toBe(catalog);
});
