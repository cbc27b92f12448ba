// Trusted: what is said here of equal values must hold in every request.
import {
  type Atom,
  type Formula,
  globSet,
  makeGlob,
  type Rules,
  textsIn,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { readsValues, type ValueAtom } from "../choice.ts";
import { globsIn, isDependent, literalsOf, type Same, withSet } from "./relation.ts";

/** Facts about equalities: equal values lie in the same sets and match the same patterns, and equality is transitive. */
export function equalityFacts(atoms: readonly Atom[], rules: Rules): Formula[] {
  const equalities = atoms.filter((atom): atom is Same => atom.is === "same");
  if (equalities.length === 0) return [];
  const accounts = accountsIn(atoms).map((id) => textsIn([id]));
  const facts = equalities.flatMap((atom) => {
    const sets = setsAround(atom, equalities, atoms);
    return sameFacts(atom, sets, isAccountPair(atom) ? accounts : sets.flatMap(singles), rules);
  });
  facts.push(...transitive(equalities, rules));
  for (const atom of equalities) facts.push(...congruent(atom, atoms, rules));
  return facts;
}

/** Equal values lie in the same sets; two that can only be one value are equal. */
function sameFacts(atom: Same, sets: readonly ValueSet[], single: readonly ValueSet[], rules: Rules): Formula[] {
  const { build } = rules;
  const same = build.atom(atom);
  const { left, right } = atom;
  const facts = [build.implies(same, build.all(rules.present(left), rules.present(right)))];
  for (const set of [...sets, ...single]) {
    facts.push(build.implies(same, build.iff(rules.in(left, set), rules.in(right, set))));
  }
  for (const set of single) facts.push(build.implies(build.all(rules.in(left, set), rules.in(right, set)), same));
  return facts;
}

/** The sets without variables that are asked of a view which equalities, one after the other, relate to this one's. */
function setsAround(atom: Same, equalities: readonly Same[], atoms: readonly Atom[]): ValueSet[] {
  const near = new Set<View>([atom.left, atom.right]);
  for (let size = 0; size < near.size; ) {
    size = near.size;
    for (const { left, right } of equalities) if (near.has(left) || near.has(right)) near.add(left).add(right);
  }
  return [
    ...new Set(
      atoms.flatMap((other) =>
        other.is === "in" && near.has(other.view) && variablesIn(other.set).length === 0 ? [other.set] : [],
      ),
    ),
  ];
}

/** Two of three equalities in a triangle give the third. */
function transitive(equalities: readonly Same[], rules: Rules): Formula[] {
  const { build } = rules;
  const between = new Map(equalities.map((atom) => [`${atom.left}\n${atom.right}`, build.atom(atom)]));
  const equal = (a: View, b: View) => between.get(`${a}\n${b}`) ?? between.get(`${b}\n${a}`);
  const views = [...new Set(equalities.flatMap(({ left, right }) => [left, right]))].sort();
  const facts: Formula[] = [];
  for (const [i, a] of views.entries()) {
    for (const [j, b] of views.entries()) {
      if (j <= i) continue;
      for (const c of views.slice(j + 1)) {
        const [ab, bc, ac] = [equal(a, b), equal(b, c), equal(a, c)];
        if (ab === undefined || bc === undefined || ac === undefined) continue;
        facts.push(build.implies(build.all(ab, bc), ac));
        facts.push(build.implies(build.all(ab, ac), bc));
        facts.push(build.implies(build.all(bc, ac), ab));
      }
    }
  }
  return facts;
}

/** Patterns that differ only in which of two equal views they read, as variable or as text, match the same. */
function congruent({ left, right, ...rest }: Same, atoms: readonly Atom[], rules: Rules): Formula[] {
  const { build } = rules;
  const same = build.atom({ ...rest, left, right });
  const dependent = atoms.filter((atom): atom is ValueAtom => readsValues(atom) && globsIn(atom.set).some(isDependent));
  const facts: Formula[] = [];
  const known = new Set(dependent.map((atom) => build.atom(atom).id));
  const relate = (one: Formula, other: Formula): void => {
    if (one !== other && other.is === "atom" && known.has(other.id)) {
      facts.push(build.implies(same, build.iff(one, other)));
    }
  };
  for (const atom of dependent) {
    const own = build.atom(atom);
    const renamed = renamedIn(atom.set, left, right);
    if (renamed !== null) relate(own, withSet(atom, renamed, rules));
    if (atom.is === "in" && atom.view === left) relate(own, rules.in(right, atom.set));
  }
  return facts;
}

/** The set with one view in the place of another; null where it does not read that one. Equal views both have a value, so no default stands in. */
function renamedIn(set: ValueSet, from: View, to: View): ValueSet | null {
  if (set.is !== "globs" || !variablesIn(set).includes(from)) return null;
  return globSet(
    set.globs.map((glob) =>
      makeGlob(
        glob.tokens.map((token) => (token.is === "variable" && token.view === from ? { ...token, view: to } : token)),
        glob.fold,
      ),
    ),
  );
}

function isAccountPair({ left, right }: Same): boolean {
  return left === "caller:account" && right === "owner";
}

function singles(set: ValueSet): ValueSet[] {
  return literalsOf(set).map((text) => textsIn([text]));
}

/** The accounts that a question writes down anywhere, in order. */
export function accountsIn(atoms: readonly Atom[]): string[] {
  const found = new Set<string>();
  for (const atom of atoms) {
    if (!readsValues(atom)) continue;
    for (const { tokens } of globsIn(atom.set)) {
      for (const token of tokens)
        if (token.is === "text") for (const [id] of token.text.matchAll(/\d{12}/g)) found.add(id);
    }
  }
  return [...found].sort();
}
