import type { CatalogData } from "../src/catalog-data.ts";

/**
 * The text of the module that carries a catalog: JSON in strings, which JavaScript engines read several times faster
 * than the same data as a literal, one for each service, so that an update shows which services changed.
 */
export function catalogModule(data: CatalogData): string {
  const { services, ...head } = data;
  const rows = services.map(({ prefix, name, ...table }) => {
    return `    [${quoted(prefix)}, ${quoted(name)}, ${quoted(JSON.stringify(table))}],`;
  });
  const headRows = JSON.stringify(head).split(/(?="keys":|"keySets":)/);
  return [
    "// biome-ignore-all lint/suspicious/noTemplateCurlyInString: AWS's own way to write ARN templates and families of keys",
    "// biome-ignore-all format: a service stands on one line",
    `// Generated from ${data.source} (MIT) by scripts/build-catalog.ts: do not edit.`,
    'import type { StoredCatalog } from "../stored-catalog.ts";',
    "",
    "/** The packaged catalog, see CatalogData. */",
    "export const STORED_CATALOG: StoredCatalog = {",
    `  head: ${headRows.map(quoted).join(" +\n    ")},`,
    "  services: [",
    ...rows,
    "  ],",
    "};",
    "",
  ].join("\n");
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
