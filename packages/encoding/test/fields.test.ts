// What the fields of a request can be, and the model that is shown: which classes there are, in which order, and with which values.
import {
  type Atom,
  CALLER_ROWS,
  type CallerKind,
  type Formula,
  parseBlock,
  parseDecimal,
  parseInstant,
  type Rules,
  type ValueSet,
  type View,
} from "@keyaki/semantics";
import { searchSmall } from "@keyaki/smt";
import { describe, expect, test } from "vitest";
import { type AbstractOptions, abstractFormula, type Selection } from "../src/abstract.ts";
import { ActionClasses, lazyAction } from "../src/action-classes.ts";
import { callerChoices, exampleCaller, leavesFree, possibleCallers } from "../src/caller-choices.ts";
import { type Choice, ReadSets, textChoices } from "../src/choice.ts";
import { clockChoices } from "../src/clock-choices.ts";
import { lazyText } from "../src/lazy-text.ts";
import { forListing } from "../src/limits.ts";
import { ownedChoices } from "../src/owned-choices.ts";
import { holdsAddress, holdsInstant, holdsNumber } from "../src/sorted-values.ts";
import { splitActions, splitResources, wholeLeaf } from "../src/split.ts";
import { Undecidable } from "../src/undecidable.ts";
import { rememberedCells, valueCells } from "../src/value-cells.ts";
import { atomText, glob, rulesOf, said, setText, texts } from "./notation.ts";

const LIMITS = { maxStates: 200_000 };
const NONE = { maxStates: 1 };
const inside = (view: View, set: ValueSet): Atom & { readonly is: "in" } => ({ is: "in", view, set });
const some = (view: View, set: ValueSet): Atom & { readonly is: "some" } => ({ is: "some", view, set });
const present = (view: View): Atom => ({ is: "present", view });
const but = (from: ValueSet, minus: ValueSet): ValueSet => ({ is: "difference", from, minus });
const rowsOf = (...kinds: readonly CallerKind[]) => CALLER_ROWS.filter(({ kind }) => kinds.includes(kind));
const bytes = (...values: readonly string[]): ValueSet => ({ is: "binary", values });

/** Each choice with its value, and the atoms that hold of it by their place. */
function shown<V>(choices: readonly Choice<V>[], atoms: readonly Atom[], text: (value: V) => string): string[] {
  return choices.map((choice) => {
    const held = atoms.flatMap((atom, at) => (choice.has(atom) ? [at] : []));
    return `${choice.value === null ? "?" : text(choice.value)}: ${held.join(" ")}`;
  });
}

function reasonOf(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    if (error instanceof Undecidable) return [error.reason, error.view];
    throw error;
  }
  return "decided";
}

describe("sorted values", () => {
  const found = <T>(value: T | null): T => {
    if (value === null) throw new Error("not written so");
    return value;
  };
  const decimal = (text: string) => found(parseDecimal(text, "extended"));
  const ORDERS = ["=", "<", "<=", ">", ">="] as const;
  const isSo = {
    "=": (d: number) => d === 0,
    "<": (d: number) => d < 0,
    "<=": (d: number) => d <= 0,
    ">": (d: number) => d > 0,
    ">=": (d: number) => d >= 0,
  };

  test.each(ORDERS)("numbers and instants that are %s to one of several", (order) => {
    for (const values of [[], [3], [3, 1], [9, 1, 5, 3, 7], [2, 2, 4]]) {
      const numbers = {
        is: "number" as const,
        order,
        forms: "decimal" as const,
        values: values.map((each) => decimal(String(each))),
      };
      const dates = { is: "date" as const, order, zoneless: "utc" as const, letters: "any" as const, values };
      for (let asked = 0; asked < 11; asked++) {
        const wanted = values.some((value) => isSo[order](asked - value));
        expect(holdsNumber(numbers, decimal(String(asked))), `${asked} ${order} ${values}`).toBe(wanted);
        expect(holdsInstant(dates, asked), `${asked} ${order} ${values}`).toBe(wanted);
      }
    }
  });

  test("addresses in blocks that overlap, in both ways of reading IPv4 written as IPv6", () => {
    const blocks = ["10.0.0.16/28", "10.0.0.0/30", "10.0.0.0/28", "10.0.0.2/31", "::8/125", "10.0.0.64/32"].map(
      (text) => found(parseBlock(text, "host")),
    );
    const set = (mapped: "same" | "separate") => ({ is: "address" as const, blocks, mapped });
    const [same, separate] = [set("same"), set("separate")];
    const low = 0x0a000000n;
    for (let at = 0n; at < 80n; at++) {
      const wanted = at < 32n || at === 64n;
      expect(holdsAddress(same, 4, low + at)).toBe(wanted);
      expect(holdsAddress(separate, 4, low + at)).toBe(wanted);
      const written = (0xffffn << 32n) | (low + at);
      expect(holdsAddress(same, 6, written)).toBe(wanted);
      expect(holdsAddress(separate, 6, written)).toBe(false);
      expect(holdsAddress(same, 6, at)).toBe(at >= 8n && at < 16n);
    }
    expect(holdsAddress({ is: "address", blocks: [], mapped: "same" }, 4, 0n)).toBe(false);
  });
});

