// Trusted: statements that are said to apply to no request together must apply to none.
import type { Pattern, PatternList, PolicyKind, Statement } from "@keyaki/policy";
import { ActionReach } from "./action-reach.ts";
import { Beginnings, beginningOf } from "./beginnings.ts";
import { resourceGlobsOf } from "./pattern-lists.ts";

/** The requests to which some statements of policies of one kind may apply, as far as how their patterns begin tells. */
export class StatementReach {
  readonly #kind: PolicyKind;
  readonly #statements: readonly Statement[];
  /** null: every action. */
  readonly #actions: ActionReach | null;
  #resources: { readonly of: Beginnings | null } | undefined;

  constructor(statements: readonly Statement[], kind: PolicyKind) {
    this.#kind = kind;
    this.#statements = statements;
    const isAny = statements.some(({ action }) => action.negated);
    this.#actions = isAny ? null : new ActionReach(statements.map(({ action }) => action.patterns));
  }

  /** False only where no request is one that the statement and one of these apply to. */
  mayMeet({ action, resource }: Statement): boolean {
    if (this.#actions !== null && !action.negated && !this.#actions.mayMeet(action.patterns)) return false;
    return this.#mayMeetResource(resource);
  }

  /** The patterns of the statement's list of actions that may matter to these requests; none where it applies to none of them. */
  actionsOf({ action, resource }: Statement): readonly Pattern[] {
    const patterns = this.#actions === null ? action.patterns : this.#actions.among(action.patterns);
    return patterns.length > 0 && this.#mayMeetResource(resource) ? patterns : [];
  }

  #mayMeetResource(resource: PatternList | null): boolean {
    if (resource === null || resource.negated) return true;
    this.#resources ??= { of: this.#beginnings() };
    const reach = this.#resources.of;
    if (reach === null) return true;
    for (const glob of resourceGlobsOf(resource.patterns, this.#kind))
      if (reach.mayMeet(beginningOf(glob))) return true;
    return false;
  }

  /** null: resources of any beginning. */
  #beginnings(): Beginnings | null {
    const found = new Set<string>();
    for (const { resource } of this.#statements) {
      if (resource === null || resource.negated) return null;
      for (const glob of resourceGlobsOf(resource.patterns, this.#kind)) found.add(beginningOf(glob));
    }
    return found.has("") ? null : new Beginnings(found);
  }
}
