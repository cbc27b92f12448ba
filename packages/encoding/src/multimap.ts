// Checked: it gives back what was put in.

/** Several values for a key, in the order in which they came. */
export class Multimap<K, V> {
  readonly #lists = new Map<K, V[]>();

  add(key: K, value: V): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [value]);
    else list.push(value);
  }

  get(key: K): readonly V[] {
    return this.#lists.get(key) ?? [];
  }

  keys(): Iterable<K> {
    return this.#lists.keys();
  }
}
