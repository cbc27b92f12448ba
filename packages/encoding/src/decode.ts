// Checked: every request made here is judged by the evaluator before anyone sees it.
import { type Action, type Catalog, EXAMPLES, type KeyType, plausibleValues } from "@keyaki/catalog";
import { type Atom, type Caller, callerRow, type KeyValues, type Request, type View } from "@keyaki/semantics";
import type { Selection } from "./abstract.ts";
import { demandOn } from "./demand.ts";
import { withRelations } from "./relations/assign.ts";
import { Remembering } from "./remembering.ts";
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
  for (const { base: unnamed, demand, found } of basesOf(target)) {
    const base = { ...unnamed, action: action.name };
    const account = base.owner ?? accountOf(base);
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

/** A request but for its action and resource, what the resource must be, and the texts that were found to be so. */
interface Base {
  readonly base: Request;
  readonly demand: TextDemand;
  readonly found: FoundTexts;
}

const bases = new WeakMap<Target, Remembering<Base>>();

/** The bases of a target, each made once: many actions ask for them, and nothing that a model relates is the action. */
function basesOf(target: Target): Iterable<Base> {
  const made = bases.get(target) ?? new Remembering(makeBases(target));
  bases.set(target, made);
  return made;
}

function* makeBases(target: Target): Generator<Base> {
  // The same values in the place of variables ask for the same resources.
  const byValues = new Map<string, FoundTexts>();
  for (const base of baseRequests(target)) {
    const demand = resourceDemand(target, base);
    if (demand === null) continue;
    const found: FoundTexts = byValues.get(demand.dependent) ?? new Map();
    byValues.set(demand.dependent, found);
    yield { base, demand, found };
  }
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

function* baseRequests({ selection, resource }: Target): Generator<Request> {
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
    action: "",
    resource: selection.owned?.resource ?? "*",
    owner: selection.owned?.owner ?? null,
    clock: selection.clock ?? null,
    keys,
    unseen,
  };
  yield* withRelations(base, selection, resource);
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

function resourceDemand(target: Target, request: Request): TextDemand | null {
  return demandOn("resource", new Map([...target.resource, ...target.selection.truths]), request);
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
  const services = keys.get("aws:calledvia")?.values ?? [];
  const [first, last] = [services[0], services.at(-1)];
  if (first !== undefined) add("aws:calledviafirst", first);
  if (last !== undefined) add("aws:calledvialast", last);
  add("aws:securetransport", "true");
  add("aws:requestedregion", request.resource.split(":")[3] || EXAMPLES.region);
  return { ...request, keys };
}
