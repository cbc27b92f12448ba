// Bundles the command and the library from source: one folder of plain modules, in which what a run does not need stays unloaded.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(here, "dist");
const manifest = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

const result = await build({
  absWorkingDir: here,
  // The pool looks for `worker.js` beside the module that it is in itself: so all files lie in one folder, and the worker keeps its name.
  entryPoints: { main: "src/main.ts", index: "src/index.ts", worker: "../solver/src/worker.ts" },
  outdir: dist,
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  conditions: ["source"],
  external: Object.keys(manifest.dependencies),
  minify: process.argv.includes("--minify"),
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
  // For the CommonJS packages inside the bundle.
  banner: {
    js: 'import { createRequire as __require } from "node:module"; const require = __require(import.meta.url);',
  },
});

// Chunks of earlier builds have other names and would be published with the rest.
const made = new Set(Object.keys(result.metafile.outputs).map((file) => file.replace(/^dist\//, "")));
for (const file of readdirSync(dist)) {
  if (/\.js(\.LEGAL\.txt)?$/.test(file) && !made.has(file)) rmSync(join(dist, file));
}
