// A compiled decision says of every request what the plain reading of the formula says: the word, the layer that settles it, the reasons.
import { ASSUMPTIONS } from "@keyaki/catalog";
import {
  accepts,
  compileDecision,
  type Decided,
  Decider,
  decideRequest,
  evaluateRequest,
  prepareRequest,
  type Reading,
  type StatementReason,
} from "@keyaki/evaluator";
import type { Policy, PolicyKind } from "@keyaki/policy";
import {
  atomsOf,
  type Decision,
  decide,
  FormulaBuilder,
  type Glob,
  globSet,
  type KeyValues,
  type Layers,
  makeGlob,
  type PinnedAssumptions,
  type Request,
  Rules,
  type StatementMeaning,
  type ValueSet,
} from "@keyaki/semantics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { setTest } from "../../packages/evaluator/src/compiled/value-tests.ts";
import { chance } from "../generators/chance.ts";
import { parsed, type Statement, statementOf } from "../generators/policies.ts";
import { RequestsNear } from "../generators/requests.ts";
import { ODD_TEXTS, textsNear } from "../generators/values.ts";
import { arity } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

/** Names that begin one another and meet in many patterns, so that lists of actions and resources are looked up. */
const ACTIONS = [
  ..."s3:Get* s3:G* s3:GetObject s3:GetObjectAcl s3:GetObject* s3:Put* s3:PutObject s3:* s3:List* s3:*Acl s3:Get?bject".split(
    " ",
  ),
  ..."kms:* kms:Decrypt kms:De* sts:* sts:AssumeRole sts:AssumeRole* sts:GetCallerIdentity sts:GetSessionToken".split(
    " ",
  ),
  ..."sqs:Send* sqs:SendMessage zz:* zz:Other ec2:Describe* ec2:DescribeInstances ec2:* *:Get* s*:* *".split(" "),
];
const RESOURCES = [
  ..."* arn:aws:s3:::b arn:aws:s3:::b/* arn:aws:s3:::b/x* arn:aws:s3:::b/x/* arn:aws:s3:::c/* arn:aws:s3:::b*/k".split(
    " ",
  ),
  ..."arn:aws:sqs:us-east-1:444455556666:q arn:aws:sqs:*:444455556666:* arn:aws-cn:s3:::* arn:*:s3:::*/x*/y".split(" "),
  "arn:aws:s3:::b/${aws:username}/*",
  "arn:aws:s3:::b/${aws:PrincipalTag/team}",
  "arn:aws:sqs:*:*:${aws:PrincipalAccount}-*",
];

/** A statement that asks for many actions and resources. */
function broad(kind: PolicyKind): fc.Arbitrary<Statement> {
  const few = (from: readonly string[], maxLength: number) =>
    fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength });
  return fc
    .record({
      given: statementOf(kind),
      actions: few(ACTIONS, 14),
      resources: few(RESOURCES, 6),
      not: fc.nat(9),
      asksTime: fc.boolean(),
    })
    .map(({ given, actions, resources, not, asksTime }) => {
      const { Action, NotAction, Resource, NotResource, ...rest } = given as Record<string, unknown>;
      const date = { DateGreaterThan: { "aws:CurrentTime": "2001-01-01T00:00:00Z" } };
      const isTrust = Resource === undefined && NotResource === undefined;
      return {
        ...rest,
        ...(asksTime ? { Condition: { ...(given.Condition as object | undefined), ...date } } : {}),
        [not === 0 ? "NotAction" : "Action"]: actions,
        ...(isTrust ? {} : { [not === 1 ? "NotResource" : "Resource"]: resources }),
      };
    });
}

function policies(kind: PolicyKind, most: number): fc.Arbitrary<readonly Policy[]> {
  const statement = kind === "rcp" || kind === "trust" ? statementOf(kind) : fc.oneof(statementOf(kind), broad(kind));
  return fc.array(statement, { maxLength: most }).map((statements) => {
    // What AWS would refuse of a drawn list is left out.
    const of = (list: readonly Statement[]) => parsed({ Version: "2012-10-17", Statement: list }, kind);
    const kept = statements.filter((each) => of([each]) !== null);
    const policy = kept.length === 0 ? null : of(kept);
    return policy === null ? [] : [policy];
  });
}

/** The layer, or none; now and then the input does not show it. */
function perhaps<T>(layer: fc.Arbitrary<T>, none: T): fc.Arbitrary<T | { unknown: string }> {
  return fc.oneof(
    { weight: 4, arbitrary: layer },
    { weight: 5, arbitrary: fc.constant(none) },
    { weight: 1, arbitrary: fc.constant({ unknown: "not shown" }) },
  );
}

