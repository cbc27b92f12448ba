import { AXIOMS } from "@keyaki/catalog";
import { actionsOf, CALLER_KINDS, type Caller, callerRow, type KeyValues, type Request } from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultsOf } from "../src/index.ts";
import { anyRequest } from "./requests.ts";

const every = new Set(AXIOMS.map(({ id }) => id));
const none = new Set<string>();
const user: Caller = {
  kind: "user",
  parts: { id: "AIDAEXAMPLE", partition: "aws", account: "111122223333", path: "/", name: "ana" },
};
const role: Caller = {
  kind: "session",
  parts: { id: "AROAEXAMPLE", partition: "aws", account: "111122223333", path: "/", name: "app", session: "ci" },
};

function request(changes: Partial<Omit<Request, "keys">> & { keys?: Record<string, string | string[]> } = {}): Request {
  const given = { "aws:securetransport": "true", "aws:requestedregion": "us-east-1", ...changes.keys };
  const keys = Object.entries(given).map(([key, held]): [string, KeyValues] => [
    key,
    Array.isArray(held) ? { set: true, values: held } : { set: false, values: [held] },
  ]);
  return {
    caller: user,
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/k",
    owner: "111122223333",
    clock: null,
    unseen: new Map(),
    ...changes,
    keys: new Map(keys),
  };
}

const names = (of: Request, axioms: ReadonlySet<string> = every) =>
  faultsOf(of, axioms).map(({ code, name }) => `${code} ${name}`);

