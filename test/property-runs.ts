// Loaded before every test file: how often properties are tried, and from which seed.
// Beside the other tests the seed is fixed, so that a run says what it said before; KEYAKI_RUNS, which sets how many runs each property
// makes that does not fix its own number, takes a fresh seed unless KEYAKI_SEED gives one. A failure prints its seed in either case.
import { configureGlobal } from "fast-check";

function numberFrom(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === "") return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${name} must be a positive whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

const runs = numberFrom("KEYAKI_RUNS");
const seed = numberFrom("KEYAKI_SEED") ?? (runs === undefined ? 20_261_122 : undefined);
configureGlobal({ ...(runs === undefined ? {} : { numRuns: runs }), ...(seed === undefined ? {} : { seed }) });
