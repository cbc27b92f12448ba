// Trusted: what is not found here is taken to begin in another way.

/** Things by how they begin: those that may begin alike are found without looking at the others. */
export class ByBeginning<T> {
  readonly #values = new Map<string, T[]>();
  readonly #lengths = new Set<number>();

  add(beginning: string, value: T): void {
    const alike = this.#values.get(beginning);
    if (alike === undefined) this.#values.set(beginning, [value]);
    else alike.push(value);
    this.#lengths.add(beginning.length);
  }

  /** All whose beginning is the start of a text, or all of it. */
  startsOf(text: string): T[] {
    const found: T[] = [];
    for (const length of this.#lengths) {
      if (length <= text.length) found.push(...(this.#values.get(text.slice(0, length)) ?? []));
    }
    return found;
  }
}
