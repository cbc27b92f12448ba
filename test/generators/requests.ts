// Requests by chance, made of what some policies mention and of what nobody expects.
import type { Arity } from "@keyaki/catalog";
import {
  type Atom,
  actionsOf,
  CALLER_KINDS,
  type Caller,
  CLOCK_VIEWS,
  callerRow,
  foldAscii,
  isNeverAnonymous,
  type KeyValues,
  OWNER_VIEWS,
  parseInstant,
  type Request,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { everyCaller } from "./callers.ts";
import { ODD_TEXTS, textsNear } from "./values.ts";

const CALLERS = CALLER_KINDS.map((kind) => everyCaller().filter((caller) => caller.kind === kind));
/** Accounts, names and values that callers have too. */
const SHARED: readonly string[] = ["111122223333", "444455556666", "jane", "app", "jo", "ci", "x"];
/** Keys of a call that a service forwards, or that came through an endpoint, as groups that axioms allow. */
const FORWARDED: readonly (readonly (readonly [string, KeyValues])[])[] = [
  [],
  [["aws:viaawsservice", { set: false, values: ["true"] }]],
  [
    ["aws:sourcevpc", { set: false, values: ["vpc-1"] }],
    ["aws:sourcevpce", { set: false, values: ["vpce-1"] }],
  ],
  [
    ["aws:calledvia", { set: true, values: ["a.amazonaws.com", "a"] }],
    ["aws:calledviafirst", { set: false, values: ["a.amazonaws.com"] }],
    ["aws:calledvialast", { set: false, values: ["a"] }],
  ],
  [
    ["aws:principalorgid", { set: false, values: ["o-a"] }],
    ["aws:principalorgpaths", { set: true, values: ["o-a/r/", "o-a/r/x/"] }],
  ],
  [
    ["aws:multifactorauthpresent", { set: false, values: ["true"] }],
    ["aws:multifactorauthage", { set: false, values: ["10"] }],
  ],
];

/** Draws requests near the edges of the sets that some atoms read. */
export class RequestsNear {
  readonly #texts = new Map<View, readonly string[]>();
  readonly #unseen: readonly string[];
  readonly #keys: readonly string[];
  readonly #arity: (key: string) => Arity;
  readonly #pick: (length: number) => number;

  constructor(atoms: readonly Atom[], arity: (key: string) => Arity, pick: (length: number) => number) {
    this.#arity = arity;
    this.#pick = pick;
    const near = new Map<View, string[]>();
    const add = (view: View, texts: readonly string[]) => near.set(view, [...(near.get(view) ?? []), ...texts]);
    for (const atom of atoms) {
      if (atom.is === "same") for (const view of [atom.left, atom.right]) add(view, SHARED);
      if (!("view" in atom)) continue;
      add(atom.view, []);
      if (!("set" in atom)) continue;
      add(atom.view, textsNear(atom.set, [...SHARED, "b:c"]));
      for (const variable of variablesIn(atom.set)) add(variable, SHARED);
    }
    for (const [view, texts] of near) this.#texts.set(view, texts);
    this.#unseen = [...new Set(atoms.flatMap((atom) => (atom.is === "unseen" ? [atom.name] : [])))];
    this.#keys = [...near.keys()].flatMap((view) =>
      view.startsWith("key:") && !CLOCK_VIEWS.has(view) ? [view.slice(4)] : [],
    );
  }

  next(): Request {
    const caller = this.#of(this.#of(CALLERS)) as Caller;
    const { views } = callerRow(caller.kind);
    const resource = this.#text("resource", ["*", "arn:aws:s3:::b/x", "arn:aws:sqs:us-east-1:444455556666:q"]) || "*";
    const written = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
    const owner = written ?? this.#of(["111122223333", "444455556666", caller.parts.account ?? "999999999999", null]);
    const keys = new Map<string, KeyValues>([
      ["aws:securetransport", { set: false, values: [this.#of(["true", "true", "false"])] }],
      ["aws:requestedregion", { set: false, values: [this.#of(["us-east-1", "jane", "x"])] }],
    ]);
    for (const [key, held] of this.#of(FORWARDED)) keys.set(key, held);
    for (const key of this.#keys) {
      const held = this.#held(key);
      if (held === null) keys.delete(key);
      else if (held !== undefined) keys.set(key, held);
    }
    for (const key of [...keys.keys()]) {
      if (views[`key:${key}`] !== undefined) keys.delete(key);
      else if (OWNER_VIEWS.has(`key:${key}`)) {
        if (owner === null) keys.delete(key);
        else keys.set(key, { set: false, values: [owner] });
      }
    }
    const unseen = new Map(this.#unseen.map((name) => [name, this.#pick(2) === 0]));
    const action = this.#text("action", ["s3:GetObject", "zz:Other", "sts:AssumeRole", "kms:Decrypt"]);
    const isAsked = actionsOf(caller.kind)?.includes(foldAscii(action)) ?? /^[^:]+:[^:]/.test(action);
    // An anonymous request with a key that only others have breaks an axiom: some questions are asked without axioms.
    if (caller.kind === "anonymous" && this.#pick(4) > 0)
      for (const key of keys.keys()) if (isNeverAnonymous(key)) keys.delete(key);
    return {
      caller,
      action: isAsked ? action : this.#of(actionsOf(caller.kind) ?? ["s3:GetObject"]),
      resource,
      owner,
      clock: this.#clock(),
      keys,
      unseen,
    };
  }

  /** What a key holds; null: nothing; undefined: what it holds anyway. */
  #held(key: string): KeyValues | null | undefined {
    const chance = this.#pick(4);
    if (chance === 0) return this.#pick(2) === 0 ? null : undefined;
    const arity = this.#arity(key);
    const text = () => this.#text(`key:${key}`, ODD_TEXTS);
    if (arity === "single" || (arity === "unknown" && this.#pick(2) === 0)) return { set: false, values: [text()] };
    return { set: true, values: Array.from({ length: this.#pick(4) }, text) };
  }

  #text(view: View, others: readonly string[]): string {
    const near = this.#texts.get(view) ?? [];
    return near.length > 0 && this.#pick(5) > 0 ? this.#of(near) : this.#of(others);
  }

  #clock(): number {
    const near = [...CLOCK_VIEWS].flatMap((view) => this.#texts.get(view) ?? []);
    const text = near.length > 0 && this.#pick(4) > 0 ? this.#of(near) : "2026-03-01T00:00:00Z";
    const at = /^\d+$/.test(text) ? Number(text) * 1000 : (parseInstant(text, "utc", "capital") ?? 0);
    return at >= 172_800_000 && at < 253_402_300_800_000 ? at : 1_772_323_200_000;
  }

  #of<T>(list: readonly T[]): T {
    const picked = list[this.#pick(list.length)];
    if (picked === undefined) throw new RangeError("nothing to pick from");
    return picked;
  }
}
