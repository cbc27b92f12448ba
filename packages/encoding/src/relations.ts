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
      if (token.is === "variable" && token.fallback === null)
        facts.push(build.implies(holds, rules.present(token.view)));
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

function contained(small: readonly Glob[], big: readonly Glob[]): boolean {
  const letters = new Map<string, number>();
  const withLetters = (globs: readonly Glob[], colon: boolean): TextSet =>
    globs.flatMap((glob): TextGlob[] => {
      // A value with a colon cannot stand where the pattern's part holds none.
      if (colon && glob.tokens.some((token) => token.is === "variable" && !token.colon)) return [];
      return [
        {
          fold: glob.fold,
          tokens: glob.tokens.map((token) => (token.is === "variable" ? letterOf(token, letters, colon) : token)),
        },
      ];
    });
  // Values without colons, and values with: a wildcard of one ARN part matches the first only.
  return [false, true].every(
    (colon) => containsTexts(withLetters(big, colon), withLetters(small, colon), { maxStates: 2_000 }) === true,
  );
}

function letterOf(token: Glob["tokens"][number] & { is: "variable" }, letters: Map<string, number>, colon: boolean) {
  const key = JSON.stringify([token.view, token.fallback]);
  const id = letters.get(key) ?? letters.size;
  letters.set(key, id);
  return { is: "letter", id, colon } as const;
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
