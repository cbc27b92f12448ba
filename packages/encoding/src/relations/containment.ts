// Trusted: a pattern said to lie within another one must do so whatever the variables hold (soundness rule 6).
import { ByBeginning, containsTexts, foldText, type Glob as TextGlob, type TextSet } from "@keyaki/domains";
import { type Formula, type Glob, type Rules, type ValueSet, valueSetKey } from "@keyaki/semantics";
import type { ValueAtom } from "../choice.ts";

/** One pattern's matches lie within another's whatever the variables hold: found with a letter for each variable. */
export function containments(atoms: readonly ValueAtom[], rules: Rules): Formula[] {
  const groups = new Map<string, Patterned[]>();
  for (const [at, atom] of atoms.entries()) {
    const patterns = patternsOf(atom.set);
    if (patterns === null) continue;
    const key = `${atom.is} ${atom.view.length}:${atom.view} ${patterns.beside}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ ...patterns, at });
  }
  const found = [...groups.values()].flatMap(pairsWithin);
  return found
    .sort((a, b) => a.small - b.small || a.big - b.big)
    .flatMap(({ small, big }) => {
      const [inner, outer] = [atoms[small], atoms[big]];
      return inner === undefined || outer === undefined
        ? []
        : [rules.build.implies(rules.build.atom(inner), rules.build.atom(outer))];
    });
}

/** The globs of a set, and what else is to be equal where sets are compared by them. */
interface Patterns {
  readonly globs: readonly Glob[];
  readonly beside: string;
  /** The globs are taken away: the more they are, the less is left. */
  readonly isTaken: boolean;
}

type Patterned = Patterns & { readonly at: number };

function patternsOf(set: ValueSet): Patterns | null {
  if (set.is === "globs") return { globs: set.globs, beside: "", isTaken: false };
  if (set.is !== "difference" || set.minus.is !== "globs") return null;
  return { globs: set.minus.globs, beside: valueSetKey(set.from), isTaken: true };
}

interface Pair {
  readonly small: number;
  readonly big: number;
}

/** The pairs of a group of which one lies within the other; patterns that begin in another way are not compared. */
function pairsWithin(group: readonly Patterned[]): Pair[] {
  const byBeginning = new ByBeginning<Patterned>();
  for (const each of group) for (const glob of each.globs) byBeginning.add(beginningOf(glob), each);
  return group.flatMap((inner) => {
    const [first] = inner.globs;
    const outers = first === undefined ? group : new Set(byBeginning.startsOf(beginningOf(first)));
    return [...outers].flatMap((outer): Pair[] => {
      if (inner === outer || !contained(inner.globs, outer.globs)) return [];
      return [inner.isTaken ? { small: outer.at, big: inner.at } : { small: inner.at, big: outer.at }];
    });
  });
}

const beginnings = new WeakMap<Glob, string>();

/**
 * What a glob reads before its first wildcard, folded, variables by name. Texts of a glob may go on as no other one does, so it lies
 * within others only where one of them begins with all or a part of that.
 */
function beginningOf(glob: Glob): string {
  const known = beginnings.get(glob);
  if (known !== undefined) return known;
  let made = "";
  for (const token of glob.tokens) {
    if (token.is === "one" || token.is === "many") break;
    made += token.is === "text" ? foldText(token.text, "unicode") : `\u0005${nameOf(token)}\u0006`;
  }
  beginnings.set(glob, made);
  return made;
}

type Variable = Glob["tokens"][number] & { readonly is: "variable" };

/** Every variable with a colon in its value and without doubles the cases: beyond this many none is looked at. */
const MOST_VARIABLES = 4;
const COARSENESS = { none: 0, ascii: 1, unicode: 2 } as const;

function contained(small: readonly Glob[], big: readonly Glob[]): boolean {
  // A letter stands for the value letter by letter: where the small pattern folds it and the big one does not, it is not contained.
  const coarsest = Math.max(...small.map((glob) => COARSENESS[glob.fold]));
  if (big.some((glob) => COARSENESS[glob.fold] < coarsest)) return false;
  const names = [...new Set([...small, ...big].flatMap((glob) => glob.tokens.flatMap((token) => nameOf(token) ?? [])))];
  if (names.length > MOST_VARIABLES) return false;
  // A wildcard of one ARN part matches values without colons only, and each variable may hold some or none for itself.
  return Array.from({ length: 1 << names.length }, (_, bits) => bits).every((bits) => {
    const hasColon = (token: Variable) => ((bits >> names.indexOf(nameOf(token) ?? "")) & 1) === 1;
    const withLetters = (globs: readonly Glob[]): TextSet =>
      globs.flatMap(({ fold, tokens }): TextGlob[] => {
        // A value with a colon cannot stand where the pattern's part holds none.
        if (tokens.some((token) => token.is === "variable" && !token.colon && hasColon(token))) return [];
        const lettered = tokens.map((token) =>
          token.is === "variable"
            ? ({ is: "letter", id: names.indexOf(nameOf(token) ?? ""), colon: hasColon(token) } as const)
            : token,
        );
        return [{ fold, tokens: lettered }];
      });
    return containsTexts(withLetters(big), withLetters(small), { maxStates: 2_000 }) === true;
  });
}

/** What a variable stands for: the view, and what takes its place where there is none. */
function nameOf(token: Glob["tokens"][number]): string | null {
  return token.is === "variable" ? JSON.stringify([token.view, token.fallback]) : null;
}