describe("callers", () => {
  const text = ({ kind, parts }: { kind: string; parts: object }) => [kind, ...Object.values(parts)].join(" ");

  test("that a formula leaves", () => {
    const rules = rulesOf();
    const kinds = (formula: Formula) => possibleCallers(formula).map(({ kind }) => kind);
    const kind = rules.in("caller:kind", texts("user", "root"));
    expect(kinds(kind)).toEqual(["user", "root"]);
    expect(kinds(rules.build.all(kind, rules.in("key:v", texts("a"))))).toEqual(["user", "root"]);
    expect(kinds(rules.build.any(kind, rules.in("key:v", texts("a")))).length).toBe(CALLER_ROWS.length);
    expect(kinds(rules.build.not(kind)).length).toBe(CALLER_ROWS.length - 2);
    expect(kinds(rules.build.never)).toEqual([]);
  });

  test("of every kind read well", () => {
    expect(CALLER_ROWS.map((row) => text(exampleCaller(row)))).toEqual([
      "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / example",
      "session AROAIOSFODNN7EXAMPLE aws 111122223333 / example example-session",
      "federated-user aws 111122223333 / example-user example",
      "root aws 111122223333",
      "service-linked-session AROAIOSFODNN7EXAMPLE aws 111122223333 /aws-service-role/example/ example example-session",
      "assumed-root aws 111122223333",
      "federated-root aws 111122223333 example",
      "service lambda.amazonaws.com",
      "anonymous",
      "web-identity accounts.google.com",
      "saml accounts.google.com",
    ]);
  });

  const CASES: readonly (readonly [string, readonly CallerKind[], readonly Atom[], readonly string[]])[] = [
    [
      "nothing is asked",
      ["user", "root"],
      [],
      ["user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / example: ", "root aws 111122223333: "],
    ],
    [
      "an account",
      ["user", "service"],
      [inside("caller:account", texts("111122223333")), present("caller:account")],
      [
        "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / example: 0 1",
        "user AIDACKCEVSQ6C2EXAMPLE aws 444455556666 / example: 1",
        "service lambda.amazonaws.com: ",
      ],
    ],
    [
      "an account that is no example",
      ["root"],
      [inside("key:aws:principalaccount", texts("0*"))],
      ["root aws 000000000000: 0", "root aws 111122223333: "],
    ],
    [
      "the usual partition comes first",
      ["root"],
      [inside("caller:arn", texts("arn:aws-cn:*")), inside("caller:arn", texts("arn:aws:*"))],
      ["root aws 111122223333: 1", "root aws-us-gov 111122223333: ", "root aws-cn 111122223333: 0"],
    ],
    [
      "usual callers of a later kind first",
      ["root", "user"],
      [inside("caller:arn", texts("arn:aws-*"))],
      [
        "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / example: ",
        "root aws 111122223333: ",
        "user AIDACKCEVSQ6C2EXAMPLE aws-cn 111122223333 / example: 0",
        "root aws-cn 111122223333: 0",
      ],
    ],
    [
      "a name and a path",
      ["user"],
      [inside("key:aws:principalarn", texts("*:user/div/*")), inside("key:aws:username", texts("bob"))],
      [
        "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / example: ",
        "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / bob: 1",
        "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 /div/ example: 0",
        "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 /div/ bob: 0 1",
      ],
    ],
    [
      "a key of some kinds only",
      ["user", "session", "anonymous"],
      [present("key:aws:username"), inside("key:aws:username", texts("*")), present("key:aws:userid")],
      [
        "user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / example: 0 1 2",
        "session AROAIOSFODNN7EXAMPLE aws 111122223333 / example example-session: 2",
        "anonymous: 2",
      ],
    ],
    [
      "a set without another",
      ["root"],
      [inside("caller:account", but(texts("1*"), texts("111122223333")))],
      ["root aws 111122223333: ", "root aws 123456789012: 0", "root aws 444455556666: "],
    ],
    [
      "the kind",
      ["root", "user"],
      [inside("caller:kind", texts("root"))],
      ["user AIDACKCEVSQ6C2EXAMPLE aws 111122223333 / example: ", "root aws 111122223333: 0"],
    ],
    [
      "a service",
      ["service"],
      [
        inside("key:aws:principalservicename", texts("ec2.amazonaws.com")),
        inside("key:aws:principalisawsservice", texts("true")),
      ],
      ["service lambda.amazonaws.com: 1", "service ec2.amazonaws.com: 0 1"],
    ],
    [
      "a role",
      ["session"],
      [inside("caller:session-arn", texts("*/me")), inside("key:aws:userid", texts("AROA*:me"))],
      [
        "session AROAIOSFODNN7EXAMPLE aws 111122223333 / example me: 0 1",
        "session AROAIOSFODNN7EXAMPLE aws 111122223333 / example example-session: ",
      ],
    ],
  ];

  test.each(CASES)("%s", (_, kinds, atoms, wanted) => {
    expect(shown(callerChoices(rowsOf(...kinds), atoms, LIMITS), atoms, text)).toEqual(wanted);
  });

  test("are not decided where there are too many, or values are no texts", () => {
    const atoms = [inside("caller:arn", texts("*a*", "*b*"))];
    expect(reasonOf(() => callerChoices(rowsOf("user"), atoms, NONE))).toEqual([
      { code: "classes-exhausted", states: expect.any(Number) },
      null,
    ]);
    expect(reasonOf(() => callerChoices(rowsOf("user"), [inside("caller:arn", bytes("41"))], LIMITS))).toEqual([
      { code: "unsupported", what: "binary values in caller:arn" },
      null,
    ]);
  });

  test("leave free what their kind says nothing of", () => {
    const [root] = rowsOf("root");
    const [assumed] = rowsOf("assumed-root");
    expect([root, assumed].map((row) => row !== undefined && leavesFree(row, "key:aws:userid"))).toEqual([false, true]);
    expect(root !== undefined && leavesFree(root, "key:aws:username")).toBe(false);
  });

  test("a class of other sets is not asked", () => {
    const [choice] = callerChoices(rowsOf("root"), [inside("caller:arn", texts("a"))], LIMITS);
    expect(() => choice?.has(inside("caller:arn", texts("b")))).toThrow(RangeError);
    expect(choice?.has({ is: "unseen", name: "u" })).toBe(false);
    expect(choice?.has(inside("key:aws:username", texts("b")))).toBe(false);
  });
});

describe("resources with their owner", () => {
  const CASES: readonly (readonly [string, readonly Atom[], readonly string[]])[] = [
    [
      "nothing is asked",
      [],
      ["arn:aws:sqs:us-east-1:111122223333:example of 111122223333: ", "arn:aws:s3:::example-bucket of 111122223333: "],
    ],
    [
      "an owner",
      [inside("owner", texts("111122223333")), present("owner")],
      [
        "arn:aws:sqs:us-east-1:111122223333:example of 111122223333: 0 1",
        "arn:aws:sqs:us-east-1:111122223330:example of 111122223330: 1",
        "arn:aws:s3:::example-bucket of 111122223333: 0 1",
        "arn:aws:s3:::example-bucket of 111122223330: 1",
      ],
    ],
    [
      "an owner under another name",
      [inside("key:aws:resourceaccount", texts("4*")), inside("key:s3:resourceaccount", texts("44*"))],
      [
        "arn:aws:sqs:us-east-1:440000000000:example of 440000000000: 0 1",
        "arn:aws:sqs:us-east-1:400000000000:example of 400000000000: 0",
        "arn:aws:sqs:us-east-1:111122223333:example of 111122223333: ",
        "arn:aws:s3:::example-bucket of 440000000000: 0 1",
        "arn:aws:s3:::example-bucket of 400000000000: 0",
        "arn:aws:s3:::example-bucket of 111122223333: ",
      ],
    ],
    [
      "a resource with an account",
      [inside("resource", texts("arn:aws:sqs:*:444455556666:*")), inside("owner", texts("444455556666"))],
      [
        "::::444455556666:example of 444455556666: 1",
        "arn:aws:sqs:us-east-1:111122223333:example of 111122223333: ",
        "arn:aws:sqs:us-east-1:444455556666:example of 444455556666: 0 1",
        "arn:aws:sqs:us-east-1:111122223333:444455556666: of 111122223333: 0",
        "arn:aws:s3:::example-bucket of 444455556666: 1",
        "arn:aws:s3:::example-bucket of 111122223333: ",
        "arn:aws:sqs:::444455556666: of 444455556666: 0 1",
        "arn:aws:sqs:::444455556666: of 111122223333: 0",
      ],
    ],
    [
      "a resource with something like an account",
      [
        inside(
          "resource",
          texts("a:b:c:d:12345678901:x", "a:b:c:d:1234567890123:x", "a:b:c:d:12345678901x:x", "a:b:c:d:123456789012"),
        ),
        inside("owner", texts("123456789012")),
      ],
      [
        "arn:aws:sqs:us-east-1:123456789012:example of 123456789012: 1",
        "arn:aws:sqs:us-east-1:111122223333:example of 111122223333: ",
        "arn:aws:s3:::example-bucket of 123456789012: 1",
        "arn:aws:s3:::example-bucket of 111122223333: ",
        "a:b:c:d:123456789012 of 123456789012: 0 1",
        "a:b:c:d:123456789012 of 111122223333: 0",
      ],
    ],
    [
      "any resource but one",
      [inside("resource", but(texts("*"), texts("\\*"))), inside("owner", texts("1*"))],
      [
        "arn:aws:sqs:us-east-1:111122223333:example of 111122223333: 0 1",
        "arn:aws:sqs:us-east-1:000000000000:example of 000000000000: 0",
        "\\::::111122223333:example of 111122223333: 1",
        "\\::::000000000000:example of 000000000000: ",
        "arn:aws:s3:::example-bucket of 111122223333: 0 1",
        "arn:aws:s3:::example-bucket of 000000000000: 0",
        "\\ of 111122223333: 1",
        "\\ of 000000000000: ",
      ],
    ],
  ];

  test.each(CASES)("%s", (_, atoms, wanted) => {
    expect(shown(ownedChoices(atoms, LIMITS), atoms, ({ resource, owner }) => `${resource} of ${owner}`)).toEqual(
      wanted,
    );
  });

  test("every digit that is missing or another", () => {
    for (let at = 0; at < 12; at++) {
      for (const odd of ["x", "/", ";"]) {
        const account = `${"1".repeat(at)}${odd}${"1".repeat(11 - at)}`;
        const atom = inside("resource", texts(`a:b:c:d:${account}:x`));
        const owner = inside("owner", texts("222222222222"));
        const choices = ownedChoices([atom, owner], LIMITS).filter((choice) => choice.has(atom));
        expect(choices.map((choice) => choice.has(owner)).sort(), account).toEqual([false, true]);
      }
    }
  });

  test("are not decided where there are too many, or values are no texts", () => {
    expect(reasonOf(() => ownedChoices([inside("resource", texts("a*b*c"))], NONE))).toEqual([
      { code: "classes-exhausted", states: expect.any(Number) },
      null,
    ]);
    expect(reasonOf(() => ownedChoices([inside("key:aws:resourceaccount", bytes("41"))], LIMITS))).toEqual([
      { code: "unsupported", what: "binary values in owner" },
      null,
    ]);
  });
});

