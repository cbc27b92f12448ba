// Trusted: a text that a parse leaves out makes a proof of something that does not hold.
import { type Atom, type CallerPart, type CallerRow, type Glob, type View, variablesIn } from "@keyaki/semantics";
import type { Piece } from "./cover.ts";
import { ANYTHING, CHARACTER, type Domain, mayRead, NO_COLON, partDomain, SEGMENT, WITH_COLON } from "./domain.ts";
import { isRelation, readsValues, templateOf } from "./patterns.ts";
import { Unproved } from "./unproved.ts";

/** A text taken apart: as it stands and with letters, and the keys beside it that are made of the same components. */
export interface Parse {
  readonly components: Domain[];
  readonly whole: Piece[];
  readonly lettered: Piece[];
  readonly keys: Map<View, Piece[]>;
  readonly letters: Map<View, { readonly id: number; readonly colon: boolean }>;
}

/** The caller's parts that some keys are made of, in the order of the row, as components of a parse. */
class Parts {
  readonly components: Domain[] = [];
  readonly #row: CallerRow | null;
  readonly #needed: ReadonlySet<CallerPart>;
  readonly #placed = new Map<CallerPart, number>();
  #next = 0;

  constructor(row: CallerRow | null, views: readonly View[]) {
    this.#row = row;
    this.#needed = new Set(
      views.flatMap((view) =>
        (templateOf(row, view) ?? []).flatMap((piece) => (typeof piece === "string" ? [] : [piece.part])),
      ),
    );
  }

  add(domain: Domain): Piece {
    return { component: this.components.push(domain) - 1 };
  }

  /** A part where the order of the row still allows it, else a component that nothing else sees. */
  part(name: CallerPart): Piece {
    const parts = this.#row?.parts ?? [];
    const at = parts.findIndex(({ part }) => part === name);
    const found = parts[at];
    if (found === undefined) throw new Unproved("a caller of this kind has no such part");
    if (at < this.#next) return this.add(partDomain(found.domain));
    this.placeUpTo(at);
    this.#next = at + 1;
    this.#placed.set(name, this.components.length);
    return this.add(partDomain(found.domain));
  }

  placeUpTo(end: number = this.#row?.parts.length ?? 0): void {
    for (const { part, domain } of this.#row?.parts.slice(this.#next, end) ?? []) {
      if (!this.#needed.has(part)) continue;
      this.#placed.set(part, this.components.length);
      this.add(partDomain(domain));
    }
    this.#next = Math.max(this.#next, end);
  }

  piecesOf(view: View): Piece[] {
    return (templateOf(this.#row, view) ?? []).map((piece): Piece => {
      if (typeof piece === "string") return piece;
      const component = this.#placed.get(piece.part);
      if (component === undefined) throw new Unproved("a part without a place");
      return { component };
    });
  }
}

/** Keys of the caller that some atom asks for a set without variables. */
function callerKeys(row: CallerRow | null, atoms: readonly Atom[]): View[] {
  const views = atoms.flatMap((atom) =>
    readsValues(atom) &&
    !isRelation(atom) &&
    atom.view !== "caller:kind" &&
    (templateOf(row, atom.view) ?? null) !== null
      ? [atom.view]
      : [],
  );
  return [...new Set(views)];
}

/** A text as a pattern takes it apart. `withColon`: variables whose values hold a colon here. */
export function parsePattern(
  pattern: Glob,
  row: CallerRow | null,
  atoms: readonly Atom[],
  withColon: ReadonlySet<View>,
): Parse {
  const keys = new Map<View, Piece[]>();
  const letters: Parse["letters"] = new Map();
  const views = callerKeys(row, atoms);
  const parts = new Parts(row, views);
  const [whole, lettered]: [Piece[], Piece[]] = [[], []];
  for (const token of pattern.tokens) {
    if (token.is !== "variable") {
      const piece = token.is === "text" ? token.text : parts.add(wildcardDomain(token));
      whole.push(piece);
      lettered.push(piece);
      continue;
    }
    const template = templateOf(row, token.view);
    const isAgain = letters.has(token.view);
    if (template === undefined || template === null) {
      const piece = parts.add(withColon.has(token.view) ? WITH_COLON : SEGMENT);
      whole.push(piece);
      if (!isAgain) keys.set(token.view, [piece]);
    } else for (const piece of template) whole.push(typeof piece === "string" ? piece : parts.part(piece.part));
    const colon = token.colon && (template === undefined ? withColon.has(token.view) : holdsColon(row, token.view));
    const letter = letters.get(token.view) ?? { id: letters.size, colon };
    letters.set(token.view, letter);
    lettered.push({ letter: letter.id, colon: letter.colon });
  }
  parts.placeUpTo();
  for (const view of views) keys.set(view, parts.piecesOf(view));
  return { components: parts.components, whole, lettered, keys, letters };
}

/** Whether a value that is made of the caller's parts may hold a colon: a letter for such values says less. */
function holdsColon(row: CallerRow | null, view: View): boolean {
  return (templateOf(row, view) ?? []).some((piece) => {
    if (typeof piece === "string") return piece.includes(":");
    const found = row?.parts.find(({ part }) => part === piece.part);
    return found === undefined || mayRead(partDomain(found.domain), 0x3a);
  });
}

function wildcardDomain({ is, colon }: { readonly is: "one" | "many"; readonly colon: boolean }): Domain {
  if (is === "one") return colon ? CHARACTER : NO_COLON;
  return colon ? ANYTHING : SEGMENT;
}

/** A key as it is made of the caller's parts; a variable that is made of neighbouring ones is a letter. */
export function parseTemplate(view: View, row: CallerRow | null, atoms: readonly Atom[]): Parse {
  const views = callerKeys(row, atoms);
  const parts = new Parts(row, [...views, view]);
  parts.placeUpTo();
  const template = templateOf(row, view) ?? [];
  const whole = parts.piecesOf(view);
  const variables = atoms.flatMap((atom) => {
    if (atom.is === "same") return atom.left === view ? [atom.right] : atom.right === view ? [atom.left] : [];
    return readsValues(atom) && atom.view === view ? variablesIn(atom.set) : [];
  });
  const letters: Parse["letters"] = new Map();
  const lettered: Piece[] = [];
  for (let at = 0; at < template.length; ) {
    const variable = variables.find((each) => isPartOf(templateOf(row, each) ?? [], template, at));
    if (variable === undefined) {
      lettered.push(whole[at++] ?? "");
      continue;
    }
    const letter = letters.get(variable) ?? { id: letters.size, colon: holdsColon(row, variable) };
    letters.set(variable, letter);
    lettered.push({ letter: letter.id, colon: letter.colon });
    at += templateOf(row, variable)?.length ?? 1;
  }
  const keys = new Map(views.map((each) => [each, parts.piecesOf(each)]));
  return { components: parts.components, whole, lettered, keys, letters };
}

type TemplatePieces = NonNullable<CallerRow["views"][string]>;

function isPartOf(part: TemplatePieces, template: TemplatePieces, at: number): boolean {
  return (
    part.length > 0 &&
    part.every((piece, index) => {
      const other = template[at + index];
      return typeof piece === "object" && typeof other === "object" ? piece.part === other.part : piece === other;
    })
  );
}
