import { defineConfig } from "vitest/config";

// Tests run from source: the "source" condition of every package's exports points at src/index.ts.
export default defineConfig({
  ssr: { resolve: { conditions: ["source", "node", "import", "default"], externalConditions: ["source", "node", "import", "default"] } },
  test: { include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 30_000 },
});