describe("the clock", () => {
  const EPOCH = "key:aws:epochtime";
  const TIME = "key:aws:currenttime";
  const date = (order: "=" | "<" | ">", text: string): ValueSet => {
    const value = parseInstant(text, "utc", "capital");
    return { is: "date", order, zoneless: "utc", letters: "capital", values: value === null ? [] : [value] };
  };
  const number = (order: "=" | "<" | ">", ...values: readonly string[]): ValueSet => ({
    is: "number",
    order,
    forms: "extended",
    values: values.flatMap((text) => parseDecimal(text, "extended") ?? []),
  });
  const CASES: readonly (readonly [string, readonly Atom[], readonly string[]])[] = [
    ["nothing is asked", [], ["1970-01-02T00:00:00.000Z: "]],
    ["it is there", [present(TIME)], ["1970-01-02T00:00:00.000Z: 0"]],
    [
      "two dates",
      [inside(TIME, date(">", "2026-01-01T00:00:00Z")), inside(TIME, date("<", "2026-01-02T00:00:00Z"))],
      ["1970-01-02T00:00:00.000Z: 1", "~2026-01-01T00:00:00.001Z: 0 1", "2026-01-02T00:00:00.000Z: 0"],
    ],
    [
      "seconds",
      [inside(EPOCH, number(">", "1800000000.5")), inside(EPOCH, number("=", "1800000001"))],
      ["1970-01-02T00:00:00.000Z: ", "2027-01-15T08:00:01.000Z: 0 1", "2027-01-15T08:00:02.000Z: 0"],
    ],
    [
      "seconds as a date",
      [inside(EPOCH, date("=", "2026-01-01T00:00:00Z")), inside(TIME, date("=", "2026-01-01T00:00:00Z"))],
      ["1970-01-02T00:00:00.000Z: ", "2026-01-01T00:00:00.000Z: 0 1", "~2026-01-01T00:00:00.001Z: 0"],
    ],
    [
      "a number on the date key",
      [inside(TIME, number("<", "5")), inside(TIME, { is: "parses", family: "number", forms: "decimal" })],
      ["1970-01-02T00:00:00.000Z: "],
    ],
    [
      "a date that is written",
      [inside(TIME, texts("2027-01-01T00:00:00Z", "2027-01-01T00:00:00.500Z")), inside(EPOCH, texts("1798761600"))],
      ["1970-01-02T00:00:00.000Z: ", "2027-01-01T00:00:00.000Z: 0 1", "~2027-01-01T00:00:00.001Z: 1"],
    ],
    [
      "the ends of time",
      [
        inside(TIME, texts("1970-01-02T00:00:00Z")),
        inside(TIME, texts("9999-12-31T23:59:59.999Z")),
        inside(EPOCH, texts("253402300799")),
      ],
      [
        "~1970-01-01T23:59:59.999Z: ",
        "1970-01-02T00:00:00.000Z: 0",
        "9999-12-31T23:59:59.000Z: 2",
        "~9999-12-31T23:59:59.999Z: 1 2",
      ],
    ],
    [
      "before and after time",
      [
        inside(TIME, texts("1970-01-01T23:59:59Z")),
        inside(EPOCH, number("<", "172800")),
        inside(EPOCH, number(">", "253402300799")),
      ],
      ["1970-01-02T00:00:00.000Z: 1", "1970-01-03T00:00:00.000Z: "],
    ],
    [
      "truths and all texts",
      [inside(TIME, { is: "bool", values: [true] }), inside(TIME, texts("*")), present(EPOCH)],
      ["1970-01-02T00:00:00.000Z: 1 2"],
    ],
    [
      "a set without another",
      [inside(TIME, but(date(">", "2026-06-01T00:00:00Z"), date(">", "2026-07-01T00:00:00Z")))],
      ["1970-01-02T00:00:00.000Z: ", "~2026-06-01T00:00:00.001Z: 0", "~2026-07-01T00:00:00.001Z: "],
    ],
  ];

  test.each(CASES)("%s", (_, atoms, wanted) => {
    expect(
      shown(clockChoices(atoms), atoms, (value) => (value % 1000 === 0 ? "" : "~") + new Date(value).toISOString()),
    ).toEqual(wanted);
  });

  test("a pattern on the time is not decided", () => {
    const what = [{ code: "unsupported", what: "a pattern on the request's time" }, null];
    for (const written of ["2026*", "*6", "{*}", "?"]) {
      expect([written, reasonOf(() => clockChoices([inside(TIME, texts(written))]))]).toEqual([written, what]);
    }
  });
});

