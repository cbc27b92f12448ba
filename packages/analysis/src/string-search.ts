// Trusted: the second engine. It shares no classes, clauses or search with the first: texts and their classes are Z3's theory of strings.
import {
  ActionClasses,
  emitSmtLib,
  isClassable,
  isRelation,
  outsideClasses,
  readsValues,
  type Selection,
  type TextClass,
  type TextUniverse,
  Undecidable,
  type ValueAtom,
} from "@keyaki/encoding";
import { accepts, atomReader } from "@keyaki/evaluator";
import {
  type Atom,
  atomsOf,
  axiomInstances,
  type Formula,
  OWNER_VIEWS,
  type PinnedAssumptions,
  type Request,
  type ValueSet,
  variablesIn,
} from "@keyaki/semantics";
import type { ScriptAnswer } from "@keyaki/solver";
import type { Claim } from "./claim.ts";
import { relationsIn } from "./class-search.ts";
import { confirms } from "./confirm.ts";
import type { Context } from "./context.ts";
import type { Existence } from "./existence.ts";
import type { Spellings } from "./known-actions.ts";
import type { Pace } from "./pace.ts";
import { type Found, RequestFinder } from "./requests.ts";
import { Stopped } from "./stopped.ts";
import type { Reason } from "./verdict.ts";

/** Classes of one text beyond which the search is given up. */
const MOST_CLASSES = 400;
/** Patterns beyond this are given up: Z3 takes memory without end for them. */
const MOST_CHARACTERS = 100_000;

/** A part of the question with its text decided: a text of the class, and what the class is. */
interface Branch {
  readonly sample: string;
  readonly residual: Formula;
  readonly ofClass: TextClass;
}

const nothing = () => null;

/**
 * Looks for a request with the theory of strings. Z3 is asked for an action that lies in none of the classes met so far, until there is
 * none; so for resources; and then for the rest of the request, in a script made from its base components.
 */
export class StringSearch {
  readonly #claim: Claim;
  readonly #question: Formula;
  readonly #assumptions: PinnedAssumptions;
  readonly #context: Context;
  readonly #finder: RequestFinder;
  readonly #pace: Pace;
  readonly #usedAxioms = new Set<string>();

  constructor(
    claim: Claim,
    question: Formula,
    assumptions: PinnedAssumptions,
    context: Context,
    spelled: Spellings,
    pace: Pace,
  ) {
    this.#claim = claim;
    this.#question = question;
    this.#assumptions = assumptions;
    this.#context = context;
    this.#finder = new RequestFinder(claim, context, spelled, pace);
    this.#pace = pace;
  }

  async run(): Promise<Existence> {
    if (charactersIn(this.#question) > MOST_CHARACTERS) {
      return this.#unknown({ code: "unsupported", what: "patterns of this length in the theory of strings" });
    }
    try {
      return await this.#actions();
    } catch (error) {
      if (!(error instanceof Stopped || error instanceof Undecidable)) throw error;
      return this.#unknown(error.reason);
    }
  }

  #unknown(reason: Reason): Existence {
    return { is: "unknown", reason, engine: "strings" };
  }

  async #actions(): Promise<Existence> {
    let unknown: Existence | null = null;
    for await (const { sample, residual } of this.#branches(this.#question, "action", "action")) {
      const answer = await this.#resources(sample, residual);
      if (answer.is === "some") return answer;
      if (answer.is === "unknown") unknown ??= answer;
    }
    return unknown ?? { is: "none", axioms: [...this.#usedAxioms].sort(), engine: "strings" };
  }

  async #resources(action: string, residual: Formula): Promise<Existence> {
    const atoms = atomsOf([residual]);
    // A resource that is asked for together with its owner is not looked at by itself.
    const isOwned = atoms.some((atom) => readsValues(atom) && OWNER_VIEWS.has(atom.view));
    if (isOwned || !atoms.some((atom) => readsConstant(atom, "resource"))) {
      return this.#rest(action, null, residual, undefined);
    }
    let unknown: Existence | null = null;
    for await (const { sample, residual: rest, ofClass } of this.#branches(residual, "resource", "any")) {
      const answer = await this.#rest(action, sample, rest, ofClass);
      if (answer.is === "some") return answer;
      if (answer.is === "unknown") unknown ??= answer;
    }
    return unknown ?? { is: "none", axioms: [], engine: "strings" };
  }

