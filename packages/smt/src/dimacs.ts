// Trusted: this is the text the solver reads; `test/dimacs.test.ts` reads it back with an independent reader.
import { clauseCount, type Problem } from "./problem.ts";

/**
 * The problem in DIMACS CNF, one clause a line (an empty clause may share its line with the next: line ends mean nothing).
 * The text starts with its `p cnf` line, with no comment before it: that is how Z3 tells DIMACS from SMT-LIB.
 */
export function toDimacs(problem: Problem): string {
  // One native join is several times faster than appending clause by clause.
  const body = problem.clauses.length === 0 ? "" : `${problem.clauses.join(" ").replaceAll(" 0 ", " 0\n")}\n`;
  return `p cnf ${problem.variables} ${clauseCount(problem)}\n${body}`;
}
