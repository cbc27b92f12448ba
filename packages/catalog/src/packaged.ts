// Checked: by the test that compares the packaged file with its source.
import { type Catalog, readCatalog } from "./catalog.ts";
import { openCatalog } from "./stored-catalog.ts";

let packaged: Promise<Catalog> | undefined;

/**
 * The catalog that comes with this package. Its data is a module of its own, imported on the first call, so that whoever
 * needs only the tables kept by hand never loads it; later calls give the same catalog. Other catalogs: `readCatalog`.
 */
export function loadCatalog(): Promise<Catalog> {
  packaged ??= import("./data/catalog.ts").then(({ STORED_CATALOG }) => readCatalog(openCatalog(STORED_CATALOG)));
  return packaged;
}
