import { globalKey } from "@keyaki/catalog";
import { CALLER_VIEWS, foldAscii, keyView, OWNER_VIEWS, type Request, readView } from "@keyaki/semantics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type PreparedRequest,
  prepareRequest,
  QuickReader,
  type RequestJson,
  readRequest,
  writeRequest,
} from "../src/index.ts";
import { anyRequest } from "./requests.ts";

const facts = { arity: (key: string) => globalKey(key)?.arity ?? ("unknown" as const) };

const ODD: readonly unknown[] = [
  ...[null, true, 3, 1.5, "", "x", "*", [], ["a"], ["a", 1], [null], {}, { arn: "x" }, "\ud800", ["\ud800"]],
  ..."2026-01-31T10:00:00Z 2026-02-29T10:00:00Z 2024-02-29T10:00:00Z 2026-04-31T00:00:00Z 2026-01-31T24:00:00Z".split(
    " ",
  ),
  ..."0999-01-31T10:00:00Z 1767225600 1767225600.5 999 2026-01-31T10:00:00.5Z 111122223333 444455556666".split(" "),
  ..."arn:aws:s3:::b/k arn:aws:sqs:eu-west-1:444455556666:q arn:aws:sqs:EU:111122223333:q arn:aws:iam::1:user/x".split(
    " ",
  ),
  ..."arn:aws:iam::111122223333:role/aws-service-role/x/y arn:aws:iam::111122223333:root".split(" "),
];
const NAMES = [
  ..."principal action resource context unseen arn account role id parent service".split(" "),
  ..."aws:CurrentTime AWS:currenttime aws:EpochTime aws:TagKeys aws:tagkeys aws:SourceIp aws:ResourceAccount aws:userid".split(
    " ",
  ),
  ..."aws:PrincipalArn aws:PrincipalOrgID s3:ResourceAccount aws:AssumedRoot aws:SecureTransport aws:RequestedRegion".split(
    " ",
  ),
  ..."__proto__ aws:PrincipalTag/team x:\ud800".split(" "),
];

/** The request as logs have it: nothing that follows from the rest, no keys forced to be absent, a clock of whole seconds. */
function tidied({ unseen: _, context, ...rest }: RequestJson): unknown {
  const given = Object.entries(context).flatMap(([key, value]): [string, unknown][] => {
    if (value === null || OWNER_VIEWS.has(keyView(foldAscii(key)))) return [];
    return [[key, typeof value === "string" ? value.replace(/(:\d\d)\.\d+Z$/, "$1Z") : value]];
  });
  return { ...rest, context: Object.fromEntries(given) };
}

/** The JSON of a request, with some of its fields replaced, added or taken away, also fields of its fields. */
function changed(json: unknown, changes: readonly (readonly [part: number, name: string, to: unknown])[]): unknown {
  const copy: Record<string, unknown> = JSON.parse(JSON.stringify(json));
  for (const [part, name, to] of changes) {
    const field = ["principal", "resource", "context"][part];
    const within = field === undefined ? copy : copy[field];
    if (typeof within !== "object" || within === null) continue;
    if (to === undefined) delete (within as Record<string, unknown>)[name];
    else Object.defineProperty(within, name, { value: to, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

const changes = fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...NAMES), fc.constantFrom(undefined, ...ODD)), {
  maxLength: 3,
});

/** All that a prepared request says. */
function told(prepared: PreparedRequest): unknown {
  const { action, service, resource, owner, own, shape, values, clock, profile, instant, request } = prepared;
  const keys = [...shape.places].map(([name, place]) => [name, values[place]]).sort();
  const texts = [...CALLER_VIEWS].map((view) => readView(request, view));
  return { action, service, resource, owner, own, keys, clock, profile, instant, request, texts };
}

describe("QuickReader", () => {
  it("reads what readRequest reads, or leaves it to it", () => {
    const seen = { quick: 0, left: 0, faulty: 0 };
    const reader = new QuickReader(facts);
    fc.assert(
      fc.property(anyRequest, fc.nat(3), changes, (request, untidy, made) => {
        const written = writeRequest(request);
        const json = changed(untidy === 0 ? written : tidied(written), made);
        const wanted = readRequest(json, facts);
        const quick = reader.read(json);
        if ("problems" in wanted) {
          expect(quick).toBeNull();
          seen.faulty++;
        } else if (quick === null) seen.left++;
        else {
          expect(told(quick)).toEqual(told(prepareRequest(wanted.request)));
          seen.quick++;
        }
      }),
      { numRuns: 4000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  it("leaves usual requests to nobody", () => {
    const reader = new QuickReader(facts);
    const context = { "aws:CurrentTime": "2026-10-31T23:59:59Z", "aws:TagKeys": ["a"], "aws:MultiFactorAuthAge": 10 };
    const principal = { arn: "arn:aws:sts::111122223333:assumed-role/dev/ci" };
    const json = { principal, action: "s3:GetObject", resource: { arn: "arn:aws:s3:::b/k" }, context };
    expect(reader.read(json)?.clock).toBe(Date.UTC(2026, 9, 31, 23, 59, 59));
    expect(reader.read({ ...json, context: { "aws:EpochTime": 1_767_225_600 } })?.clock).toBe(1_767_225_600_000);
    expect(reader.read({ ...json, context: undefined, resource: "*" })).not.toBeNull();
  });

  it.each([
    { id: "AROAX:other" },
    { role: "arn:aws:iam::111122223333:role/xdev" },
    { role: "arn:aws:iam::444455556666:role/dev" },
    { account: "444455556666" },
    { id: "AIDAX" },
  ])("leaves a principal that contradicts itself to readRequest", (more) => {
    const principal = { arn: "arn:aws:sts::111122223333:assumed-role/dev/ci", ...more };
    const json = { principal, action: "s3:GetObject", resource: { arn: "arn:aws:s3:::b/k" } };
    expect("problems" in readRequest(json, facts)).toBe(true);
    expect(new QuickReader(facts).read(json)).toBeNull();
  });

  it("keeps on reading when it has seen more contexts than it remembers", () => {
    const reader = new QuickReader(facts);
    const principal = { arn: "arn:aws:sts::111122223333:assumed-role/dev/ci" };
    for (let at = 0; at < 5000; at++) {
      const context = { [`X:key${at}`]: "v", "aws:SourceIp": "10.0.0.1" };
      const read = reader.read({ principal, action: "s3:GetObject", resource: { arn: "arn:aws:s3:::b/k" }, context });
      const keys: Request["keys"] | undefined = read?.request.keys;
      expect(keys?.get(foldAscii(`x:key${at}`))?.values).toEqual(["v"]);
      expect(keys?.get(keyView("aws:sourceip").slice(4))?.values).toEqual(["10.0.0.1"]);
    }
  });
});
