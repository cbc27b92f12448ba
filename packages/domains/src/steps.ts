// Trusted: a symbol or a position that is lost here is a class that is missing.

/** More than any position. */
const POSITIONS = 2 ** 26;
/** Of a symbol that no position expects. */
const NONE = POSITIONS - 1;
/** As many are sorted by hand: calling the engine's sort costs more. */
const FEW = 24;

/**
 * The symbols that are read from a state, ascending, each with the positions that expect it. One object serves every state of a walk, since a
 * map for each of them costs more than the steps themselves.
 */
export class Steps {
  /** The symbol that was taken last, and the first `count` of the positions that expect it, ascending. */
  symbol = 0;
  readonly positions: Int32Array;
  count = 0;
  /** A symbol and a position in one number each, so that they sort without a comparator. */
  #pairs = new Float64Array(64);
  #end = 0;

  /** `most`: positions that may expect one symbol. */
  constructor(most: number) {
    this.positions = new Int32Array(most);
  }

  clear(): void {
    this.#end = 0;
  }

  /** Adds a step; positions come ascending. */
  expect(symbol: number, position: number): void {
    this.#push(symbol * POSITIONS + position);
  }

  /** Adds a symbol that no position expects, to steps that are sorted and do not have it. */
  add(symbol: number): void {
    const at = this.#from(symbol);
    this.#push(0);
    this.#pairs.copyWithin(at + 1, at, this.#end - 1);
    this.#pairs[at] = symbol * POSITIONS + NONE;
  }

  sort(): void {
    const pairs = this.#pairs;
    const end = this.#end;
    if (end > FEW) {
      pairs.subarray(0, end).sort();
      return;
    }
    for (let i = 1; i < end; i++) {
      const pair = pairs[i]!;
      let at = i;
      for (; at > 0 && pairs[at - 1]! > pair; at--) pairs[at] = pairs[at - 1]!;
      pairs[at] = pair;
    }
  }

  /** Whether a symbol is among steps that are sorted. */
  has(symbol: number): boolean {
    const at = this.#from(symbol);
    return at < this.#end && this.#pairs[at]! < (symbol + 1) * POSITIONS;
  }

  /** Takes the symbol at a place, 0 for the first; gives the place of the next one, or -1 where there is none at this place. */
  take(place: number): number {
    if (place >= this.#end) return -1;
    const pairs = this.#pairs;
    const symbol = Math.floor(pairs[place]! / POSITIONS);
    const low = symbol * POSITIONS;
    this.symbol = symbol;
    this.count = 0;
    let at = place;
    for (; at < this.#end && pairs[at]! < low + POSITIONS; at++) {
      const position = pairs[at]! - low;
      if (position !== NONE) this.positions[this.count++] = position;
    }
    return at;
  }

  /** The place of the first step with this symbol or a greater one. */
  #from(symbol: number): number {
    const wanted = symbol * POSITIONS;
    let low = 0;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#pairs[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #push(pair: number): void {
    if (this.#end === this.#pairs.length) {
      const more = new Float64Array(this.#end * 2);
      more.set(this.#pairs);
      this.#pairs = more;
    }
    this.#pairs[this.#end++] = pair;
  }
}
