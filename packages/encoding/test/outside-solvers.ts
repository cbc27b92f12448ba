import { spawn, spawnSync } from "node:child_process";

/** An SMT solver of the machine that reads a script from its input. */
export interface OutsideSolver {
  readonly name: string;
  readonly command: string;
  args(seconds: number): readonly string[];
}

const SECONDS = Number(process.env.KEYAKI_SOLVER_SECONDS ?? "5");

const SOLVERS: readonly OutsideSolver[] = [
  // Before 1.1 cvc5 wants to be asked for functions such as str.substr.
  {
    name: "cvc5",
    command: "cvc5",
    args: (seconds) => ["--lang=smt2", "--strings-exp", `--tlimit=${seconds * 1000}`, "-"],
  },
  { name: "Z3", command: "z3", args: (seconds) => ["-in", `-T:${seconds}`] },
];

/** The solvers that are installed. On CI all must be. */
export function installedSolvers(): readonly OutsideSolver[] {
  const found = SOLVERS.filter(({ command }) => spawnSync(command, ["--version"]).status === 0);
  const missing = SOLVERS.filter((solver) => !found.includes(solver)).map(({ name }) => name);
  if (missing.length > 0) {
    if (process.env.CI === "true") throw new Error(`not installed: ${missing.join(", ")}`);
    process.stderr.write(`skipped, since not installed: ${missing.join(", ")} (Debian packages cvc5, z3)\n`);
  }
  return found;
}

export function versionOf({ command }: OutsideSolver): string {
  return /\d+\.\d+\.\d+/.exec(String(spawnSync(command, ["--version"]).stdout))?.[0] ?? "unknown";
}

/** What a solver says of a script; `unknown` where it gives up or its time is over. @throws Error when it finds a fault in the script. */
export async function ask(
  solver: OutsideSolver,
  script: string,
  seconds: number = SECONDS,
): Promise<"sat" | "unsat" | "unknown"> {
  const child = spawn(solver.command, [...solver.args(seconds)], { stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => {
    output += String(data);
  });
  child.stderr.on("data", (data) => {
    output += String(data);
  });
  const killer = setTimeout(() => child.kill(), seconds * 2000);
  // A solver whose time is over while it still reads closes its input.
  child.stdin.on("error", () => {});
  child.stdin.end(script);
  await new Promise((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", reject);
  });
  clearTimeout(killer);
  const [first = ""] = output.trim().split("\n");
  if (first === "sat" || first === "unsat") return first;
  if (first === "" || /^(unknown|timeout)|interrupted by|time/.test(first)) return "unknown";
  throw new Error(`${solver.name}: ${output.slice(0, 500)}`);
}
