// Trusted: the text must be the question, the whole question, and nothing else.
import type { Arity } from "@keyaki/catalog";
import { type Atom, type AxiomInstance, atomsOf, type Formula, fold, type Request, type View } from "@keyaki/semantics";
import { implies, Script, symbol, type Term } from "@keyaki/smt";
import { any, every, negate, YES } from "./connectives.ts";
import { ModelValues } from "./model-values.ts";
import { RequestTerms } from "./request-terms.ts";
import { Sink } from "./sink.ts";
import { classLanguage, type TextClass } from "./text-classes.ts";

export interface SmtLibOptions {
  /** What is asked, in words: comment lines at the top. */
  readonly header?: readonly string[];
  /** How many values a view holds; see `Rules.arity`. */
  arity(view: View): Arity;
  /** The class of resources that the formula is asked for; it asserts them as one membership. */
  readonly resources?: TextClass;
}

/** A question as a script of SMT-LIB 2.6 with one `(check-sat)`. */
export interface SmtLibQuestion {
  /** Begins with the line `; relaxed` when `relaxed`. */
  readonly text: string;
  /** Something could not be said exactly and was left open: satisfiable then does not mean that there is a request. */
  readonly relaxed: boolean;
  /** The names of its constants, as the script spells them. */
  readonly constants: readonly string[];
  /** The request that a model describes; `values` are those of the constants, in their order, as SMT-LIB text. */
  request(values: readonly (string | undefined)[]): Request;
  /** The values of open rules that a model chooses, where they are not the defaults. */
  assumptions(values: readonly (string | undefined)[]): Readonly<Record<string, string>>;
}

/**
 * The question whether a request satisfies the formula and the axioms, in the theory of strings over the base components of a request:
 * satisfiable exactly when there is one (when `relaxed`: satisfiable if there is one). Rules that are open stay open: one boolean for
 * each value but the default.
 */
export function emitSmtLib(formula: Formula, axioms: readonly AxiomInstance[], options: SmtLibOptions): SmtLibQuestion {
  const formulas = [formula, ...axioms.map((axiom) => axiom.holds)];
  const atoms = atomsOf(formulas);
  const sink = new Sink();
  const request = new RequestTerms(atoms, options.arity, sink);
  const negated = negatedAtoms(formulas);
  const seen = new Map<number, Term>();
  const term = (of: Formula): Term =>
    fold<Term>(
      of,
      {
        atom: (atom) => request.atom(atom, negated.has(atom)),
        not: negate,
        all: (values) => every(...values),
        any: (values) => any(...values),
      },
      seen,
    );
  const question = term(formula);
  const { resources } = options;
  const ofClass = resources === undefined ? YES : request.resourceIn(classLanguage(resources));
  const facts = axioms.map((axiom) => ({ id: axiom.id, term: term(axiom.holds) }));
  const header = [...(sink.relaxed ? ["relaxed"] : []), ...(options.header ?? [])];
  // Strings and integers with reals have no name of their own that every solver knows.
  const script = new Script({ logic: sink.reals ? "ALL" : "QF_SLIA", header });
  for (const { term, comment } of sink.constraints) script.assert(term, comment);
  for (const rule of exclusiveRules(atoms)) script.assert(rule, "An open rule has one value.");
  for (const { id, term } of facts) script.assert(term, `Documented fact: ${id}`);
  if (ofClass !== YES) script.assert(ofClass, "The class of resources");
  script.assert(question, "The question");
  const names = [...sink.constants.keys()];
  const valuesOf = (values: readonly (string | undefined)[]) =>
    new ModelValues(new Map(names.map((name, at) => [name, values[at]])));
  return {
    text: script.text(),
    relaxed: sink.relaxed,
    constants: names.map(symbol),
    request: (values) => request.read(valuesOf(values)),
    assumptions: (values) => {
      const model = valuesOf(values);
      return Object.fromEntries(
        atoms.flatMap((atom) =>
          atom.is === "assume" && model.truth(`assume ${atom.name} = ${atom.value}`) ? [[atom.name, atom.value]] : [],
        ),
      );
    },
  };
}

/** No two values of one open rule. */
function exclusiveRules(atoms: readonly Atom[]): Term[] {
  const byName = new Map<string, Atom[]>();
  for (const atom of atoms) if (atom.is === "assume") byName.set(atom.name, [...(byName.get(atom.name) ?? []), atom]);
  const none = new RequestTerms([], () => "single", new Sink());
  return [...byName.values()].flatMap((values) =>
    values.flatMap((value, at) =>
      values.slice(at + 1).map((other) => implies(none.atom(value, false), negate(none.atom(other, false)))),
    ),
  );
}

/** The atoms that stand under an odd number of negations somewhere. */
function negatedAtoms(formulas: readonly Formula[]): Set<Atom> {
  const atoms = new Set<Atom>();
  const seen: readonly [Set<number>, Set<number>] = [new Set(), new Set()];
  const visit = (formula: Formula, under: boolean): void => {
    const visited = seen[under ? 1 : 0];
    if (visited.has(formula.id)) return;
    visited.add(formula.id);
    if (formula.is === "atom") {
      if (under) atoms.add(formula.atom);
    } else if (formula.is === "not") visit(formula.of, !under);
    else if (formula.is === "all" || formula.is === "any") for (const part of formula.of) visit(part, under);
  };
  for (const formula of formulas) visit(formula, false);
  return atoms;
}
