// Checked: lists are made of answered residuals, and each group shows a confirmed request.
import {
  type ActionClass,
  type ActionLookup,
  type Limits,
  readsValues,
  splitResources,
  Undecidable,
} from "@keyaki/encoding";
import {
  type Atom,
  atomsOf,
  type Formula,
  type ResourceWildcard,
  type StatementMeaning,
  type ValueSet,
} from "@keyaki/semantics";
import { type Claim, formulaOf } from "./claim.ts";
import { refusalOf } from "./class-search.ts";
import type { Context } from "./context.ts";
import { statementsNear } from "./difference.ts";
import type { Spellings } from "./known-actions.ts";
import { NOTHING_SELECTED } from "./leaf.ts";
import { Pace } from "./pace.ts";
import { type QuestionReading, readingsOf } from "./readings.ts";
import { type Found, RequestFinder } from "./requests.ts";
import { Residuals } from "./residuals.ts";
import { actionLists, type PatternSet, patternSets, sortWildcards, type Wildcards } from "./statement-lists.ts";
import { type AnsweredPart, listingLimits, StatementParts } from "./statement-parts.ts";
import { Stopped } from "./stopped.ts";
import type { Reason, StatementRef, UndecidedActions } from "./verdict.ts";

/** What one statement newly gives (or no longer stops), to one list of resource patterns, beside the same other statements. */
export interface RawGroup {
  readonly meaning: StatementMeaning;
  readonly actions: ReturnType<typeof actionLists>;
  /** Patterns of the statement that newly reach something; all of NotResource's when `negated`. */
  readonly resources: readonly string[];
  readonly negated: boolean;
  readonly unless: readonly StatementRef[];
  readonly found: Found;
}

/** What a listing is about. */
export interface Listing {
  readonly claim: Claim;
  /** The statements that give the higher decision: Allows of the wider side, or Denies that were lifted. */
  readonly giving: readonly StatementMeaning[];
  /** Statements that decide a part already: earlier grants, Denies that stand. */
  readonly deciding: readonly StatementMeaning[];
  /** Statements of `giving` that stand on both sides and so give nothing by themselves: where one gives, another one does. */
  readonly shared: ReadonlySet<StatementMeaning>;
}

/** What one reading of the open rule about wildcards shows. */
export interface ReadingGroups {
  readonly groups: readonly RawGroup[];
  readonly undecided: readonly UndecidedActions[];
}

/** All access behind a claim, statement by statement, for one reading after the other, the documented one first; readings that show nothing are left out. */
export async function* listGroups(
  listing: Listing,
  context: Context,
  spelled: Spellings,
): AsyncGenerator<ReadingGroups> {
  const pace = new Pace(context.options);
  const residuals = new Residuals(context, pace.limits);
  for (const reading of readingsOf(listing.claim.formula, context.rules)) {
    const groups: RawGroup[] = [];
    const undecided: UndecidedActions[] = [];
    for (const meaning of listing.giving) {
      if (listing.shared.has(meaning)) continue;
      const stopped = await pace.step();
      if (stopped !== null) {
        undecided.push({ actions: writtenActions(meaning), reason: { code: "solver", detail: stopped } });
        continue;
      }
      const lister = new StatementLister(listing, meaning, reading, context, spelled, residuals, pace);
      try {
        await lister.run();
        groups.push(...lister.groups);
        undecided.push(...lister.undecided);
      } catch (error) {
        if (!(error instanceof Undecidable || error instanceof Stopped)) throw error;
        undecided.push({
          actions: writtenActions(meaning),
          reason: error.reason,
        });
      }
    }
    if (groups.length > 0 || undecided.length > 0) yield { groups, undecided };
  }
}

function writtenActions({ statement }: StatementMeaning): string[] {
  return statement.action.patterns.map((pattern) => pattern.written);
}

/** A group in the making. */
interface Draft {
  readonly actions: ActionClass[];
  readonly resources: readonly string[];
  readonly unless: readonly StatementMeaning[];
  readonly reached: Reached[];
}

/** A pattern all of whose actions are reached is named once, in the group that holds most of them. */
function mostOf({ set }: PatternSet, drafts: readonly Draft[]): Draft | undefined {
  const count = ({ actions }: Draft) => actions.filter((each) => each.has({ is: "in", view: "action", set })).length;
  const most = Math.max(...drafts.map(count));
  return drafts.find((draft) => count(draft) === most);
}

