// Trusted: which engine answers, and that every reading is answered.
import { isRelation, narrowQuestion } from "@keyaki/encoding";
import { atomsOf, type Formula } from "@keyaki/semantics";
import type { Claim } from "./claim.ts";
import { ClassSearch } from "./class-search.ts";
import type { Context } from "./context.ts";
import type { Existence } from "./existence.ts";
import type { Spellings } from "./known-actions.ts";
import { Pace } from "./pace.ts";
import { type QuestionReading, readingsOf } from "./readings.ts";
import type { Engine, EngineChoice, Reason } from "./verdict.ts";

/** Is there a request that refutes the claim? Decided for every value of the open rules that are not pinned. */
export async function findRequest(
  claim: Claim,
  context: Context,
  spelled: Spellings,
  choice: EngineChoice = context.options.engine,
): Promise<Existence> {
  if (claim.formula.is === "never") return { is: "none", axioms: [], engine: "constant" };
  if (substitutesWildcards(claim.formula, context)) {
    const reason: Reason = { code: "unsupported", what: "wildcards in the values of policy variables" };
    return { is: "unknown", reason, engine: "constant" };
  }
  let engine: Engine = "syntactic";
  const axioms = new Set<string>();
  let unknown: Existence | null = null;
  const pace = new Pace(context.options);
  const given = { claim, context, spelled, pace };
  const left: { readonly reading: QuestionReading; readonly answer: Existence & { readonly is: "unknown" } }[] = [];
  const heard = (answer: Existence): Existence | null => {
    if (WEIGHT[answer.engine] > WEIGHT[engine]) engine = answer.engine;
    if (answer.is === "some") return { ...answer, engine };
    if (answer.is === "unknown") unknown ??= answer;
    else for (const axiom of answer.axioms) axioms.add(axiom);
    return null;
  };
  for (const reading of readingsOf(claim.formula, context.rules)) {
    const answer = await answerReading(reading, given, choice === "auto" ? "propositional" : choice);
    if (choice === "auto" && answer.is === "unknown" && isOpenToStrings(answer.reason)) left.push({ reading, answer });
    else {
      const found = heard(answer);
      if (found !== null) return found;
    }
  }
  // A request of any reading will do: what is slow comes after all that is fast.
  for (const { reading, answer } of left) {
    const second = await answerReading(reading, given, "strings");
    // What the first engine stumbled over says more than that the last resort failed too.
    const found = heard(second.is === "unknown" ? answer : second);
    if (found !== null) return found;
  }
  return unknown ?? { is: "none", axioms: [...axioms].sort(), engine };
}

/** From what needs nothing to what was asked last. */
const WEIGHT: Readonly<Record<Engine, number>> = { constant: 0, syntactic: 1, propositional: 2, strings: 3 };

interface Given {
  readonly claim: Claim;
  readonly context: Context;
  readonly spelled: Spellings;
  readonly pace: Pace;
}

async function answerReading(
  { formula, assumptions }: QuestionReading,
  { claim, context, spelled, pace }: Given,
  choice: Exclude<EngineChoice, "auto">,
): Promise<Existence> {
  const question = context.spent.time("classes", () => narrowQuestion(formula, context.rules));
  if (question.is === "never") return { is: "none", axioms: [], engine: "syntactic" };
  const given = [claim, question, assumptions, context, spelled, pace] as const;
  if (choice === "propositional") return new ClassSearch(...given).run();
  const { StringSearch } = await import("./string-search.ts");
  return new StringSearch(...given).run();
}

/** Whether the theory of strings may decide what classes could not. */
function isOpenToStrings({ code }: Reason): boolean {
  return code === "relations" || code === "unsampled" || code === "classes-exhausted" || code === "unsupported";
}

/** Patterns that come out of a variable's value are not decided: no verdict is given where they are asked for. */
function substitutesWildcards(formula: Formula, { options }: Context): boolean {
  return options.assume["substituted-wildcards"] === "wildcard" && atomsOf([formula]).some(isRelation);
}
