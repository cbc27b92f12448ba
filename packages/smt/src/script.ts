// Trusted: an assertion lost here makes verdicts wrong.
import { symbol } from "./symbol.ts";
import { expectSort, type Sort, sortName, type Term } from "./term.ts";

export interface ScriptOptions {
  /** The logic to set, such as `QF_SLIA` or `ALL`. */
  readonly logic: string;
  /** Lines of comment before everything else. */
  readonly header?: readonly string[];
  /** Ask for a model after the check. */
  readonly model?: boolean;
}

/**
 * Terms of more characters are defined by themselves: a deep term would otherwise print in quadratic space,
 * and nest deeper than the recursive parsers of some solvers can follow.
 */
const LONG = 1000;

/** Builds one SMT-LIB 2.6 script with one `check-sat`; constants are declared as assertions first name them. */
export class Script {
  readonly #options: ScriptOptions;
  readonly #declared = new Map<string, Sort>();
  readonly #body: string[] = [];
  /** Text of every term printed so far: the term itself, or the name of its definition. */
  readonly #printed = new Map<Term, string>();
  #definitions = 0;

  constructor(options: ScriptOptions) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(options.logic)) throw new RangeError(`not the name of a logic: ${options.logic}`);
    this.#options = options;
  }

  /**
   * Declares a constant that no assertion may come to name.
   * @throws TypeError when the name was declared with another sort.
   */
  declare(name: string, sort: Sort): void {
    const before = this.#declared.get(name);
    if (before === undefined) {
      this.#declared.set(name, sort);
      this.#body.push(`(declare-const ${symbol(name)} ${sortName(sort)})`);
    } else if (sortName(before) !== sortName(sort)) {
      throw new TypeError(`${JSON.stringify(name)} is both ${sortName(before)} and ${sortName(sort)}`);
    }
  }

  /** Requires a Bool term to hold. The comment says why, for people. */
  assert(term: Term, comment?: string): void {
    expectSort([term], "Bool");
    const text = this.#print(term);
    if (comment !== undefined) this.comment(comment);
    this.#body.push(`(assert ${text})`);
  }

  comment(text: string): void {
    this.#body.push(...commentLines(text));
  }

  text(): string {
    const { logic, header = [], model } = this.#options;
    return `${[
      ...header.flatMap(commentLines),
      ...(model === true ? ["(set-option :produce-models true)"] : []),
      `(set-logic ${logic})`,
      ...this.#body,
      "(check-sat)",
      ...(model === true ? ["(get-model)"] : []),
    ].join("\n")}\n`;
  }

  /** Prints a term; its subterms that are long or used more than once become definitions before it. Without recursion, since terms may be deep. */
  #print(root: Term): string {
    const uses = countUses(root);
    const stack: Term[] = [root];
    while (stack.length > 0) {
      const term = stack[stack.length - 1]!;
      if (this.#printed.has(term)) {
        stack.pop();
        continue;
      }
      if (term.is === "constant") {
        this.declare(term.name, term.sort);
        this.#printed.set(term, symbol(term.name));
        continue;
      }
      const open = term.of.filter((argument) => !this.#printed.has(argument));
      if (open.length > 0) {
        // Reversed, so that constants are declared in reading order.
        stack.push(...open.reverse());
        continue;
      }
      let text = term.operator;
      if (term.of.length > 0) {
        text = `(${term.operator} ${term.of.map((argument) => this.#printed.get(argument)!).join(" ")})`;
        if (term !== root && (uses.get(term)! > 1 || text.length > LONG)) {
          // No name of a constant looks like this: theirs begin with $ or with a bar.
          const name = `let!${++this.#definitions}`;
          this.#body.push(`(define-fun ${name} () ${sortName(term.sort)} ${text})`);
          text = name;
        }
      }
      this.#printed.set(term, text);
    }
    return this.#printed.get(root)!;
  }
}

function countUses(root: Term): Map<Term, number> {
  const uses = new Map<Term, number>([[root, 1]]);
  const stack: Term[] = [root];
  for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
    if (term.is === "constant") continue;
    for (const argument of term.of) {
      const before = uses.get(argument) ?? 0;
      uses.set(argument, before + 1);
      if (before === 0) stack.push(argument);
    }
  }
  return uses;
}

/** Comment lines; whatever could end one early, or is not printable ASCII, is shown escaped. */
function commentLines(text: string): string[] {
  return text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => {
    const shown = line.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
    return shown === "" ? ";" : `; ${shown}`;
  });
}
