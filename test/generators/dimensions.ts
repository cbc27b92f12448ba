// What each part of a request may be, so that every way in which some atoms tell requests apart is met.
import { type Arity, ASSUMPTIONS } from "@keyaki/catalog";
import { accepts } from "@keyaki/evaluator";
import {
  type Atom,
  actionsOf,
  CALLER_KINDS,
  CALLER_VIEWS,
  type Caller,
  CLOCK_VIEWS,
  callerRow,
  foldAscii,
  type KeyValues,
  OWNER_VIEWS,
  parseInstant,
  type Request,
  readView,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { everyCaller } from "./callers.ts";
import { ODD_TEXTS, textsNear } from "./values.ts";

/** One part of a request and what it may be here. */
export interface Dimension {
  readonly name: string;
  /** Each value, as a change of a request. */
  readonly values: Change[];
}

/** A request in the making. */
export interface Draft {
  caller: Caller;
  action: string;
  resource: string;
  owner: string | null;
  clock: number | null;
  readonly keys: Map<string, KeyValues>;
  readonly unseen: Map<string, boolean>;
  readonly assumptions: Record<string, string>;
}

/** Gives one part of a draft a value. */
export type Change = (draft: Draft) => void;

export interface DimensionOptions {
  readonly arity: (key: string) => Arity;
  /** Only callers of these kinds; null: all. */
  readonly callers: readonly string[] | null;
}

/** Keys that some axiom relates: where one is asked about, all of its group vary. */
const GROUPS: readonly (readonly string[])[] = [
  ["aws:sourcevpc", "aws:sourcevpce"],
  ["aws:principalorgid", "aws:principalorgpaths"],
  ["aws:multifactorauthage", "aws:multifactorauthpresent"],
  ["aws:calledvia", "aws:calledviafirst", "aws:calledvialast"],
  ["aws:securetransport"],
  ["aws:requestedregion"],
];
export const AXIOM_KEYS: ReadonlySet<string> = new Set(GROUPS.flat());
const PLAUSIBLE: Readonly<Record<string, readonly string[]>> = {
  "aws:sourcevpc": ["vpc-1"],
  "aws:sourcevpce": ["vpce-1"],
  "aws:principalorgid": ["o-a", "o-b"],
  "aws:principalorgpaths": ["o-a/r/"],
  "aws:multifactorauthpresent": ["true", "false"],
  "aws:multifactorauthage": ["5"],
  "aws:calledviafirst": ["a.amazonaws.com", "a"],
  "aws:calledvialast": ["a.amazonaws.com", "a"],
  "aws:calledvia": ["a.amazonaws.com"],
  "aws:securetransport": ["true"],
  "aws:requestedregion": ["us-east-1"],
};

/** A change that gives one part of the draft this value. */
function put<Part extends "action" | "resource" | "owner" | "clock" | "caller">(
  part: Part,
  value: Draft[Part],
): Change {
  return (draft) => {
    draft[part] = value;
  };
}

function viewsOf(atom: Atom): View[] {
  if (atom.is === "same") return [atom.left, atom.right];
  if (!("view" in atom)) return [];
  return "set" in atom ? [atom.view, ...variablesIn(atom.set)] : [atom.view];
}

/** The dimensions that an atom can depend on. */
export function dimensionNames(atom: Atom): string[] {
  if (atom.is === "unseen") return [`unseen:${atom.name}`];
  if (atom.is === "assume") return [`assume:${atom.name}`];
  return viewsOf(atom).flatMap((view) => {
    if (CLOCK_VIEWS.has(view)) return ["clock"];
    if (OWNER_VIEWS.has(view)) return ["resource", "owner", view];
    return view.startsWith("key:") ? [view, "caller"] : view.startsWith("caller:") ? ["caller"] : [view];
  });
}

/** The dimensions of the requests that these atoms can tell apart. */
export function dimensionsOf(atoms: readonly Atom[], options: DimensionOptions): Dimension[] {
  const views = new Set(atoms.flatMap(viewsOf));
  const made: Dimension[] = [];
  const unseen = new Set(atoms.flatMap((atom) => (atom.is === "unseen" ? [atom.name] : [])));
  for (const name of unseen)
    made.push({
      name: `unseen:${name}`,
      values: [true, false].map((value) => (draft) => void draft.unseen.set(name, value)),
    });
  for (const name of new Set(atoms.flatMap((atom) => (atom.is === "assume" ? [atom.name] : [])))) {
    const values = ASSUMPTIONS.find((rule) => rule.id === name)?.values ?? [];
    made.push({
      name: `assume:${name}`,
      values: values.map((value) => (draft) => {
        draft.assumptions[name] = value;
      }),
    });
  }
  if (views.has("action")) {
    const near = ["s3:GetObject", "sts:AssumeRole", "zz:Other", ...nearView(atoms, "action"), ...APPLICANTS_ASK].filter(
      (text) => /^[^:]+:[^:]/.test(text),
    );
    const readsCaller = [...views].some((view) => CALLER_VIEWS.has(view));
    made.push({
      name: "action",
      values: distinct(near, "action", atoms, one, readsCaller ? whoAsks : undefined).map((text) =>
        put("action", text),
      ),
    });
  }
  const readsOwner = [...views].some((view) => OWNER_VIEWS.has(view));
  if (views.has("resource") || readsOwner) {
    const near = [
      "*",
      "arn:aws:s3:::b/x",
      "arn:aws:sqs:us-east-1:444455556666:q",
      "arn:aws:s3",
      ...nearView(atoms, "resource"),
    ];
    const texts = distinct(
      near.filter((text) => text !== ""),
      "resource",
      atoms,
      one,
      readsOwner ? accountIn : undefined,
    );
    made.push({ name: "resource", values: texts.map((text) => put("resource", text)) });
  }
  if (readsOwner) {
    const owners = ["111122223333", "444455556666", "999999999999", null];
    made.push({ name: "owner", values: owners.map((owner) => put("owner", owner)) });
  }
  const callerViews = [...views].filter((view) => view.startsWith("caller:") || view.startsWith("key:"));
  if (callerViews.length > 0) {
    const callers = everyCaller().filter(({ kind }) => options.callers?.includes(kind) ?? true);
    made.push({
      name: "caller",
      values: distinctCallers(callers, callerViews, atoms).map((caller) => put("caller", caller)),
    });
  }
  if ([...views].some((view) => CLOCK_VIEWS.has(view))) {
    const near = [...CLOCK_VIEWS].flatMap((view) => nearView(atoms, view));
    const instants = ["2026-03-01T00:00:00Z", ...near]
      .flatMap((text) =>
        /^\d+(\.\d+)?$/.test(text) ? [Number(text) * 1000] : (parseInstant(text, "utc", "capital") ?? []),
      )
      .filter((at) => Number.isInteger(at) && at >= 172_800_000 && at < 253_402_300_800_000);
    made.push({
      name: "clock",
      values: [...new Set(instants)].slice(0, 24).map((at) => put("clock", at)),
    });
  }
  const keys = new Set(
    [...views].filter((view) => view.startsWith("key:") && !CLOCK_VIEWS.has(view)).map((view) => view.slice(4)),
  );
  for (const group of GROUPS) if (group.some((key) => keys.has(key))) for (const key of group) keys.add(key);
  for (const key of keys) made.push(keyDimension(key, atoms, options));
  return made;
}

function keyDimension(key: string, atoms: readonly Atom[], { arity }: DimensionOptions): Dimension {
  const view = `key:${key}`;
  const name = view;
  const change = (held: KeyValues | null) => (draft: Draft) =>
    void (held === null ? draft.keys.delete(key) : draft.keys.set(key, held));
  if (OWNER_VIEWS.has(view)) return { name, values: [null, { set: false, values: [""] }].map(change) };
  const texts = [...(PLAUSIBLE[key] ?? []), ...nearView(atoms, view), ...ODD_TEXTS];
  const kept = distinct(texts, view, atoms, one);
  const held: (KeyValues | null)[] = [null];
  const known = arity(key);
  if (known !== "multi") held.push(...kept.map(one));
  if (known !== "single") {
    held.push({ set: true, values: [] }, ...kept.map((value) => ({ set: true, values: [value] })));
    const few = kept.slice(0, 6);
    few.forEach((left, at) => {
      for (const right of few.slice(at + 1)) held.push({ set: true, values: [left, right] });
    });
    if (few.length > 2) held.push({ set: true, values: few });
  }
  return { name, values: distinctHeld(held, view, atoms).map(change) };
}

function one(value: string): KeyValues {
  return { set: false, values: [value] };
}

function nearView(atoms: readonly Atom[], view: View): string[] {
  return atoms.flatMap((atom) => {
    if ((atom.is === "in" || atom.is === "some") && atom.view === view) return textsNear(atom.set);
    // A key that stands as a variable: texts that fit where it stands, and its twins.
    if (atom.is === "same" && (atom.left === view || atom.right === view))
      return ["jane", "111122223333", "444455556666", "x"];
    return viewsOf(atom).includes(view) ? ["jane", "x", "b:c", ""] : [];
  });
}

function isRelation(atom: Atom, view: View): boolean {
  return atom.is === "same"
    ? atom.left === view || atom.right === view
    : viewsOf(atom).length > 1 && viewsOf(atom).includes(view);
}

/** Actions of applicants, who can ask for no others. */
const APPLICANTS_ASK = ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession"];

/** Which applicants can ask for the action. */
function whoAsks(action: string): string {
  return CALLER_KINDS.filter((kind) => actionsOf(kind)?.includes(foldAscii(action))).join();
}

function accountIn(text: string): string {
  return /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1] ?? "";
}

