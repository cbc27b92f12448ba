import type { CatalogData } from "../src/catalog-data.ts";

/**
 * The text of the module that carries a catalog: one JSON document in one string, which JavaScript engines read several
 * times faster than the same data as a literal, cut into lines so that an update shows which services changed.
 */
export function catalogModule(data: CatalogData): string {
  const text = JSON.stringify(data);
  const lines = text
    .split(/(?<=[\]}],)(?=\{"prefix":)/)
    .flatMap((part) => part.split(/(?="keys":|"keySets":|"services":)/));
  const literals = lines.map((line) => `  '${line.replace(/['\\]/g, "\\$&")}',`);
  return [
    "// biome-ignore-all lint/suspicious/noTemplateCurlyInString: AWS's own way to write ARN templates and families of keys",
    `// Generated from ${data.source} (MIT) by scripts/build-catalog.ts: do not edit.`,
    "/** The packaged catalog as a JSON document, see CatalogData. */",
    "export const CATALOG_JSON: string = [",
    ...literals,
    '].join("");',
    "",
  ].join("\n");
}
