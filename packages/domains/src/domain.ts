// Trusted: a value of a domain that its automaton refuses is left out of every class.

/** A regular set of texts that one component of a structured value ranges over. */
export type Domain =
  | { readonly is: "literal"; readonly text: string }
  /** One character of the given inclusive ranges of code points. */
  | { readonly is: "class"; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly is: "sequence"; readonly of: readonly Domain[] }
  | { readonly is: "choice"; readonly of: readonly Domain[] }
  /** `min` to `max` times; `max` null is without bound. */
  | { readonly is: "repeat"; readonly of: Domain; readonly min: number; readonly max: number | null };

/** Every text: any number of any characters. */
export const ANY_VALUE: Domain = {
  is: "repeat",
  of: { is: "class", ranges: [[0, 0x10ffff]] },
  min: 0,
  max: null,
};

/** One character of a string of characters and `a-z` ranges, such as `0-9` or `A-Za-z0-9_+=,.@-`. */
export function charactersOf(spelling: string): Domain {
  const points = [...spelling].map((character) => character.codePointAt(0)!);
  const ranges: [number, number][] = [];
  for (let i = 0; i < points.length; i++) {
    const isRange = points[i + 1] === 0x2d && i + 2 < points.length;
    ranges.push([points[i]!, points[isRange ? i + 2 : i]!]);
    if (isRange) i += 2;
  }
  return { is: "class", ranges };
}

/** `of`, `min` to `max` times. */
export function repeated(of: Domain, min: number, max: number | null = min): Domain {
  return { is: "repeat", of, min, max };
}

type Range = readonly [from: number, to: number];

/** Characters that a domain treats alike, as disjoint ascending ranges. */
export interface SymbolClass {
  readonly ranges: readonly Range[];
  /** How many characters that is. */
  readonly size: number;
}

const automata = new WeakMap<Domain, DomainAutomaton>();

/** The automaton of a domain, which is made once for each object: a domain is not to be changed. */
export function automatonOf(domain: Domain): DomainAutomaton {
  let automaton = automata.get(domain);
  if (automaton === undefined) {
    automaton = new DomainAutomaton(domain);
    automata.set(domain, automaton);
  }
  return automaton;
}

/** A domain as a lazily determinised automaton; state 0 is the start, and -1 stands for "no value of the domain". */
export class DomainAutomaton {
  readonly classes: readonly SymbolClass[];
  /** By position: the ranges it reads, or undefined for one that reads nothing. */
  readonly #reads: (readonly Range[] | undefined)[] = [];
  /** By position: where it leads once it has read, or at once if it reads nothing. */
  readonly #leads: number[][] = [];
  readonly #final: number;
  /** By class: which positions read it. */
  readonly #readers: ReadonlySet<number>[];
  readonly #states: Int32Array[] = [];
  readonly #ids = new Map<string, number>();
  readonly #steps = new Map<number, number>();
  readonly #within = new Map<number, boolean>();

  constructor(domain: Domain) {
    this.#final = this.#add(undefined, []);
    const start = this.#build(domain, this.#final);
    const cuts = new Set<number>();
    for (const ranges of this.#reads) for (const [from, to] of ranges ?? []) cuts.add(from).add(to + 1);
    const edges = [...cuts].sort((a, b) => a - b);
    const classes = new Map<string, { ranges: Range[]; size: number; readers: Set<number> }>();
    for (let i = 0; i + 1 < edges.length; i++) {
      const [from, to] = [edges[i]!, edges[i + 1]! - 1];
      const readers = this.#reads.flatMap((ranges, position) =>
        ranges?.some((range) => range[0] <= from && to <= range[1]) ? [position] : [],
      );
      if (readers.length === 0) continue;
      const key = readers.join();
      const known = classes.get(key) ?? { ranges: [], size: 0, readers: new Set(readers) };
      known.ranges.push([from, to]);
      known.size += to - from + 1;
      classes.set(key, known);
    }
    this.classes = [...classes.values()];
    this.#readers = [...classes.values()].map(({ readers }) => readers);
    this.#intern([start]);
  }

