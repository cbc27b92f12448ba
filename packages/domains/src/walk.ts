// Trusted: a symbol not tried or a state not reached is a class that is missing.
import { foldPoint, foldVariants, hasVariants } from "./fold.ts";
import { Frontier } from "./frontier.ts";
import { symbolKind, wildcardMatches } from "./glob.ts";
import { MANY, MANY_BUT_COLON, MARK_UNICODE, ONE, ONE_BUT_COLON, type Program, SYMBOL_MASK } from "./program.ts";
import { Steps } from "./steps.ts";

/** How far a walk may go: a count, so that an answer does not depend on the clock unless the caller gives up by it. */
export interface Limits {
  /** States that may be kept; default 100,000 (some tens of megabytes). */
  readonly maxStates?: number;
  /** Called once in a while; what it throws ends the walk. */
  readonly check?: () => void;
}

export const DEFAULT_MAX_STATES = 100_000;
/** Positions that may be looked at, for each state allowed: bounds time where states are wide (README). */
export const WORK_PER_STATE = 100;
/** Positions looked at between two checks: some milliseconds. */
export const WORK_PER_CHECK = 50_000;

/** What a walk is for. Signatures are numbers of the program's table. */
export interface Visitor {
  /**
   * Called with the signature of a state's text and one more symbol, shorter texts first as far as they are told apart;
   * `many` says that more than one text takes this step. True stops the walk.
   */
  arrive(signature: number, from: number, symbol: number, many: boolean): boolean;
  /** Whether nothing of interest can be read from here: all that comes has `base` and some of the live memberships. */
  hopeless(base: number, live: Int32Array, count: number): boolean;
  /** Whether texts of a signature are of no more interest, so that a step past some of them need not report each. */
  passes(signature: number): boolean;
}

export type WalkEnd = "done" | "stopped" | "exhausted";

const FILLERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const COLON = 0x3a;

/**
 * Reads all texts through all globs at once, shortest first, as far as they differ.
 * A state is the positions at which globs wait for more (those of a membership that is already settled are dropped),
 * and the union of the memberships settled. From one state, texts differ only in what some position expects, so these
 * symbols are tried, ":" and each kind of letter where a wildcard tells it apart, and one character for all the others.
 * Where all positions wait for one and the same literal text, the walk leaps to where it ends or they part.
 */
export class Walk {
  readonly #program: Program;
  readonly #maxStates: number;
  readonly #check: (() => void) | undefined;
  readonly #fillers: readonly number[];
  readonly #live: Int32Array[] = [];
  readonly #base: number[] = [];
  readonly #parent: number[] = [];
  readonly #symbol: number[] = [];
  /** How many symbols were leapt over after `#symbol`, and the position that expected the first of them. */
  readonly #leap: number[] = [];
  readonly #leapFrom: number[] = [];
  /** States that wait, by the length of the texts that lead there. */
  readonly #queues: number[][] = [];
  /** 1 if exactly one text leads here as far as the edges into this state tell, 2 if there may be more. */
  readonly #arrivals: number[] = [];
  readonly #next: number[] = [];
  readonly #heads = new Map<number, number>();
  readonly #frontier: Frontier;
  readonly #steps: Steps;
  /** Positions of a state that stand at wildcards, ascending. */
  readonly #wild: Int32Array;
  #work = 0;
  #checked = 0;

  constructor(program: Program, limits: Limits = {}, prefer: readonly string[] = []) {
    this.#program = program;
    this.#maxStates = limits.maxStates ?? DEFAULT_MAX_STATES;
    this.#check = limits.check;
    this.#frontier = new Frontier(program, false);
    this.#steps = new Steps(program.ops.length);
    this.#wild = new Int32Array(program.ops.length);
    this.#fillers = prefer.length === 0 ? PLAIN_FILLERS : fillersOf([...prefer, FILLERS]);
  }

  /** Number of states kept. */
  get states(): number {
    return this.#live.length;
  }