  /** The question class by class of one text; classes in which nothing is left to ask are left out. */
  async *#branches(question: Formula, view: "action" | "resource", universe: TextUniverse): AsyncGenerator<Branch> {
    const { rules, spent } = this.#context;
    const atoms = atomsOf([question]).filter((atom): atom is ValueAtom => readsConstant(atom, view));
    if (atoms.some((atom) => !isClassable(atom.set))) {
      throw new Stopped({ code: "unsupported", what: `characters that SMT-LIB cannot say in ${view}` });
    }
    const classes: TextClass[] = [];
    while (classes.length < MOST_CLASSES) {
      const asked = spent.time("classes", () => outsideClasses(universe, classes));
      const answer = await this.#ask(asked.text, asked.constants);
      if (answer.is === "unsat") return;
      if (answer.is === "unknown") throw new Stopped({ code: "solver", detail: answer.reason.code });
      const sample = asked.sample(answer.values);
      const truths = new Map<Atom, boolean>(atoms.map((atom) => [atom, accepts(atom.set, sample, nothing)]));
      const residual = rules.build.restrict(question, (atom) => truths.get(atom));
      const ofClass = spent.time("classes", () => this.#generalized(question, truths, residual));
      classes.push(ofClass);
      if (residual.is !== "never") yield { sample, residual, ofClass };
    }
    throw new Stopped({ code: "classes-exhausted", states: classes.length });
  }

