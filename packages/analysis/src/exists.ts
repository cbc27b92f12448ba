// Trusted: this is the road of one question, from classes to a confirmed request or a proof.
import {
  type Abstraction,
  type ActionClass,
  type ActionClasses,
  abstractFormula,
  type Choice,
  isRelation,
  readsValues,
  relationFacts,
  requestsFor,
  type Selection,
  splitActions,
  splitResources,
  type Target,
  Undecidable,
} from "@keyaki/encoding";
import {
  type Atom,
  type AxiomInstance,
  atomsOf,
  axiomInstances,
  type Formula,
  type PinnedAssumptions,
  type Request,
} from "@keyaki/semantics";
import type { Answer } from "@keyaki/smt";
import type { Claim } from "./claim.ts";
import { confirms } from "./confirm.ts";
import type { Context } from "./context.ts";
import { actionsIn } from "./known-actions.ts";
import { lemmaFrom } from "./lemma.ts";
import { readingsOf } from "./readings.ts";
import type { Engine, Reason } from "./verdict.ts";

/** A request that was found and confirmed. */
export interface Found {
  readonly request: Request;
  readonly realistic: boolean;
  /** Values of the open rules under which it was found. */
  readonly assumptions: PinnedAssumptions;
}

/** Whether there is a request that refutes a claim. */
export type Existence =
  | { readonly is: "none"; readonly axioms: readonly string[]; readonly engine: Engine }
  | { readonly is: "some"; readonly found: Found; readonly engine: Engine }
  | { readonly is: "unknown"; readonly reason: Reason; readonly engine: Engine };

/** How often a refused model may teach a lemma before the question is given up. */
const MAX_LEMMAS = 6;
/** Actions and classes that are tried for a realistic request before one is called hypothetical. */
const ACTIONS_TRIED = 6;
const LEAVES_TRIED = 60;
const BATCH = 16;

/** Is there a request that refutes the claim? Decided for every value of the open rules that are not pinned. */
export async function findRequest(
  claim: Claim,
  context: Context,
  spelled: ReadonlyMap<string, string>,
): Promise<Existence> {
  if (claim.formula.is === "never") return { is: "none", axioms: [], engine: "constant" };
  let engine: Engine = "syntactic";
  const axioms = new Set<string>();
  let unknown: Existence | null = null;
  for (const reading of readingsOf(claim.formula, context.rules)) {
    const answer = await new Search(claim, reading.formula, reading.assumptions, context, spelled).run();
    if (answer.engine === "propositional") engine = "propositional";
    if (answer.is === "some") return { ...answer, engine };
    if (answer.is === "unknown") unknown ??= answer;
    else for (const axiom of answer.axioms) axioms.add(axiom);
  }
  return unknown ?? { is: "none", axioms: [...axioms].sort(), engine };
}

/** A residual and where it stands: classes of actions that share it, and one class of resources. */
interface Leaf {
  readonly actions: readonly ActionClass[];
  readonly classes: ActionClasses;
  readonly resource: Choice<string | undefined> | null;
  readonly resourceAtoms: readonly Atom[];
  readonly residual: Formula;
}

interface Solved {
  readonly abstraction: Abstraction;
  readonly axioms: readonly AxiomInstance[];
  readonly answer: Answer;
}

class Search {
  readonly #claim: Claim;
  readonly #question: Formula;
  readonly #assumptions: PinnedAssumptions;
  readonly #context: Context;
  readonly #spelled: ReadonlyMap<string, string>;
  readonly #lemmas: Formula[] = [];
  readonly #usedAxioms = new Set<string>();
  #engine: Engine = "syntactic";

  constructor(
    claim: Claim,
    question: Formula,
    assumptions: PinnedAssumptions,
    context: Context,
    spelled: ReadonlyMap<string, string>,
  ) {
    this.#claim = claim;
    this.#question = question;
    this.#assumptions = assumptions;
    this.#context = context;
    this.#spelled = spelled;
  }

  async run(): Promise<Existence> {
    try {
      for (let round = 0; round <= MAX_LEMMAS; round++) {
        const answer = await this.#round();
        if (answer !== "refine") return answer;
      }
      return this.#unknown({ code: "relations", variables: this.#relations() });
    } catch (error) {
      if (error instanceof Undecidable) return this.#unknown(error.reason);
      throw error;
    }
  }