const orNone = (list: readonly Policy[]) => (list.length === 0 ? null : list);
const levels = (list: readonly (readonly Policy[])[]) => list.filter((level) => level.length > 0);
const resource = fc.oneof(policies("resource", 6), policies("trust", 2)).map((list): Policy | null => list[0] ?? null);

const layers: fc.Arbitrary<Layers> = fc.record({
  identity: fc.oneof({ weight: 9, arbitrary: policies("identity", 9) }, perhaps(policies("identity", 9), [])),
  resource: perhaps(resource, null),
  boundaries: perhaps(policies("boundary", 3), []),
  session: perhaps(policies("session", 2).map(orNone), null),
  scps: perhaps(fc.array(policies("scp", 3), { maxLength: 2 }).map(levels), []),
  rcps: perhaps(fc.array(policies("rcp", 2), { maxLength: 2 }).map(levels), []),
  endpoint: perhaps(policies("endpoint", 2).map(orNone), null),
});

const pinned: fc.Arbitrary<PinnedAssumptions> = fc
  .tuple(
    fc.subarray([...ASSUMPTIONS], { maxLength: 8 }),
    fc.nat(),
    fc.constantFrom<PinnedAssumptions>({}, {}, { "substituted-wildcards": "wildcard" }),
  )
  .map(([rules, seed, wildcards]) => {
    const pick = chance(seed);
    const values = rules.map(({ id, values: of }) => [id, of[pick(of.length)] ?? ""] as const);
    return { ...Object.fromEntries(values), ...wildcards };
  });

const STRANGE: readonly string[] = ["a*", "?", "\ud83d", "\ude00x", "b\ud83d", "A:b", "JANE", "", "10", "true"];

/** The request, or one that is stranger: no clock, policies not shown, wildcards and halves of characters in its values. */
function stranger(request: Request, pick: (length: number) => number, isWild: boolean): Request {
  if (isWild && pick(2) === 0) {
    const team = { set: false, values: ["a*"] };
    return {
      ...request,
      owner: request.caller.parts.account ?? null,
      keys: new Map([...request.keys, ["aws:principaltag/team", team]]),
    };
  }
  const some = () => STRANGE[pick(STRANGE.length)] ?? "";
  const changed = (held: KeyValues): KeyValues => {
    if (pick(2) > 0) return held;
    const values = pick(3) === 0 ? [...held.values, some()] : [some()];
    return { set: pick(4) === 0 ? !held.set : held.set, values: pick(8) === 0 ? [] : values };
  };
  switch (pick(8)) {
    case 6:
    case 7:
      return { ...request, owner: request.caller.parts.account ?? request.owner };
    case 0:
      return { ...request, clock: null };
    case 1:
      return { ...request, unseen: new Map([...request.unseen].filter(() => pick(2) === 0)) };
    case 2:
      return { ...request, keys: new Map([...request.keys].map(([key, held]) => [key, changed(held)])) };
    case 3:
      return { ...request, resource: `${request.resource.slice(0, pick(request.resource.length + 1))}${some()}` };
    case 4:
      return { ...request, action: ACTIONS[pick(ACTIONS.length)]?.replace("*", some()) ?? request.action };
    default:
      return request;
  }
}

/** The explanation with statements by number: their formulas and texts are the same objects, and large. */
function told({ reasons, ...rest }: Decided, meanings: readonly StatementMeaning[]): unknown {
  const conditionsOf = (reason: StatementReason) =>
    reason.conditions.map(({ condition, ...each }) => ({ ...each, at: condition.span.start }));
  return {
    ...rest,
    reasons: reasons.map((reason) => ({
      ...reason,
      meaning: meanings.indexOf(reason.meaning),
      mismatch: reason.mismatch && { ...reason.mismatch, condition: null },
      conditions: conditionsOf(reason),
    })),
  };
}

const facts = { managementAccount: false, rcpActions: ["s3", "sts", "kms", "sqs"] };

function decisionOf(given: Layers, under: PinnedAssumptions): Decision {
  return decide(given, facts, new Rules(new FormulaBuilder(), { arity }, under));
}

