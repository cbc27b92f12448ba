// Trusted: this is the road of one question, from classes to a confirmed request or a proof.
import {
  type Abstraction,
  isRelation,
  plainMisses,
  relationFacts,
  type Selection,
  Undecidable,
} from "@keyaki/encoding";
import { atomsOf, type Formula, type PinnedAssumptions } from "@keyaki/semantics";
import type { Claim } from "./claim.ts";
import type { Context } from "./context.ts";
import type { Existence } from "./existence.ts";
import { type Leaf, leavesOf, NOTHING_SELECTED } from "./leaf.ts";
import { lemmaFrom } from "./lemma.ts";
import type { Pace } from "./pace.ts";
import { type Found, RequestFinder } from "./requests.ts";
import { axiomsBehind, Residuals } from "./residuals.ts";
import type { Engine, Reason } from "./verdict.ts";

/** How often a refused model may teach a lemma before the question is given up. */
const MAX_LEMMAS = 6;
const BATCH = 16;

/** The first engine: classes of each field, and what is left of the question as clauses over them. */
export class ClassSearch {
  readonly #question: Formula;
  readonly #assumptions: PinnedAssumptions;
  readonly #context: Context;
  readonly #finder: RequestFinder;
  readonly #residuals: Residuals;
  readonly #pace: Pace;
  readonly #lemmas: Formula[] = [];
  readonly #usedAxioms = new Set<string>();
  #engine: Engine = "syntactic";

  constructor(
    claim: Claim,
    question: Formula,
    assumptions: PinnedAssumptions,
    context: Context,
    spelled: ReadonlyMap<string, string>,
    pace: Pace,
  ) {
    this.#question = question;
    this.#assumptions = assumptions;
    this.#context = context;
    this.#finder = new RequestFinder(claim, context, spelled);
    this.#residuals = new Residuals(context);
    this.#pace = pace;
  }

  async run(): Promise<Existence> {
    const answer = await this.#answer();
    if (answer.is !== "unknown" || answer.reason.code !== "relations") return answer;
    // Requests that were tried may all have fallen foul of variables that a plainer request keeps out of the way.
    const plain = await this.#answer(plainMisses(this.#question, this.#context.rules));
    return plain.is === "some" ? plain : answer;
  }

  async #answer(conditions: readonly Formula[] = []): Promise<Existence> {
    try {
      for (let round = 0; round <= MAX_LEMMAS; round++) {
        const answer = await this.#round(conditions);
        if (answer !== "refine") return answer;
      }
      return this.#unknown({ code: "relations", variables: relationsIn(this.#question) });
    } catch (error) {
      if (error instanceof Undecidable) return this.#unknown(error.reason);
      throw error;
    }
  }

  #unknown(reason: Reason): Existence {
    return { is: "unknown", reason, engine: this.#engine };
  }

  async #round(conditions: readonly Formula[]): Promise<Existence | "refine"> {
    const { rules, options } = this.#context;
    const facts = [...relationFacts(this.#question, rules), ...this.#lemmas];
    const question = rules.build.all(this.#question, ...facts, ...conditions);
    if (question.is === "never") return { is: "none", axioms: [], engine: this.#engine };
    const leaves = leavesOf(question, rules, options.maxStates);
    // Leaves that no condition limits need no solver.
    const settled = leaves.filter((leaf) => leaf.residual.is === "always");
    const found = this.#finder.firstAt(settled, NOTHING_SELECTED, question, this.#assumptions);
    if (found !== null) return { is: "some", found, engine: this.#engine };
    if (settled.length > 0) {
      return this.#unknown({ code: "invariant", what: "no request was confirmed for a class that needs none" });
    }
    return this.#solveLeaves(leaves, question);
  }

  async #solveLeaves(leaves: readonly Leaf[], question: Formula): Promise<Existence | "refine"> {
    const groups = byResidual(leaves);
    let any: Found | null = null;
    let unknown: Existence | null = null;
    let refined = false;
    for (let at = 0; at < groups.length && any === null; at += BATCH) {
      const stopped = await this.#pace.step();
      if (stopped !== null) return this.#unknown({ code: "solver", detail: stopped });
      const batch = groups.slice(at, at + BATCH);
      this.#engine = "propositional";
      const solved = await this.#residuals.solve(batch.map((group) => group.residual));
      for (const [index, each] of solved.entries()) {
        const group = batch[index]?.leaves ?? [];
        for (const axiom of axiomsBehind(each)) this.#usedAxioms.add(axiom);
        if (each.answer.is === "unknown") {
          unknown ??= this.#unknown({ code: "solver", detail: each.answer.reason.code });
        } else if (each.answer.is === "sat") {
          const selection = each.abstraction.read(each.answer.model);
          const found: Found | null = this.#finder.firstAt(group, selection, question, this.#assumptions, any);
          if (found?.realistic) return { is: "some", found, engine: this.#engine };
          any ??= found;
          if (found === null && this.#learn(group, selection, question)) refined = true;
          else if (found === null) unknown ??= this.#unknown(refusalOf(each.abstraction, selection, this.#question));
        }
      }
    }
    if (any !== null) return { is: "some", found: any, engine: this.#engine };
    if (refined) return "refine";
    return unknown ?? { is: "none", axioms: [...this.#usedAxioms].sort(), engine: this.#engine };
  }

  #learn(group: readonly Leaf[], selection: Selection, question: Formula): boolean {
    const [leaf] = group;
    if (leaf === undefined) return false;
    const lemmas = [...this.#finder.refusedAt(leaf, selection, question)].flatMap(
      (request) => lemmaFrom(request, selection, this.#context.rules) ?? [],
    );
    this.#lemmas.push(...lemmas);
    return lemmas.length > 0;
  }
}

/** Leaves with one residual together: it is answered once. */
export function byResidual(leaves: readonly Leaf[]): { readonly residual: Formula; readonly leaves: Leaf[] }[] {
  const distinct = new Map<number, { residual: Formula; leaves: Leaf[] }>();
  for (const leaf of leaves) {
    const group = distinct.get(leaf.residual.id) ?? { residual: leaf.residual, leaves: [] };
    group.leaves.push(leaf);
    distinct.set(leaf.residual.id, group);
  }
  return [...distinct.values()];
}

/** The views that equalities and variables of a question relate. */
export function relationsIn(question: Formula): string[] {
  const views = atomsOf([question])
    .filter(isRelation)
    .flatMap((atom) => (atom.is === "same" ? [atom.left, atom.right] : "view" in atom ? [atom.view] : []));
  return [...new Set(views)].sort();
}

/** Why a model could not be turned into a request. */
export function refusalOf(abstraction: Abstraction, selection: Selection, question: Formula): Reason {
  if (selection.unsampled) return { code: "unsampled", keys: [...selection.keys.keys()].sort() };
  if (abstraction.relaxed) return { code: "relations", variables: relationsIn(question) };
  return { code: "invariant", what: "the evaluator refuses a model of an exact question" };
}