const MOST_RELATED = 6;

/** One text for each way in which the atoms tell texts apart; where they relate it to others, several. */
function distinct(
  texts: readonly string[],
  view: View,
  atoms: readonly Atom[],
  held: (text: string) => KeyValues,
  more: (text: string) => string = () => "",
): string[] {
  const kept = new Map<string, string>();
  const related = atoms.some((atom) => isRelation(atom, view));
  let extra = 0;
  for (const text of texts) {
    const signature = `${signatureOf(held(text), view, atoms)} ${more(text)}`;
    const key = related && kept.has(signature) && extra < MOST_RELATED ? JSON.stringify([signature, text]) : signature;
    if (kept.has(key)) continue;
    if (key !== signature) extra++;
    kept.set(key, text);
  }
  return [...kept.values()];
}

function distinctHeld(all: readonly (KeyValues | null)[], view: View, atoms: readonly Atom[]): (KeyValues | null)[] {
  const kept = new Map<string, KeyValues | null>();
  const related = atoms.some((atom) => isRelation(atom, view));
  const axioms = AXIOM_KEYS.has(view.slice(4));
  for (const held of all) {
    const key = held === null ? "absent" : related || axioms ? JSON.stringify(held) : signatureOf(held, view, atoms);
    if (!kept.has(key)) kept.set(key, held);
  }
  return [...kept.values()];
}

