// Trusted: what a view of a concrete request reads.
import { renderInstant } from "@keyaki/policy";
import { keyView, type View } from "./atom.ts";
import { CALLER_VIEWS, type CallerKind, type CallerPart, callerRow } from "./caller.ts";

/** Who calls: a kind, and the parts that its row lists. */
export interface Caller {
  readonly kind: CallerKind;
  readonly parts: Readonly<Partial<Record<CallerPart, string>>>;
  /** The canonical id of the caller's account (S3), where it is known. */
  readonly canonical?: string;
}

/** The values of a condition key: one value, or a set of any size. */
export interface KeyValues {
  readonly set: boolean;
  readonly values: readonly string[];
}

/** One request in its base components; the keys that follow from them are not in `keys`. */
export interface Request {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** The account that owns the resource, twelve digits; null where it is not known or the resource is `*`. */
  readonly owner: string | null;
  /** The request's clock, milliseconds since 1970; null where nothing says what time it is. */
  readonly clock: number | null;
  /** Keys that are present, by lower-cased name. */
  readonly keys: ReadonlyMap<string, KeyValues>;
  /** What the input does not show (other policies of the caller) and what is taken of it. */
  readonly unseen: ReadonlyMap<string, boolean>;
}

export const CLOCK_VIEWS: ReadonlySet<View> = new Set([keyView("aws:currenttime"), keyView("aws:epochtime")]);
/** The keys that hold the account of the resource. */
export const OWNER_VIEWS: ReadonlySet<View> = new Set([
  "owner",
  keyView("aws:resourceaccount"),
  keyView("s3:resourceaccount"),
]);

const ABSENT: KeyValues | null = null;

/** What a view of the request holds, or null when it is absent. */
export function readView(request: Request, view: View): KeyValues | null {
  if (view === "action") return one(request.action);
  if (view === "resource") return one(request.resource);
  if (view === "owner") return request.owner === null ? ABSENT : one(request.owner);
  if (CALLER_VIEWS.has(view)) {
    const text = callerText(request.caller, view);
    if (text !== undefined) return text === null ? ABSENT : one(text);
  }
  if (view === "caller:canonical") {
    return request.caller.canonical === undefined ? ABSENT : one(request.caller.canonical);
  }
  const name = view.startsWith("key:") ? view.slice(4) : view;
  if (request.clock !== null) {
    if (view === "key:aws:currenttime") return one(renderInstant(request.clock));
    if (view === "key:aws:epochtime") return one(String(Math.floor(request.clock / 1000)));
  }
  return request.keys.get(name) ?? ABSENT;
}

/** The text of a view that follows from the caller; null: it is absent; undefined: of this kind of caller it is free. */
export function callerText(caller: Caller, view: View): string | null | undefined {
  const template = callerRow(caller.kind).views[view];
  if (template === undefined || template === null) return template;
  let text = "";
  for (const piece of template) text += typeof piece === "string" ? piece : partOf(caller, piece.part);
  return text;
}

function partOf(caller: Caller, part: CallerPart): string {
  const value = caller.parts[part];
  if (value === undefined) throw new RangeError(`a ${caller.kind} has no ${part}`);
  return value;
}

function one(value: string): KeyValues {
  return { set: false, values: [value] };
}
