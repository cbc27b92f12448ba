// Trusted: each fact must hold in every request.
import {
  type Atom,
  callerRow,
  type Formula,
  globSet,
  makeGlob,
  type Rules,
  textsIn,
  type View,
  valueSetKey,
  variablesIn,
} from "@keyaki/semantics";
import { jointFact } from "./joint.ts";
import { readsValues, substituted, type ValueAtom, widened } from "./patterns.ts";
import type { Fact } from "./proof.ts";
import { Unproved } from "./unproved.ts";

type Atoms = readonly Atom[];
type Same = Atom & { readonly is: "same" };

/** What a fact of a proof says, as a formula that holds in every request. `atoms`: those of the rest, by place. */
export function factFormula(fact: Fact, atoms: Atoms, rules: Rules): Formula {
  const { build } = rules;
  switch (fact.fact) {
    case "widened":
      return widenedFact(valueAtom(atoms, fact.atom), rules);
    case "instance":
      return instanceFact(valueAtom(atoms, fact.atom), fact.values, rules);
    case "equal": {
      const same = sameAtom(atoms, fact.same);
      const { set } = valueAtom(atoms, fact.atom);
      if (variablesIn(set).length > 0) throw new Unproved("a fact about a set with variables");
      return equalIn(same, set, rules);
    }
    case "equal-text": {
      const same = sameAtom(atoms, fact.same);
      const set = textsIn([fact.text]);
      const both = build.all(rules.in(same.left, set), rules.in(same.right, set));
      return build.all(equalIn(same, set, rules), build.implies(both, build.atom(same)));
    }
    case "transitive":
      return transitiveFact(
        fact.atoms.map((at) => sameAtom(atoms, at)),
        rules,
      );
    case "congruent":
      return congruentFact(
        sameAtom(atoms, fact.same),
        valueAtom(atoms, fact.atoms[0]),
        valueAtom(atoms, fact.atoms[1]),
        rules,
      );
    case "cancelled":
      return cancelledFact(valueAtom(atoms, fact.atoms[0]), valueAtom(atoms, fact.atoms[1]), rules);
    case "joint": {
      const atom = atoms[fact.atom];
      if (atom === undefined) throw new Unproved("a fact about no atom");
      return jointFact(atom, fact.reverse === true, fact.kind === null ? null : callerRow(fact.kind), atoms, rules);
    }
  }
}

function valueAtom(atoms: Atoms, at: number): ValueAtom {
  const atom = atoms[at];
  if (atom === undefined || !readsValues(atom)) throw new Unproved("a fact about an atom that reads no values");
  return atom;
}

function sameAtom(atoms: Atoms, at: number): Same {
  const atom = atoms[at];
  if (atom?.is !== "same") throw new Unproved("a fact about an atom that is no equality");
  return atom;
}

function ask(atom: ValueAtom, set: ValueAtom["set"], rules: Rules): Formula {
  return atom.is === "in" ? rules.in(atom.view, set) : rules.some(atom.view, set);
}

/** "The view has one value, which can stand for a variable." */
function canStand(view: View, rules: Rules): Formula {
  switch (rules.arity(view)) {
    case "single":
      return rules.present(view);
    case "unknown":
      return rules.build.atom({ is: "lone", view });
    default:
      return rules.build.never;
  }
}

function widenedFact(atom: ValueAtom, rules: Rules): Formula {
  const { build } = rules;
  const { set } = atom;
  if (set.is === "difference") {
    const { from, minus } = set;
    if (minus.is !== "globs" || variablesIn(from).length > 0) throw new Unproved("only unions of patterns are widened");
    const least = { is: "difference", from, minus: globSet(minus.globs.map(widened)) } as const;
    return build.implies(ask(atom, least, rules), build.atom(atom));
  }
  if (set.is !== "globs") throw new Unproved("only unions of patterns are widened");
  const [only, ...more] = set.globs;
  const needed =
    only === undefined || more.length > 0
      ? []
      : only.tokens.flatMap((token) =>
          token.is === "variable" && token.fallback === null ? [canStand(token.view, rules)] : [],
        );
  return build.implies(build.atom(atom), build.all(ask(atom, globSet(set.globs.map(widened)), rules), ...needed));
}

function instanceFact(atom: ValueAtom, values: Readonly<Record<View, string | null>>, rules: Rules): Formula {
  const { build } = rules;
  const given = Object.entries(values).map(([view, text]) => {
    if (text === null) return build.not(canStand(view, rules));
    const set = textsIn([text]);
    return rules.arity(view) === "single"
      ? rules.in(view, set)
      : build.all(canStand(view, rules), rules.some(view, set));
  });
  return build.implies(
    build.all(...given),
    build.iff(build.atom(atom), ask(atom, substituted(atom.set, values), rules)),
  );
}

