// Trusted: where a prepared request keeps the values of its condition keys.

/** So many shapes are kept; requests of others have one each, which is only slower. */
const MOST = 4096;

/**
 * The names of a request's condition keys in their order. Requests of one source mostly carry the same keys, so that they share a
 * shape and the place of a key is looked up once for many of them.
 */
export class KeyShape {
  /** The place of each name. */
  readonly places: ReadonlyMap<string, number>;
  readonly #longer = new Map<string, KeyShape>();
  readonly #kept: { shapes: number };

  constructor(places: ReadonlyMap<string, number> = new Map(), kept: { shapes: number } = { shapes: 0 }) {
    this.places = places;
    this.#kept = kept;
  }

  /** The place of a key's values; -1: it is absent. */
  placeOf(name: string): number {
    return this.places.get(name) ?? -1;
  }

  /** The shape with one more name at its end. */
  with(name: string): KeyShape {
    const known = this.#longer.get(name);
    if (known !== undefined) return known;
    const made = new KeyShape(new Map([...this.places, [name, this.places.size]]), this.#kept);
    if (this.#kept.shapes < MOST) {
      this.#kept.shapes++;
      this.#longer.set(name, made);
    }
    return made;
  }
}
