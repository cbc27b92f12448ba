// Trusted: a text that a parse leaves out is a request that is never looked at.
import {
  ANY_VALUE,
  type Domain,
  type Limits,
  letterSymbol,
  partitionTuples,
  type TextSet,
  type Atom as TupleAtom,
  type TuplePartition,
  type View as TupleView,
  type ViewPart,
} from "@keyaki/domains";
import type { CallerPart, CallerRow, Glob, GlobToken, Template, View } from "@keyaki/semantics";
import { CHARACTER, domainOfPart, NOT_COLON, SEGMENT, WITH_COLON } from "../component-domains.ts";

/**
 * A text taken apart as a pattern says: the pieces that its wildcards stand for and the values of its variables. The same text is seen
 * twice: as it stands, and with a letter in each variable's place. What a pattern with letters matches of the second, the pattern with
 * the variables' values matches of the first, whatever they are (soundness rule 6).
 */
export interface Parse {
  /** Equal for equal parses. */
  readonly key: string;
  readonly components: readonly Domain[];
  readonly whole: TupleView;
  readonly lettered: TupleView;
  /** By view: variables, and keys that follow from the caller, as far as they are made of the components. */
  readonly views: ReadonlyMap<View, TupleView>;
  /** Letters, by name of the variable. */
  readonly letters: ReadonlyMap<View, { readonly id: number; readonly colon: boolean }>;
}

/** What a pattern is taken apart for: one kind of caller, or callers of whom it reads nothing. */
export interface ParseOptions {
  readonly row: CallerRow | null;
  /** Keys that follow from the caller and that the cells must tell apart. */
  readonly callerViews: readonly View[];
  /** Variables whose values hold a colon here, and in no other parse. */
  readonly withColon: ReadonlySet<View>;
}

/** How a key is made of the caller's parts; null: absent for this kind; undefined: it does not follow from the caller. */
export function templateOf(row: CallerRow | null, view: View): Template | null | undefined {
  return row?.views[view];
}

/** Whether a variable's value may hold a colon, as far as its view tells. */
export function mayHoldColon(row: CallerRow | null, view: View): boolean {
  const template = templateOf(row, view);
  if (template === undefined || template === null) return true;
  return template.some((piece) => (typeof piece === "string" ? piece.includes(":") : holdsColon(row, piece.part)));
}

function holdsColon(row: CallerRow | null, part: CallerPart): boolean {
  const domain = row?.parts.find((each) => each.part === part)?.domain;
  return (
    domain === undefined ||
    domain.chars.some(([from, to]) => from <= ":" && ":" <= to) ||
    `${domain.before}${domain.after}${domain.or ?? ""}`.includes(":")
  );
}

/** Lays out the components of a text: the caller's parts in the order of the row, and what else stands between them. */
class Layout {
  readonly components: Domain[] = [];
  readonly #row: CallerRow | null;
  readonly #needed: ReadonlySet<CallerPart>;
  readonly #placed = new Map<CallerPart, number>();
  #next = 0;

  constructor(row: CallerRow | null, needed: ReadonlySet<CallerPart>) {
    this.#row = row;
    this.#needed = needed;
  }

  add(domain: Domain): ViewPart {
    return { is: "component", index: this.components.push(domain) - 1 };
  }