describe("texts", () => {
  const cells = (sets: readonly ValueSet[], examples: readonly string[] = []) =>
    valueCells(sets, LIMITS, examples).map(
      (cell) =>
        `${cell.sample === null ? "?" : JSON.stringify(cell.sample)}${cell.only ? " only" : ""}: ${sets.flatMap((set, at) => (cell.has(set) ? [at] : [])).join(" ")}`,
    );
  const number = (order: "=" | "<", ...values: readonly string[]): ValueSet => ({
    is: "number",
    order,
    forms: "decimal",
    values: values.flatMap((text) => parseDecimal(text, "extended") ?? []),
  });
  const blocks = (...written: readonly string[]): ValueSet => ({
    is: "address",
    mapped: "separate",
    blocks: written.flatMap((text) => parseBlock(text, "host") ?? []),
  });

  test.each<readonly [string, readonly ValueSet[], readonly string[], readonly string[]]>([
    ["nothing is asked", [], [], ['"": ']],
    ["patterns", [texts("a*"), texts("*b")], [], ['"a": 0', '"b": 1', '"ab": 0 1', '"": ']],
    [
      "patterns, with examples",
      [texts("a*"), texts("*b")],
      ["zz", "a1", "a2", ""],
      ['"zz": ', '"a1": 0', '"b": 1', '"ab": 0 1'],
    ],
    ["one text", [texts("a")], [], ['"a" only: 0', '"": ']],
    ["the empty text last", [texts("")], [], ['"a": ', '"" only: 0']],
    ["a set without another", [but(texts("a*"), texts("ab")), texts("ab")], [], ['"a": 0', '"ab" only: 1', '"": ']],
    ["numbers", [number("<", "10")], [], ['"9": 0', '"10": ']],
    ["numbers and their absence", [number("<", "10"), texts("*")], [], ['"9": 0 1', '"10": 1']],
    ["numbers and a pattern", [number("<", "10"), texts("1*")], [], ['"1": 0 1', '"9": 0', '"10": 1', '"": ']],
    ["numbers and one of them", [number("<", "10"), texts("7")], ["7", "8"], ['"7": 0 1', '"8": 0', '"": ']],
    ["numbers and bytes", [number("=", "10"), bytes("41")], [], ['"QQ==": 1', '"10": 0', "?: 0 1", '"": ']],
    ["numbers without others", [but(number("<", "10"), number("=", "5"))], [], ['"4": 0', '"5": ', '"10": ']],
    [
      "truths",
      [
        { is: "bool", values: [true] },
        { is: "parses", family: "bool" },
      ],
      [],
      ['"true": 0 1', '"false": 1', '"": '],
    ],
    [
      "addresses",
      [blocks("10.0.0.0/8"), blocks("10.1.0.0/16", "2001:db8::/32")],
      [],
      ['"203.0.113.7": ', '"10.0.0.7": 0', '"2001:db8::7": 1', '"10.1.0.5": 0 1'],
    ],
    [
      "addresses and what is one",
      [blocks("10.0.0.0/8"), { is: "parses", family: "address" }],
      ["10.9.9.9"],
      ['"10.9.9.9": 0 1', '"203.0.113.7": 1', '"not-an-address": '],
    ],
    [
      "addresses and one that is written",
      [blocks("10.0.0.0/31"), texts("10.0.0.1", "10.0.0.?")],
      [],
      ['"10.0.0.1": 0 1', '"10.0.0.7": 1', '"": '],
    ],
    [
      "numbers and truths",
      [number("<", "10"), { is: "bool", values: [true] }],
      [],
      ['"true": 1', '"9": 0', "?: 0 1", '"": '],
    ],
    ["ARNs", [{ is: "parses", family: "arn" }], ["arn:aws:s3:::b"], ['"arn:aws:s3:::b": 0', '"": ']],
  ])("%s", (_, sets, examples, wanted) => {
    expect(cells(sets, examples)).toEqual(wanted);
  });

  test("a class of other sets is not asked", () => {
    const [cell] = valueCells([texts("a")], LIMITS);
    expect(() => cell?.has(texts("b"))).toThrow(RangeError);
  });

  test("are made once for the same sets of one owner", () => {
    const owner = {};
    const sets = [texts("a*"), texts("*b")];
    const made = rememberedCells(owner, "key:v", sets, LIMITS);
    expect(rememberedCells(owner, "key:v", sets, LIMITS)).toBe(made);
    expect(rememberedCells({}, "key:v", sets, LIMITS)).not.toBe(made);
    expect(rememberedCells(owner, "key:w", sets, LIMITS)).not.toBe(made);
    expect(rememberedCells(owner, "key:v", [...sets].reverse(), LIMITS)).not.toBe(made);
    expect(rememberedCells(owner, "key:v", sets, { maxStates: 199_999 })).not.toBe(made);
    expect(rememberedCells(owner, "key:v", sets, { ...LIMITS, listedStates: 1_000 })).not.toBe(made);
  });

  test("say which text has too many classes where its sets can be asked one by one", () => {
    const sets = [texts("*a*b"), texts("*b*a")];
    const asked = (more: readonly ValueSet[], limits: typeof LIMITS & { listedStates?: number }) =>
      reasonOf(() => rememberedCells({}, "key:v", [...sets, ...more], limits));
    const exhausted = { code: "classes-exhausted", states: expect.any(Number) };
    expect(asked([], { ...LIMITS, listedStates: 2 })).toEqual([exhausted, "key:v"]);
    expect(asked([], { maxStates: 2 })).toEqual([exhausted, "key:v"]);
    expect(asked([bytes("41")], { maxStates: 2 })).toEqual([exhausted, null]);
    expect(asked([bytes("41")], { ...LIMITS, listedStates: 2 })).toBe("decided");
    expect(asked([], LIMITS)).toBe("decided");
    const owner = {};
    const first = reasonOf(() => rememberedCells(owner, "key:v", sets, { maxStates: 2 }));
    expect(reasonOf(() => rememberedCells(owner, "key:v", sets, { maxStates: 2 }))).toEqual(first);
    expect(forListing(LIMITS, 3)).toEqual(LIMITS);
    expect(forListing({ maxStates: 5, listedStates: 2 }, 3)).toEqual({ maxStates: 2, maxCells: 256 + 12 });
  });

  test("are not listed where sets overlap in all ways", () => {
    const sets = Array.from({ length: 10 }, (_, at) => texts(`*${at}*`));
    const listed = { ...LIMITS, listedStates: 20_000 };
    expect(reasonOf(() => rememberedCells({}, "key:v", sets, listed))).toEqual([
      { code: "classes-exhausted", states: expect.any(Number) },
      "key:v",
    ]);
    expect(rememberedCells({}, "key:v", sets.slice(2), listed)).toHaveLength(256);
    expect(rememberedCells({}, "key:v", sets, LIMITS)).toHaveLength(1024);
  });

  test("many are made with a look at the clock now and then", () => {
    const many = Array.from({ length: 1_100 }, (_, at) => String(at));
    const stop = () => {
      throw new Error("stopped");
    };
    const made = (...sets: readonly ValueSet[]) => valueCells(sets, { ...LIMITS, check: stop });
    expect(() => made(number("=", ...many))).toThrow("stopped");
    expect(() => made(number("=", ...many), texts("1*"))).toThrow("stopped");
    expect(() => made(blocks(...many.map((each) => `10.${Number(each) >> 8}.${Number(each) & 255}.0/25`)))).toThrow(
      "stopped",
    );
    expect(() => rememberedCells({}, "key:v", [number("=", ...many)], { ...LIMITS, check: stop })).toThrow("stopped");
    expect(made(number("=", "1")).length).toBeGreaterThan(1);
  });

  test("as choices: absent first where a text may be", () => {
    const atoms = [inside("key:v", texts("a")), present("key:v"), { is: "unseen", name: "u" } as const];
    const made = valueCells([texts("a")], LIMITS).filter(({ sample }) => sample === "a");
    const choices = (cell: Parameters<typeof textChoices>[0], optional: boolean) =>
      shown(textChoices(cell, optional), atoms, String);
    const one = [{ sample: "a", only: true, sets: () => [], has: () => true }];
    expect(made.length).toBe(1);
    expect(choices(one, true)).toEqual(["undefined: ", "a: 0 1"]);
    expect(choices(one, false)).toEqual(["a: 0 1"]);
    expect(choices([{ sample: null, only: false, has: () => false, sets: () => [] }], false)).toEqual(["?: 1"]);
  });

  test("sets of several views, each once", () => {
    const [a, b] = [texts("a"), texts("b")];
    const read = new ReadSets(
      [inside("x", but(a, b)), inside("x", a), some("y", a), inside("z", b), present("x")],
      (view) => (view === "z" ? null : view),
    );
    expect(read.list.map(({ view, set }) => `${view} ${setText(set)}`)).toEqual(["x [a]", "x [b]", "y [a]"]);
    expect(() => read.has(undefined as never, "z", b)).toThrow(RangeError);
  });
});

