// How often a law is tried: few times beside the other tests, for a time of its own when laws are run for long.
import fc from "fast-check";
import { type TaskMeta, TestRunner } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** How many cases a law was tried on. */
    cases?: number;
    /** What a law saw of them. */
    counts?: string;
  }
}

/**
 * Parameters of a property whose short version makes this many runs. `KEYAKI_RUNS` sets another number (property-runs.ts),
 * `KEYAKI_LAW_SECONDS` a time: then it is tried until that is over, and the run that is under way is given up.
 */
export function runs<Values>(short: number): fc.Parameters<Values> {
  const isSet = (name: string) => (process.env[name] ?? "") !== "";
  if (isSet("KEYAKI_RUNS")) return { reporter };
  if (!isSet("KEYAKI_LAW_SECONDS")) return { numRuns: short, reporter };
  const seconds = Number(process.env.KEYAKI_LAW_SECONDS);
  if (!(seconds > 0)) throw new Error("KEYAKI_LAW_SECONDS must be a number of seconds");
  return { numRuns: MANY, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false, reporter };
}

/** More than any time is enough for. */
const MANY = 1_000_000_000;

/** Counts the cases, and throws what fast-check would. */
function reporter<Values>(details: fc.RunDetails<Values>): void {
  if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  const { meta } = thisTest();
  meta.cases = (meta.cases ?? 0) + details.numRuns;
}

function thisTest(): { readonly meta: TaskMeta } {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error("only a test tries a law");
  return test;
}

/** What a law saw, for the end of the report: the law's silence says as much as these counts do. */
export function tell(seen: object): void {
  const counts = Object.entries(seen).map(([name, count]) => `${name} ${JSON.stringify(count)}`);
  thisTest().meta.counts = counts.join(", ");
}
