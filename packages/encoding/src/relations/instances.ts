// Trusted: what is said here of one value of a variable must hold in every request in which it has that value.
import { type Atom, CALLER_VIEWS, type Formula, keyView, type Rules, type View, variablesIn } from "@keyaki/semantics";
import { readsValues, type ValueAtom } from "../choice.ts";
import { canStand, globsIn, holdsText, literalsOf, substituted, withSet } from "./relation.ts";
import { accountsIn } from "./same.ts";

/** Texts that are tried for one variable, and combinations of texts for one pattern. */
const MOST_TEXTS = 12;
const MOST_COMBINATIONS = 24;

const USERNAME: View = keyView("aws:username");
const ACCOUNTS: ReadonlySet<View> = new Set(
  ["aws:principalaccount", "aws:resourceaccount", "s3:resourceaccount"].map(keyView),
);

/** A pattern with variables and values for all of them (null: none). */
export interface Instance {
  readonly atom: ValueAtom;
  readonly values: ReadonlyMap<View, string | null>;
}

/**
 * Where a variable has a value that the question writes down, or none and a default stands in, a pattern with it is a pattern without:
 * one fact for each such value.
 */
export function instanceFacts(dependent: readonly ValueAtom[], atoms: readonly Atom[], rules: Rules): Formula[] {
  return instancesOf(dependent, atoms, rules).map(({ atom, values }) => instance(atom, values, rules));
}

/** The patterns with variables, with every combination of values that the question writes down. */
export function instancesOf(dependent: readonly ValueAtom[], atoms: readonly Atom[], rules: Rules): Instance[] {
  const texts = new Map<View, readonly (string | null)[]>();
  const textsOf = (view: View, hasDefault: boolean): readonly (string | null)[] => {
    const known = texts.get(view) ?? writtenValues(view, atoms, rules);
    texts.set(view, known);
    return hasDefault ? [null, ...known] : known;
  };
  return dependent.flatMap((atom) => {
    const views = variablesIn(atom.set);
    const defaults = viewsWithDefault(atom);
    let combined: ReadonlyMap<View, string | null>[] = [new Map()];
    for (const view of views) {
      const values = textsOf(view, defaults.has(view));
      combined = combined
        .flatMap((before) => values.map((value) => new Map([...before, [view, value]])))
        .slice(0, MOST_COMBINATIONS);
    }
    // What is taken away from a set is less where one of its variables has no value, whatever the others hold.
    const absent = atom.set.is === "difference" ? views.map((view) => new Map([[view, null]])) : [];
    return [...combined, ...absent].map((values) => ({ atom, values }));
  });
}

function instance(atom: ValueAtom, values: ReadonlyMap<View, string | null>, rules: Rules): Formula {
  const { build } = rules;
  const given = [...values].map(([view, text]) =>
    text === null ? build.not(canStand(view, rules)) : holdsText(view, text, rules),
  );
  const alone = withSet(atom, substituted(atom.set, values), rules);
  return build.implies(build.all(...given), build.iff(build.atom(atom), alone));
}

function viewsWithDefault(atom: ValueAtom): Set<View> {
  const views = new Set<View>();
  for (const { tokens } of globsIn(atom.set)) {
    for (const token of tokens) if (token.is === "variable" && token.fallback !== null) views.add(token.view);
  }
  return views;
}

/** The values of a view that a question writes down: as sets of the view, or in the ARN of a user. */
function writtenValues(view: View, atoms: readonly Atom[], rules: Rules): string[] {
  const found = new Set<string>();
  for (const atom of atoms) {
    if (!readsValues(atom)) continue;
    if (atom.view === view) for (const text of literalsOf(atom.set)) found.add(text);
    if (view === USERNAME && CALLER_VIEWS.has(atom.view)) {
      for (const text of literalsOf(atom.set)) {
        const name = /^arn:[^:]*:iam::\d*:user\/(?:.*\/)?([^/]+)$/.exec(text)?.[1];
        if (name !== undefined) found.add(name);
      }
    }
  }
  if (ACCOUNTS.has(view) && rules.arity(view) === "single") for (const account of accountsIn(atoms)) found.add(account);
  return [...found].slice(0, MOST_TEXTS);
}