/** One class of actions, and a leaf of it that something reaches. */
interface Reached extends AnsweredPart {
  readonly action: ActionClass;
}

class StatementLister {
  readonly groups: RawGroup[] = [];
  readonly undecided: UndecidedActions[] = [];
  readonly #listing: Listing;
  readonly #meaning: StatementMeaning;
  readonly #reading: QuestionReading;
  readonly #context: Context;
  readonly #parts: StatementParts;
  readonly #finder: RequestFinder;
  /** Statements that name no action of this one decide nothing of it. */
  readonly #deciding: readonly StatementMeaning[];
  readonly #possible = new Map<number, boolean>();
  readonly #decided = new Map<ActionClass, Formula>();
  /** Sets of actions that the question reads: its classes know these. */
  #asked: ReadonlySet<ValueSet> = new Set();
  readonly #patterns: readonly PatternSet[];
  readonly #limits: Limits;

  constructor(
    listing: Listing,
    meaning: StatementMeaning,
    reading: QuestionReading,
    context: Context,
    spelled: Spellings,
    residuals: Residuals,
    pace: Pace,
  ) {
    this.#listing = listing;
    this.#meaning = meaning;
    this.#reading = reading;
    this.#context = context;
    this.#limits = listingLimits(context, pace);
    this.#finder = new RequestFinder(listing.claim, context, spelled, pace);
    this.#deciding = listing.deciding.filter(statementsNear([meaning]));
    const mode = (reading.assumptions["resource-wildcard"] ?? "aws-2026") as ResourceWildcard;
    this.#patterns = patternSets(meaning, mode);
    this.#parts = new StatementParts(meaning, this.#patterns, context, residuals, pace);
  }

  async run(): Promise<void> {
    const { spent } = this.#context;
    const question = spent.time("classes", () => this.#question());
    if (question.is === "never") return;
    this.#asked = new Set(
      atomsOf([question]).flatMap((atom) => (readsValues(atom) && atom.view === "action" ? [atom.set] : [])),
    );
    const { parts, told, untold } = await this.#parts.of(question);
    const reached: Reached[] = [];
    for (const part of parts) {
      if (part.solved?.answer.is === "unsat") continue;
      for (const action of part.leaf.actions) reached.push({ ...part, action });
    }
    this.#group(reached, question, told, untold);
  }

  #question(): Formula {
    const { rules } = this.#context;
    const rule = "resource-wildcard";
    const value = this.#reading.assumptions[rule];
    const applies = rules.build.restrict(this.#meaning.applies, (atom) =>
      atom.is === "assume" && atom.name === rule ? atom.value === value : undefined,
    );
    return rules.build.all(this.#reading.formula, applies);
  }

