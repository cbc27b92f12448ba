// Checked: it gives what its source gives, in the same order.

/** What an iterator gives, looked for as it is wanted and kept for whoever asks again. */
export class Remembering<T> implements Iterable<T> {
  readonly #source: Iterator<T>;
  readonly #given: T[] = [];
  #ended = false;

  constructor(source: Iterator<T>) {
    this.#source = source;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = 0; ; at++) {
      if (at === this.#given.length) {
        const next: IteratorResult<T> | null = this.#ended ? null : this.#source.next();
        if (next === null || next.done === true) {
          this.#ended = true;
          return;
        }
        this.#given.push(next.value);
      }
      yield this.#given[at] as T;
    }
  }
}
