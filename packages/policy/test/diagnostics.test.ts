// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import { describe, expect, it } from "vitest";
import {
  DIAGNOSTIC_CODES,
  type DiagnosticCode,
  describeDiagnostic,
  type ParseOptions,
  parsePolicy,
  parsePolicyValue,
} from "../src/index.ts";

const S = '"Effect":"Allow","Action":"s3:GetObject","Resource":"*"';
const P = '"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Principal":"*"';
const D = '"Effect":"Deny","Action":"s3:GetObject","Resource":"*","Principal":"*"';
const doc = (statement: string) => `{"Version":"2012-10-17","Statement":{${statement}}}`;
const old = (statement: string) => `{"Statement":{${statement}}}`;
const when = (condition: string) => doc(`${S},"Condition":${condition}`);
const act = (action: string) => doc(`"Effect":"Allow","Action":${action},"Resource":"*"`);
const on = (resource: string) => doc(`"Effect":"Allow","Action":"s3:*","Resource":${resource}`);
const by = (principal: string, effect = "Allow") =>
  doc(`"Effect":"${effect}","Action":"s3:*","Resource":"*",${principal}`);

const scp: ParseOptions = { kind: "scp" };
const rcp: ParseOptions = { kind: "rcp" };
const identity: ParseOptions = { kind: "identity" };
const resource: ParseOptions = { kind: "resource" };
const trust: ParseOptions = { kind: "trust" };

/** Code, text, what its span covers, options. */
type Case = readonly [DiagnosticCode, string | Uint8Array, string, ParseOptions?];

