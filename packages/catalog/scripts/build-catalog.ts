// Writes src/data/catalog.ts from the pinned data package: npx tsx --conditions=source packages/catalog/scripts/build-catalog.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { catalogModule } from "./catalog-module.ts";
import { compileCatalog } from "./compile-catalog.ts";

const data = await compileCatalog();
const directory = new URL("../src/data/", import.meta.url);
mkdirSync(directory, { recursive: true });
writeFileSync(new URL("catalog.ts", directory), catalogModule(data));
console.log(`catalog of ${data.date}: ${JSON.stringify(data).length} characters, digest ${data.digest}`);
