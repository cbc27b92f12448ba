import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLayers, writeRequest } from "../src/index.ts";
import { type JsonSchema, LAYERS_SCHEMA, REQUEST_SCHEMA } from "../src/schemas.ts";
import { anyRequest } from "./requests.ts";

/** As much of JSON Schema as the two schemas use. */
function valid(schema: JsonSchema, value: unknown): boolean {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const object = type === "object" ? (value as Readonly<Record<string, unknown>>) : {};
  const {
    properties = {},
    additionalProperties,
    items,
    anyOf,
    oneOf,
    required = [],
  } = schema as {
    properties?: Readonly<Record<string, JsonSchema>>;
    additionalProperties?: JsonSchema | false;
    items?: JsonSchema;
    anyOf?: readonly JsonSchema[];
    oneOf?: readonly JsonSchema[];
    required?: readonly string[];
  };
  const types = schema.type === undefined ? [type] : [schema.type].flat();
  return (
    types.includes(type) &&
    (schema.const === undefined || schema.const === value) &&
    (!Array.isArray(schema.enum) || schema.enum.includes(value)) &&
    (typeof schema.pattern !== "string" || new RegExp(schema.pattern).test(String(value))) &&
    (typeof schema.minLength !== "number" || String(value).length >= schema.minLength) &&
    (anyOf === undefined || anyOf.some((each) => valid(each, value))) &&
    (oneOf === undefined || oneOf.filter((each) => valid(each, value)).length === 1) &&
    required.every((name) => Object.hasOwn(object, name)) &&
    (typeof schema.maxItems !== "number" || (Array.isArray(value) && value.length <= schema.maxItems)) &&
    (items === undefined || !Array.isArray(value) || value.every((item) => valid(items, item))) &&
    Object.entries(object).every(([name, item]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      return own === undefined || (own !== false && valid(own, item));
    })
  );
}

describe("REQUEST_SCHEMA", () => {
  it("describes every request that is written, and knows each of its fields", () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const json: unknown = JSON.parse(JSON.stringify(writeRequest(request)));
        expect([json, valid(REQUEST_SCHEMA, json)]).toEqual([json, true]);
        expect(Object.keys(REQUEST_SCHEMA.properties as object)).toEqual(
          expect.arrayContaining(Object.keys(json as object)),
        );
      }),
    );
  });

  it.each([
    {},
    { principal: {}, action: "a", resource: { arn: "*" } },
    { principal: { anonymous: true }, action: "", resource: { arn: "*" } },
    { principal: { anonymous: true }, action: "a", resource: { arn: "*", account: "1" } },
    { principal: { anonymous: true }, action: "a", resource: { arn: "*" }, context: { k: {} } },
  ])("does not describe %j", (json) => {
    expect(valid(REQUEST_SCHEMA, json)).toBe(false);
  });
});

describe("LAYERS_SCHEMA", () => {
  const policy = { Version: "2012-10-17", Statement: [] };

  it("names the layers that are read", () => {
    const read = readLayers({});
    const refused = ["acl", "publicAccessBlock", "grants"];
    expect(Object.keys(LAYERS_SCHEMA.properties as object)).toEqual(
      "layers" in read && [...Object.keys(read.layers), ...refused],
    );
  });

  it("describes what is read and not what is refused", () => {
    const given: [unknown, boolean][] = [
      [{ identity: [policy], resource: null, scps: [[policy], []], endpoint: { unknown: "not exported" } }, true],
      [{ identity: policy }, false],
      [{ scps: [policy] }, false],
      [{ session: { unknown: 1 } }, false],
      // A misspelt guard must not be lost: without it the decision would be milder.
      [{ scp: [[policy]] }, false],
      [{ SCPs: [[policy]] }, false],
      [{ acl: null, grants: [] }, true],
      [{ acl: { owner: "x" } }, false],
    ];
    for (const [json, wanted] of given) {
      expect([json, valid(LAYERS_SCHEMA, json), "layers" in readLayers(json)]).toEqual([json, wanted, wanted]);
    }
  });
});
