import type { Catalog } from "@keyaki/catalog";
import { type RequestJson, writeRequest } from "@keyaki/evaluator";
import type { Request } from "@keyaki/semantics";

/** Writes requests with condition keys as AWS spells them. */
export function writerOf(catalog: Catalog): (request: Request) => RequestJson {
  return (request) => writeRequest(request, (key) => catalog.conditionKey(key)?.name ?? key);
}
