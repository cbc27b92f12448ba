// Trusted: an atom taken for one that classes can express, or the other way round, loses what relates it to others.
import {
  type Atom,
  type Formula,
  type Glob,
  globSet,
  makeGlob,
  type Rules,
  textsIn,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { readsValues } from "../choice.ts";

export type Same = Atom & { readonly is: "same" };

/** Whether an atom relates parts of the request that have classes of their own: it becomes a free boolean. */
export function isRelation(atom: Atom): boolean {
  return atom.is === "same" || (readsValues(atom) && variablesIn(atom.set).length > 0);
}

/** Whether the glob holds variables. */
export function isDependent(glob: Glob): boolean {
  return glob.tokens.some((token) => token.is === "variable");
}

/** The globs of a set, those that are taken away among them. */
export function globsIn(set: ValueSet): readonly Glob[] {
  if (set.is === "difference") return [...globsIn(set.from), ...globsIn(set.minus)];
  return set.is === "globs" ? set.globs : [];
}

/** The pattern that is one variable and nothing else. */
export function variableGlob(view: View): Glob {
  return makeGlob([{ is: "variable", view, fallback: null, colon: true }], "none");
}

/** The glob with each variable replaced by "anything": it matches whatever the glob matches under any values. */
export function widened(glob: Glob): Glob {
  return makeGlob(
    glob.tokens.map((token) => (token.is === "variable" ? { is: "many", colon: token.colon } : token)),
    glob.fold,
  );
}

/** What each variable has in one request; null: it has no value, so that a default stands in. */
export type Values = ReadonlyMap<View, string | null>;

/** The set with these values in the place of variables; variables that are not among them stay. */
export function substituted(set: ValueSet, values: Values): ValueSet {
  if (set.is === "difference") {
    return { is: "difference", from: substituted(set.from, values), minus: substituted(set.minus, values) };
  }
  if (set.is !== "globs") return set;
  return globSet(set.globs.flatMap((glob) => substitutedGlob(glob, values) ?? []));
}

/** Null where the pattern matches nothing with these values. */
function substitutedGlob(glob: Glob, values: Values): Glob | null {
  const tokens: Glob["tokens"][number][] = [];
  for (const token of glob.tokens) {
    const value = token.is === "variable" ? values.get(token.view) : undefined;
    if (token.is !== "variable" || value === undefined) {
      tokens.push(token);
      continue;
    }
    const text = value ?? token.fallback;
    // In a part of an ARN that holds no colon, a value with one cannot match: ARNs are cut before values are put in.
    if (text === null || (!token.colon && text.includes(":"))) return null;
    tokens.push({ is: "text", text });
  }
  return makeGlob(tokens, glob.fold);
}

/** "The view has a value that can stand for a variable": a set of values never does, not even a set of one. */
export function canStand(view: View, rules: Rules): Formula {
  return rules.arity(view) === "unknown" ? rules.build.atom({ is: "lone", view }) : rules.present(view);
}

/** "The view's one value is this text." */
export function holdsText(view: View, text: string, rules: Rules): Formula {
  const set = textsIn([text]);
  if (rules.arity(view) === "single") return rules.in(view, set);
  return rules.build.all(rules.build.atom({ is: "lone", view }), rules.some(view, set));
}

/** "The view's value, or some value of it, lies in the set", as the atom asks it of its own set. */
export function withSet(atom: Atom & { readonly is: "in" | "some" }, set: ValueSet, rules: Rules): Formula {
  return atom.is === "in" ? rules.in(atom.view, set) : rules.some(atom.view, set);
}

/** The texts that a set writes out one by one, as they are compared. */
export function literalsOf(set: ValueSet): string[] {
  return globsIn(set).flatMap(({ tokens, fold }) => {
    const [first] = tokens;
    if (fold !== "none" || tokens.length > 1) return [];
    return first === undefined ? [""] : first.is === "text" ? [first.text] : [];
  });
}
