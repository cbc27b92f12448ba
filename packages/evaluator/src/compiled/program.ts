// Trusted: the formulas of a decision as tests for the requests of one profile.
import type { Formula, Glob } from "@keyaki/semantics";
import type { Reading } from "../atoms.ts";
import { guardOf, indexed } from "./action-index.ts";
import { AtomTests, type Costed, type Test } from "./atom-tests.ts";
import { constantTest, type Epoch, junction, negation, once } from "./connectives.ts";
import type { Profile } from "./profile.ts";
import { gathered, type Part, Specialiser, textsAsked } from "./specialise.ts";

/** From so many parts on that ask for an action, they are found by it. */
const WORTH_AN_INDEX = 4;
/** What is quicker is asked again rather than remembered. */
const WORTH_REMEMBERING = 8;

export class Program {
  readonly #atoms: AtomTests;
  readonly #specialiser: Specialiser;
  readonly #epoch: Epoch;
  /** How many parts, or roots, stand on a part. */
  readonly #uses = new Map<Part, number>();
  readonly #made = new Map<Part, Costed>();
  readonly #tests = new Map<number, Test>();

  /** `roots`: the formulas that are asked in one decision, so that what they share is asked once. */
  constructor(profile: Profile, reading: Reading, epoch: Epoch, roots: readonly Formula[]) {
    this.#atoms = new AtomTests(profile, reading);
    this.#specialiser = new Specialiser((atom) => this.#atoms.known(atom));
    this.#epoch = epoch;
    for (const root of roots) this.#count(this.#specialiser.part(root));
  }

  /** The test of a formula, made when it is first wanted. */
  test(formula: Formula): Test {
    const known = this.#tests.get(formula.id);
    if (known !== undefined) return known;
    const { test } = this.#costed(this.#specialiser.part(formula));
    this.#tests.set(formula.id, test);
    return test;
  }

  /** The test of a disjunction that no formula is. */
  testAny(formulas: readonly Formula[]): Test {
    return this.#costed(
      gathered(
        "any",
        formulas.map((formula) => this.#specialiser.part(formula)),
      ),
    ).test;
  }

  #count(part: Part): void {
    const uses = this.#uses.get(part) ?? 0;
    this.#uses.set(part, uses + 1);
    if (uses > 0) return;
    if (part.is === "not") this.#count(part.of);
    if (part.is === "all" || part.is === "any") for (const each of part.of) this.#count(each);
  }

  #costed(part: Part): Costed {
    const known = this.#made.get(part);
    if (known !== undefined) return known;
    const made = this.#make(part);
    const isShared = (this.#uses.get(part) ?? 0) > 1 && made.cost >= WORTH_REMEMBERING;
    const kept = isShared ? once(made, this.#epoch) : made;
    this.#made.set(part, kept);
    return kept;
  }

  #make(part: Part): Costed {
    switch (part.is) {
      case "constant":
        return constantTest(part.value);
      case "atom":
        return this.#atoms.test(part.atom);
      case "not":
        return negation(this.#costed(part.of));
      case "all":
        return junction(
          0,
          part.of.map((each) => this.#costed(each)),
        );
      case "any":
        return this.#disjunction(part.of);
    }
  }

  #disjunction(parts: readonly Part[]): Costed {
    const asking = parts.flatMap((part) => {
      const guard = guardOf(part);
      return guard === null ? [] : [{ part, guard }];
    });
    if (asking.length < WORTH_AN_INDEX) {
      return junction(
        1,
        parts.map((part) => this.#costed(part)),
      );
    }
    const found = new Set(asking.map(({ part }) => part));
    const index = indexed(
      asking.map(({ part, guard }) => {
        const whole = this.#costed(part);
        return { guard, whole, rest: this.#rest(part, guard, whole) };
      }),
    );
    const others = parts.filter((part) => !found.has(part)).map((part) => this.#costed(part));
    return junction(1, [index, ...others]);
  }

  /** What is left of a part where one of the patterns that guard it matches: it without their atom, if they are those of one. */
  #rest(part: Part, guard: readonly Glob[], whole: Costed): Costed {
    if (part.is === "atom") return constantTest(true);
    if (part.is !== "all") return whole;
    const left = part.of.filter((each) => textsAsked(each)?.globs !== guard);
    return this.#costed(gathered("all", left));
  }
}
