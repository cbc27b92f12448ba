// Condition keys by hand: synchronous, no data to load.

export { asciiLowerCase } from "./ascii.ts";
// What AWS leaves open, and what it promises about requests.
export {
  ASSUMPTIONS,
  type Assumption,
  type AssumptionId,
  type AssumptionValues,
  assumption,
  DEFAULT_ASSUMPTIONS,
  type Evidence,
} from "./assumptions.ts";
export { AXIOMS, type Axiom, type AxiomId, axiom, NOT_ASSERTED, type NotAsserted } from "./axioms.ts";
export {
  type AccessLevel,
  type Action,
  type ActionResourceType,
  type Catalog,
  type ResourceType,
  readCatalog,
  type Service,
} from "./catalog.ts";
export type { CatalogData, ServiceData } from "./catalog-data.ts";
export { CLASS_ROWS } from "./class-rows.ts";
// How grave an action is.
export {
  ACTION_CLASSES,
  type ActionClass,
  type ClassRow,
  classOf,
  classRows,
  type Level,
  levelOf,
} from "./classes.ts";
export type { Arity, ConditionKey, KeySubject, KeyType } from "./condition-key.ts";
export { SAML_KEYS } from "./federation-keys.ts";
export { globalKey } from "./global-key.ts";
export { GLOBAL_KEYS } from "./global-keys.ts";
// The dated catalog of actions, resource types and condition keys.
export { loadCatalog } from "./packaged.ts";
export { type Page, pageAddress } from "./page.ts";
export { PRIMITIVES, type Primitive, type PrimitiveEffect } from "./primitives.ts";
// Values for readable witnesses, and the rest.
export { EXAMPLES, fillTemplate, plausibleValues, type TemplateValues } from "./realism.ts";
export { SERVICE_KEYS } from "./service-keys.ts";
