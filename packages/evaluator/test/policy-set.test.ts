// What two sets of policies are compared by (soundness rules 1 and 2), on concrete requests: the pairs that a naive reading gets wrong.
import { type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { FormulaBuilder, type Kleene, policySetMeaning, Rules } from "@keyaki/semantics";
import { describe, expect, it } from "vitest";
import { evaluate, GLOBAL_KEY_FACTS, readRequest } from "../src/index.ts";

interface Asked {
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly owner?: string;
  readonly unseen?: Readonly<Record<string, boolean>>;
}

/** What one set of policies says of a request: [allows, denies]. */
function says(kind: PolicyKind, statements: readonly object[], asked: Asked = {}): [Kleene, Kleene] {
  const rules = new Rules(new FormulaBuilder(), GLOBAL_KEY_FACTS);
  const { policy, diagnostics } = parsePolicyValue({ Version: "2012-10-17", Statement: statements }, { kind });
  if (policy === null) throw new Error(JSON.stringify(diagnostics));
  const meaning = policySetMeaning([policy], kind, rules);
  const read = readRequest(
    {
      principal: { arn: asked.principal ?? "arn:aws:sts::111122223333:assumed-role/app/ci" },
      action: asked.action ?? "s3:GetObject",
      resource: { arn: asked.resource ?? "arn:aws:s3:::b/k", account: asked.owner ?? "111122223333" },
      unseen: asked.unseen ?? {},
    },
    GLOBAL_KEY_FACTS,
  );
  if (!("request" in read)) throw new Error(JSON.stringify(read.problems));
  const { request } = read;
  return [
    evaluate(meaning.allows, request, { assumptions: {} }),
    evaluate(meaning.denies, request, { assumptions: {} }),
  ];
}

const allow = (more: object) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more });
const bounded = {
  "identity-allows": false,
  "boundary-attached": true,
  "boundary-allows": false,
  "session-policy": false,
};
const free = { "identity-allows": false, "boundary-attached": false, "session-policy": false };
const role = { Principal: { AWS: "arn:aws:iam::111122223333:role/app" } };
const session = { Principal: { AWS: "arn:aws:sts::111122223333:assumed-role/app/ci" } };
const anyoneWith = (condition: object) => ({ Principal: "*", Condition: condition });

describe("a resource's policy among policies that are not shown", () => {
  it("limits a role that is named by its boundary, and not a star with its ARN", () => {
    const byArn = anyoneWith({ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app" } });
    expect(says("resource", [allow(role)], { unseen: bounded })).toEqual([false, false]);
    expect(says("resource", [allow(byArn)], { unseen: bounded })).toEqual([true, false]);
    expect(says("resource", [allow(role)], { unseen: free })).toEqual([true, false]);
  });

  it("grants the account nothing by itself, and a star with the account everything", () => {
    const byAccount = anyoneWith({ StringEquals: { "aws:PrincipalAccount": "111122223333" } });
    expect(says("resource", [allow({ Principal: { AWS: "111122223333" } })], { unseen: free })).toEqual([false, false]);
    expect(says("resource", [allow(byAccount)], { unseen: free })).toEqual([true, false]);
  });

  it("names one session more strongly, and fewer of them, than the role", () => {
    const other = "arn:aws:sts::111122223333:assumed-role/app/dev";
    expect(says("resource", [allow(session)], { unseen: bounded })[0]).toBe(true);
    expect(says("resource", [allow(role)], { unseen: bounded })[0]).toBe(false);
    expect(says("resource", [allow(session)], { unseen: free, principal: other })[0]).toBe(false);
    expect(says("resource", [allow(role)], { unseen: free, principal: other })[0]).toBe(true);
  });

  it("needs the caller's own policies from another account, however directly it grants", () => {
    const foreign = { owner: "999999999999" };
    expect(says("resource", [allow(session)], { ...foreign, unseen: free })[0]).toBe(false);
    expect(says("resource", [allow(session)], { ...foreign, unseen: { ...free, "identity-allows": true } })[0]).toBe(
      true,
    );
  });

  it("does not limit the root user by a boundary or a session policy", () => {
    const limited = { ...bounded, "session-policy": true, "session-allows": false };
    const key = { action: "kms:Decrypt", principal: "arn:aws:iam::111122223333:root", unseen: limited };
    const forAccount = { Effect: "Allow", Action: "kms:*", Resource: "*", Principal: { AWS: "111122223333" } };
    expect(says("resource", [forAccount], key)[0]).toBe(true);
    expect(says("resource", [{ ...forAccount, Principal: { Service: "s3.amazonaws.com" } }], key)[0]).toBe(false);
  });

  it("wants a role's trust policy to grant, whatever identity policies say", () => {
    const assume = { action: "sts:AssumeRole", resource: "arn:aws:iam::111122223333:role/app" };
    const trust = (principal: object) => [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }];
    const user = "arn:aws:iam::111122223333:user/ana";
    const allowed = { ...free, "identity-allows": true };
    const by = (principal: object, unseen: typeof free) =>
      says("trust", trust(principal), { ...assume, principal: user, unseen })[0];
    expect(by({ Service: "lambda.amazonaws.com" }, allowed)).toBe(false);
    expect(by({ AWS: "111122223333" }, allowed)).toBe(true);
    expect(by({ AWS: "111122223333" }, free)).toBe(false);
    expect(by({ AWS: user }, free)).toBe(true);
  });

  it("leaves open what it does not show", () => {
    expect(says("resource", [allow(role)])[0]).toBe(null);
    expect(
      says("resource", [allow(role)], { owner: "999999999999", unseen: { ...free, "identity-allows": true } })[0],
    ).toBe(true);
  });
});

describe("a set that only denies", () => {
  const guard = [{ Effect: "Deny", Action: "s3:Delete*", Resource: "*" }];

  it("is not the same as no opinion", () => {
    const asked = { action: "s3:DeleteObject", principal: "arn:aws:iam::111122223333:user/ana" };
    expect(says("identity", guard, asked)).toEqual([false, true]);
    expect(says("identity", [], asked)).toEqual([false, false]);
  });

  it("stands beside the policy that its service attaches", () => {
    expect(says("scp", guard)).toEqual([true, false]);
    expect(says("scp", guard, { action: "s3:DeleteObject" })).toEqual([false, true]);
    expect(says("identity", guard)).toEqual([false, false]);
  });
});
