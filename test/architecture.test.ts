import { readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, extname, join, relative } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, test } from "vitest";

/** What each package may import of the others. A package without a row fails; so does a row without a package. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  policy: [],
  domains: [],
  smt: [],
  catalog: [],
  semantics: ["policy", "catalog"],
  evaluator: ["policy", "catalog", "semantics"],
  checker: ["catalog", "evaluator", "semantics"],
  encoding: ["policy", "semantics", "domains", "smt", "catalog"],
  solver: ["smt"],
  analysis: ["policy", "domains", "smt", "catalog", "semantics", "evaluator", "encoding", "solver", "checker"],
  batch: ["policy", "semantics", "analysis"],
  sources: ["policy"],
  report: ["policy", "catalog", "analysis"],
  cli: ["policy", "catalog", "semantics", "evaluator", "encoding", "solver", "analysis", "batch", "sources", "report"],
  keyaki: ["policy", "catalog", "evaluator", "analysis", "batch", "cli"],
};

/** These run anywhere JavaScript does: workers and files come in from outside. */
const WITHOUT_NODE = [
  "policy",
  "domains",
  "smt",
  "catalog",
  "semantics",
  "evaluator",
  "encoding",
  "checker",
  "analysis",
];

/** Outside packages that only these files of the workspace import: one for Z3, and one for each kind of thread (Z3's, and whole questions'). */
const FEW_FILES: Readonly<Record<string, readonly string[]>> = {
  "z3-solver": ["packages/solver/src/z3.ts"],
  piscina: ["packages/batch/src/lane.ts", "packages/solver/src/pool.ts"],
};

const FORBIDDEN_NAMES = ["core", "common", "shared", "utils", "util", "types", "helpers", "helper"];

const root = dirname(import.meta.dirname);
const packages = readdirSync(join(root, "packages")).filter((name) => isFolder(join(root, "packages", name, "src")));
const sources = packages.flatMap((name) =>
  filesBelow(join(root, "packages", name, "src")).map((file) => read(name, file)),
);

test("every package has a row in the layer table, and every row a package", () => {
  expect(packages.sort()).toEqual(Object.keys(LAYERS).sort());
});

describe.each(packages)("%s", (name) => {
  const own = sources.filter((source) => source.package === name);
  const manifest = readManifest(name);
  const allowed = LAYERS[name] ?? [];

  test("imports only what its layer may", () => {
    const imported = own.flatMap(({ file, imports }) => imports.map((specifier) => ({ file, specifier })));
    const wrong = imported.filter(({ specifier }) => {
      const other = /^@keyaki\/([^/]+)/.exec(specifier)?.[1];
      return other !== undefined && !allowed.includes(other);
    });
    expect(wrong).toEqual([]);
  });

  test("reaches into no other package by a relative path or below its entry", () => {
    const wrong = own.flatMap(({ file, imports }) =>
      imports.filter((specifier) => {
        // A second entry counts if the other package publishes it.
        const [, other, entry] = /^@keyaki\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
        if (other !== undefined) return readManifest(other).exports?.[`.${entry ?? ""}`] === undefined;
        const leads = join(root, dirname(file), specifier);
        return specifier.startsWith(".") && relative(join(root, "packages", name, "src"), leads).startsWith("..");
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("depends on exactly what it imports", () => {
    const imported = own.flatMap((source) => source.imports).filter((specifier) => !specifier.startsWith("."));
    const named = new Set(imported.filter((specifier) => !isBuiltin(specifier)).map(packageOf));
    named.delete(`@keyaki/${name}`);
    // What is bundled into the published package is a development dependency of it; what is not is there for the bundle's external imports.
    const declared =
      name === "keyaki" ? Object.keys(manifest.devDependencies ?? {}) : Object.keys(manifest.dependencies ?? {});
    expect(declared.sort()).toEqual([...named].sort());
  });

  test("refers in tsconfig.json to exactly the packages it depends on", () => {
    const references: { path: string }[] = readJson(join(root, "packages", name, "tsconfig.json")).references ?? [];
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const inside = dependencies.filter((dependency) => dependency.startsWith("@keyaki/"));
    expect(references.map(({ path }) => `@keyaki/${basename(path)}`).sort()).toEqual(inside.sort());
  });

  if (WITHOUT_NODE.includes(name)) {
    test("imports no module of Node", () => {
      const wrong = own.flatMap(({ file, imports }) => imports.filter(isBuiltin).map((module) => `${file}: ${module}`));
      expect(wrong).toEqual([]);
    });
  }

  test("has a README", () => {
    expect(readFileSync(join(root, "packages", name, "README.md"), "utf8").length).toBeGreaterThan(100);
  });

  test("pins every version exactly", () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^(workspace:\*|\d+\.\d+\.\d+)$/.test(version))).toEqual([]);
  });

  test("files of the trusted path say whether they are trusted or checked", () => {
    const silent = own.filter(
      ({ file, text }) =>
        !file.includes("/src/data/") &&
        !/^\/\/ (Trusted|Checked)\b/.test(text) &&
        /^export (async )?(function|class|const)/m.test(text),
    );
    expect(name === "keyaki" || name === "cli" || name === "report" ? [] : silent.map(({ file }) => file)).toEqual([]);
  });
});

describe.each(Object.entries(FEW_FILES))("%s", (dependency, files) => {
  test("is imported in exactly these files", () => {
    const importers = sources.filter(({ imports }) => imports.some((specifier) => packageOf(specifier) === dependency));
    expect(importers.map((source) => source.file).sort()).toEqual(files);
  });
});

test("what the evaluator imports never leads to smt, encoding or solver: it judges them", () => {
  const reached = new Set<string>();
  const pending = ["evaluator"];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { imports } of sources.filter((source) => source.package === name)) {
      for (const specifier of imports)
        if (specifier.startsWith("@keyaki/")) pending.push(packageOf(specifier).slice(8));
    }
  }
  expect([...reached].filter((name) => ["smt", "encoding", "solver", "analysis", "domains"].includes(name))).toEqual(
    [],
  );
  expect(reached).toContain("semantics");
});

