import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

test("works when bundled by esbuild, with the worker beside the bundle", async () => {
  // Inside the package, so that z3-solver and piscina are found as they are from any bundle.
  mkdirSync(join(root, "dist"), { recursive: true });
  const out = mkdtempSync(join(root, "dist", "bundle-"));
  try {
    await build({
      entryPoints: { program: join(root, "test/fixtures/ask.ts"), worker: join(root, "src/worker.ts") },
      outdir: out,
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      platform: "node",
      target: "node20",
      conditions: ["source"],
      external: ["z3-solver", "piscina"],
      logLevel: "silent",
    });
    writeFileSync(join(out, "package.json"), '{"type":"module"}');
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(out, "program.js"), "close"], {
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "unsat unsat\n[]\n", stderr: "" });
  } finally {
    rmSync(out, { recursive: true });
  }
}, 60_000);

test("importing the package loads neither piscina nor Z3", () => {
  const program = `
    import { createSolver } from "./src/index.ts";
    import { createRequire } from "node:module";
    createSolver({ workers: 2 });
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => /piscina|z3-built/.test(file));
    const before = loaded();
    await import("piscina");
    console.log(before, loaded());
  `;
  const { stdout } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--conditions=source", "--input-type=module", "--eval", program],
    { cwd: root, encoding: "utf8" },
  );
  expect(stdout).toBe("false true\n");
}, 60_000);
