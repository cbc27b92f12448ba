// Trusted: a set that is passed over makes a sample look as if it lay elsewhere.
import { ByBeginning } from "./by-beginning.ts";
import type { Glob, TextSet } from "./glob.ts";
import { matchesGlob } from "./match.ts";

/** Many sets of texts, to be asked which of them hold a text: only globs that begin as it does are matched. */
export class TextIndex {
  readonly #globs = new ByBeginning<{ readonly glob: Glob; readonly index: number }>();

  add(set: TextSet, index: number): void {
    for (const glob of set) {
      const [first] = glob.tokens;
      this.#globs.add(first?.is === "text" && glob.fold === "none" ? first.text : "", { glob, index });
    }
  }

  /** The indices of the sets that hold a text, in no order, repeated where several globs of a set do. */
  holding(text: string): number[] {
    return this.#globs.startsOf(text).flatMap(({ glob, index }) => (matchesGlob(glob, text) ? [index] : []));
  }
}
