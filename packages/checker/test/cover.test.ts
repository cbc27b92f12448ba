import { CALLER_ROWS, type Glob, makeGlob } from "@keyaki/semantics";
import { describe, expect, test } from "vitest";
import { signaturesOf } from "../src/cover.ts";
import { ACCOUNT, ANYTHING, ARN_HEAD, ARN_TAIL, type Domain, partDomain, WITHOUT_ACCOUNT } from "../src/domain.ts";

const text = (value: string): Glob => makeGlob([{ is: "text", text: value }], "none");
const starting = (value: string): Glob =>
  makeGlob(
    [
      { is: "text", text: value },
      { is: "many", colon: true },
    ],
    "none",
  );

function signatures(domain: Domain, ...globs: readonly (readonly Glob[])[]): string[] {
  const found = signaturesOf({
    components: [domain],
    texts: [[{ component: 0 }]],
    sets: globs.map((each) => ({ text: 0, globs: each })),
  });
  return [...(found ?? [])].sort();
}

describe("texts", () => {
  test("a text, what begins like it, and all others", () => {
    expect(signatures(ANYTHING, [text("ab")], [starting("a")])).toEqual(["00", "01", "11"]);
  });

  test("letters fold as the pattern says, and no further", () => {
    const ascii = makeGlob([{ is: "text", text: "k" }], "ascii");
    const unicode = makeGlob([{ is: "text", text: "k" }], "unicode");
    expect(signatures(ANYTHING, [ascii], [unicode], [text("K")])).toEqual(["000", "010", "110", "111"]);
  });

  test("a part without colons ends at one", () => {
    const part = makeGlob(
      [
        { is: "many", colon: false },
        { is: "text", text: ":x" },
      ],
      "none",
    );
    const any = makeGlob(
      [
        { is: "many", colon: true },
        { is: "text", text: ":x" },
      ],
      "none",
    );
    expect(signatures(ANYTHING, [part], [any])).toEqual(["00", "01", "11"]);
  });
});

describe("domains", () => {
  test("an account is twelve digits and nothing else", () => {
    expect(signatures(ACCOUNT, [text("111122223333")])).toEqual(["0", "1"]);
    expect(signatures(ACCOUNT, [text("1111222233334")], [text("a")])).toEqual(["00"]);
  });

  test("a resource names an account or does not: the two shapes share no text and leave none out", () => {
    const samples = [
      "arn:aws:s3::111122223333:b",
      "arn:aws:s3::11112222333:b",
      "arn:aws:s3::1111222233334:b",
      "arn:aws:s3::11112222333x:b",
      "arn:aws:s3::111122223333",
      "arn:aws:s3:::b",
      "arn:aws:s3::111122223333:b:c",
      "a:b:c",
      "*",
      "",
      "arn:aws:s3:x:y:111122223333:b",
    ];
    for (const sample of samples) {
      const isNamed = /^[^:]*:[^:]*:[^:]*:[^:]*:\d{12}:/.test(sample);
      expect([sample, signatures(WITHOUT_ACCOUNT, [text(sample)]).includes("1")]).toEqual([sample, !isNamed]);
      const named = signaturesOf({
        components: [ARN_HEAD, ACCOUNT, ARN_TAIL],
        texts: [[{ component: 0 }, { component: 1 }, { component: 2 }]],
        sets: [{ text: 0, globs: [text(sample)] }],
      });
      expect([sample, named?.has("1")]).toEqual([sample, isNamed]);
    }
  });

  test("parts of callers hold what AWS lets them hold", () => {
    const part = (kind: string, name: string) =>
      CALLER_ROWS.find((row) => row.kind === kind)?.parts.find((each) => each.part === name)?.domain;
    const holds = (kind: string, name: string, value: string) => {
      const domain = part(kind, name);
      if (domain === undefined) throw new Error(`${kind} has no ${name}`);
      return signatures(partDomain(domain), [text(value)]).includes("1");
    };
    expect(["/", "/a/", "/a/b/"].map((value) => holds("user", "path", value))).toEqual([true, true, true]);
    expect(["", "a", "/a", "//"].map((value) => holds("user", "path", value))).toEqual([false, false, false, false]);
    expect(["aws", "aws-cn", "aws-", "AWS"].map((value) => holds("user", "partition", value))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(["a", "ab"].map((value) => holds("session", "session", value))).toEqual([false, true]);
    expect(["AIDAX", "AIDA", "AROAX"].map((value) => holds("user", "id", value))).toEqual([true, false, false]);
    expect(["a", "", "a/b", "a+=,.@_-9"].map((value) => holds("user", "name", value))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

test("one component that two texts read tells both at once", () => {
  const found = signaturesOf({
    components: [ANYTHING],
    texts: [["user/", { component: 0 }], [{ component: 0 }]],
    sets: [
      { text: 0, globs: [text("user/ana")] },
      { text: 1, globs: [text("ana")] },
    ],
  });
  expect([...(found ?? [])].sort()).toEqual(["00", "11"]);
});

test("a letter is met by a star and not by a question mark, and by a part without colons only where it holds none", () => {
  const glob = (...tokens: Glob["tokens"]) => [makeGlob(tokens, "none")];
  const of = (colon: boolean) =>
    signaturesOf({
      components: [],
      texts: [["a", { letter: 0, colon }]],
      sets: [
        { text: 0, globs: glob({ is: "text", text: "a" }, { is: "many", colon: true }) },
        { text: 0, globs: glob({ is: "text", text: "a" }, { is: "many", colon: false }) },
        { text: 0, globs: glob({ is: "text", text: "a" }, { is: "one", colon: true }) },
        { text: 0, globs: glob({ is: "text", text: "a" }, { is: "variable", view: "v", fallback: null, colon: true }) },
        { text: 0, globs: glob({ is: "text", text: "a" }, { is: "variable", view: "w", fallback: null, colon: true }) },
      ],
      letters: new Map([["v", { id: 0, colon }]]),
    });
  expect([...(of(false) ?? [])]).toEqual(["11010"]);
  expect([...(of(true) ?? [])]).toEqual(["10010"]);
});

test("a walk that would take too long is no answer", () => {
  const many = Array.from({ length: 30 }, (_, at) =>
    makeGlob(
      [..."abcdefghijklmnopqrst"].slice(0, 10).flatMap((letter, i) => [
        { is: "many" as const, colon: true },
        { is: "text" as const, text: String.fromCharCode(97 + ((letter.charCodeAt(0) * (at + 1) + i * at) % 26)) },
      ]),
      "none",
    ),
  );
  expect(
    signaturesOf({
      components: [ANYTHING],
      texts: [[{ component: 0 }]],
      sets: many.map((glob) => ({ text: 0, globs: [glob] })),
    }),
  ).toBeNull();
});