describe("actions", () => {
  const shownActions = (sets: readonly ValueSet[]) => {
    const made = new ActionClasses(sets, LIMITS);
    return made.classes.map(
      (each) => `${each.value}: ${sets.flatMap((set, at) => (each.has(inside("action", set)) ? [at] : [])).join(" ")}`,
    );
  };
  const folded = (...written: readonly string[]): ValueSet => ({
    is: "globs",
    globs: written.map((each) => glob(each, "ascii")),
  });

  test("have classes, and each is of one", () => {
    const sets = [folded("s3:Get*"), folded("*:*Object")];
    expect(shownActions(sets)).toEqual([":: ", "s3:get: 0", ":object: 1", "s3:getobject: 0 1"]);
    expect(shownActions([])).toEqual([":: "]);
    const made = new ActionClasses(sets, LIMITS);
    for (const name of ["s3:GetObject", "S3:GETX", "ec2:Run", "a:object"]) {
      const found = made.classOf(name);
      expect(found).toBeDefined();
      expect(made.classOf(name)).toBe(found);
      expect(sets.map((set) => found?.has(inside("action", set)))).toEqual([
        /^s3:get/i.test(name),
        /object$/i.test(name),
      ]);
    }
    expect(made.classes.every((each) => each.has(present("action")) && !each.has({ is: "lone", view: "action" }))).toBe(
      true,
    );
    expect(() => made.classes[0]?.has(inside("action", folded("x")))).toThrow(RangeError);
  });

  test("are not decided where there are too many", () => {
    expect(reasonOf(() => new ActionClasses([folded("a*b*c:*")], NONE))).toEqual([
      { code: "classes-exhausted", states: expect.any(Number) },
      "action",
    ]);
    expect(reasonOf(() => new ActionClasses([folded("a*b*c:*")], { ...LIMITS, listedStates: 1 }))).toEqual([
      { code: "classes-exhausted", states: expect.any(Number) },
      "action",
    ]);
  });

  test("of one model", () => {
    const [get, object] = [folded("s3:Get*"), folded("*Object")];
    const { action, classes } = lazyAction(
      new Map<Atom, boolean>([
        [inside("action", get), true],
        [inside("action", object), false],
        [inside("resource", texts("x")), true],
        [present("action"), true],
      ]),
      "S3:GetX",
    );
    expect(action.value).toBe("s3:getx");
    expect(
      [present("action"), inside("action", get), inside("action", object)].map((atom) => action.has(atom)),
    ).toEqual([true, false, false]);
    expect(
      ["s3:getacl", "S3:GetAcl", "s3:getobject", "ec2:run"].map((name) => classes.classOf(name) === action),
    ).toEqual([true, true, false, false]);
    expect(classes.classes).toEqual([action]);
  });
});

describe("a text that is asked one by one", () => {
  type Asked = readonly (readonly [Atom, boolean])[];
  const answer = (view: View, asked: Asked) => {
    const rules = rulesOf();
    const found = lazyText(view, new Map(asked), rules, {});
    return found.is === "lemma" ? said(found.lemma) : found.is === "held" ? { ...found, is: undefined } : found.is;
  };
  const held = (set: boolean, ...values: readonly string[]) => ({ values, set, is: undefined });
  const V = "key:v";

  test("is absent where nothing asks for it", () => {
    expect(answer(V, [])).toBe("absent");
    expect(
      answer(V, [
        [inside(V, texts("a")), false],
        [present(V), false],
        [inside("key:w", texts("a")), true],
        [{ is: "unseen", name: "u" }, true],
        [inside(V, texts("$x")), true],
      ]),
    ).toBe("absent");
  });

  test("is a text that lies where it should and nowhere else", () => {
    expect(answer(V, [[present(V), true]])).toEqual(held(false, ""));
    expect(
      answer(V, [
        [inside(V, texts("a*")), true],
        [inside(V, texts("*e")), true],
        [inside(V, texts("ae")), false],
      ]),
    ).toEqual(held(false, "aee"));
    expect(
      answer(V, [
        [inside(V, texts("")), false],
        [present(V), true],
      ]),
    ).toEqual(held(false, "e"));
    expect(answer("resource", [[inside("resource", texts("")), false]])).toEqual(held(false, "e"));
    expect(answer("resource", [])).toEqual(held(false, ""));
    expect(answer("action", [])).toEqual(held(false, ":"));
    expect(answer("action", [[inside("action", texts("*e*")), true]])).toEqual(
      expect.objectContaining({ set: false, values: [expect.stringMatching(/^(?=.*e).*:/)] }),
    );
    expect(answer(V, [[inside(V, but(texts("a*"), texts("a"))), true]])).toEqual(held(false, "ae"));
    expect(
      answer(V, [
        [inside(V, but(texts("*"), texts("a"))), false],
        [present(V), true],
      ]),
    ).toEqual(held(false, "a"));
  });

  test("is several texts where some of them must lie in each set", () => {
    const M = "key:multiv";
    expect(
      answer(M, [
        [some(M, texts("a*")), true],
        [some(M, texts("b*")), true],
        [some(M, texts("a")), false],
      ]),
    ).toEqual(held(true, "ae", "b"));
    expect(
      answer(M, [
        [some(M, texts("a*")), true],
        [some(M, texts("*")), true],
      ]),
    ).toEqual(held(true, "a", ""));
    expect(
      answer(M, [
        [some(M, texts("a*")), true],
        [some(M, texts("a*", "b")), true],
      ]),
    ).toEqual(held(true, "a"));
    expect(
      answer(M, [
        [some(M, texts("a*")), false],
        [present(M), true],
      ]),
    ).toEqual(held(true));
    expect(
      answer(M, [
        [some(M, texts("a*")), true],
        [{ is: "lone", view: M }, true],
        [some(M, texts("*e")), true],
      ]),
    ).toEqual(held(false, "ae"));
    expect(
      answer(M, [
        [some(M, texts("a*")), true],
        [{ is: "lone", view: M }, false],
        [some(M, texts("*e")), true],
      ]),
    ).toEqual(held(true, "a", "e"));
  });

  test("teaches what no text is, and as little of it as is needed", () => {
    expect(
      answer(V, [
        [inside(V, texts("a*")), true],
        [inside(V, texts("*e")), true],
        [inside(V, texts("b*")), true],
      ]),
    ).toBe("not (key:v [a*] & key:v [b*] & present key:v)");
    expect(
      answer(V, [
        [inside(V, texts("a")), true],
        [inside(V, texts("c*")), false],
        [inside(V, texts("a*")), false],
      ]),
    ).toBe("not (key:v [a] & not key:v [a*] & present key:v)");
    expect(
      answer(V, [
        [inside(V, texts("a*")), false],
        [inside(V, but(texts("*"), texts("a"))), false],
        [present(V), true],
      ]),
    ).toBe("not (not key:v [*] but [a] & not key:v [a*] & present key:v)");
    expect(
      answer("resource", [
        [inside("resource", texts("a")), true],
        [inside("resource", texts("b")), true],
      ]),
    ).toBe("not (resource [a] & resource [b])");
    expect(
      answer("action", [
        [inside("action", texts("a")), true],
        [inside("action", texts("b*")), false],
      ]),
    ).toBe("not action [a]");
    const M = "key:unknownm";
    expect(
      answer(M, [
        [some(M, texts("a")), true],
        [some(M, texts("a*")), false],
        [some(M, texts("b")), true],
      ]),
    ).toBe("not (key:unknownm has [a] & not key:unknownm has [a*] & present key:unknownm)");
    expect(
      answer(M, [
        [some(M, texts("a")), true],
        [{ is: "lone", view: M }, true],
        [some(M, texts("b")), true],
      ]),
    ).toBe("not (key:unknownm has [a] & key:unknownm has [b] & lone key:unknownm & present key:unknownm)");
  });

  test("is not decided for sets that are no texts, or whose outside is none", () => {
    const what = [{ code: "unsupported", what: "sets of this kind in key:v" }, null];
    expect(reasonOf(() => answer(V, [[inside(V, bytes("41")), true]]))).toEqual(what);
    expect(reasonOf(() => answer(V, [[inside(V, but(texts("a*"), texts("ab"))), false]]))).toEqual(what);
  });

  test("is given up where the search is too long", () => {
    // One character cannot be two, which is seen only at the end of every text.
    const at = "?".repeat(16);
    expect(
      answer(V, [
        [inside(V, texts(`*a${at}`)), true],
        [inside(V, texts(`*b${at}`)), true],
      ]),
    ).toBe("exhausted");
  });
});