function signatureOf(held: KeyValues, view: View, atoms: readonly Atom[]): string {
  const nothing = () => null;
  return atoms
    .map((atom) => {
      if (!("view" in atom) || atom.view !== view) return "";
      const [value] = held.values;
      if (atom.is === "in")
        return value !== undefined && held.values.length === 1 && accepts(atom.set, value, nothing) ? "1" : "0";
      if (atom.is === "some") return held.values.some((each) => accepts(atom.set, each, nothing)) ? "1" : "0";
      return atom.is === "lone" ? String(!held.set) : "1";
    })
    .join("");
}

/** One caller for each way in which the atoms tell callers apart. */
function distinctCallers(callers: readonly Caller[], views: readonly View[], atoms: readonly Atom[]): Caller[] {
  const kept = new Map<string, Caller>();
  for (const caller of callers) {
    const request: Request = {
      caller,
      action: "",
      resource: "*",
      owner: null,
      clock: null,
      keys: new Map(),
      unseen: new Map(),
    };
    const row = callerRow(caller.kind);
    const signature = views.map((view) => {
      const held = readView(request, view);
      const isFree = row.views[view] === undefined;
      if (held === null) return isFree ? "free" : "absent";
      return atoms.some((atom) => isRelation(atom, view)) ? held.values : signatureOf(held, view, atoms);
    });
    const key = JSON.stringify(signature);
    if (!kept.has(key)) kept.set(key, caller);
  }
  return [...kept.values()];
}
