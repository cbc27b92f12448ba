// Trusted: what each atom is of the request's base components.
import type { Arity } from "@keyaki/catalog";
import {
  type Atom,
  CALLER_KINDS,
  CALLER_VIEWS,
  type CallerKind,
  CLOCK_VIEWS,
  callerRow,
  type KeyValues,
  OWNER_VIEWS,
  type PartDomain,
  type Request,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { apply, atMost, concat, equal, inRegular, int, ite, not, sequence, string, type Term } from "@keyaki/smt";
import { readsValues } from "../choice.ts";
import { FIRST_INSTANT, LAST_INSTANT } from "../clock-choices.ts";
import { CallerTerms } from "./caller-terms.ts";
import { any, every, NO, negate, YES } from "./connectives.ts";
import { KeyTerms } from "./key-terms.ts";
import { ACCOUNT, ACTIONS, ARN_HEAD, ARN_TAIL } from "./languages.ts";
import { holdsIn } from "./membership.ts";
import type { ModelValues } from "./model-values.ts";
import type { Piece } from "./piecewise.ts";
import type { Sink } from "./sink.ts";
import { lowered } from "./text-classes.ts";
import { type TypedValue, UNREADABLE } from "./typed-values.ts";
import type { Substitution } from "./variable-pattern.ts";

const EPOCH: View = "key:aws:epochtime";

/** What a view holds in one kind of request; `text` is null where SMT-LIB cannot say it. */
interface Reading {
  readonly when: Term;
  readonly text: Term | null;
  readonly value: TypedValue | null;
  readonly pieces?: readonly Piece[];
}

/** The terms of one request. */
export class RequestTerms {
  readonly #sink: Sink;
  readonly #arity: (view: View) => Arity;
  readonly #caller: CallerTerms;
  readonly #atoms = new Map<View, Atom[]>();
  readonly #asText = new Set<View>();
  readonly #unseen = new Set<string>();
  readonly #keys = new Map<View, KeyTerms>();
  readonly #readings = new Map<View, readonly Reading[]>();

  constructor(atoms: readonly Atom[], arity: (view: View) => Arity, sink: Sink) {
    this.#sink = sink;
    this.#arity = arity;
    this.#caller = new CallerTerms(sink);
    for (const atom of atoms) {
      if ("view" in atom) this.#atoms.set(atom.view, [...(this.#atoms.get(atom.view) ?? []), atom]);
      if (atom.is === "unseen") this.#unseen.add(atom.name);
      if (atom.is === "same") for (const view of [atom.left, atom.right]) this.#asText.add(view);
      if (readsValues(atom)) for (const view of variablesIn(atom.set)) this.#asText.add(view);
    }
  }

  /** The atom as a term. `negated`: some use of it stands under a negation. */
  atom(atom: Atom, negated: boolean): Term {
    switch (atom.is) {
      case "assume":
        return this.#sink.constant(`assume ${atom.name} = ${atom.value}`, "Bool");
      case "unseen":
        return this.#sink.constant(`unseen ${atom.name}`, "Bool");
      case "same":
        return this.#same(atom.left, atom.right);
      default:
        return this.#viewAtom(atom, negated);
    }
  }

  #viewAtom(atom: Atom & { readonly view: View }, negated: boolean): Term {
    const { view } = atom;
    const sink = this.#sink;
    if (view === "caller:kind" && atom.is === "in") {
      const kinds = kindsIn(atom.set);
      if (kinds !== null) return this.#caller.isOneOf(kinds);
    }
    const fromRequest = this.#readingsOf(view).map(({ when, ...held }) =>
      every(
        when,
        readsValues(atom)
          ? holdsIn(held, view === "action" ? lowered(atom.set) : atom.set, negated, this.#substitute, sink)
          : YES,
      ),
    );
    const free = this.#freeWhen(view);
    if (free === NO) return any(...fromRequest);
    return any(...fromRequest, every(free, this.#key(view).atom(atom, negated, this.#substitute)));
  }

  /** When the view is a key that follows from nothing. */
  #freeWhen(view: View): Term {
    if (view === "action" || view === "resource" || CLOCK_VIEWS.has(view) || OWNER_VIEWS.has(view)) return NO;
    return CALLER_VIEWS.has(view) ? this.#caller.leavesFree(view) : YES;
  }

  #key(view: View): KeyTerms {
    const known = this.#keys.get(view);
    if (known !== undefined) return known;
    const made = new KeyTerms(view, this.#atoms.get(view) ?? [], this.#arity(view), this.#asText.has(view), this.#sink);
    this.#keys.set(view, made);
    return made;
  }

  /** "The resource lies in the language", where it is one text; every request's where it is made of pieces. */
  resourceIn(language: Term): Term {
    const [only, ...more] = this.#readingsOf("resource");
    return only?.text != null && more.length === 0 ? inRegular(only.text, language) : YES;
  }

  /** The request that a model describes. */
  read(model: ModelValues): Request {
    const caller = this.#caller.read(model);
    const { views } = callerRow(caller.kind);
    const owner = model.text("owner");
    const keys = new Map<string, KeyValues>();
    let canonical: string | undefined;
    for (const [view, terms] of this.#keys) {
      const held = views[view] === undefined ? terms.read(model) : null;
      if (held === null) continue;
      if (view === "caller:canonical") canonical = held.values[0];
      else keys.set(view.startsWith("key:") ? view.slice(4) : view, held);
    }
    for (const view of OWNER_VIEWS) {
      if (view.startsWith("key:") && owner !== null && model.truth(`${view} is present`)) {
        keys.set(view.slice(4), { set: false, values: [owner] });
      }
    }
    const seconds = model.integer("clock in seconds");
    const clock = model.integer("clock") ?? (seconds === null ? null : seconds * 1000n);
    const unseen = new Map<string, boolean>();
    for (const name of this.#unseen) unseen.set(name, model.truth(`unseen ${name}`));
    return {
      caller: canonical === undefined ? caller : { ...caller, canonical },
      action: model.text("action") ?? "example:Example",
      resource: resourceOf(model) ?? "*",
      owner,
      clock: clock === null ? null : Number(clock),
      keys,
      unseen,
    };
  }

  /** What the view holds where it follows from the rest of the request. */
  #readingsOf(view: View): readonly Reading[] {
    const known = this.#readings.get(view);
    if (known !== undefined) return known;
    const made = this.#makeReadings(view);
    this.#readings.set(view, made);
    return made;
  }

  #makeReadings(view: View): Reading[] {
    if (view === "action") {
      const text = this.#sink.constant("action", "String", (made) => inRegular(made, ACTIONS));
      return [{ when: YES, text, value: UNREADABLE }];
    }
    if (view === "resource") return this.#resource();
    if (OWNER_VIEWS.has(view)) {
      const when = view === "owner" ? YES : this.#sink.constant(`${view} is present`, "Bool");
      return [{ when, text: this.#owner(), value: null }];
    }
    if (CLOCK_VIEWS.has(view)) return [{ when: YES, ...this.#time(view) }];
    if (!CALLER_VIEWS.has(view)) return [];
    return this.#caller.derived(view).map(({ when, pieces }) => ({ when, text: textOf(pieces), value: null, pieces }));
  }

  /** The resource; where its owner is asked for too, the account in its ARN is the owner. */
  #resource(): Reading[] {
    const sink = this.#sink;
    const isOwned = [...this.#atoms.keys(), ...this.#asText].some((view) => OWNER_VIEWS.has(view));
    if (!isOwned) return [{ when: YES, text: sink.constant("resource", "String"), value: null }];
    const other = sink.constant("resource without an account", "String", (made) =>
      not(inRegular(made, sequence(ARN_HEAD, ACCOUNT, ARN_TAIL))),
    );
    const written = sink.constant("the resource names an account", "Bool");
    const pieces: Piece[] = [
      {
        term: sink.constant("resource before its account", "String", (made) => inRegular(made, ARN_HEAD)),
        domain: null,
      },
      { term: this.#owner(), domain: DIGITS },
      {
        term: sink.constant("resource after its account", "String", (made) => inRegular(made, ARN_TAIL)),
        domain: null,
      },
    ];
    return [
      { when: written, text: textOf(pieces), value: null, pieces },
      { when: negate(written), text: other, value: null },
    ];
  }

  /** The account that owns the resource. */
  #owner(): Term {
    return this.#sink.constant("owner", "String", (made) => inRegular(made, ACCOUNT));
  }

  /** One clock, shown by two keys. */
  #time(view: View): { readonly text: Term | null; readonly value: TypedValue } {
    const sink = this.#sink;
    const clock = sink.constant("clock", "Int", (made) =>
      every(atMost(int(FIRST_INSTANT), made), atMost(made, int(LAST_INSTANT))),
    );
    const date = { parses: YES, zoneless: NO, small: NO };
    if (view !== EPOCH) return { text: null, value: { ...UNREADABLE, date: { ...date, value: clock } } };
    const seconds = sink.constant("clock in seconds", "Int", (made) => {
      const thousand = apply("*", [int(1000), made], "Int");
      return every(atMost(thousand, clock), apply("<", [clock, apply("+", [thousand, int(1000)], "Int")], "Bool"));
    });
    sink.reals = true;
    return {
      text: apply("str.from_int", [seconds], "String"),
      value: {
        ...UNREADABLE,
        number: { parses: YES, extended: NO, value: apply("to_real", [seconds], "Real") },
        date: { ...date, value: apply("*", [int(1000), seconds], "Int") },
      },
    };
  }

  #same(left: View, right: View): Term {
    const [a, b] = [this.#substitute(left), this.#substitute(right)];
    if (a === null || b === null) return this.#sink.open(`${left} is ${right}`);
    return every(a.when, b.when, equal(a.text, b.text));
  }

  /** The view's one text; null where it cannot be said. */
  readonly #substitute: Substitution = (view) => {
    const cases: { when: Term; text: Term }[] = [];
    for (const { when, text } of this.#readingsOf(view)) {
      if (text === null) return null;
      cases.push({ when, text });
    }
    const free = this.#freeWhen(view);
    if (free !== NO) {
      const only = this.#key(view).only;
      cases.push({ when: every(free, only.when), text: only.text });
    }
    const when = any(...cases.map((each) => each.when));
    const [first = { text: string("") }, ...others] = cases;
    return { when, text: others.reduce((text, each) => ite(each.when, each.text, text), first.text) };
  };
}

function resourceOf(model: ModelValues): string | null {
  const whole = model.text("resource");
  if (whole !== null) return whole;
  if (!model.truth("the resource names an account")) return model.text("resource without an account");
  const [head, owner, tail] = ["resource before its account", "owner", "resource after its account"].map((name) =>
    model.text(name),
  );
  return `${head ?? "arn:aws:s3::"}${owner ?? "111122223333"}${tail ?? ":example"}`;
}

const DIGITS: PartDomain = { before: "", chars: [["0", "9"]], least: 12, most: 12, after: "", or: null };

function textOf(pieces: readonly Piece[]): Term {
  return concat(...pieces.map((piece) => (typeof piece === "string" ? string(piece) : piece.term)));
}

function kindsIn(set: ValueSet): CallerKind[] | null {
  if (set.is !== "globs") return null;
  const kinds: CallerKind[] = [];
  for (const { tokens } of set.globs) {
    const [first] = tokens;
    const kind =
      tokens.length === 1 && first?.is === "text" ? CALLER_KINDS.find((each) => each === first.text) : undefined;
    if (kind === undefined) return null;
    kinds.push(kind);
  }
  return kinds;
}
