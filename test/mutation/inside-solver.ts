// In the place of test/native-solvers.ts inside the bundle.
import { createInlineSolver } from "@keyaki/solver";

const solver = createInlineSolver();

export const NATIVE_SOLVERS = { z3: [] } as const;

export function hasSolver(name: string): boolean {
  return name === "z3";
}

export async function askSolver(_name: string, script: string): Promise<string> {
  const { is } = await solver.solve({ smtlib: script, want: [] }, { rlimit: 10_000_000, timeoutMs: 60_000 });
  return is;
}
