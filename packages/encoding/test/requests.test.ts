// The requests that are made of a model: what they hold, and in which order they are tried. Each is judged by the evaluator later; here
// is what is offered to it, since a request that is not offered is a witness that is not found.
import { type Action, loadCatalog, plausibleValues } from "@keyaki/catalog";
import { type Atom, CALLER_ROWS, type Caller, type KeyValues, type Request, type ValueSet } from "@keyaki/semantics";
import { describe, expect, test } from "vitest";
import type { Selection } from "../src/abstract.ts";
import { exampleCaller } from "../src/caller-choices.ts";
import { exampleValues, requestsFor } from "../src/decode.ts";
import { demandOn, opposite, sidesOf } from "../src/demand.ts";
import { withRelations } from "../src/relations/assign.ts";
import { glob, setText, texts } from "./notation.ts";

const catalog = await loadCatalog();

type Held = Readonly<Record<string, string | readonly string[] | null>>;
type Truths = readonly (readonly [Atom, boolean])[];

const inside = (view: string, set: ValueSet): Atom => ({ is: "in", view, set });
const some = (view: string, set: ValueSet): Atom => ({ is: "some", view, set });
const same = (left: string, right: string): Atom => ({ is: "same", left, right });
const but = (from: ValueSet, minus: ValueSet): ValueSet => ({ is: "difference", from, minus });

function caller(kind: Caller["kind"]): Caller {
  const row = CALLER_ROWS.find((each) => each.kind === kind);
  if (row === undefined) throw new Error(`no caller is a ${kind}`);
  return exampleCaller(row);
}

function keysOf(held: Held): Map<string, KeyValues | null> {
  return new Map(
    Object.entries(held).map(([name, value]) => [
      name,
      value === null
        ? null
        : typeof value === "string"
          ? { set: false, values: [value] }
          : { set: true, values: value },
    ]),
  );
}

function selection(held: Held = {}, truths: Truths = [], more: Partial<Selection> = {}): Selection {
  return {
    action: undefined,
    resource: undefined,
    owned: undefined,
    caller: undefined,
    clock: undefined,
    keys: keysOf(held),
    truths: new Map(truths),
    unsampled: false,
    ...more,
  };
}

function request(held: Held = {}, more: Partial<Request> = {}): Request {
  const keys = new Map<string, KeyValues>();
  for (const [name, value] of keysOf(held)) if (value !== null) keys.set(name, value);
  return {
    caller: caller("user"),
    action: "s3:getobject",
    resource: "*",
    owner: null,
    clock: null,
    keys,
    unseen: new Map(),
    ...more,
  };
}

function text({ caller: { kind, parts, canonical }, resource, owner, clock, keys, unseen }: Request): string {
  const example = caller(kind).parts;
  const odd = Object.entries(parts).filter(([part, value]) => example[part as keyof typeof example] !== value);
  return [
    resource,
    ...(owner === null ? [] : [`of ${owner}`]),
    ...(clock === null ? [] : [`at ${clock}`]),
    kind,
    ...odd.map(([part, value]) => `${part}=${value}`),
    ...(canonical === undefined ? [] : [`canonical ${canonical}`]),
    ...[...keys].map(([name, { set, values }]) => `${name}=${set ? `{${values.map(String).join()}}` : values.join()}`),
    ...[...unseen].map(([name, value]) => `${name}:${value}`),
  ].join(" ");
}

describe("values that read well", () => {
  test("of a key that the catalog knows, of one that it does not, and of what is no key", () => {
    const none = () => undefined;
    expect(exampleValues("key:aws:sourceip", catalog, none)).toEqual(plausibleValues("aws:sourceip", "IPAddress"));
    expect(exampleValues("key:aws:currenttime", catalog, () => "Bool")).toEqual(
      plausibleValues("aws:currenttime", "Date"),
    );
    expect(exampleValues("key:own:key", null, () => "Numeric")).toEqual(plausibleValues("own:key", "Numeric"));
    expect(exampleValues("key:own:key", catalog, none)).toEqual(plausibleValues("own:key", "String"));
    expect(exampleValues("resource", catalog, none)).toEqual([]);
    expect(exampleValues("hole:x", catalog, none)).toEqual([]);
  });
});

