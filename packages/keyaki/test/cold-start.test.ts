import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const here = join(import.meta.dirname, "..");

test("keyaki --help loads neither Z3, nor zod, nor the catalog's data", () => {
  expect(
    existsSync(join(here, "dist/main.js")),
    "built by the test command: node packages/keyaki/scripts/bundle.js",
  ).toBe(true);
  const report = execFileSync(process.execPath, [join(here, "scripts/cold-start.js")], { encoding: "utf8" });
  expect(report).toMatch(/^keyaki --help loads \d+ files, /);
});
