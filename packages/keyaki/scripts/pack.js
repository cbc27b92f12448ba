// Before packing: everything that the tarball holds, made anew.
import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(dirname(here));
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });

run("node_modules/typescript/bin/tsc", "-b");
run("packages/keyaki/scripts/bundle.js");
run("packages/keyaki/scripts/declarations.js");
run("packages/keyaki/scripts/schemas.js");
for (const file of ["LICENSE", "NOTICE", "CHANGELOG.md"]) copyFileSync(join(root, file), join(here, file));
