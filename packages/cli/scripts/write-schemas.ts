// Writes the JSON Schemas of all reports into a folder: tsx --conditions=source packages/cli/scripts/write-schemas.ts FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchemas } from "../src/schemas/reports.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("name the folder that the schemas go to");
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
}
