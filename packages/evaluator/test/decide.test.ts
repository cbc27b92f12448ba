// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import { parsePolicyValue } from "@keyaki/policy";
import type { Layers, Request } from "@keyaki/semantics";
import { describe, expect, it } from "vitest";
import { evaluateRequest, GLOBAL_KEY_FACTS, readLayers, readRequest } from "../src/index.ts";

const options = { rcpActions: ["s3"] };

function layers(json: Readonly<Record<string, unknown>>): Layers {
  const read = readLayers(json);
  if (!("layers" in read)) throw new Error(JSON.stringify(read));
  return read.layers;
}

function request(changes: Readonly<Record<string, unknown>> = {}): Request {
  const read = readRequest(
    {
      principal: { arn: "arn:aws:sts::111122223333:assumed-role/app/ci" },
      action: "s3:GetObject",
      resource: { arn: "arn:aws:s3:::b/k" },
      ...changes,
    },
    GLOBAL_KEY_FACTS,
  );
  if (!("request" in read)) throw new Error(JSON.stringify(read.problems));
  return read.request;
}

const statement = (effect: "Allow" | "Deny", more: Readonly<Record<string, unknown>> = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: effect, Action: "s3:GetObject", Resource: "*", ...more }],
});
const granting = (principal: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  statement("Allow", { Principal: principal, ...more });
const nothing = [statement("Allow", { Action: "ec2:*" })];

// AWS pages: access_policies-cross-account-resource-access, kms key-policy-modifying-external-accounts, STS API_GetCallerIdentity.
describe("what no policy can change", () => {
  const all = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const identity = [all];
  const decide = (changes: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) =>
    evaluateRequest(layers({ identity, ...more }), request(changes), options);

  it("is that nothing is granted between partitions, and no statement is the reason", () => {
    expect(decide({ resource: { arn: "arn:aws-cn:s3:::b/k" } })).toMatchObject({
      decision: "ImplicitlyDenied",
      decidedBy: null,
      reasons: [],
    });
    expect(decide({})).toMatchObject({ decision: "Allowed", decidedBy: "identity" });
  });

  it("is that an operation of AWS KMS off the list does not work on keys of another account", () => {
    const key = { arn: "arn:aws:kms:eu-west-1:444455556666:key/1" };
    const resource = { ...all, Statement: [{ ...all.Statement[0], Principal: { AWS: "111122223333" } }] };
    const of = (action: string) => decide({ action, resource: key }, { resource });
    expect(of("kms:Decrypt")).toMatchObject({ decision: "Allowed" });
    expect(of("kms:TagResource")).toMatchObject({ decision: "ImplicitlyDenied", decidedBy: null, reasons: [] });
  });

  it("is that everyone may ask who it is; a Deny is still one elsewhere", () => {
    const denied = { identity: [statement("Deny", { Action: "*" })] };
    expect(decide({ action: "sts:GetCallerIdentity", resource: { arn: "*" } }, denied)).toMatchObject({
      decision: "Allowed",
      decidedBy: null,
      reasons: [],
    });
    expect(decide({ resource: { arn: "arn:aws-cn:s3:::b/k" } }, denied)).toMatchObject({
      decision: "ExplicitlyDenied",
      decidedBy: "identity",
    });
  });
});

// AWS page: reference_policies_evaluation-logic_policy-eval-denyallow, the table of one account. Identity policies,
// boundary and session policies all deny, but only implicitly.
describe("a grant of the resource's policy in one account", () => {
  const limited = { identity: nothing, boundaries: nothing, session: nothing };
  const role = "arn:aws:iam::111122223333:role/app";
  const parent = "arn:aws:iam::111122223333:user/ana";
  const federated = { principal: { arn: "arn:aws:sts::111122223333:federated-user/bo", parent } };
  const user = { principal: { arn: parent } };
  it.each([
    ["role ARN", granting({ AWS: role }), {}, "ImplicitlyDenied"],
    [
      "star with the role's aws:PrincipalArn",
      granting("*", { Condition: { ArnEquals: { "aws:PrincipalArn": role } } }),
      {},
      "Allowed",
    ],
    ["session ARN", granting({ AWS: "arn:aws:sts::111122223333:assumed-role/app/ci" }), {}, "Allowed"],
    ["user ARN", granting({ AWS: parent }), user, "Allowed"],
    ["ARN of the user who federated", granting({ AWS: parent }), federated, "ImplicitlyDenied"],
    ["federated user's ARN", granting({ AWS: "arn:aws:sts::111122223333:federated-user/bo" }), federated, "Allowed"],
    ["account", granting({ AWS: "111122223333" }), user, "ImplicitlyDenied"],
    ["service", granting({ Service: "sns.amazonaws.com" }), { principal: { service: "sns.amazonaws.com" } }, "Allowed"],
  ])("to a %s", (_who, resource, changes, decision) => {
    expect(evaluateRequest(layers({ ...limited, resource }), request(changes), options).decision).toBe(decision);
  });

  it.each(["boundaries", "session", "identity"])("never stands against an explicit Deny: %s", (layer) => {
    const denying = { ...limited, resource: granting("*"), [layer]: [statement("Deny")] };
    expect(evaluateRequest(layers(denying), request(), options)).toMatchObject({
      decision: "ExplicitlyDenied",
      decidedBy: layer,
    });
  });

  it("is not enough from another account, however direct", () => {
    const foreign = request({ resource: { arn: "arn:aws:s3:::b/k", account: "999999999999" } });
    const resource = granting({ AWS: "arn:aws:sts::111122223333:assumed-role/app/ci" });
    const decide = (json: Readonly<Record<string, unknown>>) =>
      evaluateRequest(layers({ resource, ...json }), foreign, options);
    expect(decide({})).toMatchObject({ decision: "ImplicitlyDenied", decidedBy: "identity" });
    expect(decide({ identity: [statement("Allow")] }).decision).toBe("Allowed");
    expect(decide({ identity: [statement("Allow")], session: nothing })).toMatchObject({ decidedBy: "session" });
  });
});

describe("reasons", () => {
  const guarded = {
    Condition: { StringEquals: { "aws:PrincipalTag/Team": ["red", "blue"] }, Bool: { "aws:SecureTransport": "true" } },
  };

  it("tell the condition that fails, the values it wants and those of the request", () => {
    const decided = evaluateRequest(
      layers({ identity: [statement("Allow", guarded)] }),
      request({ context: { "aws:PrincipalTag/team": "green" } }),
      options,
    );
    expect(decided).toMatchObject({ decision: "ImplicitlyDenied", decidedBy: "identity", dependsOn: [] });
    const [reason] = decided.reasons;
    expect(reason).toMatchObject({ layer: "identity", level: null, effect: "Allow", applies: false });
    expect(reason?.mismatch).toMatchObject({ part: "condition", condition: { keyWritten: "aws:PrincipalTag/Team" } });
    expect(reason?.conditions.map(({ condition: _, ...rest }) => rest)).toEqual([
      {
        operator: "StringEquals",
        key: "aws:PrincipalTag/Team",
        wanted: ["red", "blue"],
        actual: { set: false, values: ["green"] },
        holds: false,
      },
      {
        operator: "Bool",
        key: "aws:SecureTransport",
        wanted: ["true"],
        actual: { set: false, values: ["true"] },
        holds: true,
      },
    ]);
  });

  it("tell an absent key from one with another value", () => {
    const [reason] = evaluateRequest(layers({ identity: [statement("Allow", guarded)] }), request(), options).reasons;
    expect(reason?.conditions.map(({ actual }) => actual)).toEqual([null, { set: false, values: ["true"] }]);
  });

  it("tell that the principal is not the one named", () => {
    const [reason] = evaluateRequest(
      layers({ resource: granting({ AWS: "999999999999" }) }),
      request(),
      options,
    ).reasons;
    expect(reason).toMatchObject({ layer: "resource", applies: false, mismatch: { part: "principal" } });
  });

  it("leave out statements on other actions and resources", () => {
    const other = statement("Allow", { Resource: "arn:aws:s3:::other/*" });
    expect(evaluateRequest(layers({ identity: [...nothing, other] }), request(), options).reasons).toEqual([]);
  });

  it("tell the level of a service control policy", () => {
    const full = statement("Allow", { Action: "*" });
    const decided = evaluateRequest(
      layers({ identity: [full], scps: [[full], [full, statement("Deny")]] }),
      request(),
      options,
    );
    expect(decided).toMatchObject({ decision: "ExplicitlyDenied", decidedBy: "scps" });
    expect(decided.reasons.map(({ layer, level, effect }) => [layer, level, effect])).toEqual([
      ["identity", null, "Allow"],
      ["scps", 0, "Allow"],
      ["scps", 1, "Allow"],
      ["scps", 1, "Deny"],
    ]);
  });

  it("do not name a layer that does not limit the caller", () => {
    const full = statement("Allow", { Action: "*" });
    const json = {
      identity: [full],
      scps: [[full, statement("Deny")]],
      resource: statement("Deny", { Principal: "*" }),
    };
    const decided = evaluateRequest(layers(json), request(), { ...options, managementAccount: true });
    expect(decided).toMatchObject({ decision: "ExplicitlyDenied", decidedBy: "resource" });
  });
});

describe("what is not known", () => {
  it("leaves a decision undetermined and says what it waits for", () => {
    const decided = evaluateRequest(layers({ identity: { unknown: "not exported" } }), request(), options);
    expect(decided).toMatchObject({
      decision: "Undetermined",
      decidedBy: null,
      dependsOn: ["identity-allows", "identity-denies"],
    });
  });

  it("is settled by what the request says of it", () => {
    const unknown = layers({ identity: { unknown: "not exported" } });
    const said = (allows: boolean, denies: boolean) =>
      evaluateRequest(unknown, request({ unseen: { "identity-allows": allows, "identity-denies": denies } }), options)
        .decision;
    expect([said(true, false), said(false, false), said(true, true)]).toEqual([
      "Allowed",
      "ImplicitlyDenied",
      "ExplicitlyDenied",
    ]);
  });

  it("is the time, where the request gives none", () => {
    const until = {
      identity: [statement("Allow", { Condition: { DateLessThan: { "aws:CurrentTime": "2027-01-01" } } })],
    };
    const decide = (context: Readonly<Record<string, unknown>>) =>
      evaluateRequest(layers(until), request({ context }), options);
    expect(decide({})).toMatchObject({ decision: "Undetermined", dependsOn: ["aws:currenttime"] });
    expect(decide({ "aws:CurrentTime": "2026-12-31T23:59:59Z" }).decision).toBe("Allowed");
    expect(decide({ "aws:CurrentTime": "2027-01-01" }).decision).toBe("ImplicitlyDenied");
  });

  it("is the time also inside a variable", () => {
    const named = { identity: [statement("Allow", { Resource: "arn:aws:s3:::b/${aws:EpochTime}" })] };
    expect(evaluateRequest(layers(named), request(), options).decision).toBe("Undetermined");
  });
});

describe("restsOn", () => {
  const plain = { identity: [statement("Allow", { Condition: { StringEquals: { "aws:TagKeys": "team" } } })] };
  const tagged = request({ context: { "aws:TagKeys": ["team"] } });

  it("names the open rules that would decide otherwise", () => {
    expect(evaluateRequest(layers(plain), tagged, options).restsOn).toEqual([
      { id: "multivalued-plain", value: "no-match", otherwise: [{ value: "as-set", decision: "Allowed" }] },
    ]);
  });

  it("is empty once the rule is pinned", () => {
    const pinned = evaluateRequest(layers(plain), tagged, {
      ...options,
      assumptions: { "multivalued-plain": "as-set" },
    });
    expect(pinned).toMatchObject({ decision: "Allowed", restsOn: [] });
  });

  it("names substituted wildcards where a value holds one, and a decision under them waits for them", () => {
    const home = { Condition: { StringLike: { "s3:prefix": "home/${aws:PrincipalTag/home, '*'}/*" } } };
    const own = layers({ identity: [statement("Allow", home)] });
    const from = (tag: string | null) =>
      request({ context: { "s3:prefix": "home/bo/a", "aws:PrincipalTag/home": tag } });
    const wildcard = { ...options, assumptions: { "substituted-wildcards": "wildcard" } };
    const undecided = { value: "wildcard", decision: "Undetermined" };
    for (const tag of ["*", "b?", null]) {
      expect(evaluateRequest(own, from(tag), options)).toMatchObject({
        decision: "ImplicitlyDenied",
        restsOn: [{ id: "substituted-wildcards", value: "literal", otherwise: [undecided] }],
      });
      expect(evaluateRequest(own, from(tag), wildcard)).toMatchObject({
        decision: "Undetermined",
        dependsOn: ["substituted-wildcards"],
        restsOn: [],
      });
    }
    expect(evaluateRequest(own, from("bo"), options)).toMatchObject({ decision: "Allowed", restsOn: [] });
    expect(evaluateRequest(own, from("bo"), wildcard)).toMatchObject({ decision: "Allowed", restsOn: [] });
    const denied = layers({ identity: [statement("Allow", home), statement("Deny")] });
    expect(evaluateRequest(denied, from("*"), wildcard)).toMatchObject({ decision: "ExplicitlyDenied", dependsOn: [] });
  });

  it("is empty where the rule decides nothing", () => {
    const denied = { identity: [...plain.identity, statement("Deny")] };
    expect(evaluateRequest(layers(denied), tagged, options).restsOn).toEqual([]);
  });
});

describe("readLayers", () => {
  const refusal = (json: unknown) => {
    const read = readLayers(json);
    if ("layers" in read) return [];
    return [...read.problems.map(({ code, path }) => `${code} ${path}`), ...read.policies.map(({ path }) => path)];
  };

  it("says where a policy that cannot be read stands", () => {
    expect(refusal({ identity: [statement("Allow"), { Statement: [{}] }] })).toEqual(["$.identity[1]"]);
    expect(refusal({ scps: [[], [{ Statement: 7 }]] })).toEqual(["$.scps[1][0]"]);
  });

  it("refuses what takes no part in decisions yet rather than ignore it", () => {
    expect(refusal({ acl: { grants: ["public"] } })).toEqual(["UNSUPPORTED $.acl"]);
    expect(refusal({ acl: null, grants: [] })).toEqual([]);
  });

  it("refuses other shapes", () => {
    expect(refusal(7)).toEqual(["WRONG_TYPE $"]);
    expect(refusal({ identity: statement("Allow") })).toEqual(["WRONG_TYPE $.identity"]);
    expect(refusal({ scps: [statement("Allow")] })).toEqual(["WRONG_TYPE $.scps[0]"]);
    expect(refusal({ session: { unknown: 1 } })).toEqual(["WRONG_TYPE $.session.unknown"]);
  });

  it("takes a policy without Resource on roles for a trust policy", () => {
    const trust = { Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" } };
    expect(layers({ resource: trust }).resource).toMatchObject({ kind: "trust" });
    expect(layers({ resource: granting("*") }).resource).toMatchObject({ kind: "resource" });
    expect(parsePolicyValue(trust, { kind: "trust" }).policy).not.toBe(null);
  });
});
