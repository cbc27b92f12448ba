// Loaded before every test file: KEYAKI_RUNS sets how many runs each property makes that does not fix its own number.
const runs = process.env.KEYAKI_RUNS;
if (runs !== undefined && runs !== "") {
  if (!/^[1-9]\d*$/.test(runs))
    throw new Error(`KEYAKI_RUNS must be a positive whole number, not ${JSON.stringify(runs)}`);
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ numRuns: Number(runs) });
}
