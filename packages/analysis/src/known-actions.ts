// Checked: names that make witnesses and lists readable; the classes decide.
import type { Catalog } from "@keyaki/catalog";
import { type ActionCandidate, type ActionClass, type ActionLookup, Remembering } from "@keyaki/encoding";
import type { Policy } from "@keyaki/policy";
import { type Atom, atomsOf, type Formula, foldAscii, type ValueSet } from "@keyaki/semantics";

/** How the policies spell actions that the catalog does not know, read when one is first asked for. */
export class Spellings {
  readonly #policies: readonly Policy[];
  #spelled: Map<string, string> | undefined;

  constructor(policies: readonly Policy[]) {
    this.#policies = policies;
  }

  /** The action, which is in lower case, as a policy writes it. */
  get(lower: string): string | undefined {
    this.#spelled ??= new Map(
      this.#policies.flatMap(({ statements }) =>
        statements.flatMap(({ action }) =>
          action.patterns.map(({ written }): [string, string] => [foldAscii(written), written]),
        ),
      ),
    );
    return this.#spelled.get(lower);
  }
}

const MOST_TRIED = 3_000;

const candidates = new WeakMap<ActionClass, Map<number, Remembering<ActionCandidate>>>();

/**
 * Up to `most` actions of a class, looked for as they are wanted and once: those of the catalog first, then those that are only written
 * in a policy, then one that nobody has. A class belongs to one question, so the other arguments are the same each time.
 */
export function actionsIn(
  action: ActionClass,
  classes: ActionLookup,
  formula: Formula,
  catalog: Catalog,
  spelled: Spellings,
  most: number,
): Iterable<ActionCandidate> {
  const ofClass = candidates.get(action) ?? new Map<number, Remembering<ActionCandidate>>();
  candidates.set(action, ofClass);
  const found = ofClass.get(most) ?? new Remembering(findActions(action, classes, formula, catalog, spelled, most));
  ofClass.set(most, found);
  return found;
}

function* findActions(
  action: ActionClass,
  classes: ActionLookup,
  formula: Formula,
  catalog: Catalog,
  spelled: Spellings,
  most: number,
): Generator<ActionCandidate> {
  let known = 0;
  let unknown: ActionCandidate | undefined;
  const seen = new Set<string>();
  let tried = 0;
  for (const name of namesNear(action, formula, catalog)) {
    const lower = foldAscii(name);
    if (seen.has(lower)) continue;
    seen.add(lower);
    if (++tried > MOST_TRIED) break;
    if (classes.classOf(lower) !== action) continue;
    const found = catalog.action(lower) ?? null;
    const candidate = { name: found?.name ?? spelled.get(lower) ?? name, known: found };
    if (found === null) unknown ??= candidate;
    else {
      yield candidate;
      if (++known >= most) break;
    }
  }
  if (unknown !== undefined) yield unknown;
  yield { name: spelled.get(action.value) ?? action.value, known: null };
}

/** Names that may lie in the class: those that it is known to hold or to begin with, then those of the least set that holds it. */
function* namesNear(action: ActionClass, formula: Formula, catalog: Catalog): Generator<string> {
  for (const { text, itself } of action.places) {
    if (itself) yield text;
    else yield* catalog.actionsWithPrefix(text);
  }
  const inside = actionAtoms(formula).flatMap((atom) => (action.has(atom) ? [atom.set] : []));
  const [smallest] = inside.sort((a, b) => effort(a, catalog) - effort(b, catalog));
  if (smallest?.is === "globs") {
    for (const { tokens } of smallest.globs) {
      const [first, ...rest] = tokens;
      if (first?.is === "text" && rest.length === 0) yield first.text;
      else yield* catalog.actionsWithPrefix(first?.is === "text" ? first.text : "");
    }
    return;
  }
  yield* catalog.actionNames;
}

/** About how many names a set of patterns stands for. */
function effort(set: ValueSet, catalog: Catalog): number {
  if (set.is !== "globs") return Number.MAX_SAFE_INTEGER;
  return set.globs.reduce((sum, { tokens }) => {
    const [first] = tokens;
    return sum + (first?.is !== "text" ? catalog.actionNames.length : tokens.length === 1 ? 1 : NAMES_OF_A_WILDCARD);
  }, 0);
}

const NAMES_OF_A_WILDCARD = 50;

const actionAtomsOf = new WeakMap<Formula, readonly (Atom & { readonly is: "in" })[]>();

/** The sets of actions that a formula asks about; looked for once, since every class of its actions asks. */
function actionAtoms(formula: Formula): readonly (Atom & { readonly is: "in" })[] {
  const known = actionAtomsOf.get(formula);
  if (known !== undefined) return known;
  const made = atomsOf([formula]).flatMap((atom) => (atom.is === "in" && atom.view === "action" ? [atom] : []));
  actionAtomsOf.set(formula, made);
  return made;
}
