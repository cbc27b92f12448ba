// Trusted: two signatures taken for one would merge two classes.

/** A set of indices, bit i of word i / 32 for index i. */
export type Members = Uint32Array;

/** Whether an index is in a set of indices. */
export function hasMember(members: Members, index: number): boolean {
  return (members[index >>> 5]! & (1 << (index & 31))) !== 0;
}

/** The indices of a set, ascending. */
export function memberIndices(members: Members): number[] {
  const indices: number[] = [];
  for (let word = 0; word < members.length; word++) {
    for (let bits = members[word]!; bits !== 0; bits &= bits - 1)
      indices.push(word * 32 + 31 - Math.clz32(bits & -bits));
  }
  return indices;
}

/** A text equal for two sets of the same width exactly if they are equal. */
export function membersKey(members: Members): string {
  return members.length === 1 ? members[0]!.toString(36) : Array.from(members, (word) => word.toString(36)).join(".");
}

/** The set that holds the given indices out of 0 to `width` - 1. */
export function membersOf(width: number, indices: Iterable<number>): Members {
  const members = new Uint32Array(Math.max(1, (width + 31) >>> 5));
  for (const index of indices) members[index >>> 5]! |= 1 << (index & 31);
  return members;
}

/** Numbers sets of indices in order of first appearance, so that the walk handles small integers; 0 is the empty set. */
export class SignatureTable {
  readonly #words: number;
  readonly #ids = new Map<number | string, number>();
  readonly #sets: Members[] = [];
  readonly #unions = new Map<number, number>();

  constructor(width: number) {
    this.#words = Math.max(1, (width + 31) >>> 5);
    this.intern(new Uint32Array(this.#words));
  }

  get size(): number {
    return this.#sets.length;
  }

  /** The number of a set; the caller does not change the array afterwards. */
  intern(members: Members): number {
    const key = this.#words === 1 ? members[0]! : membersKey(members);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#sets.length;
    this.#ids.set(key, id);
    this.#sets.push(members);
    return id;
  }

  members(id: number): Members {
    return this.#sets[id]!;
  }

  /** The number of the union of two numbered sets. */
  union(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const pair = a < b ? a * 0x4000000 + b : b * 0x4000000 + a;
    const known = this.#unions.get(pair);
    if (known !== undefined) return known;
    const [left, right] = [this.#sets[a]!, this.#sets[b]!];
    const members = new Uint32Array(this.#words);
    for (let word = 0; word < this.#words; word++) members[word] = left[word]! | right[word]!;
    const id = this.intern(members);
    this.#unions.set(pair, id);
    return id;
  }

  /** Whether numbered set `a` lies within numbered set `b`. */
  within(a: number, b: number): boolean {
    return this.union(a, b) === b;
  }
}