  /** The part as a component that other views see too, as long as the order of the row allows; else a component of its own. */
  part(part: CallerPart): ViewPart {
    const parts = this.#row?.parts ?? [];
    const at = parts.findIndex((each) => each.part === part);
    const domain = parts[at]?.domain;
    if (domain === undefined) throw new RangeError(`a caller without ${part}`);
    if (at < this.#next) return this.add(domainOfPart(domain));
    this.#placeBefore(at);
    this.#next = at + 1;
    const placed = this.add(domainOfPart(domain));
    this.#placed.set(part, this.components.length - 1);
    return placed;
  }

  /** Places the parts that are read and not placed yet. */
  finish(): void {
    this.#placeBefore(this.#row?.parts.length ?? 0);
  }

  #placeBefore(end: number): void {
    for (const { part, domain } of this.#row?.parts.slice(this.#next, end) ?? []) {
      if (!this.#needed.has(part)) continue;
      this.#placed.set(part, this.components.length);
      this.add(domainOfPart(domain));
    }
    this.#next = Math.max(this.#next, end);
  }

  view(template: Template): TupleView {
    return template.map((piece): ViewPart => {
      if (typeof piece === "string") return { is: "text", text: piece };
      const index = this.#placed.get(piece.part);
      if (index === undefined) throw new RangeError(`the part ${piece.part} has no place`);
      return { is: "component", index };
    });
  }
}

/** Takes apart the texts that match a pattern without case folding. */
export function parsePattern(glob: Glob, { row, callerViews, withColon }: ParseOptions): Parse {
  const layout = new Layout(row, partsOf(row, callerViews));
  const letters = new Letters(withColon);
  const whole: ViewPart[] = [];
  const lettered: ViewPart[] = [];
  const views = new Map<View, TupleView>();
  for (const token of glob.tokens) {
    if (token.is !== "variable") {
      const piece: ViewPart =
        token.is === "text" ? { is: "text", text: token.text } : layout.add(domainOfWildcard(token));
      whole.push(piece);
      lettered.push(piece);
      continue;
    }
    const template = templateOf(row, token.view);
    const isAgain = letters.has(token.view);
    if (template !== undefined && template !== null) {
      for (const piece of template) {
        whole.push(typeof piece === "string" ? { is: "text", text: piece } : layout.part(piece.part));
      }
    } else {
      const made = layout.add(withColon.has(token.view) ? WITH_COLON : SEGMENT);
      whole.push(made);
      if (!isAgain) views.set(token.view, [made]);
    }
    lettered.push(letters.of(token.view));
  }
  layout.finish();
  for (const view of callerViews) {
    const template = templateOf(row, view);
    if (template !== undefined && template !== null) views.set(view, layout.view(template));
  }
  const key = `pattern ${glob.key} ${keyOf(row, callerViews, withColon)}`;
  return { key, components: layout.components, whole, lettered, views, letters: letters.known };
}

function keyOf(row: CallerRow | null, callerViews: readonly View[], withColon: ReadonlySet<View>): string {
  return JSON.stringify([row?.kind ?? null, callerViews, [...withColon]]);
}

/** Takes apart a key that follows from the caller: parts that a variable is made of become its letter. */
export function parseTemplate(
  view: View,
  variables: readonly View[],
  { row, callerViews, withColon }: ParseOptions,
): Parse | null {
  const template = templateOf(row, view);
  if (template === undefined || template === null) return null;
  const layout = new Layout(row, partsOf(row, [...callerViews, view]));
  const letters = new Letters(withColon);
  layout.finish();
  const whole = layout.view(template);
  const lettered: ViewPart[] = [];
  for (let at = 0; at < template.length; ) {
    const variable = variables.find((each) => startsAt(template, at, templateOf(row, each) ?? []));
    if (variable === undefined) lettered.push(whole[at++] ?? { is: "text", text: "" });
    else {
      lettered.push(letters.of(variable));
      at += templateOf(row, variable)?.length ?? 1;
    }
  }
  const views = new Map<View, TupleView>();
  for (const each of callerViews) {
    const made = templateOf(row, each);
    if (made !== undefined && made !== null) views.set(each, layout.view(made));
  }
  const key = `key ${view} ${JSON.stringify(variables)} ${keyOf(row, callerViews, withColon)}`;
  return { key, components: layout.components, whole, lettered, views, letters: letters.known };
}

function startsAt(template: Template, at: number, part: Template): boolean {
  const same = (one: Template[number] | undefined, other: Template[number]) =>
    typeof one === "object" && typeof other === "object" ? one.part === other.part : one === other;
  return part.length > 0 && part.every((piece, index) => same(template[at + index], piece));
}

function partsOf(row: CallerRow | null, views: readonly View[]): Set<CallerPart> {
  const parts = new Set<CallerPart>();
  for (const view of views) {
    for (const piece of templateOf(row, view) ?? []) if (typeof piece !== "string") parts.add(piece.part);
  }
  return parts;
}

function domainOfWildcard({ is, colon }: GlobToken & { readonly is: "one" | "many" }): Domain {
  if (is === "one") return colon ? CHARACTER : NOT_COLON;
  return colon ? ANY_VALUE : SEGMENT;
}

class Letters {
  readonly known = new Map<View, { readonly id: number; readonly colon: boolean }>();
  readonly #withColon: ReadonlySet<View>;

  constructor(withColon: ReadonlySet<View>) {
    this.#withColon = withColon;
  }

  has(view: View): boolean {
    return this.known.has(view);
  }

  of(view: View): ViewPart {
    const known = this.known.get(view) ?? { id: this.known.size, colon: this.#withColon.has(view) };
    this.known.set(view, known);
    return { is: "text", text: String.fromCodePoint(letterSymbol(known.id, known.colon)) };
  }
}

/** The classes of a parse: its text as it stands is read by some sets, its lettered form by others, and the keys beside it by theirs. */
export function partitionParse(
  parse: Parse,
  ofWhole: readonly TextSet[],
  ofLettered: readonly TextSet[],
  ofViews: readonly { readonly view: View; readonly set: TextSet }[],
  limits: Limits,
): TuplePartition {
  const views = [...parse.views.keys()];
  const atoms: TupleAtom[] = [
    ...ofWhole.map((set) => ({ view: 0, set })),
    ...ofLettered.map((set) => ({ view: 1, set })),
    ...ofViews.map(({ view, set }) => ({ view: views.indexOf(view) + 2, set })),
  ];
  return partitionTuples(
    {
      components: parse.components,
      views: [parse.whole, parse.lettered, ...views.map((view) => parse.views.get(view) ?? [])],
      atoms,
    },
    limits,
  );
}
