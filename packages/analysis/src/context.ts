// Checked: wiring only; what is decided is decided elsewhere.
import { type Catalog, globalKey } from "@keyaki/catalog";
import { exampleValues } from "@keyaki/encoding";
import { FormulaBuilder, type KeyFacts, type PinnedAssumptions, Rules, type View } from "@keyaki/semantics";
import type { Effort, Solver } from "@keyaki/solver";
import { Spent } from "./spent.ts";
import type { EngineChoice } from "./verdict.ts";

/** How a question is asked. */
export interface QuestionOptions {
  /** Values given for open rules; the others are decided for every value. */
  readonly assume: PinnedAssumptions;
  /** Whether documented facts about requests may be used. */
  readonly axioms: boolean;
  readonly effort: Effort;
  readonly engine: EngineChoice;
  /** Every verdict is asked of the other engine too. */
  readonly verify: boolean;
  /** States that making the classes of one field may take. */
  readonly maxStates: number;
  /** States that listing the classes of one text may take before its sets are asked one by one. */
  readonly listedStates: number;
}

/** One question's surroundings: its builder, the catalog, the solver. */
export interface Context {
  readonly rules: Rules;
  readonly options: QuestionOptions;
  readonly catalog: Catalog;
  /** Where its time goes. */
  readonly spent: Spent;
  /** Asked for only when a question needs it. */
  solver(): Promise<Solver>;
  examples(view: View): readonly string[];
}

/** Makes the surroundings of one question. */
export function createContext(catalog: Catalog, options: QuestionOptions, solver: () => Promise<Solver>): Context {
  const facts: KeyFacts = { arity: (key) => catalog.conditionKey(key)?.arity ?? "unknown" };
  const rules = new Rules(new FormulaBuilder(), facts, options.assume);
  return {
    rules,
    options,
    catalog,
    spent: new Spent(),
    solver,
    examples: examplesOf(catalog),
  };
}

const examples = new WeakMap<Catalog, Context["examples"]>();

/** One function for one catalog: what is remembered of its examples is of use to every question. */
function examplesOf(catalog: Catalog): Context["examples"] {
  const known = examples.get(catalog);
  if (known !== undefined) return known;
  const made: Context["examples"] = (view) => exampleValues(view, catalog, (key) => globalKey(key)?.type);
  examples.set(catalog, made);
  return made;
}
