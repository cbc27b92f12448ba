import fc from "fast-check";
import { expect, test } from "vitest";
import { STORED_CATALOG } from "../src/data/catalog.ts";
import { GLOBAL_KEYS, globalKey, pageAddress, SAML_KEYS, SERVICE_KEYS } from "../src/index.ts";
import { openCatalog } from "../src/stored-catalog.ts";

const ALL = [...GLOBAL_KEYS, ...SERVICE_KEYS, ...SAML_KEYS];

test("the multivalued global keys are those of AWS's page", () => {
  expect(GLOBAL_KEYS.filter(({ arity }) => arity === "multi").map(({ name }) => name)).toEqual([
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:VpceOrgPaths",
    "aws:ResourceOrgPaths",
    "aws:CalledVia",
    "aws:TagKeys",
    "aws:SourceOrgPaths",
  ]);
});

test("the sensitive keys are those of AWS's page", () => {
  const sensitive = GLOBAL_KEYS.filter((key) => key.sensitive).map(({ name }) => name.slice("aws:".length));
  expect(sensitive.sort()).toEqual(
    "PrincipalAccount PrincipalOrgID ResourceAccount ResourceOrgID SourceAccount SourceOrgID SourceVpc SourceVpce VpceAccount VpceOrgID".split(
      " ",
    ),
  );
});

test("types that decide how a value is read", () => {
  const types = new Map(ALL.map(({ name, type }) => [name, type]));
  expect(types.get("aws:PrincipalArn")).toBe("ARN");
  expect(types.get("aws:SourceIp")).toBe("IPAddress");
  expect(types.get("aws:CurrentTime")).toBe("Date");
  expect(types.get("aws:MultiFactorAuthAge")).toBe("Numeric");
  expect(types.get("aws:SecureTransport")).toBe("Bool");
  expect(globalKey("aws:EpochTime")).toMatchObject({ type: "Date", alternative: "Numeric" });
  expect(globalKey("aws:FederatedProvider")).toMatchObject({ type: "String", alternative: "ARN" });
});

test("no name twice, every row has a sentence and a page", () => {
  const names = ALL.map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  for (const { presence, page } of ALL) {
    expect(presence).toMatch(/[.]$/);
    expect(URL.canParse(pageAddress(page))).toBe(true);
  }
});

test("every row is found in any letter case", () => {
  for (const { name, arity } of ALL) {
    for (const asked of [name, name.toLowerCase(), name.toUpperCase()]) {
      if (!name.includes("${")) expect(globalKey(asked)).toMatchObject({ name, arity });
    }
  }
});

test("tag families: the open part keeps its spelling and must not be empty", () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc.constantFrom("aws:ResourceTag/", "aws:RequestTag/", "aws:PrincipalTag/", "iam:ResourceTag/"),
      fc.string(),
      (family, tag) => {
        const key = globalKey(family.toLowerCase() + tag);
        expect(key?.name).toBe(tag === "" ? undefined : family + tag);
        if (key) found++;
      },
    ),
  );
  expect(found).toBeGreaterThan(0);
  expect(globalKey("aws:ResourceTag/")).toBeUndefined();
  expect(globalKey("aws:ResourceTag")).toBeUndefined();
  expect(globalKey("kms:EncryptionContext:a:b")?.name).toBe("kms:EncryptionContext:a:b");
  expect(globalKey("kms:EncryptionContextKeys")?.arity).toBe("multi");
});

test("OIDC claims: amr is a set, aud has one value, the others have unknown arity", () => {
  expect(globalKey("token.actions.githubusercontent.com:SUB")).toMatchObject({
    name: "token.actions.githubusercontent.com:sub",
    arity: "unknown",
  });
  expect(globalKey("cognito-identity.amazonaws.com:amr")?.arity).toBe("multi");
  expect(globalKey("oidc.eks.us-east-1.amazonaws.com/id/ABC:aud")?.arity).toBe("single");
  expect(globalKey("accounts.google.com:oaud")?.arity).toBe("unknown");
  expect(globalKey("oidc.circleci.com/org/1:oidc.circleci.com/project-id")?.arity).toBe("unknown");
  expect(globalKey("accounts.google.com:google/organization_number")?.type).toBe("Numeric");
  for (const key of ["sub", ":sub", "host:sub", "a.b:", "a..b:sub", "a.b c:sub", "a.b:nosuchclaim"]) {
    expect(globalKey(key)).toBeUndefined();
  }
});

test("SAML attributes that AWS marks as lists are sets, the others single", () => {
  expect(globalKey("saml:edupersonaffiliation")?.arity).toBe("multi");
  expect(globalKey("saml:mail")?.arity).toBe("multi");
  expect(globalKey("saml:aud")?.arity).toBe("single");
  expect(globalKey("saml:nosuch")).toBeUndefined();
});

// AWS's data and AWS's pages disagree on these; the pages say that the value can be a list, or do not say.
const LISTS_ON_THE_PAGE = new Set(
  "commonName givenName mail name organizationStatus primaryGroupSID surname uid x500UniqueIdentifier"
    .split(" ")
    .map((name) => `saml:${name}`),
);

test("where the catalog has a key of these tables too, type and arity agree, or the table is the more careful", () => {
  const data = openCatalog(STORED_CATALOG);
  let compared = 0;
  for (const [name, type, arity] of data.keys) {
    const known = globalKey(name);
    if (!known) continue;
    compared++;
    expect([name, known.type]).toEqual([name, type]);
    if (name.endsWith(":aud")) expect([name, known.arity, arity]).toEqual([name, "single", "single"]);
    else if (known.family?.startsWith("$")) expect(known.arity).not.toBe("single");
    else if (LISTS_ON_THE_PAGE.has(name)) expect(known.arity).toBe("multi");
    else expect([name, known.arity]).toEqual([name, arity]);
  }
  expect(compared).toBeGreaterThan(100);
});
