// The suite as one script with mutated sources in it: run once for each mutant, so that no mutant meets what another left behind.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type MutatedFile, ROOT } from "./mutants.ts";

/** Loaded once and shared by all runs: none of them imports a mutated package. */
export const SHARED = [
  "@keyaki/policy",
  "@keyaki/catalog",
  "@keyaki/smt",
  "@keyaki/solver",
  "fast-check",
  "@vitest/expect",
];

/** Solvers of the machine are processes, which take too long for thousands of runs: the Z3 inside answers in their place. */
const INSTEAD: Readonly<Record<string, string>> = {
  "test/native-solvers.ts": join(import.meta.dirname, "inside-solver.ts"),
  "test/laws/runs.ts": join(import.meta.dirname, "few-runs.ts"),
};

/** What a law says of how often it saw something holds of all its runs, and here it makes few. */
const COUNTS = /expect\([^\n]*\)\.toBe(?:Greater|Less)Than\([^\n]*\);/g;

/** What switches mutants. */
const SWITCH = "function stryMutAct_9fa48(id) { return id === mutation.active; }\n";

/** The instrumenter marks what a test reaches by calls, which would take most of the time: marks in an array, or nothing. */
function marked(text: string, records: boolean): string {
  return text.replaceAll(/stryCov_9fa48\(([^)]*)\)/g, (_, ids: string) => {
    return records ? `(${ids.replaceAll(/"(\d+)"/g, "mutation.reached[$1] = 1")})` : "0";
  });
}

/** Fewer runs of each property: what a property must have seen in all of them is not asked then. */
function quicker(text: string, runs: number): string {
  if (runs === 1) return text;
  return text
    .replaceAll(/\bnumRuns: (\d+)/g, (_, all: string) => `numRuns: ${Math.ceil(Number(all) * runs)}`)
    .replaceAll(/\{ numRuns \}/g, `{ numRuns: Math.ceil(numRuns * ${runs}) }`)
    .replaceAll(/^\s*expect\(seen\.\w+\)\.toBeGreaterThan\(\d+\);$/gm, "");
}

/** A script whose value is a function of `require` and `mutation` that gives the suite's tests. */
export async function bundle(
  entry: string,
  mutated: readonly MutatedFile[],
  records: boolean,
  runs: number,
): Promise<string> {
  const texts = new Map(mutated.map(({ file, text }) => [file, text]));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    conditions: ["source"],
    external: [...SHARED, "node:*"],
    // Files of tests are imported for what they do, whatever their package says of its own.
    ignoreAnnotations: true,
    supported: { "dynamic-import": false },
    alias: { vitest: join(import.meta.dirname, "collect.ts") },
    logLevel: "error",
    plugins: [
      {
        name: "sources",
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const source = INSTEAD[relative(ROOT, path)] ?? path;
            const text = texts.get(relative(ROOT, path)) ?? readFileSync(source, "utf8");
            const whole = relative(ROOT, path).startsWith("test/laws/") ? text.replaceAll(COUNTS, ";") : text;
            const contents = quicker(marked(whole, records), runs)
              // No bundle of this format waits before it begins.
              .replaceAll(/^((?:export )?const \w+(?:: \w+)? = )await loadCatalog\(\)/gm, "$1mutation.catalog")
              .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
              .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
            return { contents, loader: "ts" };
          });
        },
      },
    ],
  });
  return `(function (require, mutation) { const module = { exports: {} }; let exports = module.exports;\n${SWITCH}${outputFiles[0]!.text}\nreturn module.exports; })`;
}

/** The program of the thread that runs the suite, for `eval`: threads have no loader for its source. */
export async function workerProgram(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "worker.ts")],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    conditions: ["source"],
    external: ["z3-solver", "piscina"],
    mainFields: ["module", "main"],
    supported: { "dynamic-import": false },
    logLevel: "error",
  });
  // Z3 is a dependency of one package only, and found from there.
  const from = JSON.stringify(join(ROOT, "packages/solver/src/z3.ts"));
  return `(function (require) { ${outputFiles[0]!.text} })(require("node:module").createRequire(${from}))`;
}
