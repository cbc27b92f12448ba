import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentJsonSchema, documentSchema } from "../src/document-schema.ts";
import { isShapeCode, parsePolicyValue } from "../src/index.ts";
import { documents } from "./documents.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Schema = Record<string, unknown> | boolean;

/** As much of JSON Schema 2020-12 as the published schema uses; throws on any other keyword. */
function satisfies(schema: Schema, value: Json): boolean {
  if (typeof schema === "boolean") return schema;
  return Object.entries(schema).every(([keyword, argument]) => {
    const object = typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
    const schemas = argument as Schema[];
    switch (keyword) {
      case "$schema":
      case "title":
        return true;
      case "type":
        return [argument].flat().includes(value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
      case "enum":
        return (argument as Json[]).includes(value);
      case "const":
        return argument === value;
      case "anyOf":
        return schemas.some((one) => satisfies(one, value));
      case "allOf":
        return schemas.every((one) => satisfies(one, value));
      case "not":
        return !satisfies(argument as Schema, value);
      case "items":
        return !Array.isArray(value) || value.every((item) => satisfies(argument as Schema, item));
      case "required":
        return object === null || (argument as string[]).every((name) => Object.hasOwn(object, name));
      case "properties":
        return (
          object === null ||
          Object.entries(argument as Record<string, Schema>).every(
            ([name, one]) => !Object.hasOwn(object, name) || satisfies(one, object[name]!),
          )
        );
      case "propertyNames":
        return object === null || Object.keys(object).every((name) => satisfies(argument as Schema, name));
      case "additionalProperties": {
        const known = Object.keys((schema.properties ?? {}) as object);
        return (
          object === null ||
          Object.entries(object).every(([name, item]) => known.includes(name) || satisfies(argument as Schema, item))
        );
      }
      default:
        throw new Error(`the test does not know the keyword ${keyword}`);
    }
  });
}

const strange: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  true,
  0,
  1.5,
  "",
  "*",
  "Allow",
  "2012-10-17",
  [],
  ["*"],
  [1],
  [[]],
  {},
  { AWS: "*" },
  { AWS: [] },
  { aws: "*" },
  { StringLike: { "aws:x": "a" } },
);
const names = fc.constantFrom(
  "Version",
  "Id",
  "Statement",
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
  "effect",
  "Other",
  "__proto__",
  "constructor",
  "AWS",
);

/** Changes one place of a document: a value, a name, a member more or one less. */
function edit(value: Json, draw: () => number, name: string, strangers: Json): Json {
  if (typeof value !== "object" || value === null || draw() % 5 === 0) return strangers;
  if (Array.isArray(value)) {
    if (value.length === 0 || draw() % 6 === 0) return [...value, strangers];
    const at = draw() % value.length;
    return value.map((item, index) => (index === at ? edit(item, draw, name, strangers) : item));
  }
  const members = Object.entries(value);
  const choice = draw() % 6;
  if (members.length === 0 || choice === 0) return fromMembers([...members, [name, strangers]]);
  const at = draw() % members.length;
  if (choice === 1) return fromMembers(members.filter((_, index) => index !== at));
  if (choice === 2) return fromMembers(members.map(([key, item], index) => [index === at ? name : key, item]));
  return fromMembers(
    members.map(([key, item], index) => [key, index === at ? edit(item, draw, name, strangers) : item]),
  );
}

function fromMembers(members: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(members);
}

const jsonSchema = documentJsonSchema();

function judge(value: Json): { reader: boolean; zod: boolean; json: boolean } {
  const { diagnostics } = parsePolicyValue(value, { kind: "resource" });
  return {
    reader: !diagnostics.some(({ code }) => isShapeCode(code)),
    zod: documentSchema.safeParse(value).success,
    json: satisfies(jsonSchema, value),
  };
}

describe("documentSchema", () => {
  it("accepts exactly the documents in whose shape the reader finds no fault", () => {
    const seen = { good: 0, bad: 0 };
    const edits = fc.array(fc.tuple(fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }), names, strange), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(documents, edits, ({ document }, list) => {
        let value = document as Json;
        for (const [numbers, name, strangers] of list) {
          let at = 0;
          value = edit(value, () => numbers[at++ % numbers.length] ?? 0, name, strangers);
        }
        const { reader, zod, json } = judge(value);
        seen[reader ? "good" : "bad"]++;
        expect({ zod, json }, JSON.stringify(value)).toEqual({ zod: reader, json: reader });
      }),
      { numRuns: 4000 },
    );
    expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(1000);
  });

  it.each<[boolean, string]>([
    [true, '{"Statement":[]}'],
    [
      true,
      '{"Statement":{"Effect":"Deny","NotAction":[],"NotPrincipal":{},"Condition":{"Foo":{"__proto__":[1,true,"a"]}}}}',
    ],
    [false, '{"Statement":{"Effect":"Deny","Action":"*","Condition":{"__proto__":1}}}'],
    [false, '{"Statement":{"Effect":"Deny","Action":"*","Condition":{"Foo":{"__proto__":null}}}}'],
    [false, '{"Statement":[],"__proto__":1}'],
    [false, '{"Statement":{"Effect":"Deny"}}'],
    [false, '{"Statement":{"Effect":"Deny","Action":"*","NotAction":"*"}}'],
    [false, '{"Statement":{"Effect":"Deny","Action":"*","Principal":"a"}}'],
    [false, '{"Statement":{"Effect":"Deny","Action":"*","Principal":"*","NotPrincipal":"*"}}'],
    [false, '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","NotResource":"*"}}'],
    [false, "null"],
  ])("and the reader say %j of %s", (good, text) => {
    expect(judge(JSON.parse(text))).toEqual({ reader: good, zod: good, json: good });
  });
});
