// Pairs of identity policies full of policy variables, over an alphabet so small that values, patterns and constants often coincide,
// and requests over the same alphabet.
import {
  type Atom,
  actionsOf,
  CALLER_KINDS,
  type Caller,
  callerRow,
  type Glob,
  type KeyValues,
  type Request,
  readView,
} from "@keyaki/semantics";
import fc from "fast-check";
import { type Document, type PolicyPair, parsed, type Statement } from "./policies.ts";

const LETTERS = ["a", "x", "/", ":"] as const;
const USER = "$" + "{aws:username}";
const TEAM = "$" + "{aws:PrincipalTag/team}";
const HOME = "$" + "{aws:PrincipalTag/home}";
const VARIABLES = [
  USER,
  TEAM,
  HOME,
  "$" + "{aws:PrincipalTag/team, 'a'}",
  "$" + "{aws:userid}",
  "$" + "{aws:PrincipalAccount}",
  "$" + "{aws:ResourceTag/team}",
  "$" + "{acme:Unlisted}",
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "x", "/", ":") },
  { weight: 2, arbitrary: fc.constantFrom("*", "?") },
  { weight: 5, arbitrary: fc.constantFrom(...VARIABLES) },
);
/** Three or four variables that may each hold a colon in one pattern: more than are told apart one by one. */
const manyVariables = fc
  .tuple(
    fc.shuffledSubarray([TEAM, HOME, "$" + "{aws:ResourceTag/team}", "$" + "{acme:Unlisted}"], { minLength: 3 }),
    fc.constantFrom("", "/", "a", "*"),
  )
  .map(([variables, between]) => variables.join(between));
const pattern = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("")),
  },
  { weight: 1, arbitrary: manyVariables },
);

const resources = fc.uniqueArray(
  fc.oneof(
    { weight: 6, arbitrary: pattern.map((text) => `arn:aws:s3:::${text}`) },
    { weight: 1, arbitrary: fc.constantFrom("*", "arn:aws:s3:::*", "arn:aws:s3:::a*", "arn:aws:s3:::x/*") },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `arn:aws:s3:*:$${"{aws:PrincipalAccount}"}:${TEAM}`,
        `arn:aws:s3:*:111122223333:${TEAM}`,
        `arn:aws:s3:${TEAM}*::a`,
      ),
    },
  ),
  { minLength: 1, maxLength: 2 },
);

const SINGLE_KEYS = [
  "s3:prefix",
  "aws:PrincipalTag/team",
  "aws:PrincipalTag/home",
  "aws:ResourceTag/team",
  "aws:username",
];
const condition = fc.oneof(
  fc.record({
    operator: fc.constantFrom(
      "StringEquals",
      "StringNotEquals",
      "StringLike",
      "StringNotLike",
      "StringEqualsIgnoreCase",
    ),
    key: fc.constantFrom(...SINGLE_KEYS, "acme:Unlisted"),
    values: fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }),
  }),
  // The same patterns part by part and as one text: a value with a colon tells the two apart.
  fc.record({
    operator: fc.constantFrom("ArnLike", "ArnNotLike", "StringLike", "StringNotLike"),
    key: fc.constantFrom("aws:SourceArn", "aws:SourceArn", "aws:PrincipalArn"),
    values: fc.uniqueArray(
      fc.constantFrom(
        `arn:aws:s3:${TEAM}::a`,
        `arn:aws:s3:$${"{aws:userid}"}::a`,
        `arn:aws:s3:${TEAM}:*:*`,
        `arn:aws:s3:$${"{aws:userid}"}:*:*`,
        "arn:aws:s3:*:*:*",
        "arn:aws:s3:*::a",
        "arn:aws:s3:*:a",
        `arn:aws:iam::$${"{aws:PrincipalAccount}"}:user/${USER}`,
        "arn:aws:iam::111122223333:user/*",
        `arn:aws:*:${TEAM}:$${"{aws:PrincipalAccount}"}:a`,
        `arn:aws:*::*:${TEAM}?`,
        `arn:aws:sts::*:$${"{aws:userid}"}`,
      ),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.record({
    operator: fc.constantFrom(
      "ForAllValues:StringEquals",
      "ForAnyValue:StringLike",
      "ForAllValues:StringNotLike",
      "ForAnyValue:StringNotEquals",
    ),
    key: fc.constantFrom("aws:TagKeys", "acme:Unlisted"),
    values: fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    operator: fc.constant("Null"),
    key: fc.constantFrom("aws:PrincipalTag/team", "aws:username", "acme:Unlisted"),
    values: fc.constantFrom(["true"], ["false"]),
  }),
);

const statement: fc.Arbitrary<Statement> = fc
  .record({
    effect: fc.constantFrom("Allow", "Allow", "Deny"),
    negated: fc.constantFrom(false, false, false, true),
    resources: fc.oneof({ weight: 3, arbitrary: resources }, { weight: 1, arbitrary: fc.constant(["*"]) }),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ effect, negated, resources: list, conditions }) => {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of conditions) block[operator] = { ...block[operator], [key]: values };
    return {
      Effect: effect,
      Action: "s3:GetObject",
      [negated ? "NotResource" : "Resource"]: list,
      ...(conditions.length === 0 ? {} : { Condition: block }),
    };
  });

