// Trusted: two signatures taken for one would merge two classes.

/** A set of indices, bit i of word i / 32 for index i. */
export type Members = Uint32Array;

/** Whether an index is in a set of indices. */
export function hasMember(members: Members, index: number): boolean {
  return (members[index >>> 5]! & (1 << (index & 31))) !== 0;
}

/** Puts an index into a set of indices. */
export function addMember(members: Members, index: number): void {
  members[index >>> 5]! |= 1 << (index & 31);
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
  for (const index of indices) addMember(members, index);
  return members;
}

/** Numbers sets of indices in order of first appearance, so that the walk handles small integers; 0 is the empty set. */
export class SignatureTable {
  readonly #words: number;
  readonly #sets: Members[] = [];
  /** By hash: the last set with it; and by set: the one before it with the same hash, or -1. */
  readonly #heads = new Map<number, number>();
  readonly #next: number[] = [];
  readonly #unions = new Map<number, number>();
  readonly #scratch: Members;

  constructor(width: number) {
    this.#words = Math.max(1, (width + 31) >>> 5);
    this.#scratch = new Uint32Array(this.#words);
    this.intern(new Uint32Array(this.#words));
  }

  get size(): number {
    return this.#sets.length;
  }

  /** The number of a set; the array is copied if it is new. */
  intern(members: Members): number {
    const hash = hashOf(members);
    const head = this.#heads.get(hash) ?? -1;
    for (let id = head; id >= 0; id = this.#next[id]!) if (sameMembers(this.#sets[id]!, members)) return id;
    const id = this.#sets.push(members.slice()) - 1;
    this.#next.push(head);
    this.#heads.set(hash, id);
    return id;
  }

  members(id: number): Members {
    return this.#sets[id]!;
  }

  /** The number of the union of two numbered sets, remembered: for pairs that come again and again. */
  union(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const pair = a < b ? a * 0x4000000 + b : b * 0x4000000 + a;
    const known = this.#unions.get(pair);
    if (known !== undefined) return known;
    const id = this.unionAll(a, [b]);
    this.#unions.set(pair, id);
    return id;
  }

  /** The number of the union of numbered sets. */
  unionAll(first: number, others: readonly number[]): number {
    const scratch = this.#scratch;
    scratch.set(this.#sets[first]!);
    for (const other of others) {
      const set = this.#sets[other]!;
      for (let word = 0; word < scratch.length; word++) scratch[word]! |= set[word]!;
    }
    return this.intern(scratch);
  }

  /** Whether numbered set `a` lies within numbered set `b`. */
  within(a: number, b: number): boolean {
    const [inner, outer] = [this.#sets[a]!, this.#sets[b]!];
    for (let word = 0; word < inner.length; word++) if ((inner[word]! & ~outer[word]!) !== 0) return false;
    return true;
  }
}

function hashOf(members: Members): number {
  let hash = 0;
  for (let word = 0; word < members.length; word++) {
    hash = Math.imul(hash ^ members[word]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Whether two sets of the same width are equal. */
export function sameMembers(a: Members, b: Members): boolean {
  for (let word = 0; word < a.length; word++) if (a[word] !== b[word]) return false;
  return true;
}
