// Trusted: this is the shape in which facts are stored; a reader and a writer that disagree make wrong facts.
import type { Arity, KeyType } from "./condition-key.ts";

/**
 * The compact form of a catalog, as stored in one JSON document. Numbers refer to dictionaries, so that the 22,000
 * actions with their keys stay near one megabyte; `readCatalog` gives them back as objects.
 */
export interface CatalogData {
  /** The version of this form. Readers refuse another. */
  readonly format: 1;
  /** The day on which the facts were taken from AWS, `YYYY-MM-DD`. */
  readonly date: string;
  /** Where the facts were taken from. */
  readonly source: string;
  /** SHA-256 of the document without this field, in hexadecimal. */
  readonly digest: string;
  /** AWS's list of services under resource control policies: the prefix as printed, then the action prefixes meant. */
  readonly rcp: readonly (readonly [printed: string, ...actionPrefixes: string[]])[];
  /** Condition keys, sorted by lower-cased name: name, type, arity. */
  readonly keys: readonly (readonly [name: string, type: KeyType, arity: Arity])[];
  /** Sets of keys that actions or resource types share; the first is empty. Ascending indices into `keys`. */
  readonly keySets: readonly (readonly number[])[];
  /** Services, sorted so that the lower-cased names `prefix:Action` of all actions ascend. */
  readonly services: readonly ServiceData[];
}

/** One service. */
export interface ServiceData {
  readonly prefix: string;
  readonly name: string;
  /**
   * Resource types: name, ARN template, condition keys (index into `keySets`). A template that begins with a colon lacks
   * `usualHead(prefix)`.
   */
  readonly types: readonly (readonly [name: string, arnTemplate: string, keySet: number])[];
  /**
   * The combinations of resource types that its actions have, each a flat list of triples: index into `types`, 1 if
   * required, condition keys of that pair. The first is empty: an action without resource types.
   */
  readonly uses: readonly (readonly number[])[];
  /** Action names without prefix, exact spelling, ascending in lower case, separated by single spaces. */
  readonly actions: string;
  /** One letter an action: `R` read, `L` list, `W` write, `T` tagging, `P` permissions management. */
  readonly levels: string;
  /** For each action the index into `uses` and the index of its own keys into `keySets`, alternating. */
  readonly links: readonly number[];
}

/** What nine tenths of a service's ARN templates begin with. */
export function usualHead(prefix: string): string {
  return `arn:\${Partition}:${prefix}:\${Region}:\${Account}:`;
}
