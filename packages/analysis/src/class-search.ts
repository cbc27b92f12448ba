// Trusted: this is the road of one question, from classes to a confirmed request or a proof.
import {
  type Abstraction,
  isRelation,
  type Limits,
  lazyAction,
  lazyText,
  plainMisses,
  relationFacts,
  type Selection,
  Undecidable,
} from "@keyaki/encoding";
import { atomsOf, type Formula, type PinnedAssumptions, type View } from "@keyaki/semantics";
import type { Claim } from "./claim.ts";
import type { Context } from "./context.ts";
import type { Existence } from "./existence.ts";
import type { Spellings } from "./known-actions.ts";
import { type Leaf, leafTakenApart, leavesOf, NOTHING_SELECTED } from "./leaf.ts";
import { lemmaFrom } from "./lemma.ts";
import type { Pace } from "./pace.ts";
import { type Found, RequestFinder } from "./requests.ts";
import { axiomsBehind, Residuals } from "./residuals.ts";
import { Stopped } from "./stopped.ts";
import type { Engine, Reason } from "./verdict.ts";

/** How often a refused model may teach a lemma before the question is given up. */
const MAX_LEMMAS = 6;
/** How often a model of texts whose classes are not listed may teach that no text is like it. */
const MAX_LAZY_LEMMAS = 400;
const BATCH = 16;

/** What is learnt of a refused model: of relations between texts, or that no text is what it says of one. */
type Refinement = "relations" | "texts";

/** The first engine: classes of each field, and what is left of the question as clauses over them. */
export class ClassSearch {
  readonly #question: Formula;
  readonly #assumptions: PinnedAssumptions;
  readonly #context: Context;
  readonly #finder: RequestFinder;
  readonly #residuals: Residuals;
  readonly #pace: Pace;
  /** Most models are confirmed, and most proofs found, without taking any text apart: that is done where one is refused. */
  readonly #limits: Limits;
  /** What holds of the question's relations: the same in every round. */
  #facts: readonly Formula[] | undefined;
  readonly #lemmas: Formula[] = [];
  /** No lemma was learnt in a round before. */
  #isFirst = true;
  /** Texts whose sets are asked one by one, since their classes are too many to list. */
  readonly #lazy = new Set<View>();
  readonly #usedAxioms = new Set<string>();
  #engine: Engine = "syntactic";

  constructor(
    claim: Claim,
    question: Formula,
    assumptions: PinnedAssumptions,
    context: Context,
    spelled: Spellings,
    pace: Pace,
  ) {
    this.#question = question;
    this.#assumptions = assumptions;
    this.#context = context;
    this.#finder = new RequestFinder(claim, context, spelled, pace);
    this.#limits = { ...pace.limits, listedStates: context.options.listedStates, takesApart: false };
    this.#residuals = new Residuals(context, this.#limits, this.#lazy);
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
    const left = { relations: MAX_LEMMAS, texts: MAX_LAZY_LEMMAS };
    while (left.relations >= 0 && left.texts >= 0) {
      try {
        const answer = await this.#round(conditions);
        if (answer !== "relations" && answer !== "texts") return answer;
        left[answer]--;
        this.#isFirst = false;
      } catch (error) {
        if (error instanceof Undecidable && error.view !== null && !this.#lazy.has(error.view)) {
          this.#lazy.add(error.view);
        } else if (error instanceof Undecidable || error instanceof Stopped) return this.#unknown(error.reason);
        else throw error;
      }
    }
    if (left.texts < 0) return this.#unknown({ code: "classes-exhausted", states: this.#context.options.listedStates });
    return this.#unknown({ code: "relations", variables: relationsIn(this.#question) });
  }

  #unknown(reason: Reason): Existence {
    return { is: "unknown", reason, engine: this.#engine };
  }

