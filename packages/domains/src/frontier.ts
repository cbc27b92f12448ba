// Trusted: a position dropped wrongly is a way to match that is lost.
import { ALL, END, MANY, MANY_BUT_COLON, type Program } from "./program.ts";

/**
 * The positions of a program after one more symbol, while they are gathered. Positions of a membership that is already
 * settled are dropped, since matching once more changes nothing, and so are those that a later `many` subsumes.
 */
export class Frontier {
  /** The first `count` are live, ascending. */
  readonly positions: Int32Array;
  count = 0;
  /** Union of the memberships of globs that have matched whatever follows. */
  settled = 0;
  readonly #program: Program;
  readonly #keepsEnds: boolean;
  /** Memberships of globs that match if nothing follows; stays empty where ends are kept as positions. */
  readonly #accepted: number[] = [];
  #base = 0;
  #hasMany = false;

  constructor(program: Program, keepsEnds: boolean) {
    this.#program = program;
    this.#keepsEnds = keepsEnds;
    this.positions = new Int32Array(program.ops.length + 1);
  }

  begin(base: number): void {
    this.count = 0;
    this.settled = base;
    this.#accepted.length = 0;
    this.#base = base;
    this.#hasMany = false;
  }

  /** Stands at a position, and past it if it is a `many`. Positions come ascending, but the last two may be repeated. */
  enter(position: number): void {
    const { ops, block, signatures } = this.#program;
    const { positions } = this;
    for (let at = position; ; at++) {
      const op = ops[at]!;
      if (op === ALL) {
        this.settled = signatures.union(this.settled, block[at]!);
        return;
      }
      if (op === END && !this.#keepsEnds) {
        const { length } = this.#accepted;
        if (length === 0 || this.#accepted[length - 1] !== block[at]) this.#accepted.push(block[at]!);
        return;
      }
      const { count } = this;
      if ((count === 0 || positions[count - 1] !== at) && (count < 2 || positions[count - 2] !== at)) {
        positions[this.count++] = at;
      }
      if (op !== MANY && op !== MANY_BUT_COLON) return;
      this.#hasMany = true;
    }
  }

  /** Drops what cannot change anything. To be called once all positions are in. */
  settle(): void {
    if (this.settled !== this.#base) this.dropSettled();
    if (this.#hasMany) this.#dropSubsumed();
  }

  /** What the text read so far lies in. */
  signature(): number {
    const { signatures } = this.#program;
    const accepted = this.#accepted;
    if (accepted.length === 0) return this.settled;
    return accepted.length === 1
      ? signatures.union(this.settled, accepted[0]!)
      : signatures.unionAll(this.settled, accepted);
  }

  dropSettled(): void {
    const { block, signatures } = this.#program;
    const { positions } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (!signatures.within(block[positions[i]!]!, this.settled)) positions[kept++] = positions[i]!;
    }
    this.count = kept;
  }

  #dropSubsumed(): void {
    const { low, ops } = this.#program;
    const { positions, count } = this;
    let first = count;
    let from = Number.MAX_SAFE_INTEGER;
    for (let i = count - 1; i >= 0; i--) {
      const position = positions[i]!;
      if (position >= from) continue;
      positions[--first] = position;
      const op = ops[position]!;
      if (op === MANY || op === MANY_BUT_COLON) from = low[position]!;
    }
    positions.copyWithin(0, first, count);
    this.count -= first;
  }
}
