// How often a law is tried: few times beside the other tests, as often as KEYAKI_RUNS says when laws are run for long.

/** Parameters of a property whose short version makes this many runs. */
export function runs(short: number): { readonly numRuns?: number } {
  const long = process.env.KEYAKI_RUNS;
  return long === undefined || long === "" ? { numRuns: short } : {};
}
