// Trusted: a class of tuples that is missing here makes a verdict "proved" that is not.
import { automatonOf, type Domain, type DomainAutomaton } from "./domain.ts";
import { foldVariants } from "./fold.ts";
import { JointReader, type JointState, type View } from "./joint.ts";
import { type Atom, MANY_BUT_COLON, MARK_UNICODE, ONE_BUT_COLON, SYMBOL_MASK } from "./program.ts";
import { type Members, membersKey, membersOf, sameMembers } from "./signatures.ts";
import { TextIndex } from "./text-index.ts";
import { SignatureRecorder } from "./texts.ts";
import { DEFAULT_MAX_STATES, type Limits, WORK_PER_CHECK, WORK_PER_STATE } from "./walk.ts";

/** A structured value: its components, the texts that are made of them, and the sets these texts may lie in. */
export interface TupleProblem {
  readonly components: readonly Domain[];
  readonly views: readonly View[];
  readonly atoms: readonly Atom[];
  /** Tuples, one value for each component, and values, to prefer as samples; those outside the domains are passed over. */
  readonly examples?: readonly (readonly string[])[];
}

/** The tuples for which the same atoms hold. */
export interface TupleCell {
  /** The indices of the atoms that hold. */
  readonly members: Members;
  readonly key: string;
  /** One value for each component. */
  readonly sample: readonly string[];
  /** True: the cell holds exactly this tuple. False says nothing. */
  readonly only: boolean;
}

export type TuplePartition =
  | { readonly is: "cells"; readonly cells: readonly TupleCell[] }
  | { readonly is: "exhausted"; readonly states: number };

/**
 * Cuts the set of all tuples into classes by the atoms that hold: an atom holds if the text its view makes of the tuple
 * lies in its set. Exact: the signature of every tuple is a cell, and every cell holds its sample. Throws RangeError for
 * a view that names components out of order, twice, or beyond the last.
 */
export function partitionTuples(problem: TupleProblem, limits: Limits = {}): TuplePartition {
  const walk = new TupleWalk(problem, limits);
  if (!walk.run()) return { is: "exhausted", states: walk.states };
  return { is: "cells", cells: walk.cells() };
}

/** A part of a tuple spelled out: the components before `component`, and the beginning of that one. */
interface Node {
  readonly component: number;
  /** State of the component's domain. */
  readonly domain: number;
  readonly joint: JointState;
  readonly parent: number;
  /** The character read last, or -1 where the component before this one was completed. */
  readonly symbol: number;
  /** More than one tuple begins like this, as far as the steps into this node tell. */
  many: boolean;
}

const FILLERS = [..."abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_./"].map((c) => c.charCodeAt(0));
const COLON = 0x3a;

class TupleWalk {
  readonly #problem: TupleProblem;
  readonly #maxStates: number;
  readonly #check: (() => void) | undefined;
  readonly #domains: readonly DomainAutomaton[];
  readonly #reader: JointReader;
  readonly #recorder: SignatureRecorder;
  /** By view: the sets of its atoms. */
  readonly #sets: readonly TextIndex[];
  readonly #nodes: Node[] = [];
  /** By component and joint state: the nodes met, whatever the state of their domain. */
  readonly #known = new Map<string, number[]>();
  /** By component: the nodes that wait. The last component goes first, so that signatures are soon known. */
  readonly #queues: number[][];
  #work = 0;
  #checked = 0;

  constructor(problem: TupleProblem, limits: Limits) {
    this.#problem = problem;
    this.#maxStates = limits.maxStates ?? DEFAULT_MAX_STATES;
    this.#check = limits.check;
    this.#domains = problem.components.map(automatonOf);
    this.#reader = new JointReader(problem.atoms, problem.views, problem.components.length);
    this.#recorder = new SignatureRecorder(this.#reader.program);
    this.#queues = problem.components.map(() => []);
    this.#sets = problem.views.map(() => new TextIndex());
    problem.atoms.forEach(({ view, set }, index) => {
      this.#sets[view]!.add(set, index);
    });
  }

  get states(): number {
    return this.#nodes.length;
  }