describe("what a text must match", () => {
  const shown = (sides: ReturnType<typeof sidesOf>) => {
    if (sides === null) return null;
    const written = (list: NonNullable<typeof sides>["within"]) =>
      list.map((globs) =>
        globs
          .map(({ tokens, fold }) =>
            setText({ is: "globs", globs: [{ tokens: tokens as never, fold, key: "" }] }).slice(1, -1),
          )
          .join(" "),
      );
    return [written(sides.within), written(sides.without)];
  };
  const asked = request({ x: "b", y: "b:c", many: ["b"] });

  test("to lie in a set", () => {
    const sides = (set: ValueSet, of: Request | null = asked) => shown(sidesOf(set, of));
    expect(sides(texts("a*"))).toEqual([["a*"], []]);
    expect(sides(texts("a/$x"))).toEqual([["a/b"], []]);
    expect(sides(texts("a/$x", "c"), null)).toEqual([["c"], []]);
    expect(sides(texts("a/$z"))).toEqual([[""], []]);
    expect(sides(texts("a/$z'd'"))).toEqual([["a/d"], []]);
    expect(sides(texts("a/$many"))).toEqual([[""], []]);
    expect(sides(texts("a/$many'd'"))).toEqual([["a/d"], []]);
    expect(sides(texts("a/{$y}"))).toEqual([[""], []]);
    expect(sides(texts("a/$y", "a/{$x}"))).toEqual([expect.arrayContaining([expect.stringContaining("a/b:c")]), []]);
    expect(sides({ is: "globs", globs: [glob("A$x", "ascii")] })).toEqual([["Ab~"], []]);
    expect(sides({ is: "bool", values: [true] })).toEqual([["true~"], []]);
    expect(sides({ is: "binary", values: ["41"] })).toBeNull();
    expect(sides(but(texts("a*"), texts("a/$x")))).toEqual([["a*"], ["a/b"]]);
    expect(sides(but(but(texts("a*"), texts("ab")), texts("ac")))).toEqual([["a*"], ["ab", "ac"]]);
    expect(sides(but({ is: "binary", values: ["41"] }, texts("a")))).toBeNull();
    expect(sides(but(texts("a"), { is: "binary", values: ["41"] }))).toBeNull();
    expect(sides(but(texts("a*"), but(texts("ab"), texts("ac"))))).toBeNull();
  });

  test("to lie outside", () => {
    const outside = (set: ValueSet) => {
      const sides = sidesOf(set, asked);
      return sides === null ? null : shown(opposite(sides));
    };
    expect(outside(texts("a*"))).toEqual([[], ["a*"]]);
    expect(outside(texts("a", "b"))).toEqual([[], [expect.stringMatching(/^(a b|b a)$/)]]);
    expect(outside(but(texts("*"), texts("ab")))).toEqual([["ab"], []]);
    expect(outside(but(texts("{*}"), texts("ab")))).toBeNull();
    expect(outside(but(texts("?"), texts("ab")))).toBeNull();
    expect(outside(but(texts("a*"), texts("ab")))).toBeNull();
    expect(outside(but(but(texts("*"), texts("a")), texts("b")))).toBeNull();
    expect(outside(texts("*"))).toBeNull();
    expect(shown(opposite({ within: [], without: [] }))).toBeNull();
  });

  test("of all that is said of a view", () => {
    const demand = (...truths: Truths) => {
      const found = demandOn("key:v", new Map(truths), asked);
      return found === null ? null : [...(shown(found) ?? []), found.dependent];
    };
    expect(demand()).toEqual([[], [], ""]);
    expect(
      demand(
        [inside("key:v", texts("a*")), true],
        [inside("key:v", texts("ab")), false],
        [some("key:v", texts("*c")), true],
        [inside("key:w", texts("d")), true],
        [{ is: "present", view: "key:v" }, false],
        [same("key:v", "key:x"), true],
      ),
    ).toEqual([["a*", "*c"], ["ab"], ""]);
    expect(demand([inside("key:v", but(texts("a*"), texts("ab"))), true])).toEqual([["a*"], ["ab"], ""]);
    expect(demand([inside("key:v", but(texts("*"), texts("ab"))), false])).toEqual([["ab"], [], ""]);
    expect(demand([inside("key:v", but(texts("a*"), texts("ab"))), false])).toBeNull();
    expect(demand([inside("key:v", { is: "binary", values: ["41"] }), true])).toBeNull();
    const [, , dependent] = demand([inside("key:v", texts("a/$x")), false]) ?? [];
    expect(dependent).toContain("a/");
    expect(demand([inside("key:v", texts("a/$x")), true])?.[0]).toEqual(["a/b"]);
  });
});

