// Trusted: a gate that does not mean what its name says makes verdicts wrong.
import type { Literal, Problem } from "./problem.ts";

/**
 * Collects variables and clauses, and turns and/or/not over shared nodes into clauses (Tseitin's translation).
 * Every gate is defined in both directions, so that its variable is a function of its inputs: a model is settled
 * by the variables that the caller made, and a gate may be used in either polarity, or as an assumption.
 * Equal gates share one variable, and the constants fold away, so the same calls give the same bytes.
 */
export class ClauseBuilder {
  #variables = 0;
  #clauses = new Int32Array(256);
  #length = 0;
  #always: Literal | undefined;
  readonly #gates = new Map<string, Literal>();

  /** How many variables exist so far; they are numbered 1 to `variables`. */
  get variables(): number {
    return this.#variables;
  }

  /** A new variable, as the literal that wants it true. */
  variable(): Literal {
    return ++this.#variables;
  }

  /** Requires at least one of the literals; with none of them the problem becomes unsatisfiable. */
  clause(...literals: readonly Literal[]): void {
    this.clauseOf(literals);
  }

  /**
   * `clause` for a list, which may be too long for an argument list.
   * @throws RangeError when a literal is not a variable of this builder.
   */
  clauseOf(literals: readonly Literal[]): void {
    for (const literal of literals) this.#known(literal);
    this.#reserve(literals.length + 1);
    this.#clauses.set(literals, this.#length);
    this.#length += literals.length;
    this.#clauses[this.#length++] = 0;
  }

  /** Requires the literal to hold. */
  require(literal: Literal): void {
    this.clauseOf([literal]);
  }

  /** The literal that always holds; its negation never does. */
  always(): Literal {
    if (this.#always === undefined) {
      this.#always = this.variable();
      this.require(this.#always);
    }
    return this.#always;
  }

  never(): Literal {
    return -this.always();
  }

  not(literal: Literal): Literal {
    return -literal;
  }

  /** A literal that holds exactly when all of these do; `all([])` always holds. */
  all(literals: readonly Literal[]): Literal {
    return this.#conjunction(literals);
  }

  /** A literal that holds exactly when any of these does; `any([])` never holds. */
  any(literals: readonly Literal[]): Literal {
    return -this.#conjunction(literals.map((literal) => -literal));
  }

  /** A literal that holds exactly when `condition` does not, or `consequence` does. */
  implies(condition: Literal, consequence: Literal): Literal {
    return this.any([-condition, consequence]);
  }

  /** A literal that holds exactly when both hold or neither does. */
  iff(left: Literal, right: Literal): Literal {
    this.#known(left);
    this.#known(right);
    if (left === right) return this.always();
    if (left === -right) return this.never();
    for (const [constant, other] of [[left, right] as const, [right, left] as const]) {
      if (this.#always !== undefined && Math.abs(constant) === this.#always) return constant > 0 ? other : -other;
    }
    // Only the variables and the parity matter: iff(-a, b) is not iff(a, b).
    const low = Math.min(Math.abs(left), Math.abs(right));
    const high = Math.max(Math.abs(left), Math.abs(right));
    const sign = left > 0 === right > 0 ? 1 : -1;
    const key = `=${low} ${high}`;
    let gate = this.#gates.get(key);
    if (gate === undefined) {
      gate = this.variable();
      this.#gates.set(key, gate);
      this.clause(-gate, -low, high);
      this.clause(-gate, low, -high);
      this.clause(gate, low, high);
      this.clause(gate, -low, -high);
    }
    return sign * gate;
  }

  /** Requires that at most one of the literals holds (a literal given twice may then not hold at all). */
  atMostOne(literals: readonly Literal[]): void {
    if (literals.length <= 6) {
      for (let i = 0; i < literals.length; i++) {
        for (let j = i + 1; j < literals.length; j++) this.clause(-literals[i]!, -literals[j]!);
      }
      return;
    }
    // A chain of "one of the first i holds": linear where pairs are quadratic.
    let seen = literals[0]!;
    for (let i = 1; i < literals.length; i++) {
      const literal = literals[i]!;
      this.clause(-seen, -literal);
      if (i + 1 < literals.length) seen = this.any([seen, literal]);
    }
  }

  /** Requires that exactly one of the literals holds; with none of them the problem becomes unsatisfiable. */
  exactlyOne(literals: readonly Literal[]): void {
    this.clauseOf(literals);
    this.atMostOne(literals);
  }

  /** The problem so far, in arrays of its own: the builder may go on and build again. */
  build(): Problem {
    return { variables: this.#variables, clauses: this.#clauses.slice(0, this.#length) };
  }

  #conjunction(literals: readonly Literal[]): Literal {
    const inputs: Literal[] = [];
    for (const literal of [...literals].sort(byVariable)) {
      this.#known(literal);
      if (literal === this.#always) continue;
      if (this.#always !== undefined && literal === -this.#always) return literal;
      const previous = inputs[inputs.length - 1];
      if (literal === previous) continue;
      if (literal === -(previous ?? 0)) return this.never();
      inputs.push(literal);
    }
    if (inputs.length === 0) return this.always();
    if (inputs.length === 1) return inputs[0]!;
    const key = inputs.join(" ");
    let gate = this.#gates.get(key);
    if (gate === undefined) {
      gate = this.variable();
      this.#gates.set(key, gate);
      for (const input of inputs) this.clause(-gate, input);
      this.clauseOf([gate, ...inputs.map((input) => -input)]);
    }
    return gate;
  }

  #known(literal: Literal): void {
    const variable = Math.abs(literal);
    if (!Number.isInteger(literal) || variable === 0 || variable > this.#variables) {
      throw new RangeError(`literal ${literal} names no variable of this builder`);
    }
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#clauses.length) return;
    const larger = new Int32Array(Math.max(this.#clauses.length * 2, this.#length + more));
    larger.set(this.#clauses.subarray(0, this.#length));
    this.#clauses = larger;
  }
}

/** Orders by variable, so that equal and opposite literals become neighbours. */
function byVariable(left: Literal, right: Literal): number {
  return Math.abs(left) - Math.abs(right) || left - right;
}