/** Equal values lie in the same sets, and both are there. */
function equalIn(same: Same, set: ValueAtom["set"], rules: Rules): Formula {
  const { build } = rules;
  singleOnly(same, rules);
  const { left, right } = same;
  return build.implies(
    build.atom(same),
    build.all(rules.present(left), rules.present(right), build.iff(rules.in(left, set), rules.in(right, set))),
  );
}

/** An equality of keys that may hold several values says more than that one value is the other. */
function singleOnly({ left, right }: Same, rules: Rules): void {
  if ([left, right].some((view) => rules.arity(view) !== "single")) throw new Unproved("an equality of sets");
}

function transitiveFact(atoms: readonly Same[], rules: Rules): Formula {
  const [one, two, three] = atoms;
  if (one === undefined || two === undefined || three === undefined) throw new Unproved("three equalities are needed");
  const views = new Set(atoms.flatMap(({ left, right }) => [left, right]));
  if (views.size !== 3) throw new Unproved("the equalities are no triangle");
  const { build } = rules;
  return build.implies(build.all(build.atom(one), build.atom(two)), build.atom(three));
}

/** Of two equal views one stands for the other: as the variables of a pattern, or as the text that it is asked of. */
function congruentFact(same: Same, one: ValueAtom, other: ValueAtom, rules: Rules): Formula {
  const { build } = rules;
  singleOnly(same, rules);
  const { left, right } = same;
  const isText =
    valueSetKey(one.set) === valueSetKey(other.set) &&
    ((one.view === left && other.view === right) || (one.view === right && other.view === left));
  const isVariable =
    one.view === other.view &&
    [
      [left, right],
      [right, left],
    ].some(([from = "", to = ""]) => ask(one, renamed(one.set, from, to), rules) === build.atom(other));
  if (one.is !== other.is || (!isText && !isVariable))
    throw new Unproved("the patterns differ in more than equal views");
  return build.implies(build.atom(same), build.iff(build.atom(one), build.atom(other)));
}

function renamed(set: ValueAtom["set"], from: View, to: View): ValueAtom["set"] {
  if (set.is !== "globs") throw new Unproved("only unions of patterns are renamed");
  return globSet(
    set.globs.map(({ tokens, fold }) =>
      makeGlob(
        tokens.map((token) => (token.is === "variable" && token.view === from ? { ...token, view: to } : token)),
        fold,
      ),
    ),
  );
}

/** What two patterns without wildcards, matched by one text, say of their variables once their common ends are gone. */
function cancelledFact(one: ValueAtom, other: ValueAtom, rules: Rules): Formula {
  const { build } = rules;
  if (one.is !== "in" || other.is !== "in" || one.view !== other.view) throw new Unproved("two patterns of two texts");
  let [a, b] = [piecesOf(one), piecesOf(other)];
  const isEqual = (x: Piece | undefined, y: Piece | undefined) =>
    typeof x === "object" && typeof y === "object" ? x.view === y.view : x === y;
  for (let turn = 0; turn < 2; turn++) {
    while (a.length > 0 && b.length > 0 && isEqual(a[0], b[0])) [a, b] = [a.slice(1), b.slice(1)];
    [a, b] = [a.reverse(), b.reverse()];
  }
  const follows = restSays(a, b, rules) ?? restSays(b, a, rules);
  if (follows === null) throw new Unproved("the patterns say nothing of their variables");
  return build.implies(build.all(build.atom(one), build.atom(other)), follows);
}

type Piece = string | { readonly view: View };

function piecesOf({ set }: ValueAtom): Piece[] {
  const [only, ...more] = set.is === "globs" ? set.globs : [];
  if (only === undefined || more.length > 0 || only.fold !== "none") throw new Unproved("no single pattern");
  return only.tokens.flatMap((token): Piece[] => {
    if (token.is === "text") return [...token.text];
    if (token.is !== "variable" || token.fallback !== null) throw new Unproved("a pattern with wildcards or defaults");
    return [{ view: token.view }];
  });
}

function restSays(a: readonly Piece[], b: readonly Piece[], rules: Rules): Formula | null {
  const [first] = a;
  // Both ends are different characters: no text matches both.
  if (typeof first === "string" && typeof b[0] === "string") return rules.build.never;
  if (a.length !== 1 || typeof first !== "object") return null;
  const [second] = b;
  if (b.length === 1 && typeof second === "object") {
    if ([first.view, second.view].some((view) => rules.arity(view) !== "single")) return null;
    const [left = "", right = ""] = [first.view, second.view].sort();
    return rules.build.atom({ is: "same", left, right });
  }
  if (b.some((piece) => typeof piece === "object")) return null;
  const set = textsIn([b.join("")]);
  return rules.arity(first.view) === "single"
    ? rules.in(first.view, set)
    : rules.build.all(canStand(first.view, rules), rules.some(first.view, set));
}
