// In the place of test/laws/runs.ts inside the bundle: a law is tried often enough to notice a change, not to be believed.
export function runs(short: number): { readonly numRuns: number } {
  return { numRuns: Math.ceil(short / 5) };
}
