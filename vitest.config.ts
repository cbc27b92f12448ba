import { defineConfig } from "vitest/config";
import CountingReporter from "./test/counting-reporter.ts";

const conditions = ["source", "node", "import", "default"];

// Tests run from source: the "source" condition of every package's exports points at src/index.ts.
export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts", "bench/test/**/*.test.ts"],
    setupFiles: ["test/property-runs.ts"],
    testTimeout: 30_000,
    reporters: [new CountingReporter()],
  },
});