  /** False if states or work ran out. */
  run(): boolean {
    this.#keep(0, 0, this.#reader.start(), -1, -1, false);
    const heads = this.#queues.map(() => 0);
    for (let component = this.#queues.length - 1; component >= 0; ) {
      const index = this.#queues[component]![heads[component]!];
      if (index === undefined) {
        component--;
        continue;
      }
      heads[component]!++;
      if (this.#nodes.length > this.#maxStates || this.#work > this.#maxStates * WORK_PER_STATE) return false;
      if (this.#work > this.#checked + WORK_PER_CHECK) {
        this.#checked = this.#work;
        this.#check?.();
      }
      this.#expand(index);
      // One step may have completed the component: what comes next goes first.
      component = Math.min(component + 1, this.#queues.length - 1);
    }
    return true;
  }

  #expand(index: number): void {
    const { component, domain: state, joint } = this.#nodes[index]!;
    if (this.#recorder.hopeless(joint.base, joint.live, joint.live.length)) return;
    const domain = this.#domains[component]!;
    if (domain.accepts(state)) {
      this.#keep(component + 1, 0, this.#reader.complete(joint, component), index, -1, false);
    }
    const { expected, tellsColon } = this.#expectations(joint, component);
    for (let symbolClass = 0; symbolClass < domain.classes.length; symbolClass++) {
      const next = domain.step(state, symbolClass);
      if (next < 0) continue;
      for (const [symbol, many] of symbolsOf(domain, symbolClass, expected, tellsColon)) {
        this.#work += joint.live.length + 1;
        this.#keep(component, next, this.#reader.read(joint, component, symbol), index, symbol, many);
      }
    }
  }

  /** What the globs that read a component tell apart: the characters they expect, and perhaps ":". */
  #expectations(joint: JointState, component: number): { expected: ReadonlySet<number>; tellsColon: boolean } {
    const { ops } = this.#reader.program;
    const expected = new Set<number>();
    let tellsColon = false;
    for (const position of this.#reader.waiting(joint, component)) {
      const op = ops[position]!;
      if (op > SYMBOL_MASK) {
        const fold = (op & MARK_UNICODE) !== 0 ? "unicode" : "ascii";
        for (const variant of foldVariants(op & SYMBOL_MASK, fold)) expected.add(variant);
      } else if (op >= 0) expected.add(op);
      else if (op === ONE_BUT_COLON || op === MANY_BUT_COLON) tellsColon = true;
    }
    return { expected, tellsColon };
  }

  /**
   * Keeps a node, unless it is known, or one is known from which the same and more can be read: the same joint state,
   * and a state of the domain that leaves all values open that this one does.
   */
  #keep(component: number, domain: number, joint: JointState, parent: number, symbol: number, many: boolean): void {
    if (component === this.#domains.length) {
      this.#recorder.arrive(joint.base, parent, symbol, many);
      return;
    }
    if (this.#recorder.hopeless(joint.base, joint.live, joint.live.length)) return;
    const key = `${component} ${joint.base} ${joint.live.join()}`;
    const known = this.#known.get(key);
    for (const index of known ?? []) {
      const node = this.#nodes[index]!;
      if (!this.#domains[component]!.within(domain, node.domain)) continue;
      node.many = true;
      return;
    }
    const index = this.#nodes.push({ component, domain, joint, parent, symbol, many }) - 1;
    if (known === undefined) this.#known.set(key, [index]);
    else known.push(index);
    this.#queues[component]!.push(index);
    this.#work += joint.live.length;
  }

  cells(): TupleCell[] {
    const { signatures } = this.#reader.program;
    const examples = this.#exampleCells();
    return this.#recorder.found.map(({ signature, from, many }) => {
      const members = signatures.members(signature);
      const key = membersKey(members);
      const only = !many && this.#recorder.isSingle(signature) && this.#isSingle(from);
      const found = this.#tupleAt(from);
      return { members, key, sample: only ? found : (examples.get(key) ?? this.#plainer(found, members)), only };
    });
  }

  /** The values of the components up to a node. */
  #tupleAt(index: number): string[] {
    const tuple: string[] = this.#domains.map(() => "");
    for (let at = index; at >= 0; at = this.#nodes[at]!.parent) {
      const { component, symbol } = this.#nodes[at]!;
      if (symbol >= 0) tuple[component] = String.fromCodePoint(symbol) + tuple[component];
    }
    return tuple;
  }

  #isSingle(index: number): boolean {
    for (let at = index; at >= 0; at = this.#nodes[at]!.parent) if (this.#nodes[at]!.many) return false;
    return true;
  }

  /** By cell: the first example that lies in it. */
  #exampleCells(): Map<string, readonly string[]> {
    const cells = new Map<string, readonly string[]>();
    for (const example of this.#problem.examples ?? []) {
      if (example.length !== this.#domains.length || !this.#isTuple(example)) continue;
      const key = membersKey(this.#membersOf(example));
      if (!cells.has(key)) cells.set(key, example);
    }
    return cells;
  }

  #isTuple(values: readonly string[]): boolean {
    return values.every((value, index) => this.#domains[index]!.has(value));
  }

  /** A tuple with as many values as possible taken from the examples, one component after the other, in the same cell. */
  #plainer(tuple: readonly string[], members: Members): readonly string[] {
    const plain = [...tuple];
    for (let index = 0; index < plain.length; index++) {
      for (const example of this.#problem.examples ?? []) {
        const [found, value] = [plain[index]!, example[index]];
        if (value === undefined || !this.#domains[index]!.has(value)) continue;
        plain[index] = value;
        if (sameMembers(this.#membersOf(plain), members)) break;
        plain[index] = found;
      }
    }
    return plain;
  }

  #membersOf(tuple: readonly string[]): Members {
    const { atoms, views } = this.#problem;
    const holding = views.flatMap((view, at) => this.#sets[at]!.holding(viewText(view, tuple)));
    return membersOf(atoms.length, holding);
  }
}

/** The text a view makes of a tuple. */
export function viewText(view: View, tuple: readonly string[]): string {
  return view.map((part) => (part.is === "text" ? part.text : tuple[part.index]!)).join("");
}

/** The characters of a class to try, and whether each stands for more than itself. */
function symbolsOf(
  domain: DomainAutomaton,
  symbolClass: number,
  expected: ReadonlySet<number>,
  tellsColon: boolean,
): [symbol: number, many: boolean][] {
  const { ranges, size } = domain.classes[symbolClass]!;
  const holds = (point: number): boolean => ranges.some(([from, to]) => from <= point && point <= to);
  const apart = [...expected].filter(holds);
  if (tellsColon && !expected.has(COLON) && holds(COLON)) apart.push(COLON);
  apart.sort((a, b) => a - b);
  const symbols = apart.map((symbol): [number, boolean] => [symbol, false]);
  if (size > apart.length) symbols.push([filler(ranges, holds, new Set(apart)), size > apart.length + 1]);
  return symbols;
}

/** A character of the ranges that is not among those told apart; there is one. */
function filler(
  ranges: readonly (readonly [number, number])[],
  holds: (point: number) => boolean,
  apart: ReadonlySet<number>,
): number {
  for (const point of FILLERS) if (holds(point) && !apart.has(point)) return point;
  for (const [from, to] of ranges) {
    for (let point = from; point <= to; point++) {
      if (!apart.has(point)) return point;
    }
  }
  throw new Error("a class of characters with none left to stand for it");
}
