// Lists what `keyaki --help` loads and fails if that includes what only a question needs: Z3, its pool, zod, the catalog's data.
// Usage: node cold-start.js [path of bin/keyaki.js]
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = resolve(process.argv[2] ?? join(here, "bin/keyaki.js"));

/** Strings that only these parts hold, wherever the bundler put them. */
const FORBIDDEN = [
  ["z3-solver", /\/node_modules\/z3-solver\//, null],
  ["piscina", /\/node_modules\/piscina\//, null],
  ["zod", /\/node_modules\/zod\//, /\bZodError\b/],
  ["the catalog's data", /\/catalog\/(src|dist)\/data\//, /STORED_CATALOG\s*=/],
];

const loader = new URL("loaded-modules.js", import.meta.url).href;
const started = performance.now();
const ran = spawnSync(process.execPath, ["--import", loader, bin, "--help"], { encoding: "utf8" });
const milliseconds = Math.round(performance.now() - started);
if (ran.status !== 0) throw new Error(`keyaki --help ended with ${ran.status}:\n${ran.stderr}`);

const files = ran.stderr
  .split("\n")
  .filter((line) => line.startsWith("loaded "))
  .map((line) => line.slice("loaded ".length));
if (!files.some((file) => file.endsWith("/main.js"))) throw new Error("the list of loaded modules is not complete");
const faults = files.flatMap((file) => {
  const text = readFileSync(file, "utf8");
  return FORBIDDEN.filter(([, path, content]) => path.test(file) || (content?.test(text) ?? false)).map(
    ([what]) => `${file} holds ${what}`,
  );
});
const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
console.log(
  `keyaki --help loads ${files.length} files, ${Math.round(bytes / 1000)} kB, ${milliseconds} ms with the hook`,
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
