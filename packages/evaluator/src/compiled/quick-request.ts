// Trusted: requests in JSON read straight into the form of compiled decisions. What is not plain (a fault, a key that follows from the
// rest, a rare form) is left to readRequest, which says what is wrong; held to it by the test quick-request.
import type { Arity } from "@keyaki/catalog";
import {
  CALLER_VIEWS,
  type Caller,
  CLOCK_VIEWS,
  foldAscii,
  type KeyValues,
  keyView,
  OWNER_VIEWS,
} from "@keyaki/semantics";
import type { GivenKeys } from "../read-context.ts";
import { readPrincipal } from "../read-principal.ts";
import { hasResourceAccount, regionOf } from "../request-json.ts";
import { isObject, RequestProblems } from "../request-problem.ts";
import type { KeyShape } from "./key-shape.ts";
import { NO_KEYS, PreparedRequest } from "./prepared.ts";
import { quickCaller } from "./quick-caller.ts";

/** So many contexts are remembered; others take longer. */
const MOST = 4096;
const NOTHING_GIVEN: GivenKeys = new Map();
const NOTHING_UNSEEN: ReadonlyMap<string, boolean> = new Map();

/** What a context has been read to be after some of its keys. */
export interface Context {
  readonly shape: KeyShape;
  /** The names that were given, folded. */
  readonly names: ReadonlySet<string>;
  readonly next: Map<string, Step>;
  /** The shapes with what every request has, without and with the account of the resource. */
  readonly filled: (KeyShape | undefined)[];
}

/** What one more key does. */
export interface Step {
  /** `odd`: readRequest is to say what it is. */
  readonly does: "value" | "time" | "odd";
  readonly arity: Arity;
  readonly to: Context;
}

/** Reads many requests under the same facts. */
export class QuickReader {
  readonly #arity: (key: string) => Arity;
  readonly #empty: Context = { shape: NO_KEYS, names: new Set(), next: new Map(), filled: [] };
  #kept = 0;

  constructor(facts: { arity(key: string): Arity }) {
    this.#arity = (key) => facts.arity(key);
  }

  /** The request; null where readRequest has to be asked. */
  read(json: unknown): PreparedRequest | null {
    if (!isObject(json) || json.unseen !== undefined) return null;
    const { action, resource, context } = json;
    if (typeof action !== "string" || action === "" || !action.isWellFormed()) return null;
    const caller = quickCaller(json.principal) ?? callerOf(json.principal);
    const arn = isObject(resource) ? resource.arn : resource === "*" ? resource : null;
    if (caller === null) return null;
    if (typeof arn !== "string" || arn === "" || !arn.isWellFormed()) return null;
    const owner = ownerOf(arn, isObject(resource) ? resource.account : undefined, caller.parts.account ?? null);
    if (owner === undefined) return null;

    const values: (string | KeyValues)[] = [];
    let clock: number | null = null;
    let at = this.#empty;
    if (context !== undefined) {
      if (!isObject(context)) return null;
      for (const written of Object.keys(context)) {
        const { does, arity, to } = this.step(at, written);
        const given = context[written];
        if (does === "value") {
          const value = heldBy(given, arity);
          if (value === null) return null;
          values.push(value);
        } else if (does === "time") {
          clock = instantOf(given);
          if (clock === null) return null;
        } else return null;
        at = to;
      }
    }
    return finished(caller, action, arn, owner, clock, values, at);
  }

  /** A context before its first key. */
  get empty(): Context {
    return this.#empty;
  }

  /** What a key does after others. */
  step(from: Context, written: string): Step {
    return from.next.get(written) ?? this.#make(from, written);
  }

  #make(from: Context, written: string): Step {
    const key = foldAscii(written);
    const view = keyView(key);
    const isDerived = CALLER_VIEWS.has(view) || OWNER_VIEWS.has(view);
    const isTime = CLOCK_VIEWS.has(view);
    const hasTime = [...CLOCK_VIEWS].some((each) => from.names.has(each.slice(4)));
    const isOdd = isDerived || from.names.has(key) || (isTime && hasTime) || !written.isWellFormed();
    const made: Step = {
      does: isOdd ? "odd" : isTime ? "time" : "value",
      arity: isOdd || isTime ? "unknown" : this.#arity(key),
      to: {
        shape: isOdd || isTime ? from.shape : from.shape.with(key),
        names: new Set([...from.names, key]),
        next: new Map(),
        filled: [],
      },
    };
    if (this.#kept < MOST) {
      this.#kept++;
      from.next.set(written, made);
    }
    return made;
  }
}

