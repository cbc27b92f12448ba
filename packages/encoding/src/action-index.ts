// Checked: by the class tables, which the same names are looked up in, and by the evaluator.

import { matchesGlob } from "@keyaki/domains";
import { foldAscii, type Glob, type ValueSet } from "@keyaki/semantics";

/** Looks texts up in a set of action patterns fast: literals by hash, the others by their service prefix. */
export class ActionIndex {
  readonly #literals = new Set<string>();
  readonly #byPrefix = new Map<string, Glob[]>();
  readonly #anywhere: Glob[] = [];
  readonly #whole: boolean;

  constructor(set: ValueSet & { readonly is: "globs" }) {
    let whole = false;
    for (const glob of set.globs) {
      const [first, ...rest] = glob.tokens;
      if (first?.is === "text" && rest.length === 0) {
        this.#literals.add(foldAscii(first.text));
      } else if (first?.is === "many" && rest.length === 0) {
        whole = true;
      } else if (first?.is === "text" && first.text.includes(":")) {
        const prefix = foldAscii(first.text.slice(0, first.text.indexOf(":")));
        const list = this.#byPrefix.get(prefix) ?? [];
        list.push(glob);
        this.#byPrefix.set(prefix, list);
      } else this.#anywhere.push(glob);
    }
    this.#whole = whole;
  }

  /** Whether the action, in lower case, lies in the set. */
  has(lower: string): boolean {
    if (this.#whole || this.#literals.has(lower)) return true;
    const near = this.#byPrefix.get(lower.slice(0, Math.max(0, lower.indexOf(":"))));
    return (near?.some((glob) => matches(glob, lower)) ?? false) || this.#anywhere.some((glob) => matches(glob, lower));
  }
}

function matches({ tokens, fold }: Glob, lower: string): boolean {
  const [first, second] = tokens;
  if (tokens.length === 2 && first?.is === "text" && second?.is === "many")
    return lower.startsWith(foldAscii(first.text));
  const constant = tokens.filter((token) => token.is !== "variable");
  return constant.length === tokens.length && matchesGlob({ tokens: constant, fold }, lower);
}
