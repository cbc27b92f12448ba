// Checked: every request made here is judged by the evaluator before anyone sees it.
import { EXAMPLES } from "@keyaki/catalog";
import { hasMember, type TextSet, type View as TupleView, viewText } from "@keyaki/domains";
import {
  type Atom,
  type Caller,
  type CallerPart,
  callerRow,
  type Glob,
  globSet,
  OWNER_VIEWS,
  Remembered,
  type Request,
  readView,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import type { Selection } from "../abstract.ts";
import { readsValues, type ValueAtom } from "../choice.ts";
import { demandOn, opposite, type Sides, sidesOf } from "../demand.ts";
import { anyText, meets, type TextDemand } from "../resource-text.ts";
import { type Parse, parsePattern, partitionParse, templateOf } from "./parse.ts";
import { isDependent, isRelation, widened } from "./relation.ts";

/** Combinations of values for the variables of one model that are tried. */
const MOST_COMBINATIONS = 48;
const MOST_SAMPLES = 4;
const MOST_STATES = 5_000;
const OTHER_ACCOUNTS = ["444455556666", "777788889999", "999999999999", "222233334444"];

type Truths = ReadonlyMap<Atom, boolean>;

/** Requests in which equalities and patterns with variables come out as the model says, the plainest first. */
export function* withRelations(base: Request, selection: Selection, resource: Truths): Generator<Request> {
  for (const request of withAccounts(base, selection)) {
    yield repaired(request, selection);
    if (![...selection.truths.keys()].some(isRelation)) continue;
    for (const values of assignments(request, selection, new Map([...resource, ...selection.truths]))) {
      yield repaired(values, selection);
    }
  }
}

/** Where the model wants the caller in the owner's account, or out of it, the account is chosen so. */
function* withAccounts(base: Request, selection: Selection): Generator<Request> {
  const same = [...selection.truths].find(
    ([atom]) => atom.is === "same" && isAccount(atom.left) && OWNER_VIEWS.has(atom.right),
  );
  yield base;
  if (same === undefined || base.caller.parts.account === undefined) return;
  const owner = base.owner ?? EXAMPLES.account;
  if (same[1]) yield { ...base, caller: withPart(base.caller, "account", owner) };
  // Without an owner of its own the resource would follow the caller.
  else
    for (const account of OTHER_ACCOUNTS) yield { ...base, owner, caller: withPart(base.caller, "account", account) };
}

function isAccount(view: View): boolean {
  return view === "caller:account" || view === "key:aws:principalaccount";
}

function withPart(caller: Caller, part: CallerPart, value: string): Caller {
  return { ...caller, parts: { ...caller.parts, [part]: value } };
}

/** The request with other values for its variables. */
function* assignments(base: Request, selection: Selection, truths: Truths): Generator<Request> {
  const variables = [
    ...new Set([...selection.truths.keys()].flatMap((atom) => (readsValues(atom) ? variablesIn(atom.set) : []))),
  ].filter((view) => isSettable(base, view) || isOfCaller(base, view));
  const values = variables.map((view) => candidates(view, base, truths));
  const count = values.reduce((product, list) => product * Math.max(1, list.length), 1);
  for (let index = 1; index < Math.min(count, MOST_COMBINATIONS); index++) {
    let rest = index;
    let request = base;
    for (const [at, view] of variables.entries()) {
      const list = values[at] ?? [];
      const value = list[rest % Math.max(1, list.length)];
      rest = Math.floor(rest / Math.max(1, list.length));
      if (value !== undefined) request = withValue(request, view, value);
    }
    yield request;
  }
}

/** Whether the key is free to hold what is wanted; the account of the resource is its owner's. */
function isSettable(request: Request, view: View): boolean {
  return view.startsWith("key:") && request.keys.has(view.slice(4)) && !OWNER_VIEWS.has(view);
}

function isOfCaller({ caller }: Request, view: View): boolean {
  const template = callerRow(caller.kind).views[view];
  return template?.some((piece) => typeof piece !== "string") ?? false;
}

/** Values that a variable may have under the model: its own first, then such that the patterns it stands in are matched, then odd ones. */
function candidates(view: View, base: Request, truths: Truths): string[] {
  const own = readView(base, view)?.values[0];
  const found = new Set(own === undefined ? [] : [own]);
  for (const [atom, wanted] of truths) {
    if (!wanted || !readsValues(atom) || !variablesIn(atom.set).includes(view)) continue;
    for (const value of samplesIn(atom, view, base, truths)) found.add(value);
  }
  const demand = demandOn(view, constantOnly(truths), base);
  if (demand !== null) {
    for (const more of [[], [LONG], [SHORT]]) {
      const text = anyText({ ...demand, within: [...demand.within, ...more] });
      if (text !== null) found.add(text);
    }
  }
  const others = isAccount(view) ? OTHER_ACCOUNTS : ["example-user", "jane", "a1"];
  for (const text of others) if (demand === null || meets(demand, text)) found.add(text);
  return [...found];
}

const ONE = { is: "one", colon: true } as const;
const MANY = { is: "many", colon: true } as const;
/** Texts long enough to lie in few other patterns by chance, and texts of one or two characters. */
const LONG: TextSet = [{ tokens: [ONE, ONE, ONE, ONE, ONE, ONE, ONE, MANY], fold: "none" }];
const SHORT: TextSet = [
  { tokens: [ONE], fold: "none" },
  { tokens: [ONE, ONE], fold: "none" },
];

function constantOnly(truths: Truths): Truths {
  return new Map([...truths].filter(([atom]) => !isRelation(atom)));
}

/** Values of a variable with which some text of the class that the model chose matches the pattern that it stands in. */
function samplesIn(atom: ValueAtom, view: View, base: Request, truths: Truths): string[] {
  if (atom.set.is !== "globs") return [];
  return atom.set.globs.filter(isDependent).flatMap((glob) => samplesOfGlob(glob, atom.view, view, base, truths));
}

function samplesOfGlob(glob: Glob, target: View, view: View, base: Request, truths: Truths): readonly string[] {
  const row = callerRow(base.caller.kind);
  if (variablesIn(globSet([glob])).some((each) => templateOf(row, each) === null)) return [];
  const wide = new Map([...truths].flatMap(([atom, wanted]) => widenedAtom(atom, wanted)));
  const ofTarget = demandOn(target, wide, base);
  if (ofTarget === null || glob.fold !== "none") return [];
  const parse = parsePattern(glob, { row, callerViews: isOfCaller(base, view) ? [view] : [], withColon: new Set() });
  const ofView = demandOn(view, constantOnly(truths), base);
  const made = parse.views.get(view);
  if (made === undefined) return [];
  const sides = ofView ?? { within: [], without: [] };
  const key = JSON.stringify([
    parse.key,
    view,
    ...[ofTarget, sides].flatMap((side) => [sorted(side.within), sorted(side.without)]),
  ]);
  return samples.get(key, () => viewSamples(parse, made, view, ofTarget, sides));
}

/** The same however the sets came together. */
function sorted(sets: readonly TextSet[]): string[] {
  return sets.map((set) => JSON.stringify(set)).sort();
}

/** What was found for one parse: many requests of one model, and models of other residuals, ask for it again. */
const samples = new Remembered<readonly string[]>();

function viewSamples(parse: Parse, made: TupleView, view: View, ofTarget: Sides, ofView: Sides): string[] {
  const beside = [...ofView.within, ...ofView.without].map((set) => ({ view, set }));
  const partition = partitionParse(parse, [...ofTarget.within, ...ofTarget.without], [], beside, {
    maxStates: MOST_STATES,
  });
  if (partition.is === "exhausted") return [];
  const must = [ofTarget, ofView].flatMap(({ within, without }) => [
    ...within.map(() => true),
    ...without.map(() => false),
  ]);
  return partition.cells
    .filter(({ members }) => must.every((wanted, at) => hasMember(members, at) === wanted))
    .slice(0, MOST_SAMPLES)
    .map(({ sample }) => viewText(made, sample));
}

/** An atom as far as it says something without its variables' values. */
function widenedAtom(atom: Atom, wanted: boolean): [Atom, boolean][] {
  if (!isRelation(atom)) return [[atom, wanted]];
  if (!wanted || !readsValues(atom) || atom.set.is !== "globs") return [];
  return [[{ ...atom, set: globSet(atom.set.globs.map(widened)) }, true]];
}

/** The request with a value for a variable: a key is set, a key that follows from the caller is taken apart. */
function withValue(request: Request, view: View, value: string): Request {
  if (isSettable(request, view)) return withKey(request, view, value);
  const template = callerRow(request.caller.kind).views[view] ?? [];
  let rest = value;
  let { caller } = request;
  for (const [at, piece] of template.entries()) {
    if (typeof piece === "string") {
      if (!rest.startsWith(piece)) return request;
      rest = rest.slice(piece.length);
      continue;
    }
    const next = template[at + 1];
    const end = typeof next === "string" ? rest.indexOf(next) : rest.length;
    if (end < 0) return request;
    caller = withPart(caller, piece.part, rest.slice(0, end));
    rest = rest.slice(end);
  }
  return { ...request, caller };
}

function repaired(base: Request, selection: Selection): Request {
  let request = base;
  const dependent = new Set<View>();
  for (const [atom, wanted] of selection.truths) {
    if (atom.is === "same") request = repairSame(request, atom.left, atom.right, wanted, selection);
    else if (readsValues(atom) && atom.view.startsWith("key:") && isRelation(atom)) dependent.add(atom.view);
  }
  for (const view of dependent) {
    const held = readView(request, view);
    if (held?.set === true) request = repairSet(request, view, held.values, selection.truths);
    else request = repairText(request, view, selection.truths);
  }
  return request;
}

function repairSame(request: Request, left: View, right: View, wanted: boolean, selection: Selection): Request {
  // A key that follows from the caller cannot be set: the other one is.
  const [kept, changed] = isSettable(request, right) ? [left, right] : [right, left];
  const value = readView(request, kept)?.values[0];
  if (value === undefined || !isSettable(request, changed)) return request;
  if (wanted) return withKey(request, changed, value);
  if (readView(request, changed)?.values[0] !== value) return request;
  const demand = demandOn(changed, selection.truths, request);
  const other = demand === null ? null : anyText({ ...demand, without: [...demand.without, exactly(value)] });
  return other === null ? request : withKey(request, changed, other);
}

function repairText(request: Request, view: View, truths: Truths): Request {
  const demand = demandOn(view, truths, request);
  const current = readView(request, view)?.values[0];
  if (demand === null || current === undefined || meets(demand, current)) return request;
  const text = anyText(demand);
  return text === null ? request : withKey(request, view, text);
}

/** A set with a value for each atom that asks for some value, and none that lies where none may. */
function repairSet(request: Request, view: View, values: readonly string[], truths: Truths): Request {
  const wanted: ValueAtom[] = [];
  const allowed: TextDemand[] = [];
  for (const [atom, holds] of truths) {
    if (!readsValues(atom) || atom.view !== view) continue;
    if (holds) {
      wanted.push(atom);
      continue;
    }
    const sides = sidesOf(atom.set, request);
    const outside = sides === null ? null : opposite(sides);
    if (outside !== null) allowed.push({ ...outside, dependent: "" });
  }
  const kept = values.filter((value) => allowed.every((demand) => meets(demand, value)));
  for (const atom of wanted) {
    const sides = sidesOf(atom.set, request);
    if (sides === null) continue;
    if (kept.some((value) => meets(sides, value))) continue;
    const text = anyText({
      within: [...sides.within, ...allowed.flatMap((each) => each.within)],
      without: [...sides.without, ...allowed.flatMap((each) => each.without)],
      dependent: "",
    });
    if (text !== null) kept.push(text);
  }
  const keys = new Map(request.keys);
  keys.set(view.slice(4), { set: true, values: [...new Set(kept)] });
  return { ...request, keys };
}

function exactly(text: string): TextSet {
  return [{ tokens: [{ is: "text", text }], fold: "none" }];
}

function withKey(request: Request, view: View, value: string): Request {
  const keys = new Map(request.keys);
  keys.set(view.slice(4), { set: false, values: [value] });
  return { ...request, keys };
}