test("compiled, a request is decided, settled and explained as the plain reading does", () => {
  const words: Record<string, number> = {};
  const seen = { requests: 0, settled: 0, wildcards: 0, withoutClock: 0, resting: 0 };
  hold(
    fc.property(layers, pinned, fc.boolean(), fc.nat(), (given, assumptions, isBuiltIn, seed) => {
      // A rule may be a constant of the formulas, or an atom that the reading settles.
      const decision = decisionOf(given, isBuiltIn ? assumptions : {});
      const reading: Reading = { assumptions };
      const compiled = compileDecision(decision, reading);
      const isServiceLinked = seed % 4 === 0;
      const options = { ...facts, keys: { arity }, assumptions, serviceLinkedRole: isServiceLinked };
      const decider = new Decider(given, options);
      const meanings = decision.layers.flatMap(({ statements }) => statements);
      const pick = chance(seed);
      const near = new RequestsNear(atomsOf([decision.allowed, decision.denied]), arity, pick);
      for (let at = 0; at < 40; at++) {
        const request = stranger(near.next(), pick, assumptions["substituted-wildcards"] === "wildcard");
        const prepared = prepareRequest(request);
        const wanted = decideRequest(decision, request, reading);
        const { decision: word, decidedBy } = wanted;
        expect(compiled.word(prepared)).toBe(word);
        expect(compiled.settle(prepared)).toEqual({ decision: word, decidedBy });
        expect(told(compiled.explain(prepared), meanings)).toEqual(told(wanted, meanings));
        if (at < 2) {
          const evaluated = decider.evaluate(at === 0 ? request : prepared);
          const whole = evaluateRequest(given, request, options);
          expect(evaluated.restsOn).toEqual(whole.restsOn);
          expect(evaluated.decision).toBe(whole.decision);
          seen.resting += Math.sign(whole.restsOn.length);
        }
        words[word] = (words[word] ?? 0) + 1;
        seen.requests++;
        if (decidedBy !== null) seen.settled++;
        if (wanted.dependsOn.includes("substituted-wildcards")) seen.wildcards++;
        if (word === "Undetermined" && request.clock === null) seen.withoutClock++;
      }
    }),
    200,
  );
  tell({ ...seen, ...words });
  for (const word of ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Undetermined"])
    expect(words[word] ?? 0, word).toBeGreaterThan(50);
  expect(seen.settled).toBeGreaterThan(500);
  expect(seen.wildcards).toBeGreaterThan(10);
  expect(seen.withoutClock).toBeGreaterThan(5);
  expect(seen.resting).toBeGreaterThan(2);
});

const LETTERS = ["a", "A", "b", ":", "/", "k", "\u212a", "\u017f", "é", "\n", "\u{1f600}", "\ud83d", "\ude00", "*"];
/** Few letters, so that the pieces of a pattern meet and overlap in a text; halves of a character, so that they join. */
const ALPHABETS: readonly (readonly string[])[] = [LETTERS, ["a", "b"], ["a", "\ud83d", "\ude00"]];

function textsOf(letters: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...letters), { maxLength: 4 }).map((drawn) => drawn.join(""));
}

function globsOf(letters: readonly string[]): fc.Arbitrary<Glob> {
  const token = fc.oneof(
    { weight: 4, arbitrary: textsOf(letters).map((of) => ({ is: "text" as const, text: of })) },
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constantFrom("one" as const, "many" as const, "many" as const),
        colon: fc.constantFrom(true, true, false),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant("variable" as const),
        view: fc.constantFrom("key:x:one", "key:x:one", "key:x:set", "key:x:none"),
        fallback: fc.constantFrom(null, null, "a"),
        colon: fc.boolean(),
      }),
    },
  );
  return fc
    .record({
      tokens: fc.array(token, { maxLength: 6 }),
      folding: fc.constantFrom("none" as const, "ascii" as const, "unicode" as const),
    })
    .map(({ tokens, folding }) => makeGlob(tokens, folding));
}

/** Texts and beginnings, many of which are found by halving. */
function beginningsOf(letters: readonly string[]): fc.Arbitrary<Glob> {
  return fc.tuple(textsOf(letters), fc.boolean()).map(([of, isWhole]) => {
    const rest = isWhole ? [] : [{ is: "many" as const, colon: true }];
    return makeGlob([{ is: "text", text: of }, ...rest], "none");
  });
}

const lists = fc.constantFrom(...ALPHABETS).chain((letters) =>
  fc.record({
    letters: fc.constant(letters),
    globs: fc.oneof(fc.array(globsOf(letters), { maxLength: 4 }), fc.array(beginningsOf(letters), { maxLength: 12 })),
    one: textsOf(letters),
    free: textsOf(letters),
    seed: fc.nat(),
  }),
);

