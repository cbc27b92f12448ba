// In the place of packages/encoding/test/outside-solvers.ts inside the bundle.
import { createInlineSolver } from "@keyaki/solver";

const solver = createInlineSolver();

export function installedSolvers(): readonly { readonly name: string }[] {
  return [{ name: "Z3 inside" }];
}

export async function ask(_solver: unknown, script: string): Promise<string> {
  const { is } = await solver.solve({ smtlib: script, want: [] }, { rlimit: 10_000_000, timeoutMs: 60_000 });
  return is;
}
