// Trusted: a class of texts that is missing here makes a verdict "proved" that is not.
import type { TextSet } from "./glob.ts";
import { compileTexts, type Program } from "./program.ts";
import { type Members, membersKey } from "./signatures.ts";
import { type Limits, type Visitor, Walk } from "./walk.ts";

/** The texts that lie in the same sets. */
export interface Cell {
  /** The indices of the sets that hold the cell's texts. */
  readonly members: Members;
  /** `membersKey(members)`, to look a cell up. */
  readonly key: string;
  /** A text of the cell, a shortest one where no letters are involved; the same for the same sets, in whatever order their globs come. */
  readonly sample: string;
  /** True: the cell holds exactly this text. False says nothing. */
  readonly only: boolean;
}

/** How far a partition may go. */
export interface PartitionLimits extends Limits {
  /** Cells that may be found; any number unless given. */
  readonly maxCells?: number;
}

/** All inhabited cells, those with short samples first; or how many states were kept when a limit was reached. */
export type Partition =
  | { readonly is: "cells"; readonly cells: readonly Cell[] }
  | { readonly is: "exhausted"; readonly states: number };

/** A state with more live memberships than this is walked on without asking what could come of it. */
const MAX_FORESEEN = 6;

/**
 * Cuts the set of all texts into classes by the sets that hold them. Exact: the signature of every text is a cell, and
 * every cell holds its sample. With letters the universe is all texts over characters and the letters mentioned.
 */
export function partitionTexts(sets: readonly TextSet[], limits: PartitionLimits = {}): Partition {
  const program = compileTexts(sets);
  const walk = new Walk(program, limits);
  const recorder = new SignatureRecorder(program, limits.maxCells);
  if (walk.run(recorder) !== "done") return { is: "exhausted", states: walk.states };
  const cells: Cell[] = recorder.found.map(({ signature, from, symbol, many }) => {
    const members = program.signatures.members(signature);
    return {
      members,
      key: membersKey(members),
      sample: walk.textOf(from, symbol),
      only: !many && recorder.isSingle(signature) && walk.isSingle(from),
    };
  });
  return { is: "cells", cells };
}

/** The first text met with a signature: one more symbol from a state. */
interface Found {
  readonly signature: number;
  readonly from: number;
  readonly symbol: number;
  readonly many: boolean;
}

/** Records every signature once, and stops where all signatures that can still come are recorded. */
export class SignatureRecorder implements Visitor {
  readonly found: Found[] = [];
  readonly #program: Program;
  /** By signature: 0 not met, 1 met by one step, 2 met again or possible in a part that was not walked. */
  readonly #met: number[] = [];
  readonly #ahead = new Int32Array(1 << MAX_FORESEEN);
  readonly #blocks = new Int32Array(MAX_FORESEEN);
  readonly #most: number;

  /** `most`: signatures that may be met; one more stops the walk. */
  constructor(program: Program, most: number = Number.POSITIVE_INFINITY) {
    this.#program = program;
    this.#most = most;
  }

  isSingle(signature: number): boolean {
    return this.#met[signature] === 1;
  }

  arrive(signature: number, from: number, symbol: number, many: boolean): boolean {
    if (this.#met[signature] === undefined) {
      this.#met[signature] = 1;
      this.found.push({ signature, from, symbol, many });
    } else this.#met[signature] = 2;
    return this.found.length > this.#most;
  }

  passes(signature: number): boolean {
    if (this.#met[signature] === undefined) return false;
    this.#met[signature] = 2;
    return true;
  }

  hopeless(base: number, live: Int32Array, count: number): boolean {
    if (this.#met[base] === undefined) return false;
    const { block, signatures } = this.#program;
    const ahead = this.#ahead;
    const blocks = this.#blocks;
    let signaturesAhead = 1;
    let seen = 0;
    ahead[0] = base;
    for (let i = 0; i < count; i++) {
      const membership = block[live[i]!]!;
      if (isAmong(blocks, seen, membership)) continue;
      if (seen === MAX_FORESEEN) return false;
      blocks[seen++] = membership;
      for (let k = signaturesAhead - 1; k >= 0; k--) {
        const union = signatures.union(ahead[k]!, membership);
        if (this.#met[union] === undefined) return false;
        ahead[signaturesAhead++] = union;
      }
    }
    for (let k = 0; k < signaturesAhead; k++) this.#met[ahead[k]!] = 2;
    return true;
  }
}

/** Whether a number is one of the first `count`, the last of them looked at first. */
function isAmong(numbers: Int32Array, count: number, wanted: number): boolean {
  for (let i = count - 1; i >= 0; i--) if (numbers[i] === wanted) return true;
  return false;
}