const CASES: readonly Case[] = [
  ["NOT_UTF8", Uint8Array.from([0x22, 0xc3, 0xa9, 0xe9, 0x22]), "\ufffd"],
  ["NOT_UTF8", Uint8Array.from([0xff, 0xfe, 0x7b, 0x00]), "\ufffd"],
  ["BYTE_ORDER_MARK", `\ufeff${doc(S)}`, "\ufeff"],
  ["BYTE_ORDER_MARK", new TextEncoder().encode(`\ufeff${doc(S)}`), "\ufeff"],
  ["LONE_SURROGATE", on('"arn:aws:s3:::\ud83d/"'), "\ud83d"],
  ["LONE_SURROGATE", on('"arn:aws:s3:::\\"\\ude00/"'), "\\ude00"],
  ["LONE_SURROGATE", '{"\\ud800":1}', "\\ud800"],
  ["DOCUMENT_TOO_LARGE", doc(S), "", { limits: { bytes: 20 } }],
  ["NESTING_TOO_DEEP", doc(`${S},"Condition":[[[]]]`), "[", { limits: { depth: 4 } }],
  ["STRING_TOO_LONG", on('"arn:aws:s3:::12345678"'), '"arn:aws:s3:::12345678"', { limits: { stringLength: 20 } }],
  ["TOO_MANY_STATEMENTS", `{"Statement":[{${S}},{${S}}]}`, '"Statement"', { limits: { statements: 1 } }],
  ["UNSUPPORTED_CHARACTER", on('"arn:aws:s3:::é😀中"'), "😀"],
  ["EMPTY_DOCUMENT", " \n", ""],
  ["JSON_SYNTAX_ERROR", "{'Version': 1}", "'Version'"],
  ["JSON_SYNTAX_ERROR", '{"Version" "2012-10-17"}', '"2012-10-17"'],
  ["JSON_SYNTAX_ERROR", '["a" "b"]', '"b"'],
  ["JSON_SYNTAX_ERROR", '{"a":1', ""],
  ["JSON_SYNTAX_ERROR", '{"a":NaN}', "NaN"],
  ["JSON_SYNTAX_ERROR", '{"a":01}', "1"],
  ["JSON_TRAILING_COMMA", act('["s3:*" , ]'), ","],
  ["JSON_TRAILING_COMMA", `{"Statement":{${S},}}`, ","],
  ["JSON_COMMENT", `${doc(S)} // why`, "// why"],
  ["JSON_UNTERMINATED", '{"Version', '"Version'],
  ["JSON_UNTERMINATED", `${doc(S)} /* why`, "/* why", { allowComments: true }],
  ["JSON_INVALID_ESCAPE", act('"s3:\\\\\\x"'), "\\x"],
  ["JSON_INVALID_ESCAPE", act('"s3:\\u12g4"'), "\\u12"],
  ["JSON_CONTROL_CHARACTER", act('"s3:\t"'), "\t"],
  ["JSON_INVALID_NUMBER", '{"a":1.}', "1."],
  ["JSON_INVALID_NUMBER", '{"a":1e}', "1e"],
  ["JSON_TEXT_AFTER_END", `${doc(S)}}`, "}"],
  ["DUPLICATE_KEY", doc(`${S},"Effect":"Deny"`), '"Effect"'],
  ["DUPLICATE_KEY", when('{"StringEquals":{"aws:x":"a"},"StringEquals":{"aws:y":"b"}}'), '"StringEquals"'],
  ["DUPLICATE_KEY", by('"Principal":{"AWS":"111122223333","AWS":"*"}'), '"AWS"'],
  ["DUPLICATE_KEY", when('{"StringEquals":{"__proto__":"a","__proto__":"b"}}'), '"__proto__"'],
  ["DUPLICATE_KEYS_WITH_DIFFERENT_CASE", when('{"StringEquals":{"aws:x":"a","AWS:X":"b"}}'), '"AWS:X"'],
  ["DUPLICATE_KEYS_WITH_DIFFERENT_CASE", when('{"Bool":{"aws:x":true},"bool":{"aws:y":true}}'), '"bool"'],
  ["DUPLICATE_KEYS_WITH_DIFFERENT_CASE", doc(`${S},"effect":"Deny"`), '"effect"'],
  ["DATA_TYPE_MISMATCH", "[]", "[]"],
  ["DATA_TYPE_MISMATCH", '{"Statement":"x"}', '"x"'],
  ["DATA_TYPE_MISMATCH", '{"Statement":[null]}', "null"],
  ["DATA_TYPE_MISMATCH", `{"Version":20121017,"Statement":{${S}}}`, "20121017"],
  ["DATA_TYPE_MISMATCH", act("{}"), "{}"],
  ["DATA_TYPE_MISMATCH", act('["s3:*",["s3:*"]]'), '["s3:*"]'],
  ["DATA_TYPE_MISMATCH", by('"Principal":["*"]'), '["*"]'],
  ["DATA_TYPE_MISMATCH", by('"Principal":{"AWS":111122223333}'), "111122223333"],
  ["DATA_TYPE_MISMATCH", when("[]"), "[]"],
  ["DATA_TYPE_MISMATCH", when('{"Bool":true}'), "true"],
  ["DATA_TYPE_MISMATCH", when('{"Bool":{"aws:x":null}}'), "null"],
  ["DATA_TYPE_MISMATCH", when('{"Bool":{"aws:x":[true,{}]}}'), "{}"],
  ["INVALID_POLICY_ELEMENT", doc(`${S},"Actions":"*"`), '"Actions"'],
  ["INVALID_POLICY_ELEMENT", doc(`${S},"__proto__":{}`), '"__proto__"'],
  ["INVALID_POLICY_ELEMENT", `{"Statement":{${S}},"constructor":1}`, '"constructor"'],
  ["ELEMENT_CASE", doc('"effect":"Allow","Action":"*","Resource":"*"'), '"effect"'],
  ["MISSING_STATEMENT", '{"Version":"2012-10-17"}', "{"],
  ["MISSING_EFFECT", doc('"Action":"*","Resource":"*"'), "{"],
  ["MISSING_ACTION", doc('"Effect":"Deny","Resource":"*"'), "{"],
  ["UNSUPPORTED_ELEMENT_COMBINATION", doc(`${S},"NotAction":"*"`), '"NotAction"'],
  ["UNSUPPORTED_ELEMENT_COMBINATION", doc(`"NotResource":"*",${S}`), '"Resource"'],
  ["UNSUPPORTED_ELEMENT_COMBINATION", by('"Principal":"*","NotPrincipal":"*"'), '"NotPrincipal"'],
  ["INVALID_EFFECT", doc('"Effect":"allow","Action":"*","Resource":"*"'), '"allow"'],
  ["INVALID_VERSION", `{"Version":"2012-10-18","Statement":{${S}}}`, '"2012-10-18"'],
  ["INVALID_PRINCIPAL_FORMAT", by('"Principal":"111122223333"'), '"111122223333"'],
  ["INVALID_PRINCIPAL_KEY", by('"Principal":{"aws":"*"}'), '"aws"'],
  ["INVALID_PRINCIPAL_KEY", by('"Principal":{"*":"*"}'), '"*"'],
  ["EMPTY_LIST", act("[]"), "[]"],
  ["EMPTY_LIST", by('"Principal":{}'), "{}"],
  ["EMPTY_LIST", '{"Statement":[]}', "[]"],
  ["EMPTY_LIST", when('{"StringEquals":{"aws:x":[]}}'), "[]"],
  ["EMPTY_LIST", when("{}"), "{}"],
  ["EMPTY_LIST", when('{"StringEquals":{}}'), "{}"],
  ["UNSUPPORTED_SID", doc(`"Sid":"a b",${S}`), '"a b"'],
  ["UNIQUE_SIDS_REQUIRED", `{"Statement":[{"Sid":"a",${S}},{"Sid":"a",${S}}]}`, "{"],
  ["UNSUPPORTED_ELEMENT", doc(P), '"Principal"', identity],
  ["UNSUPPORTED_ELEMENT", doc(D), '"Principal"', scp],
  ["UNSUPPORTED_ELEMENT", doc('"Effect":"Deny","NotPrincipal":"*","Action":"sts:*"'), '"NotPrincipal"', trust],
  ["UNSUPPORTED_ELEMENT", doc(P), '"Resource"', trust],
  ["UNSUPPORTED_ELEMENT", doc('"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"'), '"NotAction"', rcp],
  ["MISSING_PRINCIPAL", doc(S), "{", resource],
  ["MISSING_PRINCIPAL", doc(S), "{", { kind: "endpoint" }],
  ["MISSING_RESOURCE", doc('"Effect":"Allow","Action":"*"'), "{"],
  ["RESOURCE_OMITTED", doc('"Effect":"Allow","Action":"ecr:*","Principal":"*"'), "{"],
  ["ID_UNSUPPORTED", `{"Id":"x","Statement":{${S}}}`, '"Id"'],
  ["VERSION_REQUIRED", old(S), "{", scp],
  ["VERSION_REQUIRED", `{"Version":"2008-10-17","Statement":{${D}}}`, '"2008-10-17"', rcp],
  ["RCP_SYNTAX_ERROR_PRINCIPAL", by('"Principal":{"AWS":"*"}', "Deny"), '{"AWS":"*"}', rcp],
  ["RCP_SYNTAX_ERROR_ALLOW", doc(P), "{", rcp],
  ["RCP_SYNTAX_ERROR_ACTION", doc('"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"'), '"*"', rcp],
  ["UNSUPPORTED_WILDCARD_IN_PRINCIPAL", by('"Principal":{"AWS":"arn:aws:iam::*:root"}'), '"arn:aws:iam::*:root"'],
  ["UNSUPPORTED_WILDCARD_IN_PRINCIPAL", by('"Principal":{"Service":"*"}'), '"*"'],
  ["ANY_FEDERATED_PROVIDER", by('"Principal":{"Federated":"*"}'), '"*"'],
  ["UNRECOGNISED_PRINCIPAL", by('"Principal":{"AWS":"12345"}'), '"12345"'],
  ["UNRECOGNISED_PRINCIPAL", by('"Principal":{"Service":"EC2"}'), '"EC2"'],
  ["TRUST_OF_EVERYONE", doc('"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"'), '"*"'],
  ["ALLOW_WITH_NOT_PRINCIPAL", by('"NotPrincipal":{"AWS":"111122223333"}'), '"NotPrincipal"'],
  ["SURROUNDING_SPACE", act('"s3:GetObject "'), '"s3:GetObject "'],
  ["SURROUNDING_SPACE", when('{"Bool":{" aws:x":true}}'), '" aws:x"'],
  ["ACTION_WITHOUT_SERVICE", act('"GetObject"'), '"GetObject"'],
  ["ACTION_WITHOUT_SERVICE", act('"s3:"'), '"s3:"'],
  ["ACTION_WITHOUT_SERVICE", act('"s3:GetObject,PutObject"'), '"s3:GetObject,PutObject"'],
  ["INVALID_ARN_PREFIX", on('"my-bucket"'), '"my-bucket"'],
  ["MISSING_ARN_FIELD", on('"arn:aws:sqs"'), '"arn:aws:sqs"'],
  ["INCOMPLETE_ARN_REFUSED", on('"arn:aws:sqs"'), '"arn:aws:sqs"', { kind: "session" }],
  ["EMPTY_VARIABLE", on('"arn:aws:s3:::${ }x"'), "${ }"],
  ["MISSING_BRACE_IN_VARIABLE", on('"arn:aws:s3:::${aws:username"'), "${aws:username"],
  ["MISSING_QUOTE_IN_VARIABLE", on('"arn:aws:s3:::${aws:x, \'a}"'), "${aws:x, 'a}"],
  ["MISSING_QUOTE_IN_VARIABLE", on('"arn:aws:s3:::${aws:x, a}"'), "${aws:x, a}"],
  [
    "UNSUPPORTED_SPACE_IN_VARIABLE",
    on('"arn:aws:s3:::${aws:PrincipalTag/team name}"'),
    "${aws:PrincipalTag/team name}",
  ],
  ["INVALID_VARIABLE", on('"arn:aws:s3:::\\u0041\\n${user}/"'), "${user}"],
  ["INVALID_VARIABLE", on('"arn:${AWS::Partition}:s3:::x"'), "${AWS::Partition}"],
  ["INVALID_VARIABLE", on("\"arn:aws:s3:::${aws:x,'a'}\""), "${aws:x,'a'}"],
  ["INVALID_VARIABLE", when('{"StringEquals":{"aws:x":"${aws:${aws:y}}"}}'), "${aws:${aws:y}"],
  ["VARIABLE_UNSUPPORTED_IN_ELEMENT", act('"s3:${aws:x}"'), '"s3:${aws:x}"'],
  ["VARIABLE_UNSUPPORTED_IN_ELEMENT", by('"Principal":{"AWS":"${aws:x}"}'), '"${aws:x}"'],
  ["VARIABLE_UNSUPPORTED_IN_ELEMENT", when('{"Bool":{"aws:${x}":true}}'), '"aws:${x}"'],
  ["INVALID_VARIABLE_FOR_OPERATOR", when('{"NumericEquals":{"aws:x":"${aws:y}"}}'), '"${aws:y}"'],
  ["INVALID_VARIABLE_FOR_OPERATOR", when('{"Null":{"aws:x":"${aws:y}"}}'), '"${aws:y}"'],
  ["VARIABLE_WITH_BOOL", when('{"Bool":{"aws:x":"${aws:y}"}}'), '"${aws:y}"'],
  ["VARIABLE_BEFORE_FIFTH_COLON", on('"arn:aws:s3:${aws:x}::a"'), '"arn:aws:s3:${aws:x}::a"'],
  [
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    old('"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:x}"'),
    '"arn:aws:s3:::${aws:x}"',
  ],
  ["VARIABLE_UNSUPPORTED_IN_VERSION", old(`${S},"Condition":{"StringLike":{"aws:x":"\${aws:x}"}}`), '"${aws:x}"'],
  ["INVALID_CONDITION_OPERATOR", when('{"StringEqual":{"aws:x":"a"}}'), '"StringEqual"'],
  ["INVALID_CONDITION_OPERATOR", when('{"NotBool":{"aws:x":"true"}}'), '"NotBool"'],
  ["INVALID_CONDITION_OPERATOR", when('{"ForSomeValues:Bool":{"aws:x":"true"}}'), '"ForSomeValues:Bool"'],
  ["NULL_WITH_IF_EXISTS", when('{"nullIfExists":{"aws:x":"true"}}'), '"nullIfExists"'],
  ["NULL_WITH_SET_OPERATOR", when('{"ForAllValues:Null":{"aws:x":"true"}}'), '"ForAllValues:Null"'],
  ["INVALID_CONDITION_KEY_FORMAT", when('{"Bool":{"x":true}}'), '"x"'],
  ["UNPARSABLE_VALUE", when('{"NumericEquals":{"aws:x":"ten"}}'), '"ten"'],
  // What the meaning reads only under an assumption that is not the default is no value of the operator's type by default.
  ["UNPARSABLE_VALUE", when('{"NumericEquals":{"aws:x":"5."}}'), '"5."'],
  ["UNPARSABLE_VALUE", when('{"NumericEquals":{"aws:x":1e3}}'), "1e3"],
  ["UNPARSABLE_VALUE", when('{"NumericEquals":{"aws:x":"+5"}}'), '"+5"'],
  ["UNPARSABLE_VALUE", when('{"DateLessThan":{"aws:x":"2026-02-30"}}'), '"2026-02-30"'],
  ["UNPARSABLE_VALUE", when('{"DateLessThan":{"aws:x":"2026-01-31t10:00:00Z"}}'), '"2026-01-31t10:00:00Z"'],
  ["UNPARSABLE_VALUE", when('{"DateLessThan":{"aws:x":"2026-01-31T24:00:00Z"}}'), '"2026-01-31T24:00:00Z"'],
  ["UNPARSABLE_VALUE", when('{"DateLessThan":{"aws:x":"2026-01-31T10:00:00+15:00"}}'), '"2026-01-31T10:00:00+15:00"'],
  ["UNPARSABLE_VALUE", when('{"Bool":{"aws:x":1}}'), "1"],
  ["UNPARSABLE_VALUE", when('{"IpAddress":{"aws:x":"10.0.0.0/33"}}'), '"10.0.0.0/33"'],
  ["UNPARSABLE_VALUE", when('{"IpAddress":{"aws:x":"::1::"}}'), '"::1::"'],
  ["UNPARSABLE_VALUE", when('{"IpAddress":{"aws:x":"10.0.0.010"}}'), '"10.0.0.010"'],
  ["UNPARSABLE_VALUE", when('{"ArnLike":{"aws:x":"*"}}'), '"*"'],
  ["UNPARSABLE_VALUE", when('{"BinaryEquals":{"aws:x":"a"}}'), '"a"'],
  ["LITERAL_WILDCARD", when('{"StringNotEquals":{"aws:x":"a*${*}"}}'), '"a*${*}"'],
];