  /** The class by as few of its sets as leave the same to ask: then fewer classes are met. */
  #generalized(question: Formula, truths: ReadonlyMap<Atom, boolean>, residual: Formula): TextClass {
    const { build } = this.#context.rules;
    const kept = new Map(truths);
    for (const [atom, value] of truths) {
      kept.delete(atom);
      if (build.restrict(question, (each) => kept.get(each)) !== residual) kept.set(atom, value);
    }
    const sets = (wanted: boolean): ValueSet[] =>
      [...kept].flatMap(([atom, value]) => (value === wanted && readsValues(atom) ? [atom.set] : []));
    return { inside: sets(true), outside: sets(false) };
  }

  /** The rest of the request, once action and resource are decided. */
  async #rest(
    action: string,
    resource: string | null,
    residual: Formula,
    resources: TextClass | undefined,
  ): Promise<Existence> {
    const { rules, options, spent } = this.#context;
    const axioms = options.axioms ? axiomInstances(atomsOf([residual]), rules) : [];
    const arity = (view: string) => rules.arity(view);
    const emit = (given: typeof axioms) =>
      spent.time("classes", () =>
        emitSmtLib(residual, given, { arity, ...(resources === undefined ? {} : { resources }) }),
      );
    const asked = emit(axioms);
    const answer = await this.#ask(asked.text, asked.constants);
    if (answer.is === "unsat") {
      // Axioms are asserted, not assumed: those that the proof can do without are found by leaving them out.
      let needed = axioms;
      for (const axiom of axioms) {
        const others = needed.filter((each) => each !== axiom);
        if ((await this.#ask(emit(others).text, [])).is === "unsat") needed = others;
      }
      for (const { id } of needed) this.#usedAxioms.add(id);
      return { is: "none", axioms: [], engine: "strings" };
    }
    if (answer.is === "unknown") return this.#unknown({ code: "solver", detail: answer.reason.code });
    const assumptions = { ...this.#assumptions, ...asked.assumptions(answer.values) };
    const model = { ...asked.request(answer.values), action };
    const isDecided =
      resource !== null && !atomsOf([residual]).some((atom) => "view" in atom && atom.view === "resource");
    for (const request of isDecided ? withResource(model, resource) : [withOwner(model)]) {
      const found = this.#confirmed(request, residual, assumptions);
      if (found !== null) return { is: "some", found, engine: "strings" };
    }
    // The resource was looked at apart from its owner.
    if (asked.relaxed || (isDecided && readsOwner(residual))) {
      return this.#unknown({ code: "relations", variables: relationsIn(residual) });
    }
    return this.#unknown({ code: "invariant", what: "the evaluator refuses a model of an exact question" });
  }

  /** The request as it is, or a more plausible one for which the same atoms hold; null where the evaluator refuses it. */
  #confirmed(request: Request, residual: Formula, assumptions: PinnedAssumptions): Found | null {
    const { options, spent } = this.#context;
    const isConfirmed = spent.time("confirm", () => confirms(this.#claim, request, assumptions, options.axioms));
    const found: Found | null = isConfirmed ? { request, realistic: false, assumptions } : null;
    const read = atomReader(request, { assumptions });
    const truths = new Map(atomsOf([residual]).map((atom) => [atom, read(atom) === true]));
    const resource = new Map(
      atomsOf([this.#question]).flatMap((atom): [Atom, boolean][] =>
        readsConstant(atom, "resource") ? [[atom, read(atom) === true]] : [],
      ),
    );
    const selection: Selection = {
      action: undefined,
      resource: request.resource,
      owned: request.owner === null ? undefined : { resource: request.resource, owner: request.owner },
      caller: request.caller,
      clock: request.clock ?? undefined,
      keys: new Map([...request.keys].map(([key, held]) => [`key:${key}`, held])),
      truths: new Map([...resource, ...truths]),
      unsampled: false,
    };
    const sets = atomsOf([this.#question]).flatMap((atom) =>
      readsConstant(atom, "action") && readsValues(atom) ? [atom.set] : [],
    );
    const classes = this.#classesOf(sets);
    const ofAction = classes?.classOf(request.action);
    if (classes === null || ofAction === undefined) return found;
    const leaf = { actions: [ofAction], classes, resource: null, text: null, resourceAtoms: [], residual };
    return this.#finder.firstAt([leaf], selection, this.#question, assumptions, found) ?? found;
  }

  /** The classes of actions, for more plausible requests only; null where there are too many. */
  #classesOf(sets: readonly ValueSet[]): ActionClasses | null {
    try {
      return new ActionClasses(sets, this.#pace.limits);
    } catch (error) {
      if (error instanceof Undecidable) return null;
      throw error;
    }
  }

  async #ask(smtlib: string, want: readonly string[]): Promise<ScriptAnswer> {
    const stopped = await this.#pace.step();
    if (stopped !== null) return { is: "unknown", reason: { code: stopped } };
    return this.#context.spent.waitForZ3(1, async () => {
      const solver = await this.#context.solver();
      return solver.solve({ smtlib, want }, this.#pace.left());
    });
  }
}

/** About how long the patterns are that a question reads. */
function charactersIn(question: Formula): number {
  const lengthOf = (set: ValueSet): number => {
    if (set.is === "difference") return lengthOf(set.from) + lengthOf(set.minus);
    if (set.is !== "globs") return 0;
    const ofTokens = set.globs.flatMap(({ tokens }) =>
      tokens.map((token) => (token.is === "text" ? token.text.length : 1)),
    );
    return ofTokens.reduce((sum, length) => sum + length, 0);
  };
  return atomsOf([question]).reduce((sum, atom) => sum + (readsValues(atom) ? lengthOf(atom.set) : 0), 0);
}

/** Whether the atom asks the view for a set without variables. */
function readsConstant(atom: Atom, view: string): boolean {
  return readsValues(atom) && atom.view === view && !isRelation(atom);
}

/** Whether an equality or a variable reads the account that owns the resource. */
function readsOwner(residual: Formula): boolean {
  return atomsOf([residual]).some((atom) => {
    if (atom.is === "same") return OWNER_VIEWS.has(atom.left) || OWNER_VIEWS.has(atom.right);
    return readsValues(atom) && variablesIn(atom.set).some((view) => OWNER_VIEWS.has(view));
  });
}

/** The request for a resource of the class that was found: as it is, or of the model's owner. */
function withResource(request: Request, resource: string): Request[] {
  const own = ARN_ACCOUNT.exec(resource);
  const { owner } = request;
  const made = withOwner({ ...request, resource });
  if (own === null || owner === null || own[2] === owner) return [made];
  return [withOwner({ ...request, resource: resource.replace(ARN_ACCOUNT, `$1${owner}:`) }), made];
}

const ARN_ACCOUNT = /^([^:]*:[^:]*:[^:]*:[^:]*:)(\d{12}):/;

/** The account in a resource's ARN is its owner. */
function withOwner(request: Request): Request {
  const written = ARN_ACCOUNT.exec(request.resource)?.[2];
  if (written === undefined || request.owner === written) return request;
  const keys = new Map(request.keys);
  for (const view of OWNER_VIEWS) {
    const key = view.slice(4);
    if (keys.has(key)) keys.set(key, { set: false, values: [written] });
  }
  return { ...request, owner: written, keys };
}
