// Trusted: the parts together must be all that one statement gives.
import { coveredGlobs, isRelation, type Limits, narrowQuestion, relationFacts, Undecidable } from "@keyaki/encoding";
import { atomsOf, type Formula, type StatementMeaning } from "@keyaki/semantics";
import type { Context } from "./context.ts";
import { type ActionGroup, actionGroups, type Leaf, leafTakenApart, leavesOfGroup, NONE_LAZY } from "./leaf.ts";
import type { Pace } from "./pace.ts";
import type { Residuals, Solved } from "./residuals.ts";
import { MOST_WILDCARDS, type PatternSet, wildcardSets } from "./statement-lists.ts";
import { Stopped } from "./stopped.ts";

/** A leaf, and the patterns of the statement of which it is a part. */
interface Part {
  readonly leaf: Leaf;
  readonly patterns: readonly PatternSet[];
}

/** A part with its answer; null: no condition limits it. */
export interface AnsweredPart extends Part {
  readonly solved: Solved | null;
}

/** For classes that are listed where there is another way too. */
export function listingLimits({ options }: Context, { limits }: Pace): Limits {
  return { ...limits, takesApart: false, listedStates: options.listedStates };
}

/** Cuts what one statement gives into parts, and answers them. */
export class StatementParts {
  readonly #meaning: StatementMeaning;
  readonly #patterns: readonly PatternSet[];
  readonly #context: Context;
  readonly #residuals: Residuals;
  readonly #pace: Pace;
  readonly #limits: Limits;
  readonly #listed: Limits;

  constructor(
    meaning: StatementMeaning,
    patterns: readonly PatternSet[],
    context: Context,
    residuals: Residuals,
    pace: Pace,
  ) {
    this.#meaning = meaning;
    this.#patterns = patterns;
    this.#context = context;
    this.#residuals = residuals;
    this.#pace = pace;
    this.#limits = { ...pace.limits, takesApart: false };
    this.#listed = listingLimits(context, pace);
  }

  /** All parts of the question, and which wildcards of the statement their classes of actions tell apart. */
  async of(question: Formula): Promise<{
    readonly parts: readonly AnsweredPart[];
    readonly told: readonly PatternSet[];
    readonly untold: readonly PatternSet[];
  }> {
    const { spent } = this.#context;
    const { groups, told, untold } = spent.time("classes", () => this.#actionGroups(question));
    const parts: Part[] = [];
    for (const group of groups) {
      const stopped = await this.#pace.step();
      if (stopped !== null) throw new Stopped({ code: "solver", detail: stopped });
      parts.push(...spent.time("classes", () => this.#partsOf(group)));
    }
    return { parts: await this.#answered(parts), told, untold };
  }

  /** Classes of actions that tell the statement's wildcards apart, so that one all of whose actions are reached is named; unless that makes too many. */
  #actionGroups(question: Formula): {
    readonly groups: readonly ActionGroup[];
    readonly told: readonly PatternSet[];
    readonly untold: readonly PatternSet[];
  } {
    const { rules } = this.#context;
    const wildcards = wildcardSets(this.#meaning);
    if (wildcards.length <= MOST_WILDCARDS) {
      const sets = wildcards.map((each) => each.set);
      try {
        const groups = actionGroups(question, rules, this.#listed, NONE_LAZY, sets);
        return { groups, told: wildcards, untold: [] };
      } catch (error) {
        if (!(error instanceof Undecidable)) throw error;
      }
    }
    return { groups: actionGroups(question, rules, this.#limits, NONE_LAZY), told: [], untold: wildcards };
  }

  /** The leaves of some actions, by the statement's patterns of which they are a part. */
  #partsOf(group: ActionGroup): Part[] {
    const { rules } = this.#context;
    const residual = rules.build.all(group.residual, ...relationFacts(group.residual, rules));
    const whole = { ...group, residual };
    const patterns = this.#newAmong(group.residual);
    const sets = [...new Set(patterns.map(({ set }) => set))];
    if (sets.length < 2) return this.#leavesOf(whole).map((leaf) => ({ leaf, patterns }));
    try {
      return leavesOfGroup(whole, rules, this.#listed, NONE_LAZY, sets).map((leaf) => ({
        leaf,
        patterns: patterns.filter(({ set }) => leaf.resource?.has({ is: "in", view: "resource", set })),
      }));
    } catch (error) {
      if (!(error instanceof Undecidable)) throw error;
    }
    // Patterns that overlap in too many ways are looked at one by one: a statement applies nowhere else.
    return sets.flatMap((set) => {
      this.#pace.check();
      const inside = narrowQuestion(rules.build.all(residual, rules.in("resource", set)), rules);
      return this.#leavesOf({ ...whole, residual: inside }).map((leaf) => ({
        leaf,
        patterns: patterns.filter((pattern) => pattern.set === set),
      }));
    });
  }

  #leavesOf(group: ActionGroup): Leaf[] {
    return leavesOfGroup(group, this.#context.rules, this.#limits, NONE_LAZY);
  }

  /** The statement's patterns without those that the other side has too. */
  #newAmong(residual: Formula): readonly PatternSet[] {
    const covered = coveredGlobs(residual, "resource", this.#context.rules);
    return this.#patterns.filter(({ set }) => set.is !== "globs" || !set.globs.every(({ key }) => covered.has(key)));
  }

  /** The leaves with their answers. Texts are taken apart only where something is left without that. */
  async #answered(parts: readonly Part[]): Promise<AnsweredPart[]> {
    const first = await this.#solved(parts);
    const { rules, spent } = this.#context;
    const isOpen = ({ leaf, solved }: AnsweredPart) =>
      solved?.answer.is === "sat" && atomsOf([leaf.residual]).some(isRelation);
    const apart = spent.time("classes", () =>
      first.flatMap(({ solved, ...part }) => {
        if (!isOpen({ ...part, solved })) return part;
        const leaf = leafTakenApart(part.leaf, rules, this.#pace.limits);
        return leaf === null ? [] : { ...part, leaf };
      }),
    );
    // What was answered is not asked again.
    return this.#solved(apart);
  }

  async #solved(parts: readonly Part[]): Promise<AnsweredPart[]> {
    const open = parts.filter(({ leaf }) => leaf.residual.is !== "always");
    const answers = await this.#residuals.solve(open.map(({ leaf }) => leaf.residual));
    const solved = new Map(open.map((part, at) => [part, answers[at] ?? null]));
    return parts.map((part) => ({ ...part, solved: solved.get(part) ?? null }));
  }
}