describe("a question, part by part", () => {
  const parts = (make: (rules: Rules) => Formula, extra: readonly ValueSet[] = []) => {
    const rules = rulesOf();
    return splitActions(make(rules), rules, LIMITS, extra).leaves.map(
      ({ action, residual }) => `${action.value}: ${said(residual)}`,
    );
  };
  const resources = (make: (rules: Rules) => Formula, extra: readonly ValueSet[] = []) => {
    const rules = rulesOf();
    return [...splitResources(make(rules), rules, LIMITS, extra)].map(
      ({ resource, residual }) => `${resource === null ? "any" : resource.value}: ${said(residual)}`,
    );
  };

  test("actions whose residual is never are left out", () => {
    expect(parts((r) => r.build.never)).toEqual([]);
    expect(parts((r) => r.build.all(r.in("action", texts("s3:*")), r.in("key:v", texts("a"))))).toEqual([
      "s3:: key:v [a]",
    ]);
    expect(
      parts((r) => r.build.any(r.in("action", texts("s3:*")), r.present("action"), r.in("key:v", texts("a")))),
    ).toEqual([":: always", "s3:: always"]);
    expect(
      parts((r) => r.build.all(r.in("action", texts("s3:*")), r.in("key:v", texts("a"))), [texts("s3:e*")]),
    ).toEqual(["s3:: key:v [a]", "s3:e: key:v [a]"]);
    expect(
      parts((r) =>
        r.build.all(
          r.build.any(
            r.build.all(r.in("action", texts("s3:*")), r.in("resource", texts("a"))),
            r.in("resource", texts("b")),
          ),
          r.build.not(r.in("resource", texts("b"))),
        ),
      ),
    ).toEqual(["s3:: resource [a]"]);
  });

  test("resources class by class", () => {
    expect(resources((r) => r.in("key:v", texts("a")))).toEqual(["any: key:v [a]"]);
    expect(resources((r) => r.build.never)).toEqual([]);
    expect(resources((r) => r.build.all(r.in("resource", texts("a*")), r.in("key:v", texts("a"))))).toEqual([
      "a: key:v [a]",
    ]);
    expect(resources((r) => r.build.any(r.in("resource", texts("a*")), r.in("key:v", texts("a"))))).toEqual([
      "a: always",
      ": key:v [a]",
    ]);
    expect(resources((r) => r.build.all(r.in("resource", texts("a*")), r.present("resource")))).toEqual(["a: always"]);
    expect(resources((r) => r.in("key:v", texts("a")), [texts("a*")])).toEqual(["a: key:v [a]", ": key:v [a]"]);
    expect(
      resources((r) => r.build.all(r.in("resource", texts("a*")), r.in("key:aws:resourceaccount", texts("1*")))),
    ).toEqual(["any: (key:aws:resourceaccount [1*] & resource [a*])"]);
    expect(resources((r) => r.build.any(r.in("resource", texts("a/$x")), r.in("resource", texts("a/*/b"))))).toEqual([
      "a/: resource [a/$x]",
      "a//b: always",
    ]);
  });

  test("whole", () => {
    const rules = rulesOf();
    const leaf = wholeLeaf(
      rules.build.all(rules.in("resource", texts("a$x")), rules.in("key:x", texts("b"))),
      rules,
      {},
    );
    expect(leaf.resource).toBeNull();
    expect(said(leaf.residual)).toBe(
      "(((key:x [b] & resource [a$x]) | (not key:x [b] & resource [a$x]) | not resource [a$x]) & key:x [b] & resource [a$x])",
    );
  });
});