describe("values that relate to each other", () => {
  const offered = (base: Request, truths: Truths, resource: Truths = [], most = 100) => {
    const found: string[] = [];
    for (const each of withRelations(base, selection({}, truths), new Map(resource))) {
      if (found.length === most) break;
      found.push(text(each));
    }
    return found;
  };
  const OWNED = { resource: "arn:aws:s3:::b/k", owner: "999999999999" };

  const CASES: readonly (readonly [string, Request, Truths, Truths, readonly string[]])[] = [
    ["nothing relates", request({ x: "b" }), [[inside("key:x", texts("b")), true]], [], ["* user x=b"]],
    [
      "the caller's account is the owner's",
      request({}, OWNED),
      [[same("caller:account", "owner"), true]],
      [],
      ["arn:aws:s3:::b/k of 999999999999 user", "arn:aws:s3:::b/k of 999999999999 user account=999999999999"],
    ],
    [
      "the caller's account is not the owner's",
      request({}, OWNED),
      [[same("caller:account", "owner"), false]],
      [],
      [
        "arn:aws:s3:::b/k of 999999999999 user",
        "arn:aws:s3:::b/k of 999999999999 user account=444455556666",
        "arn:aws:s3:::b/k of 999999999999 user account=777788889999",
        "arn:aws:s3:::b/k of 999999999999 user account=999999999999",
        "arn:aws:s3:::b/k of 999999999999 user account=222233334444",
      ],
    ],
    [
      "the account key is the owner's key",
      request({}, OWNED),
      [[same("key:aws:principalaccount", "key:aws:resourceaccount"), true]],
      [],
      ["arn:aws:s3:::b/k of 999999999999 user", "arn:aws:s3:::b/k of 999999999999 user account=999999999999"],
    ],
    ["no owner is known", request(), [[same("caller:account", "owner"), true]], [], ["* user", "* user"]],
    [
      "no owner is known, and the caller is to be of another account",
      request(),
      [[same("caller:account", "owner"), false]],
      [],
      [
        "* user",
        "* of 111122223333 user account=444455556666",
        "* of 111122223333 user account=777788889999",
        "* of 111122223333 user account=999999999999",
        "* of 111122223333 user account=222233334444",
      ],
    ],
    [
      "a caller without an account",
      request({}, { ...OWNED, caller: caller("service") }),
      [[same("caller:account", "owner"), true]],
      [],
      ["arn:aws:s3:::b/k of 999999999999 service"],
    ],
    [
      "an account beside another key",
      request({ v: "x" }, OWNED),
      [[same("caller:account", "key:v"), true]],
      [],
      ["arn:aws:s3:::b/k of 999999999999 user v=111122223333"],
    ],
    ["equal keys", request({ v: "a", x: "b" }), [[same("key:v", "key:x"), true]], [], ["* user v=a x=a"]],
    ["equal keys that are not", request({ v: "a", x: "a" }), [[same("key:v", "key:x"), false]], [], ["* user v=a x="]],
    [
      "unequal keys, with a limit",
      request({ v: "a", x: "a" }),
      [
        [same("key:v", "key:x"), false],
        [inside("key:x", texts("a", "zz")), true],
      ],
      [],
      ["* user v=a x=zz"],
    ],
    [
      "unequal keys that are so",
      request({ v: "a", x: "b" }),
      [[same("key:v", "key:x"), false]],
      [],
      ["* user v=a x=b"],
    ],
    [
      "unequal keys without another value",
      request({ v: "a", x: "a" }),
      [
        [same("key:v", "key:x"), false],
        [inside("key:x", texts("a")), true],
      ],
      [],
      ["* user v=a x=a"],
    ],
    [
      "equal to what cannot be set",
      request({ v: "a" }),
      [[same("key:aws:username", "key:v"), true]],
      [],
      ["* user v=example"],
    ],
    [
      "the right one cannot be set",
      request({ a: "x" }),
      [[same("key:a", "key:aws:username"), true]],
      [],
      ["* user a=example"],
    ],
    ["a key that is not there", request({ v: "a" }), [[same("key:v", "key:x"), true]], [], ["* user v=a"]],
    [
      "a pattern on a key",
      request({ v: "a", x: "b" }),
      [[inside("key:v", texts("p/$x/q")), true]],
      [],
      [
        "* user v=p/b/q x=b",
        "* user v=p//q x=",
        "* user v=p/eeeeeee/q x=eeeeeee",
        "* user v=p/e/q x=e",
        "* user v=p/example-user/q x=example-user",
        "* user v=p/jane/q x=jane",
        "* user v=p/a1/q x=a1",
      ],
    ],
    [
      "a pattern on a key that does not match",
      request({ v: "p/b", x: "b" }),
      [
        [inside("key:v", texts("p/$x")), false],
        [inside("key:v", texts("p/*")), true],
      ],
      [],
      [
        "* user v=p/ x=b",
        "* user v=p/b x=",
        "* user v=p/b x=eeeeeee",
        "* user v=p/b x=e",
        "* user v=p/b x=example-user",
        "* user v=p/b x=jane",
        "* user v=p/b x=a1",
      ],
    ],
    [
      "a pattern on a set",
      request({ v: ["a", "p/c"], x: "b" }),
      [
        [some("key:v", texts("p/$x")), true],
        [some("key:v", texts("p/c")), false],
      ],
      [],
      [
        "* user v={a,p/b} x=b",
        "* user v={a,p/} x=",
        "* user v={a,p/eeeeeee} x=eeeeeee",
        "* user v={a,p/e} x=e",
        "* user v={a,p/example-user} x=example-user",
        "* user v={a,p/jane} x=jane",
        "* user v={a,p/a1} x=a1",
      ],
    ],
    [
      "several patterns on a set",
      request({ v: ["r1", "a"], x: "b" }),
      [
        [some("key:v", texts("p/$x")), true],
        [some("key:v", texts("q*")), true],
        [some("key:v", texts("r*")), true],
        [some("key:v", texts("*a")), false],
        [some("key:v", but(texts("a*"), texts("$x"))), false],
      ],
      [],
      [
        "* user v={r1,p/b,q} x=b",
        "* user v={r1,p/,q} x=",
        "* user v={r1,p/eeeeeee,q} x=eeeeeee",
        "* user v={r1,p/e,q} x=e",
        "* user v={r1,p/example-user,q} x=example-user",
        "* user v={r1,p/jane,q} x=jane",
        "* user v={r1,p/a1,q} x=a1",
      ],
    ],
    [
      "a set in a set that no text can be",
      request({ v: [], x: "b" }),
      [
        [some("key:v", texts("p/$x")), true],
        [some("key:v", texts("p*")), false],
      ],
      [],
      [
        "* user v={} x=b",
        "* user v={} x=",
        "* user v={} x=eeeeeee",
        "* user v={} x=e",
        "* user v={} x=example-user",
        "* user v={} x=jane",
        "* user v={} x=a1",
      ],
    ],
    [
      "a set of bytes",
      request({ v: ["QQ=="], x: "b" }),
      [
        [some("key:v", texts("$x")), true],
        [some("key:v", { is: "binary", values: ["41"] }), true],
        [some("key:v", { is: "binary", values: ["42"] }), false],
      ],
      [],
      [
        "* user v={QQ==,b} x=b",
        "* user v={QQ==,} x=",
        "* user v={QQ==,eeeeeee} x=eeeeeee",
        "* user v={QQ==,e} x=e",
        "* user v={QQ==,example-user} x=example-user",
        "* user v={QQ==,jane} x=jane",
        "* user v={QQ==,a1} x=a1",
      ],
    ],
    [
      "a variable in the resource's pattern",
      request({ x: "b" }),
      [[inside("resource", texts("arn:$x/home")), true]],
      [[inside("resource", texts("arn:al*")), true]],
      [
        "* user x=b",
        "* user x=al",
        "* user x=",
        "* user x=eeeeeee",
        "* user x=e",
        "* user x=example-user",
        "* user x=jane",
        "* user x=a1",
      ],
    ],
    [
      "with a limit of its own",
      request({ x: "b" }),
      [
        [inside("resource", texts("arn:$x/home")), true],
        [inside("key:x", texts("b", "al?")), true],
        [inside("key:x", texts("ale")), false],
      ],
      [
        [inside("resource", texts("arn:al*")), true],
        [inside("resource", texts("*z/home")), false],
      ],
      ["* user x=b", "* user x=al/"],
    ],
    [
      "refused",
      request({ x: "b" }),
      [[inside("resource", texts("arn:$x/home")), false]],
      [[inside("resource", texts("arn:al*")), true]],
      [
        "* user x=b",
        "* user x=",
        "* user x=eeeeeee",
        "* user x=e",
        "* user x=example-user",
        "* user x=jane",
        "* user x=a1",
      ],
    ],
    [
      "in a folded pattern",
      request({ x: "b" }),
      [[inside("resource", { is: "globs", globs: [glob("arn:$x/home", "ascii")] }), true]],
      [[inside("resource", texts("arn:al*")), true]],
      [
        "* user x=b",
        "* user x=",
        "* user x=eeeeeee",
        "* user x=e",
        "* user x=example-user",
        "* user x=jane",
        "* user x=a1",
      ],
    ],
    [
      "two variables",
      request({ x: "b", y: "c" }),
      [[inside("resource", texts("arn:$x/$y")), true]],
      [[inside("resource", texts("arn:al*/m*")), true]],
      [
        "* user x=b y=c",
        "* user x=al y=c",
        "* user x= y=c",
        "* user x=eeeeeee y=c",
        "* user x=e y=c",
        "* user x=example-user y=c",
        "* user x=jane y=c",
        "* user x=a1 y=c",
        "* user x=b y=m",
        "* user x=al y=m",
        "* user x= y=m",
        "* user x=eeeeeee y=m",
        "* user x=e y=m",
        "* user x=example-user y=m",
        "* user x=jane y=m",
        "* user x=a1 y=m",
        "* user x=b y=",
        "* user x=al y=",
        "* user x= y=",
        "* user x=eeeeeee y=",
        "* user x=e y=",
        "* user x=example-user y=",
        "* user x=jane y=",
        "* user x=a1 y=",
        "* user x=b y=eeeeeee",
        "* user x=al y=eeeeeee",
        "* user x= y=eeeeeee",
        "* user x=eeeeeee y=eeeeeee",
        "* user x=e y=eeeeeee",
        "* user x=example-user y=eeeeeee",
        "* user x=jane y=eeeeeee",
        "* user x=a1 y=eeeeeee",
        "* user x=b y=e",
        "* user x=al y=e",
        "* user x= y=e",
        "* user x=eeeeeee y=e",
        "* user x=e y=e",
        "* user x=example-user y=e",
        "* user x=jane y=e",
        "* user x=a1 y=e",
        "* user x=b y=example-user",
        "* user x=al y=example-user",
        "* user x= y=example-user",
        "* user x=eeeeeee y=example-user",
        "* user x=e y=example-user",
        "* user x=example-user y=example-user",
        "* user x=jane y=example-user",
        "* user x=a1 y=example-user",
      ],
    ],
    [
      "the caller's name",
      request(),
      [[inside("resource", texts("arn:$aws:username/home")), true]],
      [[inside("resource", texts("arn:al*")), true]],
      [
        "* user",
        "* user name=al",
        "* user name=",
        "* user name=eeeeeee",
        "* user name=e",
        "* user name=example-user",
        "* user name=jane",
        "* user name=a1",
      ],
    ],
    [
      "a name that the caller does not have",
      request({}, { caller: caller("session") }),
      [[inside("resource", texts("arn:$aws:username/home")), true]],
      [[inside("resource", texts("arn:al*")), true]],
      ["* session"],
    ],
    [
      "an id of two parts",
      request({}, { caller: caller("session") }),
      [[inside("resource", texts("arn:$aws:userid/home")), true]],
      [[inside("resource", texts("arn:AROAX*:al*")), true]],
      [
        "* session",
        "* session id=AROAX session=al",
        "* session",
        "* session",
        "* session",
        "* session",
        "* session",
        "* session",
      ],
    ],
    [
      "a caller's ARN",
      request({}, { caller: caller("root") }),
      [[inside("resource", texts("$aws:principalarn/home")), true]],
      [[inside("resource", texts("*:999999999999:*")), true]],
      ["* root", "* root account=999999999999", "* root", "* root", "* root", "* root", "* root", "* root"],
    ],
    [
      "an ARN that is none of the caller's",
      request({}, { caller: caller("root") }),
      [
        [inside("resource", texts("$aws:principalarn/home")), true],
        [inside("key:aws:principalarn", texts("xxxx*:iam::5:root")), true],
      ],
      [],
      ["* root", "* root"],
    ],
    ["a key with a default", request({ v: "a" }), [[inside("key:v", texts("p/$x'd'")), true]], [], ["* user v=p/d"]],
    [
      "classes that are no pattern",
      request({ x: "b" }),
      [
        [inside("resource", texts("arn:$x/home")), true],
        [inside("key:x", { is: "binary", values: ["41"] }), true],
      ],
      [[inside("resource", texts("arn:al*")), true]],
      ["* user x=b", "* user x=al", "* user x=example-user", "* user x=jane", "* user x=a1"],
    ],
    [
      "a set without a pattern",
      request({ x: "b" }),
      [[inside("resource", but(texts("arn:*"), texts("arn:$x/home"))), true]],
      [[inside("resource", texts("arn:al*")), true]],
      [
        "* user x=b",
        "* user x=",
        "* user x=eeeeeee",
        "* user x=e",
        "* user x=example-user",
        "* user x=jane",
        "* user x=a1",
      ],
    ],
  ];

  test.each(CASES)("%s", (_, base, truths, resource, wanted) => {
    expect(offered(base, truths, resource)).toEqual(wanted);
  });

  test("only so many combinations", () => {
    const keys = Object.fromEntries([..."abcde"].map((name) => [name, "b"]));
    const all = offered(request(keys), [[inside("resource", texts("$a/$b/$c/$d/$e")), true]]);
    expect(all.length).toBe(48);
  });
});

