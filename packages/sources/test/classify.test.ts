import { describe, expect, test } from "vitest";
import { classifyDocument } from "../src/classify.ts";
import { policy } from "./temporary.ts";

const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));

describe("classifyDocument", () => {
  test.each([
    ["a policy", policy("s3:GetObject")],
    ["with a byte order mark", `\ufeff${policy("s3:GetObject")}`],
    ["a Statement of a wrong type", '{"Statement": 1}'],
    ["a misspelt Statement", '{"statement": []}'],
    ["cut off", '{"Version": "2012-10-17", "Statement": [{'],
    ["with comments", `// why\n${policy("s3:GetObject")}`],
    ["cut off, the word escaped", '{"\\u0053tatement": ['],
    ["the word escaped", '{"\\u0053tatement": []}'],
    ["UTF-16", utf16(policy("s3:GetObject"))],
    ["not UTF-8", new Uint8Array([...Buffer.from('{"Statement": "'), 0xff, 0x22, 0x7d])],
  ])("policy: %s", (_, text) => {
    expect(classifyDocument(typeof text === "string" ? Buffer.from(text) : text)).toBe("policy");
  });

  const inside = JSON.parse(policy("s3:*"));
  test.each([
    ["a template", { Resources: { Role: { Properties: { PolicyDocument: inside } } } }],
    ["a list of policies", [inside]],
    ["a policy kept as a string", { Policy: policy("s3:*") }],
    ["a policy kept percent-encoded", { PolicyDocument: encodeURIComponent(policy("s3:*")) }],
    ["a string in a string's object", { body: JSON.stringify({ Policy: policy("s3:*") }) }],
    ["one statement that is no list", { a: { statement: { effect: "Allow" } } }],
  ])("wrapped-policy: %s", (_, held) => {
    expect(classifyDocument(Buffer.from(JSON.stringify(held)))).toBe("wrapped-policy");
  });

  test.each([
    ["an object", "{}"],
    ["a list", "[1]"],
    ["a query language's statement", '{"statement": "select 1"}'],
    ["a log line's statement", '{"rows": [{"statement": {"sql": "select 1"}}]}'],
    ["the word in prose", '{"note": "a Statement of fact"}'],
    ["null", "null"],
  ])("no-statement: %s", (_, text) => {
    expect(classifyDocument(Buffer.from(text))).toBe("no-statement");
  });

  test.each([
    ["empty", ""],
    ["settings with comments", '{ /* why */ "strict": true }'],
    ["cut off", '{"name": '],
  ])("not-json: %s", (_, text) => {
    expect(classifyDocument(Buffer.from(text))).toBe("not-json");
  });

  test("a deep or large document is no trouble", () => {
    const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
    expect(classifyDocument(Buffer.from(deep))).toBe("no-statement");
    const wide = JSON.stringify(Array.from({ length: 100_000 }, () => "[statement"));
    expect(classifyDocument(Buffer.from(wide))).toBe("no-statement");
  });
});