describe("diagnostics", () => {
  it.each(CASES.map(([code, input, covered, options = {}]) => ({ code, input, covered, options })))("$code", (each) => {
    const { code, input, covered, options } = each;
    const { policy, text, diagnostics } = parsePolicy(input, options);
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(found.map(({ span }) => text.slice(span.start, span.end))).toContain(covered);
    expect(found.every(({ severity }) => severity === DIAGNOSTIC_CODES[code].severity)).toBe(true);
    expect(policy === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
    // One cause, one error.
    if (DIAGNOSTIC_CODES[code].severity === "warning") expect(policy).not.toBeNull();
    const words = describeDiagnostic(found[0]!);
    expect(`${words.message}${words.hint ?? ""}`).not.toMatch(/undefined|""|\p{Cc}/u);
    expect(words.message).toMatch(/^\p{Lu}.*[.]$/u);
  });

  it("has a case for every code", () => {
    const cases = new Set<string>(CASES.map(([code]) => code));
    cases.add("NOT_A_JSON_VALUE");
    expect(Object.keys(DIAGNOSTIC_CODES).filter((code) => !cases.has(code))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a bigint", { Statement: 1n }],
  ])("says that %s is no JSON value", (_, value) => {
    const { policy, diagnostics } = parsePolicyValue(value);
    expect(policy).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["NOT_A_JSON_VALUE"]);
  });

  it("says that a cycle and an endless nesting are no JSON values", () => {
    const cycle: Record<string, unknown> = {};
    cycle.Statement = cycle;
    let deep: unknown = [];
    for (let level = 0; level < 200_000; level++) deep = [deep];
    for (const value of [cycle, deep]) {
      expect(parsePolicyValue(value).diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["NOT_A_JSON_VALUE"]);
    }
  });

  it("gives several at once, in the order of the text", () => {
    const text =
      '{"Version":"2012","Statement":[{"Effect":"allow","Actoin":"*","Resource":[1,2]},{"Condition":{"Foo":{}}}]}';
    const { diagnostics } = parsePolicy(text);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([
      "INVALID_VERSION",
      "MISSING_ACTION",
      "INVALID_EFFECT",
      "INVALID_POLICY_ELEMENT",
      "DATA_TYPE_MISMATCH",
      "DATA_TYPE_MISMATCH",
      "MISSING_EFFECT",
      "MISSING_ACTION",
      "MISSING_RESOURCE",
      "INVALID_CONDITION_OPERATOR",
    ]);
  });

  it("reads on after a trailing comma, a comment and a forgotten comma", () => {
    const text = '{"Version":"2012-10-17", // c\n"Statement":[{"Effect":"Allow" "Action":["a:b",],},]}';
    expect(parsePolicy(text).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([
      "JSON_COMMENT",
      "JSON_SYNTAX_ERROR",
      "JSON_TRAILING_COMMA",
      "JSON_TRAILING_COMMA",
      "JSON_TRAILING_COMMA",
    ]);
  });

  it("names the right spelling", () => {
    const hint = (text: string) => describeDiagnostic(parsePolicy(text).diagnostics[0]!).hint;
    expect(hint(doc('"effect":"Allow","Action":"*","Resource":"*"'))).toBe("write Effect");
    expect(hint(doc('"Effect":"DENY","Action":"*","Resource":"*"'))).toBe("write Deny");
    expect(hint(when('{"StringEqual":{"aws:x":"a"}}'))).toBe("write StringEquals");
    expect(hint(when('{"ForAnyValue:StringLikes":{"aws:x":"a"}}'))).toBe("write StringLike");
    expect(hint(when('{"bad":{"aws:x":"a"}}'))).toBeNull();
    expect(hint(by('"Principal":{"aws":"*"}'))).toBe("write AWS");
  });

  it.each([
    ["a default", on("\"arn:aws:s3:::${aws:PrincipalTag/team, 'com pany'}/${*}\"")],
    ["a wildcard that is escaped", when('{"StringEquals":{"aws:x":"a${*}${?}"}}')],
    ["operators in any case", when('{"forallvalues:STRINGLIKEifexists":{"aws:x":"a"}}')],
    ["numbers of any size", when(`{"NumericLessThan":{"aws:x":[1${"0".repeat(300)},-1.5,"007"]}}`)],
    [
      "dates and epochs",
      when('{"DateLessThan":{"aws:x":["2026","2026-01-31T10:00:00.5+01:00","1700000000",1700000000]}}'),
    ],
    ["addresses", when('{"IpAddress":{"aws:x":["10.1.2.3","10.0.0.0/8","2001:db8::/32","::ffff:1.2.3.4","::"]}}')],
    ["ARN patterns", when('{"ArnLike":{"aws:x":["arn:*:iam::*:role/*","${aws:PrincipalArn}","*:aws:s3:::b"]}}')],
    ["escapes of every sort", on('"arn:aws:s3:::\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\"\\\\"')],
  ])("finds nothing wrong with %s", (_, text) => {
    expect(parsePolicy(text, identity).diagnostics).toEqual([]);
  });
});
