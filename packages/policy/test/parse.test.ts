import { describe, expect, it } from "vitest";
import { type PolicyKind, parsePolicy, parsePolicyValue } from "../src/index.ts";

function read(document: unknown, kind?: PolicyKind) {
  const result = parsePolicyValue(document, kind === undefined ? {} : { kind });
  if (result.policy === null) throw new Error(JSON.stringify(result.diagnostics));
  return result.policy;
}

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const assume = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" };

describe("parsePolicy", () => {
  it("reads every element with its place", () => {
    const text = `{
  "Statement": [
    {
      "Condition": { "foranyvalue:stringlikeIFEXISTS": { "AWS:TagKeys": ["a*", 10, true] } },
      "NotResource": "arn:aws:s3:::b",
      "NotAction": ["s3:Get*", "ec2:*"],
      "NotPrincipal": { "Service": "ec2.amazonaws.com", "AWS": ["*", "111122223333"] },
      "Effect": "Deny",
      "Sid": "One"
    }
  ],
  "Id": "id",
  "Version": "2008-10-17"
}`;
    const { policy, kind, source } = parsePolicy(text, { source: "bucket.json", kind: "resource" });
    expect(source).toBe("bucket.json");
    expect(kind).toEqual({ kind: "resource", certain: true, alternatives: [] });
    expect(policy).toMatchObject({
      version: "2008-10-17",
      versionWritten: true,
      id: "id",
      source: "bucket.json",
      text,
    });
    const [statement] = policy!.statements;
    const at = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);
    expect(statement).toMatchObject({ index: 0, sid: "One", effect: "Deny" });
    expect(at(statement?.span)).toMatch(/^\{\s+"Condition"[\s\S]*"One"\s+\}$/);
    expect(statement?.principal?.negated).toBe(true);
    expect(statement?.principal?.entries.map((entry) => [entry.is, entry.value, at(entry.span)])).toEqual([
      ["service", "ec2.amazonaws.com", '"ec2.amazonaws.com"'],
      ["aws", "*", '"*"'],
      ["aws", "111122223333", '"111122223333"'],
    ]);
    expect(statement?.action.negated).toBe(true);
    expect(statement?.action.patterns.map((pattern) => [pattern.written, at(pattern.span)])).toEqual([
      ["s3:Get*", '"s3:Get*"'],
      ["ec2:*", '"ec2:*"'],
    ]);
    expect(at(statement?.action.span)).toBe('["s3:Get*", "ec2:*"]');
    expect(statement?.resource).toMatchObject({ negated: true, patterns: [{ written: "arn:aws:s3:::b" }] });
    const [condition] = statement!.conditions;
    expect(condition).toMatchObject({
      operator: { set: "ForAnyValue", base: "StringLike", ifExists: true },
      written: "foranyvalue:stringlikeIFEXISTS",
      key: "aws:tagkeys",
      keyWritten: "AWS:TagKeys",
    });
    expect(condition?.values.map(({ pattern }) => [pattern.written, at(pattern.span)])).toEqual([
      ["a*", '"a*"'],
      ["10", "10"],
      ["true", "true"],
    ]);
    expect(at(condition?.span)).toBe('"AWS:TagKeys": ["a*", 10, true]');
  });

  it("takes numbers at their word", () => {
    const values = "[1.50, 1e400, 100000000000000000000001, -0]";
    const { policy } = parsePolicy(
      `{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericEquals":{"aws:x":${values}}}}}`,
    );
    expect(policy?.statements[0]?.conditions[0]?.values.map(({ pattern }) => pattern.written)).toEqual([
      "1.50",
      "1e400",
      "100000000000000000000001",
      "-0",
    ]);
  });

  it("conjoins all keys of all operators, and treats names such as __proto__ like any other", () => {
    const { policy } = parsePolicy(
      '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"__proto__":"a","constructor":"b"},"Bool":{"aws:x":true}}}}',
    );
    expect(policy?.statements[0]?.conditions.map((condition) => condition.key)).toEqual([
      "__proto__",
      "constructor",
      "aws:x",
    ]);
    expect(
      parsePolicy('{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"__proto__":{"aws:x":"a"}}}}')
        .policy,
    ).toBeNull();
  });

  it("folds key names in ASCII only", () => {
    const key = "aws:PrincipalTag/ÉK\u212a";
    const policy = read({ Statement: { ...allow, Condition: { StringLike: { [key]: "a" } } } });
    expect(policy.statements[0]?.conditions[0]?.key).toBe("aws:principaltag/Ék\u212a");
  });

  it("tells the bare star from a principal of type AWS", () => {
    const entry = (Principal: unknown) =>
      read({ Statement: { ...allow, Principal } }, "resource").statements[0]?.principal?.entries[0]?.is;
    expect(entry("*")).toBe("everyone");
    expect(entry({ AWS: "*" })).toBe("aws");
    expect(entry({ Federated: "accounts.google.com" })).toBe("federated");
    expect(entry({ CanonicalUser: "a".repeat(64) })).toBe("canonical");
  });

  it("reads one statement like a list of one, and none as none", () => {
    expect(read({ Statement: allow }).statements).toHaveLength(1);
    expect(read({ Statement: [] }).statements).toEqual([]);
  });

  it("reads bytes like text", () => {
    const text = JSON.stringify({ Statement: { ...allow, Resource: "arn:aws:s3:::é" } });
    const { policy } = parsePolicy(new TextEncoder().encode(text));
    expect(policy?.text).toBe(text);
  });

  it("gives parsePolicyValue's places in the indented text", () => {
    const document = { Statement: [{ ...allow, Effect: "allow" }] };
    const { text, diagnostics } = parsePolicyValue(document);
    expect(text).toBe(JSON.stringify(document, null, 2));
    expect(text.slice(diagnostics[0]?.span.start, diagnostics[0]?.span.end)).toBe('"allow"');
  });

  it("accepts AWS's own RCPFullAWSAccess and a customer's Deny", () => {
    const full = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
    };
    expect(read(full, "rcp").statements).toHaveLength(1);
    const deny = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:x": false } },
    };
    expect(read({ Version: "2012-10-17", Statement: deny }, "rcp").statements).toHaveLength(1);
  });

  it("accepts an Allow of a service control policy with conditions and resources", () => {
    const statement = {
      Effect: "Allow",
      NotAction: "s3:*",
      Resource: "arn:aws:ec2:*:*:*",
      Condition: { Bool: { "aws:x": "true" } },
    };
    expect(read({ Version: "2012-10-17", Statement: statement }, "scp").statements).toHaveLength(1);
  });
});

