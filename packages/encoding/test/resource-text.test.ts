// Resources that read well: the plainest ARN that an action takes and that a model asks for.
import type { Action } from "@keyaki/catalog";
import type { TextSet } from "@keyaki/domains";
import { describe, expect, test } from "vitest";
import { textSetOf } from "../src/membership.ts";
import { anyText, isResourceOf, meets, realResource, remembered, type TextDemand } from "../src/resource-text.ts";
import { texts } from "./notation.ts";

const BUCKET = "arn:${Partition}:s3:::${BucketName}";
const OBJECT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
const QUEUE = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}";

function action(...templates: readonly string[]): Action {
  return {
    wildcardOnly: templates.length === 0,
    resourceTypes: templates.map((arnTemplate) => ({ arnTemplate })),
  } as never;
}

function language(...written: readonly string[]): TextSet {
  return textSetOf(texts(...written)) ?? [];
}

function demand(within: readonly (readonly string[])[], without: readonly (readonly string[])[] = []): TextDemand {
  return {
    within: within.map((each) => language(...each)),
    without: without.map((each) => language(...each)),
    dependent: "",
  };
}

const real = (of: Action, asked: TextDemand, account = "111122223333") => realResource(of, asked, account, new Map());

describe("the resource of an action", () => {
  test.each<readonly [string, Action, TextDemand, string | null]>([
    ["any object", action(OBJECT), demand([]), "arn:aws:s3:::example-bucket/reports/2026.csv"],
    ["the plainest type first", action(QUEUE, OBJECT, BUCKET), demand([]), "arn:aws:s3:::example-bucket"],
    [
      "of the type that is asked",
      action(BUCKET, OBJECT, QUEUE),
      demand([["*:sqs:*"]]),
      "arn:aws:sqs:us-east-1:111122223333:example-queue",
    ],
    ["in a bucket", action(OBJECT), demand([["arn:aws:s3:::b/*"]]), "arn:aws:s3:::b/example"],
    [
      "in a bucket, but not the usual one",
      action(OBJECT),
      demand([["arn:aws:s3:::b/*"]], [["*/example"]]),
      "arn:aws:s3:::b/example-bucket/reports/2026.csv",
    ],
    [
      "in a bucket, with nothing of the usual",
      action(OBJECT),
      demand([["arn:aws:s3:::b/*"]], [["*example*"]]),
      "arn:aws:s3:::b//",
    ],
    [
      "in a bucket of some name",
      action(OBJECT),
      demand([["arn:aws:s3:::b*-??/x*y"]]),
      "arn:aws:s3:::bexample-aa/xexampley",
    ],
    [
      "with wildcards in several parts",
      action(QUEUE),
      demand([["arn:*:sqs:eu-*:*:q*"]]),
      "arn:aws:sqs:eu-us-east-1:111122223333:qexample",
    ],
    [
      "with a colon in its name",
      action("arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:*"),
      demand([["arn:aws:logs:*:*:log-group:g:*"]]),
      "arn:aws:logs:us-east-1:111122223333:log-group:g:example",
    ],
    ["with wildcards that run over parts", action(QUEUE), demand([["arn:aws:sqs:*q"]]), "arn:aws:sqs:e:e:q"],
    [
      "with many wildcards",
      action(OBJECT),
      demand([["arn:aws:s3:::*a*b*c*d*e*f/*"]]),
      "arn:aws:s3:::example/exampleaexample/examplebexample/examplecexample/exampledef/",
    ],
    ["of one text", action(OBJECT), demand([["arn:aws:s3:::b/k"]]), "arn:aws:s3:::b/k"],
    [
      "of two patterns",
      action(OBJECT),
      demand([["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"], ["*/k"]]),
      "arn:aws:s3:::b/k",
    ],
    [
      "not the first pattern",
      action(OBJECT),
      demand([["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]], [["*:b/*"]]),
      "arn:aws:s3:::c/example",
    ],
    ["of any text", action(OBJECT), demand([["*"]]), "arn:aws:s3:::example-bucket/reports/2026.csv"],
    ["of another service", action(OBJECT), demand([["arn:aws:sqs:*"]]), null],
    [
      "of another account",
      action(QUEUE),
      demand([["arn:aws:sqs:*:444455556666:*"]]),
      "arn:aws:sqs:us-east-1:444455556666:example-queue",
    ],
    ["in a part that is empty", action(QUEUE), demand([["arn:aws:sqs::444455556666:*"]]), null],
    ["everything", action(), demand([]), "*"],
    ["everything, where that is refused", action(), demand([], [["\\*", "?"]]), null],
    ["in fewer parts", action(OBJECT), demand([["arn:aws:s3*"]]), "arn:aws:s3:::example-bucket/reports/2026.csv"],
    ["in a part that holds no colon", action(OBJECT), demand([["arn:aws:s3:::{*}/{?}"]]), "arn:aws:s3:::example/a"],
  ])("%s", (_, of, asked, wanted) => {
    expect(real(of, asked)).toBe(wanted);
  });

  test("is of the account", () => {
    expect(real(action(QUEUE), demand([]), "444455556666")).toContain(":444455556666:");
  });

  test("is found once for one demand, and once more for another account", () => {
    const found = new Map<string, string | null>();
    const first = realResource(action(QUEUE), demand([]), "111122223333", found);
    expect(realResource(action(QUEUE), demand([["nothing"]]), "111122223333", found)).toBe(first);
    expect(realResource(action(QUEUE), demand([]), "444455556666", found)).not.toBe(first);
    let asked = 0;
    const find = () => {
      asked++;
      return null;
    };
    expect([remembered(found, "x", find), remembered(found, "x", find), asked]).toEqual([null, null, 1]);
  });
});

test("whether an action takes a resource", () => {
  expect(isResourceOf(action(), "*")).toBe(true);
  expect(isResourceOf(action(), "arn:aws:s3:::b")).toBe(false);
  expect(isResourceOf(action(BUCKET, QUEUE), "arn:aws:s3:::b")).toBe(true);
  expect(isResourceOf(action(BUCKET, QUEUE), "arn:aws:sqs:us-east-1:111122223333:q")).toBe(true);
  expect(isResourceOf(action(BUCKET), "arn:aws:sqs:us-east-1:111122223333:q")).toBe(false);
  expect(isResourceOf(action(BUCKET), "*")).toBe(false);
  expect(isResourceOf(action(BUCKET), "ARN:aws:S3:::b")).toBe(false);
  expect(isResourceOf(action(BUCKET), "arn:aws-cn:s3:::b")).toBe(true);
  expect(isResourceOf(action(BUCKET), "arn:xyz:s3:::b")).toBe(false);
  expect(isResourceOf(action(BUCKET), "arn:aws:s3:x::b")).toBe(false);
  expect(isResourceOf(action(QUEUE), "arn:aws:sqs:a:b:c:d")).toBe(true);
});

test("a text for a demand", () => {
  expect(anyText(demand([["a*"], ["*b"]], [["ab"]]))).toBe("abb");
  expect(anyText(demand([["a"], ["b"]]))).toBeNull();
  expect(meets(demand([["a*"], ["*b"]], [["ab"]]), "acb")).toBe(true);
  expect(meets(demand([["a*"], ["*b"]], [["ab"]]), "ab")).toBe(false);
  expect(meets(demand([["a*"], ["*b"]], [["c"], ["ab"]]), "ab")).toBe(false);
  expect(meets(demand([["a*"], ["*b"]]), "ac")).toBe(false);
});
