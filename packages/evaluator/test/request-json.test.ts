import { globalKey } from "@keyaki/catalog";
import type { Request } from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultsOf, readRequest, writeRequest } from "../src/index.ts";
import { anyRequest } from "./requests.ts";

const facts = { arity: (key: string) => globalKey(key)?.arity ?? ("unknown" as const) };
const user = { arn: "arn:aws:iam::111122223333:user/team/ana" };
const bucket = { arn: "arn:aws:s3:::reports/2026.csv" };

function read(given: Readonly<Record<string, unknown>>): Request {
  const result = readRequest({ principal: user, action: "s3:GetObject", resource: bucket, ...given }, facts);
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.request;
}

function problems(given: Readonly<Record<string, unknown>>): string[] {
  const result = readRequest({ principal: user, action: "s3:GetObject", resource: bucket, ...given }, facts);
  return "problems" in result ? result.problems.map(({ code, path }) => `${code} ${path}`) : [];
}

const key = (request: Request, name: string) => request.keys.get(name);

describe("readRequest", () => {
  it("reads a user", () => {
    const { caller } = read({ principal: { ...user, id: "AIDAABC", account: "111122223333" } });
    expect(caller.kind).toBe("user");
    expect(caller.parts).toMatchObject({ id: "AIDAABC", account: "111122223333", path: "/team/", name: "ana" });
  });

  it('reads "*" as the resource of an action without resource types', () => {
    const action = "s3:ListAllMyBuckets";
    expect(read({ action, resource: "*" })).toEqual(read({ action, resource: { arn: "*" } }));
    expect(problems({ resource: "arn:aws:s3:::reports" })).toEqual(["WRONG_TYPE $.resource"]);
  });

  it("reads a session, its role's path from role or from aws:PrincipalArn", () => {
    const arn = "arn:aws:sts::111122223333:assumed-role/dev/ci";
    const role = "arn:aws:iam::111122223333:role/team/dev";
    const wanted = { path: "/team/", name: "dev", session: "ci" };
    expect(read({ principal: { arn, role } }).caller.parts).toMatchObject(wanted);
    expect(read({ principal: { arn }, context: { "aws:PrincipalArn": role } }).caller.parts).toMatchObject(wanted);
    expect(read({ principal: { arn } }).caller.parts).toMatchObject({ path: "/", id: "AROAEXAMPLE" });
    expect(read({ principal: { arn, id: "AROAXYZ:ci" } }).caller.parts.id).toBe("AROAXYZ");
    expect(read({ principal: { arn }, context: { "aws:userid": "AROAXYZ:ci" } }).caller.parts.id).toBe("AROAXYZ");
  });

  it("takes a role for some session of it", () => {
    const { caller } = read({ principal: { arn: "arn:aws:iam::111122223333:role/team/dev" } });
    expect(caller).toMatchObject({ kind: "session", parts: { path: "/team/", name: "dev", session: "session" } });
  });

  it("tells service-linked roles by their path", () => {
    const arn = "arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport";
    expect(read({ principal: { arn } }).caller.kind).toBe("service-linked-session");
  });

  it("reads root, assumed root, federated users, services, applicants and anonymous callers", () => {
    const root = { arn: "arn:aws:iam::111122223333:root" };
    const federated = { arn: "arn:aws:sts::111122223333:federated-user/bo" };
    const kind = (principal: unknown, context = {}) => read({ principal, context }).caller.kind;
    expect(kind(root)).toBe("root");
    expect(kind(root, { "aws:AssumedRoot": true })).toBe("assumed-root");
    expect(kind(federated)).toBe("federated-user");
    expect(kind({ ...federated, parent: user.arn })).toBe("federated-user");
    expect(kind({ ...federated, parent: root.arn })).toBe("federated-root");
    expect(kind({ service: "sns.amazonaws.com" })).toBe("service");
    expect(kind({ anonymous: true })).toBe("anonymous");
    expect(kind({ federated: "accounts.google.com" })).toBe("web-identity");
    expect(kind({ federated: "arn:aws:iam::111122223333:saml-provider/corp" })).toBe("saml");
  });

  it("fills in the owner, its key, the connection and the region", () => {
    const own = read({});
    expect(own.owner).toBe("111122223333");
    expect(key(own, "aws:resourceaccount")).toEqual({ set: false, values: ["111122223333"] });
    expect(key(own, "aws:securetransport")).toEqual({ set: false, values: ["true"] });
    expect(key(own, "aws:requestedregion")).toEqual({ set: false, values: ["us-east-1"] });
    const queue = read({ resource: { arn: "arn:aws:sqs:eu-west-1:999999999999:q" } });
    expect(queue.owner).toBe("999999999999");
    expect(key(queue, "aws:requestedregion")?.values).toEqual(["eu-west-1"]);
    expect(read({ resource: { ...bucket, account: "999999999999" } }).owner).toBe("999999999999");
    expect(read({ context: { "aws:ResourceAccount": "999999999999" } }).owner).toBe("999999999999");
    expect(read({ principal: { anonymous: true } }).owner).toBe(null);
  });

  it("leaves out what null forces to be absent", () => {
    const request = read({
      context: { "aws:ResourceAccount": null, "aws:SecureTransport": null, "aws:SourceIp": null },
    });
    expect(request.owner).toBe("111122223333");
    expect(["aws:resourceaccount", "aws:securetransport", "aws:sourceip"].map((name) => key(request, name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(read({ resource: { ...bucket, account: null } }).owner).toBe(null);
  });

  it("holds as many values as the key's arity says", () => {
    const request = read({
      context: { "aws:TagKeys": "team", "aws:CalledVia": [], "x:one": 7, "x:set": ["a", true], "s3:max-keys": 10 },
    });
    expect(key(request, "aws:tagkeys")).toEqual({ set: true, values: ["team"] });
    expect(key(request, "aws:calledvia")).toEqual({ set: true, values: [] });
    expect(key(request, "x:one")).toEqual({ set: false, values: ["7"] });
    expect(key(request, "x:set")).toEqual({ set: true, values: ["a", "true"] });
    expect(problems({ context: { "aws:SourceIp": ["192.0.2.1"] } })).toEqual([
      'NOT_MULTIVALUED $.context["aws:SourceIp"]',
    ]);
  });

  it("takes the time for the clock, and invents none", () => {
    expect(read({}).clock).toBe(null);
    expect(read({ context: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }).clock).toBe(1_767_225_600_000);
    expect(read({ context: { "aws:EpochTime": 1_767_225_600 } }).clock).toBe(1_767_225_600_000);
    expect(problems({ context: { "aws:CurrentTime": "2026-01-01T00:00:00Z", "aws:EpochTime": "1767225601" } })).toEqual(
      ['CONTRADICTION $.context["aws:EpochTime"]'],
    );
    expect(problems({ context: { "aws:CurrentTime": "soon" } })).toEqual([
      'INVALID_VALUE $.context["aws:CurrentTime"]',
    ]);
    expect(problems({ context: { "aws:EpochTime": null } })).toEqual(['CONTRADICTION $.context["aws:EpochTime"]']);
  });

  it.each([
    ["an account that is not the ARN's", { principal: { ...user, account: "999999999999" } }, "$.principal.account"],
    ["a session that is not the ARN's", session({ id: "AROAX:dev" }), "$.principal.id"],
    ["a role of another name", session({ role: "arn:aws:iam::111122223333:role/other" }), "$.principal.role"],
    ["a role of another account", session({ role: "arn:aws:iam::999999999999:role/dev" }), "$.principal.role"],
    ["an owner that is not the ARN's", owner("999999999999"), "$.resource.account"],
    [
      "an owner's key that is not the owner",
      { resource: { ...bucket, account: "999999999999" }, context: { "aws:ResourceAccount": "111122223333" } },
      '$.context["aws:ResourceAccount"]',
    ],
    ["a derived key with another value", { context: { "aws:username": "bo" } }, '$.context["aws:username"]'],
    [
      "a derived key that is forced away",
      { context: { "aws:PrincipalAccount": null } },
      '$.context["aws:PrincipalAccount"]',
    ],
    [
      "a key that this caller never has",
      { principal: { anonymous: true }, context: { "aws:PrincipalArn": user.arn } },
      '$.context["aws:PrincipalArn"]',
    ],
    [
      "an account of an anonymous caller",
      { principal: { anonymous: true, account: "111122223333" } },
      "$.principal.account",
    ],
    [
      "a parent of another account",
      { principal: { arn: "arn:aws:sts::111122223333:federated-user/bo", parent: "arn:aws:iam::999999999999:root" } },
      "$.principal.parent",
    ],
  ])("refuses %s", (_what, given, path) => {
    expect(problems(given)).toEqual([`CONTRADICTION ${path}`]);
  });

  it("refuses two spellings of one key", () => {
    expect(problems({ context: { "aws:SourceIp": "192.0.2.1", "AWS:sourceip": "192.0.2.1" } })).toEqual([
      'DUPLICATE_KEY $.context["AWS:sourceip"]',
    ]);
  });

  it("reports every fault with its place", () => {
    const result = readRequest(
      {
        principal: { arn: "arn:aws:s3:::b" },
        resource: "x",
        context: { "a:b": { c: 1 }, "a:d": [null], "a:e": "\ud800" },
      },
      facts,
    );
    expect("problems" in result && result.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'WRONG_TYPE $.context["a:b"]',
      'WRONG_TYPE $.context["a:d"][0]',
      'LONE_SURROGATE $.context["a:e"]',
      "INVALID_VALUE $.principal.arn",
      "MISSING $.action",
      "WRONG_TYPE $.resource",
    ]);
    for (const json of [null, [], "x", 7, undefined]) expect("problems" in readRequest(json, facts)).toBe(true);
    expect(problems({ principal: {} })).toEqual(["MISSING $.principal"]);
    expect(problems({ principal: { ...user, service: "x" } })).toEqual(["INVALID_VALUE $.principal"]);
    expect(problems({ principal: { arn: "arn:aws:iam::111122223333:user/b ad" } })).toEqual([
      "INVALID_VALUE $.principal.arn",
    ]);
    expect(problems({ unseen: { "identity-allows": "yes" } })).toEqual(['WRONG_TYPE $.unseen["identity-allows"]']);
  });

  it("ignores fields that it does not know", () => {
    expect(problems({ comment: "a later version's field" })).toEqual([]);
  });
});

describe("writeRequest", () => {
  it("writes AWS's spelling of keys, and the role beside the session", () => {
    const json = writeRequest(
      read({
        principal: {
          arn: "arn:aws:sts::111122223333:assumed-role/dev/ci",
          role: "arn:aws:iam::111122223333:role/t/dev",
        },
        context: { "aws:sourceip": "192.0.2.1", "aws:tagkeys": ["a"] },
        unseen: { "session-allows": true, "identity-allows": false },
      }),
    );
    expect(json).toEqual({
      principal: {
        arn: "arn:aws:sts::111122223333:assumed-role/dev/ci",
        role: "arn:aws:iam::111122223333:role/t/dev",
        id: "AROAEXAMPLE:ci",
        account: "111122223333",
      },
      action: "s3:GetObject",
      resource: { arn: "arn:aws:s3:::reports/2026.csv", account: "111122223333" },
      context: {
        "aws:RequestedRegion": "us-east-1",
        "aws:ResourceAccount": "111122223333",
        "aws:SecureTransport": "true",
        "aws:SourceIp": "192.0.2.1",
        "aws:TagKeys": ["a"],
      },
      unseen: { "identity-allows": false, "session-allows": true },
    });
  });

  it("is undone by reading, and reading by writing, for every kind of caller", () => {
    const kinds = new Map<string, number>();
    let admissible = 0;
    fc.assert(
      fc.property(anyRequest, (request) => {
        kinds.set(request.caller.kind, (kinds.get(request.caller.kind) ?? 0) + 1);
        if (faultsOf(request, new Set()).length === 0) admissible++;
        const json: unknown = JSON.parse(JSON.stringify(writeRequest(request)));
        const again = readRequest(json, facts);
        expect(again).toEqual({ request });
        if ("request" in again) expect(writeRequest(again.request)).toEqual(writeRequest(request));
      }),
      { numRuns: 1500 },
    );
    expect(kinds.size).toBe(11);
    expect(admissible).toBeGreaterThan(1000);
  });
});

function session(fields: Readonly<Record<string, string>>): Record<string, unknown> {
  return { principal: { arn: "arn:aws:sts::111122223333:assumed-role/dev/ci", ...fields } };
}

function owner(account: string): Record<string, unknown> {
  return { resource: { arn: "arn:aws:sqs:us-east-1:111122223333:q", account } };
}