describe("the kind of a document", () => {
  it.each<[string, unknown, PolicyKind, boolean]>([
    ["no principal", allow, "identity", true],
    ["a principal and a resource", { ...allow, Principal: { AWS: "111122223333" } }, "resource", true],
    [
      "everyone, as in endpoint policies and resource control policies",
      { ...allow, Principal: "*" },
      "resource",
      false,
    ],
    ["STS actions without a resource", assume, "trust", true],
    ["a NotAction of STS", { Effect: "Deny", Principal: "*", NotAction: "STS:TagSession" }, "trust", true],
    ["other actions without a resource", { ...assume, Action: ["sts:AssumeRole", "ecr:*"] }, "resource", true],
    ["STS actions with a resource", { ...assume, Resource: "*" }, "resource", false],
    ["principals in some statements only", [assume, { Effect: "Allow", Action: "sts:TagSession" }], "trust", false],
    ["no statement", [], "identity", false],
    ["not even objects", "x", "identity", false],
  ])("is told from %s", (_, Statement, kind, certain) => {
    const result = parsePolicyValue({ Version: "2012-10-17", Statement }).kind;
    expect([result.kind, result.certain]).toEqual([kind, certain]);
  });

  it("is what was asked for, whatever the document", () => {
    expect(parsePolicyValue({ Statement: assume }, { kind: "identity" })).toMatchObject({
      policy: null,
      kind: { kind: "identity", certain: true },
    });
    expect(parsePolicy("{", { kind: "scp" }).kind).toEqual({ kind: "scp", certain: true, alternatives: [] });
  });

  it("says which other kinds have the same shape", () => {
    expect(parsePolicyValue({ Statement: allow }).kind.alternatives).toEqual(["boundary", "session", "scp"]);
    expect(parsePolicyValue({ Statement: { ...allow, Principal: "*" } }).kind.alternatives).toEqual([
      "endpoint",
      "rcp",
    ]);
  });
});