  async #round(conditions: readonly Formula[]): Promise<Existence | Refinement> {
    const { rules, spent } = this.#context;
    this.#usedAxioms.clear();
    this.#facts ??= spent.time("classes", () => relationFacts(this.#question, rules));
    const question = rules.build.all(this.#question, ...this.#facts, ...this.#lemmas, ...conditions);
    if (question.is === "never") return { is: "none", axioms: [], engine: this.#engine };
    const leaves = spent.time("classes", () => leavesOf(question, rules, this.#limits, undefined, this.#lazy));
    // Leaves that no condition limits need no solver.
    const settled = leaves.filter((leaf) => leaf.residual.is === "always");
    const found = this.#finder.firstAt(settled, NOTHING_SELECTED, question, this.#assumptions);
    if (found !== null) return { is: "some", found, engine: this.#engine };
    if (settled.length > 0) {
      return this.#unknown({ code: "invariant", what: "no request was confirmed for a class that needs none" });
    }
    return this.#solveLeaves(leaves, question);
  }

  async #solveLeaves(leaves: readonly Leaf[], question: Formula): Promise<Existence | Refinement> {
    const waiting: Group[] = byResidual(leaves);
    let any: Found | null = null;
    let unknown: Existence | null = null;
    let refined: Refinement | null = null;
    while (waiting.length > 0 && any === null) {
      const stopped = await this.#pace.step();
      if (stopped !== null) return this.#unknown({ code: "solver", detail: stopped });
      const batch = waiting.splice(0, BATCH);
      this.#engine = "propositional";
      const solved = await this.#residuals.solve(batch.map((group) => group.residual));
      for (const [index, each] of solved.entries()) {
        const group = batch[index]?.leaves ?? [];
        for (const axiom of axiomsBehind(each)) this.#usedAxioms.add(axiom);
        if (each.answer.is === "unknown") {
          unknown ??= this.#unknown({ code: "solver", detail: each.answer.reason.code });
        } else if (each.answer.is === "sat") {
          const model = each.abstraction.read(each.answer.model);
          const spelled =
            this.#lazy.size === 0
              ? { group, selection: model }
              : this.#context.spent.time("confirm", () => this.#spellOut(group, model));
          if (spelled === "texts") {
            refined ??= spelled;
            continue;
          }
          const { group: leavesHere, selection } = spelled;
          const found: Found | null = this.#finder.firstAt(leavesHere, selection, question, this.#assumptions, any);
          if (found?.realistic) return { is: "some", found, engine: this.#engine };
          any ??= found;
          if (found !== null) continue;
          const isLearnt = this.#learn(leavesHere, selection, question);
          // A lemma costs less than taking texts apart, and mostly is enough once.
          const more = isLearnt && this.#isFirst ? null : this.#takenApart(batch[index], selection);
          if (more !== null) waiting.push(...more);
          else if (isLearnt) refined ??= "relations";
          else unknown ??= this.#unknown(refusalOf(each.abstraction, selection, this.#question));
        }
      }
    }
    if (any !== null) return { is: "some", found: any, engine: this.#engine };
    if (refined !== null) return refined;
    return unknown ?? { is: "none", axioms: [...this.#usedAxioms].sort(), engine: this.#engine };
  }

  /** Values for the texts that were left open; what is learnt instead where there are none. */
  #spellOut(
    group: readonly Leaf[],
    model: Selection,
  ): { readonly group: readonly Leaf[]; readonly selection: Selection } | "texts" {
    const keys = new Map(model.keys);
    let selection: Selection = { ...model, keys };
    let leaves = group;
    for (const view of this.#lazy) {
      const text = lazyText(view, model.truths, this.#context.rules, this.#pace.limits);
      switch (text.is) {
        case "lemma":
          this.#lemmas.push(text.lemma);
          return "texts";
        case "exhausted":
          throw new Undecidable({ code: "classes-exhausted", states: this.#context.options.listedStates });
        case "absent":
          keys.set(view, null);
          break;
        case "held": {
          const [first = ""] = text.values;
          if (view === "action") {
            const { action, classes } = lazyAction(model.truths, first);
            leaves = group.map((leaf) => ({ ...leaf, actions: [action], classes }));
          } else if (view === "resource") selection = { ...selection, resource: first };
          else keys.set(view, { set: text.set, values: text.values });
        }
      }
    }
    return { group: leaves, selection };
  }

  /** The leaves of a group whose model was refused, with what taking texts apart says; null where that says nothing more. */
  #takenApart(group: Group | undefined, { truths }: Selection): Group[] | null {
    if (group === undefined || group.isApart === true || ![...truths.keys()].some(isRelation)) return null;
    const { rules, spent } = this.#context;
    const apart = spent.time("classes", () =>
      group.leaves.flatMap((leaf) => leafTakenApart(leaf, rules, this.#pace.limits) ?? []),
    );
    if (apart.length === group.leaves.length && apart.every(({ residual }) => residual === group.residual)) return null;
    return byResidual(apart).map((each) => ({ ...each, isApart: true }));
  }

  #learn(group: readonly Leaf[], selection: Selection, question: Formula): boolean {
    const [leaf] = group;
    if (leaf === undefined) return false;
    const { rules, spent } = this.#context;
    const lemmas = spent.time("confirm", () =>
      [...this.#finder.refusedAt(leaf, selection, question)].flatMap(
        (request) => lemmaFrom(request, selection, rules) ?? [],
      ),
    );
    this.#lemmas.push(...lemmas);
    return lemmas.length > 0;
  }
}

/** Leaves with one residual. */
interface Group {
  readonly residual: Formula;
  readonly leaves: readonly Leaf[];
  /** Its texts were taken apart. */
  readonly isApart?: boolean;
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