/** Two policies that share some statements. */
export const variablePair: fc.Arbitrary<PolicyPair> = fc
  .record({
    own: fc.array(statement, { minLength: 1, maxLength: 2 }),
    shared: fc.array(statement, { maxLength: 1 }),
    other: fc.array(statement, { minLength: 1, maxLength: 2 }),
  })
  .map(({ own, shared, other }): PolicyPair => {
    const document = (statements: readonly Statement[]): Document => ({ Version: "2012-10-17", Statement: statements });
    return { kind: "identity", left: document([...shared, ...own]), right: document([...shared, ...other]) };
  })
  .filter(({ left, right }) => parsed(left, "identity") !== null && parsed(right, "identity") !== null);

/** A request over the same alphabet; its keys are those that such policies read. */
export function requestBy(pick: (length: number) => number): Request {
  const of = <T>(list: readonly T[]): T => list[pick(list.length)] as T;
  const text = (letters: readonly string[], most: number, least = 0) =>
    Array.from({ length: least + pick(most - least + 1) }, () => of(letters)).join("");
  const kind = of(CALLER_KINDS);
  const name = text(["a", "x"], 3, 1);
  const plain: Record<string, string> = {
    id: `${kind === "user" ? "AIDA" : "AROA"}${of(["A", "X"])}`,
    partition: "aws",
    account: of(["111122223333", "444455556666"]),
    path: kind === "service-linked-session" ? "/aws-service-role/a/" : of(["/", "/a/", "/a/x/"]),
    parent: "ax",
    name: kind.startsWith("federated-") ? `${name}a` : name,
    session: `a${name}`,
    service: of(["a", "x"]),
    provider: of(["a", "x:a"]),
  };
  const caller: Caller = {
    kind,
    parts: Object.fromEntries(callerRow(kind).parts.map(({ part }) => [part, plain[part] ?? ""])),
  };
  // Values that others have too, so that equalities and patterns hold often.
  const shared = [name, plain.account ?? "", text(LETTERS, 3), `${plain.account}:${plain.name}`];
  const value = () => (pick(2) === 0 ? of(shared) : text(LETTERS, 4));
  const keys = new Map<string, KeyValues>([
    ["aws:securetransport", { set: false, values: ["true"] }],
    ["aws:requestedregion", { set: false, values: ["us-east-1"] }],
  ]);
  for (const key of ["s3:prefix", "aws:principaltag/team", "aws:principaltag/home", "aws:resourcetag/team"]) {
    if (pick(5) > 0) keys.set(key, { set: false, values: [value()] });
  }
  if (pick(3) > 0) {
    const held = Array.from({ length: pick(3) }, value);
    keys.set(
      "acme:unlisted",
      held.length === 1 && pick(2) === 0 ? { set: false, values: held } : { set: true, values: held },
    );
  }
  if (pick(3) > 0) keys.set("aws:tagkeys", { set: true, values: Array.from({ length: pick(3) }, value) });
  if (pick(2) > 0) {
    keys.set("aws:sourcearn", {
      set: false,
      values: [`arn:aws:s3:${value()}:${of(["", "", plain.account ?? ""])}:${of(["a", value()])}`],
    });
  }
  const { views } = callerRow(kind);
  for (const key of keys.keys()) if (views[`key:${key}`] !== undefined) keys.delete(key);
  const tail = Array.from({ length: 1 + pick(4) }, () => (pick(2) === 0 ? of([...LETTERS]) : value())).join("");
  const resource =
    pick(8) === 0 ? "*" : `arn:aws:s3:${of(["", "", value()])}:${of(["", "", plain.account ?? ""])}:${tail}`;
  const written = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
  return {
    caller,
    action: actionsOf(kind)?.[0] ?? "s3:GetObject",
    resource,
    owner: written ?? of(["111122223333", "444455556666"]),
    clock: 1_772_323_200_000,
    keys,
    unseen: new Map(),
  };
}

/** The request with a text that matches one of the patterns with variables, put together from the values that it has anyway. */
export function matching(request: Request, atoms: readonly Atom[], pick: (length: number) => number): Request {
  const globs = atoms.flatMap((atom): [string, Glob][] =>
    (atom.is === "in" || atom.is === "some") && atom.set.is === "globs"
      ? atom.set.globs.map((glob) => [atom.view, glob])
      : [],
  );
  const [view, glob] = globs[pick(globs.length)] ?? [];
  if (view === undefined || glob === undefined) return request;
  const text = glob.tokens
    .map((token) => {
      if (token.is === "text") return token.text;
      if (token.is !== "variable") return token.is === "one" ? "x" : (["", "a", "x/", ":"][pick(4)] ?? "");
      const held = readView(request, token.view);
      return (held?.set === false ? held.values[0] : undefined) ?? token.fallback ?? "";
    })
    .join("");
  if (view === "resource") {
    const written = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1];
    return { ...request, resource: text === "" ? "*" : text, owner: written ?? request.owner };
  }
  const held = request.keys.get(view.slice(4));
  if (!view.startsWith("key:") || held === undefined) return request;
  const keys = new Map(request.keys);
  keys.set(view.slice(4), held.set ? { set: true, values: [...held.values, text] } : { set: false, values: [text] });
  return { ...request, keys };
}
