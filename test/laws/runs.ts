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
 * Tries a property as often as its short version does. `KEYAKI_RUNS` sets another number (property-runs.ts), `KEYAKI_LAW_SECONDS` a time:
 * then it is tried that often at least, and on until the time is over.
 */
export function hold<Values>(
  property: fc.IAsyncPropertyWithHooks<Values>,
  short: number,
  given?: fc.Parameters<Values>,
): Promise<void>;
export function hold<Values>(
  property: fc.IPropertyWithHooks<Values>,
  short: number,
  given?: fc.Parameters<Values>,
): void;
export function hold<Values>(
  property: fc.IAsyncPropertyWithHooks<Values> | fc.IPropertyWithHooks<Values>,
  short: number,
  given: fc.Parameters<Values> = {},
): Promise<void> | void {
  if (!property.isAsync()) {
    for (const amount of amounts(short)) fc.assert(property, { ...given, ...amount, reporter });
    return;
  }
  return (async () => {
    for (const amount of amounts(short)) await fc.assert(property, { ...given, ...amount, reporter });
  })();
}

/** One round after the other; each has a seed of its own, the first that of the run. */
function* amounts(short: number): Generator<{ readonly numRuns?: number; readonly seed?: number }> {
  const isSet = (name: string) => (process.env[name] ?? "") !== "";
  if (isSet("KEYAKI_RUNS")) {
    yield {};
    return;
  }
  if (!isSet("KEYAKI_LAW_SECONDS")) {
    yield { numRuns: short };
    return;
  }
  const seconds = Number(process.env.KEYAKI_LAW_SECONDS);
  const { seed } = fc.readConfigureGlobal();
  if (!(seconds > 0) || seed === undefined) throw new Error("KEYAKI_LAW_SECONDS wants a number, and a seed");
  const end = performance.now() + seconds * 1000;
  yield { numRuns: short, seed };
  for (let round = 1; performance.now() < end; round++) {
    yield { numRuns: Math.ceil(short / 4), seed: Math.imul(seed + round, 0x9e37_79b1) };
  }
}

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
