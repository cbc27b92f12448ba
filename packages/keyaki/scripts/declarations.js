// Gathers the declarations that the library's entry reaches into dist/types/<package>/, so that a consumer needs no @keyaki package.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = dirname(here);
const target = join(here, "dist/types");

/** Where `tsc -b` puts a package's declarations; this package's own, apart from its bundle. */
function emitted(name) {
  return name === "keyaki" ? join(here, "dist/tsc") : join(packages, name, "dist");
}

/** Specifiers in declarations: `from "x"`, `import("x")`, `import "x"`, `declare module "x"`. */
const SPECIFIER = /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(["'])([^"']+)\2/g;

const allowed = new Set(Object.keys(JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies));
const done = new Set();
const pending = ["keyaki/index"];
rmSync(target, { recursive: true, force: true });
for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
  if (done.has(module)) continue;
  done.add(module);
  const [name = "", ...rest] = module.split("/");
  const text = readFileSync(join(emitted(name), `${rest.join("/")}.d.ts`), "utf8");
  const out = text.replace(SPECIFIER, (_, before, quote, specifier) => {
    const reached = reachedModule(module, specifier);
    if (reached === null) return `${before}${quote}${specifier}${quote}`;
    pending.push(reached);
    const path = posix.relative(posix.dirname(module), reached);
    return `${before}${quote}${path.startsWith(".") ? path : `./${path}`}.js${quote}`;
  });
  const file = join(target, `${module}.d.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, out.replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n"));
}
console.error(`${done.size} declaration files in ${relative(process.cwd(), target)}`);

/** The module of ours that a specifier means, or null for a dependency; any other would not be there for a consumer. */
function reachedModule(from, specifier) {
  if (specifier.startsWith("@keyaki/")) return `${specifier.slice("@keyaki/".length)}/index`;
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier).replace(/(\.d)?\.[jt]s$/, "");
  if (allowed.has(specifier)) return null;
  throw new Error(`${from}.d.ts imports ${JSON.stringify(specifier)}, which is no dependency of keyaki`);
}