test("a set of patterns holds compiled what the matcher says it holds", () => {
  const seen = { inside: 0, outside: 0, variables: 0 };
  hold(
    fc.property(lists, ({ letters, globs: list, one, free, seed }) => {
      const set = globSet(list);
      const value = (view: string) => (view === "key:x:one" ? one : view === "key:x:set" ? "x" : null);
      const request = requestWith(one);
      const compiled = setTest(set, (view) => ({ request: { keys } }) => {
        const held = keys.get(view.slice(4));
        return held === undefined || held.set ? null : (held.values[0] ?? null);
      });
      const pick = chance(seed);
      for (const subject of [free, ...Array.from({ length: 8 }, () => filled(list, letters, value, pick))]) {
        const wanted = accepts(set, subject, (view) => (view === "key:x:set" ? null : value(view)));
        expect(compiled(subject, request), JSON.stringify([list, subject])).toBe(wanted);
        seen[wanted ? "inside" : "outside"]++;
        if (wanted && list.some(({ tokens }) => tokens.some(({ is }) => is === "variable"))) seen.variables++;
      }
    }),
    3000,
  );
  tell(seen);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

function requestWith(one: string) {
  return prepareRequest({
    caller: { kind: "anonymous", parts: {} },
    action: "s3:GetObject",
    resource: "*",
    owner: null,
    clock: null,
    keys: new Map([
      ["x:one", { set: false, values: [one] }],
      ["x:set", { set: true, values: ["x"] }],
    ]),
    unseen: new Map(),
  });
}

/** A text made of the pieces of a pattern, so that it often matches. */
function filled(
  list: readonly Glob[],
  letters: readonly string[],
  value: (view: string) => string | null,
  pick: (length: number) => number,
) {
  const some = () => letters[pick(letters.length)] ?? "";
  const tokens = list[pick(list.length)]?.tokens ?? [];
  const pieces = tokens.map((each) => {
    if (each.is === "text") return pick(4) === 0 ? each.text.toUpperCase() : each.text;
    if (each.is === "variable") return value(each.view) ?? each.fallback ?? "";
    return each.is === "one" ? some() : some().repeat(pick(3));
  });
  const whole = pieces.join("");
  const at = pick(whole.length + 1);
  // One letter more, or one less.
  return [whole, whole, whole + some(), whole.slice(0, at) + whole.slice(at + 1)][pick(4)] ?? whole;
}

const decimal = fc.record({ digits: fc.bigInt(-1200n, 1200n), exponent: fc.constantFrom(0, 0, 0, -1, 2, 20) });
const block = fc
  .record({ at: fc.oneof(fc.nat(0xffffffff), fc.nat(9)), prefix: fc.constantFrom(0, 8, 24, 30, 31, 32) })
  .map(({ at, prefix }) => {
    const rest = BigInt(32 - prefix);
    const low = (BigInt(at) >> rest) << rest;
    return { family: 4 as const, low, high: low + (1n << rest) - 1n };
  });
const sets: fc.Arbitrary<ValueSet> = fc.oneof(
  fc.record({
    is: fc.constant("number" as const),
    order: fc.constantFrom("=" as const, "<" as const, "<=" as const, ">" as const, ">=" as const),
    values: fc.array(decimal, { maxLength: 3 }),
    forms: fc.constantFrom("decimal" as const, "extended" as const),
  }),
  fc.record({
    is: fc.constant("date" as const),
    order: fc.constantFrom("=" as const, "<" as const, "<=" as const, ">" as const, ">=" as const),
    values: fc.array(fc.constantFrom(1_767_225_600_000, 1_767_225_600_500, 0, -5, 4_102_444_800_000), { maxLength: 3 }),
    zoneless: fc.constantFrom("utc" as const, "unparsable" as const),
    letters: fc.constantFrom("capital" as const, "any" as const),
  }),
  fc.record({ is: fc.constant("bool" as const), values: fc.subarray([true, false]) }),
  fc.record({
    is: fc.constant("address" as const),
    blocks: fc.array(block, { maxLength: 8 }),
    mapped: fc.constantFrom("separate" as const, "same" as const),
  }),
);

const ODD_VALUES = [
  ..."1.2.3 1.2.3.4.5 1..2.3 01.2.3.4 1.2.3.256 1.2.3.4. 0.0.0.0 00.0.0.0 999999999999999 -1 007 1.2.3. .1.2.3".split(
    " ",
  ),
];

test("a set of numbers, dates, truth values or addresses holds compiled what the matcher says it holds", () => {
  const seen: Record<string, number> = {};
  hold(
    fc.property(sets, fc.boolean(), (given, isOutside) => {
      const set: ValueSet = isOutside ? { is: "difference", from: globSet([EVERYTHING]), minus: given } : given;
      const compiled = setTest(set, () => () => null);
      const request = requestWith("");
      for (const subject of [...textsNear(given), ...ODD_TEXTS, ...ODD_VALUES]) {
        const wanted = accepts(set, subject, () => null);
        expect(compiled(subject, request), `${subject} in a ${given.is}`).toBe(wanted);
        const what = `${given.is} ${wanted}`;
        seen[what] = (seen[what] ?? 0) + 1;
      }
    }),
    300,
  );
  tell(seen);
  for (const family of ["number", "date", "bool", "address"])
    for (const outcome of [true, false]) expect(seen[`${family} ${outcome}`] ?? 0, family).toBeGreaterThan(100);
});

const EVERYTHING = makeGlob([{ is: "many", colon: true }], "none");
