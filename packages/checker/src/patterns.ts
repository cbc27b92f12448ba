// Trusted: patterns with variables taken for others than they are.
import {
  type Atom,
  type CallerRow,
  type Glob,
  type GlobToken,
  globSet,
  makeGlob,
  type ValueSet,
  type View,
  variablesIn,
} from "@keyaki/semantics";

export type ValueAtom = Atom & { readonly is: "in" | "some" };

export function readsValues(atom: Atom): atom is ValueAtom {
  return atom.is === "in" || atom.is === "some";
}

/** Whether classes of fields can say nothing of the atom: it relates fields. */
export function isRelation(atom: Atom): boolean {
  return atom.is === "same" || (readsValues(atom) && variablesIn(atom.set).length > 0);
}

export function isDependent(glob: Glob): boolean {
  return glob.tokens.some((token) => token.is === "variable");
}

/** The sets that a set is made of. */
export function basesOf(set: ValueSet): readonly ValueSet[] {
  return set.is === "difference" ? [...basesOf(set.from), ...basesOf(set.minus)] : [set];
}

/** The globs of a set, those that are taken away among them. */
export function globsIn(set: ValueSet): readonly Glob[] {
  return basesOf(set).flatMap((base) => (base.is === "globs" ? base.globs : []));
}

/** The glob with anything in the place of its variables. */
export function widened(glob: Glob): Glob {
  return makeGlob(
    glob.tokens.map((token) => (token.is === "variable" ? { is: "many", colon: token.colon } : token)),
    glob.fold,
  );
}

/** The pattern that is one variable alone. */
export function variableGlob(view: View): Glob {
  return makeGlob([{ is: "variable", view, fallback: null, colon: true }], "none");
}

/** A set as a union of globs without variables; null for one that is no such language. */
export function languageOf(set: ValueSet): readonly Glob[] | null {
  switch (set.is) {
    case "globs":
      return set.globs.some(isDependent) ? null : set.globs;
    case "bool":
      return set.values.map((value) => makeGlob([{ is: "text", text: String(value) }], "ascii"));
    case "parses":
      if (set.family === "arn") return [ARN];
      return set.family === "bool" ? languageOf({ is: "bool", values: [false, true] }) : null;
    default:
      return null;
  }
}

const SEGMENT: GlobToken = { is: "many", colon: false };
const COLON: GlobToken = { is: "text", text: ":" };
/** Texts with five colons or more. */
const ARN: Glob = makeGlob(
  [SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, { is: "many", colon: true }],
  "none",
);

/** The set with these texts in the place of variables (null: none, so that a default stands in). */
export function substituted(set: ValueSet, values: Readonly<Record<View, string | null>>): ValueSet {
  if (set.is === "difference") {
    return { is: "difference", from: substituted(set.from, values), minus: substituted(set.minus, values) };
  }
  if (set.is !== "globs") return set;
  return globSet(
    set.globs.flatMap((glob) => {
      const tokens: GlobToken[] = [];
      for (const token of glob.tokens) {
        if (token.is !== "variable" || !Object.hasOwn(values, token.view)) {
          tokens.push(token);
          continue;
        }
        const text = values[token.view] ?? token.fallback;
        // In a part of an ARN that holds no colon, a value with one cannot match.
        if (text === null || (!token.colon && text.includes(":"))) return [];
        tokens.push({ is: "text", text });
      }
      return [makeGlob(tokens, glob.fold)];
    }),
  );
}

/** How a key is made of the caller's parts for a kind; null: absent; undefined: it does not follow from the caller. */
export function templateOf(row: CallerRow | null, view: View): CallerRow["views"][string] | undefined {
  return row?.views[view];
}
