// Checked: every request made here is judged by the evaluator before anyone sees it.
import { type Action, type Catalog, EXAMPLES, type KeyType, plausibleValues } from "@keyaki/catalog";
import type { TextSet } from "@keyaki/domains";
import {
  type Atom,
  type Caller,
  type CallerPart,
  callerRow,
  type Glob,
  type KeyValues,
  OWNER_VIEWS,
  type Request,
  readView,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import type { Selection } from "./abstract.ts";
import { readsValues } from "./choice.ts";
import { textSetOf } from "./membership.ts";
import { isRelation } from "./relations.ts";
import {
  anyText,
  type FoundTexts,
  isResourceOf,
  meets,
  realResource,
  remembered,
  type TextDemand,
} from "./resource-text.ts";

/** What is known of the request to be made. */
export interface Target {
  /** The model's choices. */
  readonly selection: Selection;
  /** What every atom on the resource must be; atoms that are missing may be either. */
  readonly resource: ReadonlyMap<Atom, boolean>;
  /** Any resource of the class, where one is known. */
  readonly resourceSample: string | null;
}

/** An action to try; `known` is null for one that the catalog does not have. */
export interface ActionCandidate {
  readonly name: string;
  readonly known: Action | null;
}

export interface Candidate {
  readonly request: Request;
  /** The catalog knows the action, and the resource is of a type that it takes. */
  readonly realistic: boolean;
}

/** Values of a key that read well. */
export function exampleValues(
  view: View,
  catalog: Catalog | null,
  type: (key: string) => KeyType | undefined,
): readonly string[] {
  if (!view.startsWith("key:")) return [];
  const key = view.slice(4);
  return plausibleValues(key, catalog?.conditionKey(key)?.type ?? type(key) ?? "String");
}

/**
 * Requests for one model, the most plausible first (`realisticOnly`: only where a resource of the action's type is found); a relation that did not come out as the model wants it makes a request
 * worthless, which the evaluator finds.
 */
export function* requestsFor(
  target: Target,
  action: ActionCandidate,
  realisticOnly: boolean = false,
): Generator<Candidate> {
  for (const base of baseRequests(target, action.name)) {
    const demand = resourceDemand(target, base);
    if (demand === null) continue;
    const account = base.owner ?? accountOf(base);
    const found = foundFor(target, demand);
    const real = action.known === null ? null : realResource(action.known, demand, account, found);
    if (real !== null) yield { request: finish(withResource(base, real), target), realistic: true };
    if (realisticOnly) continue;
    const tried = new Set<string>();
    for (const text of otherResources(target, demand, found)) {
      if (tried.has(text)) continue;
      tried.add(text);
      const realistic = action.known !== null && isResourceOf(action.known, text);
      yield { request: finish(withResource(base, text), target), realistic };
    }
  }
}

/** Texts that meet the demand, the dearest to find last. */
function* otherResources(target: Target, demand: TextDemand, known: FoundTexts): Generator<string> {
  const sample = target.selection.owned?.resource ?? target.resourceSample;
  const fitting = (text: string | null) => (text !== null && meets(demand, text) ? text : null);
  for (const text of ["*", sample]) {
    const fits = remembered(known, `? ${text}`, () => fitting(text));
    if (fits !== null) yield fits;
  }
  const found = remembered(known, "", () => fitting(anyText(demand)));
  if (found !== null) yield found;
}

const foundTexts = new WeakMap<Target, Map<string, FoundTexts>>();

/** What was found for a target before, with the same values in the place of variables: many actions ask it for the same resources. */
function foundFor(target: Target, demand: TextDemand): FoundTexts {
  const ofTarget = foundTexts.get(target) ?? new Map<string, FoundTexts>();
  foundTexts.set(target, ofTarget);
  const found: FoundTexts = ofTarget.get(demand.dependent) ?? new Map();
  ofTarget.set(demand.dependent, found);
  return found;
}

function accountOf(request: Request): string {
  return request.caller.parts.account ?? EXAMPLES.account;
}

/** The owner is the account in the ARN, else the one chosen, else the caller's. */
function withResource(base: Request, resource: string): Request {
  const written = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
  const keys = new Map(base.keys);
  const owner = written ?? base.owner ?? accountOf(base);
  for (const key of ["aws:resourceaccount", "s3:resourceaccount"]) {
    if (keys.has(key)) keys.set(key, { set: false, values: [owner] });
  }
  return { ...base, resource, owner, keys };
}

const OTHER_ACCOUNTS = ["444455556666", "777788889999", "999999999999", "222233334444"];

function* baseRequests({ selection }: Target, action: string): Generator<Request> {
  const keys = new Map<string, KeyValues>();
  let canonical: string | undefined;
  const caller = selection.caller ?? DEFAULT_CALLER;
  const { views } = callerRow(caller.kind);
  for (const [view, held] of selection.keys) {
    if (held === null || views[view] !== undefined) continue;
    if (view === "caller:canonical") canonical = held.values[0];
    else if (view.startsWith("key:")) keys.set(view.slice(4), held);
    else keys.set(view, held);
  }
  const unseen = new Map<string, boolean>();
  for (const [atom, value] of selection.truths) if (atom.is === "unseen") unseen.set(atom.name, value);
  const base: Request = {
    caller: canonical === undefined ? caller : { ...caller, canonical },
    action,
    resource: selection.owned?.resource ?? "*",
    owner: selection.owned?.owner ?? null,
    clock: selection.clock ?? null,
    keys,
    unseen,
  };
  for (const request of withAccounts(base, selection)) yield* withRelations(request, selection);
}

const DEFAULT_CALLER: Caller = {
  kind: "session",
  parts: {
    id: "AROAIOSFODNN7EXAMPLE",
    partition: "aws",
    account: EXAMPLES.account,
    path: "/",
    name: "example-role",
    session: "example-session",
  },
};

/** Where the model wants the caller in the owner's account, or out of it, the account is chosen so. */
function* withAccounts(base: Request, selection: Selection): Generator<Request> {
  const same = [...selection.truths].find(
    ([atom]) => atom.is === "same" && isAccount(atom.left) && isOwner(atom.right),
  );
  yield base;
  if (same === undefined || base.caller.parts.account === undefined) return;
  const accounts = same[1] ? [base.owner ?? EXAMPLES.account] : OTHER_ACCOUNTS;
  for (const account of accounts) yield { ...base, caller: withPart(base.caller, "account", account) };
}

function isAccount(view: View): boolean {
  return view === "caller:account" || view === "key:aws:principalaccount";
}

function isOwner(view: View): boolean {
  return OWNER_VIEWS.has(view);
}

function withPart(caller: Caller, part: CallerPart, value: string): Caller {
  return { ...caller, parts: { ...caller.parts, [part]: value } };
}

/** Requests in which equalities and patterns with variables, between keys, come out as the model says. */
function* withRelations(base: Request, selection: Selection): Generator<Request> {
  yield repaired(base, selection);
  if (![...selection.truths.keys()].some(isRelation)) return;
  // Other values for the variables, where the first ones stand in the way.
  for (const name of ["example-user", "jane", "a1"]) {
    if (base.caller.parts.name !== undefined)
      yield repaired({ ...base, caller: withPart(base.caller, "name", name) }, selection);
  }
}

function repaired(base: Request, selection: Selection): Request {
  let request = base;
  for (const [atom, wanted] of selection.truths) {
    if (atom.is === "same") request = repairSame(request, atom.left, atom.right, wanted, selection);
    else if (readsValues(atom) && atom.view.startsWith("key:") && variablesIn(atom.set).length > 0) {
      request = repairText(request, atom.view, selection);
    }
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

function isSettable(request: Request, view: View): boolean {
  return view.startsWith("key:") && request.keys.has(view.slice(4));
}

function repairText(request: Request, view: View, selection: Selection): Request {
  const demand = demandOn(view, selection.truths, request);
  const current = readView(request, view)?.values[0];
  if (demand === null || current === undefined || meets(demand, current)) return request;
  const text = anyText(demand);
  return text === null ? request : withKey(request, view, text);
}

function exactly(text: string): TextSet {
  return [{ tokens: [{ is: "text", text }], fold: "none" }];
}

function withKey(request: Request, view: View, value: string): Request {
  const keys = new Map(request.keys);
  keys.set(view.slice(4), { set: false, values: [value] });
  return { ...request, keys };
}

function resourceDemand(target: Target, request: Request): TextDemand | null {
  return demandOn("resource", new Map([...target.resource, ...target.selection.truths]), request);
}

/** What the text of a view must match, with this request's values in the place of variables; null where it is no pattern matter. */
function demandOn(view: View, truths: ReadonlyMap<Atom, boolean>, request: Request): TextDemand | null {
  const within: TextSet[] = [];
  const without: TextSet[] = [];
  let dependent = "";
  for (const [atom, wanted] of truths) {
    if (!readsValues(atom) || atom.view !== view) continue;
    const sides = sidesOf(atom.set, request);
    if (sides === null) return null;
    if (isRelation(atom)) dependent += JSON.stringify(sides);
    if (wanted) {
      within.push(...sides.within);
      without.push(...sides.without);
    } else if (sides.within.length === 1 && sides.without.length === 0) without.push(...sides.within);
    else return null;
  }
  return { within, without, dependent };
}

function sidesOf(set: ValueSet, request: Request): Omit<TextDemand, "dependent"> | null {
  if (set.is === "difference") {
    const from = sidesOf(set.from, request);
    const minus = sidesOf(set.minus, request);
    if (from === null || minus === null || minus.within.length !== 1 || minus.without.length > 0) return null;
    return { within: from.within, without: [...from.without, ...minus.within] };
  }
  const language = textSetOf(
    set.is === "globs" ? { is: "globs", globs: set.globs.flatMap((glob) => substituted(glob, request)) } : set,
  );
  return language === null ? null : { within: [language], without: [] };
}

function substituted(glob: Glob, request: Request): Glob[] {
  const tokens: Glob["tokens"][number][] = [];
  for (const token of glob.tokens) {
    if (token.is !== "variable") {
      tokens.push(token);
      continue;
    }
    const held = readView(request, token.view);
    const value = (held?.set === false ? held.values[0] : undefined) ?? token.fallback;
    if (value === null || value === undefined || (!token.colon && value.includes(":"))) return [];
    tokens.push({ is: "text", text: value });
  }
  return [{ tokens, fold: glob.fold, key: glob.key }];
}

/** Adds the keys that axioms want beside those that are there, and those that are in every request. */
function finish(request: Request, { selection }: Target): Request {
  const keys = new Map(request.keys);
  const add = (key: string, value: string) => {
    // What the model decided to be absent stays absent.
    if (!keys.has(key) && !selection.keys.has(`key:${key}`)) keys.set(key, { set: false, values: [value] });
  };
  if (keys.has("aws:sourcevpce")) add("aws:sourcevpc", "vpc-0a1b2c3d4e5f67890");
  if (keys.has("aws:sourcevpc")) add("aws:sourcevpce", "vpce-0a1b2c3d4e5f67890");
  const path = keys.get("aws:principalorgpaths")?.values[0];
  if (path !== undefined) add("aws:principalorgid", path.split("/")[0] ?? EXAMPLES.organization);
  else if (keys.has("aws:principalorgpaths")) add("aws:principalorgid", EXAMPLES.organization);
  if (keys.has("aws:multifactorauthage")) add("aws:multifactorauthpresent", "true");
  const [first] = keys.get("aws:calledvia")?.values ?? [];
  if (first !== undefined) for (const end of ["aws:calledviafirst", "aws:calledvialast"]) add(end, first);
  add("aws:securetransport", "true");
  add("aws:requestedregion", request.resource.split(":")[3] || EXAMPLES.region);
  return { ...request, keys };
}
