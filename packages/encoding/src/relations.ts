// Trusted: what is said here of atoms that classes cannot express must hold in every request (soundness rule 6).
import { containsTexts, type Glob as TextGlob, type TextSet } from "@keyaki/domains";
import {
  type Atom,
  atomsOf,
  type Formula,
  type Glob,
  globSet,
  makeGlob,
  type Rules,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { readsValues, type ValueAtom } from "./choice.ts";

/** Whether an atom relates parts of the request that have classes of their own: it becomes a free boolean. */
export function isRelation(atom: Atom): boolean {
  return atom.is === "same" || (readsValues(atom) && variablesIn(atom.set).length > 0);
}

/** The accounts that a question writes down anywhere, in order. */
function accountsIn(atoms: readonly Atom[]): string[] {
  const found = new Set<string>();
  const collect = (set: ValueSet): void => {
    if (set.is === "difference") {
      collect(set.from);
      collect(set.minus);
    } else if (set.is === "globs") {
      for (const { tokens } of set.globs) {
        for (const token of tokens)
          if (token.is === "text") for (const [id] of token.text.matchAll(/\d{12}/g)) found.add(id);
      }
    }
  };
  for (const atom of atoms) if (readsValues(atom)) collect(atom.set);
  return [...found].sort();
}

/** The glob with each variable replaced by "anything": it matches whatever the glob matches under any values. */
export function widened(glob: Glob): Glob {
  return makeGlob(
    glob.tokens.map((token) => (token.is === "variable" ? { is: "many", colon: token.colon } : token)),
    glob.fold,
  );
}

/**
 * Facts about the relations of a question, as formulas that hold in every request; their atoms become classes too.
 * They make many proofs possible; leaving one out can only turn a proof into a candidate.
 */
export function relationFacts(formula: Formula, rules: Rules): Formula[] {
  const atoms = atomsOf([formula]);
  const dependent = atoms.filter((atom): atom is ValueAtom => readsValues(atom) && variablesIn(atom.set).length > 0);
  const facts = dependent.flatMap((atom) => dependentFacts(atom, rules));
  facts.push(...containments(dependent, rules));
  for (const atom of atoms) if (atom.is === "same") facts.push(...sameFacts(atom, atoms, rules));
  return facts;
}

function dependentFacts(atom: ValueAtom, rules: Rules): Formula[] {
  const { build } = rules;
  if (atom.set.is !== "globs") return [];
  const holds = build.atom(atom);
  const constant = globSet(atom.set.globs.map(widened));
  const facts = [
    build.implies(holds, atom.is === "in" ? rules.in(atom.view, constant) : rules.some(atom.view, constant)),
  ];
  const [glob] = atom.set.globs;
  if (atom.set.globs.length === 1 && glob !== undefined) {
    for (const token of glob.tokens) {
      if (token.is !== "variable" || token.fallback !== null) continue;
      // A set of values never stands for a variable, not even a set of one.
      const held =
        rules.arity(token.view) === "unknown"
          ? build.atom({ is: "lone", view: token.view })
          : rules.present(token.view);
      facts.push(build.implies(holds, held));
    }
  }
  return facts;
}

/** One pattern's matches lie within another's whatever the variables hold: found with a letter for each variable. */
function containments(atoms: readonly ValueAtom[], rules: Rules): Formula[] {
  const facts: Formula[] = [];
  for (const small of atoms) {
    for (const big of atoms) {
      if (small === big || small.is !== big.is || small.view !== big.view) continue;
      if (small.set.is !== "globs" || big.set.is !== "globs") continue;
      if (contained(small.set.globs, big.set.globs)) {
        facts.push(rules.build.implies(rules.build.atom(small), rules.build.atom(big)));
      }
    }
  }
  return facts;
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

/** Equal values lie in the same sets; two that can only be one value are equal. */
function sameFacts(atom: Atom & { is: "same" }, atoms: readonly Atom[], rules: Rules): Formula[] {
  const { build } = rules;
  const same = build.atom(atom);
  const { left, right } = atom;
  const facts = [build.implies(same, build.all(rules.present(left), rules.present(right)))];
  const sets = new Set(
    atoms.flatMap((other) =>
      other.is === "in" && readsEither(other.view, left, right) && variablesIn(other.set).length === 0
        ? [other.set]
        : [],
    ),
  );
  for (const set of sets) facts.push(build.implies(same, build.iff(rules.in(left, set), rules.in(right, set))));
  const single = isAccountPair(left, right) ? accountsIn(atoms).map(textSet) : [...sets].flatMap(literalsOf);
  for (const set of single) {
    facts.push(build.implies(same, build.iff(rules.in(left, set), rules.in(right, set))));
    facts.push(build.implies(build.all(rules.in(left, set), rules.in(right, set)), same));
  }
  return facts;
}

function isAccountPair(left: View, right: View): boolean {
  return left === "caller:account" && right === "owner";
}

function readsEither(view: View, left: View, right: View): boolean {
  return view === left || view === right;
}

function textSet(text: string): ValueSet {
  return globSet([makeGlob([{ is: "text", text }], "none")]);
}

function literalsOf(set: ValueSet): ValueSet[] {
  if (set.is !== "globs") return [];
  return set.globs.flatMap((glob) => {
    const [first] = glob.tokens;
    return glob.tokens.length === 1 && first?.is === "text" && glob.fold === "none" ? [globSet([glob])] : [];
  });
}