  #relations(): string[] {
    const views = atomsOf([this.#question])
      .filter(isRelation)
      .flatMap((atom) => (atom.is === "same" ? [atom.left, atom.right] : "view" in atom ? [atom.view] : []));
    return [...new Set(views)].sort();
  }

  #unknown(reason: Reason): Existence {
    return { is: "unknown", reason, engine: this.#engine };
  }

  async #round(): Promise<Existence | "refine"> {
    const { rules, options } = this.#context;
    const question = rules.build.all(this.#question, ...relationFacts(this.#question, rules), ...this.#lemmas);
    if (question.is === "never") return { is: "none", axioms: [], engine: this.#engine };
    const leaves = this.#leaves(question, options.maxStates);
    const settled = this.#settledLeaf(leaves, question);
    if (settled !== null) return settled;
    const open = leaves.filter((leaf) => leaf.residual.is !== "always");
    if (open.length < leaves.length)
      return this.#unknown({ code: "invariant", what: "no request was confirmed for a class that needs none" });
    return this.#solveLeaves(open, question);
  }

  #leaves(question: Formula, maxStates: number): Leaf[] {
    const { rules } = this.#context;
    const { classes, leaves } = splitActions(question, rules, maxStates);
    const byResidual = new Map<number, { residual: Formula; actions: ActionClass[] }>();
    for (const { action, residual } of leaves) {
      const group = byResidual.get(residual.id) ?? { residual, actions: [] };
      group.actions.push(action);
      byResidual.set(residual.id, group);
    }
    return [...byResidual.values()].flatMap(({ residual, actions }) => {
      const resourceAtoms = atomsOf([residual]).filter((atom) => readsValues(atom) && atom.view === "resource");
      return splitResources(residual, rules, maxStates).map((leaf) => ({
        actions,
        classes,
        resource: leaf.resource,
        resourceAtoms,
        residual: leaf.residual,
      }));
    });
  }

  /** Leaves that no condition limits need no solver: the first that gives a realistic request, else the first that gives any. */
  #settledLeaf(leaves: readonly Leaf[], question: Formula): Existence | null {
    let any: Found | null = null;
    let tried = 0;
    for (const leaf of leaves) {
      if (leaf.residual.is !== "always") continue;
      if (any !== null && ++tried > LEAVES_TRIED) break;
      const found = this.#requestAt(leaf, NOTHING_SELECTED, question, this.#assumptions);
      if (found?.realistic) return { is: "some", found, engine: this.#engine };
      any ??= found;
    }
    // A realistic request may still stand behind a condition; but this one decides the question.
    return any === null ? null : { is: "some", found: any, engine: this.#engine };
  }

  async #solveLeaves(leaves: readonly Leaf[], question: Formula): Promise<Existence | "refine"> {
    const distinct = new Map<number, Leaf[]>();
    for (const leaf of leaves) distinct.set(leaf.residual.id, [...(distinct.get(leaf.residual.id) ?? []), leaf]);
    const groups = [...distinct.values()];
    let any: Found | null = null;
    let unknown: Existence | null = null;
    let refined = false;
    for (let at = 0; at < groups.length; at += BATCH) {
      const batch = groups.slice(at, at + BATCH);
      const solved = await this.#solve(batch.map((group) => group[0]?.residual ?? question));
      for (const [index, { abstraction, axioms, answer }] of solved.entries()) {
        const group = batch[index] ?? [];
        if (answer.is === "unknown") {
          unknown ??= this.#unknown({ code: "solver", detail: answer.reason.code });
        } else if (answer.is === "unsat") {
          for (const literal of answer.core) {
            const axiom = axioms[abstraction.axioms.indexOf(literal)];
            if (axiom !== undefined) this.#usedAxioms.add(axiom.id);
          }
        } else {
          const selection = abstraction.read(answer.model);
          const found = this.#firstAt(group, selection, question);
          if (found?.realistic) return { is: "some", found, engine: this.#engine };
          any ??= found;
          if (found === null) {
            if (this.#learn(group, selection, question)) refined = true;
            else unknown ??= this.#unknown(this.#refusal(abstraction, selection));
          }
        }
      }
      if (any !== null) break;
    }
    if (any !== null) return { is: "some", found: any, engine: this.#engine };
    if (refined) return "refine";
    return unknown ?? { is: "none", axioms: [...this.#usedAxioms].sort(), engine: this.#engine };
  }

  async #solve(residuals: readonly Formula[]): Promise<Solved[]> {
    const { rules, options, examples } = this.#context;
    const prepared = residuals.map((residual) => {
      const axioms = options.axioms ? axiomInstances(atomsOf([residual]), rules) : [];
      return { axioms, abstraction: abstractFormula(residual, [], axioms, { maxStates: options.maxStates, examples }) };
    });
    this.#engine = "propositional";
    const solver = await this.#context.solver();
    const questions = prepared.map(({ abstraction }) => ({
      problem: abstraction.problem,
      prefer: abstraction.prefer,
      assumptions: abstraction.axioms,
    }));
    const answers = await solver.solveAll(questions, options.effort);
    return prepared.map((each, at) => ({
      ...each,
      answer: answers[at] ?? { is: "unknown", reason: { code: "error" } },
    }));
  }

  #firstAt(group: readonly Leaf[], selection: Selection, question: Formula): Found | null {
    const assumptions = { ...this.#assumptions };
    for (const [atom, value] of selection.truths)
      if (atom.is === "assume" && value) assumptions[atom.name] = atom.value;
    let any: Found | null = null;
    for (const leaf of group.slice(0, LEAVES_TRIED)) {
      const found = this.#requestAt(leaf, selection, question, assumptions);
      if (found?.realistic) return found;
      any ??= found;
    }
    return any;
  }

  #requestAt(leaf: Leaf, selection: Selection, question: Formula, assumptions: PinnedAssumptions): Found | null {
    let any: Found | null = null;
    for (const action of leaf.actions.slice(0, LEAVES_TRIED)) {
      for (const candidate of actionsIn(
        action,
        leaf.classes,
        question,
        this.#context.catalog,
        this.#spelled,
        ACTIONS_TRIED,
      )) {
        if (any !== null && candidate.known === null) continue;
        for (const { request, realistic } of requestsFor(targetOf(leaf, selection), candidate)) {
          if (any !== null && !realistic) continue;
          if (!confirms(this.#claim, request, assumptions, this.#context.options.axioms)) continue;
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

  #learn(group: readonly Leaf[], selection: Selection, question: Formula): boolean {
    const [leaf] = group;
    const [action] = leaf?.actions ?? [];
    if (leaf === undefined || action === undefined) return false;
    const [candidate] = actionsIn(action, leaf.classes, question, this.#context.catalog, this.#spelled, 1);
    if (candidate === undefined) return false;
    let learned = false;
    for (const { request } of requestsFor(targetOf(leaf, selection), candidate)) {
      const lemma = lemmaFrom(request, selection, this.#context.rules);
      if (lemma === null) continue;
      this.#lemmas.push(lemma);
      learned = true;
    }
    return learned;
  }

  #refusal(abstraction: Abstraction, selection: Selection): Reason {
    if (selection.unsampled) return { code: "unsampled", keys: [...selection.keys.keys()].sort() };
    if (abstraction.relaxed) return { code: "relations", variables: this.#relations() };
    return { code: "invariant", what: "the evaluator refuses a model of an exact question" };
  }
}

const NOTHING_SELECTED: Selection = {
  action: undefined,
  resource: undefined,
  owned: undefined,
  caller: undefined,
  clock: undefined,
  keys: new Map(),
  truths: new Map(),
  unsampled: false,
};

function targetOf(leaf: Leaf, selection: Selection): Target {
  const { resource } = leaf;
  const truths = new Map<Atom, boolean>();
  if (resource !== null) {
    for (const atom of leaf.resourceAtoms) if (!isRelation(atom)) truths.set(atom, resource.has(atom));
  }
  return { selection, resource: truths, resourceSample: resource?.value ?? selection.resource ?? null };
}
