// biome-ignore-all assist/source/organizeImports: the exports stand in the order in which to meet them

// Condition keys by hand: synchronous, no data to load.
export type { Arity, ConditionKey, KeySubject, KeyType } from "./condition-key.ts";
export { globalKey } from "./global-key.ts";
export { GLOBAL_KEYS } from "./global-keys.ts";
export { SERVICE_KEYS } from "./service-keys.ts";
export { SAML_KEYS } from "./federation-keys.ts";

// What AWS leaves open, and what it promises about requests.
export {
  ASSUMPTIONS,
  assumption,
  DEFAULT_ASSUMPTIONS,
  type Assumption,
  type AssumptionId,
  type AssumptionValues,
  type Evidence,
} from "./assumptions.ts";
export { AXIOMS, axiom, NOT_ASSERTED, type Axiom, type AxiomId, type NotAsserted } from "./axioms.ts";

// The dated catalog of actions, resource types and condition keys.
export { loadCatalog } from "./packaged.ts";
export {
  readCatalog,
  type AccessLevel,
  type Action,
  type ActionResourceType,
  type Catalog,
  type ResourceType,
  type Service,
} from "./catalog.ts";
export type { CatalogData, ServiceData } from "./catalog-data.ts";

// Lists of AWS's pages that decide concrete requests.
export { KMS_ACROSS_ACCOUNTS, PARTITIONS, WITHOUT_RESOURCE_ACCOUNT, type ActionList } from "./action-lists.ts";

// How grave an action is, and known ways to more rights.
export { ACTION_CLASSES, classOf, classRows, levelOf, type ActionClass, type ClassRow, type Level } from "./classes.ts";
export { CLASS_ROWS } from "./class-rows.ts";
export { PRIMITIVES, type Primitive, type PrimitiveEffect } from "./primitives.ts";

// Values for readable witnesses.
export { EXAMPLES, fillTemplate, plausibleValues, type TemplateValues } from "./realism.ts";

export { asciiLowerCase } from "./ascii.ts";
export { pageAddress, type Page } from "./page.ts";
