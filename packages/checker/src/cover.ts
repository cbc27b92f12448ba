// Trusted: a text whose signature is not met here is a request that a proof need not explain. It shares no code with `domains`.
import type { Glob } from "@keyaki/semantics";
import type { Domain } from "./domain.ts";
import { letterSymbol, mayHoldColon, type TextSymbol, variantsOf } from "./symbols.ts";

/** A piece of a text: characters that are known, a letter, or a component by its place. */
export type Piece = string | { readonly letter: number; readonly colon: boolean } | { readonly component: number };

/** A union of patterns that is asked of one of the texts. Variables of the patterns are letters, by view. */
export interface AskedSet {
  readonly text: number;
  readonly globs: readonly Glob[];
}

/** Texts that are made of the same components, and sets that are asked of them. */
export interface CoverProblem {
  readonly components: readonly Domain[];
  /** Each reads the components in ascending order, and each of them once. */
  readonly texts: readonly (readonly Piece[])[];
  readonly sets: readonly AskedSet[];
  readonly letters?: ReadonlyMap<string, { readonly id: number; readonly colon: boolean }>;
}

type Step =
  | { readonly is: "one" | "many"; readonly colon: boolean }
  | { readonly is: "symbols"; readonly of: readonly TextSymbol[] };

/** A state of the walk: where in which component, and at which steps all patterns stand. */
interface State {
  readonly component: number;
  readonly domain: number;
  readonly live: readonly number[];
}

/** More places of patterns than this are not walked (some seconds): the proof is then not checked, which is no pass. */
const MOST_PLACES = 10_000_000;

/**
 * The signatures of all tuples of the components: for each set "1" if its text lies in the set. Complete: every tuple has its signature
 * here. Null where that takes too long.
 *
 * From one state, texts differ only in what some pattern expects next: these characters are tried, the colon, and one other for the rest.
 */
export function signaturesOf(problem: CoverProblem): ReadonlySet<string> | null {
  return new Walk(problem).run();
}

class Walk {
  readonly #problem: CoverProblem;
  readonly #steps: Step[] = [];
  /** By step: its set; the place after a pattern's last step is `END`. */
  readonly #setOf: number[] = [];
  readonly #isEnd: boolean[] = [];
  readonly #starts: number[] = [];
  readonly #seen = new Set<string>();
  readonly #open: State[] = [];
  #places = 0;
  readonly #signatures = new Set<string>();

  constructor(problem: CoverProblem) {
    this.#problem = problem;
    problem.sets.forEach(({ globs }, set) => {
      for (const glob of globs) this.#compile(glob, set);
    });
  }

  run(): ReadonlySet<string> | null {
    const begin = this.#after(this.#settled(this.#starts.flatMap((start) => this.#entered(start))), -1);
    this.#push({ component: 0, domain: 0, live: begin });
    for (let state = this.#open.pop(); state !== undefined; state = this.#open.pop()) {
      if (this.#places > MOST_PLACES) return null;
      this.#expand(state);
    }
    return this.#signatures;
  }

  #compile({ tokens, fold }: Glob, set: number): void {
    const steps: Step[] = [];
    for (const token of tokens) {
      if (token.is === "text") {
        for (const character of token.text) {
          steps.push({ is: "symbols", of: variantsOf(character.codePointAt(0) ?? 0, fold) });
        }
      } else if (token.is === "variable") {
        const letter = this.#problem.letters?.get(token.view);
        // A pattern with a variable that nobody knows, or that cannot stand in its part, matches nothing for sure.
        if (letter === undefined || (letter.colon && !token.colon)) return;
        steps.push({ is: "symbols", of: [letterSymbol(letter.id, letter.colon)] });
      } else steps.push(token);
    }
    this.#starts.push(this.#steps.length);
    for (const step of steps) {
      this.#steps.push(step);
      this.#setOf.push(set);
      this.#isEnd.push(false);
    }
    this.#steps.push({ is: "symbols", of: [] });
    this.#setOf.push(set);
    this.#isEnd.push(true);
  }

