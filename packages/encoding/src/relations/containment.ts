// Trusted: a pattern said to lie within another one must do so whatever the variables hold (soundness rule 6).
import { containsTexts, type Glob as TextGlob, type TextSet } from "@keyaki/domains";
import { type Formula, type Glob, type Rules, type ValueSet, valueSetKey } from "@keyaki/semantics";
import type { ValueAtom } from "../choice.ts";

/** One pattern's matches lie within another's whatever the variables hold: found with a letter for each variable. */
export function containments(atoms: readonly ValueAtom[], rules: Rules): Formula[] {
  const facts: Formula[] = [];
  for (const small of atoms) {
    for (const big of atoms) {
      if (small === big || small.is !== big.is || small.view !== big.view) continue;
      if (isContained(small.set, big.set))
        facts.push(rules.build.implies(rules.build.atom(small), rules.build.atom(big)));
    }
  }
  return facts;
}

function isContained(small: ValueSet, big: ValueSet): boolean {
  if (small.is === "globs" && big.is === "globs") return contained(small.globs, big.globs);
  // The more is taken away from a set, the less is left.
  if (small.is !== "difference" || big.is !== "difference") return false;
  if (small.minus.is !== "globs" || big.minus.is !== "globs") return false;
  return valueSetKey(small.from) === valueSetKey(big.from) && contained(big.minus.globs, small.minus.globs);
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
