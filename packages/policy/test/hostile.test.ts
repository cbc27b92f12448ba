import { describe, expect, it } from "vitest";
import {
  canonicalPolicy,
  type Limits,
  parsePolicy,
  parsePolicyValue,
  printPolicy,
  renderDiagnostic,
} from "../src/index.ts";

const MIB = 1024 * 1024;
const codes = (text: string, limits: Partial<Limits> = {}) => [
  ...new Set(parsePolicy(text, { limits }).diagnostics.map(({ code }) => code)),
];
const roomy: Partial<Limits> = { bytes: 64 * MIB, stringLength: 32 * MIB, statements: 10_000_000 };

/** The same at sizes that double: a quadratic cost at the last would run into the test's time limit. */
const SIZES = [1, 2, 4, 8].map((factor) => factor * 60_000);

describe("hostile documents", () => {
  it.each(["[", "{", '{"a":', '[[{"":'])("answers 2 MiB of %s", (piece) => {
    const text = piece.repeat(Math.floor((2 * MIB) / piece.length));
    expect(codes(text)).toEqual([piece === "{" ? "JSON_SYNTAX_ERROR" : "NESTING_TOO_DEEP"]);
  });

  it("answers deep nesting also when the limit is raised beyond any call stack", () => {
    const depth = 500_000;
    const text = "[".repeat(depth) + "]".repeat(depth);
    expect(codes(text, { depth: depth - 1 })).toEqual(["NESTING_TOO_DEEP"]);
    expect(codes(text, { depth })).toEqual(["DATA_TYPE_MISMATCH"]);
  });

  it("counts the limits exactly", () => {
    const text = (size: number) => `{"Id":"${"a".repeat(size)}"}`;
    expect(codes(text(MIB))).not.toContain("STRING_TOO_LONG");
    expect(codes(text(MIB + 1))).toContain("STRING_TOO_LONG");
    expect(codes(" ".repeat(2 * MIB))).toEqual(["EMPTY_DOCUMENT"]);
    expect(codes(" ".repeat(2 * MIB + 1))).toEqual(["DOCUMENT_TOO_LARGE"]);
    // Bytes and not letters: é is two, 中 three, 😀 four.
    for (const [letter, bytes] of [
      ["é", 2],
      ["中", 3],
      ["😀", 4],
    ] as const) {
      expect(codes(letter.repeat(10), { bytes: 10 * bytes })).not.toContain("DOCUMENT_TOO_LARGE");
      expect(codes(letter.repeat(10), { bytes: 10 * bytes - 1 })).toEqual(["DOCUMENT_TOO_LARGE"]);
    }
    expect(codes("[]", { depth: 0 })).toEqual(["NESTING_TOO_DEEP"]);
    expect(codes("[[]]", { depth: 2 })).toEqual(["DATA_TYPE_MISMATCH"]);
  });

  it("reads 100,000 statements and refuses one more", () => {
    const statement = '{"Effect":"Deny","Action":"*","Resource":"*"}';
    const text = (count: number) => `{"Statement":[${Array(count).fill(statement).join(",")}]}`;
    const read = parsePolicy(text(100_000), { limits: { bytes: 64 * MIB } });
    expect(read.policy?.statements.length).toBe(100_000);
    expect(canonicalPolicy(read.policy!)).toBe(canonicalPolicy(parsePolicy(text(1)).policy!));
    expect(codes(text(100_001), { bytes: 64 * MIB })).toEqual(["TOO_MANY_STATEMENTS"]);
  });

  it.each<[string, (size: number) => string, string[]]>([
    ["commas", (size) => ",".repeat(size), ["JSON_SYNTAX_ERROR"]],
    ["values without commas", (size) => `[${"1 ".repeat(size / 2)}]`, ["JSON_SYNTAX_ERROR"]],
    ["strings without commas", (size) => `[${'"" '.repeat(size / 3)}]`, ["JSON_SYNTAX_ERROR"]],
    ["comments", (size) => "/**/".repeat(size / 4), ["JSON_COMMENT"]],
    ["an open comment", (size) => `/*${"*".repeat(size)}`, ["JSON_UNTERMINATED"]],
    ["an open string", (size) => `"${"a".repeat(size)}`, ["JSON_UNTERMINATED"]],
    ["backslashes", (size) => `"${"\\".repeat(size)}`, ["JSON_UNTERMINATED"]],
    ["control characters in a string", (size) => `"${"\u0001".repeat(size)}"`, ["JSON_CONTROL_CHARACTER"]],
    ["bad escapes", (size) => `"${"\\x".repeat(size / 2)}"`, ["JSON_INVALID_ESCAPE"]],
    ["halves of pairs", (size) => `"${"\\ud800".repeat(size / 6)}"`, ["LONE_SURROGATE"]],
    [
      "raw halves of pairs",
      (size) => `{"Statement":[],"Id":"${"\ud800".repeat(size / 3)}"}`,
      ["EMPTY_LIST", "ID_UNSUPPORTED", "LONE_SURROGATE"],
    ],
    [
      "a long number",
      (size) => `{"Statement":[],"Id":1${"0".repeat(size)}}`,
      ["EMPTY_LIST", "ID_UNSUPPORTED", "DATA_TYPE_MISMATCH"],
    ],
    ["white space", (size) => `${" \n".repeat(size / 2)}[]`, ["DATA_TYPE_MISMATCH"]],
    [
      "one name many times",
      (size) => `{${'"Id":"",'.repeat(size / 8)}"Statement":[]}`,
      ["ID_UNSUPPORTED", "DUPLICATE_KEY", "EMPTY_LIST"],
    ],
    [
      "many unknown elements",
      (size) => `{${Array.from({ length: size / 12 }, (_, i) => `"e${i}":1`).join(",")},"Statement":[]}`,
      ["INVALID_POLICY_ELEMENT", "EMPTY_LIST"],
    ],
  ])("answers %s without delay", (_, make, expected) => {
    for (const size of SIZES) expect(codes(make(size), roomy)).toEqual(expected);
  });

  const on = (Resource: unknown, Condition?: unknown) =>
    JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource, Condition } });
  it.each<[string, (size: number) => string, string[]]>([
    ["stars", (size) => on(`arn:aws:s3:::${"*".repeat(size)}`), []],
    ["dollars", (size) => on(`arn:aws:s3:::${"$".repeat(size)}`), []],
    ["open variables", (size) => on(`arn:aws:s3:::${"${".repeat(size / 2)}`), ["MISSING_BRACE_IN_VARIABLE"]],
    ["open variables, closed once", (size) => on(`arn:aws:s3:::${"${".repeat(size / 2)}}`), ["INVALID_VARIABLE"]],
    ["empty variables", (size) => on(`arn:aws:s3:::${"${}".repeat(size / 12)}`), ["EMPTY_VARIABLE"]],
    ["spaces in a variable", (size) => on(`arn:aws:s3:::\${aws:${" ".repeat(size)}{}`), ["INVALID_VARIABLE"]],
    ["quotes in a default", (size) => on(`arn:aws:s3:::\${aws:x, ${"'".repeat(size)}}`), ["INVALID_VARIABLE"]],
    ["a long variable", (size) => on(`arn:aws:s3:::\${aws:${"A".repeat(size)}}`), []],
    ["colons", (size) => on(`arn${":".repeat(size)}`), []],
    ["many entries", (size) => on(Array(size / 10).fill("arn:aws:s3:::b")), []],
    [
      "a long operator",
      (size) => on("*", { ["StringEqual".repeat(size / 10)]: { "aws:x": "a" } }),
      ["INVALID_CONDITION_OPERATOR"],
    ],
    [
      "a long number in a text",
      (size) => on("*", { NumericEquals: { "aws:x": "1".repeat(size) } }),
      ["UNPARSABLE_VALUE"],
    ],
    ["slashes in an address", (size) => on("*", { IpAddress: { "aws:x": "/".repeat(size) } }), ["UNPARSABLE_VALUE"]],
    ["colons in an address", (size) => on("*", { IpAddress: { "aws:x": ":".repeat(size) } }), ["UNPARSABLE_VALUE"]],
    [
      "many keys",
      (size) =>
        on("*", { StringLike: Object.fromEntries(Array.from({ length: size / 20 }, (_, i) => [`aws:${i}`, "a"])) }),
      [],
    ],
    [
      "many principals",
      (size) =>
        JSON.stringify({
          Statement: { Effect: "Deny", Action: "s3:*", Resource: "*", Principal: { AWS: Array(size / 20).fill("1") } },
        }),
      ["UNRECOGNISED_PRINCIPAL"],
    ],
  ])("answers %s without delay", (_, make, expected) => {
    for (const size of SIZES) {
      const text = make(size);
      expect(codes(text, roomy)).toEqual(expected);
      const { policy } = parsePolicy(text, { limits: roomy });
      if (policy === null) continue;
      const again = parsePolicy(printPolicy(policy), { limits: roomy, kind: policy.kind }).policy;
      expect(canonicalPolicy(again!)).toBe(canonicalPolicy(policy));
    }
  });

  it("renders each of many diagnostics of one line without delay", () => {
    const text = JSON.stringify({ Statement: { Effect: "Deny", Action: Array(20_000).fill("x"), Resource: "*" } });
    const { diagnostics } = parsePolicy(text);
    expect(diagnostics).toHaveLength(20_000);
    const rendered = diagnostics.map((diagnostic) => renderDiagnostic("p.json", text, diagnostic));
    expect(rendered.at(-1)).toContain("p.json:1:80037: warning[ACTION_WITHOUT_SERVICE]");
  });

  it("reads a value whose members are hostile", () => {
    const throwing = {
      toJSON() {
        throw new Error("no");
      },
    };
    expect(parsePolicyValue(throwing).diagnostics.map(({ code }) => code)).toEqual(["NOT_A_JSON_VALUE"]);
    expect(parsePolicyValue({ Statement: Number.NaN }).diagnostics.map(({ code }) => code)).toEqual([
      "DATA_TYPE_MISMATCH",
    ]);
  });
});