  /** The step, and those that follow where it may match nothing. */
  #entered(step: number): number[] {
    const found = [step];
    for (let at = step; isMany(this.#steps[at]) && !this.#isEnd[at]; ) found.push(++at);
    return found;
  }

  #push(state: State): void {
    this.#places += state.live.length + 1;
    const key = `${state.component} ${state.domain} ${state.live.join(",")}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#open.push(state);
  }

  #expand({ component, domain, live }: State): void {
    const { components, texts, sets } = this.#problem;
    const current = components[component];
    if (current === undefined) {
      this.#end(live);
      return;
    }
    const state = current.states[domain];
    if (state === undefined) throw new RangeError("no such state of a domain");
    if (state.accepts) this.#push({ component: component + 1, domain: 0, live: this.#after(live, component) });
    const reading = new Set(
      texts.flatMap((text, at) => (text.some((piece) => isComponent(piece, component)) ? [at] : [])),
    );
    const reads = (step: number) => reading.has(sets[this.#setOf[step] ?? -1]?.text ?? -1);
    const expected = new Set<number>([0x3a]);
    for (const at of live) {
      const step = this.#steps[at];
      if (step?.is === "symbols" && reads(at)) for (const symbol of step.of) if (symbol >= 0) expected.add(symbol);
    }
    for (const { ranges, to } of state.edges) {
      const holds = (point: number) => ranges.some(([from, last]) => from <= point && point <= last);
      const symbols = [...expected].filter(holds);
      const other = otherIn(ranges, expected);
      if (other !== null) symbols.push(other);
      for (const symbol of symbols) this.#push({ component, domain: to, live: this.#read(live, symbol, reads) });
    }
  }

  /** Where the patterns stand after one more symbol of the texts that `reads` says. */
  #read(live: readonly number[], symbol: TextSymbol, reads: (step: number) => boolean): readonly number[] {
    const next: number[] = [];
    for (const at of live) {
      if (!reads(at)) {
        next.push(at);
        continue;
      }
      const step = this.#steps[at];
      if (step === undefined || this.#isEnd[at] || !matches(step, symbol)) continue;
      next.push(...this.#entered(step.is === "many" ? at : at + 1));
    }
    return this.#settled(next);
  }

  /** Sorted, each once; a set that matches whatever follows needs no other step. */
  #settled(live: readonly number[]): readonly number[] {
    const certain = new Map<number, number>();
    for (const at of live) {
      const step = this.#steps[at];
      if (step?.is === "many" && step.colon && this.#isEnd[at + 1]) {
        const set = this.#setOf[at] ?? -1;
        certain.set(set, Math.min(at, certain.get(set) ?? at));
      }
    }
    const kept = live.filter((at) => {
      const settled = certain.get(this.#setOf[at] ?? -1);
      return settled === undefined || at === settled || at === settled + 1;
    });
    return [...new Set(kept)].sort((a, b) => a - b);
  }

  /** Reads what stands in each text between a component and the next one (from the start: -1). */
  #after(live: readonly number[], component: number): readonly number[] {
    let now = live;
    this.#problem.texts.forEach((text, index) => {
      const at = component < 0 ? -1 : text.findIndex((piece) => isComponent(piece, component));
      if (component >= 0 && at < 0) return;
      const reads = (step: number) => this.#problem.sets[this.#setOf[step] ?? -1]?.text === index;
      for (const piece of text.slice(at + 1)) {
        if (typeof piece === "object" && "component" in piece) break;
        const symbols =
          typeof piece === "string"
            ? [...piece].map((character) => character.codePointAt(0) ?? 0)
            : [letterSymbol(piece.letter, piece.colon)];
        for (const symbol of symbols) now = this.#read(now, symbol, reads);
      }
    });
    return now;
  }

  #end(live: readonly number[]): void {
    const inside = new Set<number>();
    for (const at of live) if (this.#isEnd[at]) inside.add(this.#setOf[at] ?? -1);
    this.#signatures.add(this.#problem.sets.map((_, set) => (inside.has(set) ? "1" : "0")).join(""));
  }
}

function isComponent(piece: Piece, component: number): boolean {
  return typeof piece === "object" && "component" in piece && piece.component === component;
}

function isMany(step: Step | undefined): boolean {
  return step?.is === "many";
}

function matches(step: Step, symbol: TextSymbol): boolean {
  if (step.is === "symbols") return step.of.includes(symbol);
  if (symbol >= 0) return step.colon || symbol !== 0x3a;
  return step.is === "many" && (step.colon || !mayHoldColon(symbol));
}

/** A character of the ranges that nobody expects; null where they have none. */
function otherIn(ranges: readonly (readonly [number, number])[], expected: ReadonlySet<number>): number | null {
  for (const [from, to] of ranges) for (let point = from; point <= to; point++) if (!expected.has(point)) return point;
  return null;
}
