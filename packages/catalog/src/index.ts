export { asciiLowerCase } from "./ascii.ts";
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
export { loadCatalog } from "./packaged.ts";
export { type Page, pageAddress } from "./page.ts";
export { PRIMITIVES, type Primitive, type PrimitiveEffect } from "./primitives.ts";
export { EXAMPLES, fillTemplate, plausibleValues, type TemplateValues } from "./realism.ts";
export { SERVICE_KEYS } from "./service-keys.ts";
