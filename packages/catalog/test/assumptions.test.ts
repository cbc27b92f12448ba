import { expect, test } from "vitest";
import {
  ASSUMPTIONS,
  AXIOMS,
  assumption,
  axiom,
  DEFAULT_ASSUMPTIONS,
  globalKey,
  NOT_ASSERTED,
  pageAddress,
} from "../src/index.ts";

test("the named assumptions and their defaults are a contract", () => {
  expect(DEFAULT_ASSUMPTIONS).toEqual({
    "resource-wildcard": "aws-2026",
    "notprincipal-chain": "strict",
    "aws-star-services": "excluded",
    "endpoint-type": "interface",
    "null-empty-string": "present",
    "negated-unparsable": "no-match",
    "service-prefix-wildcard": "whole-only",
    "ignore-case-folding": "ascii",
    "mapped-ipv4": "separate",
    "ipv6-no-prefix": "host",
    "date-without-zone": "utc",
    "date-letters": "capital",
    "number-forms": "decimal",
    "empty-string-set": "value",
    "multivalued-plain": "no-match",
    "absent-variable": "no-value",
    "empty-not-list": "everything",
    "scp-allow-resource": "matched",
    "empty-value-list": "no-match",
    "empty-condition": "no-condition",
    "non-arn-pattern": "nothing",
    "short-arn": "by-kind",
    "bool-variables": "literal",
    "default-attached": "attached",
    "resource-policy-suffices": "either",
    "federated-without-session-policy": "nothing",
    "substituted-wildcards": "literal",
  });
});

test("each names its default first, explains every value and cites a page", () => {
  for (const row of ASSUMPTIONS) {
    expect(row.values[0]).toBe(row.default);
    expect(row.values.length).toBeGreaterThan(1);
    expect(Object.keys(row.meaning).sort()).toEqual([...row.values].sort());
    expect(row.text).toMatch(/[.]$/);
    expect(URL.canParse(pageAddress(row.page))).toBe(true);
    expect(assumption(row.id)).toBe(row);
  }
  expect(assumption("no-such-assumption")).toBeUndefined();
  expect(assumption("constructor")).toBeUndefined();
});

test("the axioms are a contract", () => {
  expect(AXIOMS.map(({ id }) => id)).toEqual([
    "vpc-with-vpce",
    "orgpaths-with-orgid",
    "orgpaths-in-orgid",
    "mfa-age-with-mfa",
    "calledvia-first-last",
    "anonymous-keys",
    "securetransport-present",
    "requestedregion-present",
    "currenttime-present",
    "epochtime-present",
  ]);
  for (const row of AXIOMS) {
    expect(row.tag).toBe("D");
    expect(axiom(row.id)).toBe(row);
  }
  expect(axiom("viaawsservice-present")).toBeUndefined();
});

test("every key that an axiom names is known, and nothing is both asserted and not", () => {
  const texts = [...AXIOMS.map(({ text }) => text), ...NOT_ASSERTED.map(({ claim }) => claim)];
  const keys = texts.flatMap((text) => text.match(/aws:[A-Za-z]+(?:\/[a-z]+)?/g) ?? []);
  for (const key of keys) expect([key, globalKey(key)?.name]).toEqual([key, key]);
  const asserted = new Set<string>(AXIOMS.map(({ id }) => id));
  expect(NOT_ASSERTED.filter(({ id }) => asserted.has(id))).toEqual([]);
  expect(NOT_ASSERTED.every(({ reason }) => reason.endsWith("."))).toBe(true);
});

test("a key that is asserted to be in every request is documented so", () => {
  for (const { id, text } of AXIOMS.filter(({ id }) => id.endsWith("-present"))) {
    expect([id, globalKey(text.split(" ")[0]!)?.presence.startsWith("Always")]).toEqual([id, true]);
  }
});
