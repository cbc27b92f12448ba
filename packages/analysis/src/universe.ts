// Trusted: what is cut away here is named as an assumption in every verdict.
import type { Catalog } from "@keyaki/catalog";
import { type Formula, foldAscii, type Rules, textsIn } from "@keyaki/semantics";

/** Which requests a question is about: all that could ever be, or those whose actions AWS has on the catalog's day. */
export type Universe = "open" | "catalog";

/** The assumption that `--universe catalog` makes. */
export const CATALOG_COMPLETE = "catalog-complete";

/** "The action is in the catalog, and one without resource types asks for the resource `*`." Always, in the open universe. */
export function withinUniverse(universe: Universe, catalog: Catalog, rules: Rules): Formula {
  const { build } = rules;
  if (universe === "open") return build.always;
  const names = catalog.actionNames.map(foldAscii);
  const wildcardOnly = catalog.actionNames.filter((name) => catalog.action(name)?.wildcardOnly).map(foldAscii);
  return build.all(
    rules.in("action", textsIn(names, "ascii")),
    build.implies(rules.in("action", textsIn(wildcardOnly, "ascii")), rules.in("resource", textsIn(["*"]))),
  );
}
