// Trusted: a text not found where there is one reads as "contained" or "disjoint".
import type { TextSet } from "./glob.ts";
import { globKey } from "./glob.ts";
import { compileTexts, type Program } from "./program.ts";
import { hasMember } from "./signatures.ts";
import { type Limits, type Visitor, Walk } from "./walk.ts";

/** The texts that lie in every set of `within` and in no set of `without`. */
export interface Search {
  readonly within: readonly TextSet[];
  readonly without: readonly TextSet[];
}

export interface FindOptions extends Limits {
  /** Characters to use first where any will do, most wanted first; then letters and digits. */
  readonly prefer?: readonly string[];
}

/** A shortest such text, the same for the same sets; null if there is none; "exhausted" if the limit came first. */
export function findText(search: Search, options: FindOptions = {}): string | null | "exhausted" {
  if (search.within.some((set) => set.length === 0)) return null;
  const program = compileTexts([...search.within, ...search.without]);
  const walk = new Walk(program, options, options.prefer);
  const seeker = new Seeker(program, search.within.length, search.within.length + search.without.length);
  const end = walk.run(seeker);
  if (end === "exhausted") return "exhausted";
  return seeker.found === undefined ? null : walk.textOf(seeker.found.from, seeker.found.symbol);
}

/** Whether every text of `small` is in `big`, for all values of the letters in them. */
export function containsTexts(big: TextSet, small: TextSet, limits: Limits = {}): boolean | "exhausted" {
  const keys = new Set(big.map(globKey));
  const left = small.filter((glob) => !keys.has(globKey(glob)));
  if (left.length === 0) return true;
  const found = findText({ within: [left], without: [big] }, limits);
  return found === "exhausted" ? found : found === null;
}

/** Whether no text is in both sets. */
export function disjointTexts(a: TextSet, b: TextSet, limits: Limits = {}): boolean | "exhausted" {
  const found = findText({ within: [a, b], without: [] }, limits);
  return found === "exhausted" ? found : found === null;
}

/** Looks for one text whose signature holds all of the first `within` indices and none of the others. */
class Seeker implements Visitor {
  found: { readonly from: number; readonly symbol: number } | undefined;
  readonly #program: Program;
  readonly #within: number;
  readonly #width: number;
  /** By signature: what it has to do with the goal, computed once. */
  readonly #verdicts: ("hit" | "short" | "spoilt")[] = [];

  constructor(program: Program, within: number, width: number) {
    this.#program = program;
    this.#within = within;
    this.#width = width;
  }

  arrive(signature: number, from: number, symbol: number): boolean {
    if (this.#verdict(signature) !== "hit") return false;
    this.found = { from, symbol };
    return true;
  }

  /** A settled membership never goes away, and no other comes than those of the live positions. */
  hopeless(base: number, live: Int32Array, count: number): boolean {
    if (this.#verdict(base) === "spoilt") return true;
    const { block, signatures } = this.#program;
    let most = base;
    let last = -1;
    for (let i = 0; i < count; i++) {
      const membership = block[live[i]!]!;
      if (membership === last) continue;
      last = membership;
      most = signatures.union(most, membership);
    }
    const members = signatures.members(most);
    for (let index = 0; index < this.#within; index++) if (!hasMember(members, index)) return true;
    return false;
  }

  passes(signature: number): boolean {
    return this.#verdict(signature) !== "hit";
  }

  #verdict(signature: number): "hit" | "short" | "spoilt" {
    const known = this.#verdicts[signature];
    if (known !== undefined) return known;
    const members = this.#program.signatures.members(signature);
    let verdict: "hit" | "short" | "spoilt" = "hit";
    for (let index = 0; index < this.#width && verdict !== "spoilt"; index++) {
      const isMember = hasMember(members, index);
      if (index >= this.#within && isMember) verdict = "spoilt";
      else if (index < this.#within && !isMember) verdict = "short";
    }
    this.#verdicts[signature] = verdict;
    return verdict;
  }
}
