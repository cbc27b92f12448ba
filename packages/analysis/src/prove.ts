// Checked: a proof made here is checked before it is given away, and again by whoever doubts it.
import {
  type CallerRowProof,
  checkProof,
  type Fact,
  fieldOf,
  type LeafProof,
  leafClauses,
  leafFormulas,
  orderedAtoms,
  type Proof,
  type ReadingProof,
  readings,
  restsOf,
  setsOf,
  signatureOf,
  type Table,
  type TextRow,
  textSignatures,
  Unproved,
} from "@keyaki/checker";
import type { Limits } from "@keyaki/encoding";
import {
  ActionClasses,
  callerChoices,
  clockChoices,
  instancesOf,
  isRelation,
  ownedChoices,
  possibleCallers,
  readsValues,
  Undecidable,
  type ValueAtom,
  valueCells,
} from "@keyaki/encoding";
import {
  type Atom,
  atomsOf,
  axiomInstances,
  CALLER_VIEWS,
  type CallerRow,
  type Formula,
  type Rules,
  type View,
  variablesIn,
} from "@keyaki/semantics";
import { refute } from "@keyaki/smt";
import { Stopped } from "./stopped.ts";

/** Conflicts that the search for one leaf's steps may take. */
const BUDGET = { conflicts: 20_000 };

/** A proof that no request satisfies the question, or why there is none that can be checked. */
export type Proving = { readonly is: "proof"; readonly proof: Proof } | { readonly is: "none"; readonly why: string };

export function prove(question: Formula, axioms: boolean, limits: Limits, rules: Rules): Proving {
  try {
    const made: ReadingProof[] = readings(question, rules).map(({ value, formula }) => {
      const sets = setsOf(atomsOf([formula]), "action");
      const actions = new ActionClasses(sets, limits).classes.map(({ value: action }) => action);
      const leaves = restsOf(formula, actions, rules).map((rest) => leafOf(rest, axioms, limits, rules));
      return { value, actions, leaves };
    });
    const proof = { readings: made };
    const checked = checkProof(question, proof, axioms, rules);
    return checked.holds ? { is: "proof", proof } : { is: "none", why: checked.why };
  } catch (error) {
    if (error instanceof Unproved) return { is: "none", why: error.message };
    if (error instanceof Undecidable || error instanceof Stopped) return { is: "none", why: error.reason.code };
    throw error;
  }
}

/** A leaf with as little in it as will do: without classes and facts, then with classes, then with plain facts, then with all. */
function leafOf(rest: Formula, axiomsAllowed: boolean, limits: Limits, rules: Rules): LeafProof {
  const atoms = orderedAtoms(rest);
  let axioms: readonly string[] = axiomsAllowed ? axiomInstances(atoms, rules).map(({ id }) => id) : [];
  const attempt = (ids: readonly string[], facts: readonly Fact[], withTables: boolean): LeafProof | null => {
    const draft = { axioms: ids, facts, tables: withTables ? tablesOf(rest, ids, facts, limits, rules) : [] };
    const { clauses, variables } = leafClauses(rest, draft, axiomsAllowed, rules);
    const found = refute({ variables, clauses: Int32Array.from(clauses.flatMap((clause) => [...clause, 0])) }, BUDGET);
    return found.is === "refuted" ? { ...draft, steps: [...found.steps] } : null;
  };
  const bare = attempt([], [], false) ?? attempt([], [], true);
  if (bare !== null) return bare;
  let facts: readonly Fact[] = [];
  let made = attempt(axioms, facts, true);
  for (const stage of [plainFacts, jointFacts]) {
    if (made !== null) break;
    facts = [...facts, ...stage(rest, atoms, rules)];
    made = attempt(axioms, facts, true);
  }
  if (made === null) throw new Unproved("no refutation was found over the classes");
  // Those that the proof can do without are left out.
  for (const id of axioms) {
    const others: readonly string[] = axioms.filter((each) => each !== id);
    const without = attempt(others, facts, true);
    if (without === null) continue;
    axioms = others;
    made = without;
  }
  return made;
}

/** Facts about equalities and written values: what does not hold is refused by the checker and left out here. */
function plainFacts(rest: Formula, atoms: readonly Atom[], rules: Rules): Fact[] {
  const at = new Map(atoms.map((atom, place) => [atom, place]));
  const place = (atom: Atom): number => at.get(atom) ?? -1;
  const relations = atoms.filter(isRelation);
  if (relations.length === 0) return [];
  const dependent = relations.filter((atom): atom is ValueAtom => readsValues(atom));
  const equalities = relations.filter((atom) => atom.is === "same");
  const facts: Fact[] = [];
  for (const atom of dependent) facts.push({ fact: "widened", atom: place(atom) });
  for (const { atom, values } of instancesOf(dependent, atoms, rules)) {
    facts.push({ fact: "instance", atom: place(atom), values: Object.fromEntries(values) });
  }
  const constants = atoms.filter((atom): atom is ValueAtom => atom.is === "in" && !isRelation(atom));
  for (const same of equalities) {
    for (const atom of constants) facts.push({ fact: "equal", same: place(same), atom: place(atom) });
    for (const text of literalsIn(constants)) facts.push({ fact: "equal-text", same: place(same), text });
  }
  for (const one of equalities) {
    for (const other of equalities) {
      for (const third of equalities) {
        if (one !== other && other !== third && one !== third) {
          facts.push({ fact: "transitive", atoms: [place(one), place(other), place(third)] });
        }
      }
    }
  }
  for (const one of dependent) {
    for (const other of dependent) {
      if (one === other) continue;
      facts.push({ fact: "cancelled", atoms: [place(one), place(other)] });
      for (const same of equalities) {
        facts.push({ fact: "congruent", same: place(same), atoms: [place(one), place(other)] });
      }
    }
  }
  return facts.filter((fact) => holdsUp(rest, fact, rules));
}

