// Trusted: what is read here is what every catalog look-up gives back.
import type { CatalogData, ServiceData } from "./catalog-data.ts";

/** A catalog as JSON texts, one for each service: most runs ask about a few of 400. */
export interface StoredCatalog {
  /** All of `CatalogData` but the services. */
  readonly head: string;
  /** Prefix, name and the rest of `ServiceData`, in the order of `CatalogData.services`. */
  readonly services: readonly (readonly [prefix: string, name: string, table: string])[];
}

/** The catalog in the texts; a service's text is read when something of it is first asked for. */
export function openCatalog({ head, services }: StoredCatalog): CatalogData {
  const rest = JSON.parse(head) as Omit<CatalogData, "services">;
  return { ...rest, services: services.map(([prefix, name, table]) => new StoredService(prefix, name, table)) };
}

class StoredService implements ServiceData {
  readonly prefix: string;
  readonly name: string;
  readonly #text: string;
  #read: Omit<ServiceData, "prefix" | "name"> | undefined;

  constructor(prefix: string, name: string, text: string) {
    this.prefix = prefix;
    this.name = name;
    this.#text = text;
  }

  get types(): ServiceData["types"] {
    return this.#table().types;
  }
  get uses(): ServiceData["uses"] {
    return this.#table().uses;
  }
  get actions(): string {
    return this.#table().actions;
  }
  get levels(): string {
    return this.#table().levels;
  }
  get links(): ServiceData["links"] {
    return this.#table().links;
  }

  #table(): Omit<ServiceData, "prefix" | "name"> {
    this.#read ??= JSON.parse(this.#text) as Omit<ServiceData, "prefix" | "name">;
    return this.#read;
  }
}
