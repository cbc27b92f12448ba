// Trusted: what compiled decisions read of a request. Held to readView by the law evaluator-compiled-agrees-with-formula.
import { PARTITIONS } from "@keyaki/catalog";
import {
  CALLER_KINDS,
  CALLER_VIEWS,
  type Caller,
  callerText,
  foldAscii,
  type KeyValues,
  parseInstant,
  type Request,
  readView,
  renderInstant,
  type View,
} from "@keyaki/semantics";
import { KeyShape } from "./key-shape.ts";

const SLOTS: ReadonlyMap<View, number> = new Map([...CALLER_VIEWS].map((view, slot) => [view, slot]));
const KINDS: ReadonlyMap<string, number> = new Map(CALLER_KINDS.map((kind, index) => [kind, index]));
const PARTITION_INDEX: ReadonlyMap<string, number> = new Map(PARTITIONS.names.map((name, index) => [name, index]));
/** Every partition that AWS names, and one for all others. */
const PROFILES_OF_A_KIND = PARTITIONS.names.length + 1;
// The years 0 to 9999, which instants are rendered with four digits for.
const FIRST_INSTANT = -62_167_219_200_000;
const AFTER_LAST_INSTANT = 253_402_300_800_000;

/** The shape of no keys, which every other begins with. */
export const NO_KEYS: KeyShape = new KeyShape();

/** What a prepared request is made of. */
export interface RequestParts {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly owner: string | null;
  readonly clock: number | null;
  readonly shape: KeyShape;
  readonly values: readonly (string | KeyValues)[];
  readonly unseen: ReadonlyMap<string, boolean>;
}

/** A request in the form in which compiled decisions read it. It belongs to no decision and holds no result of one. */
export class PreparedRequest {
  /** The action with ASCII letters folded, and what stands before its first colon. */
  readonly action: string;
  readonly service: string;
  readonly resource: string;
  readonly owner: string | null;
  /** The caller has an account and it owns the resource. */
  readonly own: boolean;
  /** The values of condition keys in the order of the shape; a lone value that is no set is its text. */
  readonly values: readonly (string | KeyValues)[];
  readonly shape: KeyShape;
  /** The kind of the caller and its partition, as a number. */
  readonly profile: number;
  readonly clock: number | null;
  readonly caller: Caller;
  readonly #parts: RequestParts;
  #request: Request | undefined;
  #texts: (string | undefined)[] | undefined = undefined;
  #instant: number | null | undefined = undefined;

  /** `action`: the parts' action with its letters folded. */
  constructor(parts: RequestParts, action: string, request?: Request) {
    const { caller, owner } = parts;
    this.action = action;
    const colon = this.action.indexOf(":");
    this.service = colon < 0 ? this.action : this.action.slice(0, colon);
    this.resource = parts.resource;
    this.owner = owner;
    this.own = owner !== null && caller.parts.account === owner;
    this.values = parts.values;
    this.shape = parts.shape;
    this.profile =
      (KINDS.get(caller.kind) ?? 0) * PROFILES_OF_A_KIND +
      (PARTITION_INDEX.get(caller.parts.partition ?? "") ?? PARTITIONS.names.length);
    this.clock = parts.clock;
    this.caller = caller;
    this.#parts = parts;
    this.#request = request;
  }

  /** The request as it is otherwise read, put together when it is first wanted. */
  get request(): Request {
    this.#request ??= requestOf(this.#parts);
    return this.#request;
  }

  /** The text of a view that follows from the caller and is there, put together when it is first read. */
  callerText(slot: number, view: View): string {
    this.#texts ??= [];
    const known = this.#texts[slot];
    if (known !== undefined) return known;
    const text = callerText(this.caller, view) ?? "";
    this.#texts[slot] = text;
    return text;
  }

  /** The text of one of the clock's views, of a request that has a clock. */
  clockText(view: View): string | null {
    return readView(this.request, view)?.values[0] ?? null;
  }

  /** The clock as a date operator reads `aws:CurrentTime`. */
  get instant(): number | null {
    if (this.#instant !== undefined) return this.#instant;
    const { clock } = this;
    const isWritten = clock !== null && Number.isInteger(clock) && clock >= FIRST_INSTANT && clock < AFTER_LAST_INSTANT;
    this.#instant = clock === null || isWritten ? clock : parseInstant(renderInstant(clock), "utc", "capital");
    return this.#instant;
  }
}

function requestOf({ caller, action, resource, owner, clock, shape, values, unseen }: RequestParts): Request {
  const keys = new Map<string, KeyValues>();
  for (const [name, place] of shape.places) {
    const held = values[place];
    if (held !== undefined) keys.set(name, typeof held === "string" ? { set: false, values: [held] } : held);
  }
  return { caller, action, resource, owner, clock, keys, unseen };
}

/** Puts a request into the form that compiled decisions read: once, for any number of decisions. */
export function prepareRequest(request: Request): PreparedRequest {
  let shape = NO_KEYS;
  const values: (string | KeyValues)[] = [];
  for (const [name, held] of request.keys) {
    shape = shape.with(name);
    const lone = held.values[0];
    values.push(held.set || held.values.length !== 1 || lone === undefined ? held : lone);
  }
  return new PreparedRequest({ ...request, shape, values }, foldAscii(request.action), request);
}

/** Where the text of a caller's view is kept. */
export function slotOf(view: View): number | undefined {
  return SLOTS.get(view);
}

/** The partition that all requests of a profile share; null: it is not known. */
export function partitionOf(profile: number): string | null {
  return PARTITIONS.names[profile % PROFILES_OF_A_KIND] ?? null;
}
