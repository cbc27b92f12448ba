import type { SerializedError } from "vitest";
import { DefaultReporter, type TestCase, type TestModule, type TestRunEndReason } from "vitest/node";

/**
 * The usual report, then what each law saw, each skipped test with its reason, and as the very last line
 * `N passed, N failed, N skipped`. A file that could not be loaded and an error outside all tests count as one failed test each: neither
 * may look like success.
 */
export default class CountingReporter extends DefaultReporter {
  override onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    super.onTestRunEnd(modules, unhandledErrors, reason);
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    const skips: string[] = [];
    const laws: string[] = [];
    for (const module of [...modules].sort((a, b) => (a.relativeModuleId < b.relativeModuleId ? -1 : 1))) {
      counts.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that the run was interrupted in has not passed.
        counts[state === "pending" ? "failed" : state] += 1;
        if (state === "skipped") skips.push(`  ${module.relativeModuleId}: ${test.fullName}: ${skipReason(test)}`);
        const { cases, counts: seen } = test.meta();
        if (seen !== undefined) {
          const tried = cases === undefined ? "" : `${cases} cases: `;
          laws.push(`  ${module.relativeModuleId}: ${test.fullName}:\n    ${state}: ${tried}${seen}`);
        }
      }
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    // Printed at the very end, after what vitest says on closing.
    process.on("exit", () => {
      if (laws.length > 0) console.log(`What laws saw:\n${laws.join("\n")}`);
      if (skips.length > 0) console.log(`Skipped:\n${skips.join("\n")}`);
      console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}

function skipReason(test: TestCase): string {
  const result = test.result();
  const note = result.state === "skipped" ? result.note : undefined;
  return note ?? "no reason given";
}
