// Writes the published JSON Schemas: reports as the command prints them, requests and layers as it reads them, policy documents.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(here, "schemas");
const compiled = join(here, "dist/schemas.tmp.js");

await build({
  stdin: {
    contents: `
      export { jsonSchemas } from "./cli/src/schemas/reports.ts";
      export { LAYERS_SCHEMA, REQUEST_SCHEMA } from "./evaluator/src/schemas.ts";
      export { documentJsonSchema } from "./policy/src/document-schema.ts";
    `,
    resolveDir: dirname(here),
    loader: "ts",
  },
  outfile: compiled,
  bundle: true,
  format: "esm",
  platform: "node",
  conditions: ["source"],
  mainFields: ["module", "main"],
  logLevel: "warning",
});
const from = await import(pathToFileURL(compiled).href);
rmSync(compiled);

const schemas = {
  ...from.jsonSchemas(),
  "layers.schema.json": from.LAYERS_SCHEMA,
  "policy.schema.json": from.documentJsonSchema(),
  "request.schema.json": from.REQUEST_SCHEMA,
};
rmSync(target, { recursive: true, force: true });
mkdirSync(target);
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(join(target, name), `${JSON.stringify(schema, null, 2)}\n`);
}
console.error(`${Object.keys(schemas).length} schemas: ${Object.keys(schemas).join(", ")}`);
