// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Part, type PatternPlace, parsePattern, parsePolicy, splitArn } from "../src/index.ts";

const both: PatternPlace = { wildcards: true, variables: true };
const text = (value: string): Part => ({ is: "text", text: value });
const many: Part = { is: "many" };
const one: Part = { is: "one" };
const variable = (key: string, fallback?: string): Part =>
  fallback === undefined ? { is: "variable", key } : { is: "variable", key, fallback };

describe("parsePattern", () => {
  it.each<[string, PatternPlace, Part[]]>([
    ["", both, []],
    ["a", both, [text("a")]],
    ["a*b?c", both, [text("a"), many, text("b"), one, text("c")]],
    ["**", both, [many, many]],
    ["a*?", { wildcards: false, variables: true }, [text("a*?")]],
    ["${aws:UserName}", both, [variable("aws:username")]],
    ["${aws:UserName}", { wildcards: true, variables: false }, [text("${aws:UserName}")]],
    ["${*}", { wildcards: true, variables: false }, [text("${"), many, text("}")]],
    ["a${*}b${?}${$}c*", both, [text("a*b?$c"), many]],
    ["${*}", { wildcards: false, variables: true }, [text("*")]],
    ["${$}{aws:x}", both, [text("${aws:x}")]],
    ["$${aws:x}$", both, [text("$"), variable("aws:x"), text("$")]],
    ["$ {a}", both, [text("$ {a}")]],
    ["${aws:x, 'a b'}", both, [variable("aws:x", "a b")]],
    ["${aws:x, ''}", both, [variable("aws:x", "")]],
    ["${aws:x, 'a, b*'}", both, [variable("aws:x", "a, b*")]],
    ["${oidc.eks.eu-west-1.amazonaws.com/id/EX:sub}", both, [variable("oidc.eks.eu-west-1.amazonaws.com/id/ex:sub")]],
    ["${aws:PrincipalTag/eks:Cluster=ÉA}", both, [variable("aws:principaltag/eks:cluster=Éa")]],
    ["${aws:x}${aws:y}", both, [variable("aws:x"), variable("aws:y")]],
    ["😀?\n", both, [text("😀"), one, text("\n")]],
  ])("reads %j", (written, place, parts) => {
    expect(parsePattern(written, place)).toEqual({
      pattern: { parts, written, span: { start: 0, end: 0 } },
      faults: [],
    });
  });

  it.each([
    ["${", "MISSING_BRACE_IN_VARIABLE"],
    ["a${aws:x", "MISSING_BRACE_IN_VARIABLE"],
    ["${}", "EMPTY_VARIABLE"],
    ["${**}", "INVALID_VARIABLE"],
    ["${user}", "INVALID_VARIABLE"],
    ["${AWS::Region}", "INVALID_VARIABLE"],
    ["${:x}", "INVALID_VARIABLE"],
    ["${aws:}", "INVALID_VARIABLE"],
    ["${aws:x*}", "INVALID_VARIABLE"],
    ["${ aws:x}", "UNSUPPORTED_SPACE_IN_VARIABLE"],
    ["${aws:x }", "UNSUPPORTED_SPACE_IN_VARIABLE"],
    ["${aws:x,'a'}", "INVALID_VARIABLE"],
    ["${aws:x,  'a'}", "INVALID_VARIABLE"],
    ["${aws:x, 'it's'}", "INVALID_VARIABLE"],
    ["${aws:x, 'a}b'}", "MISSING_QUOTE_IN_VARIABLE"],
    ['${aws:x, "a"}', "MISSING_QUOTE_IN_VARIABLE"],
    ["${aws:x, }", "MISSING_QUOTE_IN_VARIABLE"],
    ["${aws:x, 'a' }", "MISSING_QUOTE_IN_VARIABLE"],
  ])("refuses %j", (written, code) => {
    expect(parsePattern(written, both).faults.map((fault) => fault.code)).toEqual([code]);
  });

  it("loses no character, merges texts and never has an empty one", () => {
    const written = fc
      .array(fc.constantFrom("*", "?", "${aws:x}", "${*}", "${$}", "$", "${", "{", "}", "a", "😀", "\u0000"), {
        maxLength: 10,
        size: "max",
      })
      .map((list) => list.join(""));
    const seen = { good: 0, bad: 0 };
    fc.assert(
      fc.property(written, (value) => {
        const { pattern, faults } = parsePattern(value, both);
        if (faults.length > 0) {
          seen.bad++;
          return;
        }
        seen.good++;
        const length = (part: Part): number => (part.is === "text" ? part.text.length : part.is === "variable" ? 8 : 1);
        const escapes = value.replaceAll("${aws:x}", "").match(/\$\{[*?$]\}/g)?.length ?? 0;
        expect(pattern.parts.reduce((sum, part) => sum + length(part), 0)).toBe(value.length - 3 * escapes);
        for (const [index, part] of pattern.parts.entries()) {
          if (part.is !== "text") continue;
          expect(part.text).not.toBe("");
          expect(pattern.parts[index + 1]?.is).not.toBe("text");
        }
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(200);
  });
});

describe("patterns of a policy", () => {
  const read = (version: string, element: string) => {
    const { policy } = parsePolicy(
      `{${version}"Statement":{"Effect":"Deny","Action":"s3:${"*"}","Resource":"arn:aws:s3:::\${aws:X}?"${element}}}`,
    );
    return policy!.statements[0]!;
  };
  const now = '"Version":"2012-10-17",';

  it("have variables under Version 2012-10-17 only", () => {
    expect(read(now, "").resource?.patterns[0]?.parts).toEqual([text("arn:aws:s3:::"), variable("aws:x"), one]);
    expect(read("", "").resource?.patterns[0]?.parts).toEqual([text("arn:aws:s3:::${aws:X}"), one]);
    expect(read('"Version":"2008-10-17",', "").resource?.patterns[0]?.parts).toEqual([
      text("arn:aws:s3:::${aws:X}"),
      one,
    ]);
  });

  it.each<[string, Part[]]>([
    ["StringEquals", [text("a*"), variable("aws:x")]],
    ["StringNotEqualsIgnoreCase", [text("a*"), variable("aws:x")]],
    ["StringLike", [text("a"), many, variable("aws:x")]],
    ["ArnEquals", [text("a"), many, variable("aws:x")]],
    ["Bool", [text("a*"), variable("aws:x")]],
  ])("follow their operator: %s", (operator, parts) => {
    const statement = read(now, `,"Condition":{"${operator}":{"aws:k":"a*\${aws:x}"}}`);
    expect(statement.conditions[0]?.values[0]?.pattern.parts).toEqual(parts);
  });
});

describe("splitArn", () => {
  it("cuts at the first five colons", () => {
    expect(splitArn("arn:aws:sns:eu-west-1:111122223333:topic:sub:x")).toEqual({
      prefix: "arn",
      partition: "aws",
      service: "sns",
      region: "eu-west-1",
      account: "111122223333",
      resource: "topic:sub:x",
    });
    expect(splitArn(":::::")).toEqual({
      prefix: "",
      partition: "",
      service: "",
      region: "",
      account: "",
      resource: "",
    });
  });

  it.each(["", "*", "arn:aws:s3::", "a:b:c:d:e"])("finds no ARN in %j", (value) => {
    expect(splitArn(value)).toBeNull();
  });
});
