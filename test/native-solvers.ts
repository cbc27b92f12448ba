import { spawn, spawnSync } from "node:child_process";

/** Outside solvers that give second opinions, from the Debian packages of the same names. Before 1.1 cvc5 wants to be asked for functions such as str.substr. */
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

/** The version of an installed solver. */
export function versionOf(name: NativeSolver): string {
  return /\d+\.\d+\.\d+/.exec(String(spawnSync(name, ["--version"]).stdout))?.[0] ?? "unknown";
}

/** The solvers that are not installed; throws with `CI` set. */
export function missingSolvers(): readonly NativeSolver[] {
  return (Object.keys(NATIVE_SOLVERS) as NativeSolver[]).filter((name) => !hasSolver(name));
}

/** What a solver says of a script: an answer, or why it gives none. */
export type Opinion = "sat" | "unsat" | "unknown" | "time-out" | "unsupported";

/**
 * Asks a solver for its answer to a script with one `(check-sat)`. It is stopped after `seconds`.
 *
 * @throws Error when it finds a fault in the script.
 */
export async function askSolver(name: NativeSolver, script: string, seconds = 20): Promise<Opinion> {
  const child = spawn(name, [...NATIVE_SOLVERS[name]], { stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += String(data);
    });
  }
  let isLate = false;
  const killer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, seconds * 1000);
  // A solver that ends before it has read everything has said why.
  child.stdin.on("error", () => undefined);
  child.stdin.end(script);
  await new Promise((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", reject);
  });
  clearTimeout(killer);
  const [first = ""] = output.trim().split("\n");
  if (first === "sat" || first === "unsat" || first === "unknown") return first;
  if (first === "" && isLate) return "time-out";
  if (first === "unsupported" || /not supported|unsupported/i.test(first)) return "unsupported";
  throw new Error(`${name}: ${output.slice(0, 500)}`);
}
