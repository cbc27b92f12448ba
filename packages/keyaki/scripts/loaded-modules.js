// Preloaded with --import: writes `loaded <path>` to stderr for every module that the process loads, by import or by require.
import { writeSync } from "node:fs";
import { createRequire, register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

// Node runs hooks in a thread of their own, where this same file is the hook.
if (isMainThread) {
  register(import.meta.url);
  const { cache } = createRequire(import.meta.url);
  process.on("exit", () => {
    for (const file of Object.keys(cache)) report(file);
  });
}

/** Node's hook: called for each imported module. */
export async function load(url, context, next) {
  if (url.startsWith("file:") && url !== import.meta.url) report(fileURLToPath(url));
  return next(url, context);
}

function report(file) {
  writeSync(2, `loaded ${file}\n`);
}