  /** A shortest text that leads to a state, and then one more symbol unless it is -1. */
  textOf(state: number, symbol: number): string {
    const spelled = this.#program.spelled ?? this.#program.ops;
    const points: number[] = [];
    if (symbol >= 0) points.push(symbol);
    for (let at = state; at > 0; at = this.#parent[at]!) {
      for (let i = this.#leap[at]! - 1; i >= 0; i--) points.push(spelled[this.#leapFrom[at]! + i]!);
      points.push(this.#symbol[at]!);
    }
    let text = "";
    for (let i = points.length - 1; i >= 0; i--) text += String.fromCodePoint(points[i]!);
    return text;
  }

  /** Whether exactly one text leads to a state. Right after the walk is done, for states below no pruned one. */
  isSingle(state: number): boolean {
    for (let at = state; at >= 0; at = this.#parent[at]!) if (this.#arrivals[at] !== 1) return false;
    return true;
  }

  /** Walks until done, stopped by the visitor, or out of states or work. To be called once. */
  run(visitor: Visitor): WalkEnd {
    const { starts } = this.#program;
    const frontier = this.#frontier;
    frontier.begin(0);
    for (const start of starts) frontier.enter(start);
    // Globs of the empty membership match nothing that counts.
    frontier.dropSettled();
    frontier.settle();
    if (visitor.arrive(frontier.signature(), 0, -1, false)) return "stopped";
    if (visitor.hopeless(frontier.settled, frontier.positions, frontier.count)) return "done";
    this.#keep(-1, -1, false, 0, visitor);
    for (let length = 0; length < this.#queues.length; length++) {
      for (const state of this.#queues[length] ?? NONE) {
        if (this.#live.length > this.#maxStates || this.#work > this.#maxStates * WORK_PER_STATE) return "exhausted";
        if (this.#work > this.#checked + WORK_PER_CHECK) {
          this.#checked = this.#work;
          this.#check?.();
        }
        const live = this.#live[state]!;
        if (visitor.hopeless(this.#base[state]!, live, live.length)) continue;
        if (this.#expand(state, live, length, visitor)) return "stopped";
      }
    }
    return "done";
  }

  /** Takes every step from a state to which texts of a length lead. True if the visitor stopped the walk. */
  #expand(state: number, live: Int32Array, length: number, visitor: Visitor): boolean {
    const { ops, fold, spelled, letters } = this.#program;
    const steps = this.#steps;
    const wild = this.#wild;
    let wildcards = 0;
    let tellsColon = false;
    steps.clear();
    for (let i = 0; i < live.length; i++) {
      const position = live[i]!;
      const op = ops[position]!;
      if (op > SYMBOL_MASK) {
        const variants = foldVariants(op & SYMBOL_MASK, (op & MARK_UNICODE) !== 0 ? "unicode" : "ascii");
        for (const variant of variants) steps.expect(variant, position);
      } else if (op >= 0) steps.expect(op, position);
      else {
        wild[wildcards++] = position;
        if (op === ONE_BUT_COLON || op === MANY_BUT_COLON) tellsColon = true;
      }
    }
    steps.sort();
    const other = this.#filler(steps);
    if (tellsColon && !steps.has(COLON)) steps.add(COLON);
    if (letters.length > 0 && wildcards > 0) this.#addUnexpectedLetters(steps);
    // Without wildcards nothing is live after any other character.
    if (wildcards > 0 || !visitor.passes(this.#base[state]!)) steps.add(other);
    const frontier = this.#frontier;
    for (let place = steps.take(0); place >= 0; place = steps.take(place)) {
      const { symbol, count } = steps;
      const many = symbol === other || (fold !== undefined && hasVariants(symbol, fold));
      const shown = spelled === undefined || count === 0 ? symbol : spelled[steps.positions[0]!]!;
      this.#read(this.#base[state]!, steps, wildcards);
      if (visitor.arrive(frontier.signature(), state, shown, many)) return true;
      if (visitor.hopeless(frontier.settled, frontier.positions, frontier.count)) continue;
      this.#keep(state, shown, many, length + 1, visitor);
    }
    return false;
  }

  /** One letter of each kind that no position expects: unlike any character, `one` does not match it. */
  #addUnexpectedLetters(steps: Steps): void {
    const found = new Map<string, number>();
    for (const letter of this.#program.letters) {
      const kind = symbolKind(letter);
      if (!found.has(kind) && !steps.has(letter)) found.set(kind, letter);
    }
    for (const letter of found.values()) steps.add(letter);
  }

  /** A character that no position of a state expects, for all of these. */
  #filler(steps: Steps): number {
    const fold = this.#program.fold ?? "none";
    for (const point of this.#fillers) if (!steps.has(foldPoint(point, fold))) return point;
    for (let point = 0xc0; ; point++) {
      if (symbolKind(point) === "other" && !steps.has(foldPoint(point, fold))) return point;
    }
  }

  /** Moves to the state after the symbol that was taken: some positions expect it, and some stand at wildcards. */
  #read(base: number, { symbol, positions: waiting, count }: Steps, wildcards: number): void {
    const { ops } = this.#program;
    const wild = this.#wild;
    const kind = symbolKind(symbol);
    this.#work += count + wildcards + 1;
    const frontier = this.#frontier;
    frontier.begin(base);
    let w = 0;
    for (let i = 0; i <= count; i++) {
      const literal = i < count ? waiting[i]! : Number.MAX_SAFE_INTEGER;
      for (; w < wildcards && wild[w]! < literal; w++) {
        const position = wild[w]!;
        const op = ops[position]!;
        const isMany = op === MANY || op === MANY_BUT_COLON;
        if (!wildcardMatches(isMany ? "many" : "one", op === MANY || op === ONE, kind)) continue;
        frontier.enter(isMany ? position : position + 1);
      }
      if (i < count) frontier.enter(literal + 1);
    }
    frontier.settle();
  }

  /**
   * How many symbols all positions can read in step, without a choice, such that each still waits for a symbol after.
   * All other texts on the way have the signature of what is settled, and nothing is live once they part.
   */
  #leapLength(): number {
    const { ops } = this.#program;
    const { positions, count } = this.#frontier;
    const first = positions[0]!;
    for (let length = 0; ; length++) {
      const op = ops[first + length]!;
      if (op < 0 || op > SYMBOL_MASK || ops[first + length + 1]! < 0) return length;
      for (let i = 1; i < count; i++) {
        const at = positions[i]! + length;
        if (ops[at] !== op || ops[at + 1]! < 0) return length;
      }
    }
  }

  /** Keeps the state just read, or the one that it leaps to, unless it is known. */
  #keep(parent: number, symbol: number, many: boolean, length: number, visitor: Visitor): void {
    const { positions, count, settled } = this.#frontier;
    let leap = 0;
    const from = positions[0] ?? 0;
    let folds = false;
    if (count > 0 && parent >= 0) {
      leap = this.#leapLength();
      if (leap > 0 && !visitor.passes(settled)) leap = 0;
      const { fold, ops } = this.#program;
      if (fold !== undefined) {
        for (let i = 0; i < leap && !folds; i++) folds = hasVariants(ops[from + i]!, fold);
      }
      if (leap > 0) for (let i = 0; i < count; i++) positions[i]! += leap;
    }
    let hash = settled + 1;
    for (let i = 0; i < count; i++) {
      hash = Math.imul(hash ^ positions[i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const head = this.#heads.get(hash);
    for (let known = head ?? -1; known >= 0; known = this.#next[known]!) {
      if (this.#base[known] !== settled || !sameStart(this.#live[known]!, positions, count)) continue;
      this.#arrivals[known] = 2;
      return;
    }
    const state = this.#live.push(positions.slice(0, count)) - 1;
    this.#next.push(head ?? -1);
    this.#heads.set(hash, state);
    this.#base.push(settled);
    this.#parent.push(parent);
    this.#symbol.push(symbol);
    this.#leap.push(leap);
    this.#leapFrom.push(from);
    this.#arrivals.push(many || folds ? 2 : 1);
    this.#work += count + leap;
    const queue = this.#queues[length + leap];
    if (queue === undefined) this.#queues[length + leap] = [state];
    else queue.push(state);
  }
}

const NONE: readonly number[] = [];
const PLAIN_FILLERS = fillersOf([FILLERS]);

/** The characters of some texts, each once. */
function fillersOf(texts: readonly string[]): readonly number[] {
  const fillers = new Set<number>();
  for (const text of texts) {
    for (const character of text) {
      const point = character.codePointAt(0)!;
      if (symbolKind(point) === "other") fillers.add(point);
    }
  }
  return [...fillers];
}

function sameStart(kept: Int32Array, out: Int32Array, count: number): boolean {
  if (kept.length !== count) return false;
  for (let i = 0; i < count; i++) if (kept[i] !== out[i]) return false;
  return true;
}
