// Trusted: what is remembered must follow from its key alone.
import type { Condition, Part, Pattern } from "@keyaki/policy";

/** Characters of keys that are kept by one memory: some ten megabytes with what they lead to. */
const MOST_CHARACTERS = 500_000;

/**
 * What was made of some text before, for as long as there is room: then all of it is forgotten and made again. Since it follows from
 * its key alone, whether it was remembered changes nothing but the time.
 */
export class Remembered<T> {
  readonly #made = new Map<string, T>();
  readonly #most: number;
  readonly #sizeOf: (key: string, made: T) => number;
  #size = 0;

  /** How much is kept, and how much of that one takes; characters of keys unless given. */
  constructor(most: number = MOST_CHARACTERS, sizeOf: (key: string, made: T) => number = (key) => key.length) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  get(key: string, make: () => T): T {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = make();
    // A text put together from pieces is kept as these until it is read: as one text it takes a tenth of the room.
    key.charCodeAt(0);
    this.#size += this.#sizeOf(key, made);
    if (this.#size > this.#most) {
      this.#made.clear();
      this.#size = this.#sizeOf(key, made);
    }
    this.#made.set(key, made);
    return made;
  }
}

/** Makes something when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const keys = new WeakMap<readonly Pattern[] | Condition["values"], string>();

/** Equal exactly for lists of patterns of equal parts: the same text has other parts under another version of the policy language. */
export function patternsKey(patterns: readonly Pattern[]): string {
  const known = keys.get(patterns);
  if (known !== undefined) return known;
  let key = "";
  for (const { parts } of patterns) key += `${partsKey(parts)};`;
  keys.set(patterns, key);
  return key;
}

/** `patternsKey` of the patterns of a condition's values. */
export function valuesKey(values: Condition["values"]): string {
  const known = keys.get(values);
  if (known !== undefined) return known;
  let key = "";
  for (const { pattern } of values) key += `${partsKey(pattern.parts)};`;
  keys.set(values, key);
  return key;
}

export function partsKey(parts: readonly Part[]): string {
  let key = "";
  for (const part of parts) {
    switch (part.is) {
      case "text":
        key += `${part.text.length}:${part.text}`;
        break;
      case "one":
        key += "?";
        break;
      case "many":
        key += "*";
        break;
      default:
        key += `$${JSON.stringify(part)}`;
    }
  }
  return key;
}

/** Some patterns, to tell whether another one has equal parts. */
export class PatternKeys {
  /** Most patterns of a list of actions are plain texts: they are their own keys. */
  readonly #texts = new Set<string>();
  readonly #others = new Set<string>();

  constructor(patterns: Iterable<Pattern>) {
    for (const { parts } of patterns) {
      const text = plainText(parts);
      if (text === null) this.#others.add(partsKey(parts));
      else this.#texts.add(text);
    }
  }

  has({ parts }: Pattern): boolean {
    const text = plainText(parts);
    return text === null ? this.#others.has(partsKey(parts)) : this.#texts.has(text);
  }
}

function plainText(parts: readonly Part[]): string | null {
  const [first] = parts;
  return parts.length === 1 && first?.is === "text" ? first.text : null;
}
