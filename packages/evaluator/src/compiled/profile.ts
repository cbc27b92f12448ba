// Trusted: what all requests of one kind of caller share is put into their compiled decision; a wrong fact here decides wrongly.
import { CALLER_VIEWS, CLOCK_VIEWS, callerRow, type KeyValues, type View } from "@keyaki/semantics";
import { type PreparedRequest, partitionOf, slotOf } from "./prepared.ts";

/** How a view is read in requests of one profile. */
export type Source =
  | { readonly is: "absent" }
  | { readonly is: "constant"; readonly text: string }
  /** Always one text; `known` is how it begins in every request of the profile. */
  | { readonly is: "text"; readonly known: string; read(request: PreparedRequest): string }
  /** One text or none. */
  | { readonly is: "perhaps"; read(request: PreparedRequest): string | null }
  /** A condition key: absent, the text of one value, or a set. */
  | { readonly is: "held"; read(request: PreparedRequest): string | KeyValues | undefined };

const ABSENT: Source = { is: "absent" };

/** What requests of one kind of caller in one partition have in common. */
export class Profile {
  readonly #row: ReturnType<typeof callerRow>;
  readonly #partition: string | null;
  readonly #sources = new Map<View, Source>();

  constructor(example: PreparedRequest) {
    this.#row = callerRow(example.caller.kind);
    this.#partition = partitionOf(example.profile);
  }

  /** The same reading as `readView`; the clock's views are read only where there is a clock. */
  source(view: View): Source {
    const known = this.#sources.get(view);
    if (known !== undefined) return known;
    const made = this.#sourceOf(view);
    this.#sources.set(view, made);
    return made;
  }

  #sourceOf(view: View): Source {
    if (view === "action") return { is: "text", known: "", read: ({ request }) => request.action };
    if (view === "resource") return { is: "text", known: "", read: ({ resource }) => resource };
    if (view === "owner") return { is: "perhaps", read: ({ owner }) => owner };
    if (CALLER_VIEWS.has(view)) {
      const derived = this.#derived(view);
      if (derived !== null) return derived;
    }
    if (CLOCK_VIEWS.has(view)) return { is: "perhaps", read: (request) => request.clockText(view) };
    if (view === "caller:canonical") return { is: "perhaps", read: ({ caller }) => caller.canonical ?? null };
    const name = view.startsWith("key:") ? view.slice(4) : view;
    return { is: "held", read: keyReader(name) };
  }

  /** A view that follows from the caller; null: of this kind of caller it is free. */
  #derived(view: View): Source | null {
    const template = this.#row.views[view];
    if (template === undefined) return null;
    if (template === null) return ABSENT;
    let known = "";
    for (const piece of template) {
      if (typeof piece === "string") known += piece;
      else if (piece.part === "partition" && this.#partition !== null) known += this.#partition;
      else {
        const [first] = template;
        if (template.length === 1 && typeof first === "object" && first.part === "account") {
          return { is: "text", known, read: accountOf };
        }
        const slot = slotOf(view) ?? 0;
        return { is: "text", known, read: (request) => request.callerText(slot, view) };
      }
    }
    return { is: "constant", text: known };
  }
}

function keyReader(name: string): (request: PreparedRequest) => string | KeyValues | undefined {
  let shape: PreparedRequest["shape"] | undefined;
  let place = -1;
  return (request) => {
    if (request.shape !== shape) {
      shape = request.shape;
      place = shape.placeOf(name);
    }
    return place < 0 ? undefined : request.values[place];
  };
}

function accountOf({ caller }: PreparedRequest): string {
  const { account } = caller.parts;
  if (account === undefined) throw new RangeError(`a ${caller.kind} has no account`);
  return account;
}
