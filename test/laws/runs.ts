// How often a law is tried: few times beside the other tests, for a time of its own when laws are run for long.
import { TestRunner } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** What a law saw. */
    counts?: string;
  }
}

interface Runs {
  readonly numRuns?: number;
  readonly interruptAfterTimeLimit?: number;
  readonly markInterruptAsFailure?: false;
}

/**
 * Parameters of a property whose short version makes this many runs. `KEYAKI_RUNS` sets another number (property-runs.ts),
 * `KEYAKI_LAW_SECONDS` a time: then it is tried until that is over, and the run that is under way is given up.
 */
export function runs(short: number): Runs {
  const isSet = (name: string) => (process.env[name] ?? "") !== "";
  if (isSet("KEYAKI_RUNS")) return {};
  if (!isSet("KEYAKI_LAW_SECONDS")) return { numRuns: short };
  const seconds = Number(process.env.KEYAKI_LAW_SECONDS);
  if (!(seconds > 0)) throw new Error("KEYAKI_LAW_SECONDS must be a number of seconds");
  return { numRuns: MANY, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false };
}

/** More than any time is enough for. */
const MANY = 1_000_000_000;

/** What a law saw, for the end of the report: the law's silence says as much as these counts do. */
export function tell(seen: object): void {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error("only a test has something to tell");
  const counts = Object.entries(seen).map(([name, count]) => `${name} ${JSON.stringify(count)}`);
  test.meta.counts = counts.join(", ");
}
