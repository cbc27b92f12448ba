// Trusted: the globs of every view are read here, while a tuple is spelled out component by component.
import { foldPoint } from "./fold.ts";
import { Frontier } from "./frontier.ts";
import { symbolKind, wildcardMatches } from "./glob.ts";
import {
  type Atom,
  compileAtoms,
  END,
  MANY,
  MANY_BUT_COLON,
  MARK_ASCII,
  MARK_UNICODE,
  ONE,
  type Program,
  SYMBOL_MASK,
} from "./program.ts";

/** A piece of a view: a fixed text, or the value of a component, by index. */
export type ViewPart =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "component"; readonly index: number };

/** A text made of components in ascending order, each at most once, and fixed texts between them. */
export type View = readonly ViewPart[];

/** Where all globs of all views stand after the same part of a tuple. */
export interface JointState {
  /** The union of the memberships that are settled. */
  readonly base: number;
  /** Live positions, ascending. */
  readonly live: Int32Array;
}

/** Reads a tuple from left to right through the globs of all views that can see it. */
export class JointReader {
  readonly program: Program;
  /** By component: the bounds of the positions of the views that read it, as pairs. */
  readonly #readers: readonly (readonly (readonly [from: number, to: number])[])[];
  /** By component, and for -1 as the last: what is read in each view once that component is complete. */
  readonly #following: readonly (readonly Following[])[];
  readonly #frontier: Frontier;

  constructor(atoms: readonly Atom[], views: readonly View[], components: number) {
    const { program, bounds } = compileAtoms(atoms, views.length);
    this.program = program;
    this.#frontier = new Frontier(program, true);
    const readers = Array.from({ length: components }, (): [number, number][] => []);
    const following = Array.from({ length: components + 1 }, (): Following[] => []);
    views.forEach((view, index) => {
      const [from, to] = [bounds[index]!, bounds[index + 1]!];
      let after = components;
      let text = "";
      let least = 0;
      for (const part of view) {
        if (part.is === "text") {
          text += part.text;
          continue;
        }
        if (part.index < least || part.index >= components) throw new RangeError(`view ${index} at ${part.index}`);
        following[after]!.push({ from, to, text, ends: false });
        readers[part.index]!.push([from, to]);
        after = part.index;
        least = part.index + 1;
        text = "";
      }
      following[after]!.push({ from, to, text, ends: true });
    });
    this.#readers = readers;
    this.#following = following;
  }

  /** Before the first component: all views have read what they begin with. */
  start(): JointState {
    const frontier = this.#frontier;
    frontier.begin(0);
    for (const start of this.program.starts) frontier.enter(start);
    frontier.dropSettled();
    frontier.settle();
    return this.#follow(this.#state(), this.#following.length - 1);
  }

  /** Once a component is complete: the views that read it go on with the fixed text that comes next, if any. */
  complete(state: JointState, component: number): JointState {
    return this.#follow(state, component);
  }

  /** After one more character of a component. */
  read(state: JointState, component: number, symbol: number): JointState {
    return this.#read(state, this.#readers[component]!, symbol);
  }

  /** The live positions that read a component. */
  waiting(state: JointState, component: number): number[] {
    const ranges = this.#readers[component]!;
    const found: number[] = [];
    for (const position of state.live) {
      if (ranges.some(([from, to]) => from <= position && position < to)) found.push(position);
    }
    return found;
  }

  #follow(state: JointState, component: number): JointState {
    let at = state;
    for (const { from, to, text, ends } of this.#following[component]!) {
      for (const character of text) at = this.#read(at, [[from, to]], character.codePointAt(0)!);
      if (ends) at = this.#end(at, from, to);
    }
    return at;
  }

  /** A view is complete: its globs match, or they never will. */
  #end(state: JointState, from: number, to: number): JointState {
    const { ops, block, signatures } = this.program;
    const frontier = this.#frontier;
    frontier.begin(state.base);
    for (const position of state.live) {
      if (position < from || position >= to) frontier.enter(position);
      else if (ops[position] === END) frontier.settled = signatures.union(frontier.settled, block[position]!);
    }
    frontier.settle();
    return this.#state();
  }

  #read(state: JointState, ranges: readonly (readonly [number, number])[], symbol: number): JointState {
    const { ops } = this.program;
    const frontier = this.#frontier;
    const kind = symbolKind(symbol);
    frontier.begin(state.base);
    for (const position of state.live) {
      if (!ranges.some(([from, to]) => from <= position && position < to)) {
        frontier.enter(position);
        continue;
      }
      const op = ops[position]!;
      if (op >= 0) {
        if (readsSymbol(op, symbol)) frontier.enter(position + 1);
        continue;
      }
      if (op === END) continue;
      const isMany = op === MANY || op === MANY_BUT_COLON;
      if (!wildcardMatches(isMany ? "many" : "one", op === MANY || op === ONE, kind)) continue;
      frontier.enter(isMany ? position : position + 1);
    }
    frontier.settle();
    return this.#state();
  }

  #state(): JointState {
    const { positions, count, settled } = this.#frontier;
    return { base: settled, live: positions.slice(0, count) };
  }
}

interface Following {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Nothing comes after this text: the view is complete. */
  readonly ends: boolean;
}

function readsSymbol(op: number, symbol: number): boolean {
  if (op <= SYMBOL_MASK) return op === symbol;
  const fold = (op & MARK_UNICODE) !== 0 ? "unicode" : (op & MARK_ASCII) !== 0 ? "ascii" : "none";
  return foldPoint(symbol, fold) === (op & SYMBOL_MASK);
}
