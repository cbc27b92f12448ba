// Checked: every request is confirmed by the evaluator before it is returned.
import { requestsFor, type Selection } from "@keyaki/encoding";
import { asksForTime } from "@keyaki/evaluator";
import { atomsOf, type Formula, type PinnedAssumptions, type Request } from "@keyaki/semantics";
import type { Claim } from "./claim.ts";
import { confirms } from "./confirm.ts";
import type { Context } from "./context.ts";
import { actionsIn, type Spellings } from "./known-actions.ts";
import { type Leaf, targetOf } from "./leaf.ts";
import type { Pace } from "./pace.ts";

/** A request that was found and confirmed. */
export interface Found {
  readonly request: Request;
  readonly realistic: boolean;
  /** Values of the open rules under which it was found. */
  readonly assumptions: PinnedAssumptions;
}

/** Actions and classes that are tried for a realistic request before one is called hypothetical. */
const ACTIONS_TRIED = 6;
const LEAVES_TRIED = 60;
/** Actions that are tried in all for a realistic request of one question, once there is a request of some kind. */
const MOST_TRIED = 60;
/** Requests for one model after which it is left, when every one was refused: what stands in the way is seldom the action. */
const MOST_REFUSED = 40;

/** Refused requests of one model that teach: those of later ones are much alike. */
const MOST_LEARNT = 6;

/** The time of requests that need one and may have any. */
const SOME_TIME = Date.UTC(2026, 0, 1);

/** Makes requests for models and lets the evaluator judge them. */
export class RequestFinder {
  readonly #claim: Claim;
  readonly #context: Context;
  readonly #spelled: Spellings;
  readonly #pace: Pace;
  #tried = 0;
  #refused = 0;

  constructor(claim: Claim, context: Context, spelled: Spellings, pace: Pace) {
    this.#claim = claim;
    this.#context = context;
    this.#spelled = spelled;
    this.#pace = pace;
  }

  /** Enough was tried for a realistic request beside the one that is there. */
  get isSpent(): boolean {
    return this.#tried > MOST_TRIED;
  }

  /**
   * The first realistic request at one of the leaves, else the one that was found `before`, else the first of any kind, else null.
   */
  firstAt(
    leaves: readonly Leaf[],
    selection: Selection,
    question: Formula,
    taken: PinnedAssumptions,
    before: Found | null = null,
  ): Found | null {
    const { spent } = this.#context;
    const look = (at: Selection) => spent.time("confirm", () => this.#first(leaves, at, question, taken, before));
    const found = look(selection);
    if (found !== null || selection.clock !== undefined) return found;
    if (!atomsOf([this.#claim.formula]).some(asksForTime)) return null;
    // What was left to ask does not depend on the time, but whether the evaluator can say so may.
    return look({ ...selection, clock: SOME_TIME });
  }

  #first(
    leaves: readonly Leaf[],
    selection: Selection,
    question: Formula,
    taken: PinnedAssumptions,
    before: Found | null,
  ): Found | null {
    const assumptions = { ...taken };
    for (const [atom, value] of selection.truths)
      if (atom.is === "assume" && value) assumptions[atom.name] = atom.value;
    if (before === null) this.#tried = 0;
    this.#refused = 0;
    let any = before;
    for (const leaf of leaves.slice(0, LEAVES_TRIED)) {
      any = this.#at(leaf, selection, question, assumptions, any);
      if (any?.realistic) return any;
      if (any === null && this.#refused > MOST_REFUSED) return null;
    }
    return any;
  }

  /** Requests that the model describes, confirmed or not: what a refused one teaches. */
  *refusedAt(leaf: Leaf, selection: Selection, question: Formula): Generator<Request> {
    const [action] = leaf.actions;
    if (action === undefined) return;
    const [candidate] = actionsIn(action, leaf.classes, question, this.#context.catalog, this.#spelled, 1);
    if (candidate === undefined) return;
    let count = 0;
    for (const { request } of requestsFor(targetOf(leaf, selection), candidate)) {
      yield request;
      if (++count >= MOST_LEARNT) return;
    }
  }

  #at(
    leaf: Leaf,
    selection: Selection,
    question: Formula,
    assumptions: PinnedAssumptions,
    before: Found | null,
  ): Found | null {
    let any = before;
    const target = targetOf(leaf, selection);
    for (const action of leaf.actions.slice(0, LEAVES_TRIED)) {
      for (const candidate of actionsIn(
        action,
        leaf.classes,
        question,
        this.#context.catalog,
        this.#spelled,
        ACTIONS_TRIED,
      )) {
        if (any !== null && (candidate.known === null || ++this.#tried > MOST_TRIED)) continue;
        for (const { request, realistic } of requestsFor(target, candidate, any !== null)) {
          this.#pace.check();
          if (any !== null && !realistic) continue;
          if (any === null && this.#refused > MOST_REFUSED) return null;
          if (!confirms(this.#claim, request, assumptions, this.#context.options.axioms)) {
            this.#refused++;
            continue;
          }
          const found = {
            request,
            realistic: realistic && this.#supportsKeys(request, candidate.known?.name),
            assumptions,
          };
          if (found.realistic) return found;
          any ??= found;
        }
      }
    }
    return any;
  }

  /** Whether the request carries only keys that AWS lists for the action, and global ones. */
  #supportsKeys(request: Request, action: string | undefined): boolean {
    if (action === undefined) return false;
    const { catalog } = this.#context;
    const listed = catalog.keysOf(action).map((key) => key.toLowerCase());
    return [...request.keys.keys()].every((key) => {
      if (key.startsWith("aws:") || key.includes(".") || key.startsWith("saml:")) return true;
      return listed.some(
        (other) => other === key || (other.includes("${") && key.startsWith(other.slice(0, other.indexOf("${")))),
      );
    });
  }
}
