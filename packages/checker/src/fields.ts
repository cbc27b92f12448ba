// Trusted: "the field has one of these classes" must hold in every request.
import {
  type Atom,
  CALLER_ROWS,
  CALLER_VIEWS,
  type CallerRow,
  CLOCK_VIEWS,
  type Formula,
  kleene,
  OWNER_VIEWS,
  type ValueSet,
  type View,
  valueSetKey,
} from "@keyaki/semantics";
import type { Clauses, Literal } from "./clauses.ts";
import { clockHolds, instants } from "./clock.ts";
import { signaturesOf } from "./cover.ts";
import { ACCOUNT, ARN_HEAD, ARN_TAIL, partDomain, WITHOUT_ACCOUNT } from "./domain.ts";
import { basesOf, isRelation, languageOf, readsValues } from "./patterns.ts";
import type { CallerRowProof, OwnedRow, Table, TextRow } from "./proof.ts";
import { signatureOf, textSignatures } from "./signatures.ts";
import { Unproved } from "./unproved.ts";

/** The field whose value decides an atom; null: it stands for itself. */
export function fieldOf(atom: Atom): string | null {
  if (!("view" in atom) || isRelation(atom)) return null;
  const { view } = atom;
  if (CALLER_VIEWS.has(view)) return "caller";
  if (CLOCK_VIEWS.has(view)) return "clock";
  return OWNER_VIEWS.has(view) ? "owner" : view;
}

/** The base sets that some atoms ask a view for, in the order of their keys. */
export function setsOf(atoms: readonly Atom[], view: View): ValueSet[] {
  const byKey = new Map<string, ValueSet>();
  for (const atom of atoms) {
    if (!readsValues(atom) || isRelation(atom) || atom.view !== view) continue;
    for (const base of basesOf(atom.set)) byKey.set(valueSetKey(base), base);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => set);
}

/** Whether a class, given by the sets that hold it, lies in a set. */
function inside(set: ValueSet, sets: readonly ValueSet[], signature: string): boolean {
  if (set.is === "difference") return inside(set.from, sets, signature) && !inside(set.minus, sets, signature);
  const key = valueSetKey(set);
  return signature[sets.findIndex((each) => valueSetKey(each) === key)] === "1";
}

/** Adds what the tables of a proof say to the clauses, once it is checked that they leave nothing out. */
export class Fields {
  readonly #atoms: readonly Atom[];
  readonly #rest: Formula;
  readonly #clauses: Clauses;

  /** `atoms`: all atoms that the clauses speak of; `rest`: what is to be shown to hold of no request. */
  constructor(atoms: readonly Atom[], rest: Formula, clauses: Clauses) {
    this.#atoms = atoms;
    this.#rest = rest;
    this.#clauses = clauses;
  }

  add(table: Table): void {
    if ("callers" in table) this.#addCaller(table.callers);
    else if ("owned" in table) this.#addOwner(table.owned);
    else if ("instants" in table) this.#addClock(table.instants);
    else this.#addText(table.field, table.texts);
  }