describe("faultsOf", () => {
  it("finds nothing wrong with an ordinary request", () => {
    expect(names(request())).toEqual([]);
    expect(names(request({ caller: role }))).toEqual([]);
  });

  it.each([
    ["a part that is missing", { ...user, parts: { ...user.parts, name: undefined } }, "missing-part name"],
    ["an account that is no account", { ...user, parts: { ...user.parts, account: "1" } }, "part account"],
    ["a role's id on a user", { ...user, parts: { ...user.parts, id: "AROAEXAMPLE" } }, "part id"],
    ["a user's id on a role", { ...role, parts: { ...role.parts, id: "AIDAEXAMPLE" } }, "part id"],
    ["a name with a slash", { ...user, parts: { ...user.parts, name: "a/b" } }, "part name"],
    ["a name with a newline at its end", { ...user, parts: { ...user.parts, name: "ana\n" } }, "part name"],
    ["a path without its last slash", { ...user, parts: { ...user.parts, path: "/team" } }, "part path"],
    ["a session name of one letter", { ...role, parts: { ...role.parts, session: "c" } }, "part session"],
    ["a partition that is not AWS's", { ...user, parts: { ...user.parts, partition: "azure" } }, "part partition"],
    ["a service-linked role elsewhere", { ...role, kind: "service-linked-session" }, "part path"],
  ])("refuses %s", (_what, caller, fault) => {
    expect(names(request({ caller: caller as Caller }))).toEqual([fault]);
  });

  it("refuses keys that follow from the caller or the clock", () => {
    expect(names(request({ keys: { "aws:username": "bo" } }))).toEqual(["derived-key aws:username"]);
    expect(names(request({ keys: { "aws:principalarn": "x" } }))).toEqual(["derived-key aws:principalarn"]);
    expect(names(request({ keys: { "aws:currenttime": "2026-01-01" } }))).toEqual(["derived-key aws:currenttime"]);
    // What a service's ARN is AWS does not say: it is free.
    const service: Caller = { kind: "service", parts: { service: "sns.amazonaws.com" } };
    expect(names(request({ caller: service, keys: { "aws:principalarn": "x" } }))).toEqual([]);
  });

  it("refuses what only other callers have", () => {
    const anonymous: Caller = { kind: "anonymous", parts: {} };
    const applicant: Caller = { kind: "web-identity", parts: { provider: "accounts.google.com" } };
    const asking = { caller: applicant, action: "sts:AssumeRoleWithWebIdentity" };
    for (const caller of [user, role, anonymous]) {
      const keys = { "aws:assumedroot": "true" };
      expect(names(request({ caller, keys }), none)).toEqual(["derived-key aws:assumedroot"]);
    }
    expect(names(request({ ...asking, keys: { "aws:principalisawsservice": "false" } }))).toEqual([
      "derived-key aws:principalisawsservice",
    ]);
    for (const key of [
      "aws:principalorgid",
      "aws:principaltag/team",
      "aws:tokenissuetime",
      "lambda:sourcefunctionarn",
    ]) {
      expect(names(request({ caller: anonymous, keys: { [key]: "x" } }))).toEqual(["axiom anonymous-keys"]);
      expect(names(request({ caller: anonymous, keys: { [key]: "x" } }), none)).toEqual([]);
      expect(names(request({ ...asking, keys: { [key]: "x" } }))).toEqual([]);
    }
    // What a session of sts:AssumeRoot has for a type and an id AWS does not say.
    const assumed: Caller = { kind: "assumed-root", parts: { partition: "aws", account: "111122223333" } };
    expect(names(request({ caller: assumed, keys: { "aws:principaltype": "x", "aws:userid": "y" } }))).toEqual([]);
  });

  it("lets applicants ask for a role and what comes with it, and for nothing else", () => {
    const as = (kind: "web-identity" | "saml", action: string) =>
      names(request({ caller: { kind, parts: { provider: "x.y" } }, action }));
    for (const action of ["sts:AssumeRoleWithWebIdentity", "sts:TAGsession", "sts:SetSourceIdentity"])
      expect(as("web-identity", action)).toEqual([]);
    for (const action of ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"])
      expect(as("saml", action)).toEqual([]);
    for (const action of ["s3:GetObject", "sts:AssumeRole", "sts:AssumeRoleWithSAML"])
      expect(as("web-identity", action)).toEqual([`action ${action}`]);
    expect(as("saml", "sts:AssumeRoleWithWebIdentity")).toEqual(["action sts:AssumeRoleWithWebIdentity"]);
  });

  it("refuses an owner that is not the ARN's or not the key's", () => {
    expect(names(request({ resource: "arn:aws:sqs:us-east-1:999999999999:q" }))).toEqual(["owner resource"]);
    expect(names(request({ owner: "me" }))).toEqual(["owner owner"]);
    expect(names(request({ keys: { "aws:resourceaccount": "999999999999" } }))).toEqual([
      "owner key:aws:resourceaccount",
    ]);
    expect(names(request({ keys: { "s3:resourceaccount": "111122223333" } }))).toEqual([]);
  });

  it("refuses half a surrogate pair anywhere", () => {
    expect(names(request({ resource: "arn:aws:s3:::b/\ud800" }))).toEqual(["surrogate text"]);
    expect(names(request({ keys: { "aws:tagkeys": ["a", "\udc00"] } }))).toEqual(["surrogate text"]);
  });

  it.each([
    ["vpc-with-vpce", { "aws:sourcevpc": "vpc-1" }, { "aws:sourcevpc": "vpc-1", "aws:sourcevpce": "vpce-1" }],
    ["orgpaths-with-orgid", { "aws:principalorgpaths": ["o-a/r-a/"] }, { "aws:principalorgid": "o-a" }],
    [
      "orgpaths-in-orgid",
      { "aws:principalorgid": "o-a", "aws:principalorgpaths": ["o-a/r-a/", "o-ab/r-a/"] },
      { "aws:principalorgid": "o-a", "aws:principalorgpaths": ["o-a/r-a/"] },
    ],
    [
      "mfa-age-with-mfa",
      { "aws:multifactorauthage": "1", "aws:multifactorauthpresent": "false" },
      { "aws:multifactorauthage": "1", "aws:multifactorauthpresent": "true" },
    ],
    [
      "calledvia-first-last",
      { "aws:calledvia": ["a", "b"], "aws:calledviafirst": "a" },
      { "aws:calledvia": ["a", "b"], "aws:calledviafirst": "a", "aws:calledvialast": "b" },
    ],
  ])("holds the axiom %s where it is asserted", (axiom, broken, kept) => {
    expect(names(request({ keys: broken }))).toEqual([`axiom ${axiom}`]);
    expect(names(request({ keys: kept }))).toEqual([]);
    expect(names(request({ keys: broken }), none)).toEqual([]);
  });

  it("wants the keys that every request has", () => {
    const bare = { ...request(), keys: new Map() };
    expect(names(bare)).toEqual(["axiom securetransport-present", "axiom requestedregion-present"]);
    expect(names(bare, none)).toEqual([]);
  });

  it("knows a check for every axiom but those on the clock, which is a component of every request", () => {
    const checked = ["vpc-with-vpce", "orgpaths-with-orgid", "orgpaths-in-orgid", "mfa-age-with-mfa"];
    const present = ["anonymous-keys", "calledvia-first-last", "securetransport-present", "requestedregion-present"];
    const clock = ["currenttime-present", "epochtime-present"];
    expect([...every].sort()).toEqual([...checked, ...present, ...clock].sort());
  });

  it("accepts what the domains of the caller's parts allow", () => {
    const sample = (kind: (typeof CALLER_KINDS)[number], many: number): Caller["parts"] =>
      Object.fromEntries(
        callerRow(kind).parts.map(({ part, domain }) => {
          const letter = (at: number) => domain.chars[at % domain.chars.length]?.[at % 2] ?? "";
          const count = Math.min(domain.least + many, domain.most ?? 99);
          return [part, domain.before + Array.from({ length: count }, (_, at) => letter(at)).join("") + domain.after];
        }),
      );
    for (const kind of CALLER_KINDS) {
      for (const many of [0, 1, 7]) {
        const [action = "s3:GetObject"] = actionsOf(kind) ?? [];
        expect([kind, names(request({ action, caller: { kind, parts: sample(kind, many) } }))]).toEqual([kind, []]);
      }
    }
  });

  it("finds both admissible and inadmissible requests among drawn ones", () => {
    const outcomes = new Set<boolean>();
    fc.assert(fc.property(anyRequest, (drawn) => void outcomes.add(faultsOf(drawn, every).length === 0)));
    expect(outcomes.size).toBe(2);
  });
});