  #group(
    reached: readonly Reached[],
    question: Formula,
    told: readonly PatternSet[],
    untold: readonly PatternSet[],
  ): void {
    const byAction = new Map<ActionClass, Reached[]>();
    for (const each of reached) byAction.set(each.action, [...(byAction.get(each.action) ?? []), each]);
    const drafts = new Map<string, Draft>();
    for (const [action, here] of byAction) {
      const resources = this.#resourcesAt(here);
      const unless = this.#unlessAt(action, resources);
      const key = JSON.stringify([resources, unless.map((each) => [each.policy.source, each.statement.index])]);
      const draft = drafts.get(key) ?? { actions: [], resources, unless, reached: [] };
      draft.actions.push(action);
      draft.reached.push(...here);
      drafts.set(key, draft);
    }
    const [first] = reached;
    if (first === undefined) return;
    const { classes } = first.leaf;
    const certain = reached.filter(({ solved }) => solved?.answer.is !== "unknown").map(({ action }) => action);
    const sorted = sortWildcards(told, new Set(certain), classes);
    const all = [...drafts.values()];
    for (const draft of all) {
      const whole = sorted.whole.filter((pattern) => mostOf(pattern, all) === draft);
      this.#finish(draft, question, classes, { whole, partly: sorted.partly, untold });
    }
  }

  #finish(draft: Draft, question: Formula, classes: ActionLookup, wildcards: Wildcards): void {
    const actions = actionLists(this.#meaning, draft.actions, classes, wildcards, this.#context.catalog);
    const { found, reason } = this.#witness(draft.reached, question);
    if (found === null) {
      this.undecided.push({
        actions: actions.actions,
        reason: reason ?? { code: "invariant", what: "a group without a witness" },
      });
      return;
    }
    this.groups.push({
      meaning: this.#meaning,
      actions,
      resources: draft.resources,
      negated: this.#meaning.statement.resource?.negated ?? false,
      unless: draft.unless.map(({ policy, statement }) => ({ policy, statement })),
      found,
    });
  }

  #witness(
    reached: readonly Reached[],
    question: Formula,
  ): { readonly found: Found | null; readonly reason: Reason | null } {
    let any: Found | null = null;
    let reason: Reason | null = null;
    for (const { action, leaf, solved } of reached.slice(0, MOST_TRIED)) {
      if (solved?.answer.is === "unknown") {
        reason ??= { code: "solver", detail: solved.answer.reason.code };
        continue;
      }
      const selection = solved?.answer.is === "sat" ? solved.abstraction.read(solved.answer.model) : NOTHING_SELECTED;
      const found = this.#finder.firstAt(
        [{ ...leaf, actions: [action] }],
        selection,
        question,
        this.#reading.assumptions,
      );
      if (found?.realistic) return { found, reason };
      any ??= found;
      if (found === null && solved !== null) reason ??= refusalOf(solved.abstraction, selection, question);
    }
    return { found: any, reason };
  }

  /** The statement's patterns that hold a class of resources which is newly reached. */
  #resourcesAt(reached: readonly Reached[]): readonly string[] {
    if (this.#patterns.length <= 1 || reached.some(({ leaf }) => leaf.resource === null)) {
      return this.#patterns.map((each) => each.written);
    }
    const newly = new Set(reached.flatMap(({ patterns }) => patterns));
    return this.#patterns.filter((each) => newly.has(each)).map((each) => each.written);
  }

  /**
   * Statements that decide these actions on a part of these resources, or under conditions: they say where the access was there
   * before, or is still denied.
   */
  #unlessAt(action: ActionClass, resources: readonly string[]): readonly StatementMeaning[] {
    return this.#deciding.filter((other) => this.#overlaps(other, action, resources));
  }

  #overlaps(other: StatementMeaning, action: ActionClass, resources: readonly string[]): boolean {
    const { rules } = this.#context;
    const applies = rules.build.restrict(other.applies, (atom) => this.#known(atom, action));
    if (applies.is === "never") return false;
    const listed = this.#patterns.filter(({ written }) => resources.includes(written));
    const inListed = rules.build.any(...listed.map(({ set }) => rules.in("resource", set)));
    const here = listed.length === 0 ? applies : rules.build.all(applies, inListed);
    // The statement itself first: most have nothing to do with these resources.
    return this.#isPossible(here) && this.#isPossible(rules.build.all(here, this.#decidedAt(action)));
  }

  /** Where the access was there before, or is denied now: an earlier grant that a Deny overrode decides nothing. */
  #decidedAt(action: ActionClass): Formula {
    const { build } = this.#context.rules;
    const { holds, fails } = this.#listing.claim;
    const decided =
      this.#decided.get(action) ??
      build.restrict(build.any(formulaOf(fails), build.not(formulaOf(holds))), (atom) => this.#known(atom, action));
    this.#decided.set(action, decided);
    return decided;
  }

  /** As far as classes of resources tell, where they can be listed: texts are not taken apart for it, and what is left open is possible. */
  #isPossible(question: Formula): boolean {
    if (question.is === "never") return false;
    const known = this.#possible.get(question.id);
    if (known !== undefined) return known;
    const possible = this.#hasLeaf(question);
    this.#possible.set(question.id, possible);
    return possible;
  }

  #hasLeaf(question: Formula): boolean {
    try {
      return splitResources(question, this.#context.rules, this.#limits).next().done !== true;
    } catch (error) {
      if (error instanceof Undecidable) return true;
      throw error;
    }
  }

  /** What the class of actions and the reading settle of another statement. */
  #known(atom: Atom, action: ActionClass): boolean | undefined {
    const rule = "resource-wildcard";
    if (atom.is === "assume" && atom.name === rule) return atom.value === this.#reading.assumptions[rule];
    return readsValues(atom) && atom.view === "action" && this.#asked.has(atom.set) ? action.has(atom) : undefined;
  }
}

const MOST_TRIED = 12;
