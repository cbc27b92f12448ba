// Trusted: a constraint lost here changes the question.
import { constant, type Sort, type Term } from "@keyaki/smt";
import { YES } from "./connectives.ts";

/** What the script needs beside the formula: what every request's parts obey, and whether something had to be left open. */
export class Sink {
  readonly #constraints: { readonly term: Term; readonly comment: string | undefined }[] = [];
  readonly #constants = new Map<string, Term>();
  #fresh = 0;
  /** Some boolean is freer than what it stands for: a model is then only a candidate. */
  relaxed = false;
  /** Real numbers are spoken of. */
  reals = false;

  /** The constants so far, by name. */
  get constants(): ReadonlyMap<string, Term> {
    return this.#constants;
  }

  get constraints(): readonly { readonly term: Term; readonly comment: string | undefined }[] {
    return this.#constraints;
  }

  /** Requires the term of every request. */
  require(term: Term, comment?: string): void {
    if (term === YES) return;
    this.#constraints.push({ term, comment });
  }

  /** The constant of this name; `obeys` is required when it is made. */
  constant(name: string, sort: Sort, obeys?: (made: Term) => Term): Term {
    const known = this.#constants.get(name);
    if (known !== undefined) return known;
    const made = constant(name, sort);
    if (sort === "Real") this.reals = true;
    this.#constants.set(name, made);
    if (obeys !== undefined) this.require(obeys(made));
    return made;
  }

  /** A constant that nothing else names. */
  fresh(name: string, sort: Sort): Term {
    return this.constant(`${name} #${++this.#fresh}`, sort);
  }

  /** A boolean that may be anything: it stands for what the script does not say. */
  open(name: string): Term {
    this.relaxed = true;
    return this.fresh(name, "Bool");
  }
}