/** Texts that match a pattern with variables, taken apart. */
function jointFacts(rest: Formula, atoms: readonly Atom[], rules: Rules): Fact[] {
  const at = new Map(atoms.map((atom, place) => [atom, place]));
  const place = (atom: Atom): number => at.get(atom) ?? -1;
  const facts: Fact[] = [];
  const rows = possibleCallers(rest);
  for (const atom of atoms.filter(isRelation)) {
    for (const kind of readsCaller(atom) ? rows.map((row) => row.kind) : [null]) {
      facts.push({ fact: "joint", atom: place(atom), kind });
      if (atom.is === "same") facts.push({ fact: "joint", atom: place(atom), reverse: true, kind });
    }
  }
  return facts.filter((fact) => holdsUp(rest, fact, rules));
}

function readsCaller(atom: Atom): boolean {
  const views = atom.is === "same" ? [atom.left, atom.right] : "view" in atom ? [atom.view] : [];
  const variables = readsValues(atom) ? variablesIn(atom.set) : [];
  return [...views, ...variables].some((view) => CALLER_VIEWS.has(view));
}

const MOST_TEXTS = 40;

function literalsIn(atoms: readonly ValueAtom[]): string[] {
  const texts = new Set<string>();
  for (const { set } of atoms) {
    for (const glob of set.is === "globs" ? set.globs : []) {
      const [first] = glob.tokens;
      if (glob.tokens.length === 1 && first?.is === "text" && glob.fold === "none") texts.add(first.text);
      for (const token of glob.tokens) {
        if (token.is === "text") for (const [id] of token.text.matchAll(/\d{12}/g)) texts.add(id);
      }
    }
  }
  return [...texts].slice(0, MOST_TEXTS);
}

function holdsUp(rest: Formula, fact: Fact, rules: Rules): boolean {
  try {
    leafFormulas(rest, { axioms: [], facts: [fact] }, false, rules);
    return true;
  } catch (error) {
    if (error instanceof Unproved) return false;
    throw error;
  }
}

/** The classes of every field that the clauses of a leaf speak of. */
function tablesOf(
  rest: Formula,
  axioms: readonly string[],
  facts: readonly Fact[],
  limits: Limits,
  rules: Rules,
): Table[] {
  const formulas = leafFormulas(rest, { axioms, facts }, true, rules);
  const atoms = orderedAtoms(rules.build.all(...formulas));
  const byField = new Map<string, Atom[]>();
  for (const atom of atoms) {
    const field = fieldOf(atom);
    if (field !== null) byField.set(field, [...(byField.get(field) ?? []), atom]);
  }
  const tables: Table[] = [];
  const isOwned = (byField.get("owner") ?? []).some((atom) => readsValues(atom));
  for (const [field, own] of byField) {
    if (field === "caller") {
      tables.push(...callerTables(own, rest, limits));
    } else if (field === "owner") {
      const all = [...own, ...(byField.get("resource") ?? [])];
      tables.push({ field, owned: ownedChoices(all, limits).flatMap(({ value }) => value ?? []) });
    } else if (field === "clock") {
      tables.push({ field, instants: clockChoices(own).flatMap(({ value }) => value ?? []) });
    } else if (field !== "resource" || !isOwned) tables.push({ field, texts: textRows(own, field, limits) });
  }
  // Keys that some callers leave free come after the callers.
  return tables.sort((a, b) => Number(a.field !== "caller") - Number(b.field !== "caller"));
}

function callerTables(atoms: readonly Atom[], rest: Formula, limits: Limits): Table[] {
  const rows: readonly CallerRow[] = possibleCallers(rest);
  const callers = callerChoices(rows, atoms, limits);
  const tables: Table[] = [
    {
      field: "caller",
      callers: callers.flatMap(({ value }): CallerRowProof[] =>
        value === null ? [] : [{ kind: value.kind, parts: value.parts }],
      ),
    },
  ];
  const views = new Set(atoms.flatMap((atom) => ("view" in atom ? [atom.view] : [])));
  for (const view of views) {
    if (!rows.some((row) => row.views[view] === undefined)) continue;
    const own = atoms.filter((atom) => "view" in atom && atom.view === view);
    tables.push({ field: view, texts: textRows(own, view, limits) });
  }
  return tables;
}

/** A text of every class of a view; where none is known, the class by its sets. */
function textRows(atoms: readonly Atom[], view: View, limits: Limits): TextRow[] {
  const sets = setsOf(atoms, view);
  const samples = new Map<string, string>();
  for (const { sample } of valueCells(sets, limits)) {
    if (sample !== null) samples.set(signatureOf(sets, sample), sample);
  }
  return [...textSignatures("any", sets)].sort().map((signature) => samples.get(signature) ?? { sets: signature });
}