  #own(field: string): Atom[] {
    return this.#atoms.filter((atom) => fieldOf(atom) === field);
  }

  /** One of the rows is the request's: a variable for each, and what it makes of the atoms. */
  #choose<Row>(rows: readonly Row[], atoms: readonly Atom[], holds: (row: Row, atom: Atom) => boolean): Literal[] {
    const literals = rows.map(() => this.#clauses.variable());
    this.#clauses.add(...literals);
    rows.forEach((row, at) => {
      for (const atom of atoms) this.#imply(literals[at] ?? 0, atom, holds(row, atom));
    });
    return literals;
  }

  #imply(row: Literal, atom: Atom, holds: boolean): void {
    const literal = this.#clauses.atom(atom);
    this.#clauses.add(-row, holds ? literal : -literal);
  }

  #addText(view: View, rows: readonly TextRow[]): void {
    if (CLOCK_VIEWS.has(view) || OWNER_VIEWS.has(view)) throw new Unproved(`no such table: ${view}`);
    if (CALLER_VIEWS.has(view)) {
      this.#addFreeKey(view, rows);
      return;
    }
    const atoms = this.#own(view);
    const signatures = checkedRows(view, rows, setsOf(this.#atoms, view));
    const isSet = atoms.some((atom) => atom.is === "some" || atom.is === "lone");
    if (isSet) this.#addSet(view, signatures, atoms, (atom) => this.#clauses.atom(atom));
    else this.#addSingle(view, signatures, atoms, (atom) => this.#clauses.atom(atom));
  }

  #addSingle(view: View, signatures: readonly string[], atoms: readonly Atom[], of: (atom: Atom) => Literal): void {
    const sets = setsOf(this.#atoms, view);
    const rows: (string | null)[] = view === "resource" ? [...signatures] : [null, ...signatures];
    const literals = rows.map(() => this.#clauses.variable());
    this.#clauses.add(...literals);
    rows.forEach((signature, at) => {
      for (const atom of atoms) {
        const holds =
          signature !== null && (atom.is === "present" || (readsValues(atom) && inside(atom.set, sets, signature)));
        this.#clauses.add(-(literals[at] ?? 0), holds ? of(atom) : -of(atom));
      }
    });
  }

  /** A key of several values: which classes some value lies in. A set of no values, or of any classes, is possible. */
  #addSet(view: View, signatures: readonly string[], atoms: readonly Atom[], of: (atom: Atom) => Literal): void {
    const sets = setsOf(this.#atoms, view);
    const clauses = this.#clauses;
    const met = signatures.map(() => clauses.variable());
    const [present, lone] = [clauses.variable(), clauses.variable()];
    for (const literal of met) clauses.add(-literal, present);
    // One value that is no set lies in one class.
    clauses.add(-lone, ...met);
    met.forEach((one, at) => {
      for (const other of met.slice(at + 1)) clauses.add(-lone, -one, -other);
    });
    for (const atom of atoms) {
      const literal = of(atom);
      if (atom.is === "present" || atom.is === "lone") {
        const own = atom.is === "present" ? present : lone;
        clauses.add(-literal, own);
        clauses.add(literal, -own);
        continue;
      }
      if (!readsValues(atom)) continue;
      const within = met.filter((_, at) => inside(atom.set, sets, signatures[at] ?? ""));
      if (atom.is === "in") {
        // Asked of the one value: it says something of the classes only where it holds.
        clauses.add(-literal, ...within);
        continue;
      }
      clauses.add(-literal, ...within);
      for (const one of within) clauses.add(literal, -one);
    }
  }

  /** Who calls: a row for each class of each kind; keys that a kind leaves free have rows of their own. */
  #addCaller(rows: readonly CallerRowProof[]): void {
    const atoms = this.#own("caller");
    const views = [...new Set(atoms.flatMap((atom) => ("view" in atom ? [atom.view] : [])))].sort();
    for (const row of CALLER_ROWS) this.#coverKind(row, rows, views);
    const freeAtoms = new Map<Atom, Literal>();
    const literals = this.#choose(
      rows,
      atoms.filter((atom) => rows.every((row) => !isFree(row, atom))),
      callerHolds,
    );
    for (const atom of atoms) {
      if (rows.every((row) => !isFree(row, atom))) continue;
      const own = this.#clauses.variable();
      freeAtoms.set(atom, own);
      rows.forEach((row, at) => {
        const literal = this.#clauses.atom(atom);
        const chosen = literals[at] ?? 0;
        if (isFree(row, atom)) {
          this.#clauses.add(-chosen, -literal, own);
          this.#clauses.add(-chosen, literal, -own);
        } else this.#clauses.add(-chosen, callerHolds(row, atom) ? literal : -literal);
      });
    }
    this.#freeKeys = freeAtoms;
  }

  #freeKeys: ReadonlyMap<Atom, Literal> = new Map();

  /** A table of a key as far as it follows from no caller; it comes after the table of callers. */
  #addFreeKey(view: View, rows: readonly TextRow[]): void {
    const atoms = [...this.#freeKeys.keys()].filter((atom) => "view" in atom && atom.view === view);
    const of = (atom: Atom): Literal => this.#freeKeys.get(atom) ?? this.#clauses.variable();
    const signatures = checkedRows(view, rows, setsOf(this.#atoms, view));
    if (atoms.some((atom) => atom.is === "some" || atom.is === "lone")) this.#addSet(view, signatures, atoms, of);
    else this.#addSingle(view, signatures, atoms, of);
  }

  #coverKind(row: CallerRow, rows: readonly CallerRowProof[], views: readonly View[]): void {
    const own = rows.filter(({ kind }) => kind === row.kind);
    if (own.length === 0) {
      const possible = kleene(this.#rest, (atom) =>
        readsValues(atom) && atom.view === "caller:kind" ? signatureOf([atom.set], row.kind) === "1" : null,
      );
      if (possible !== false) throw new Unproved(`no row for callers of kind ${row.kind}`);
      return;
    }
    const derived = views.filter((view) => (row.views[view] ?? null) !== null);
    const parts = row.parts.filter(({ part }) =>
      derived.some((view) => row.views[view]?.some((piece) => typeof piece !== "string" && piece.part === part)),
    );
    const asked = derived.flatMap((view, text) =>
      setsOf(this.#atoms, view).map((set) => ({ text, view, set, globs: languageOf(set) })),
    );
    if (asked.some(({ globs }) => globs === null)) throw new Unproved("a key of the caller that is no text");
    const signatures = signaturesOf({
      components: parts.map(({ domain }) => partDomain(domain)),
      texts: derived.map((view) =>
        (row.views[view] ?? []).map((piece) =>
          typeof piece === "string" ? piece : { component: parts.findIndex(({ part }) => part === piece.part) },
        ),
      ),
      sets: asked.map(({ text, globs }) => ({ text, globs: globs ?? [] })),
    });
    if (signatures === null) throw new Unproved("callers have too many states");
    const known = new Set(
      own.map((caller) => asked.map(({ view, set }) => signatureOf([set], callerText(caller, row, view))).join("")),
    );
    for (const signature of signatures) {
      if (!known.has(signature)) throw new Unproved(`the rows leave out some callers of kind ${row.kind}`);
    }
  }

  /** The resource and the account that owns it, which is the one in its ARN where it names one. */
  #addOwner(rows: readonly OwnedRow[]): void {
    const atoms = [...this.#own("owner"), ...this.#own("resource")];
    const owners = [...OWNER_VIEWS].flatMap((view) => setsOf(this.#atoms, view));
    const ofOwner = [...new Map(owners.map((set) => [valueSetKey(set), set])).values()];
    const ofResource = setsOf(this.#atoms, "resource");
    const globs = [...ofResource, ...ofOwner].map(languageOf);
    if (globs.includes(null)) throw new Unproved("a resource or an owner that is no text");
    const sets = globs.map((each, at) => ({ text: at < ofResource.length ? 0 : 1, globs: each ?? [] }));
    const known = new Set(rows.map((row) => signatureOf(ofResource, row.resource) + signatureOf(ofOwner, row.owner)));
    const shapes = [
      {
        components: [ARN_HEAD, ACCOUNT, ARN_TAIL],
        texts: [[{ component: 0 }, { component: 1 }, { component: 2 }], [{ component: 1 }]],
        sets,
      },
      { components: [WITHOUT_ACCOUNT, ACCOUNT], texts: [[{ component: 0 }], [{ component: 1 }]], sets },
    ];
    for (const shape of shapes) {
      const signatures = signaturesOf(shape);
      if (signatures === null) throw new Unproved("resources and owners have too many states");
      for (const signature of signatures) {
        if (!known.has(signature)) throw new Unproved("the rows leave out some resources and owners");
      }
    }
    const present = new Map<View, Literal>();
    const literals = rows.map(() => this.#clauses.variable());
    // The owner may be unknown: then no set holds it.
    const unknown = rows.map(() => this.#clauses.variable());
    this.#clauses.add(...literals, ...unknown);
    for (const atom of atoms) {
      if (!("view" in atom)) continue;
      const literal = this.#clauses.atom(atom);
      const { view } = atom;
      const isOwner = OWNER_VIEWS.has(view);
      const flag = isOwner && view.startsWith("key:") ? (present.get(view) ?? this.#clauses.variable()) : null;
      if (flag !== null) present.set(view, flag);
      rows.forEach((row, at) => {
        const holds =
          atom.is === "present" ||
          (readsValues(atom) && signatureOf([atom.set], isOwner ? row.owner : row.resource) === "1");
        const chosen = literals[at] ?? 0;
        if (!holds) this.#clauses.add(-chosen, -literal);
        else if (flag === null) this.#clauses.add(-chosen, literal);
        else {
          this.#clauses.add(-chosen, -literal, flag);
          this.#clauses.add(-chosen, literal, -flag);
        }
        this.#clauses.add(-(unknown[at] ?? 0), holds && !isOwner ? literal : -literal);
      });
    }
  }

  /** The request's clock: a row for each class of instants. */
  #addClock(rows: readonly number[]): void {
    const atoms = this.#own("clock").filter((atom) => readsValues(atom) || atom.is === "present");
    const signature = (instant: number): string =>
      atoms.map((atom) => (clockHolds(instant, atom) ? "1" : "0")).join("");
    const known = new Set(rows.map(signature));
    for (const instant of instants(atoms)) {
      if (!known.has(signature(instant))) throw new Unproved("the rows leave out some instants");
    }
    this.#choose(rows, atoms, clockHolds);
  }
}

/** The signatures of a table's rows, once they are all that there are. */
function checkedRows(view: View, rows: readonly TextRow[], sets: readonly ValueSet[]): string[] {
  const known = new Set(
    rows.map((row) => {
      if (typeof row === "string") return signatureOf(sets, row);
      if (!/^[01]*$/.test(row.sets) || row.sets.length !== sets.length)
        throw new Unproved(`a row of ${view} that is none`);
      return row.sets;
    }),
  );
  for (const signature of textSignatures("any", sets)) {
    if (!known.has(signature)) throw new Unproved(`the rows leave out some values of ${view}`);
  }
  return [...known];
}

function callerText({ parts }: CallerRowProof, row: CallerRow, view: View): string {
  return (row.views[view] ?? [])
    .map((piece) => (typeof piece === "string" ? piece : (parts[piece.part] ?? "")))
    .join("");
}

function rowOf({ kind }: CallerRowProof): CallerRow {
  const row = CALLER_ROWS.find((each) => each.kind === kind);
  if (row === undefined) throw new Unproved(`no such kind of caller: ${kind}`);
  return row;
}

function isFree(caller: CallerRowProof, atom: Atom): boolean {
  return "view" in atom && rowOf(caller).views[atom.view] === undefined;
}

function callerHolds(caller: CallerRowProof, atom: Atom): boolean {
  const row = rowOf(caller);
  if (!("view" in atom) || (row.views[atom.view] ?? null) === null) return false;
  return (
    atom.is === "present" ||
    atom.is === "lone" ||
    (readsValues(atom) && signatureOf([atom.set], callerText(caller, row, atom.view)) === "1")
  );
}
