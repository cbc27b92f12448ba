import { spawnSync } from "node:child_process";

/** Outside solvers that give second opinions, from the Debian packages of the same names. */
export const NATIVE_SOLVERS = {
  cvc5: ["--lang=smt2", "--strings-exp", "-"],
  z3: ["-smt2", "-in"],
} as const;

export type NativeSolver = keyof typeof NATIVE_SOLVERS;

/**
 * Whether a solver is installed. Throws instead of saying no when `CI` is set: there a missing second opinion is a failure.
 * Elsewhere skip with the reason: `skip(!hasSolver("cvc5"), "cvc5 is not installed")`.
 */
export function hasSolver(name: NativeSolver): boolean {
  const found = spawnSync(name, ["--version"]).status === 0;
  if (!found && process.env.CI !== undefined && process.env.CI !== "") {
    throw new Error(`${name} is not installed (Debian package ${name}), and with CI set its opinion is required`);
  }
  return found;
}

/** Gives a script to a solver and returns what it printed. The solver is stopped after `seconds`, and the answer is then what it had printed. */
export function askSolver(name: NativeSolver, script: string, seconds = 20): string {
  const { stdout, stderr } = spawnSync(name, NATIVE_SOLVERS[name], {
    input: script,
    encoding: "utf8",
    timeout: seconds * 1000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return `${stdout}${stderr}`.trim();
}
