// Mutants of a package: every file once with all its mutants in it, each behind a switch.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createInstrumenter } from "@stryker-mutator/instrumenter";

export const ROOT: string = join(import.meta.dirname, "../..");

/** What is mutated together: a folder of sources, and the suite for it. */
export interface Part {
  readonly name: string;
  readonly folder: string;
  readonly without?: string;
  readonly suite: string;
  /** What `--more` runs instead. */
  readonly more?: string;
  /** How many of the runs of a property are made; default all of them. */
  readonly runs?: number;
}

export const PARTS: readonly Part[] = [
  { name: "semantics", folder: "packages/semantics/src", suite: "suite.ts", more: "suite-of-meanings.ts" },
  { name: "domains", folder: "packages/domains/src", suite: "suite-of-domains.ts", more: "suite.ts", runs: 0.1 },
  {
    name: "encoding",
    folder: "packages/encoding/src",
    without: "smtlib/",
    suite: "suite.ts",
    more: "suite-of-encoding.ts",
  },
  { name: "scripts", folder: "packages/encoding/src/smtlib", suite: "suite-of-scripts.ts" },
];

/** One change of the code. */
export interface Mutant {
  /** By which its switch goes; unique within a run. */
  readonly id: string;
  /** Package, file, place and change: the same from one run to the next while the file is. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  readonly replacement: string;
}

/** A source file and its text with every mutant in it. */
export interface MutatedFile {
  readonly file: string;
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

/**
 * Words that only people read: what an error says. An error thrown here is a broken invariant, and no test should hold on to
 * its wording.
 */
const ERROR_WORDS = {
  shouldIgnore(path: { isNewExpression(): boolean; node: { callee?: { name?: string } } }): string | undefined {
    return path.isNewExpression() && /Error$/.test(path.node.callee?.name ?? "") ? "the words of an error" : undefined;
  },
};

const QUIET = { debug() {}, info() {}, warn() {}, error() {}, isDebugEnabled: () => false };

/** What the instrumenter asks for: values by name, and a class made of them. */
function injector(values: Readonly<Record<string, unknown>>): never {
  return {
    provideValue: (name: string, value: unknown) => injector({ ...values, [name]: value }),
    injectClass: (made: { new (...of: unknown[]): unknown; inject: readonly string[] }) =>
      new made(...made.inject.map((name) => values[name])),
  } as never;
}

/** All files of a part with their mutants. */
export async function mutantsOf({ folder: below, without }: Part): Promise<MutatedFile[]> {
  const folder = join(ROOT, below);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (path) => path.endsWith(".ts") && path !== "index.ts" && (without === undefined || !path.startsWith(without)),
    )
    .sort()
    .map((path) => join(folder, path));
  const instrumenter = createInstrumenter(injector({ logger: QUIET }));
  const contents = paths.map((path) => ({ name: path, mutate: true as const, content: readFileSync(path, "utf8") }));
  const { files, mutants } = await instrumenter.instrument(contents, {
    plugins: null,
    excludedMutations: [],
    ignorers: [ERROR_WORDS as never],
    noHeader: true,
  });
  return files.map((file, at) => {
    const original = contents[at]!.content.split("\n");
    const own = mutants.filter((mutant) => mutant.fileName === file.name && mutant.status !== "Ignored");
    const path = relative(ROOT, file.name);
    return {
      file: path,
      text: file.content,
      mutants: own.map(({ id, location, mutatorName, replacement }) => {
        const { line, column } = location.start;
        const words = replacement.replaceAll(/\s+/g, " ");
        const was = (
          location.end.line === line
            ? original[line]!.slice(column, location.end.column)
            : original[line]!.slice(column)
        ).trim();
        return {
          id,
          name: `${path}:${line + 1}:${column + 1} ${mutatorName}: ${was} -> ${words}`,
          file: path,
          line: line + 1,
          mutator: mutatorName,
          replacement: words,
        };
      }),
    };
  });
}
