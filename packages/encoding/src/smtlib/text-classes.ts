// Trusted: a text that lies outside all classes and is not found is a request that is never looked at. It shares no code with `domains`.
import { foldAscii, globSet, makeGlob, type ValueSet } from "@keyaki/semantics";
import {
  anyWord,
  complement,
  constant,
  inRegular,
  intersection,
  parseStringLiteral,
  Script,
  symbol,
  type Term,
} from "@keyaki/smt";
import { ACTIONS, isLanguage, languageOf } from "./languages.ts";

/** A class of texts: those inside the first sets and outside the others. */
export interface TextClass {
  readonly inside: readonly ValueSet[];
  readonly outside: readonly ValueSet[];
}

/** Which texts are looked at: actions (in lower case), or any. */
export type TextUniverse = "action" | "any";

/** The question whether some text lies in none of the classes. */
export interface ClassQuestion {
  readonly text: string;
  readonly constants: readonly string[];
  /** The text that a model gives. */
  sample(values: readonly (string | undefined)[]): string;
}

/** Whether classes can be made of the set. */
export function isClassable(set: ValueSet): boolean {
  return isLanguage(set);
}

const NAME = "text";

/**
 * Asked as one membership: solvers of strings find it in an intersection of languages a hundred times faster than among several
 * memberships of one constant.
 */
export function outsideClasses(universe: TextUniverse, classes: readonly TextClass[]): ClassQuestion {
  const read = (set: ValueSet): ValueSet => (universe === "action" ? lowered(set) : set);
  const others = classes.map(({ inside, outside }) =>
    complement(classLanguage({ inside: inside.map(read), outside: outside.map(read) })),
  );
  const script = new Script({ logic: "QF_SLIA" });
  script.assert(
    inRegular(constant(NAME, "String"), intersection(universe === "action" ? ACTIONS : anyWord, ...others)),
    "A text outside all classes",
  );
  return {
    text: script.text(),
    constants: [symbol(NAME)],
    sample: ([value]) => (value === undefined ? "" : (parseStringLiteral(value) ?? "")),
  };
}

/** The texts of a class. */
export function classLanguage({ inside, outside }: TextClass): Term {
  return intersection(...inside.map(languageOf), ...outside.map((set) => complement(languageOf(set))));
}

/** Actions are compared in lower case: so is the action that is looked for, and so are patterns. */
export function lowered(set: ValueSet): ValueSet {
  if (set.is === "difference") return { is: "difference", from: lowered(set.from), minus: lowered(set.minus) };
  if (set.is !== "globs") return set;
  return globSet(
    set.globs.map((glob) =>
      makeGlob(
        glob.tokens.map((token) => (token.is === "text" ? { is: "text", text: foldAscii(token.text) } : token)),
        "none",
      ),
    ),
  );
}