describe("the model that is shown", () => {
  const shownModel = (
    make: (rules: Rules) => Formula,
    more: {
      readonly axioms?: (rules: Rules) => readonly Formula[];
      readonly facts?: (rules: Rules) => readonly Formula[];
      readonly lazy?: readonly View[];
      readonly examples?: readonly string[];
    } = {},
  ) => {
    const rules = rulesOf();
    const axioms = (more.axioms?.(rules) ?? []).map((holds) => ({ id: "mfa" as never, holds }));
    const options: AbstractOptions = {
      limits: LIMITS,
      lazy: new Set(more.lazy ?? []),
      examples: () => more.examples ?? [],
    };
    const made = abstractFormula(make(rules), more.facts?.(rules) ?? [], axioms, options);
    const answer = searchSmall(made.problem, made.prefer, made.axioms, { conflicts: 10_000 });
    const head = `${made.relaxed ? "relaxed " : ""}${made.prefer.length} wishes`;
    if (answer?.is !== "sat") return [head, answer?.is ?? "given up"];
    return [head, ...modelText(made.read(answer.model))];
  };
  const modelText = ({ action, resource, owned, caller, clock, keys, truths, unsampled }: Selection) => [
    [
      `action ${action}`,
      `resource ${resource}`,
      ...(owned === undefined ? [] : [`owned ${owned.resource} of ${owned.owner}`]),
      ...(caller === undefined ? [] : [`caller ${caller.kind} ${caller.parts.account}`]),
      ...(clock === undefined ? [] : [`clock ${new Date(clock).toISOString()}`]),
      ...[...keys].map(
        ([view, value]) =>
          `${view} ${value === null ? "absent" : value.set ? `{${value.values.join()}}` : value.values.join()}`,
      ),
      ...(unsampled ? ["unsampled"] : []),
    ].join(", "),
    ...[...truths].map(([atom, value]) => `${value ? "" : "not "}${atomText(atom)}`),
  ];

  const TIME = "key:aws:currenttime";
  const late: ValueSet = {
    is: "date",
    order: ">",
    zoneless: "utc",
    letters: "capital",
    values: [Date.UTC(2026, 5, 1)],
  };
  const mixed: readonly ValueSet[] = [
    { is: "number", order: "=", forms: "decimal", values: [{ digits: 10n, exponent: 0 }] },
    texts("*?9?*", "1?3*"),
  ];
  type Model = Parameters<typeof shownModel>;

  test.each<readonly [string, Model[0], Model[1], readonly string[]]>([
    ["never", (r) => r.build.never, {}, ["0 wishes", "unsat"]],
    ["always", (r) => r.build.always, {}, ["0 wishes", "action undefined, resource undefined"]],
    [
      "a text",
      (r) => r.in("key:v", texts("a*")),
      {},
      ["3 wishes", "action undefined, resource undefined, key:v a", "key:v [a*]"],
    ],
    [
      "a text, with an example",
      (r) => r.in("key:v", texts("a*")),
      { examples: ["ab"] },
      ["3 wishes", "action undefined, resource undefined, key:v ab", "key:v [a*]"],
    ],
    [
      "no text",
      (r) => r.build.not(r.in("key:v", texts("a*"))),
      {},
      ["3 wishes", "action undefined, resource undefined, key:v absent", "not key:v [a*]"],
    ],
    [
      "a text in no set",
      (r) => r.build.all(r.present("key:v"), r.build.not(r.in("key:v", texts("a*")))),
      {},
      ["3 wishes", "action undefined, resource undefined, key:v ", "present key:v", "not key:v [a*]"],
    ],
    [
      "an action and a resource",
      (r) => r.build.all(r.in("action", texts("s3:*")), r.build.not(r.in("resource", texts("a")))),
      {},
      ["4 wishes", "action s3:, resource ", "action [s3:*]", "not resource [a]"],
    ],
    [
      "two sets at once",
      (r) => r.build.all(r.in("key:v", texts("a*")), r.in("key:v", texts("*b"))),
      {},
      ["5 wishes", "action undefined, resource undefined, key:v ab", "key:v [a*]", "key:v [*b]"],
    ],
    [
      "two sets apart",
      (r) => r.build.all(r.in("key:v", texts("a")), r.in("key:v", texts("b"))),
      {},
      ["4 wishes", "unsat"],
    ],
    [
      "a set of values",
      (r) => r.build.all(r.some("key:multiv", texts("a*")), r.some("key:multiv", texts("b*"))),
      {},
      [
        "5 wishes",
        "action undefined, resource undefined, key:multiv {a,b}",
        "key:multiv has [a*]",
        "key:multiv has [b*]",
      ],
    ],
    [
      "a set that is empty",
      (r) => r.build.all(r.present("key:multiv"), r.build.not(r.some("key:multiv", texts("*")))),
      {},
      [
        "3 wishes",
        "action undefined, resource undefined, key:multiv {}",
        "present key:multiv",
        "not key:multiv has [*]",
      ],
    ],
    [
      "a set that is absent",
      (r) => r.build.not(r.some("key:multiv", texts("a*"))),
      {},
      ["4 wishes", "action undefined, resource undefined, key:multiv absent", "not key:multiv has [a*]"],
    ],
    [
      "one value and no set",
      (r) => r.build.all(r.build.atom({ is: "lone", view: "key:unknownv" }), r.some("key:unknownv", texts("a*"))),
      {},
      [
        "4 wishes",
        "action undefined, resource undefined, key:unknownv a",
        "lone key:unknownv",
        "key:unknownv has [a*]",
      ],
    ],
    [
      "one value of two",
      (r) =>
        r.build.all(
          r.build.atom({ is: "lone", view: "key:unknownv" }),
          r.some("key:unknownv", texts("a")),
          r.some("key:unknownv", texts("b")),
        ),
      {},
      ["5 wishes", "unsat"],
    ],
    [
      "a set and no one value",
      (r) =>
        r.build.all(
          r.build.not(r.build.atom({ is: "lone", view: "key:unknownv" })),
          r.some("key:unknownv", texts("a")),
        ),
      {},
      [
        "4 wishes",
        "action undefined, resource undefined, key:unknownv {a}",
        "not lone key:unknownv",
        "key:unknownv has [a]",
      ],
    ],
    [
      "one value that is absent",
      (r) => r.build.all(r.build.atom({ is: "lone", view: "key:unknownv" }), r.build.not(r.present("key:unknownv"))),
      {},
      ["3 wishes", "unsat"],
    ],
    [
      "a caller",
      (r) => r.in("caller:account", texts("4*")),
      {},
      ["18 wishes", "action undefined, resource undefined, caller user 444455556666", "caller:account [4*]"],
    ],
    [
      "a caller of no account",
      (r) => r.build.not(r.present("caller:account")),
      {},
      ["11 wishes", "action undefined, resource undefined, caller service undefined", "not present caller:account"],
    ],
    [
      "a kind of caller",
      (r) => r.in("caller:kind", texts("root")),
      {},
      ["1 wishes", "action undefined, resource undefined, caller root 111122223333", "caller:kind [root]"],
    ],
    [
      "a key that is free for a kind",
      (r) => r.build.all(r.in("caller:kind", texts("assumed-root")), r.in("key:aws:userid", texts("x*"))),
      {},
      [
        "4 wishes",
        "action undefined, resource undefined, caller assumed-root 111122223333, key:aws:userid x",
        "caller:kind [assumed-root]",
        "key:aws:userid [x*]",
      ],
    ],
    [
      "a key that follows for a kind",
      (r) => r.build.all(r.in("caller:kind", texts("root")), r.in("key:aws:userid", texts("x*"))),
      {},
      ["1 wishes", "unsat"],
    ],
    [
      "a key that is free or follows",
      (r) => r.build.all(r.in("caller:kind", texts("root", "assumed-root")), r.in("key:aws:userid", texts("x*", "4*"))),
      {},
      [
        "6 wishes",
        "action undefined, resource undefined, caller root 444455556666, key:aws:userid absent",
        "caller:kind [assumed-root root]",
        "key:aws:userid [4* x*]",
      ],
    ],
    [
      "a canonical id",
      (r) => r.build.all(r.in("caller:canonical", texts("c*")), r.in("caller:kind", texts("user"))),
      {},
      [
        "4 wishes",
        "action undefined, resource undefined, caller user 111122223333, caller:canonical c",
        "caller:canonical [c*]",
        "caller:kind [user]",
      ],
    ],
    [
      "a key beside free ones",
      (r) =>
        r.build.all(
          r.in("caller:kind", texts("service")),
          r.build.not(r.in("key:aws:principalarn", texts("a"))),
          r.in("key:aws:userid", texts("b")),
        ),
      {},
      [
        "7 wishes",
        "action undefined, resource undefined, caller service undefined, key:aws:principalarn absent, key:aws:userid b",
        "caller:kind [service]",
        "not key:aws:principalarn [a]",
        "key:aws:userid [b]",
      ],
    ],
    [
      "the clock",
      (r) => r.in(TIME, late),
      {},
      ["2 wishes", "action undefined, resource undefined, clock 2026-06-01T00:00:00.001Z", "key:aws:currenttime date"],
    ],
    [
      "no time that is so",
      (r) => r.build.all(r.in(TIME, late), r.in(TIME, texts("2026-01-01T00:00:00Z"))),
      {},
      ["3 wishes", "unsat"],
    ],
    [
      "an owner",
      (r) => r.in("owner", texts("4*")),
      {},
      [
        "4 wishes",
        "action undefined, resource undefined, owned arn:aws:sqs:us-east-1:400000000000:example of 400000000000",
        "owner [4*]",
      ],
    ],
    [
      "an owner and a resource",
      (r) => r.build.all(r.in("owner", texts("4*")), r.in("resource", texts("arn:aws:sqs:*:*:q"))),
      {},
      [
        "8 wishes",
        "action undefined, resource undefined, owned arn:aws:sqs:us-east-1:400000000000:q of 400000000000",
        "owner [4*]",
        "resource [arn:aws:sqs:*:*:q]",
      ],
    ],
    [
      "an owner of another account",
      (r) =>
        r.build.all(r.in("key:aws:resourceaccount", texts("4*")), r.in("resource", texts("a:b:c:d:111122223333:q"))),
      {},
      ["6 wishes", "unsat"],
    ],
    [
      "an owner's key",
      (r) =>
        r.build.all(r.in("key:aws:resourceaccount", texts("4*")), r.build.not(r.present("key:s3:resourceaccount"))),
      {},
      [
        "6 wishes",
        "action undefined, resource undefined, owned arn:aws:sqs:us-east-1:400000000000:example of 400000000000, key:aws:resourceaccount 400000000000, key:s3:resourceaccount absent",
        "key:aws:resourceaccount [4*]",
        "not present key:s3:resourceaccount",
      ],
    ],
    [
      "an owner's key that is absent",
      (r) => r.build.not(r.in("key:aws:resourceaccount", texts("4*"))),
      {},
      [
        "5 wishes",
        "action undefined, resource undefined, owned arn:aws:sqs:us-east-1:400000000000:example of 400000000000, key:aws:resourceaccount absent",
        "not key:aws:resourceaccount [4*]",
      ],
    ],
    [
      "whether an owner's key is there",
      (r) => r.build.all(r.present("key:aws:resourceaccount"), r.in("resource", texts("a"))),
      {},
      [
        "3 wishes",
        "action undefined, resource a, key:aws:resourceaccount ",
        "present key:aws:resourceaccount",
        "resource [a]",
      ],
    ],
    [
      "an owner that is there",
      (r) => r.present("owner"),
      {},
      ["0 wishes", "action undefined, resource undefined", "present owner"],
    ],
    [
      "a relation",
      (r) => r.build.all(r.in("key:v", texts("a$x")), r.in("key:x", texts("b"))),
      {},
      ["relaxed 4 wishes", "action undefined, resource undefined, key:x b", "key:v [a$x]", "key:x [b]"],
    ],
    [
      "equal keys",
      (r) => r.build.any(r.build.atom({ is: "same", left: "key:v", right: "key:x" }), r.in("key:v", texts("b"))),
      {},
      ["relaxed 4 wishes", "action undefined, resource undefined, key:v absent", "key:v = key:x", "not key:v [b]"],
    ],
    [
      "what is not seen",
      (r) => r.build.any(r.build.atom({ is: "unseen", name: "u" }), r.in("key:v", texts("b"))),
      {},
      ["4 wishes", "action undefined, resource undefined, key:v b", "not unseen u", "key:v [b]"],
    ],
    [
      "a rule that is open",
      (r) => r.build.any(r.build.atom({ is: "assume", name: "n", value: "p" }), r.in("key:v", texts("b"))),
      {},
      ["4 wishes", "action undefined, resource undefined, key:v b", "not assume n", "key:v [b]"],
    ],
    [
      "two values of one rule",
      (r) =>
        r.build.all(
          r.build.atom({ is: "assume", name: "n", value: "p" }),
          r.build.atom({ is: "assume", name: "n", value: "q" }),
        ),
      {},
      ["2 wishes", "unsat"],
    ],
    [
      "values of two rules",
      (r) =>
        r.build.all(
          r.build.atom({ is: "assume", name: "n", value: "p" }),
          r.build.atom({ is: "assume", name: "m", value: "p" }),
          r.build.atom({ is: "unseen", name: "n" }),
        ),
      {},
      ["3 wishes", "action undefined, resource undefined", "assume n", "assume m", "unseen n"],
    ],
    [
      "a class that may be empty",
      (r) => r.build.all(...mixed.map((set) => r.in("key:v", set))),
      {},
      [
        "relaxed 5 wishes",
        "action undefined, resource undefined, key:v absent, unsampled",
        "key:v number",
        "key:v [*?9?* 1?3*]",
      ],
    ],
    [
      "some class that may be empty",
      (r) =>
        r.build.all(
          ...mixed.map((set) => r.some("key:multiv", set)),
          r.build.not(r.some("key:multiv", but(texts("*"), mixed[1] ?? texts()))),
        ),
      {},
      [
        "relaxed 6 wishes",
        "action undefined, resource undefined, key:multiv {}, unsampled",
        "key:multiv has number",
        "key:multiv has [*?9?* 1?3*]",
        "not key:multiv has [*] but [*?9?* 1?3*]",
      ],
    ],
    ["a fact", (r) => r.present("key:v"), { facts: (r) => [r.build.not(r.present("key:v"))] }, ["2 wishes", "unsat"]],
    [
      "an axiom",
      (r) => r.in("key:v", texts("a")),
      { axioms: (r) => [r.present("key:w"), r.build.not(r.present("key:v"))] },
      ["5 wishes", "unsat"],
    ],
    [
      "an axiom of one more key",
      (r) => r.in("key:v", texts("a")),
      { axioms: (r) => [r.present("key:w")] },
      ["5 wishes", "action undefined, resource undefined, key:v a, key:w ", "key:v [a]", "present key:w"],
    ],
    [
      "a text whose classes are not listed",
      (r) =>
        r.build.all(r.in("key:v", texts("a*")), r.build.not(r.in("key:v", texts("*b"))), r.in("key:w", texts("c"))),
      { lazy: ["key:v"] },
      [
        "relaxed 5 wishes",
        "action undefined, resource undefined, key:w c",
        "key:v [a*]",
        "not key:v [*b]",
        "key:w [c]",
      ],
    ],
    [
      "such a text that is absent",
      (r) => r.build.all(r.in("key:v", texts("a*")), r.build.not(r.present("key:v"))),
      { lazy: ["key:v"] },
      ["relaxed 2 wishes", "unsat"],
    ],
    [
      "a resource and an action whose classes are not listed",
      (r) => r.build.all(r.in("resource", texts("a*")), r.in("action", texts("s3:*"))),
      { lazy: ["resource", "action"] },
      ["relaxed 2 wishes", "action undefined, resource undefined", "resource [a*]", "action [s3:*]"],
    ],
    [
      "a resource is there",
      (r) => r.build.not(r.present("resource")),
      { lazy: ["resource"] },
      ["relaxed 1 wishes", "unsat"],
    ],
    [
      "an action is there",
      (r) => r.build.not(r.present("action")),
      { lazy: ["action"] },
      ["relaxed 1 wishes", "unsat"],
    ],
    [
      "a key may be absent",
      (r) => r.build.not(r.present("key:v")),
      { lazy: ["key:v"] },
      ["relaxed 1 wishes", "action undefined, resource undefined", "not present key:v"],
    ],
    [
      "a hole",
      (r) => r.build.all(r.in("hole:h", texts("a")), r.build.not(r.present("hole:k"))),
      {},
      ["5 wishes", "action undefined, resource undefined, hole:h a, hole:k absent", "hole:h [a]", "not present hole:k"],
    ],
  ])("%s", (_, make, more, wanted) => {
    expect(shownModel(make, more)).toEqual(wanted);
  });
});