  /** Whether a text that leads to a state is a value. */
  accepts(state: number): boolean {
    return this.#states[state]!.includes(this.#final);
  }

  /** The state after one more character of a class. */
  step(state: number, symbolClass: number): number {
    const key = state * this.classes.length + symbolClass;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const readers = this.#readers[symbolClass]!;
    const next: number[] = [];
    for (const position of this.#states[state]!) if (readers.has(position)) next.push(...this.#leads[position]!);
    const id = next.length === 0 ? -1 : this.#intern(next);
    this.#steps.set(key, id);
    return id;
  }

  /** The index of the class of a character, or -1. */
  classOf(point: number): number {
    return this.classes.findIndex(({ ranges }) => ranges.some(([from, to]) => from <= point && point <= to));
  }

  /** Whether a text is a value of the domain. */
  has(text: string): boolean {
    let state = 0;
    for (const character of text) {
      const symbolClass = this.classOf(character.codePointAt(0)!);
      state = symbolClass < 0 ? -1 : this.step(state, symbolClass);
      if (state < 0) return false;
    }
    return this.accepts(state);
  }

  /** Whether all that can follow state `a` can follow state `b`; false says nothing. */
  within(a: number, b: number): boolean {
    if (a === b) return true;
    const key = a * 0x4000000 + b;
    const known = this.#within.get(key);
    if (known !== undefined) return known;
    const [inner, outer] = [this.#states[a]!, new Set(this.#states[b]!)];
    const answer = inner.every((position) => outer.has(position));
    this.#within.set(key, answer);
    return answer;
  }

  #add(reads: readonly Range[] | undefined, leads: number[]): number {
    this.#reads.push(reads);
    return this.#leads.push(leads) - 1;
  }

  /** Adds positions that read a domain and then go on at `next`; gives the first of them. */
  #build(domain: Domain, next: number): number {
    switch (domain.is) {
      case "literal":
        return [...domain.text].reduceRight((then, character) => {
          const point = character.codePointAt(0)!;
          return this.#add([[point, point]], [then]);
        }, next);
      case "class":
        return this.#add(withoutSurrogates(domain.ranges), [next]);
      case "sequence":
        return domain.of.reduceRight((then, part) => this.#build(part, then), next);
      case "choice":
        return this.#add(
          undefined,
          domain.of.map((part) => this.#build(part, next)),
        );
      case "repeat": {
        const { of, min, max } = domain;
        if (max !== null && max < min) throw new RangeError(`a repetition of ${min} to ${max} times`);
        let then = next;
        if (max === null) {
          then = this.#add(undefined, [next]);
          this.#leads[then]!.push(this.#build(of, then));
        } else {
          // Any of the further copies may be left out, not only the last: so the positions after fewer copies include
          // those after more, which lets `within` see that reading fewer leaves more open.
          for (let copy = min; copy < max; copy++) then = this.#add(undefined, [this.#build(of, then), then]);
        }
        for (let copy = 0; copy < min; copy++) then = this.#build(of, then);
        return then;
      }
    }
  }

  /** The state of some positions and all they lead to without reading; only those that read, and the end, are kept. */
  #intern(positions: readonly number[]): number {
    const seen = new Set<number>();
    const open = [...positions];
    for (let position = open.pop(); position !== undefined; position = open.pop()) {
      if (seen.has(position)) continue;
      seen.add(position);
      if (this.#reads[position] === undefined) open.push(...this.#leads[position]!);
    }
    const kept = [...seen].filter((position) => this.#reads[position] !== undefined || position === this.#final);
    const state = Int32Array.from(kept).sort();
    const key = state.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#states.length);
    return this.#states.push(state) - 1;
  }
}

/** The ranges without U+D800 to U+DFFF, which are no characters. */
function withoutSurrogates(ranges: readonly Range[]): Range[] {
  const kept: Range[] = [];
  for (const [from, to] of ranges) {
    if (from < 0xd800) kept.push([from, Math.min(to, 0xd7ff)]);
    if (to > 0xdfff) kept.push([Math.max(from, 0xe000), to]);
  }
  return kept.filter(([from, to]) => from <= to);
}
