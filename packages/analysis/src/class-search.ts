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
import { type ActionGroup, actionGroups, type Leaf, leafTakenApart, leavesOfGroup, NOTHING_SELECTED } from "./leaf.ts";
import { lemmaFrom } from "./lemma.ts";
import type { Pace } from "./pace.ts";
import { type Found, RequestFinder } from "./requests.ts";
import { axiomsBehind, Residuals, type Solved } from "./residuals.ts";
import { Stopped } from "./stopped.ts";
import type { Engine, Reason } from "./verdict.ts";

/** How often a refused model may teach a lemma before the question is given up. */
const MAX_LEMMAS = 6;
/** How often a model of texts whose classes are not listed may teach that no text is like it. */
const MAX_LAZY_LEMMAS = 400;
/** Groups of actions that are cut, and residuals that are asked, at once at most. */
const BATCH = 16;
/** How many batches more are looked at for a realistic request once there is one of any kind. */
const BATCHES_AFTER_ANY = 3;

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
  /** What holds of all relations of the question, once that is asked for: the same in every round. */
  #allFacts: readonly Formula[] | undefined;
  readonly #lemmas: Formula[] = [];
  /** No lemma was learnt in a round before. */
  #isFirst = true;
  /** Texts whose sets are asked one by one, since their classes are too many to list. */
  readonly #lazy = new Set<View>();
  readonly #usedAxioms = new Set<string>();
  /** A confirmed request that is not realistic: a better one may come. */
  #any: Found | null = null;
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
    const left: Record<Refinement, number> = { relations: MAX_LEMMAS, texts: MAX_LAZY_LEMMAS };
    while (left.relations >= 0 && left.texts >= 0) {
      try {
        const answer = await this.#round(conditions);
        if (answer !== "relations" && answer !== "texts") return answer;
        left[answer]--;
        this.#isFirst = false;
      } catch (error) {
        if (!(error instanceof Undecidable || error instanceof Stopped)) throw error;
        // What is left would only have shown a request that reads better.
        if (this.#any !== null) return { is: "some", found: this.#any, engine: this.#engine };
        if (error instanceof Undecidable && error.view !== null && !this.#lazy.has(error.view)) {
          this.#lazy.add(error.view);
        } else return this.#unknown(error.reason);
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
    const facts = spent.time("classes", () => this.#facts());
    const question = rules.build.all(this.#question, ...facts, ...this.#lemmas, ...conditions);
    if (question.is === "never") return { is: "none", axioms: [], engine: this.#engine };
    const groups = spent.time("classes", () => actionGroups(question, rules, this.#limits, this.#lazy));
    return this.#search(plainFirst(groups), { question, waiting: [], unknown: null, refined: null });
  }

  /** Cuts some groups of actions after the other into leaves, and asks these: most questions with a request have one early. */
  async #search(groups: ActionGroup[], round: Round): Promise<Existence | Refinement> {
    let size = 1;
    let left = BATCHES_AFTER_ANY;
    while (groups.length + round.waiting.length > 0) {
      const stopped = await this.#pace.step();
      if (stopped !== null) throw new Stopped({ code: "solver", detail: stopped });
      if (round.waiting.length === 0) {
        if (this.#any !== null && (this.#finder.isSpent || left-- === 0)) break;
        const leaves = this.#leavesOf(groups.splice(0, size));
        size = Math.min(BATCH, 2 * size);
        if (!this.#settle(leaves, round)) {
          return this.#unknown({ code: "invariant", what: "no request was confirmed for a class that needs none" });
        }
      }
      if (this.#any?.realistic) break;
      const batch = round.waiting.splice(0, BATCH);
      if (batch.length === 0) continue;
      this.#engine = "propositional";
      const solved = await this.#residuals.solve(batch.map((group) => group.residual));
      for (const [index, group] of batch.entries()) {
        const each = solved[index];
        if (each !== undefined) this.#heed(each, group, round);
        if (this.#any?.realistic) break;
      }
    }
    if (this.#any !== null) return { is: "some", found: this.#any, engine: this.#engine };
    if (round.refined !== null) return round.refined;
    return round.unknown ?? { is: "none", axioms: [...this.#usedAxioms].sort(), engine: this.#engine };
  }

  /** Requests at leaves that no condition limits, which need no solver; the others wait. False: a request that must be there was not found. */
  #settle(leaves: readonly Leaf[], { question, waiting }: Round): boolean {
    const settled = leaves.filter((leaf) => leaf.residual.is === "always");
    if (settled.length > 0) {
      this.#any = this.#finder.firstAt(settled, NOTHING_SELECTED, question, this.#assumptions, this.#any);
      if (this.#any === null) return false;
    }
    waiting.push(...byResidual(leaves.filter((leaf) => leaf.residual.is !== "always")));
    return true;
  }

  /** What the answer to a group's residual says of the question. */
  #heed(solved: Solved, group: Group, round: Round): void {
    const { abstraction, answer } = solved;
    for (const axiom of axiomsBehind(solved)) this.#usedAxioms.add(axiom);
    if (answer.is === "unknown") round.unknown ??= this.#unknown({ code: "solver", detail: answer.reason.code });
    if (answer.is !== "sat") return;
    const model = abstraction.read(answer.model);
    const spelled =
      this.#lazy.size === 0
        ? { leaves: group.leaves, selection: model }
        : this.#context.spent.time("confirm", () => this.#spellOut(group.leaves, model));
    if (spelled === "texts") {
      round.refined ??= spelled;
      return;
    }
    const { leaves, selection } = spelled;
    this.#any = this.#finder.firstAt(leaves, selection, round.question, this.#assumptions, this.#any);
    if (this.#any !== null) return;
    const isLearnt = this.#learn(leaves, selection, round.question);
    // A lemma costs less than taking texts apart, as more facts do, and mostly is enough once.
    const more = this.#isFirst ? null : this.#takenApart(group, selection);
    if (more !== null) round.waiting.push(...more);
    else if (isLearnt || (this.#isFirst && abstraction.relaxed)) round.refined ??= "relations";
    else round.unknown ??= this.#unknown(refusalOf(abstraction, selection, this.#question));
  }

  /**
   * What is known to hold of relations. At first only what each group of actions asks about itself, which settles nearly all of them; where
   * a model was refused, all that the whole question asks.
   */
  #facts(): readonly Formula[] {
    if (this.#isFirst) return [];
    this.#allFacts ??= relationFacts(this.#question, this.#context.rules);
    return this.#allFacts;
  }

  #leavesOf(groups: readonly ActionGroup[]): Leaf[] {
    const { rules, spent } = this.#context;
    const withFacts = (group: ActionGroup): ActionGroup =>
      this.#isFirst
        ? { ...group, residual: rules.build.all(group.residual, ...relationFacts(group.residual, rules)) }
        : group;
    return spent.time("classes", () =>
      groups.flatMap((group) => leavesOfGroup(withFacts(group), rules, this.#limits, this.#lazy)),
    );
  }

  /** Values for the texts that were left open; what is learnt instead where there are none. */
  #spellOut(
    given: readonly Leaf[],
    model: Selection,
  ): { readonly leaves: readonly Leaf[]; readonly selection: Selection } | "texts" {
    const keys = new Map(model.keys);
    let selection: Selection = { ...model, keys };
    let leaves = given;
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
            leaves = given.map((leaf) => ({ ...leaf, actions: [action], classes }));
          } else if (view === "resource") selection = { ...selection, resource: first };
          else keys.set(view, { set: text.set, values: text.values });
        }
      }
    }
    return { leaves, selection };
  }

  /** The leaves of a group whose model was refused, with what taking texts apart says; null where that says nothing more. */
  #takenApart(group: Group, { truths }: Selection): Group[] | null {
    if (group.isApart === true || ![...truths.keys()].some(isRelation)) return null;
    const { rules, spent } = this.#context;
    const apart = spent.time("classes", () =>
      group.leaves.flatMap((leaf) => leafTakenApart(leaf, rules, this.#pace.limits) ?? []),
    );
    if (apart.length === group.leaves.length && apart.every(({ residual }) => residual === group.residual)) return null;
    return byResidual(apart).map((each) => ({ ...each, isApart: true }));
  }

  #learn([leaf]: readonly Leaf[], selection: Selection, question: Formula): boolean {
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

/** One search through the question, with the lemmas that there are. */
interface Round {
  readonly question: Formula;
  /** What was cut and is not answered yet. */
  readonly waiting: Group[];
  /** Why no proof can come of it. */
  unknown: Existence | null;
  /** What was learnt: it is to be searched again. */
  refined: Refinement | null;
}

/** Leaves with one residual. */
interface Group {
  readonly residual: Formula;
  readonly leaves: readonly Leaf[];
  /** Its texts were taken apart. */
  readonly isApart?: boolean;
}

/**
 * The plainest groups first: those of which only the action and the resource are asked need no solver, and those without relations have no
 * model that is refused. Among equals those that ask least.
 */
function plainFirst(groups: readonly ActionGroup[]): ActionGroup[] {
  const weighed = groups.map((group) => {
    const atoms = atomsOf([group.residual]);
    const isBare = atoms.every((atom) => "view" in atom && atom.view === "resource");
    return { group, rank: atoms.some(isRelation) ? 2 : isBare ? 0 : 1, size: atoms.length };
  });
  return weighed.sort((a, b) => a.rank - b.rank || a.size - b.size).map(({ group }) => group);
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
