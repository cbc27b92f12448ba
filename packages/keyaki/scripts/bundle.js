// Bundles the command and the library from source: one folder of plain modules, in which what a run does not need stays unloaded.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(here, "dist");
const manifest = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

const result = await build({
  absWorkingDir: here,
  // A worker's file is looked for beside the module that starts it: so all files lie in one folder, and the workers keep their names.
  entryPoints: {
    main: "src/main.ts",
    index: "src/index.ts",
    "question-worker": "../batch/src/question-worker.ts",
    worker: "../solver/src/worker.ts",
    "line-worker": "../cli/src/line-worker.ts",
  },
  outdir: dist,
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  conditions: ["source"],
  // The CommonJS form of jsonc-parser loads its parts in a way that no bundler sees.
  mainFields: ["module", "main"],
  external: Object.keys(manifest.dependencies),
  minify: process.argv.includes("--minify"),
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  // For the CommonJS packages inside the bundle.
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
});

// The licences of what is bundled ask to go with it.
const bundled = new Set(
  Object.keys(result.metafile.inputs).flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? []),
);
const licences = [...bundled].sort().map((folder) => {
  const from = join(here, folder);
  const { name, version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  const file = readdirSync(from).find((entry) => /^licen[cs]e\b/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled and has no licence file`);
  return `${name} ${version}\n\n${readFileSync(join(from, file), "utf8").trim()}\n`;
});
writeFileSync(join(dist, "third-party-licenses.txt"), licences.join(`\n${"-".repeat(70)}\n\n`));

// Chunks of earlier builds have other names and would be published with the rest.
const made = new Set(Object.keys(result.metafile.outputs).map((file) => file.replace(/^dist\//, "")));
for (const file of readdirSync(dist)) {
  if (/\.js$/.test(file) && !made.has(file)) rmSync(join(dist, file));
}