describe("requests", () => {
  const action = (name: string) => {
    const known = catalog.action(name);
    if (known === undefined || known === null) throw new Error(`no action ${name}`);
    return known as Action;
  };
  const offered = (
    made: Selection,
    resource: Truths = [],
    {
      sample = null,
      known = null,
      realisticOnly = false,
    }: { sample?: string | null; known?: Action | null; realisticOnly?: boolean } = {},
  ) =>
    [
      ...requestsFor(
        { selection: made, resource: new Map(resource), resourceSample: sample },
        { name: "s3:getobject", known },
        realisticOnly,
      ),
    ].map(({ request: each, realistic }) => `${realistic ? "! " : ""}${text(each)}`);
  const object = action("s3:GetObject");
  const list = action("s3:ListAllMyBuckets");

  const CASES: readonly (readonly [string, () => readonly string[], readonly string[]])[] = [
    [
      "nothing is asked",
      () => offered(selection()),
      [
        "* of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "an action that takes objects",
      () => offered(selection(), [], { known: object }),
      [
        "! arn:aws:s3:::example-bucket/reports/2026.csv of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        "* of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "only what is real",
      () => offered(selection(), [], { known: object, realisticOnly: true }),
      [
        "! arn:aws:s3:::example-bucket/reports/2026.csv of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "an action that takes everything",
      () => offered(selection(), [], { known: list }),
      [
        "! * of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        "! * of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a class of the resource",
      () =>
        offered(
          selection(),
          [
            [inside("resource", texts("arn:aws:s3:::b/*")), true],
            [inside("resource", texts("*/x")), false],
          ],
          { sample: "arn:aws:s3:::b/y", known: object },
        ),
      [
        "! arn:aws:s3:::b/example of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        "! arn:aws:s3:::b/y of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        "arn:aws:s3:::b/ of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a sample of another class",
      () =>
        offered(selection(), [[inside("resource", texts("arn:aws:s3:::b/*")), true]], { sample: "arn:aws:s3:::c/y" }),
      [
        "arn:aws:s3:::b/ of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "no text at all",
      () =>
        offered(selection(), [
          [inside("resource", texts("a")), true],
          [inside("resource", texts("a")), false],
        ]),
      [],
    ],
    [
      "no pattern matter",
      () => offered(selection(), [[inside("resource", { is: "binary", values: ["41"] }), true]]),
      [],
    ],
    [
      "a truth of the model too",
      () => offered(selection({}, [[inside("resource", texts("arn:aws:s3:::b/*")), true]]), [], { known: object }),
      [
        "! arn:aws:s3:::b/example of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        "arn:aws:s3:::b/ of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a resource with its owner",
      () =>
        offered(
          selection({ "key:aws:resourceaccount": "444455556666", "key:s3:resourceaccount": "444455556666" }, [], {
            owned: { resource: "arn:aws:sqs:eu-west-1:444455556666:q", owner: "444455556666" },
          }),
          [[inside("resource", texts("arn:aws:sqs:*")), true]],
        ),
      [
        "arn:aws:sqs:eu-west-1:444455556666:q of 444455556666 session name=example-role aws:resourceaccount=444455556666 s3:resourceaccount=444455556666 aws:securetransport=true aws:requestedregion=eu-west-1",
        "arn:aws:sqs: of 444455556666 session name=example-role aws:resourceaccount=444455556666 s3:resourceaccount=444455556666 aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a resource without an account is the caller's",
      () =>
        offered(selection({ "key:aws:resourceaccount": "444455556666" }), [
          [inside("resource", texts("arn:aws:s3:::b")), true],
        ]),
      [
        "arn:aws:s3:::b of 111122223333 session name=example-role aws:resourceaccount=111122223333 aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "an account in the ARN is the owner",
      () =>
        offered(selection({ "key:s3:resourceaccount": "444455556666" }), [
          [inside("resource", texts("arn:aws:sqs:eu-west-1:777788889999:q")), true],
        ]),
      [
        "arn:aws:sqs:eu-west-1:777788889999:q of 777788889999 session name=example-role s3:resourceaccount=777788889999 aws:securetransport=true aws:requestedregion=eu-west-1",
      ],
    ],
    [
      "twelve digits in another part are nobody",
      () => offered(selection(), [[inside("resource", texts("a:b:c:d:e:777788889999:x")), true]]),
      [
        "a:b:c:d:e:777788889999:x of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=d",
      ],
    ],
    [
      "a caller and a clock",
      () =>
        offered(
          selection({}, [], {
            caller: { ...caller("root"), parts: { partition: "aws-cn", account: "444455556666" } },
            clock: 7,
          }),
        ),
      [
        "* of 444455556666 at 7 root partition=aws-cn account=444455556666 aws:securetransport=true aws:requestedregion=us-east-1",
        " of 444455556666 at 7 root partition=aws-cn account=444455556666 aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a caller without an account",
      () => offered(selection({}, [], { caller: caller("service") })),
      [
        "* of 111122223333 service aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 service aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a canonical id, a hole and keys",
      () =>
        offered(
          selection({
            "caller:canonical": "abc",
            "hole:n": "h",
            "key:own:k": "v",
            "key:own:n": null,
            "key:own:s": ["a", "b"],
          }),
        ),
      [
        "* of 111122223333 session name=example-role canonical abc hole:n=h own:k=v own:s={a,b} aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role canonical abc hole:n=h own:k=v own:s={a,b} aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "no canonical id",
      () => offered(selection({ "caller:canonical": null })),
      [
        "* of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a key that follows from the caller",
      () => offered(selection({ "key:aws:username": "eve", "key:aws:userid": "x" }, [], { caller: caller("user") })),
      [
        "* of 111122223333 user aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 user aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "what is not seen",
      () =>
        offered(
          selection({}, [
            [{ is: "unseen", name: "u" }, true],
            [{ is: "unseen", name: "w" }, false],
          ]),
        ),
      [
        "* of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1 u:true w:false",
        " of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=us-east-1 u:true w:false",
      ],
    ],
    [
      "an endpoint and its network",
      () => [
        ...offered(selection({ "key:aws:sourcevpce": "vpce-1" })),
        ...offered(selection({ "key:aws:sourcevpc": "vpc-1" })),
      ],
      [
        "* of 111122223333 session name=example-role aws:sourcevpce=vpce-1 aws:sourcevpc=vpc-0a1b2c3d4e5f67890 aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:sourcevpce=vpce-1 aws:sourcevpc=vpc-0a1b2c3d4e5f67890 aws:securetransport=true aws:requestedregion=us-east-1",
        "* of 111122223333 session name=example-role aws:sourcevpc=vpc-1 aws:sourcevpce=vpce-0a1b2c3d4e5f67890 aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:sourcevpc=vpc-1 aws:sourcevpce=vpce-0a1b2c3d4e5f67890 aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "what the model decided stays absent",
      () =>
        offered(
          selection({
            "key:aws:sourcevpce": "vpce-1",
            "key:aws:sourcevpc": null,
            "key:aws:securetransport": null,
            "key:aws:requestedregion": null,
          }),
        ),
      [
        "* of 111122223333 session name=example-role aws:sourcevpce=vpce-1",
        " of 111122223333 session name=example-role aws:sourcevpce=vpce-1",
      ],
    ],
    [
      "the organization of a path",
      () => [
        ...offered(selection({ "key:aws:principalorgpaths": ["o-x/r-1/"] })),
        ...offered(selection({ "key:aws:principalorgpaths": [] })),
      ],
      [
        "* of 111122223333 session name=example-role aws:principalorgpaths={o-x/r-1/} aws:principalorgid=o-x aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:principalorgpaths={o-x/r-1/} aws:principalorgid=o-x aws:securetransport=true aws:requestedregion=us-east-1",
        "* of 111122223333 session name=example-role aws:principalorgpaths={} aws:principalorgid=o-a1b2c3d4e5 aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:principalorgpaths={} aws:principalorgid=o-a1b2c3d4e5 aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "the age of a second factor",
      () => offered(selection({ "key:aws:multifactorauthage": "7" })),
      [
        "* of 111122223333 session name=example-role aws:multifactorauthage=7 aws:multifactorauthpresent=true aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:multifactorauthage=7 aws:multifactorauthpresent=true aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "the services on the way",
      () => [
        ...offered(selection({ "key:aws:calledvia": ["a.amazonaws.com", "b.amazonaws.com"] })),
        ...offered(selection({ "key:aws:calledvia": [] })),
      ],
      [
        "* of 111122223333 session name=example-role aws:calledvia={a.amazonaws.com,b.amazonaws.com} aws:calledviafirst=a.amazonaws.com aws:calledvialast=b.amazonaws.com aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:calledvia={a.amazonaws.com,b.amazonaws.com} aws:calledviafirst=a.amazonaws.com aws:calledvialast=b.amazonaws.com aws:securetransport=true aws:requestedregion=us-east-1",
        "* of 111122223333 session name=example-role aws:calledvia={} aws:securetransport=true aws:requestedregion=us-east-1",
        " of 111122223333 session name=example-role aws:calledvia={} aws:securetransport=true aws:requestedregion=us-east-1",
      ],
    ],
    [
      "a region in the ARN",
      () => offered(selection(), [[inside("resource", texts("arn:aws:sqs:eu-west-1:111122223333:q")), true]]),
      [
        "arn:aws:sqs:eu-west-1:111122223333:q of 111122223333 session name=example-role aws:securetransport=true aws:requestedregion=eu-west-1",
      ],
    ],
  ];

  test.each(CASES)("%s", (_, made, wanted) => {
    expect(made()).toEqual(wanted);
  });
});
