// Checked: what a model's text says is judged by the evaluator once it is a request.
import { type Decimal, parseDecimal } from "@keyaki/semantics";
import { parseStringLiteral } from "@keyaki/smt";

/** The values that a solver gave the constants of a script, by name; what it left open has none. */
export class ModelValues {
  readonly #values: ReadonlyMap<string, string | undefined>;

  constructor(values: ReadonlyMap<string, string | undefined>) {
    this.#values = values;
  }

  text(name: string): string | null {
    const value = this.#values.get(name);
    return value === undefined ? null : (parseStringLiteral(value) ?? null);
  }

  /** False where the model leaves it open. */
  truth(name: string): boolean {
    return this.#values.get(name) === "true";
  }

  integer(name: string): bigint | null {
    const value = this.#values.get(name)?.replace(/^\(- (\d+)\)$/, "-$1");
    return value !== undefined && /^-?\d+$/.test(value) ? BigInt(value) : null;
  }

  /** A number of finitely many places; null for one that has infinitely many, or none. */
  decimal(name: string): Decimal | null {
    const value = this.#values.get(name);
    if (value === undefined) return null;
    const match = /^\(?(- )?\(?(?:\/ )?([\d.]+)(?: ([\d.]+))?\)*$/.exec(value);
    if (match === null) return null;
    const [, sign, above = "", below = "1"] = match;
    const quotient = quotientOf(above, below);
    return quotient === null ? null : parseDecimal(`${sign === undefined ? "" : "-"}${quotient}`, "decimal");
  }
}

const MOST_PLACES = 40;

/** A fraction of two whole numbers as decimal text; null where it does not end. */
function quotientOf(above: string, below: string): string | null {
  const [numerator, denominator] = [BigInt(above.split(".")[0] ?? "0"), BigInt(below.split(".")[0] ?? "1")];
  if (below === "1") return above.replace(/\.0+$/, "");
  let rest = numerator % denominator;
  let places = "";
  while (rest !== 0n) {
    if (places.length === MOST_PLACES) return null;
    rest *= 10n;
    places += String(rest / denominator);
    rest %= denominator;
  }
  return `${numerator / denominator}${places === "" ? "" : `.${places}`}`;
}