/** The request with what every request has: `values` are those of the keys that were given, which are filled up. */
export function finished(
  caller: Caller,
  action: string,
  resource: string,
  owner: string | null,
  clock: number | null,
  values: (string | KeyValues)[],
  context: Context,
): PreparedRequest {
  const folded = foldAscii(action);
  const hasAccount = owner !== null && hasResourceAccount(folded);
  if (hasAccount) values.push(owner);
  if (!context.names.has("aws:securetransport")) values.push("true");
  if (!context.names.has("aws:requestedregion")) values.push(regionOf(resource));
  const shape = shapeOf(context, hasAccount);
  const parts = { caller, action, resource, owner, clock, shape, values, unseen: NOTHING_UNSEEN };
  return new PreparedRequest(parts, folded);
}

/** A caller of any form; null where there is a fault. */
function callerOf(json: unknown): Caller | null {
  const problems = new RequestProblems();
  const caller = readPrincipal(json, NOTHING_GIVEN, problems);
  return problems.found.length > 0 ? null : caller;
}

function shapeOf({ shape, names, filled }: Context, hasAccount: boolean): KeyShape {
  const known = filled[hasAccount ? 1 : 0];
  if (known !== undefined) return known;
  let made = hasAccount ? shape.with("aws:resourceaccount") : shape;
  for (const key of ["aws:securetransport", "aws:requestedregion"]) if (!names.has(key)) made = made.with(key);
  filled[hasAccount ? 1 : 0] = made;
  return made;
}

/** The value of a key as prepared requests hold it; null: readRequest is to say what it is. */
export function heldBy(given: unknown, arity: Arity): string | KeyValues | null {
  if (!Array.isArray(given)) {
    const text = textOf(given);
    return text === null || arity !== "multi" ? text : { set: true, values: [text] };
  }
  if (arity === "single") return null;
  const values: string[] = [];
  for (const each of given) {
    const text = textOf(each);
    if (text === null) return null;
    values.push(text);
  }
  return { set: true, values };
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value.isWellFormed() ? value : null;
  return typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) ? String(value) : null;
}

/** The account that owns the resource, null where none does; undefined: readRequest is to say what is wrong. */
export function ownerOf(arn: string, given: unknown, own: string | null): string | null | undefined {
  if (given === null) return null;
  if (given !== undefined && (typeof given !== "string" || !isAccount(given))) return undefined;
  const account = accountIn(arn);
  if (account === null) return given ?? own;
  return given === undefined || given === account ? account : undefined;
}

/** The account in an ARN; null where it has none. */
function accountIn(arn: string): string | null {
  let at = -1;
  for (let part = 0; part < 4; part++) {
    at = arn.indexOf(":", at + 1);
    if (at < 0) return null;
  }
  if (arn[at + 13] !== ":") return null;
  const account = arn.slice(at + 1, at + 13);
  return isAccount(account) ? account : null;
}

function isAccount(text: string): boolean {
  if (text.length !== 12) return false;
  for (let at = 0; at < 12; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

const PLAIN = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** Of each month; the 29th of February is left to readRequest. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const SECONDS = /^[1-9]\d{9}$/;

/** The instant of the usual forms: to the second in UTC, or epoch seconds of ten digits; null: readRequest is to read it. */
export function instantOf(given: unknown): number | null {
  if (typeof given === "number" && Number.isInteger(given)) return instantOf(String(given));
  if (typeof given !== "string") return null;
  if (given.length === 10 && SECONDS.test(given)) return Number(given) * 1000;
  if (given.length !== 20 || !PLAIN.test(given)) return null;
  const [month, day] = [digitsAt(given, 5, 2), digitsAt(given, 8, 2)];
  if (month < 1 || month > 12 || day < 1 || day > (DAYS[month - 1] ?? 0)) return null;
  const [hour, minute, second] = [digitsAt(given, 11, 2), digitsAt(given, 14, 2), digitsAt(given, 17, 2)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return Date.UTC(digitsAt(given, 0, 4), month - 1, day, hour, minute, second);
}

function digitsAt(text: string, from: number, length: number): number {
  let number = 0;
  for (let at = from; at < from + length; at++) number = number * 10 + text.charCodeAt(at) - 0x30;
  return number;
}