test("the layers have no cycle", () => {
  const seen: string[] = [];
  const visit = (name: string, above: readonly string[]): void => {
    expect(above).not.toContain(name);
    for (const below of LAYERS[name] ?? []) visit(below, [...above, name]);
    seen.push(name);
  };
  for (const name of packages) visit(name, []);
  expect(new Set(seen)).toEqual(new Set(packages));
});

test("nothing is called core, common, shared, utils, types or helpers", () => {
  const tops = ["packages", "test", "bench"].map((top) => join(root, top));
  const all = tops.filter(isFolder).flatMap(entriesBelow);
  const wrong = all.filter((path) => FORBIDDEN_NAMES.includes(basename(path).split(".")[0] ?? ""));
  expect(wrong.map((path) => relative(root, path))).toEqual([]);
});

test("the workspace's own versions are pinned exactly", () => {
  const manifests = ["package.json", "test/package.json"].map((file) => readJson(join(root, file)));
  const versions = manifests.flatMap((manifest) =>
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }),
  );
  expect(versions.filter(([, version]) => !/^(workspace:\*|\d+\.\d+\.\d+(-[\w.]+)?)$/.test(String(version)))).toEqual(
    [],
  );
});

interface Source {
  readonly package: string;
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** A source file with all it imports: values and types, also by `import("…")` and by `export … from`. */
function read(name: string, path: string): Source {
  const text = readFileSync(path, "utf8");
  const file = relative(root, path);
  const { module, errors } = parseSync(path, text);
  expect(errors, file).toEqual([]);
  const imports = [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) =>
      entry.entries.flatMap((exported) => exported.moduleRequest?.value ?? []),
    ),
    // Also `import("…")` in types, which the parser does not list.
    ...[...text.matchAll(/\bimport\s*\(\s*(["'`])([^"'`]+)\1/g)].flatMap((match) => match[2] ?? []),
    ...[...text.matchAll(/\brequire(?:\.resolve)?\s*\(\s*(["'`])([^"'`]+)\1/g)].flatMap((match) => match[2] ?? []),
  ];
  return { package: name, file, text, imports };
}

interface Manifest {
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(name: string): Manifest {
  return readJson(join(root, "packages", name, "package.json"));
}

// biome-ignore lint/suspicious/noExplicitAny: files of the workspace, whose shape the tests above are about
function readJson(path: string): any {
  return JSON.parse(readFileSync(path, "utf8"));
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

function filesBelow(folder: string): string[] {
  return entriesBelow(folder).filter((path) => [".ts", ".js", ".mts", ".tsx"].includes(extname(path)));
}

function entriesBelow(folder: string): string[] {
  const skipped = ["node_modules", "dist"];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => !skipped.includes(entry.name));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...entriesBelow(path)] : [path];
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
