// Requests as AWS could receive them, for properties.
import {
  actionsOf,
  CALLER_KINDS,
  type Caller,
  type CallerKind,
  callerRow,
  type KeyValues,
  type Request,
} from "@keyaki/semantics";
import fc from "fast-check";

const letters = (alphabet: string, minLength: number, maxLength = 8): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((drawn) => drawn.join(""));

const NAME = "aZ09+=,.@_-";
const account = fc.constantFrom("111122223333", "999999999999", "000000000000");
const path = fc.constantFrom("/", "/team/", "/team/sub/", "/aws-service-role/x.amazonaws.com/");
const partition = fc.constantFrom("aws", "aws-cn", "aws-us-gov");

function partsOf(kind: CallerKind): fc.Arbitrary<Caller["parts"]> {
  const of = {
    id: letters("ABZ019", 1).map((tail) => (kind === "user" ? "AIDA" : "AROA") + tail),
    partition,
    account,
    path: kind === "service-linked-session" ? fc.constant("/aws-service-role/x.amazonaws.com/") : path,
    parent: letters(NAME, 1),
    name: letters(NAME, 2),
    session: letters(NAME, 2),
    service: fc.constantFrom("sns.amazonaws.com", "s3.amazonaws.com"),
    provider: fc.constantFrom("accounts.google.com", "arn:aws:iam::111122223333:saml-provider/corp", "x:y"),
  };
  return fc.record(Object.fromEntries(callerRow(kind).parts.map(({ part }) => [part, of[part]])));
}

const anyText = fc.oneof(fc.constantFrom("", "*", "a:b", "ünïcode 😀", "line\nbreak"), fc.string({ unit: "grapheme" }));
const single = anyText.map((value): KeyValues => ({ set: false, values: [value] }));
const set = fc.array(anyText, { maxLength: 3 }).map((values): KeyValues => ({ set: true, values }));

/** Keys that are independent of the caller: one value, several, or of no documented arity. */
const keys = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom(
        "aws:sourceip",
        "aws:principaltag/team",
        "aws:securetransport",
        "aws:requestedregion",
        "s3:prefix",
      ),
      single,
    ),
    fc.dictionary(fc.constantFrom("aws:tagkeys", "aws:calledvia"), set),
    fc.dictionary(fc.constantFrom("x:claim", "y:__proto__", "__proto__"), fc.oneof(single, set)),
  )
  .map((drawn) => new Map(drawn.flatMap((each) => Object.entries(each))));

/** A request of any kind of caller whose derived keys are in order. */
export const anyRequest: fc.Arbitrary<Request> = fc.constantFrom(...CALLER_KINDS).chain((kind) =>
  fc
    .record({
      parts: partsOf(kind),
      canonical: fc.option(letters("0123456789abcdef", 4), { nil: undefined }),
      action: fc.constantFrom(...(actionsOf(kind) ?? []), "s3:GetObject", "sts:AssumeRole", "ec2:DescribeInstances"),
      resource: fc.constantFrom("*", "arn:aws:s3:::b/k", "arn:aws:sqs:eu-west-1:111122223333:q", "arn:aws:s3"),
      owner: fc.option(account),
      ownerKey: fc.boolean(),
      clock: fc.option(fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(0, -62_167_219_200_000))),
      keys,
      unseen: fc.dictionary(fc.constantFrom("identity-allows", "boundary-attached"), fc.boolean()),
    })
    .map(({ parts, canonical, ownerKey, unseen, ...rest }): Request => {
      const owner = rest.resource.includes("111122223333") && rest.owner !== null ? "111122223333" : rest.owner;
      const all = new Map(rest.keys);
      if (ownerKey && owner !== null) all.set("aws:resourceaccount", { set: false, values: [owner] });
      const hasAccount = parts.account !== undefined;
      const caller: Caller = { kind, parts, ...(canonical === undefined || !hasAccount ? {} : { canonical }) };
      return { ...rest, owner, keys: all, caller, unseen: new Map(Object.entries(unseen)) };
    }),
);
