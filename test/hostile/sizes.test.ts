// What is hard by its size or its patterns must end with an answer, or say why there is none.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { finished, inFolder, keyaki, type Ran, start } from "../e2e/run.ts";
import { apart, either, type HardPair, many, overlapping, stars, tagged, together } from "./hard-policies.ts";

const MEGABYTES = 1_500;
const TAGS = "aws:TagKeys";

type Runner = (args: readonly string[]) => Promise<Ran>;
/** In a process that may hold little. */
const limited: Runner = (args) => finished(start(args, { node: [`--max-old-space-size=${MEGABYTES}`] }));

/** `more`: flags. */
async function compared(
  { left, right }: HardPair,
  run: Runner,
  ...more: readonly string[]
): Promise<{ relation: string; why: string | undefined }> {
  return inFolder({ "left.json": left, "right.json": right }, async (folder) => {
    const ran = await run([
      "compare",
      join(folder, "left.json"),
      join(folder, "right.json"),
      "--format",
      "json",
      ...more,
    ]);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
    const { relation, leftOnly, rightOnly } = JSON.parse(ran.stdout);
    return { relation, why: leftOnly.reason?.code ?? rightOnly.reason?.code };
  });
}

const DECIDED: Readonly<Record<string, { readonly pair: () => HardPair; readonly relation?: string }>> = {
  "12 stars in a resource": {
    pair: () => either({ Resource: `arn:aws:s3:::a${stars(12)}` }, { Resource: `arn:aws:s3:::a*${stars(12)}` }),
    relation: "less-permissive",
  },
  "the family of 12 stars on a key": {
    pair: () =>
      either(
        tagged("StringLike", [`a${stars(12)}`, `*${stars(12)}a`, `*a*${stars(12)}c*`]),
        tagged("StringLike", [`a*${stars(12)}`, `*${stars(11)}*`]),
      ),
    relation: "less-permissive",
  },
  "300 overlapping patterns on one key": {
    pair: () => apart(overlapping(300).map((each) => tagged("StringLike", each))),
  },
  "300 overlapping patterns on a key of several values": {
    pair: () => apart(overlapping(300).map((each) => ({ Condition: { "ForAnyValue:StringLike": { [TAGS]: each } } }))),
  },
  "300 overlapping resources": {
    pair: () => apart(overlapping(300).map((each) => ({ Resource: `arn:aws:s3:::${each}` }))),
  },
  "300 overlapping actions under conditions": {
    pair: () =>
      apart(overlapping(300).map((each, at) => ({ Action: `s3:${each}`, ...tagged("StringEquals", `v${at}`) }))),
  },
  "an overlapping pattern that others cover": {
    pair: () => {
      const others = overlapping(60).map((each) => tagged("StringLike", each));
      const [left, right] = [
        apart([tagged("StringLike", "*abcd*"), ...others]).left,
        apart([{}, ...others, tagged("StringLike", "*bc*")]).right,
      ];
      return { left, right };
    },
    relation: "less-permissive",
  },
  "4,054 actions": {
    pair: () =>
      together(
        many(4_054, (at) => `svc${at % 97}:Action${at}Name`),
        (all) => ({ Action: all }),
      ),
  },
  "10,000 statements": {
    pair: () =>
      apart(
        many(10_000, (at) => `arn:aws:svc:us-east-1:111122223333:thing/${at}/*`).map((each) => ({ Resource: each })),
      ),
  },
  "2,000 long resources with one beginning": {
    pair: () =>
      together(
        many(2_000, (at) => `arn:aws:s3:::${"prefix".repeat(100)}${at}`),
        (all) => ({ Resource: all }),
      ),
  },
  "5,000 values": {
    pair: () =>
      together(
        many(5_000, (at) => `value-${at}`),
        (all) => tagged("StringEquals", all),
      ),
  },
  "5,000 values that fold": {
    pair: () =>
      together(
        many(5_000, (at) => `value-${at}`),
        (all) => tagged("StringEqualsIgnoreCase", all),
      ),
  },
  "5,000 patterns": {
    pair: () =>
      together(
        many(5_000, (at) => `value-${at}-*`),
        (all) => tagged("StringLike", all),
      ),
  },
  "5,000 values of a key of several": {
    pair: () =>
      together(
        many(5_000, (at) => `value-${at}`),
        (all) => ({ Condition: { "ForAllValues:StringEquals": { [TAGS]: all } } }),
      ),
  },
  "5,000 numbers": {
    pair: () =>
      together(
        many(5_000, (at) => String(at * 3)),
        (all) => ({ Condition: { NumericEquals: { "s3:max-keys": all } } }),
      ),
  },
  "5,000 dates": {
    pair: () =>
      together(
        many(5_000, (at) => new Date(1.6e12 + at * 1e6).toISOString()),
        (all) => ({ Condition: { DateEquals: { "aws:CurrentTime": all } } }),
      ),
  },
  "100,000 blocks of addresses": {
    pair: () =>
      together(
        many(100_000, (at) => `${10 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}.${(at * 37) & 240}/${24 + (at % 9)}`),
        (all) => ({ Condition: { IpAddress: { "aws:SourceIp": all } } }),
      ),
  },
  "a value of a mebibyte": {
    pair: () =>
      either(tagged("StringLike", `${"xy".repeat(500_000)}*`), tagged("StringLike", `${"xy".repeat(499_999)}*`)),
    relation: "less-permissive",
  },
  "a resource of a mebibyte": {
    pair: () =>
      either(
        { Resource: `arn:aws:s3:::${"x".repeat(1_000_000)}*` },
        { Resource: `arn:aws:s3:::${"x".repeat(999_999)}*` },
      ),
    relation: "less-permissive",
  },
};

describe("is decided:", () => {
  test.each(Object.entries(DECIDED))(
    "%s",
    async (_, { pair, relation = "more-permissive" }) => {
      expect(await compared(pair(), keyaki, "--timeout", "100000")).toEqual({ relation, why: undefined });
    },
    120_000,
  );
});

const GIVEN_UP: Readonly<Record<string, () => HardPair>> = {
  "half a million stars": () =>
    either({ Resource: `arn:aws:s3:::${"x*".repeat(400_000)}` }, { Resource: `arn:aws:s3:::${"x*".repeat(399_999)}` }),
  "a million question marks": () =>
    either(tagged("StringLike", `a${"?".repeat(1_000_000)}b*`), tagged("StringLike", `a${"?".repeat(999_999)}*`)),
  "an action of a mebibyte": () =>
    either({ Action: `s3:${"x".repeat(1_000_000)}*` }, { Action: `s3:${"x".repeat(999_999)}*` }),
  "300 overlapping patterns of callers": () =>
    apart(
      overlapping(300).map((each) => ({
        Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::111122223333:role/${each}` } },
      })),
    ),
};

describe("ends, decided or with a reason:", () => {
  test.each(Object.entries(GIVEN_UP))(
    "%s",
    async (_, pair) => {
      const { relation, why } = await compared(pair(), limited);
      // Never the other way round, and never without a reason.
      expect(["more-permissive", "less-permissive", "unknown"]).toContain(relation);
      if (relation === "unknown") expect(["classes-exhausted", "solver", "unsupported"]).toContain(why);
    },
    120_000,
  );
});
