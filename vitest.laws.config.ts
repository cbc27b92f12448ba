import { randomInt } from "node:crypto";
import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

// The long run of the laws: each property is tried for a time of its own, from one fresh seed unless KEYAKI_SEED gives one.
// With KEYAKI_RUNS each is tried that often instead.
const { KEYAKI_SEED, KEYAKI_RUNS = "", KEYAKI_LAW_SECONDS = "25" } = process.env;
const seed = KEYAKI_SEED || String(randomInt(1, 2 ** 31));
const amount = KEYAKI_RUNS === "" ? `${KEYAKI_LAW_SECONDS} seconds a property` : `${KEYAKI_RUNS} runs a property`;
console.log(`Laws, ${amount}. Seed ${seed}: KEYAKI_SEED=${seed} repeats what is drawn.`);

export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({
    test: {
      include: ["test/laws/*.test.ts"],
      env: { KEYAKI_SEED: seed, ...(KEYAKI_RUNS === "" ? { KEYAKI_LAW_SECONDS } : {}) },
      testTimeout: 3_600_000,
      hookTimeout: 120_000,
      maxWorkers: 2,
    },
  }),
);
