// Trusted: an error here gives a key a wrong type or arity.
import type { ConditionKey } from "./condition-key.ts";
import { oidcKey, SAML_KEYS } from "./federation-keys.ts";
import { GLOBAL_KEYS } from "./global-keys.ts";
import { type KeyTable, keyTable } from "./key-table.ts";
import { SERVICE_KEYS } from "./service-keys.ts";

const TABLE: KeyTable = keyTable([...GLOBAL_KEYS, ...SERVICE_KEYS, ...SAML_KEYS]);

/**
 * What AWS documents about a condition key, from the tables kept by hand: the global and cross-service keys with their
 * tag families (`aws:ResourceTag/anything`), the service keys most in use, `saml:*`, and OIDC claims (`host:sub`).
 * Letter case does not matter. Synchronous, and needs no catalog: `Catalog.conditionKey` knows the other thousands.
 *
 * @returns undefined for a key that is in none of the tables. Treat its arity as unknown.
 */
export function globalKey(key: string): ConditionKey | undefined {
  return TABLE.find(key) ?? oidcKey(key);
}
